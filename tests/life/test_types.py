"""Each type of authorization from `wkt connect` to `wkt call`: what is asked, what is sent, how it is renewed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.faults import Scripted, reply
from tests.support.wkt import Wkt

RUBY = """\
{{
  title: 'Typed',
  connection: {{
    fields: [{fields}],
    authorization: {{
      {authorization}
    }},
    base_uri: -> {{ '{url}' }}
  }},
  test: -> {{ get('/me') }}
}}
"""
MULTI = """\
      type: 'multi',
      selected: ->(connection) { connection['auth_type'] },
      options: {
        key: {
          type: 'api_key',
          fields: [{ name: 'api_key', control_type: 'password' }],
          apply: ->(connection) { headers('X-Key' => connection['api_key']) }
        },
        client: {
          type: 'custom_auth',
          fields: [{ name: 'client_secret', control_type: 'password' }],
          acquire: ->(connection) { { token: post('/token', secret: connection['client_secret'])['access_token'] } },
          refresh_on: 401,
          apply: ->(connection) { headers('Authorization' => "Bearer #{connection['token']}") }
        }
      }
"""
PASSWORD_GRANT = """\
      type: 'oauth2',
      acquire: lambda do |connection|
        tokens = post('/token').payload(grant_type: 'password', username: connection['login'],
                                        password: connection['password']).request_format_www_form_urlencoded
        [tokens.response!, nil, { region: 'eu' }]
      end,
      client_id: 'cid',
      client_secret: 'secret-of-the-app',
      token_url: -> { '{url}/token' },
      refresh_on: [401],
      apply: ->(_connection, token) { headers('Authorization' => "Bearer #{token}") }
"""
NAMED = "{ name: 'login' }, { name: 'password', control_type: 'password' }"
TOKENS = [reply(200, {"access_token": "first-access-token", "refresh_token": "first-refresh-token"}),
          reply(200, {"access_token": "second-access-token"})]


@pytest.fixture
def service() -> Iterator[Scripted]:
    with Scripted({"/token": TOKENS, "/me": reply(200, {"me": 1}), "/x": [reply(401), reply(200, {"x": 1})]}) as said:
        yield said


def connect(wkt: Wkt, service: Scripted, authorization: str, fields: str, *answers: str) -> None:
    filled = RUBY.format(fields=fields, authorization="@@", url=service.url)
    wkt.write("connectors/typed.rb", filled.replace("@@", authorization.replace("{url}", service.url)))
    done = wkt("connect", "typed", *(word for answer in answers for word in ("-F", answer)))
    assert done.status == 0, done.both


def sent(service: Scripted, header: str) -> list[str]:
    """Give a header of each request; empty where it is missing."""
    lines = [dict(line.partition(b": ")[::2] for line in request.split(b"\r\n")) for request in service.requests]
    return [line.get(header.encode(), b"").decode() for line in lines]


def test_basic_auth(wkt: Wkt, service: Scripted) -> None:
    connect(wkt, service, "type: 'basic_auth', credentials: ->(c) { user(c['login']); password(c['password']) }", NAMED,
            "login=ann", "password=a-long-password")
    assert sent(service, "Authorization") == ["Basic YW5uOmEtbG9uZy1wYXNzd29yZA=="]


def test_api_key(wkt: Wkt, service: Scripted) -> None:
    connect(wkt, service, "type: 'api_key', apply: ->(c) { params(key: c['api_key']) }", "{ name: 'api_key' }",
            "api_key=a-long-api-key")
    assert service.paths == ["/me?key=a-long-api-key"]
    assert wkt.secrets() == [{"api_key": "a-long-api-key"}]


def test_none(wkt: Wkt, service: Scripted) -> None:
    connect(wkt, service, "type: 'none'", "")
    assert sent(service, "Authorization") == [""]


def test_the_password_grant(wkt: Wkt, service: Scripted) -> None:
    """Nobody is asked for consent; later the refresh token is used."""
    connect(wkt, service, PASSWORD_GRANT, NAMED, "login=ann", "password=a-long-password")
    assert service.paths == ["/token", "/me"]
    assert wkt("call", "/x").json == {"x": 1}
    assert sent(service, "Authorization") == ["", "Bearer first-access-token", "Bearer first-access-token", "",
                                              "Bearer second-access-token"]
    assert b"grant_type=refresh_token&refresh_token=first-refresh-token" in service.requests[3]
    assert wkt.secrets() == [{"access_token": "second-access-token", "refresh_token": "first-refresh-token",
                              "region": "eu", "password": "a-long-password"}]


@pytest.mark.parametrize(("option", "answer", "paths"), [
    ("key", "api_key=a-long-api-key", ["/me", "/x"]),
    ("client", "client_secret=a-long-secret", ["/token", "/me", "/x", "/token", "/x"]),
])
def test_multi(wkt: Wkt, service: Scripted, option: str, answer: str, paths: list[str]) -> None:
    """The fields of the option are asked for, and its functions hold."""
    choices = "options: [['K', 'key'], ['C', 'client']]"
    chosen = f"{{ name: 'auth_type', control_type: 'select', extends_schema: true, {choices} }}"
    connect(wkt, service, MULTI, chosen, f"auth_type={option}", answer)
    wkt("call", "/x")
    assert service.paths == paths
    meta = wkt("connections", "show", "--json").json["meta"]
    if option == "key":
        assert meta["type"] == "api_key"
        assert sent(service, "X-Key") == ["a-long-api-key"] * 2
    else:
        assert meta["type"] == "custom_auth"
        first = "Bearer first-access-token"
        assert sent(service, "Authorization") == ["", first, first, "", "Bearer second-access-token"]


def test_multi_with_an_unknown_option(wkt: Wkt, service: Scripted) -> None:
    wkt.write("connectors/typed.rb", RUBY.format(fields="{ name: 'auth_type' }", authorization=MULTI, url=service.url))
    done = wkt("connect", "typed", "-F", "auth_type=other")
    assert done.status == 1
    assert "Cannot find multi-auth definition for 'other'" in done.err
    assert "key, client" in done.err


def test_connected_again_with_another_type(wkt: Wkt, service: Scripted) -> None:
    """What was known of the old tokens is forgotten."""
    service.answers["/token"] = [reply(200, {"access_token": "first-access-token", "expires_in": 60, "scope": "read"})]
    connect(wkt, service, PASSWORD_GRANT, NAMED, "login=ann", "password=a-long-password")
    assert "expires_at" in wkt("connections", "show", "--json").json["meta"]
    connect(wkt, service, "type: 'none'", "")
    assert {"expires_at", "scopes"} & set(wkt("connections", "show", "--json").json["meta"]) == set()
