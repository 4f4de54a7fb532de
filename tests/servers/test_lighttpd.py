"""lighttpd: digest authentication as a server sees it that checks realm, nonce, URI and counter for itself."""

from __future__ import annotations

import hashlib
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.conftest import program
from tests.servers.scene import Scene, Server, free_port, until
from tests.support.wkt import Ended, Wkt

PASSWORD = "a-päss:word"
ALGORITHMS = {"md5": "MD5", "sha256": "SHA-256"}
CONFIGURATION = """
server.document-root = "{folder}/www"
server.bind = "127.0.0.1"
server.port = {port}
server.modules = ("mod_auth", "mod_authn_file")
mimetype.assign = (".json" => "application/json")
index-file.names = ("index.json")
auth.backend = "htdigest"
auth.backend.htdigest.userfile = "{folder}/users"
auth.require = ({rules})
"""
RULE = """
"/{name}" => ("method" => "digest", "algorithm" => "{algorithm}", "realm" => "{name}", "require" => "valid-user")
"""


def lay_out(folder: Path, port: int) -> Path:
    """Write a site whose folders want one algorithm each; give the configuration."""
    users, rules = [], []
    for name, algorithm in ALGORITHMS.items():
        users.append(f"ann:{name}:" + hashlib.new(name, f"ann:{name}:{PASSWORD}".encode()).hexdigest())
        rules.append(RULE.format(name=name, algorithm=algorithm))
        (folder / "www" / name / "inner").mkdir(parents=True)
        for path in ("me.json", "inner/index.json"):
            (folder / "www" / name / path).write_text(json.dumps({"by": name}))
    (folder / "users").write_text("\n".join(users) + "\n")
    configuration = folder / "lighttpd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port, rules=",".join(rules)))
    return configuration


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a running lighttpd."""
    lighttpd, port = program("lighttpd", package="lighttpd"), free_port()
    configuration = lay_out(tmp_path_factory.mktemp("lighttpd"), port)
    with subprocess.Popen([lighttpd, "-D", "-f", str(configuration)]) as process:
        until(lambda: listens(port) or process.poll() is not None)
        assert process.poll() is None
        yield Server(f"http://127.0.0.1:{port}", PASSWORD)
        process.terminate()


@pytest.fixture
def scene(wkt: Wkt, server: Server) -> Scene:
    return Scene(wkt, server)


def connect(scene: Scene, form: str, password: str = PASSWORD) -> Ended:
    words = ("-F", f"server={scene.server.url}", "-F", "login=ann")
    return scene.run("connect", scene.lay(f"digest.{form}"), *words, env={"WKT_FIELD_PASSWORD": password})


@pytest.mark.parametrize("form", ["py", "rb"])
def test_both_algorithms(scene: Scene, form: str) -> None:
    done = connect(scene, form)
    assert done.status == 0, done.both
    for name in ALGORITHMS:
        assert scene.run("call", f"/{name}/me.json", "a==b c/ü").json == {"by": name}
        assert [line.rpartition(" ")[2] for line in scene.sent()] == ["401", "200"]
    assert PASSWORD not in scene.shown()


def test_a_redirect_is_signed_anew(scene: Scene) -> None:
    """The server takes an answer for the URL that it was made for, and no other."""
    connect(scene, "py")
    assert scene.run("call", "/md5/inner").json == {"by": "md5"}
    assert scene.sent() == ["call /md5/inner 401", "call /md5/inner 301", "call /md5/inner/ 401",
                            "call /md5/inner/ 200"]


def test_a_wrong_password(scene: Scene) -> None:
    done = connect(scene, "rb", "another-password")
    assert done.status == 1
    assert "wkt: 401 Unauthorized" in done.err
    assert scene.run("connections", "--json").json == []
