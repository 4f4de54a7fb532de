"""What `wkt exec` does beyond, or other than, the SDK's gem; and that connectors in Python have the same."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from tests.support.wkt import Ended, Wkt
from wkt_cli.runtime import results

BOOKS = """\
from wkt_cli.dsl import suspend

def execute(connection, input, input_schema, output_schema, continued):
    return {"input": input, "count": "12", "due": input.get("due"), "names": [field["name"] for field in input_schema]}

def wait(connection, input, input_schema, output_schema, continued):
    if not continued:
        suspend(continue_={"step": 1}, expires_at="2030-01-01T00:00:00Z")
    return {"continued": continued}

def before_resume(data, input, continued):
    continued["data"] = data

def before_timeout_resume(input, continued):
    continued["late"] = True

connector = {
    "title": "Books",
    "methods": {"shout": lambda text: text.upper()},
    "actions": {
        "order": {
            "input_fields": lambda: [
                {"name": "title", "optional": False, "convert_input": "shout"},
                {"name": "copies", "convert_input": "integer_conversion"},
                {"name": "due", "type": "date"},
                {"name": "lines", "type": "array", "properties": [{"name": "at", "type": "date_time"}]},
                {"name": "shelf", "optional": False},
            ],
            "output_fields": lambda: [{"name": "count", "type": "integer"}],
            "execute": execute,
        },
        "wait": {"execute": wait, "before_resume": before_resume, "before_timeout_resume": before_timeout_resume},
    },
    "triggers": {
        "new_book": {
            "output_fields": lambda: [{"name": "id", "type": "integer"}],
            "poll": lambda connection, input, closure: {
                "events": [{"id": "1"}, {"id": "2"}], "next_poll": (closure or 0) + 1, "can_poll_more": closure != 2,
            },
            "webhook_notification": None,
        },
    },
}
"""


def run(wkt: Wkt, path: str, *words: str, **files: object) -> Ended:
    for name, data in files.items():
        wkt.write(f"{name}.json", json.dumps(data))
    return wkt("exec", path, *words, *(f"--{name.replace('_', '-')}={name}.json" for name in files))


@pytest.fixture
def books(wkt: Wkt) -> Wkt:
    wkt.write("connector.py", BOOKS)
    return wkt


def test_a_whole_action_in_python(books: Wkt) -> None:
    given = {"title": "dune", "copies": "3", "due": "2024-03-05", "shelf": "A", "other": 1,
             "lines": [{"at": "2024-03-05 10:00", "kept": True}]}  # fmt: skip
    done = run(books, "actions.order", input=given)
    assert done.status == 0, done.err
    assert done.json["count"] == 12
    assert done.json["names"] == ["title", "copies", "due", "lines", "shelf"]
    assert done.json["input"]["title"] == "DUNE"
    assert done.json["input"]["copies"] == 3
    assert "other" not in done.json["input"]
    assert done.json["input"]["lines"][0]["kept"] is True
    assert done.json["input"]["lines"][0]["at"] == "2024-03-05T10:00:00.000-08:00"


def test_all_mistakes_are_told_at_once(books: Wkt) -> None:
    done = run(books, "actions.order", input={"due": "soon", "lines": [{}, {"at": "never"}]})
    assert done.status == 1
    told = ["'Title' must be present: input.title", 'no time information in "soon": input.due',
            'no time information in "never": input.lines[1].at', "'Shelf' must be present: input.shelf"]  # fmt: skip
    assert [line.strip().removeprefix("wkt: ") for line in done.err.splitlines()][:4] == told


def test_a_whole_trigger_in_python(books: Wkt) -> None:
    done = run(books, "triggers.new_book")
    assert done.json == {"events": [{"id": 2}, {"id": 1}] * 3, "can_poll_more": False, "next_poll": 3}


def test_a_poll_ends_after_so_many_pages(books: Wkt) -> None:
    done = run(books, "triggers.new_book.poll", "--max-pages=2")
    assert done.json == {"events": [{"id": "2"}, {"id": "1"}] * 2, "can_poll_more": False, "next_poll": 2}
    assert "more than 2 pages" in done.err


MANY = """
    { triggers: { t: {
      output_fields: -> { [{ name: 'id', type: 'integer' }, { name: 'at', type: 'date_time' }] },
      poll: lambda do |connection, input, closure|
        page = closure.to_i
        events = (1..300).map do |n|
          { id: (page * 300 + n).to_s, at: '2024-03-05T10:00:00Z', name: "Event #{n} of #{page}" }
        end
        { events: events, next_poll: page + 1, can_poll_more: page + 1 < input['pages'] }
      end,
      input_fields: -> { [{ name: 'pages' }] }
    } } }
"""


@pytest.mark.parametrize("path", ["triggers.t", "triggers.t.poll"])
def test_one_page_of_a_poll_is_in_memory(wkt: Wkt, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "IN_MEMORY", 10_000)
    wkt.write("connector.rb", MANY)

    def peak(pages: int) -> int:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        done = run(wkt, path, "-o", "out.json", input={"pages": pages})
        _, most = tracemalloc.get_traced_memory()
        assert done.status == 0, done.err
        assert len(json.loads((wkt.root / "out.json").read_bytes())["events"]) == pages * 300
        return most - before

    tracemalloc.start()
    try:
        peak(1)
        assert peak(20) < 2 * peak(2)
    finally:
        tracemalloc.stop()


def test_pages_are_shown_as_one_result(wkt: Wkt) -> None:
    wkt.write("connector.rb", MANY)
    shown = run(wkt, "triggers.t", input={"pages": 3})
    assert [event["id"] for event in shown.json["events"]] == list(range(900, 0, -1))
    assert shown.out == json.dumps(shown.json, ensure_ascii=False, indent=2) + "\n"
    assert list(shown.json) == ["events", "can_poll_more", "next_poll"]
    assert run(wkt, "triggers.t.poll", input={"pages": 0}).json["next_poll"] == 1


def test_an_empty_poll_is_shown_as_ever(wkt: Wkt) -> None:
    wkt.write("connector.rb", "{ triggers: { t: { poll: -> { { events: [], next_poll: { a: [] } } } } } }")
    shown = run(wkt, "triggers.t")
    assert shown.out == json.dumps(shown.json, indent=2) + "\n"
    assert run(wkt, "triggers.t", "-o", "out.json").status == 0
    assert (wkt.root / "out.json").read_text() == '{"events":[],"can_poll_more":false,"next_poll":{"a":[]}}'


def test_a_mistake_in_a_later_page_names_the_page(wkt: Wkt) -> None:
    wkt.write("connector.rb", """
        { triggers: { t: {
          output_fields: -> { [{ name: 'at', type: 'date' }] },
          poll: ->(c, i, page) { { events: [{}, { at: page ? 'never' : '' }], next_poll: 1, can_poll_more: !page } }
        } } }
    """)
    done = run(wkt, "triggers.t")
    assert (done.status, done.out) == (1, "")
    assert 'no time information in "never": page 2, events[1].at' in done.err


def test_a_suspended_action_is_resumed(books: Wkt) -> None:
    done = run(books, "actions.wait.execute", resume_data={"ok": 1})
    assert done.json == {"continued": {"step": 1, "data": {"ok": 1}}}
    assert run(books, "actions.wait", "--resume-timeout").json == {"continued": {"step": 1, "late": True}}
    nobody = run(books, "actions.wait")
    assert nobody.status == 2
    assert "--resume-data" in nobody.err


def test_results_have_the_times_and_numbers_of_json(wkt: Wkt) -> None:
    wkt.write("connector.py", """\
        from datetime import date, datetime, timedelta, timezone
        from decimal import Decimal

        def later(connection, input):
            return {"due": input["due"] + timedelta(days=1), "same": input["due"]}

        noon = datetime(2024, 3, 5, 12, tzinfo=timezone.utc)
        connector = {
            "title": "Values",
            "methods": {"all": lambda: [noon, date(2024, 3, 5), Decimal("1.10"), float("inf"), {"a"}, bytes([255])]},
            "actions": {"later": {"input_fields": lambda: [{"name": "due", "type": "date_time"}], "execute": later}},
        }
    """)
    assert run(wkt, "methods.all").json == ["2024-03-05T12:00:00.000Z", "2024-03-05", "1.1", None, ["a"], "0xff"]
    due = {"due": "2024-03-05T12:00:00+01:00"}
    later = {"due": "2024-03-06T12:00:00.000+01:00", "same": "2024-03-05T12:00:00.000+01:00"}
    assert run(wkt, "actions.later", input=due).json == later


def test_the_source_has_patterns_and_ranges_as_texts(wkt: Wkt) -> None:
    wkt.write("connector.rb", "{ connection: { authorization: { detect_on: [/a.b/i, 400..499, :x], apply: -> {} } } }")
    found = run(wkt, "source").json["connection"]["authorization"]
    assert found == {"detect_on": ["(?i-mx:a.b)", "400..499", "x"], "apply": {}}


def test_an_output_without_a_name_is_refused(books: Wkt) -> None:
    done = run(books, "methods.shout", "--output=", args=["a"])
    assert (done.status, done.out) == (2, "")
    assert "names no file" in done.err


def test_a_wrong_path_is_told_with_the_nearest(books: Wkt) -> None:
    for path, near in (("actions.oder", "actions.order"), ("trigers.new_book.poll", "triggers.new_book.poll"),
                       ("methods.shot", "methods.shout")):  # fmt: skip
        done = run(books, path)
        assert done.status == 2
        assert near in done.err


RUBY = """\
{
  methods: { one: ->(x) { x } },
  pick_lists: { static: [%w[A a]] },
  object_definitions: { none: { fields: -> { nil } }, single: { fields: -> { { name: 'x' } } } },
  webhook_keys: ->(params, headers, payload) { payload['team'] },
  streams: { bad: ->(input) { ['x'] } },
  actions: {
    nothing: { execute: -> { nil } },
    bytes: { output_fields: -> { [{ name: 'a' }] }, execute: -> { { a: 'abc'.encode_sha256 } } },
    millis: { input_fields: -> { [{ name: 'at', render_input: 'render_date_time_epoch_millis' }] },
              execute: ->(c, i) { { at: i['at'] } } },
    sum: { summarize_output: ['rows'], execute: -> { {} } },
    wait: {
      execute: ->(c, i, s, o, continue) {
        begin
          suspend(continue: { token: nil }, expires_at: 1.hour.from_now) if continue.blank?
        rescue StandardError
          next { rescued: true }
        end
        { got: continue }
      },
      before_suspend: ->(token, expires_at, continue) { continue['token'] = token.length },
      before_resume: ->(data, input, continue) { continue[:answer] = data['answer'] }
    }
  },
  triggers: {
    hook: {
      output_fields: -> { [{ name: 'id', type: 'integer' }] },
      webhook_key: ->(connection, input) { input['team'] },
      webhook_refresh: ->(out) { [{ id: out['id'] + 1 }, 'later'] },
      webhook_unsubscribe: ->(out, connection) { { out: out, second: connection } },
      webhook_notification: ->(input, payload) { payload['rows'] }
    },
    odd: { poll: -> { { events: [1], foo: 1, can_poll_more: false } } },
    bare: { dedup: ->(record) { get('http://127.0.0.1:1/') } }
  }
}
"""


@pytest.fixture
def ruby(wkt: Wkt) -> Wkt:
    wkt.write("connector.rb", RUBY)
    return wkt


@pytest.mark.parametrize(
    ("path", "files", "wanted"),
    [
        ("methods.one", {"args": [[1, 2]]}, [1, 2]),
        ("pick_lists.static", {}, [["A", "a"]]),
        ("object_definitions.none.fields", {}, []),
        ("object_definitions.single", {}, [{"name": "x"}]),
        ("webhook_keys", {"webhook_payload": {"team": "t"}}, "t"),
        ("actions.nothing", {}, {}),
        ("actions.bytes", {}, {"a": "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}),
        ("actions.millis", {"input": {"at": "2024-03-05T10:00:00Z"}}, {"at": 1709632800000}),
        ("actions.sum.summarize_output", {"input": {"rows": [1] * 101}}, {"rows": [*[1] * 98, "... 1 items ...", 1]}),
        ("actions.sum.summarize_input", {"input": {"rows": [1] * 101}}, {"rows": [1] * 101}),
        ("actions.wait", {"resume_data": {"answer": 5}}, {"got": {"token": 32, "answer": 5}}),
        ("triggers.hook.webhook_key", {"input": {"team": "t"}}, "t"),
        ("triggers.hook.webhook_refresh", {"webhook_subscribe_output": {"id": 1}}, [{"id": 2}, "later"]),
        ("triggers.hook.webhook_unsubscribe", {"webhook_subscribe_output": {}}, {"out": {}, "second": {}}),
        ("triggers.hook", {"webhook_payload": {"rows": [{"id": "7"}]}}, [{"id": 7}]),
        ("triggers.hook", {"webhook_payload": {"rows": {"id": "7"}}}, {"id": 7}),
        ("triggers.hook", {"webhook_payload": {}}, None),
        ("triggers.odd.poll", {}, {"events": [1], "can_poll_more": False, "next_poll": None}),
    ],
)  # fmt: skip
def test_where_documents_overrule_the_gem(ruby: Wkt, path: str, files: dict[str, object], wanted: object) -> None:
    done = run(ruby, path, **files)
    assert done.status == 0, done.err
    assert done.json == wanted


def test_what_the_platform_would_not_take_is_told(ruby: Wkt) -> None:
    done = run(ruby, "triggers.odd.poll")
    assert "gave foo" in done.err
    assert "events that are no hashes" in done.err


def test_a_stream_without_an_end_is_told(ruby: Wkt) -> None:
    done = run(ruby, "streams.bad")
    assert done.status == 1
    assert "The stream `bad` must give a pair" in done.err


def test_dedup_sends_no_request(ruby: Wkt) -> None:
    done = run(ruby, "triggers.bare.dedup", input={"id": 1})
    assert done.status == 1
    assert "undefined method `get'" in done.err


def test_what_a_page_hands_on_answers_to_texts_and_symbols(wkt: Wkt) -> None:
    wkt.write("connector.rb", """\
        { triggers: { t: { poll: ->(c, i, closure) {
          page = closure.nil? ? 1 : closure['page'] + closure[:page]
          { events: [{ page: page }], next_poll: { page: page }, can_poll_more: page < 4 }
        } } } }
        """)
    done = run(wkt, "triggers.t.poll")
    assert done.json == {"events": [{"page": 4}, {"page": 2}, {"page": 1}], "can_poll_more": False,
                         "next_poll": {"page": 4}}  # fmt: skip
