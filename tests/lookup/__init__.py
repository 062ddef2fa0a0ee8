"""The only room with a socket, asked against a server on this machine."""
