"""`wkt poll`: closures between runs, events told apart by `dedup`, and how it ends."""

from __future__ import annotations

import json
import signal
import threading
from typing import Any

import pytest

from tests.support.clock import FakeClock
from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt

RUBY = """\
{
  triggers: {
    new_book: {
      input_fields: lambda { [
        { name: 'since', type: 'timestamp', optional: true },
        { name: 'start', type: 'integer', render_input: 'integer_conversion', optional: true }
      ] },
      output_fields: lambda { [{ name: 'id', type: 'integer' }] },
      poll: lambda do |connection, input, closure|
        page = closure&.dig('page') || input['start'] || 1
        puts "since #{input['since'].to_s(:iso8601)}" if input['since']
        error('broken') if page == 5
        { events: [{ id: page.to_s, old: closure }, { id: (page + 1).to_s }], next_poll: { page: page + 1 },
          can_poll_more: page == 1 }
      end,
      dedup: lambda { |book| book[:id] }
    },
    at: { poll: lambda { |connection, input, closure| { events: [{ kind: closure.class.to_s }], next_poll: now } } },
    webhook: { webhook_notification: lambda { |input, payload| payload } }
  }
}
"""
PYTHON = """\
def poll(connection, input, closure):
    page = (closure or {}).get("page") or input.get("start") or 1
    if page == 5:
        raise ValueError("broken")
    if input.get("since"):
        print("since", str(input["since"]).replace(" ", "T"))
    return {"events": [{"id": str(page), "old": closure}, {"id": str(page + 1)}], "next_poll": {"page": page + 1},
            "can_poll_more": page == 1}

connector = {
    "triggers": {
        "new_book": {
            "input_fields": lambda: [
                {"name": "since", "type": "timestamp", "optional": True},
                {"name": "start", "type": "integer", "render_input": "integer_conversion", "optional": True},
            ],
            "output_fields": lambda: [{"name": "id", "type": "integer"}],
            "poll": poll,
            "dedup": lambda book: book["id"],
        },
    },
}
"""


@pytest.fixture(params=["rb", "py"])
def books(wkt: Wkt, request: pytest.FixtureRequest) -> Wkt:
    wkt.write(f"connector.{request.param}", {"rb": RUBY, "py": PYTHON}[request.param])
    return wkt


def polled(wkt: Wkt, *words: str, trigger: str = "triggers.new_book", clock: FakeClock | None = None) -> Ended:
    return wkt("poll", trigger, "--json", *words, clock=clock)


def ids(done: Ended) -> list[int]:
    return [event["id"] for event in lines(done.out)]


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def kept(wkt: Wkt) -> dict[str, Any]:
    (file,) = (wkt.root / ".wkt" / "polls").glob("*.json")
    data: dict[str, Any] = json.loads(file.read_text())
    return data


def test_events_are_shown_once_and_the_next_run_goes_on(books: Wkt) -> None:
    first = polled(books)
    assert first.status == 0, first.err
    assert ids(first) == [1, 2, 3]
    assert "3 new events, 1 seen before\nThe next poll goes on from here; --reset begins anew\n" in first.err
    assert kept(books)["closure"] == {"page": 3}
    second = polled(books)
    assert ids(second) == [4]
    assert second.err == "1 new event, 1 seen before\n"


def test_the_closure_arrives_as_it_was_handed_on(books: Wkt) -> None:
    polled(books)
    polled(books, "--reset")
    again = polled(books)
    assert ids(again) == [4]
    assert "old" not in lines(again.out)[0]
    assert kept(books)["closure"] == {"page": 4}


def test_reset_begins_anew(books: Wkt) -> None:
    assert ids(polled(books)) == [1, 2, 3]
    assert ids(polled(books, "--reset")) == [1, 2, 3]
    assert ids(polled(books)) == [4]


def test_reset_gets_over_a_damaged_file(books: Wkt) -> None:
    polled(books)
    (file,) = (books.root / ".wkt" / "polls").glob("*.json")
    file.write_text("{")
    done = polled(books)
    assert done.status == 8
    assert "--reset" in done.json["error"]["hint"]
    assert ids(polled(books, "--reset")) == [1, 2, 3]


def test_since_begins_anew_with_a_time(books: Wkt) -> None:
    polled(books)
    done = polled(books, "--since", "2024-01-02T03:04:05Z")
    assert "since 2024-01-02T03:04:05" in done.err
    assert ids(done) == [1, 2, 3]
    later = polled(books)
    assert ids(later) == [4]
    assert "since" not in later.err
    assert polled(books, "--since", "2h").status == 0


def test_since_needs_a_field(wkt: Wkt) -> None:
    wkt.write("connector.rb", RUBY)
    done = polled(wkt, "--since", "1d", trigger="triggers.at")
    assert done.status == 2
    assert "`triggers.at` has no field `since`" in done.json["error"]["message"]


def test_another_input_has_a_closure_of_its_own(books: Wkt) -> None:
    books.write("input.json", '{"start": "10"}')
    assert ids(polled(books)) == [1, 2, 3]
    assert ids(polled(books, "-i", "input.json")) == [10, 11]
    assert ids(polled(books, "-i", "input.json")) == [12]
    assert ids(polled(books)) == [4]


def test_pages_are_limited(books: Wkt) -> None:
    done = polled(books, "--max-pages", "1")
    assert ids(done) == [1, 2]
    assert "more than 1 pages" in done.err
    assert kept(books)["closure"] == {"page": 2}
    assert ids(polled(books)) == [3]


def test_a_failed_poll_keeps_what_the_last_one_handed_on(books: Wkt) -> None:
    polled(books)
    polled(books)
    polled(books)
    before = kept(books)
    failed = polled(books)
    assert failed.status == 1
    assert "broken" in failed.json["error"]["message"]
    assert kept(books) == before


def test_pages_before_one_that_fails_are_kept(wkt: Wkt) -> None:
    wkt.write("connector.rb", """\
        { triggers: { pages: {
          poll: lambda do |connection, input, closure|
            page = closure || 1
            error('broken') if page == 3
            { events: [{ id: page }], next_poll: page + 1, can_poll_more: true }
          end
        } } }
        """)
    done = polled(wkt, trigger="triggers.pages")
    assert done.status == 1
    assert [json.loads(line)["id"] for line in done.out.splitlines()[:2]] == [1, 2]
    assert kept(wkt)["closure"] == 3


def test_reset_counts_for_the_first_of_many_polls(books: Wkt) -> None:
    clock = FakeClock()

    def sleep(seconds: float) -> None:
        clock.slept.append(seconds)
        if len(clock.slept) == 2:
            raise KeyboardInterrupt

    clock.sleep = sleep  # type: ignore[method-assign]
    polled(books)
    assert ids(polled(books, "--every", "1", "--reset", clock=clock)) == [1, 2, 3, 4]


def test_without_json_events_are_indented(books: Wkt) -> None:
    assert books("poll", "triggers.new_book").out.startswith('{\n  "id": 1')


def test_times_stay_times(wkt: Wkt) -> None:
    wkt.write("connector.rb", RUBY)
    first, second = (polled(wkt, trigger="triggers.at") for _ in range(2))
    assert lines(first.out) == [{"kind": "NilClass"}]
    assert lines(second.out) == [{"kind": "ActiveSupport::TimeWithZone"}]
    assert "has no dedup: each event counts as new" in first.err
    assert "dedup" not in second.err


def test_every_polls_again_and_a_failure_does_not_end_it(books: Wkt) -> None:
    clock = FakeClock()

    def sleep(seconds: float) -> None:
        clock.slept.append(seconds)
        if len(clock.slept) == 4:
            raise KeyboardInterrupt

    clock.sleep = sleep  # type: ignore[method-assign]
    done = polled(books, "--every", "30", clock=clock)
    assert done.status == 130
    assert ids(done) == [1, 2, 3, 4, 5]
    assert "broken" in done.err
    assert "Interrupted" not in done.err
    assert clock.slept == [30] * 4


@pytest.mark.parametrize(("trigger", "message", "hint"), [
    ("triggers.new_bok", "There is no trigger `triggers.new_bok`", "triggers.new_book"),
    ("new_book", "There is no trigger `new_book`", "triggers.new_book"),
    ("triggers.webhook", "`triggers.webhook` has no poll", "wkt webhook triggers.webhook"),
])  # fmt: skip
def test_what_can_not_be_polled(wkt: Wkt, trigger: str, message: str, hint: str) -> None:
    wkt.write("connector.rb", RUBY)
    done = polled(wkt, trigger=trigger)
    assert done.status in (1, 2)
    assert done.json["error"]["message"] == message
    assert hint in done.json["error"]["hint"]


NEXT = """\
{{
  triggers: {{
    pages: {{
      poll: lambda do |connection, input, closure|
        {{ events: [get(closure || '{url}/first')], next_poll: {closure} }}
      end
    }}
  }}
}}
"""


def test_a_token_in_the_closure_is_kept_by_its_name(wkt: Wkt) -> None:
    wkt.write("settings.yaml", "access_token: tok-abcdefgh-12345\n")
    with Scripted({"*": reply(200, {"a": 1})}) as service:
        url = f'"{service.url}/next?access_token=#{{connection[:access_token]}}"'
        wkt.write("connector.rb", NEXT.format(url=service.url, closure=url))
        polled(wkt, trigger="triggers.pages")
        assert all(b"tok-abc" not in file.read_bytes() for file in (wkt.root / ".wkt").rglob("*") if file.is_file())
        wkt.write("settings.yaml", "access_token: tok-another-67890\n")
        polled(wkt, trigger="triggers.pages")
        assert service.paths == ["/first", "/next?access_token=tok-another-67890"]


def test_a_secret_of_the_closure_itself_is_not_kept(wkt: Wkt) -> None:
    with Scripted({"*": reply(200, {"a": 1})}) as service:
        url = f"'{service.url}/next?access_token=tok-abcdefgh-12345'"
        wkt.write("connector.rb", NEXT.format(url=service.url, closure=url))
        done = polled(wkt, trigger="triggers.pages")
        assert "the closure has a secret in it and is not kept" in done.err
        assert kept(wkt)["closure"] is None
        assert b"tok-abc" not in b"".join(file.read_bytes() for file in (wkt.root / ".wkt" / "polls").iterdir())


def test_events_are_masked_on_a_terminal_only(wkt: Wkt) -> None:
    wkt.write("settings.yaml", "api_key: the-key-of-the-service\n")
    wkt.write("connector.rb", "{ triggers: { t: { poll: lambda { |c| { events: [{ key: c['api_key'] }] } } } } }")
    assert lines(polled(wkt, trigger="triggers.t").out) == [{"key": "the-key-of-the-service"}]
    assert "the-key" not in wkt("poll", "triggers.t", tty=True).both


def test_a_stored_connection_is_polled_with(connected: Wkt) -> None:
    connected.write("connectors/percolate.py", """\
        connector = {
            "connection": {"fields": [{"name": "client_id"}, {"name": "client_secret", "control_type": "password"}]},
            "triggers": {"t": {"poll": lambda connection: {"events": [{"id": connection["client_id"]}]}}},
        }
        """)
    done = connected("poll", "triggers.t", "-c", "percolate", "--json")
    assert done.status == 0, done.both
    assert lines(done.out)[0]["id"].startswith("demo-")


@pytest.fixture
def counting(wkt: Wkt) -> Wkt:
    wkt.write("connector.rb", """\
        {
          triggers: {
            counted: {
              poll: lambda { |connection, input, closure|
                { events: [{ id: closure.to_i }], next_poll: closure.to_i + 1 }
              },
              dedup: lambda { |event| event['id'].to_s }
            }
          }
        }
        """)
    return wkt


def test_a_process_ends_with_ctrl_c_and_loses_nothing(counting: Wkt, unix: None) -> None:
    process = counting.start("poll", "triggers.counted", "--json", "--every", "0.05", bufsize=0)
    assert process.stdout is not None
    seen = [json.loads(process.stdout.readline())["id"] for _ in range(5)]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
    seen += [event["id"] for event in lines(out.decode())]
    assert seen == list(range(len(seen)))
    following = lines(counting.child("poll", "triggers.counted", "--json").out)
    assert following[0]["id"] in (seen[-1], seen[-1] + 1)


def test_a_process_that_is_killed_leaves_an_old_or_a_new_closure(counting: Wkt) -> None:
    for _ in range(5):
        process = counting.start("poll", "triggers.counted", "--json", "--every", "0.001", bufsize=0)
        assert process.stdout is not None
        seen = [json.loads(process.stdout.readline())["id"] for _ in range(3)]
        process.kill()
        out, _ = process.communicate(timeout=20)
        seen += [event["id"] for event in lines(out.decode().rpartition("\n")[0])]
        assert kept(counting)["closure"] in (seen[-1], seen[-1] + 1)


def test_of_two_at_once_each_event_is_seen_by_one(counting: Wkt) -> None:
    done: list[Ended] = []
    connector = counting.root / "connector.rb"
    connector.write_text(connector.read_text().replace("{ events:", "sleep(0.3)\n{ events:"))

    def poll() -> None:
        done.extend(counting.child("poll", "triggers.counted", "--json") for _ in range(4))

    threads = [threading.Thread(target=poll) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = sorted(event["id"] for ended in done for event in lines(ended.out))
    assert found == list(range(8))


def test_completion_offers_triggers(wkt: Wkt) -> None:
    wkt.write("connector.rb", RUBY)
    done = wkt.child(env={"_WKT_COMPLETE": "bash_complete", "COMP_WORDS": "wkt poll triggers.n", "COMP_CWORD": "2"})
    assert done.out == "plain,triggers.new_book\n"


