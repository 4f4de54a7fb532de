"""`parallel` in Ruby: its blocks run in threads, under the limits of the run that began them."""

from __future__ import annotations

import threading
import time

import pytest

from tests.runtime.conftest import FakeClient, Run, said
from wkt_cli.errors import LambdaError
from wkt_cli.http.message import OutgoingRequest, Reply
from wkt_cli.ruby import limits


def together(count: int) -> FakeClient:
    """Make a client that answers when as many are under way at once."""
    met = threading.Barrier(count, timeout=10)

    def answer(request: OutgoingRequest) -> Reply:
        met.wait()
        return said(200, {"path": request.url.removeprefix("http://h")})

    return FakeClient(answer)


def at_once(count: int, body: str) -> str:
    """Give the code of several requests whose replies a block handles."""
    requests = f"{count}.times.map {{ |n| get(\"http://h/#{{n}}\").after_response {{ |code, reply| {body} }} }}"
    return f"parallel({requests}, threads: {count})"


def test_values_are_rubys(run: Run, client: FakeClient) -> None:
    client.answers = together(3).answers
    assert run(f"{at_once(3, 'reply.merge(n: n)')}[1].map {{ |one| [one['path'], one[:n]] }}") == [
        ["/0", 0], ["/1", 1], ["/2", 2],
    ]  # fmt: skip


def test_all_that_the_words_of_a_call_may_be(run: Run, client: FakeClient) -> None:
    client.answers = [said(200, {"a": 1})]
    assert run("parallel([get('http://h/'), 3, nil], rpm: nil, threads: 2)") == [
        False, [{"a": 1}, None, None], [None, *(f"Element {n} of `parallel` is no request" for n in (1, 2))],
    ]  # fmt: skip
    assert run("ok, values, errors = parallel([]); [ok, values, errors]") == [True, [], []]
    assert run("parallel([], period: 1.minute, requests_per_period: 1)[0]") is True
    with pytest.raises(LambdaError, match="unknown keyword: :speed"):
        run("parallel([], speed: 1)")
    assert run("begin; parallel([], rpm: 0); rescue => error; error.message; end") == "`rpm` of `parallel` can't be 0"


def test_an_error_that_a_block_raises_is_told_beside_the_values(run: Run, client: FakeClient) -> None:
    client.answers = together(2).answers
    body = "n == 1 ? raise('one') : [n, (Integer('x') rescue $!.class.name)]"
    assert run(at_once(2, body)) == [False, [[0, "ArgumentError"], None], [None, "one"]]


def test_blocks_compute_together_no_longer_than_one_may(run: Run, client: FakeClient) -> None:
    limits.usual = limits.usual._replace(time=0.4)
    client.answers = together(4).answers
    began = time.process_time()
    with pytest.raises(LambdaError, match=r"limit of computing time: 0\.4 s were used up"):
        run(at_once(4, "loop {}"))
    assert time.process_time() - began < 4 * 0.4


def test_a_limit_in_one_thread_ends_the_run(run: Run, client: FakeClient) -> None:
    client.answers = together(2).answers
    with pytest.raises(LambdaError, match="limit of call depth"):
        run(f"begin; {at_once(2, 'f = ->(x) { [x].map { |y| f.(y) } }; f.(n)')}; rescue Exception; 1; end")


def test_a_refusal_in_one_thread_ends_the_run(run: Run, client: FakeClient) -> None:
    client.answers = together(2).answers
    with pytest.raises(LambdaError, match=r"refused: `File\.read`"):
        run(at_once(2, "n == 1 ? File.read('x') : n"))


def test_threads_print_no_more_together_than_one_may(run: Run, client: FakeClient) -> None:
    limits.usual = limits.usual._replace(output=1000)
    client.answers = together(4).answers
    with pytest.raises(LambdaError, match="limit of output: more than 1,000 characters"):
        run(at_once(4, "100.times { puts 'wxyz' }"))


def test_enumerators_work_in_threads(run: Run, client: FakeClient) -> None:
    client.answers = together(3).answers
    assert run(f"{at_once(3, 'steps = [n, 7].each; [steps.next, steps.next]')}[1]") == [[0, 7], [1, 7], [2, 7]]
