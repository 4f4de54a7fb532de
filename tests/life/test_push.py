"""`wkt push` against a server of its own: what is sent, and what is said where the platform refuses."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from tests.support.clock import FakeClock
from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt

TOKEN = "token-of-the-account"
DONE = reply(200, {"id": 7, "status": "completed"})
WAITING = reply(200, {"id": 7, "status": "in_progress"})


@pytest.fixture
def service() -> Iterator[Scripted]:
    """Give a platform that takes everything."""
    answers = {"/api/users/me": reply(200, {"root_folder_id": 99}), "/api/packages/import/99": reply(200, {"id": 7}),
               "/api/packages/import/1": reply(200, {"id": 7}), "/api/packages/7": DONE}
    with Scripted(answers) as said:
        yield said


@pytest.fixture
def shop(wkt: Wkt) -> Wkt:
    wkt.write("connector.rb", "{ title: 'Shop ö' }")
    return wkt


def push(wkt: Wkt, service: Scripted, *words: str, clock: FakeClock | None = None, input: str = "",
         **env: str) -> Ended:
    variables = {"WORKATO_BASE_URL": service.url, "WORKATO_API_TOKEN": TOKEN, **env}
    return wkt("push", *words, env=variables, clock=clock, input=input)


def packed(request: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(request.partition(b"\r\n\r\n")[2])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_user_import_wait(shop: Wkt, service: Scripted) -> None:
    shop.write("README.md", "# Shop")
    shop.root.joinpath("logo.png").write_bytes(b"\x89PNG")
    ended = push(shop, service, "--notes", "first")
    assert (ended.status, ended.out) == (0, f"Connector was successfully uploaded to {service.url}\n")
    assert service.paths == ["/api/users/me", "/api/packages/import/99", "/api/packages/7"]
    assert all(f"Authorization: Bearer {TOKEN}".encode() in request for request in service.requests)
    assert b"Content-Type: application/zip\r\n" in service.requests[1]
    files = packed(service.requests[1])
    assert files["connector.custom_adapter.rb"].decode() == "{ title: 'Shop ö' }"
    assert files["connector.custom_adapter.png"] == b"\x89PNG"
    assert json.loads(files["connector.custom_adapter.json"]) == {
        "title": "Shop ö", "description": "# Shop", "note": "first", "logo_file_name": "data",
        "logo_content_type": "image/png"}
    traces = "".join(path.read_text() for path in (shop.root / ".wkt" / "traces").iterdir())
    assert TOKEN not in traces + ended.both


def test_it_is_asked_every_fifteen_seconds_for_two_minutes(shop: Wkt, service: Scripted) -> None:
    service.answers["/api/packages/7"] = [WAITING, WAITING, DONE]
    clock = FakeClock()
    assert push(shop, service, "-n", "x", "--folder", "1", "--api_token", TOKEN, clock=clock).status == 0
    assert clock.slept == [15, 15]
    service.answers["/api/packages/7"] = [WAITING]
    late = FakeClock()
    ended = push(shop, service, "-n", "x", "--folder", "1", clock=late)
    assert (ended.status, sum(late.slept)) == (1, 120)
    assert "Failed to wait import result" in ended.err


@pytest.mark.parametrize(("path", "answer", "told"), [
    ("/api/users/me", reply(401, {}), ["wkt: 401 Unauthorized", "hint: the API token is unknown there"]),
    ("/api/users/me", reply(403, {}), ["wkt: 403 Forbidden", "POST /api/packages/import/:id"]),
    ("/api/users/me", reply(200, {}), ["wkt: The platform names no root folder", "--folder ID"]),
    ("/api/users/me", reply(200, b"<html>"), ["is no JSON", "is that the platform's address?"]),
    ("/api/packages/import/99", reply(404, {}), ["wkt: Can't find folder with ID=99"]),
    ("/api/packages/import/99", reply(400, {"error": "syntax"}), ["wkt: Failed to upload connector: syntax"]),
    ("/api/packages/import/99", reply(502, b""), ["wkt: 502 Bad Gateway", "try again later"]),
    ("/api/packages/7", reply(200, {"status": "failed", "error": "connector.custom_adapter.json: Title is bad"}),
     ["wkt: Title is bad"]),
])
def test_refusals(shop: Wkt, service: Scripted, path: str, answer: bytes, told: list[str]) -> None:
    service.answers[path] = [answer]
    ended = push(shop, service, "-n", "x")
    assert (ended.status, ended.out) == (1, "")
    assert all(words in ended.err for words in told), ended.err
    assert service.paths[-1] == path


def test_a_dry_run_sends_nothing_and_shows_no_token(shop: Wkt, service: Scripted) -> None:
    ended = push(shop, service, "--dry-run")
    assert ended.status == 0
    assert service.requests == []
    assert ended.out.splitlines()[:2] == [f"GET {service.url}/api/users/me", "    > Authorization: Bearer $API_TOKEN"]
    assert '"title": "Shop ö"' in ended.out
    assert TOKEN not in ended.both
    assert push(shop, service, "--dry-run", WORKATO_API_TOKEN="").status == 0


def test_notes_and_title_are_asked_until_there_are_some(wkt: Wkt, service: Scripted) -> None:
    wkt.write("connector.rb", "{ }")
    ended = push(wkt, service, input="\nMy title\n\nmy notes\n")
    assert ended.status == 0
    assert json.loads(packed(service.requests[1])["connector.custom_adapter.json"])["note"] == "my notes"
    silent = push(wkt, service, "--title", "T", "--no-input", input="notes\n")
    assert (silent.status, "--notes TEXT" in silent.err) == (2, True)


def test_the_token_that_is_kept_is_used_for_its_data_centre(shop: Wkt, service: Scripted) -> None:
    shop("vault", "token", input="kept-token-1234\n", env={"WORKATO_BASE_URL": service.url})
    assert push(shop, service, "-n", "x", WORKATO_API_TOKEN="").status == 0
    assert b"Authorization: Bearer kept-token-1234" in service.requests[0]
    elsewhere = push(shop, service, "-n", "x", "--environment", "live-jp", WORKATO_API_TOKEN="")
    assert (elsewhere.status, elsewhere.err.splitlines()[0]) == (2, "wkt: No API token for https://app.jp.workato.com")


@pytest.mark.parametrize(("words", "told"), [
    (["-c", "mine.py"], "mine.py can't be uploaded: the platform runs Ruby"),
    (["--environment", "moon"], "There is no environment `moon`"),
    (["--logo", "logo.gif"], "logo.gif can't be the logo"),
    (["--description", "none.md"], "none.md can't be read"),
])
def test_what_cannot_be_pushed(shop: Wkt, service: Scripted, words: list[str], told: str) -> None:
    shop.write("mine.py", "connector = {'title': 'P'}")
    shop.write("logo.gif", "GIF")
    ended = push(shop, service, "-n", "x", *words)
    assert (ended.status, service.requests) == (2, [])
    assert told in ended.err


def test_verbose_shows_requests_and_refusals_without_the_token(shop: Wkt, service: Scripted) -> None:
    service.answers["/api/packages/import/99"] = [reply(400, {"error": "syntax"})]
    ended = push(shop, service, "-n", "x", "-v")
    assert "> Authorization: Bearer $API_TOKEN" in ended.err
    assert '"error": "syntax"' in ended.err
    assert TOKEN not in ended.err


def test_a_connector_that_is_broken_is_not_sent(wkt: Wkt, service: Scripted) -> None:
    wkt.write("connector.rb", "{ title: ")
    assert push(wkt, service, "-n", "x").status == 1
    assert service.requests == []
