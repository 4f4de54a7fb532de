"""The files of an account, and encrypted settings: read where the project is, masked where they are secret."""

from __future__ import annotations

import json

import pytest

from tests.support.wkt import Wkt
from wkt_cli.demo.server import DemoServer
from wkt_cli.store.encrypted_file import VARIABLE, MasterKey, decrypt, encrypt

SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "a-token-of-the-account-77"
CONNECTOR = """
    { test: ->(connection) { puts account_property('api_token'), account_property('sealed'); connection },
      methods: { row: ->(n) { lookup(n, code: 'AZ') }, schema: ->(n) { workato_schema(n) },
                 p: ->(n) { account_property(n) } } }
"""


def sealed(wkt: Wkt, name: str, text: str) -> None:
    wkt.root.joinpath(name).write_bytes(encrypt(text.encode(), MasterKey(wkt.root, {VARIABLE: SECRET})))


@pytest.fixture
def account(wkt: Wkt) -> Wkt:
    wkt.write("connector.rb", CONNECTOR)
    wkt.write("account_properties.yaml", "api_token: <%= ENV['TOKEN'] %>\nn: 5\non: true\nnone:\nsealed: plain\n")
    wkt.write("lookup_tables.yaml", "States:\n  id: 7\n  rows: [{code: AZ, name: Arizona}]\n")
    wkt.write("workato_schemas.json", '{"12": [{"name": "a"}]}')
    return wkt


def run(wkt: Wkt, method: str, argument: object, **env: str) -> object:
    wkt.write("args.json", json.dumps([argument]))
    ended = wkt("exec", f"methods.{method}", "--args", "args.json", env=env)
    assert ended.status == 0, ended.err
    return json.loads(ended.out)


@pytest.mark.parametrize(("name", "value"), [("n", "5"), ("on", "true"), ("none", None), ("other", None)])
def test_properties_are_texts(account: Wkt, name: str, value: str | None) -> None:
    assert run(account, "p", name) == value


def test_tables_and_schemas(account: Wkt) -> None:
    assert run(account, "row", 7) == run(account, "row", "States") == {"code": "AZ", "name": "Arizona"}
    assert run(account, "schema", 12) == [{"name": "a"}]


def test_what_is_secret_is_masked(account: Wkt) -> None:
    sealed(account, "account_properties.yaml.enc", "sealed: quite-a-hidden-word\n")
    account.write("master.key", SECRET)
    ended = account("exec", "test", env={"TOKEN": TOKEN})
    assert ended.status == 0, ended.err
    assert "$API_TOKEN" in ended.err
    assert "$SEALED" in ended.err
    assert TOKEN not in ended.err
    assert "quite-a-hidden-word" not in ended.err


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("account_properties.yaml", "a: [1\n", "account_properties.yaml:"),
        ("account_properties.yaml", "- 1\n", "a hash of fields must stand here"),
        ("account_properties.yaml", "a: 1\nb: <% x %>\n", "account_properties.yaml:2: only"),
        ("lookup_tables.yaml", "a: *b\n", "lookup_tables.yaml:1"),
        ("workato_schemas.json", "{", "workato_schemas.json holds no JSON"),
        ("workato_schemas.json", "[]", "workato_schemas.json must hold an object"),
    ],
)
def test_a_file_that_can_not_be_read_is_named_where_it_is_needed(account: Wkt, name: str, text: str, told: str) -> None:
    account.write(name, text)
    assert account("exec", "methods.p", "--args", account.write("a.json", '["n"]').name).status in (0, 2, 8)
    path = {"a": "p", "l": "row", "w": "schema"}[name[0]]
    ended = account("exec", f"methods.{path}", "--args", account.write("a.json", "[7]").name)
    assert ended.status in (2, 8)
    assert told in ended.err
    assert "connector.rb:" in ended.err


def test_encrypted_settings_are_read_and_written(wkt: Wkt, server: DemoServer) -> None:
    wkt.write("connector.rb", f"""
        {{ connection: {{ base_uri: -> {{ '{server.url}' }}, authorization: {{ type: 'custom_auth',
           acquire: ->(connection) {{ post('/auth/v5/token/').payload(grant_type: 'client_credentials')
             .request_format_www_form_urlencoded.user(connection['client_id']).password(connection['client_secret'])
             .then {{ |reply| {{ access_token: reply['access_token'] }} }} }},
           refresh_on: [401],
           apply: ->(connection) {{ headers(Authorization: "Bearer #{{connection['access_token']}}") }} }} }},
           test: -> {{ get('/api/v5/me') }} }}""")
    sealed(wkt, "my.enc", f"# mine\nclient_id: {server.client_id}\nclient_secret: {server.client_secret}\n")
    wkt.write("my.key", SECRET)
    ended = wkt("exec", "test", "-s", "my.enc", "-k", "my.key", "--yes")
    assert (ended.status, json.loads(ended.out)["data"]["id"]) == (0, "user-1")
    written = decrypt(wkt.root.joinpath("my.enc").read_bytes(), MasterKey(wkt.root / "my.key", {}), "my.enc").decode()
    assert written.startswith("# mine\n")
    assert "access_token: " in written
    assert server.client_secret not in ended.err
    again = wkt("exec", "test", "-s", "my.enc", env={VARIABLE: SECRET})
    assert again.status == 0, again.err


def test_a_key_that_is_missing(wkt: Wkt) -> None:
    wkt.write("connector.rb", "{ test: -> { 1 } }")
    sealed(wkt, "settings.yaml.enc", "a: 1\n")
    ended = wkt("exec", "test", "-k", "no.key")
    assert ended.status == 8
    assert "write it to no.key or put it in the ENV['WORKATO_CONNECTOR_MASTER_KEY']" in ended.err
