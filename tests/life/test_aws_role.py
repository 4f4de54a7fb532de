"""A role that is assumed: one request for its keys, which sign all that follows and are nowhere to be seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.support.cases import Server, serving
from tests.support.wkt import Wkt

KEY, SECRET = "AKIDOFTHEPERSON", "secret-of-the-person-1234567890"
ROLE = "arn:aws:iam::123456789012:role/reader"
TEMPORARY, TOKEN = "temporary-secret-of-the-role-0987654321", "session-token-of-the-role-abcdefghijklmnop=="
CONNECTOR = """
    { title: 'AWS', methods: { sign: lambda do |connection|
        aws.generate_signature(connection: connection, service: 'sqs', region: 'eu-west-1')[:headers]
      end },
      test: ->(connection) { [call('sign', connection), call('sign', connection)] } }
"""


def keys(expires: str = "2999-01-01T00:00:00Z") -> dict[str, Any]:
    body = f"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>ASIATEMPORARY</AccessKeyId><SecretAccessKey>{TEMPORARY}</SecretAccessKey>
        <SessionToken>{TOKEN}</SessionToken><Expiration>{expires}</Expiration>
        </Credentials></AssumeRoleResult></AssumeRoleResponse>"""
    return {"reply": {"status": 200, "headers": {"Content-Type": "text/xml"}, "body": body}}


REFUSED = {"reply": {"status": 403, "headers": {"Content-Type": "text/xml"}, "body": "<Error>no</Error>"}}


def run(wkt: Wkt, script: Sequence[dict[str, Any]], settings: str = "", **env: str) -> tuple[Any, Server]:
    wkt.write("connector.rb", CONNECTOR)
    keys_of_person = f"aws_api_key: {KEY}\naws_secret_key: {SECRET}\n" if not env else ""
    wkt.write("settings.yaml", f"{keys_of_person}aws_assume_role: {ROLE}\n{settings}")
    with serving(script) as server:
        ended = wkt("exec", "test", "--map", f"https://sts.amazonaws.com=http://{server.host}", env=env)
    return ended, server


def test_the_keys_of_a_role_sign_and_are_asked_for_once(wkt: Wkt) -> None:
    ended, server = run(wkt, [keys()], "aws_external_id: mine\n")
    assert ended.status == 0, ended.err
    assert [seen.path for seen in server.seen] == [
        "/?Action=AssumeRole&ExternalId=mine&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader"
        "&RoleSessionName=workato&Version=2011-06-15"
    ]
    assert f"Credential={KEY}/" in server.seen[0].headers["Authorization"]
    assert "/us-east-1/sts/aws4_request" in server.seen[0].headers["Authorization"]
    for headers in json.loads(ended.out):
        assert headers["X-Amz-Security-Token"] == TOKEN
        assert "Credential=ASIATEMPORARY/" in headers["Authorization"]


def test_nothing_of_it_is_seen(wkt: Wkt) -> None:
    ended, _ = run(wkt, [keys()])
    shown = wkt("trace", "show").out
    assert "AssumeRole" in shown
    for secret in (TEMPORARY, TOKEN, SECRET):
        assert secret not in shown
        assert secret not in ended.err
    assert TOKEN not in wkt.root.joinpath("settings.yaml").read_text()


def test_keys_that_run_out_are_asked_for_again(wkt: Wkt) -> None:
    ended, server = run(wkt, [keys("2001-01-01T00:00:00Z")] * 2)
    assert ended.status == 0, ended.err
    assert len(server.seen) == 2


def test_where_the_external_identifier_is_refused_it_is_left_out(wkt: Wkt) -> None:
    ended, server = run(wkt, [REFUSED, keys()])
    assert ended.status == 0, ended.err
    assert ["ExternalId=dummy" in seen.path for seen in server.seen] == [True, False]


def test_a_role_that_is_refused(wkt: Wkt) -> None:
    ended, _ = run(wkt, [REFUSED, REFUSED])
    assert ended.status == 1
    assert "403 Forbidden" in ended.err
    assert "connector.rb:3" in ended.err


@pytest.mark.parametrize("body", ["", "no xml", "<a/>", "<AssumeRoleResponse/>"])
def test_a_reply_without_keys(wkt: Wkt, body: str) -> None:
    ended, _ = run(wkt, [{"reply": {"status": 200, "headers": {"Content-Type": "text/xml"}, "body": body}}])
    assert ended.status == 1
    assert "The reply of AWS to AssumeRole has no keys" in ended.err


def test_keys_of_the_environment_ask_for_the_role(wkt: Wkt) -> None:
    variables = {"AWS_ACCESS_KEY_ID": "AKIDENVIRONMENT", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": "t" * 30}
    ended, server = run(wkt, [keys()], **variables)
    assert ended.status == 0, ended.err
    assert "Credential=AKIDENVIRONMENT/" in server.seen[0].headers["Authorization"]
    assert server.seen[0].headers["X-Amz-Security-Token"] == "t" * 30


def test_without_keys(wkt: Wkt) -> None:
    ended, _ = run(wkt, [], AWS_ACCESS_KEY_ID="")
    assert ended.status == 1
    assert "expected both :access_key_id and :secret_access_key options" in ended.err
