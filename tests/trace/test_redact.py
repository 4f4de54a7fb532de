"""What the redactor takes for a secret, and how it names it."""

from __future__ import annotations

import base64
import json
import time

import pytest

from wkt_cli.trace.redact import Redactor, hint


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


# Names


def test_a_value_gets_the_name_of_its_field(redactor: Redactor) -> None:
    assert redactor.add("client_secret", "s3cr3t-one") == "$CLIENT_SECRET"
    assert redactor.add("client_secret", "s3cr3t-two") == "$CLIENT_SECRET_2"
    assert redactor.add("client_secret", "s3cr3t-one") == "$CLIENT_SECRET"
    assert redactor.add("password", "s3cr3t-one") == "$CLIENT_SECRET"
    assert redactor.mask("s3cr3t-two, s3cr3t-one") == "$CLIENT_SECRET_2, $CLIENT_SECRET"


@pytest.mark.parametrize(
    "value", ["", "abc", "true", "8080", "443", "Bearer", "null", "....", "client_credentials"]
)
def test_short_and_common_values_are_left_where_nothing_shows_that_they_are_secret(
    redactor: Redactor, value: str
) -> None:
    redactor.add("pin", value)
    text = f"abc true 8080 {value} 443 Bearer null .... client_credentials"
    assert redactor.mask(text) == text


def test_short_values_are_masked_by_their_place(redactor: Redactor) -> None:
    assert redactor.mask('{"password": "ab", "pin": 1234}') == '{"password": "$PASSWORD", "pin": $PIN}'
    assert redactor.mask("password=ab&x=ab") == "password=$PASSWORD&x=ab"


def test_numbers_long_enough_are_masked(redactor: Redactor) -> None:
    redactor.add("pin", 839201)
    assert redactor.mask_json({"n": 839201, "m": 83920}) == {"n": "$PIN", "m": 83920}


def test_what_a_token_endpoint_describes_is_not_masked(redactor: Redactor) -> None:
    redactor.add_all(
        {
            "access_token": "tok-1234567",
            "token_type": "Bearer-Like",
            "instance_url": "https://eu.example.com",
            "scope": "read write",
            "data": {"api_key": "key-1234567"},
            "expires_in": 3600,
        }
    )
    text = "https://eu.example.com Bearer-Like read write tok-1234567 key-1234567"
    assert redactor.mask(text) == "https://eu.example.com Bearer-Like read write $ACCESS_TOKEN $API_KEY"


def test_masking_twice_changes_nothing(redactor: Redactor) -> None:
    text = (
        '{"access_token":"t0ken-abcdef","password":"x"} Authorization: Bearer t0ken-abcdef '
        "https://u:pw-123456@h/?client_secret=zzz-99999 <password>q1w2e3r4</password>"
    )
    once = redactor.mask(text)
    assert redactor.mask(once) == once


def test_bytes_stay_what_they_are(redactor: Redactor) -> None:
    redactor.add("key", "s3cr3t-value")
    assert redactor.mask_bytes(b"\xff\x00s3cr3t-value\xfe") == b"\xff\x00$KEY\xfe"


# Places


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"access_token":"abc-123-def"}', '{"access_token":"$ACCESS_TOKEN"}'),
        ('{"refreshToken" : "abc-123-def"}', '{"refreshToken" : "$REFRESHTOKEN"}'),
        (
            r'{"body":"{\"id_token\":\"abc-123-def\",\"x\":1}"}',
            r'{"body":"{\"id_token\":\"$ID_TOKEN\",\"x\":1}"}',
        ),
        ('{"client_secret"=>"abc-123-def"}', '{"client_secret"=>"$CLIENT_SECRET"}'),
        ("{'password': 'it\\'s-123'}", "{'password': '$PASSWORD'}"),
        ('{"password": "cut off at the e', '{"password": "$PASSWORD'),
        ("grant_type=x&client_secret=a%2Bb&y=1", "grant_type=x&client_secret=$CLIENT_SECRET&y=1"),
        ("user[password]=hunter22", "user[password]=$USER_PASSWORD"),
        ("https://h/cb?code=4/0AX4XfWh-abc&state=1", "https://h/cb?code=$CODE&state=1"),
        ("https://h/?code=404", "https://h/?code=404"),
        ("https://user:pass-word@h/x", "https://$URL_CREDENTIALS@h/x"),
        ("https://tok_12345678@h/x", "https://$URL_CREDENTIALS@h/x"),
        ("https://medium.com/@someone", "https://medium.com/@someone"),
        ("<ns:password type='x'>hunter2</ns:password>", "<ns:password type='x'>$PASSWORD</ns:password>"),
        ("<sessionId><![CDATA[abc123]]></sessionId>", "<sessionId><![CDATA[$SESSIONID]]></sessionId>"),
        ("curl -H 'Authorization: Bearer abcdef123456'", "curl -H 'Authorization: Bearer $ACCESS_TOKEN'"),
        ("X-Api-Key: a1b2c3d4e5", "X-Api-Key: $X_API_KEY"),
        ("WWW-Authenticate: Bearer realm=abcdef12", "WWW-Authenticate: Bearer realm=abcdef12"),
        ("a Bearer authentication is needed", "a Bearer authentication is needed"),
        ('{"token_type":"bearer","expires_in":3600}', '{"token_type":"bearer","expires_in":3600}'),
        ('{"next_page_token":"abc-123-def"}', '{"next_page_token":"abc-123-def"}'),
        ('{"total_tokens": 12, "token": 5}', '{"total_tokens": 12, "token": 5}'),
        ('{"code":"invalid_request","password":null}', '{"code":"invalid_request","password":null}'),
        ("--field client_secret=@file", "--field client_secret=@file"),
        ("authorization: custom_auth", "authorization: custom_auth"),
        ("Error: password must be longer", "Error: password must be longer"),
        ("password=", "password="),
        ("x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_DEF y", "x $JWT y"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END",
            "-----BEGIN RSA PRIVATE KEY-----$PRIVATE_KEY-----END",
        ),
    ],
)
def test_secrets_are_known_by_their_place(redactor: Redactor, text: str, wanted: str) -> None:
    assert redactor.mask(text) == wanted


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("Authorization", "Bearer abc", "Bearer $ACCESS_TOKEN"),
        ("authorization", "abc", "$AUTHORIZATION"),
        ("Authorization", "Token token=abc", "Token $TOKEN_CREDENTIALS"),
        ("Proxy-Authorization", "Basic dTpw", "Basic $BASIC_CREDENTIALS"),
        ("X-Api-Key", "k", "$X_API_KEY"),
        ("X-Auth-Token", "abc-123-def", "$X_AUTH_TOKEN"),
        ("Cookie", "sid=abc123def456; theme=dark", "sid=$COOKIE_SID; theme=$COOKIE_THEME"),
        ("Set-Cookie", "sid=abc123def456; Path=/; HttpOnly", "sid=$COOKIE_SID; Path=/; HttpOnly"),
        ("Location", "https://h/cb#access_token=abc-123-def", "https://h/cb#access_token=$ACCESS_TOKEN"),
        ("WWW-Authenticate", 'Bearer realm="x"', 'Bearer realm="x"'),
        ("Accept", "application/json", "application/json"),
        ("Authorization", "", ""),
        ("Authorization", "Bearer $ACCESS_TOKEN", "Bearer $ACCESS_TOKEN"),
    ],
)
def test_headers(redactor: Redactor, name: str, value: str, wanted: str) -> None:
    assert redactor.mask_header(name, value) == wanted


def test_known_values_name_what_a_header_holds(redactor: Redactor) -> None:
    redactor.add("my_token", "abc-123-def")
    assert redactor.mask_header("Authorization", "Bearer abc-123-def") == "Bearer $MY_TOKEN"


def test_what_was_found_by_its_place_is_known_from_then_on(redactor: Redactor) -> None:
    redactor.mask('{"access_token":"abc-123-def"}')
    assert redactor.mask("the id is abc-123-def") == "the id is $ACCESS_TOKEN"


def test_words_in_messages_are_not_learned(redactor: Redactor) -> None:
    body = '{"errors": {"password": "required"}}'
    assert redactor.mask(body) == '{"errors": {"password": "$PASSWORD"}}'
    assert redactor.mask("a password is required") == "a password is required"


def test_the_password_in_basic_credentials_is_learned(redactor: Redactor) -> None:
    redactor.mask_header("Authorization", "Basic " + base64.b64encode(b"user:pw-12345678").decode())
    assert redactor.mask("pw-12345678") == "$PASSWORD"


def test_an_api_key_in_basic_credentials_is_learned(redactor: Redactor) -> None:
    redactor.mask_header("Authorization", "Basic " + base64.b64encode(b"sk_live_12345678:").decode())
    assert redactor.mask("sk_live_12345678") == "$API_KEY"


# JSON values and bodies


def test_json_values(redactor: Redactor) -> None:
    value = {
        "access_token": "abc-123-def",
        "list": [{"text": "it is abc-123-def", "n": 1.5, "b": True, "z": None}],
        "credentials": {"user": "me", "type": "basic", "inner": {"x": "y"}},
        "errors": {"password": ["can't be blank"]},
        "token_count": 5,
        "code": "ABC123DEF456",
    }
    assert redactor.mask_json(value) == {
        "access_token": "$ACCESS_TOKEN",
        "list": [{"text": "it is $ACCESS_TOKEN", "n": 1.5, "b": True, "z": None}],
        "credentials": {"user": "$CREDENTIALS", "type": "basic", "inner": {"x": "$CREDENTIALS"}},
        "errors": {"password": ["can't be blank"]},
        "token_count": 5,
        "code": "$CODE",
    }


def test_a_value_is_masked_where_it_stands_before_the_field_that_gives_it_away(redactor: Redactor) -> None:
    body = '{"echo": "abc-123-def", "access_token": "abc-123-def"}'
    assert (
        redactor.mask_body(body, "application/json")
        == '{"echo": "$ACCESS_TOKEN", "access_token": "$ACCESS_TOKEN"}'
    )


def test_bodies_keep_their_form(redactor: Redactor) -> None:
    body = '{ "n" : 1.0,\n "big": 12345678901234567890, "client_secret" : "a\\u0062c-123-def" }'
    wanted = '{ "n" : 1.0,\n "big": 12345678901234567890, "client_secret" : "$CLIENT_SECRET" }'
    assert redactor.mask_body(body, "application/json") == wanted


def test_a_body_is_written_anew_where_its_form_hides_a_secret(redactor: Redactor) -> None:
    body = '{"credentials": {"a": "xy"}}'
    assert json.loads(redactor.mask_body(body, "application/json")) == {"credentials": {"a": "$CREDENTIALS"}}


def test_the_code_of_a_token_request_is_masked_whatever_it_looks_like(redactor: Redactor) -> None:
    body = '{"grant_type": "authorization_code", "code": "short"}'
    assert "short" not in redactor.mask_body(body, "application/json")


@pytest.mark.parametrize("code", ['"WDJB-MJHT"', '"A1"', "123456"])
def test_the_codes_of_a_device_are_masked_whatever_they_look_like(redactor: Redactor, code: str) -> None:
    uri = '"verification_uri": "https://l/device"'
    complete = '"verification_uri_complete": "https://l/device?user_code=WDJB-MJHT"'
    body = f'{{"device_code": "plain", "user_code": {code}, {uri}, {complete}}}'
    masked = json.loads(redactor.mask_body(body, "application/json"))
    assert masked == {"device_code": "$DEVICE_CODE", "user_code": "$USER_CODE", "verification_uri": "https://l/device",
                      "verification_uri_complete": "$VERIFICATION_URI_COMPLETE"}
    assert redactor.mask("grant_type=x&device_code=plain") == "grant_type=x&device_code=$DEVICE_CODE"
    assert redactor.mask_body('{"user_code": "E-17"}', "application/json") == '{"user_code": "E-17"}'


def test_deep_json(redactor: Redactor) -> None:
    deep: object = "abc-123-def"
    for _ in range(300):
        deep = [deep]
    redactor.add("key", "abc-123-def")
    assert "abc-123-def" not in json.dumps(redactor.mask_json(deep))


# Hints and speed


@pytest.mark.parametrize(
    ("secret", "shown"),
    [("", "••••"), ("abcdefgh", "••••"), ("abcdefghijklmno", "••••"), ("abcdefghijklmnop", "••••mnop")],
)
def test_hints_show_the_end_of_long_secrets_only(secret: str, shown: str) -> None:
    assert hint(secret) == shown


@pytest.mark.parametrize(
    "text", ["\\" * 300_000, "token=" * 50_000, "a.b-" * 80_000 + "token", '"' * 300_000, "%25" * 99_000]
)
def test_no_text_makes_masking_slow(redactor: Redactor, text: str) -> None:
    redactor.add("one", "s3cr3t\\\\%value")
    began = time.perf_counter()
    redactor.mask(text)
    assert time.perf_counter() - began < 5


def test_to_know_a_secret_costs_next_to_nothing(redactor: Redactor) -> None:
    began = time.perf_counter()
    for number in range(20):
        redactor.add("key", f"s3cr3t+/ value-{number}")
    assert time.perf_counter() - began < 1
