"""Ruby's String: its core methods, ActiveSupport's and the SDK's, by family."""

from ...values import Binary as Binary
from .. import format, pack, unpack  # noqa: F401
from . import (  # noqa: F401
    active,
    case,
    charset,
    digest,
    encoding,
    geo,
    mutate,
    numbers,
    operate,
    replace,
    safe,
    sdk,
    search,
    show,
    slice,
    split,
    succ,
)
from .base import WorkatoBinary as WorkatoBinary
from .base import chars as chars
from .base import encoding_of as encoding_of
from .base import from_bytes as from_bytes
from .base import is_text as is_text
from .base import parsed_text as parsed_text
from .base import raw as raw
from .base import text as text
from .base import to_bytes as to_bytes

safe.delegate_all()
