"""The command line: a public interface over the same rooms as the window."""
