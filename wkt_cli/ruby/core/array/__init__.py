"""Array: each family of methods in its own module."""

from . import access, change, combine, convert, extensions, groups, order, walk  # noqa: F401
