"""mscref: a reference manager for the literature on cell therapy."""

__version__ = "0.1.0"
