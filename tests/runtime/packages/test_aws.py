"""AWS Signature Version 4, compared with AWS's own library, and what the platform adds for some services."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.wkt import Wkt
from wkt_cli import ruby
from wkt_cli.runtime.packages import PackageError, aws

KEYS = {"aws_api_key": "AKIDEXAMPLE", "aws_secret_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
MOMENT = "2015-08-30T12:36:00Z"


def sign(**options: Any) -> dict[str, Any]:
    with time_machine.travel(MOMENT, tick=False):
        return aws.generate_signature(**{"connection": KEYS, "service": "iam", "region": "us-east-1", **options})


def by_botocore(signed: dict[str, Any], service: str, method: str, payload: str, token: str | None = None) -> str:
    """Sign the same request again: its URL, and the headers that were signed."""
    headers = dict(signed["headers"])
    headers.pop("Authorization")
    request = AWSRequest(method, signed["url"], headers, payload.encode())
    credentials = Credentials(KEYS["aws_api_key"], KEYS["aws_secret_key"], token)
    with time_machine.travel(MOMENT, tick=False):
        (S3SigV4Auth if service == "s3" else SigV4Auth)(credentials, service, "us-east-1").add_auth(request)
    return str(request.headers["Authorization"])


NAMES = st.text("abcXYZ-._~ é/%", min_size=1, max_size=6)
@settings(max_examples=60, deadline=None)
@given(service=st.sampled_from(["iam", "sqs", "dynamodb", "execute-api"]), method=st.sampled_from(["GET", "POST"]),
       params=st.dictionaries(NAMES, st.text("az09 +&=é/", max_size=6), max_size=4),
       headers=st.dictionaries(st.sampled_from(["x-one", "X-Two", "accept"]), st.sampled_from(["a", "b  c", " d "])),
       path=st.sampled_from(["/", "/a/b", "/a/../b/", "/a//b", "/x%20y", "/a.b~c"]),
       payload=st.sampled_from(["", "{}", "é"]))
def test_like_botocore(service: str, method: str, params: dict[str, str], headers: dict[str, str], path: str,
                       payload: str) -> None:
    signed = sign(service=service, method=method, params=params, headers=headers, path=path, payload=payload)
    assert signed["headers"]["Authorization"] == by_botocore(signed, service, method, payload)
    query = parse_qsl(urlsplit(signed["url"]).query, keep_blank_values=True, encoding="utf-8")
    assert sorted(query) == sorted(params.items())


@pytest.mark.parametrize("service", ["ec2", "monitoring", "lambda"])
def test_services_without_a_checksum_like_botocore(service: str) -> None:
    signed = sign(service=service, method="POST", payload="Action=x")
    assert "X-Amz-Content-Sha256" not in signed["headers"]
    assert signed["headers"]["Authorization"] == by_botocore(signed, service, "POST", "Action=x")


def test_s3_like_botocore() -> None:
    signed = sign(service="s3", method="PUT", path="/folder/a%20b..//c", payload="data")
    assert signed["headers"]["Accept"] == "application/xml"
    assert signed["headers"]["Authorization"] == by_botocore(signed, "s3", "PUT", "data")


def test_a_temporary_key_goes_with_its_token() -> None:
    signed = sign(connection={**KEYS, "aws_session_token": "session"})
    assert signed["headers"]["X-Amz-Security-Token"] == "session"
    assert signed["headers"]["Authorization"] == by_botocore(signed, "iam", "GET", "", "session")


def test_what_the_platform_adds() -> None:
    empty = sign(service="s3")
    assert empty["url"] == "https://s3.us-east-1.amazonaws.com/"
    assert empty["headers"]["X-Amz-Content-Sha256"] == "UNSIGNED-PAYLOAD"
    own = sign(service="s3", headers={"content-type": "text/plain", "x-amz-date": "mine"}, host="h.example")
    assert (own["headers"]["Content-Type"], own["headers"]["X-Amz-Date"]) == ("text/plain", "mine")
    assert own["headers"]["Host"] == "h.example"
    ec2 = sign(service="ec2", headers={"Accept": "a", "Content-Type": "b", "x-c": "d"})
    assert {"Accept", "Content-Type"} & set(ec2["headers"]) == set()
    assert sign(service="monitoring")["headers"]["Accept"] == "application/json"


@pytest.mark.parametrize("connection", [{}, {"aws_api_key": "a"}, {"aws_secret_key": "b"},
                                        {"aws_assume_role": "r", **KEYS}])
def test_without_keys(connection: dict[str, str]) -> None:
    with pytest.raises(PackageError, match=r"expected both|only inside a connector"):
        sign(connection=connection)


def test_in_ruby() -> None:
    assert ruby.evaluate("[aws.iam_external_id, aws.workato_account_id]") == [
        "dummy-aws-iam-external-id", "dummy-aws-workato-account-id"]
    with pytest.raises(ruby.RubyError, match="missing keywords: :service, :region"):
        ruby.evaluate("aws.generate_signature(connection: {})")
    with pytest.raises(ruby.RubyError, match="expected both :access_key_id"):
        ruby.evaluate("aws.generate_signature(connection: {}, service: 's3', region: 'r')")


def test_a_ruby_connector_signs_its_requests(wkt: Wkt) -> None:
    """The result is an indifferent hash, and a method of the connector may give it on."""
    wkt.write("connector.rb", """\
        {
          title: 'AWS',
          methods: {
            sign: lambda do |connection|
              signed = aws.generate_signature(connection: connection, service: 'sqs', region: 'eu-west-1', path: '/q',
                                              params: { 'Action' => 'ReceiveMessage' })
              [signed[:url], signed['headers'].keys.sort]
            end
          },
          test: lambda { |connection| call('sign', connection) }
        }
        """)
    wkt.write("settings.yaml", "aws_api_key: AKIDEXAMPLE\naws_secret_key: secret-of-aws\n")
    assert wkt("exec", "test").json == [
        "https://sqs.eu-west-1.amazonaws.com/q?Action=ReceiveMessage",
        ["Authorization", "Host", "X-Amz-Content-Sha256", "X-Amz-Date"],
    ]
