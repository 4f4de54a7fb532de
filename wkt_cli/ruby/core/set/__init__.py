"""Set: distinct values in the order of their arrival."""

from . import base, change, combine  # noqa: F401
from .base import SET as SET
from .base import RSet as RSet
