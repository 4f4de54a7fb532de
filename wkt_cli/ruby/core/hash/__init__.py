"""Hash: each family of methods in its own module."""

from . import access, change, convert, deep, extensions, indifferent, keys, walk  # noqa: F401
