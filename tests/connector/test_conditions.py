from __future__ import annotations

from typing import Any

import pytest

from wkt_cli.connector.conditions import ConditionError, holds

VALUES: dict[str, Any] = {
    "kind": "key", "empty": "", "none": None, "yes": True, "no": "false", "port": "443", "deep": {"a": {"b": "c"}},
    "quote": 'say "x"',
}


@pytest.mark.parametrize(("condition", "result"), [
    ('input.kind == "key"', True),
    ("input.kind == 'role'", False),
    ('input.kind != "role"', True),
    ('"key" == input.kind', True),
    ('input.kind === "key"', True),
    ('input["kind"] == "key"', True),
    ('input.kind=="role"||input.port=="443"', True),
    ('input.kind == "key" && input.port == "80"', False),
    ('input.kind == "key" || input.kind == "x" && input.port == "80"', True),
    ('(input.kind == "key" || input.kind == "x") && input.port == "80"', False),
    ('!(input.kind == "key")', False),
    ("input.port == 443", True),
    ("input.yes == true", True),
    ('input.yes == "true"', True),
    ("input.no == false", True),
    ("input.kind", True),
    ("input.empty", False),
    ("input.no", False),
    ("!input.missing", True),
    ("input.missing == null", True),
    ("input.none != ''", False),
    ("input.kind.present?", True),
    ("input.missing.blank?", True),
    ("input.kind.blank? || input.empty.present?", False),
    ('input.deep.a.b == "c"', True),
    ('input.kind.deeper == "c"', False),
    (r'input.quote == "say \"x\""', True),
])
def test_conditions(condition: str, result: bool) -> None:
    assert holds(condition, VALUES) is result


@pytest.mark.parametrize("condition", [
    "", "input", "input.a =", "input.a = 1", "input.a == ", "(input.a", "input.a)", "input.a == 1 2", "kind == 'x'",
    "input.a && ", "input.a % 2", "'open", "&& input.a",
])
def test_conditions_that_can_not_be_read(condition: str) -> None:
    with pytest.raises(ConditionError) as caught:
        holds(condition, VALUES)
    assert caught.value.hint
