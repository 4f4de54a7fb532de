"""Ruby's String: its core methods, ActiveSupport's and the SDK's, by family."""

from . import case, charset, encoding, mutate, numbers, operate, replace, search, show, slice, split, succ  # noqa: F401
from .base import Binary as Binary
from .base import WorkatoBinary as WorkatoBinary
from .base import chars as chars
from .base import encoding_of as encoding_of
from .base import from_bytes as from_bytes
from .base import is_text as is_text
from .base import raw as raw
from .base import text as text
from .base import to_bytes as to_bytes
from .. import format, pack  # noqa: F401, A004
from . import active, digest, geo, safe, sdk  # noqa: F401

safe.delegate_all()
