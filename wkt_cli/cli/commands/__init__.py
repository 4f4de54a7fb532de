"""One module a command: a click command called `command`."""
