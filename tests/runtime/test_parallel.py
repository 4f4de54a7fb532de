"""`parallel`: at once, in order, within its rates; what fails is told beside what worked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

import wkt_cli.runtime.parallel
from tests.runtime.conftest import FakeClient, FakeKeeper, Make, said
from wkt_cli.dsl import call, error, get, headers, parallel, post
from wkt_cli.errors import InvalidDefinitionError
from wkt_cli.http.message import OutgoingRequest, Reply
from wkt_cli.ruby import limits
from wkt_cli.runtime.parallel import Throttle
from wkt_cli.trace.model import Phase

Inside = Callable[..., Any]
PATIENCE = 10


def path(request: OutgoingRequest) -> str:
    return request.url.removeprefix("http://h")


def echo(request: OutgoingRequest) -> Reply:
    return said(200, {"path": path(request)})


class Together:
    """Answers only when as many requests as told are under way at once."""

    def __init__(self, count: int) -> None:
        self.met = threading.Barrier(count, timeout=PATIENCE)

    def __call__(self, request: OutgoingRequest) -> Reply:
        self.met.wait()
        return echo(request)


def test_they_are_under_way_at_once_and_come_back_in_order(inside: Inside) -> None:
    def execute() -> Any:
        return parallel([get(f"/{n}") for n in range(8)], threads=4)

    values = [{"path": f"/{n}"} for n in range(8)]
    assert inside(execute, FakeClient(Together(4))) == (True, values, [None] * 8)


def test_the_first_ones_come_in_their_order(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits a moment for the reply to the one before, and goes out without it then."""
    monkeypatch.setattr(wkt_cli.runtime.parallel, "HEAD_START", PATIENCE)
    client = FakeClient(echo)
    inside(lambda: parallel([get(f"/{n}") for n in range(8)], threads=8), client)
    assert client.paths == [f"GET /{n}" for n in range(8)]
    monkeypatch.setattr(wkt_cli.runtime.parallel, "HEAD_START", 0.001)
    assert inside(lambda: parallel([get("/") for _ in range(8)], threads=8), FakeClient(Together(8)))[0]


@pytest.mark.parametrize(("threads", "most"), [(3, 3), (50, 20)])
def test_no_more_are_under_way_than_told(inside: Inside, threads: int, most: int) -> None:
    busy, seen, lock = 0, [], threading.Lock()
    full = threading.Event()

    def answer(request: OutgoingRequest) -> Reply:
        nonlocal busy
        with lock:
            busy += 1
            seen.append(busy)
        if len(seen) >= most:
            full.set()
        full.wait(PATIENCE)
        with lock:
            busy -= 1
        return echo(request)

    inside(lambda: parallel([get("/") for _ in range(60)], threads=threads), FakeClient(answer))
    assert (len(seen), max(seen)) == (60, most)


def test_one_thread_sends_one_after_the_other_in_this_thread(inside: Inside) -> None:
    used = set()

    def answer(request: OutgoingRequest) -> Reply:
        used.add(threading.get_ident())
        return echo(request)

    client = FakeClient(answer)
    inside(lambda: parallel([get("/a"), post("/b", n=1), get("/c")]), client)
    assert client.paths == ["GET /a", "POST /b", "GET /c"]
    assert used == {threading.get_ident()}


@pytest.mark.parametrize("threads", [1, 5])
def test_a_failure_stops_none_of_the_others(inside: Inside, threads: int) -> None:
    def answer(request: OutgoingRequest) -> Reply:
        return said(409, {}) if path(request) == "/b" else said(200, "nope") if path(request) == "/c" else echo(request)

    def execute() -> Any:
        stopped = get("/d").after_response(lambda code, body: error("the connector's own"))
        handled = post("/b").after_error_response(409, lambda: None)
        return parallel([get("/a"), post("/b"), get("/c"), stopped, 7, handled], threads=threads)

    succeeded, values, errors = inside(execute, FakeClient(answer))
    assert succeeded is False
    assert values == [{"path": "/a"}, None, None, None, None, None]
    assert errors[0] is errors[5] is None
    assert errors[1] == "409 Conflict"
    assert errors[2].startswith("The reply is no JSON")
    assert errors[3:5] == ["the connector's own", "Element 4 of `parallel` is no request"]


def test_what_is_sent_is_not_sent_again(inside: Inside) -> None:
    def execute() -> Any:
        first, twice = get("/first"), get("/twice")
        assert first["path"] == "/first"
        return parallel([first, twice, twice], threads=3)

    client = FakeClient(echo)
    assert inside(execute, client)[1] == [{"path": "/first"}, {"path": "/twice"}, {"path": "/twice"}]
    assert sorted(client.paths) == ["GET /first", "GET /twice"]


def test_nothing_and_a_single_one(inside: Inside) -> None:
    assert inside(lambda: parallel([])) == (True, [], [])
    assert inside(lambda: parallel(None, threads=3)) == (True, [], [])  # type: ignore[arg-type]
    assert inside(lambda: parallel(get("/a")), FakeClient(echo)) == (True, [{"path": "/a"}], [None])  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"threads": 0}, {"rpm": "60"}, {"requests_per_period": 5, "period": 0}])
def test_numbers_that_can_be_none(inside: Inside, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidDefinitionError, match=f"`{[*options][-1]}` of `parallel` can't be"):
        inside(lambda: parallel([], **options))


def test_blocks_of_several_requests_run_at_once_with_their_own_frames(make: Make) -> None:
    def execute() -> Any:
        return parallel([get(f"/{n}").after_response(lambda: call("nested")["path"]) for n in range(4)], threads=4)

    source = {
        "connection": {"base_uri": lambda: "http://h/"}, "test": execute, "methods": {"nested": lambda: get("/nested")},
    }
    session = make(source, FakeClient(Together(4)))
    assert session.run(session.required_block("test"), phase=Phase.EXECUTE)[1] == ["/nested"] * 4
    assert {origin.block for origin in session.client.origins} == {"test"}  # type: ignore[attr-defined]


def test_one_refresh_serves_all(make: Make) -> None:
    refused = threading.Barrier(5, timeout=PATIENCE)
    acquired = iter(range(1, 9))

    def answer(request: OutgoingRequest) -> Reply:
        if dict(request.headers).get("Authorization") == "new 1":
            return echo(request)
        refused.wait()
        return said(401, {})

    source = {
        "connection": {
            "base_uri": lambda: "http://h/",
            "authorization": {
                "acquire": lambda: {"token": f"new {next(acquired)}"},
                "refresh_on": 401,
                "apply": lambda connection: headers(Authorization=connection["token"]),
            },
        },
        "test": lambda: parallel([get(f"/{n}") for n in range(5)], threads=5),
    }
    keeper = FakeKeeper()
    session = make(source, FakeClient(answer), {"token": "old"}, keeper)
    succeeded, values, _ = session.run(session.required_block("test"), phase=Phase.EXECUTE)
    assert (succeeded, [value["path"] for value in values]) == (True, [f"/{n}" for n in range(5)])
    assert keeper.stored == [{"token": "new 1"}]
    assert session.connection.snapshot() == {"token": "new 1"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only waiting moves: the first number is the time, what follows are the waits."""
    times = [100.0]

    def wait(seconds: float) -> int:
        times.append(seconds)
        times[0] += seconds
        return 0

    monkeypatch.setattr(limits, "wait", wait)
    monkeypatch.setattr("wkt_cli.runtime.parallel.monotonic", lambda: times[0])
    return times


def test_rates(clock: list[float]) -> None:
    throttle = Throttle([(2, 10.0), (5, 60.0)])
    for _ in range(6):
        throttle.wait()
    assert clock[1:] == [10.0, 10.0, 40.0]


def test_a_window_slides(clock: list[float]) -> None:
    throttle = Throttle([(2, 10.0)])
    for passed in (0, 4, 3, 0):
        clock[0] += passed
        throttle.wait()
    assert clock[1:] == [3.0, 4.0]


@pytest.mark.parametrize(
    ("options", "waits"),
    [({"rpm": 2}, [60.0]), ({"requests_per_period": 1, "period": 7}, [7.0, 7.0]), ({"requests_per_period": 3}, [])],
)
def test_the_rates_hold_for_what_is_sent(
    inside: Inside, clock: list[float], options: dict[str, Any], waits: list[float]
) -> None:
    def execute() -> Any:
        sent = get("/sent")
        sent.response()
        return parallel([sent, get("/a"), 7, get("/b"), get("/c")], threads=2, **options)  # type: ignore[list-item]

    inside(execute, FakeClient(echo))
    assert clock[1:] == waits
