"""What the actions of the window do: one module a noun, each with the handlers of its rows of `actions`."""
