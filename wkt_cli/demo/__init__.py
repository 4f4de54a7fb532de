"""The embedded stand-in of Percolate and the walk through a connector's life against it."""
