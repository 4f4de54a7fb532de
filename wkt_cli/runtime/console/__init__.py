"""A connector at a prompt: blocks by their paths, expressions in its language, the session's requests."""

from .console import Console
from .language import HERE, Language, Nothing

__all__ = ["HERE", "Console", "Language", "Nothing"]
