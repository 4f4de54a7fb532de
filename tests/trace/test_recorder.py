"""What is kept of an exchange."""

from __future__ import annotations

import gzip
from dataclasses import asdict, dataclass, field

import pytest

from wkt_cli.trace.files import new_trace
from wkt_cli.trace.model import Origin, Phase, Times
from wkt_cli.trace.recorder import SHOWN_BODY, SHOWN_IN_ALL, SHOWN_OF_LARGE, Recorder
from wkt_cli.trace.redact import Redactor

SECRET = "s3cr3t-value-of-ours"


@dataclass
class Sent:
    method: str = "POST"
    url: str = f"https://h/x?q={SECRET}"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None


@dataclass
class Came:
    status: int = 200
    reason: str = "OK"
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def size(self) -> int:
        return len(self.body)


@pytest.fixture
def recorder() -> Recorder:
    redactor = Redactor()
    redactor.add("client_secret", SECRET)
    return Recorder(new_trace(), redactor)


def body_of(recorder: Recorder, body: bytes, content_type: str = "application/json") -> str:
    exchange = recorder.begin(Sent(), Origin())
    recorder.finish(exchange, Came(headers=[("Content-Type", content_type)], body=body), Times())
    assert exchange.response.size == len(body)
    return exchange.response.body


def test_an_exchange_is_recorded_masked(recorder: Recorder) -> None:
    sent = Sent(
        headers=(("Authorization", f"Bearer {SECRET}"), ("X", SECRET)),
        body=f"client_secret={SECRET}".encode(),
    )
    exchange = recorder.begin(sent, Origin(Phase.ACQUIRE, "connection.authorization.acquire"))
    came = Came(
        401, f"No {SECRET}", [("X", SECRET), ("Set-Cookie", "sid=abc-123-def")], f"no {SECRET}".encode()
    )
    recorder.finish(exchange, came, Times(total=1.5))
    assert recorder.trace.exchanges == [exchange]
    assert (exchange.id, exchange.status, exchange.times.total) == (1, 401, 1.5)
    assert exchange.url == "https://h/x?q=$CLIENT_SECRET"
    assert exchange.request.headers == [("Authorization", "Bearer $CLIENT_SECRET"), ("X", "$CLIENT_SECRET")]
    assert exchange.response.headers[1] == ("Set-Cookie", "sid=$COOKIE_SID")
    assert SECRET not in str(asdict(recorder.trace))


def test_a_failure_is_recorded_masked(recorder: Recorder) -> None:
    exchange = recorder.begin(Sent(), Origin())
    recorder.fail(exchange, OSError(f"no {SECRET}"), Times())
    assert exchange.error == "no $CLIENT_SECRET"
    assert exchange.status is None


def test_a_failure_without_words_is_named(recorder: Recorder) -> None:
    exchange = recorder.begin(Sent(), Origin())
    recorder.fail(exchange, KeyboardInterrupt(), Times())
    assert exchange.error == "KeyboardInterrupt"


def test_binary_bodies_are_summarised(recorder: Recorder) -> None:
    assert body_of(recorder, b"\x89PNG\0\xff" * 1000, "image/png") == "<binary, 6.0 KB image/png>"
    assert body_of(recorder, gzip.compress(b"x"), "") == "<binary, 21 bytes no content type>"


def test_text_in_another_charset(recorder: Recorder) -> None:
    assert body_of(recorder, "grün".encode("latin-1"), "text/plain; charset=ISO-8859-1") == "grün"
    assert body_of(recorder, "grün".encode("latin-1"), "text/plain") == "gr\ufffdn"
    assert body_of(recorder, b"x", "text/plain; charset=nonsense") == "x"


@pytest.mark.parametrize("shift", range(0, 24, 5))
def test_a_secret_at_a_cut_does_not_show_in_part(recorder: Recorder, shift: int) -> None:
    for cut in (2 * 1024, SHOWN_BODY):
        filler = "." * (cut - shift)
        shown = body_of(recorder, (filler + SECRET + "." * SHOWN_BODY).encode(), "text/plain")
        assert not any(SECRET[:n] in shown for n in range(6, len(SECRET)))
        assert shown.endswith("KB text/plain>")
        assert len(shown) < 3000


def test_a_long_run_keeps_the_beginnings_of_bodies_only(recorder: Recorder) -> None:
    body = (SECRET + "." * (SHOWN_BODY - len(SECRET))).encode()
    whole = SHOWN_IN_ALL // (SHOWN_BODY - len(SECRET)) + 1
    for _ in range(whole):
        assert len(body_of(recorder, body, "text/plain")) > 60_000
    for shift in (1, 10, len(SECRET) - 1):
        cut = "." * (SHOWN_OF_LARGE - shift) + SECRET + "." * 50_000
        shown = body_of(recorder, cut.encode(), "text/plain")
        assert shown.endswith("KB text/plain>") and len(shown) < 3000
        assert not any(SECRET[:n] in shown for n in range(6, len(SECRET)))
    assert body_of(recorder, b"small", "text/plain") == "small"


def test_what_a_large_body_shows_is_found_by_its_place(recorder: Recorder) -> None:
    body = '{"access_token": "abc-123-def", "x": "' + "y" * SHOWN_BODY + '"}'
    assert body_of(recorder, body.encode()).startswith('{"access_token": "$ACCESS_TOKEN"')


def test_a_redirect_and_a_map_are_kept(recorder: Recorder) -> None:
    first = recorder.begin(Sent(), Origin())
    second = recorder.begin(
        Sent(),
        Origin(),
        redirect_of=first.id,
        sent_to="http://127.0.0.1:1",
        dropped=["Authorization"],
        sent=False,
    )
    assert (second.id, second.redirect_of, second.sent_to, second.sent) == (2, 1, "http://127.0.0.1:1", False)
    assert second.dropped == ["Authorization"]
