from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from wkt_cli.demo.server import DemoServer
from wkt_cli.demo.wire import Reply, Route


def test_each_reply_has_a_request_id_of_its_own(client: httpx.Client) -> None:
    paths = ("/", "/api/v5/me", "/demo/error", "/demo/html")
    ids = [client.get(path).headers["x-request-id"] for path in paths]
    assert len(set(ids)) == 4


def test_an_unknown_path_is_404_and_a_wrong_method_405(signed: httpx.Client) -> None:
    missing = signed.get("/api/v5/nothing")
    assert missing.status_code == 404
    assert missing.json()["error_description"] == "There is nothing at /api/v5/nothing"
    wrong = signed.put("/api/v5/campaigns", json={})
    assert wrong.status_code == 405 and wrong.headers["allow"] == "GET, HEAD, POST"
    assert signed.get("/auth/v5/token").headers["allow"] == "POST"
    assert signed.request("PURGE", "/api/v5/me").status_code == 405


def test_head_is_get_without_the_body(signed: httpx.Client) -> None:
    got, head = signed.get("/api/v5/users"), signed.head("/api/v5/users")
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]


def test_one_connection_serves_many_requests(server: DemoServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        for _ in range(3):
            line.sendall(b"GET /nothing HTTP/1.1\r\nHost: demo\r\n\r\n")
            reply = line.recv(65536)
            assert reply.startswith(b"HTTP/1.1 404") and reply.endswith(b"}")


@pytest.mark.parametrize(("sent", "status"), [
    (b"nonsense\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 413),
    (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
    (b"GET /" + b"x" * 70000 + b" HTTP/1.1\r\n\r\n", 414),
])
def test_what_is_no_http_gets_an_answer_and_the_door(server: DemoServer, sent: bytes, status: int) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(sent)
        assert f" {status} ".encode() in line.recv(65536).splitlines()[0]


def test_many_clients_at_once(signed: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: signed.post("/api/v5/campaigns", json={"title": str(n)}), range(40)))
    assert len({reply.json()["data"]["id"] for reply in made}) == 40


def test_bad_endpoints_for_trying(client: httpx.Client) -> None:
    limited = client.get("/demo/limited?seconds=7")
    assert limited.status_code == 429 and limited.headers["retry-after"] == "7"
    assert client.post("/demo/error").status_code == 500
    assert client.get("/demo/status/418").status_code == 418
    assert client.get("/demo/status/204").content == b""
    assert client.get("/demo/status/599").json()["reason"] == "no standard status"
    assert client.get("/demo/status/700").status_code == 400
    assert client.get("/demo/html").headers["content-type"].startswith("text/html")
    assert client.get("/demo/redirect").headers["location"] == "/demo/echo"


def test_the_slow_endpoint_waits(client: httpx.Client) -> None:
    begin = time.monotonic()
    assert client.get("/demo/slow?seconds=0.15").json() == {"waited": 0.15}
    assert time.monotonic() - begin >= 0.15
    assert client.get("/demo/slow?seconds=nan").status_code == 400


def test_echo_tells_what_came_but_not_the_credentials(signed: httpx.Client) -> None:
    reply = signed.put("/demo/echo?a=1&b=%C3%BC", json={"x": [1]}, headers={"X-Mine": "yes"})
    assert reply.json()["query"] == {"a": "1", "b": "ü"} and reply.json()["body"] == {"x": [1]}
    assert reply.json()["headers"]["x-mine"] == "yes"
    assert signed.headers["Authorization"].split()[1] not in reply.text


def test_a_port_in_use_is_explained(server: DemoServer) -> None:
    with pytest.raises(OSError, match=rf"Port {server.port} of 127\.0\.0\.1 is in use"):
        DemoServer(server.port).start()
    with pytest.raises(OSError, match="from 1 to 65535"):
        DemoServer(70000).start()


def test_stopping_frees_the_port_at_once_and_ends_open_connections() -> None:
    threads = threading.active_count()
    with DemoServer() as server:
        idle = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        idle.sendall(b"GET /demo/slow?seconds=60 HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.05)
        begin = time.monotonic()
    assert time.monotonic() - begin < 2
    while idle.recv(65536):
        pass
    idle.close()
    with DemoServer(server.port):
        pass
    assert threading.active_count() <= threads
    server.stop()


def test_a_server_can_start_again() -> None:
    server = DemoServer()
    with server:
        first = server.port
    with server:
        assert server.port == first
        begin = time.monotonic()
        httpx.get(f"{server.url}/demo/slow?seconds=0.1", trust_env=False)
    assert time.monotonic() - begin >= 0.1


def test_routes_can_be_added_and_the_log_has_no_query() -> None:
    lines: list[str] = []
    extra = Route("GET", "/hello/{name}", lambda request: Reply(200, {"hello": request.captured["name"]}))
    with DemoServer(routes=[extra], log=lines.append) as server:
        reply = httpx.get(f"{server.url}/hello/w%C3%B6rld?token=secret", trust_env=False)
    assert reply.json() == {"hello": "wörld"}
    assert lines == ["GET /hello/w%C3%B6rld 200"]


def test_it_listens_on_this_machine_only(server: DemoServer) -> None:
    assert server.url == f"http://127.0.0.1:{server.port}"


def test_the_stand_in_knows_nothing_of_the_rest() -> None:
    code = ("import sys, wkt_cli.demo.server as s; "
            "print([m for m in sys.modules if m[:8] == 'wkt_cli.' and m[:12] != 'wkt_cli.demo'])")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.strip() == "[]"
