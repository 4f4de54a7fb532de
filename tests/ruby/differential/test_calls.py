"""Calls of methods compared with Debian's Ruby with ActiveSupport.

`DIFFERENTIAL_CALLS=100000 DIFFERENTIAL_SEED=7 pytest tests/ruby/differential -k String` runs longer, elsewhere.
"""

import os

import pytest

from tests.ruby.clock import stopped

from . import methods
from .calls import calls, functions, receivers
from .campaign import CALLS, differences, report
from .child import RUBY, Child

RECEIVERS = receivers()
WEIGHTS = {"String": 6, "Array": 6, "Hash": 5, "Integer": 4, "Time": 3, "Float": 3, "Range": 3, "Kernel": 3}
CLEAN = [
    "NilClass", "Boolean", "Symbol", "Rational", "Regexp", "MatchData",
    "Integer", "Float", "BigDecimal", "Complex", "Time", "Date", "DateTime", "ActiveSupport::TimeWithZone",
    "ActiveSupport::Duration", "ActiveSupport::TimeZone", "Proc", "Object", "Kernel", "Time.", "Date.", "DateTime.",
    "ActiveSupport::Duration.", "Proc.", "Math.", "Integer.", "Float.", "Symbol.", "Regexp.", "Rational.",
    "Complex.", "BigDecimal.", "Base64.", "ActiveSupport::TimeZone.", "Comparable.", "CGI.",
    "String", "Array", "Hash", "ActiveSupport::HashWithIndifferentAccess", "Range", "Set", "Enumerator", "String.",
    "Array.", "Hash.", "Range.", "Set.", "Enumerator.", "Struct.", "JSON.", "URI.",
]  # fmt: skip
"""The kinds in which no difference is left to mend; a campaign by hand looks at all of them."""
KINDS = [*RECEIVERS, "Kernel"] if "DIFFERENTIAL_CALLS" in os.environ else CLEAN
SHARE = CALLS / sum(WEIGHTS.get(kind, 1) for kind in KINDS)

pytestmark = pytest.mark.skipif(RUBY is None, reason="no Ruby is installed to compare with: apt-get install ruby ruby-activesupport")


@pytest.fixture(scope="module")
def child():
    with Child() as running:
        yield running


def programs(kind, child):
    if kind == "Kernel":
        return functions(methods.functions(child))
    if kind == "Object":
        arities = methods.of_every_object(child)
    elif kind.endswith("."):
        arities = methods.of_class(kind.removesuffix("."), child)
    else:
        arities = methods.of(kind, child)
    return calls(RECEIVERS[kind], arities)


@pytest.mark.parametrize("kind", KINDS)
def test_as_ruby(kind, child, utc):
    with stopped():
        found = differences(programs(kind, child), round(SHARE * WEIGHTS.get(kind, 1)), child)
    assert not found, report(found)
