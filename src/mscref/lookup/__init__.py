"""Ask the world: the only room with a socket. Nothing here runs until the user allows it."""
