"""`wkt describe`: the blocks of a connector and their fields; `wkt exec --again`; completion of paths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.wkt import Wkt
from wkt_cli.connector.load import load
from wkt_cli.runtime.paths import known_paths

SOURCE = """\
{
  title: 'Books',
  connection: { authorization: { type: 'custom_auth', apply: ->(c) {} } },
  test: -> { true },
  methods: { double: ->(n) { n * 2 } },
  pick_lists: { shelves: -> { [%w[A a]] } },
  object_definitions: { book: { fields: -> { [{ name: 'isbn', optional: false }, { name: 'at', type: 'date' }] } } },
  streams: { top: ->(i) { ['x', true] } },
  actions: {
    order: {
      title: 'Order books',
      config_fields: [{ name: 'kind' }],
      streams: { inner: ->(i) { ['y', true] } },
      input_fields: ->(definitions, connection, config) {
        [{ name: 'count', type: 'integer', hint: "how many #{config['kind']}" },
         { name: 'books', type: 'array', of: 'object', properties: definitions['book'] },
         { name: 'shelf', control_type: 'select', pick_list: 'shelves', optional: false }]
      },
      output_fields: -> { [] },
      execute: -> { {} }
    }
  },
  triggers: { new_book: { poll: -> { {} }, dedup: ->(r) { r['id'] } } }
}
"""


@pytest.fixture
def books(wkt: Wkt) -> Wkt:
    wkt.write("connector.rb", SOURCE)
    return wkt


def test_all_blocks_are_listed(books: Wkt) -> None:
    lines = [line.split() for line in books("describe").out.splitlines()]
    assert ["Books"] in lines
    assert ["actions.order", "Order", "books"] in lines
    assert ["triggers.new_book"] in lines
    assert books("describe", "--json").json["actions"] == {"order": "Order books"}


def test_fields_are_a_table(books: Wkt) -> None:
    books.write("config.json", '{"kind": "novels"}')
    done = books("describe", "actions.order", "--config-fields", "config.json")
    assert done.status == 0, done.err
    lines = [line.split() for line in done.out.splitlines()]
    assert ["count", "integer", "Count"] in lines
    assert ["books", "array", "of", "object", "Books"] in lines
    assert ["books[].isbn", "string", "Isbn", "must", "be", "present"] in lines
    assert ["books[].at", "date", "At"] in lines
    assert ["shelf", "string", "Shelf", "must", "be", "present,", "pick", "list:", "shelves"] in lines
    assert ["(no", "fields)"] in lines


def test_fields_are_a_json_schema(books: Wkt) -> None:
    found = books("describe", "actions.order", "--json").json
    schema = found["input_fields"]
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["required"] == ["shelf"]
    assert schema["properties"]["count"] == {"title": "Count", "description": "how many ", "type": "integer"}
    assert schema["properties"]["books"]["items"] == {
        "type": "object",
        "properties": {"isbn": {"title": "Isbn", "type": "string"},
                       "at": {"title": "At", "type": "string", "format": "date"}},
        "required": ["isbn"],
    }  # fmt: skip
    assert books("describe", "object_definitions.book", "--json").json["fields"]["required"] == ["isbn"]


def test_a_block_without_fields_is_told(books: Wkt) -> None:
    done = books("describe", "actions.oder")
    assert done.status == 2
    assert "actions.order" in done.err


def test_again(books: Wkt) -> None:
    books.write("args.json", "[21]")
    assert books("exec", "--again").status == 2
    assert books("exec", "methods.double", "--args", "args.json").json == 42
    books.write("args.json", "[4]")
    again = books("exec", "--again")
    assert again.json == 8
    assert again.err == "Again: wkt exec methods.double --args args.json\n"
    books.write("other.json", "[5]")
    assert books("exec", "--again", "--args", "other.json").json == 10
    assert books("exec", "--again").json == 10


def test_again_works_from_another_folder_of_the_project(books: Wkt) -> None:
    books.write("args.json", "[21]")
    assert books("exec", "methods.double", "--args", "args.json").json == 42
    below = Path(books.root, "below")
    below.mkdir()
    assert books("exec", "--again", folder=below).json == 42


def test_secrets_of_a_run_are_not_kept(books: Wkt) -> None:
    books("exec", "title")
    books("exec", "connection.authorization.refresh", "--refresh_token=s3cr3t-token")
    assert books("exec", "--again").json == "Books"
    kept = Path(books.root, ".wkt", "last-exec.json")
    assert "s3cr3t" not in kept.read_text()
    assert json.loads(kept.read_text())["arguments"] == ["exec", "title"]


def test_paths_that_are_offered_are_those_that_are_there(books: Wkt) -> None:
    found = known_paths(load(Path(books.root, "connector.rb"), "connector").source)
    assert {
        "test", "title", "connection.authorization.type", "methods.double", "actions.order", "actions.order.execute",
        "triggers.new_book.poll_page", "triggers.new_book.dedup", "streams.top", "streams.inner",
        "object_definitions.book", "pick_lists.shelves",
    } <= set(found)  # fmt: skip
    assert not {
        "connection.base_uri", "connection.authorization.token_url", "webhook_keys", "actions.order.sample_output",
        "triggers.new_book.webhook_subscribe",
    } & set(found)  # fmt: skip
    for path in found:
        assert "There is no" not in books("exec", path).err, path
