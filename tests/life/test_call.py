from __future__ import annotations

import json
import re
import time
from email.utils import formatdate
from pathlib import Path

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Ended, Wkt
from wkt_cli.demo.server import DemoServer


def echo(wkt: Wkt, *args: str, **named: object) -> dict[str, object]:
    done = wkt("call", *args, **named)  # type: ignore[arg-type]
    assert done.status == 0, done.both
    found: dict[str, object] = done.json
    return found


def test_a_reply_that_is_piped_is_exact(connected: Wkt) -> None:
    with Scripted({"/x": reply(200, b'{ "b":1,\n"a": "\xc3\xa9" }\n\n', "Content-Type: application/json")}) as said:
        connected.at(said.url)
        done = connected("call", "/x")
        assert done.raw == b'{ "b":1,\n"a": "\xc3\xa9" }\n\n'
        assert done.err == ""


def test_binary_is_exact_too(connected: Wkt) -> None:
    data = bytes(range(256))
    with Scripted({"*": reply(200, data, "Content-Type: image/png")}) as said:
        connected.at(said.url)
        assert connected("call", "/x").raw == data
        shown = connected("call", "/x", tty=True)
        assert "binary, 256 B image/png" in shown.out


def test_on_a_terminal_the_reply_is_indented_masked_and_coloured(connected: Wkt) -> None:
    token = connected.secrets()[0]["access_token"]
    with Scripted({"*": reply(200, {"name": "é", "echo": f"x{token}x"})}) as said:
        connected.at(said.url)
        plain = connected("call", "/x", tty=True, env={"NO_COLOR": "1"})
        assert plain.out == '{\n  "name": "é",\n  "echo": "x$ACCESS_TOKENx"\n}\n'
        assert "\x1b" not in plain.both
        coloured = connected("call", "/x", tty=True)
        assert "\x1b[" in coloured.out
        assert '"name"' in re.sub(r"\x1b\[[0-9;]*m", "", coloured.out)
        assert token not in coloured.both


def test_refused_credentials_are_not_taken_for_the_reply(connected: Wkt) -> None:
    refusal = reply(400, {"error": "invalid_client", "error_description": "Unknown client"})
    with Scripted({"/x": reply(401), "/auth/v5/token/": refusal}) as said:
        connected.at(said.url)
        done = connected("call", "/x")
        assert (done.status, done.out) == (1, "")
        assert "the server says invalid_client: Unknown client" in done.err
        assert "because of `401 Unauthorized`" in done.err
        assert connected("call", "/x", "--json").json["error"]["type"] == "RequestFailedError"


@pytest.mark.parametrize(("status", "code"), [(200, 0), (204, 0), (304, 3), (404, 4), (418, 4), (500, 5), (503, 5)])
def test_the_exit_status_follows_the_reply(connected: Wkt, status: int, code: int) -> None:
    done = connected("call", f"/demo/status/{status}")
    assert done.status == code
    if status in (404, 500):
        assert done.json["status"] == status


def test_items_of_each_kind(connected: Wkt) -> None:
    connected.write("text.txt", "from a file\n")
    connected.write("data.json", '{"deep": [1, null]}')
    seen = echo(connected, "POST", "/demo/echo", "name=value", "num:=5", "list:=[1,2]", "q==a b", "q2==@text.txt",
                "X-Head:hello", "X-File:@text.txt", "text=@text.txt", "js:=@data.json", r"a\=b=c", r"a\:b=d",
                "empty=", "é=ü", "url=http://x/?a=b")
    assert seen["body"] == {"name": "value", "num": 5, "list": [1, 2], "text": "from a file", "js": {"deep": [1, None]},
                            "a=b": "c", "a:b": "d", "empty": "", "é": "ü", "url": "http://x/?a=b"}
    assert seen["query"] == {"q": "a b", "q2": "from a file"}
    headers = seen["headers"]
    assert isinstance(headers, dict)
    assert headers["x-head"] == "hello"
    assert headers["x-file"] == "from a file"
    assert headers["content-type"] == "application/json"
    assert seen["method"] == "POST"


def test_a_header_without_a_value_is_left_out(connected: Wkt) -> None:
    seen = echo(connected, "/demo/echo", "User-Agent:mine")
    assert seen["headers"]["user-agent"] == "mine"  # type: ignore[index]
    seen = echo(connected, "/demo/echo", "Accept:")
    assert seen["headers"].get("accept") in (None, "*/*")  # type: ignore[attr-defined]


def test_the_method_may_be_left_out(connected: Wkt) -> None:
    assert echo(connected, "/demo/echo")["method"] == "GET"
    assert echo(connected, "/demo/echo", "q==1")["method"] == "GET"
    assert echo(connected, "/demo/echo", "a=1")["method"] == "POST"
    assert echo(connected, "/demo/echo", "--raw", "x")["method"] == "POST"
    assert echo(connected, "put", "/demo/echo", "a=1")["method"] == "PUT"
    assert echo(connected, "PURGE", "/demo/echo")["method"] == "PURGE"


def test_forms(connected: Wkt) -> None:
    seen = echo(connected, "--form", "/demo/echo", "b=2", "a=x y&z", "é=ü")
    assert seen["headers"]["content-type"] == "application/x-www-form-urlencoded"  # type: ignore[index]
    assert seen["body"] == "b=2&a=x+y%26z&%C3%A9=%C3%BC"


def test_files_go_out_as_multipart(connected: Wkt) -> None:
    (connected.root / "photo.png").write_bytes(b"\x89PNG\r\n")
    with Scripted({"*": reply(200, {})}) as said:
        connected.at(said.url)
        assert connected("call", "-f", "/up", "title=Für dich", "file@photo.png").status == 0
        head, _, body = said.requests[0].partition(b"\r\n\r\n")
    boundary = re.search(rb"Content-Type: multipart/form-data; boundary=(\S+)", head)
    assert boundary
    parts = body.split(b"--" + boundary[1])
    assert b'name="title"' in parts[1]
    assert "Für dich".encode() in parts[1]
    assert b'name="file"; filename="photo.png"' in parts[2]
    assert b"Content-Type: image/png" in parts[2]
    assert parts[2].endswith(b"\x89PNG\r\n\r\n")
    assert parts[3] == b"--\r\n"


def test_a_file_without_a_form_is_refused(connected: Wkt) -> None:
    connected.write("f.txt", "x")
    done = connected("call", "/demo/echo", "file@f.txt")
    assert done.status == 2
    assert "--form" in done.err


def test_raw_bodies(connected: Wkt) -> None:
    connected.write("body.json", '{"x": 1}')
    assert echo(connected, "/demo/echo", "--raw", "plain", "Content-Type:text/plain")["body"] == "plain"
    assert echo(connected, "/demo/echo", "--raw", "@body.json", "Content-Type:application/json")["body"] == {"x": 1}
    assert echo(connected, "/demo/echo", "--raw", "-", "Content-Type:text/plain", input="piped")["body"] == "piped"
    done = connected("call", "/demo/echo", "--raw", "@gone")
    assert done.status == 2
    assert "gone" in done.err


def test_raw_and_fields_exclude_each_other(connected: Wkt) -> None:
    done = connected("call", "/demo/echo", "--raw", "x", "a=1")
    assert done.status == 2
    assert "--raw" in done.err


def test_output_goes_to_a_file(connected: Wkt) -> None:
    done = connected("call", "/api/v5/me", "--output", "me.json")
    assert done.status == 0
    assert done.out == ""
    assert "written to me.json" in done.err
    assert json.loads((connected.root / "me.json").read_bytes())["data"]["id"] == "user-1"
    failed = connected("call", "/demo/error", "-o", "gone/x")
    assert failed.status == 2
    assert "can't be written" in failed.err


def test_include_prints_status_and_headers(connected: Wkt) -> None:
    done = connected("call", "-i", "/api/v5/me")
    head, _, body = done.raw.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"X-Request-Id: " in head
    assert json.loads(body)["data"]["id"] == "user-1"


def test_json_of_a_call(connected: Wkt) -> None:
    shape = connected("call", "/api/v5/me", "--json").json
    assert shape["status"] == 200
    assert shape["reason"] == "OK"
    assert dict(shape["headers"])["Content-Type"].startswith("application/json")
    assert shape["body"]["data"]["id"] == "user-1"


def test_a_dry_run_sends_nothing_and_masks(connected: Wkt) -> None:
    token = connected.secrets()[0]["access_token"]
    with Scripted({"*": reply(200, {})}) as said:
        connected.at(said.url)
        done = connected("call", "POST", "/orders", "a=1", "--dry-run")
        assert said.requests == []
    assert done.status == 0
    assert "POST https://percolate.com/orders" in done.out
    assert "not sent" in done.out
    assert "Authorization: Bearer $ACCESS_TOKEN" in done.out
    assert '"a": "1"' in done.out
    assert token not in done.both
    shape = connected("--json", "call", "/orders", "--dry-run").json
    assert shape["sent"] is False
    assert ["Authorization", "Bearer $ACCESS_TOKEN"] in shape["request"]["headers"]


def test_429_says_when_to_come_back(connected: Wkt) -> None:
    done = connected("call", "/demo/limited", "seconds==90")
    assert done.status == 4
    assert re.search(r"429 Too Many Requests: come back in 90 s, at \d\d:\d\d:\d\d", done.err)
    later = formatdate(time.time() + 60, usegmt=True)
    answers = {"/date": reply(429, {}, f"Retry-After: {later}"), "/odd": reply(429, {}, "Retry-After: soon")}
    with Scripted(answers) as said:
        connected.at(said.url)
        assert re.search(r"come back in (59|60|61) s", connected("call", "/date").err)
        assert "come back" not in connected("call", "/odd").err


def test_an_expired_token_is_acquired_again_once(connected: Wkt, server: DemoServer) -> None:
    before = connected.secrets()[0]
    server.expire_tokens()
    done = connected("call", "/api/v5/me", "-v")
    assert done.status == 0
    assert done.json["data"]["id"] == "user-1"
    assert "refresh_on[0] matched" in done.err
    assert "repeated after the refresh" in done.err
    after = connected.secrets()[0]
    assert after["access_token"] != before["access_token"]
    assert after["client_secret"] == before["client_secret"]
    shape = connected("trace", "--json").json
    assert [(e["origin"]["phase"], e["status"]) for e in shape["exchanges"]] == [
        ("call", 401), ("refresh", 200), ("call", 200)]


def test_a_post_is_repeated_with_its_body(connected: Wkt, server: DemoServer) -> None:
    server.expire_tokens()
    done = connected("call", "/api/v5/campaigns", "title=Ünique")
    assert done.status == 0
    assert done.json["data"]["title"] == "Ünique"


def test_verbose_shows_headers_and_bodies_on_standard_error(connected: Wkt) -> None:
    done = connected("call", "/api/v5/me", "-v")
    assert "> Authorization: Bearer $ACCESS_TOKEN" in done.err
    assert "< X-Request-Id" in done.err
    assert "$ACCESS" not in done.out


def test_an_absolute_url_of_another_origin(connected: Wkt, server: DemoServer) -> None:
    done = connected("call", f"{server.url}/demo/echo")
    assert done.status == 0
    assert done.json["method"] == "GET"


@pytest.mark.parametrize("item", ["novalue", "=x", "x:={", "x=@gone.txt", "x:=@gone.json", "f@gone"])
def test_items_that_cannot_be_read(connected: Wkt, item: str) -> None:
    done = connected("call", "--form", "/demo/echo", item)
    assert done.status == 2
    assert item in done.err


@pytest.mark.parametrize("path", ["/a b", "/é"])
def test_paths_that_cannot_be_requested(connected: Wkt, path: str) -> None:
    done = connected("call", path)
    assert done.status == 1
    assert "percent-encode" in done.err


def test_repeated_fields_become_a_list(connected: Wkt) -> None:
    seen = echo(connected, "/demo/echo", "a=1", "a=2")
    assert seen["body"] == {"a": ["1", "2"]}
    with Scripted({"*": reply(200, {})}) as said:
        connected.at(said.url)
        connected("call", "/x", "id==1", "id==2")
        connected("call", "--form", "/x?a=b", "c==d", "id=1", "id=2", "yes:=true")
    assert said.paths == ["/x?id=1&id=2", "/x?a=b&c=d"]
    assert said.requests[1].endswith(b"\r\n\r\nid=1&id=2&yes=true")


def test_a_head_request(connected: Wkt) -> None:
    done = connected("call", "HEAD", "/api/v5/me", "-i")
    assert done.status == 0
    assert done.raw.startswith(b"HTTP/1.1 200 OK")


def test_nothing_connected(wkt: Wkt) -> None:
    done: Ended = wkt("call", "/x")
    assert done.status == 7
    assert "Nothing is connected here" in done.err
    assert "wkt connect" in done.err
    assert not (wkt.root / ".wkt").exists()


def test_redirects_are_followed_and_traced(connected: Wkt) -> None:
    done = connected("call", "/demo/redirect")
    assert done.status == 0
    assert done.json["method"] == "GET"
    exchanges = connected("trace", "--json").json["exchanges"]
    assert [e["status"] for e in exchanges] == [302, 200]
    assert exchanges[1]["redirect_of"] == exchanges[0]["id"]


def test_credentials_stay_when_a_redirect_leads_to_another_origin(connected: Wkt) -> None:
    with Scripted({"*": reply(200, {})}) as other, \
            Scripted({"*": reply(302, b"", f"Location: {other.url}/there")}) as said:
        connected.at(said.url)
        assert connected("call", "/x").status == 0
        assert b"Authorization" not in other.requests[0]
    assert "left out for another origin: Authorization" in connected("trace").out


def test_the_folder_of_items_is_the_working_folder(connected: Wkt, tmp_path: Path) -> None:
    (tmp_path / "here.txt").write_text("near")
    done = connected("-C", str(connected.root), "call", "/demo/echo", "a=@here.txt", folder=tmp_path)
    assert done.json["body"] == {"a": "near"}
