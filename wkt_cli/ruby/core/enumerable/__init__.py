"""Enumerable: what every type with elements has, each family of methods in its own module."""

from . import find, fold, group, mapping, order, slices  # noqa: F401
