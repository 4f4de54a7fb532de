"""`wkt form`: the input of an action or trigger, asked for by its schema and kept as a fixture."""

from __future__ import annotations

import json
import stat
import time
from typing import Any

import pytest

from tests.support.wkt import REPOSITORY, Ended, Wkt
from wkt_cli.demo.server import DemoServer

FIXTURE = "fixtures/actions/order/input.json"
ORDERS = """\
{
  title: 'Orders',
  connection: { authorization: { type: 'custom_auth', apply: ->(c) {} } },
  methods: { cents: ->(v) { error("no amount: #{v}") unless v.match?(/\\A\\d+\\.\\d\\d\\z/); (v.to_f * 100).to_i } },
  pick_lists: {
    kinds: ->(c) { [['Novels', 'novel'], ['Maps', 'map']] },
    shelves: ->(c, kind:) { kind == 'map' ? [['Atlas', 7]] : [["Fiction of #{c['user']}", 1]] },
    folders: ->(c, **args) { args[:__parent_id] ? [['Deep', 'd', nil, false]] : [['Top', 't', nil, true]] },
    down: ->(c) { error('the service is down') }
  },
  triggers: {
    new_order: { input_fields: -> { [{ name: 'since', type: 'date' }] }, poll: ->(c, i) { { events: [i] } } }
  },
  actions: {
    order: {
      title: 'Order books',
      config_fields: [{ name: 'kind', control_type: 'select', pick_list: 'kinds', optional: false }],
      input_fields: ->(definitions, connection, config) { FIELDS },
      output_fields: -> { [] },
      execute: ->(c, input) { input }
    }
  }
}
"""
PYTHON = """\
from wkt_cli.dsl import get
connector = {
    "title": "Orders",
    "pick_lists": {
        "kinds": lambda connection: [["Novels", "novel"], ["Maps", "map"]],
        "shelves": lambda connection, *, kind: [["Atlas", 7]] if kind == "map" else [["Fiction", 1]],
    },
    "actions": {
        "order": {
            "config_fields": [{"name": "kind", "control_type": "select", "pick_list": "kinds", "optional": False}],
            "input_fields": lambda definitions, connection, config: [
                {"name": "shelf", "type": "integer", "control_type": "select", "pick_list": "shelves",
                 "pick_list_params": {"kind": "kind"}, "optional": False, "hint": f"of {config['kind']}"},
            ],
            "execute": lambda connection, input: input,
        }
    },
}
"""
SHELF = """{ name: 'shelf', type: 'integer', control_type: 'select', pick_list: 'shelves', optional: false,
             pick_list_params: { kind: 'kind' }, hint: "The shelf of #{config['kind']}" }"""


def orders(wkt: Wkt, *fields: str) -> Wkt:
    wkt.write("connector.rb", ORDERS.replace("FIELDS", f"[{', '.join(fields)}]"))
    wkt.write("settings.yaml", "user: ana\n")
    return wkt


def typed(wkt: Wkt, *lines: str, options: tuple[str, ...] = ()) -> Ended:
    """Run with answers on standard input."""
    return wkt("form", "actions.order", *options, input="".join(f"{line}\n" for line in lines))


def fixture(wkt: Wkt, name: str = FIXTURE) -> Any:
    return json.loads((wkt.root / name).read_text())


def test_config_fields_then_input_fields_with_dependent_pick_lists(wkt: Wkt) -> None:
    done = typed(orders(wkt, SHELF), "2", "atlas")
    assert done.status == 0, done.err
    assert done.out == FIXTURE + "\n"
    assert "Order books" in done.err
    assert "The shelf of map" in done.err
    assert fixture(wkt) == {"kind": "map", "shelf": 7}
    assert f"wkt exec actions.order --input {FIXTURE}" in done.err
    again = wkt("exec", "actions.order", "--input", FIXTURE)
    assert again.json == {"kind": "map", "shelf": 7}


def test_the_same_in_python(wkt: Wkt) -> None:
    wkt.write("connector.py", PYTHON)
    done = typed(wkt, "Maps", "atlas")
    assert done.status == 0, done.err
    assert "of map" in done.err
    assert fixture(wkt) == {"kind": "map", "shelf": 7}


def test_pick_lists_are_called_with_the_connection(wkt: Wkt) -> None:
    done = typed(orders(wkt, SHELF), "novel", "fiction of ana")
    assert done.status == 0, done.err
    assert fixture(wkt)["shelf"] == 1


def test_a_pick_list_that_fails_is_told_and_the_value_typed(wkt: Wkt) -> None:
    done = typed(orders(wkt, "{ name: 'odd', control_type: 'select', pick_list: 'down' }"), "map", "by hand")
    assert done.status == 0, done.err
    assert "the pick list `down` can't be shown: the service is down" in done.err
    assert fixture(wkt)["odd"] == "by hand"


def test_answers_have_the_types_of_json(wkt: Wkt) -> None:
    done = typed(orders(
        wkt, "{ name: 'count', type: 'integer' }", "{ name: 'rate', type: 'number' }",
        "{ name: 'gift', type: 'boolean' }", "{ name: 'due', type: 'date' }",
        "{ name: 'code', control_type: 'number' }", "{ name: 'left' }",
        "{ name: 'ids', type: 'array', of: 'integer' }",
    ), "map", "12", "1.50", "y", "2026-01-05", "7", "", "3", "4", "")
    assert done.status == 0, done.err
    assert fixture(wkt) == {
        "kind": "map", "count": 12, "rate": 1.5, "gift": True, "due": "2026-01-05", "code": "7", "ids": [3, 4],
    }  # fmt: skip


def test_objects_and_items_of_arrays(wkt: Wkt) -> None:
    parts = "properties: [{ name: 'sku', optional: false }, { name: 'n', type: 'integer' }]"
    done = typed(
        orders(wkt, f"{{ name: 'main', type: 'object', {parts} }}", f"{{ name: 'none', type: 'object', {parts} }}",
               f"{{ name: 'lines', type: 'array', of: 'object', optional: false, {parts} }}"),
        "map", "y", "A", "1", "n", "B", "2", "y", "C", "", "n",
    )  # fmt: skip
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map", "main": {"sku": "A", "n": 1}, "lines": [{"sku": "B", "n": 2}, {"sku": "C"}]}


def test_what_does_not_fit_is_told_and_asked_again(wkt: Wkt) -> None:
    fields = "{ name: 'count', type: 'integer', optional: false }", "{ name: 'price', render_input: 'cents' }"
    done = typed(orders(wkt, *fields), "atlases", "map", "", "many", "3", "12", "12.50")
    assert done.status == 0, done.err
    for told in ("Kind has no option `atlases`", "Count is required", "`many` is none", "no amount: 12: input.price"):
        assert told in done.err
    assert fixture(wkt) == {"kind": "map", "count": 3, "price": "12.50"}


def test_conditions_and_defaults(wkt: Wkt) -> None:
    fields = ("{ name: 'gift', type: 'boolean', default: true }",
              "{ name: 'note', ngIf: 'input.gift == \"true\"' }", "{ name: 'bill', ngIf: 'input.gift == \"false\"' }",
              "{ name: 'map_only', ngIf: 'input.kind == \"map\"' }")
    done = typed(orders(wkt, *fields), "map", "", "hello", "yes")
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map", "gift": True, "note": "hello", "map_only": "yes"}


TOGGLE = """{ name: 'place', control_type: 'select', pick_list: 'kinds', optional: false, toggle_hint: 'Pick',
              toggle_field: { name: 'NAME', type: 'string', toggle_hint: 'Type' } }"""


def test_no_answer_is_taken_for_another(wkt: Wkt) -> None:
    """A pick list whose request brings new tokens; whether they go into the settings file can't be asked."""
    with DemoServer() as server:
        source = (REPOSITORY / "connectors" / "ruby" / "percolate.rb").read_text()
        more = """pick_lists: { ids: ->(c) { [[get('/api/v5/me')['data']['id'], 'x']] } },
            actions: { a: { input_fields: -> { [{ name: 'who', control_type: 'select', pick_list: 'ids' },
                                                { name: 'note' }] } } },"""
        wkt.write("connector.rb", source.replace("actions:", f"{more} others:", 1))
        token = f"client_id: {server.client_id}\nclient_secret: {server.client_secret}\naccess_token: stale-token\n"
        file = wkt.write("settings.yaml", token)
        done = wkt.at(server.url)("form", "actions.a", input="user-1\nyes\n")
        assert done.status == 0, done.err
        assert fixture(wkt, "fixtures/actions/a/input.json") == {"who": "x", "note": "yes"}
        assert file.read_text() == token


def test_several_of_a_live_pick_list(wkt: Wkt) -> None:
    field = "{ name: 'sorts', control_type: 'multiselect', pick_list: 'kinds', delimiter: ';' }"
    done = typed(orders(wkt, field), "map", "1, maps")
    assert done.status == 0, done.err
    assert fixture(wkt)["sorts"] == "novel;map"


@pytest.mark.parametrize(("answer", "value"), [("top", "t"), ("d", "d")])
def test_of_a_tree_the_first_level_is_shown(wkt: Wkt, answer: str, value: str) -> None:
    done = typed(orders(wkt, "{ name: 'folder', control_type: 'tree', pick_list: 'folders' }"), "map", answer)
    assert done.status == 0, done.err
    assert "1) Top (t)" in done.err
    assert fixture(wkt)["folder"] == value


def test_of_a_long_pick_list_a_part_is_shown_and_a_part_of_a_name_finds_the_rest(wkt: Wkt) -> None:
    many = ", ".join(f"['Book {number:03}', 'b{number}']" for number in range(120))
    field = f"{{ name: 'book', control_type: 'select', pick_list: [{many}], optional: false }}"
    done = typed(orders(wkt, field), "map", "k 11", "k 117", "book 117")
    assert done.status == 0, done.err
    assert "Book 049" in done.err
    assert "70 more; a part of a name finds those that hold it" in done.err
    assert "these hold it: Book 110, Book 111" in done.err
    assert "these hold it: Book 117" in done.err
    assert fixture(wkt)["book"] == "b117"


def test_fields_that_follow_from_an_answer(wkt: Wkt) -> None:
    fields = ("{ name: 'n', type: 'integer', extends_schema: true }",
              "*(1..config['n'].to_i).map { |i| { name: \"title_#{i}\" } }")
    done = typed(orders(wkt, *fields), "map", "2", "a", "b")
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map", "n": 2, "title_1": "a", "title_2": "b"}


def test_parts_of_objects_by_options(wkt: Wkt) -> None:
    parts = "properties: [{ name: 'sku', optional: false }, { name: 'n', type: 'integer' }]"
    orders(wkt, f"{{ name: 'main', type: 'object', {parts} }}", f"{{ name: 'lines', type: 'array', {parts} }}")
    done = wkt("form", "actions.order", "--no-input", "-F", "kind=map", "-F", "main.sku=A", "-F", "main.n=1",
               "-F", 'lines=[{"sku": "B", "n": "2"}]')
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map", "main": {"sku": "A", "n": 1}, "lines": [{"sku": "B", "n": 2}]}


def test_the_other_form_of_a_field(wkt: Wkt) -> None:
    done = typed(orders(wkt, TOGGLE.replace("NAME", "place")), "map", "elsewhere")
    assert done.status == 0, done.err
    assert fixture(wkt)["place"] == "elsewhere"


@pytest.mark.parametrize(
    ("lines", "found"), [(["Novels"], {"place": "novel"}), (["", "", "P-17"], {"place_id": "P-17"})]
)
def test_the_other_form_with_a_name_of_its_own(wkt: Wkt, lines: list[str], found: dict[str, str]) -> None:
    done = typed(orders(wkt, TOGGLE.replace("NAME", "place_id")), "map", *lines)
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map", **found}
    if len(lines) > 1:
        assert "Place ID is required" in done.err


def test_options_answer_beforehand(wkt: Wkt) -> None:
    done = orders(wkt, SHELF, "{ name: 'count', type: 'integer' }")(
        "form", "actions.order", "--no-input", "-F", "kind=map", "-F", "shelf=Atlas", "-F", "count=2"
    )
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map", "shelf": 7, "count": 2}


def test_all_that_is_missing_is_told_at_once_where_nobody_answers(wkt: Wkt) -> None:
    orders(wkt, "{ name: 'a', optional: false }", "{ name: 'b', optional: false }")
    for options in (("--no-input",), ()):
        done = wkt("form", "actions.order", "-F", "kind=map", *options)
        assert done.status == 2
        assert "a is missing: --field a=VALUE" in done.err
        assert "b is missing: --field b=VALUE" in done.err
    assert not (wkt.root / "fixtures").exists()


def test_lines_that_end_too_early(wkt: Wkt) -> None:
    done = typed(orders(wkt, "{ name: 'title', optional: false }"), "map")
    assert done.status == 2
    assert "The input ended at Title" in done.err
    assert not (wkt.root / "fixtures").exists()


def test_required_leaves_out_what_is_optional(wkt: Wkt) -> None:
    fields = ("{ name: 'a' }", "{ name: 'b', sticky: true }", "{ name: 'c', optional: false }")
    done = typed(orders(wkt, *fields), "map", "B", "C", options=("--required",))
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map", "b": "B", "c": "C"}


def test_a_fixture_is_not_overwritten(wkt: Wkt) -> None:
    orders(wkt, "{ name: 'a' }", "{ name: 'n', type: 'integer' }").write(FIXTURE, '{"kind": "map", "n": 5, "old": 1}')
    done = typed(wkt, "map", "x", "6")
    assert done.status == 2
    assert f"{FIXTURE} is there and stays as it is" in done.err
    assert fixture(wkt)["n"] == 5
    done = typed(wkt, "", "x", "", options=("--force",))
    assert done.status == 0, done.err
    assert "[5]" in done.err
    assert fixture(wkt) == {"kind": "map", "a": "x", "n": 5}


@pytest.mark.parametrize(
    ("words", "file"), [(["big"], "fixtures/actions/order/big.json"), (["-o", "in.json"], "in.json")]
)
def test_other_files(wkt: Wkt, words: list[str], file: str) -> None:
    done = typed(orders(wkt, "{ name: 'a' }"), "map", "x", options=tuple(words))
    assert done.out.strip() == file
    assert fixture(wkt, file) == {"kind": "map", "a": "x"}


def test_a_name_is_no_path(wkt: Wkt) -> None:
    done = typed(orders(wkt), options=("../../escaped",))
    assert done.status == 2
    assert "can't be the name of a fixture" in done.err


SECRETS = (
    "{ name: 'pin', control_type: 'password' }",
    "{ name: 'to', type: 'object', properties: [{ name: 'api_token' }] }",
)


def test_secrets_stay_out_of_the_file(wkt: Wkt) -> None:
    done = typed(orders(wkt, *SECRETS), "map", "pin-12345678", "y", "token-12345678")
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map"}
    assert "pin, to are secrets and not in the file" in done.err
    assert "12345678" not in done.both
    told = wkt("form", "actions.order", "two", "--json", "-F", "kind=map", "-F", "pin=@pin", "--no-input")
    assert told.status == 2  # the file is missing: nothing is written, and no secret is guessed
    assert not (wkt.root / "fixtures/actions/order/two.json").exists()


def test_a_list_of_objects_with_secrets_is_one(wkt: Wkt) -> None:
    field = "{ name: 'keys', type: 'array', properties: [{ name: 'of' }, { name: 'pin', control_type: 'password' }] }"
    done = typed(orders(wkt, field), "map", "y", "ana", "pin-12345678", "n")
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map"}
    assert "keys is a secret" in done.err


def test_secrets_that_go_into_the_file_can_be_read_by_their_owner_alone(wkt: Wkt) -> None:
    done = typed(orders(wkt, *SECRETS), "map", "pin-12345678", "y", "token-12345678", options=("--secrets", "--json"))
    assert done.status == 0, done.err
    assert fixture(wkt) == {"kind": "map", "pin": "pin-12345678", "to": {"api_token": "token-12345678"}}
    assert stat.S_IMODE((wkt.root / FIXTURE).stat().st_mode) == 0o600
    assert "12345678" not in done.both


def test_a_trigger(wkt: Wkt) -> None:
    done = orders(wkt)("form", "triggers.new_order", input="2026-01-05\n")
    assert done.out == "fixtures/triggers/new_order/input.json\n"
    assert "wkt exec triggers.new_order --input" in done.err


@pytest.mark.parametrize("path", ["actions.ordr", "methods.cents", "actions"])
def test_paths_that_have_no_input(wkt: Wkt, path: str) -> None:
    done = orders(wkt)("form", path)
    assert done.status == 2
    assert "There is no action" in done.err
    assert path != "actions.ordr" or "actions.order" in done.err


def test_typed_at_a_terminal(wkt: Wkt) -> None:
    pytest.importorskip("pexpect")
    wkt.environ["NO_COLOR"] = "1"
    child = orders(wkt, "{ name: 'count', type: 'integer' }", SECRETS[0]).spawn("form", "actions.order")
    child.expect("Kind.*: ")
    time.sleep(1)  # longer than the patience after which a wait for a server is shown
    child.send("9\r")
    for question, answer in (("no option `9`.*Kind.*: ", "2"), ("Count.*: ", "5"),
                             (r"Pin \(hidden.*: ", "pin-12345678"), ("pin is a secret.*readable.*", "y")):
        child.expect(question)
        assert "waiting for" not in child.before
        child.send(answer + "\r")
    rest = child.read()
    child.close()
    assert child.exitstatus == 0, rest
    assert "12345678" not in rest
    assert fixture(wkt) == {"kind": "map", "count": 5, "pin": "pin-12345678"}
    child = wkt.spawn("form", "actions.order")
    child.expect("is there. Change it")
    child.send("n\r")
    assert "stays as it is" in child.read()
