"""Streams: in and out, chunk by chunk, in both languages."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from tests.runtime.conftest import FakeClient, Make, Run, said
from wkt_cli.dsl import get, workato
from wkt_cli.errors import KeyNotFoundError, LambdaError, NotAvailableError, SdkError
from wkt_cli.http.message import OutgoingRequest, Reply
from wkt_cli.runtime.paths import Given, Paths
from wkt_cli.runtime.streams import Chunk

TEXT = "0123456789"


def page(input: Any, start: int, end: int, size: int) -> Any:
    data = input["text"][start : end + 1]
    return [data, len(data) < size]


def read(make: Make, source: Any, streams: Any = None, **options: Any) -> list[Chunk]:
    """Read a source in an action."""

    def execute() -> Any:
        return list(workato.stream.in_chunks(source() if callable(source) else source, **options))

    connector = {"streams": streams or {"page": page}, "actions": {"a": {"execute": execute}}}
    found: list[Chunk] = Paths(make(connector)).run("actions.a.execute", Given())
    return found


def of(text: str) -> Any:
    return lambda: workato.stream.out("page", {"text": text})


def test_a_stream_of_the_connector(make: Make) -> None:
    assert read(make, of(TEXT), frame_size=4) == [
        ("0123", 0, 3, False, 4), ("4567", 4, 7, False, 8), ("89", 8, 9, True, None),
    ]  # fmt: skip
    assert read(make, of(TEXT), frame_size=5)[-1] == ("", 10, None, True, None)
    assert read(make, of(TEXT), start=7) == [("789", 7, 9, True, None)]
    assert read(make, {"__stream__": True, "name": "page", "input": {"text": "ab"}}) == [("ab", 0, 1, True, None)]


@pytest.mark.parametrize(
    ("source", "start", "chunks"),
    [
        ("hello", None, [("hello", 0, 4, True, None)]),
        ("hello", 3, [("lo", 3, 4, True, None)]),
        (b"\xff\xfe", 1, [(b"\xfe", 1, 1, True, None)]),
        ("", None, [("", 0, None, True, None)]),
        ({"data": "hello", "eof": False}, 1, [("ello", 1, 4, False, None)]),
        ({"__stream__": True, "chunks": {"0": "aaaa", 4: "bb"}}, None,
         [("aaaa", 0, 3, False, 4), ("bb", 4, 5, True, None)]),
        ({"__stream__": True, "chunks": {}}, None, []),
        ({"chunks": page, "input": {"text": "abc"}}, 1, [("bc", 1, 2, True, None)]),
    ],
)  # fmt: skip
def test_other_sources(make: Make, source: Any, start: int | None, chunks: list[Any]) -> None:
    assert read(make, (lambda: source), start=start) == chunks


@pytest.mark.parametrize("source", [None, 7, [1], {"data": 7}])
def test_what_is_no_stream(make: Make, source: Any) -> None:
    with pytest.raises(LambdaError, match="A stream holds text or bytes, not"):
        read(make, lambda: source)


@pytest.mark.parametrize("size", [0, -1, 2.5, True])
def test_sizes(make: Make, size: Any) -> None:
    with pytest.raises(SdkError, match="'frame_size' must be a positive integer number"):
        read(make, "x", frame_size=size)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["x"], "must give a pair"),
        ("xy", "must give a pair"),
        (None, "must give a pair"),
        (["", False], "gave no data, and did not end"),
        ([None, None], "gave no data, and did not end"),
        ([7, True], "A stream holds text or bytes, not int"),
    ],
)
def test_what_a_stream_may_not_give(make: Make, given: Any, told: str) -> None:
    with pytest.raises(LambdaError, match=told):
        read(make, of(""), streams={"page": lambda: given})


def test_names(make: Make) -> None:
    def source(name: str) -> dict[str, Any]:
        return {
            "actions": {"a": {"execute": lambda: workato.stream.out(name), "streams": {"of_action": page}}},
            "triggers": {
                "t": {"poll": lambda: {"events": [workato.stream.out(name)]}, "streams": {"of_trigger": page}}
            },
            "methods": {"m": lambda: workato.stream.out(name)},
            "pick_lists": {"p": lambda: [workato.stream.out(name)]},
            "test": lambda: workato.stream.out(name),
        }

    for name in ("of_action", "of_trigger"):
        handle = {"__stream__": True, "name": name, "input": {}}
        assert Paths(make(source(name))).run("actions.a.execute", Given()) == handle
        assert Paths(make(source(name))).run("methods.m", Given()) == handle
        assert Paths(make(source(name))).run("triggers.t.poll", Given())["events"] == [handle]
        for path in ("pick_lists.p", "test"):
            with pytest.raises(NotAvailableError, match="Streams are not available in this context"):
                Paths(make(source(name))).run(path, Given())
    with pytest.raises(KeyNotFoundError, match='key not found: "other"'):
        Paths(make(source("other"))).run("actions.a.execute", Given())


def test_a_request_as_data_and_as_source(make: Make) -> None:
    def ranged(input: Any, start: int, end: int, size: int) -> Any:
        data = get("http://h/file").headers({"Range": f"bytes={start}-{end}"}).response_format_raw()
        return [data, len(data) < size]

    def execute() -> Any:
        whole = get("http://h/file").response_format_raw()
        handle = workato.stream.out("ranged")
        return [[chunk.data for chunk in workato.stream.in_chunks(one, frame_size=2)] for one in (handle, whole)]

    client = FakeClient(said(206, "ab"), said(206, "c"), said(200, "abc"))
    session = make({"streams": {"ranged": ranged}, "actions": {"a": {"execute": execute}}}, client)
    assert Paths(session).run("actions.a.execute", Given()) == [["ab", "c"], ["abc"]]
    assert client.header("Range") == ["bytes=0-1", "bytes=2-3", None]


@pytest.mark.parametrize(
    ("path", "given", "value"),
    [
        ("streams.page", Given(input={"text": TEXT}, start=2, frame_size=3), ["234", False]),
        ("streams.page!", Given(input={"text": TEXT}, frame_size=3), TEXT),
        ("streams.page!", Given(input={"text": b"\xff\xfe"}, frame_size=1), b"\xff\xfe"),
        ("streams.none!", Given(), None),
        ("streams.of_action", Given(), ["x", True]),
    ],
)
def test_paths(make: Make, path: str, given: Given, value: Any) -> None:
    source = {
        "streams": {"page": page, "none": lambda: [None, True]},
        "actions": {"a": {"streams": {"of_action": lambda: ["x", True]}}},
    }
    assert Paths(make(source)).run(path, given) == value


RUBY = """
    { streams: { page: lambda do |input, from, to, size|
          data = input['text'][from..to] || ''
          [data, data.size < size]
        end,
        ranged: lambda do |input, from, to, size|
          chunk = get('http://h/file').headers('Range' => "bytes=#{from}-#{to}").response_format_raw
          [chunk, chunk.size < size]
        end },
      actions: { a: { execute: ->(connection, input) { %s } } } }
"""


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("workato.stream.out('page', text: 'x').then { |out| [out[:name], out['input']['text'], out.to_json] }",
         ["page", "x", '{"__stream__":true,"name":"page","input":{"text":"x"}}']),
        ("seen = []; out = workato.stream.out('page', text: 'abc'); "
         "workato.stream.in(out, frame_size: 2) { |*all| seen << all }; seen",
         [["ab", 0, 1, False, 2], ["c", 2, 2, True, None]]),
        ("seen = []; workato.stream.in('héllo', from: 1) { |data| seen << data }; seen", ["éllo"]),
        ("seen = []; data = { data: 'x', eof: true }; "
         "workato.stream.in(data, frame_size: nil, from: nil) { |*all| seen << all }; seen",
         [["x", 0, 0, True, None]]),
        ("seen = []; mock = { __stream__: true, chunks: { 0 => 'aa', 2 => 'b' } }; "
         "workato.stream.in(mock) { |d, f| seen << [d, f] }; seen",
         [["aa", 0], ["b", 2]]),
        ("seen = []; mock = ->(_i, from, to) { ['abcd'[from..to], to >= 3] }; "
         "workato.stream.in({ __stream__: true, chunks: mock }, frame_size: 2) { |d| seen << d }; seen", ["ab", "cd"]),
        ("workato.stream.in('abc') { |data| break data.upcase }", "ABC"),
        ("begin; workato.stream.out('other'); rescue KeyError => e; e.message; end", 'key not found: "other"'),
        ("begin; workato.stream.write; rescue => e; e.message; end",
         "Undefined method 'write' for \"workato.stream\" namespace"),
        ("begin; workato.stream.in('x'); rescue => e; e.class.name; end", "LocalJumpError"),
    ],
)  # fmt: skip
def test_ruby(run: Run, body: str, value: Any) -> None:
    assert run(RUBY % body, "actions.a.execute") == value


def test_bytes_of_a_reply_are_counted_as_bytes_in_ruby(run: Run, client: FakeClient) -> None:
    """A chunk that is valid UTF-8 by chance is still as long as its bytes."""
    file = "äöü".encode()

    def answer(request: OutgoingRequest) -> Reply:
        first, last = map(int, dict(request.headers)["Range"].removeprefix("bytes=").split("-"))
        return Reply(206, "", [("Content-Type", "application/octet-stream")], file[first : last + 1], request)

    client.answers = [answer]
    body = "all = ''.b; workato.stream.in(workato.stream.out('ranged'), frame_size: 4) { |data| all << data }; all"
    assert run(RUBY % body, "actions.a.execute") == file
    assert client.header("Range") == ["bytes=0-3", "bytes=4-7"]


def test_the_block_of_a_stream_counts(run: Run) -> None:
    from wkt_cli.ruby import limits

    limits.usual = limits.usual._replace(time=0.2)
    with pytest.raises(LambdaError, match="limit of computing time"):
        run(RUBY % "workato.stream.in('abc') { |data| loop {} }", "actions.a.execute")


@pytest.mark.parametrize("language", ["python", "ruby"])
def test_memory_does_not_grow_with_a_stream(make: Make, run: Run, client: FakeClient, language: str) -> None:
    size, count = 100_000, 200

    def answer(request: OutgoingRequest) -> Reply:
        first = int(dict(request.headers)["Range"].removeprefix("bytes=").split("-")[0])
        body = b"\xff" * (size if first < size * (count - 1) else 7)
        return Reply(206, "", [], body, request)

    def ranged(input: Any, start: int, end: int, size: int) -> Any:
        data = get("http://h/file").headers({"Range": f"bytes={start}-{end}"}).response_format_raw()
        return [data, len(data) < size]

    def execute() -> Any:
        return sum(len(one.data) for one in workato.stream.in_chunks(workato.stream.out("ranged"), frame_size=size))

    client.answers = [answer]
    tracemalloc.start()
    try:
        if language == "python":
            source = {"streams": {"ranged": ranged}, "actions": {"a": {"execute": execute}}}
            total = Paths(make(source, client)).run("actions.a.execute", Given())
        else:
            body = "n = 0; out = workato.stream.out('ranged'); "
            body += f"workato.stream.in(out, frame_size: {size}) {{ |data| n += data.size }}; n"
            total = run(RUBY % body, "actions.a.execute")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == size * (count - 1) + 7
    assert peak < 40 * size, "200 chunks, of which a few are held"
