"""wkt: a connector development kit for the command line."""

__version__ = "0.1.0"
