"""`wkt webhook`: what is received, what senders are told, and that the subscription goes with the command."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from tests.life.test_oauth2 import free_port
from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt

RUBY = """\
{
  webhook_keys: lambda { |params, headers, payload| payload['team'] },
  triggers: {
    new_book: {
      input_fields: lambda { [{ name: 'shelf', optional: true }] },
      output_fields: lambda { [{ name: 'id', type: 'integer', parse_output: 'integer_conversion' }] },
      webhook_subscribe: lambda { |url, connection, input| post('URL/hooks', url: url, shelf: input['shelf']) },
      webhook_unsubscribe: lambda { |hook, connection| delete("URL/hooks/#{hook['id']}") },
      webhook_notification: lambda do |input, payload, _in, _out, headers, params, connection, hook|
        next payload if payload.is_a?(Array)
        next if payload['id'].nil?
        { id: payload['id'].to_s, signed: headers['X-Sig'], query: params, hook: hook['id'], shelf: input['shelf'] }
      end,
      dedup: lambda { |book| book['id'].to_s }
    },
    raw: {
      webhook_payload_type: 'raw',
      webhook_notification: lambda { |input, payload| { size: payload.bytesize, text: payload } }
    },
    static: {
      webhook_key: lambda { |connection, input| 'red' },
      webhook_response_type: 'json', webhook_response_body: '{"taken": true}', webhook_response_status: 202,
      webhook_response_headers: { 'X-By' => 'books' },
      webhook_notification: lambda { |input, payload| payload['id'] == 13 ? error('unlucky') : { id: payload['id'] } },
      dedup: lambda { |book| book['id'].to_s }
    },
    ending: {
      webhook_subscribe: lambda { |url| [{ id: 1 }, '2020-01-01T00:00:00Z'] },
      webhook_refresh: lambda { |hook| [{ id: hook['id'] + 1 }, '2120-01-01T00:00:00Z'] },
      webhook_notification: lambda { |i, payload, a, b, c, d, e, hook| { id: payload['id'], hook: hook['id'] } }
    },
    polled: { poll: lambda { |connection| {} } },
    hybrid: {
      poll: lambda { |connection, input, closure| { events: [{ id: 1 }, { id: 2 }], next_poll: 7 } },
      webhook_notification: lambda { |input, payload| payload },
      dedup: lambda { |book| book['id'].to_s }
    }
  }
}
"""
PYTHON = """\
from wkt_cli.dsl import error, post, delete

def notified(input, payload, _in, _out, headers, params, connection, hook):
    if isinstance(payload, list):
        return payload
    if payload.get("id") is None:
        return None
    return {"id": str(payload["id"]), "signed": headers.get("X-Sig"), "query": params, "hook": hook["id"],
            "shelf": input.get("shelf")}

connector = {
    "triggers": {
        "new_book": {
            "input_fields": lambda: [{"name": "shelf", "optional": True}],
            "output_fields": lambda: [{"name": "id", "type": "integer", "parse_output": "integer_conversion"}],
            "webhook_subscribe": lambda url, connection, input: post(
                "URL/hooks", {"url": url, "shelf": input.get("shelf")}),
            "webhook_unsubscribe": lambda hook, connection: delete(f"URL/hooks/{hook['id']}"),
            "webhook_notification": notified,
            "dedup": lambda book: str(book["id"]),
        },
    },
}
"""
JSON = {"Content-Type": "application/json"}


class Sent(NamedTuple):
    """A webhook that a test sends."""

    body: bytes | str = b""
    headers: Mapping[str, str] = JSON
    path: str = "/webhooks/new_book"
    method: str = "POST"


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def book(number: int, **more: Any) -> Sent:
    return Sent(json.dumps({"id": number, **more}))


def send(port: int, sent: Sent) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    connection.request(sent.method, sent.path, body, dict(sent.headers))
    got = connection.getresponse()
    found = Reply(got.status, dict(got.getheaders()), got.read())
    connection.close()
    return found


def until_it_listens(port: int) -> None:
    for _ in range(1000):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("nothing listens")


class Heard(NamedTuple):
    """A run of `wkt webhook`, and what the senders were told."""

    done: Ended
    replies: list[Reply]

    @property
    def events(self) -> list[Any]:
        return [json.loads(line) for line in self.done.out.splitlines()]


def heard(wkt: Wkt, count: int, *sent: Sent, trigger: str = "new_book", words: tuple[str, ...] = ()) -> Heard:
    """Run `wkt webhook` until so many events have come, and send webhooks meanwhile."""
    port, replies = free_port(), list[Reply]()

    def sender() -> None:
        until_it_listens(port)
        replies.extend(send(port, one) for one in sent)

    thread = threading.Thread(target=sender)
    thread.start()
    done = wkt("webhook", f"triggers.{trigger}", "--port", str(port), "--count", str(count), "--json", *words)
    thread.join()
    return Heard(done, replies)


@pytest.fixture
def service() -> Iterator[Scripted]:
    subscribed = reply(200, {"id": 17, "secret": "hook-secret-9f8e7d6c5b4a"})
    with Scripted({"/hooks": subscribed, "*": reply(200, {})}) as said:
        yield said


@pytest.fixture(params=["rb", "py"])
def books(wkt: Wkt, service: Scripted, request: pytest.FixtureRequest) -> Wkt:
    wkt.write(f"connector.{request.param}", {"rb": RUBY, "py": PYTHON}[request.param].replace("URL", service.url))
    return wkt


@pytest.fixture
def ruby(wkt: Wkt, service: Scripted) -> Wkt:
    wkt.write("connector.rb", RUBY.replace("URL", service.url))
    return wkt


def test_it_subscribes_receives_and_unsubscribes(books: Wkt, service: Scripted) -> None:
    books.write("input.json", '{"shelf": "A", "other": 1}')
    got = heard(books, 2, Sent('{"id": 1}', {**JSON, "x-sig": "abc"}, "/webhooks/new_book?a[]=1&b=2"), book(2),
                words=("-i", "input.json"))  # fmt: skip
    assert got.done.status == 0, got.done.err
    assert got.events[0] == {"id": 1, "signed": "abc", "query": {"a": ["1"], "b": "2"}, "hook": 17, "shelf": "A"}
    assert [one.status for one in got.replies] == [200, 200]
    assert got.replies[0].body == b""
    assert service.paths == ["/hooks", "/hooks/17"]
    subscribed = json.loads(service.requests[0].partition(b"\r\n\r\n")[2])
    assert subscribed["shelf"] == "A"
    assert subscribed["url"].startswith("http://127.0.0.1:")
    assert subscribed["url"].endswith("/webhooks/new_book")
    assert "Unsubscribed" in got.done.err
    assert "hook-secret" not in got.done.both


def test_events_are_told_apart_in_this_run_and_the_next(books: Wkt) -> None:
    got = heard(books, 3, book(1), book(1), Sent('[{"id": 1}, {"id": 2}]'), Sent("{}"), book(3))
    assert [event["id"] for event in got.events] == [1, 2, 3]
    assert "No new events, 1 seen before" in got.done.err
    assert "1 new event, 1 seen before" in got.done.err
    again = heard(books, 1, book(2), book(4))
    assert [event["id"] for event in again.events] == [4]
    anew = heard(books, 1, book(2), words=("--reset",))
    assert [event["id"] for event in anew.events] == [2]


def test_the_public_url_is_told(ruby: Wkt, service: Scripted) -> None:
    heard(ruby, 1, book(1), words=("--url", "https://tunnel.example"))
    heard(ruby, 1, book(2)._replace(path="/deep/er"), words=("--url", "https://tunnel.example/deep/er?x=1"))
    told = [json.loads(request.partition(b"\r\n\r\n")[2])["url"] for request in service.requests[::2]]
    assert told == ["https://tunnel.example/webhooks/new_book", "https://tunnel.example/deep/er?x=1"]


@pytest.mark.parametrize(("sent", "status", "why"), [
    (Sent('{"id": '), 400, b"no JSON"),
    (Sent(b"\xff{"), 400, b"no UTF-8"),
    (Sent("[" * 900), 400, b"no JSON"),
    (Sent("{}", JSON, "/webhooks/new_book?a=1&a[]=2"), 400, b"both as one value and as several"),
    (Sent("{}", JSON, "/favicon.ico"), 404, b"/webhooks/new_book"),
    (Sent('{"id": "' + "x" * 2000 + '"}'), 413, b"more than 1000 bytes"),
    (Sent("{}", {**JSON, "Content-Encoding": "gzip"}), 415, b"Content-Encoding"),
    (Sent("{}", {**JSON, "Content-Length": "x"}), 400, b"no number"),
    (Sent("{}", {**JSON, "Transfer-Encoding": "gzip"}), 400, b"not clear"),
])  # fmt: skip
def test_what_is_malformed_is_refused_and_told(ruby: Wkt, sent: Sent, status: int, why: bytes) -> None:
    got = heard(ruby, 1, sent, book(1), words=("--max-filesize", "1000"))
    assert got.replies[0].status == status
    assert why in got.replies[0].body
    assert f"was answered with {status}" in got.done.err
    assert got.replies[1].status == 200
    assert [event["id"] for event in got.events] == [1]


@pytest.mark.parametrize(("head", "body", "status"), [
    (b"Transfer-Encoding: chunked", b'5\r\n{"id"\r\n4;x=y\r\n: 5}\r\n0\r\nTrailer: x\r\n\r\n', 200),
    (b"Transfer-Encoding: chunked", b'zz\r\n{"id"', 400),
    (b"Transfer-Encoding: chunked", b'5\r\n{"id": 5}', 400),
    (b"Transfer-Encoding: chunked", b"ffffffff\r\n", 413),
    (b"Transfer-Encoding: chunked\r\nContent-Length: 3", b"0\r\n\r\n", 400),
    (b"Content-Length: 99", b"{}", 400),
])  # fmt: skip
def test_bodies_on_the_wire(ruby: Wkt, head: bytes, body: bytes, status: int) -> None:
    port, lines = free_port(), list[bytes]()

    def sender() -> None:
        until_it_listens(port)
        with socket.create_connection(("127.0.0.1", port), 20) as connection:
            connection.sendall(b"POST /webhooks/new_book HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n" + body)
            connection.shutdown(socket.SHUT_WR)
            lines.append(connection.makefile("rb").readline())
        send(port, book(9))

    thread = threading.Thread(target=sender)
    thread.start()
    count = "2" if status == 200 else "1"
    done = ruby("webhook", "triggers.new_book", "--port", str(port), "--count", count, "--json")
    thread.join()
    assert lines[0].split()[1] == str(status).encode()
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ([5, 9] if status == 200 else [9])


def test_forms_and_texts(ruby: Wkt) -> None:
    form = Sent("id=4&h[k]=v", {"Content-Type": "application/x-www-form-urlencoded"})
    got = heard(ruby, 2, form, Sent(b'{"id": 5}', {"Content-Type": "text/plain"}))
    assert [event["id"] for event in got.events] == [4, 5]


def test_a_raw_payload_stays_as_it_is(ruby: Wkt) -> None:
    sent = [one._replace(path="/webhooks/raw") for one in (Sent('{"a":  1}'), Sent("{"), Sent(b"\xff\x00\xfe"))]
    got = heard(ruby, 3, *sent, trigger="raw")
    assert [event["size"] for event in got.events] == [9, 1, 3]
    assert got.events[0]["text"] == '{"a":  1}'
    assert "let the service send to http://127.0.0.1" in got.done.err
    assert "each event counts as new" in got.done.err


def test_other_methods(ruby: Wkt) -> None:
    got = heard(ruby, 1, book(1)._replace(method="HEAD"), Sent("", {}, method="GET"), book(1)._replace(method="PUT"))
    assert [one.status for one in got.replies] == [200, 200, 200]
    assert "HEAD" not in got.done.err
    assert "GET 0 B  No new events" in got.done.err


def test_a_static_webhook_takes_what_has_its_key(ruby: Wkt) -> None:
    sent = [book(number, team=team)._replace(path="/webhooks/static")
            for number, team in ((1, "blue"), (13, "red"), (2, "red"))]  # fmt: skip
    got = heard(ruby, 1, *sent, trigger="static")
    assert got.events == [{"id": 2}]
    assert "is for blue, not for red" in got.done.err
    assert "unlucky" in got.done.err
    assert {(one.status, one.body, one.headers["X-By"], one.headers["Content-Type"]) for one in got.replies} == {
        (202, b'{"taken": true}', "books", "application/json")}  # fmt: skip


def test_a_hybrid_shows_an_event_once_however_it_comes(ruby: Wkt) -> None:
    polled = ruby("poll", "triggers.hybrid", "--json")
    assert [json.loads(line)["id"] for line in polled.out.splitlines()] == [1, 2]
    got = heard(ruby, 1, *(book(number)._replace(path="/webhooks/hybrid") for number in (2, 3)), trigger="hybrid")
    assert got.events == [{"id": 3}]
    assert "No new events" in ruby("poll", "triggers.hybrid").err


def test_a_subscription_that_ends_is_refreshed(ruby: Wkt) -> None:
    got = heard(ruby, 1, book(1)._replace(path="/webhooks/ending"), trigger="ending")
    assert got.events == [{"id": 1, "hook": 2}]
    assert 'Refreshed: {"id": 2}' in got.done.err
    assert "no webhook_unsubscribe" in got.done.err


def test_many_at_once(ruby: Wkt) -> None:
    port = free_port()

    def sender(number: int) -> None:
        until_it_listens(port)
        assert send(port, book(number, text="x" * 10_000)).status == 200

    threads = [threading.Thread(target=sender, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    done = ruby("webhook", "triggers.new_book", "--port", str(port), "--count", "40", "--json")
    for thread in threads:
        thread.join()
    assert sorted(json.loads(line)["id"] for line in done.out.splitlines()) == list(range(40))


def test_what_waits_is_bounded(ruby: Wkt, monkeypatch: pytest.MonkeyPatch) -> None:
    """Webhooks that come while the subscription is made wait; those that are too much are to come later."""
    from wkt_cli.cli import receiver

    monkeypatch.setattr(receiver, "MOST_WAITING", 1000)
    told: list[int] = []
    port = free_port()

    def subscribe(connection: socket.socket) -> None:
        told.extend(send(port, book(number, text="x" * 600)).status for number in range(3))
        connection.sendall(reply(200, {"id": 17}))
        for _ in range(1000):
            if send(port, book(9, text="x" * 600)).status == 200:
                return
            time.sleep(0.02)

    with Scripted({"/hooks": subscribe, "*": reply(200, {})}) as service:
        ruby.write("connector.rb", RUBY.replace("URL", service.url))
        done = ruby("webhook", "triggers.new_book", "--port", str(port), "--count", "2", "--json")
    assert told == [200, 503, 503]
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [0, 9]


def test_a_port_in_use(ruby: Wkt, service: Scripted) -> None:
    done = ruby("webhook", "triggers.new_book", "--port", str(service.port))
    assert done.status == 2
    assert f"Port {service.port} already in use" in done.err
    assert service.paths == []


@pytest.mark.parametrize(("trigger", "words", "status", "message"), [
    ("new_bok", (), 2, "the nearest: triggers.new_book"),
    ("polled", (), 1, "`wkt poll triggers.polled` polls it"),
    ("new_book", ("--url", "ftp://x"), 2, "`--url ftp://x` can't be used"),
])  # fmt: skip
def test_what_can_not_be_received(
    ruby: Wkt, service: Scripted, trigger: str, words: tuple[str, ...], status: int, message: str
) -> None:
    done = ruby("webhook", f"triggers.{trigger}", "--port", str(free_port()), *words)
    assert done.status == status
    assert message in done.err
    assert service.paths == []


def test_a_failed_subscription_ends_it(ruby: Wkt) -> None:
    with Scripted({"*": reply(403, {"error": "no"})}) as service:
        ruby.write("connector.rb", RUBY.replace("URL", service.url))
        done = ruby("webhook", "triggers.new_book", "--port", str(free_port()))
    assert done.status == 1
    assert "403" in done.err
    assert service.paths == ["/hooks"]


def _started(wkt: Wkt, port: int) -> subprocess.Popen[bytes]:
    process = wkt.start("webhook", "triggers.new_book", "--port", str(port), "--json", bufsize=0)
    assert process.stderr is not None
    while b"Subscribed" not in process.stderr.readline():
        assert process.poll() is None
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_process_unsubscribes_when_it_is_ended(ruby: Wkt, service: Scripted, number: int, unix: None) -> None:
    port = free_port()
    process = _started(ruby, port)
    assert process.stdout is not None
    assert send(port, book(1)).status == 200
    assert json.loads(process.stdout.readline())["id"] == 1
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Unsubscribed" in err
    assert b"Traceback" not in err
    assert b"Interrupted" not in err
    assert service.paths == ["/hooks", "/hooks/17"]


def test_an_unsubscription_that_fails_is_told(ruby: Wkt, unix: None) -> None:
    with Scripted({"/hooks": reply(200, {"id": 17}), "*": reply(500, {})}) as service:
        ruby.write("connector.rb", RUBY.replace("URL", service.url))
        process = _started(ruby, free_port())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert b"500" in out + err
