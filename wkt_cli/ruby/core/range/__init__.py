"""Range: bounds of any type that has an order; elements where the first has `succ`."""

from . import base, bounds, steps  # noqa: F401
from .base import make as make
