"""Traces on the disk."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from wkt_cli.errors import StoreError, UsageError
from wkt_cli.trace import files
from wkt_cli.trace.files import TraceFiles, new_trace
from wkt_cli.trace.model import Exchange, Message, Origin, Phase, Times, Trace


def a_trace(id: str = "") -> Trace:
    trace = new_trace("wkt test", "percolate", "default")
    trace.id = id or trace.id
    message = Message([("Accept", "*/*"), ("Accept", "x")], "täxt", 5)
    origin = Origin(Phase.TEST, "test", "connector.py", 3, ["header Authorization"], 2)
    trace.exchanges.append(
        Exchange(
            1,
            origin,
            "GET",
            "http://h/",
            message,
            200,
            "OK",
            message,
            Times(1.0, None, 2.0, 3.0),
            rule="refresh_on[0]",
        )
    )
    trace.printed.append({"text": "hello", "line": 3})
    return trace


@pytest.fixture
def traces(tmp_path: Path) -> TraceFiles:
    return TraceFiles(tmp_path / ".wkt")


def test_what_was_saved_is_loaded(traces: TraceFiles) -> None:
    trace = a_trace()
    traces.save(trace)
    assert traces.load(trace.id) == trace
    assert traces.latest() == trace
    assert traces.ids() == [trace.id]


def test_each_exchange_is_a_line(traces: TraceFiles) -> None:
    trace = a_trace()
    trace.exchanges *= 3
    lines = traces.save(trace).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5 and all("http://h/" in line for line in lines[1:4])


def test_a_half_of_a_surrogate_pair_is_kept(traces: TraceFiles) -> None:
    trace = a_trace()
    trace.exchanges[0].error = "\ud83d"
    traces.save(trace)
    assert traces.load(trace.id) == trace


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_the_owner_can_read_them(traces: TraceFiles) -> None:
    path = traces.save(a_trace())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_beginning_of_the_id_will_do(traces: TraceFiles) -> None:
    for id in ("20260101-000000-aa", "20260101-000000-ab", "20260102-000000-aa", "20260102-000000-aab"):
        traces.save(a_trace(id))
    assert traces.load("20260102-000000-aa").id == "20260102-000000-aa"
    assert traces.load("20260101-000000-ab").id == "20260101-000000-ab"
    with pytest.raises(UsageError, match="2 traces begin with `20260101`"):
        traces.load("20260101")
    with pytest.raises(UsageError, match="There is no trace `2027`"):
        traces.load("2027")


def test_no_traces(traces: TraceFiles) -> None:
    assert traces.latest() is None
    assert traces.ids() == []


def test_the_oldest_go_first(traces: TraceFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_TRACES", 3)
    for day in range(1, 6):
        traces.save(a_trace(f"2026010{day}-000000-aa"))
    assert traces.ids() == ["20260105-000000-aa", "20260104-000000-aa", "20260103-000000-aa"]


def test_the_size_is_bounded_but_the_newest_stays(
    traces: TraceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1)
    traces.save(a_trace("20260101-000000-aa"))
    traces.save(a_trace("20260102-000000-aa"))
    assert traces.ids() == ["20260102-000000-aa"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"version": 1}', b"\xff\xfe", b'{"version":1,"exchanges":[{}]}']
)
def test_a_damaged_trace_is_told_by_its_file(traces: TraceFiles, content: bytes) -> None:
    path = traces.save(a_trace("20260101-000000-aa"))
    path.write_bytes(content)
    with pytest.raises(StoreError, match="damaged") as error:
        traces.load("20260101-000000-aa")
    assert str(path) in str(error.value) and error.value.hint


def test_a_trace_of_a_newer_wkt_is_no_damaged_one(traces: TraceFiles) -> None:
    path = traces.save(a_trace("20260101-000000-aa"))
    path.write_text(json.dumps({"version": 99, "exchanges": []}))
    with pytest.raises(StoreError, match="has the format 99"):
        traces.latest()


def test_ids_sort_by_time_and_differ() -> None:
    ids = [new_trace().id for _ in range(5)]
    assert len(set(ids)) == 5
    assert [id[:19] for id in ids] == sorted(id[:19] for id in ids)
