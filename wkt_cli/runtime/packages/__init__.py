"""The platform's `workato.*` functions over plain Python values; `ruby` registers them for Ruby connectors.

Text is `str`, bytes are `bytes`; wrong arguments raise `PackageError`, whose `kind` names the SDK's class.
"""

from .errors import PackageError as PackageError

__all__ = ["PackageError"]
