"""Actions of several steps, and actions that are tried again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.runtime.conftest import FakeClient, Make, Run, said
from wkt_cli.dsl import checkpoint, error, get, post, put, reinvoke_after
from wkt_cli.errors import ConnectorRuntimeError, InvalidDefinitionError, RequestFailedError, SdkError
from wkt_cli.ruby import limits
from wkt_cli.runtime.paths import Given, Paths
from wkt_cli.runtime.steps import Steps

Execute = Callable[..., Any]


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was waited for."""
    waited: list[float] = []
    monkeypatch.setattr(limits, "wait", lambda seconds: waited.append(seconds) or round(seconds))
    return waited


@pytest.fixture
def act(make: Make) -> Execute:
    """Run a function as an action's `execute`."""

    def run(function: Any, client: FakeClient | None = None, steps: Steps | None = None, **action: Any) -> Any:
        given = action.pop("given", Given())
        source = {"connection": {"base_uri": lambda: "http://h/"}, "actions": {"a": {"execute": function, **action}}}
        session = make(source, client)
        session.steps = steps or Steps()
        return Paths(session).run("actions.a.execute", given)

    return run


# Steps


def counting(connection: Any, input: Any, schema: Any, output: Any, continued: Any) -> Any:
    if continued.get("n", 0) < input["until"]:
        reinvoke_after(seconds=2.5, continue_={"n": continued.get("n", 0) + 1}, temp_output={})
    return continued


def test_execute_runs_again_with_what_it_handed_on(act: Execute, waits: list[float]) -> None:
    assert act(counting, given=Given(input={"until": 3})) == {"n": 3}
    assert waits == [2.5, 2.5, 2.5]
    assert act(counting, given=Given(input={"until": 3}, continued={"n": 7})) == {"n": 7}


@pytest.mark.parametrize(("steps", "waited"), [(Steps(), [2.5] * 5), (Steps(2, 0.1), [0.1, 0.1]), (Steps(0), [])])
def test_it_may_not_ask_for_ever(act: Execute, waits: list[float], steps: Steps, waited: list[float]) -> None:
    with pytest.raises(SdkError, match=f"Max number of reinvokes .* Current limit is {steps.most}"):
        act(counting, steps=steps, given=Given(input={"until": 99}))
    assert waits == waited


def test_a_wait_of_hours_says_how_to_shorten_it(act: Execute, waits: list[float]) -> None:
    def execute() -> None:
        reinvoke_after(seconds=86_400, continue_={})

    with pytest.raises(SdkError, match="more than an hour") as caught:
        act(execute)
    assert "WAIT_REINVOKE_AFTER" in str(caught.value.hint)
    assert waits == []


def test_nothing_of_the_connector_catches_it(act: Execute) -> None:
    def execute(connection: Any, input: Any, schema: Any, output: Any, continued: Any) -> Any:
        try:
            return continued or reinvoke_after(seconds=0, continue_={"n": 1})
        except Exception:
            return "caught"

    assert act(execute) == {"n": 1}


def test_a_checkpoint_does_nothing(act: Execute, waits: list[float]) -> None:
    assert act(lambda: checkpoint(continue_={}) or "went on") == "went on"
    assert waits == []


@pytest.mark.parametrize("word", [lambda: reinvoke_after(seconds=1, continue_={}), lambda: checkpoint(continue_={})])
def test_only_actions_have_steps(make: Make, word: Any) -> None:
    session = make({"triggers": {"t": {"poll": word}}})
    with pytest.raises(InvalidDefinitionError, match=r"can't be used in `triggers\.t\.poll`"):
        Paths(session).run("triggers.t.poll", Given())


RUBY = """
    { actions: { a: { execute: lambda do |connection, input, eis, eos, continue|
        begin
          continue.blank? ? call(:more, input) : [continue[:at].class.name, continue['n'], continue[:id]]
        rescue StandardError, Exception
          'rescued'
        ensure
          input['seen'] = 1
        end
      end } },
      methods: { more: lambda { |input|
        reinvoke_after(seconds: 1.5, continue: { n: input['seen'], at: now, id: :x })
      } } }
"""


def test_ruby(run: Run, waits: list[float]) -> None:
    assert run(RUBY, "actions.a.execute") == ["Time", None, "x"]
    assert waits == [1.5]
    assert run(RUBY, "actions.a.execute", continued={"at": "2024-01-02T03:04:05Z", "n": "2024-01-02", "id": "7x"}) == [
        "Time", __import__("datetime").date(2024, 1, 2), "7x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("reinvoke_after(seconds: 1)", "missing keyword: :continue"),
        ("reinvoke_after(continue: {})", "missing keyword: :seconds"),
        ("reinvoke_after(seconds: 1, continue: {}, wait: 1)", "unknown keyword: :wait"),
        ("checkpoint!", "missing keyword: :continue"),
    ],
)
def test_keywords(run: Run, call: str, told: str) -> None:
    with pytest.raises(SdkError, match=told):
        run(f"{{ actions: {{ a: {{ execute: -> {{ {call} }} }} }} }}", "actions.a.execute")


# Retries


def busy(status: int = 503, body: Any = None, times: int = 9) -> FakeClient:
    return FakeClient(*[said(status, body)] * times, said(200, {"ok": 1}))


@pytest.mark.parametrize(
    ("action", "client", "waited"),
    [
        ({"retry_on_response": [503]}, busy(times=3), [5, 10, 15]),
        ({"retry_on_response": 503}, busy(times=1), [5]),
        ({"retry_on_response": ["503 Service Unavailable"]}, busy(times=1), [5]),
        ({"retry_on_response": [503, "wait"]}, busy(body="wait", times=1), [5]),
        ({"retry_on_response": [500, __import__("re").compile("bu.y")]}, busy(500, "is busy", 1), [5]),
        ({"retry_on_response": [503], "max_retries": "many"}, busy(times=3), [5, 10, 15]),
        ({"retry_on_response": [503], "retry_on_request": "get"}, busy(times=1), [5]),
    ],
)
def test_what_is_tried_again(
    act: Execute, waits: list[float], action: dict[str, Any], client: FakeClient, waited: list[float]
) -> None:
    assert act(lambda: get("/x"), client, **action) == {"ok": 1}
    assert waits == waited


@pytest.mark.parametrize(
    ("action", "client", "waited"),
    [
        ({}, busy(), []),
        ({"retry_on_response": []}, busy(), []),
        ({"retry_on_response": ""}, busy(), []),
        ({"max_retries": 3}, busy(), []),
        ({"retry_on_response": [500]}, busy(503), []),
        ({"retry_on_response": ["wait"]}, busy(body="wait a bit"), []),
        ({"retry_on_response": ["wait"]}, busy(404, "wait"), []),
        ({"retry_on_response": [503, "wait"]}, busy(body="other"), []),
        ({"retry_on_response": [503], "max_retries": 0}, busy(), []),
        ({"retry_on_response": [503], "max_retries": -4}, busy(), []),
        ({"retry_on_response": [503], "max_retries": 9}, busy(), [5, 10, 15]),
        ({"retry_on_response": [503], "retry_on_request": ["POST"]}, busy(), []),
    ],
)
def test_what_is_not(
    act: Execute, waits: list[float], action: dict[str, Any], client: FakeClient, waited: list[float]
) -> None:
    with pytest.raises(RequestFailedError):
        act(lambda: get("/x"), client, **action)
    assert waits == waited


def test_other_verbs_are_tried_again_only_if_named(act: Execute) -> None:
    with pytest.raises(RequestFailedError):
        act(lambda: post("/x"), busy(times=1), retry_on_response=[503])
    assert act(lambda: put("/x"), busy(times=1), retry_on_response=[503], retry_on_request=["put"]) == {"ok": 1}


def test_an_error_of_the_connectors_own_is_final(act: Execute) -> None:
    def execute() -> Any:
        return get("/x").after_error_response(503, lambda: error("it is down"))

    with pytest.raises(ConnectorRuntimeError, match="it is down"):
        act(execute, busy(times=1), retry_on_response=[503])


def test_the_whole_action_is_run_again_with_its_input_as_it_was(act: Execute) -> None:
    def execute(connection: Any, input: Any) -> Any:
        input["seen"] += 1
        return [get("/one")["ok"], get("/two")["ok"], input["seen"]]

    client = FakeClient(said(200, {"ok": 1}), said(503), said(200, {"ok": 2}), said(200, {"ok": 3}))
    assert act(execute, client, retry_on_response=[503], given=Given(input={"seen": 0})) == [2, 3, 1]
    assert client.paths == ["GET /one", "GET /two"] * 2


def test_retries_are_counted_over_all_steps(act: Execute, waits: list[float]) -> None:
    def execute(connection: Any, input: Any, schema: Any, output: Any, continued: Any) -> Any:
        get("/x").response()
        return continued or reinvoke_after(seconds=0, continue_={"n": 1})

    client = FakeClient(said(503), said(200, {}), said(503), said(200, {}))
    assert act(execute, client, retry_on_response=[503], max_retries=2) == {"n": 1}
    assert waits == [5, 0.0, 10]
