"""Ruby's Regexp and MatchData, and `$~`."""

from .engine import Regexp as Regexp
from .engine import last_group as last_group
from .engine import last_match as last_match
from .engine import set_last_match as set_last_match
from .matchdata import MatchData as MatchData
from .methods import escape as escape
from .methods import interpolated as interpolated
from .methods import literal as literal
from .methods import pattern_of as pattern_of
