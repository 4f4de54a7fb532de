"""XML and multipart, written and read by the platform's tables (reference/http_dsl.md section 7)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from wkt_cli.errors import RequestFormatError, ResponseFormatError
from wkt_cli.http.formats.multipart import Multipart
from wkt_cli.http.formats.text import SpelledTime
from wkt_cli.http.formats.xml import Xml
from wkt_cli.http.message import OutgoingRequest, Reply

NOON = datetime(2024, 1, 2, 12, 30, tzinfo=UTC)


def came(body: bytes, content_type: str = "application/xml") -> Reply:
    return Reply(200, "", [("Content-Type", content_type)], body, OutgoingRequest("GET", "http://h/"))


@pytest.mark.parametrize(("payload", "written"), [
    ({}, "<r></r>"),
    ({"a": "x & <y>'"}, "<r><a>x &amp; &lt;y&gt;&#39;</a></r>"),
    ({"a": {"content!": "x & <y>"}}, "<r><a>x & <y></a></r>"),
    ({"@id": 7, "@none": None, "@q": 'a"b'}, '<r id="7" none="" q="a&quot;b"></r>'),
    ({"a": [{"b": 1}, 2, None, {}, ""]}, '<r><a><b>1</b></a><a>2</a><a xsi:nil="true"/><a></a><a></a></r>'),
    ({"a": []}, "<r></r>"),
    ({"a": [[1, 2], [3]]}, "<r><a><element>1</element><element>2</element></a><a><element>3</element></a></r>"),
    ({"a": {"content!": "t", "b": True}}, "<r><a>t<b>true</b></a></r>"),
    ({"a": {"content!": None}}, "<r><a></a></r>"),
    ({"@a": "x\ny\r'", "@l": [1, {"k": "v\t"}]},
     """<r a="x&#10;y&#13;'" l="[1, {&quot;k&quot;=&gt;&quot;v\\t&quot;}]"></r>"""),
    ({"a/": "t", "b/": {"@k": 1}, "c/": [1, {"@k": 2, "d": 3}], "e/": {"f": 1}},
     '<r><a/><b k="1"/><c/><c k="2"/><e><f>1</f></e></r>'),
    ({"raw!": [["<", 1], "<b/>"]}, "<r><raw><element>&lt;</element><element>1</element></raw><raw><b/></raw></r>"),
    ({"raw!": "<b/>", "x/": None, "!esc": "<"}, "<r><raw><b/></raw><x/><!esc>&lt;</!esc></r>"),
    ({"b": 1, "a": 2, "order!": ["a", "b"]}, "<r><a>2</a><b>1</b></r>"),
    ({"d": date(2024, 1, 2), "t": NOON, "@t": NOON},
     '<r t="2024-01-02T12:30:00+00:00"><d>2024-01-02</d><t>12:30:00</t></r>'),
])  # fmt: skip
def test_xml_is_written(payload: Any, written: str) -> None:
    assert Xml("r").encode(payload).decode() == written


def test_namespaces_are_added_to_the_root() -> None:
    format = Xml("s:r", {"@xmlns:s": "urn:s", "head": "h"})
    assert format.encode({"a": 1}) == b'<s:r xmlns:s="urn:s"><a>1</a><head>h</head></s:r>'


@pytest.mark.parametrize("payload", ["text", [1], 5, {"a": object()}])
def test_what_is_no_xml_is_told(payload: Any) -> None:
    with pytest.raises(RequestFormatError):
        Xml("r").encode(payload)


@pytest.mark.parametrize(("body", "strip", "value"), [
    (b'<r a="1"><i>one</i><i/></r>', False, {"r": [{"@a": "1", "i": [{"content!": "one"}, {}]}]}),
    (b'<n:r xmlns:n="u" n:b="2"><n:t>x</n:t></n:r>', False,
     {"n:r": [{"@xmlns:n": "u", "@b": "2", "n:t": [{"content!": "x"}]}]}),
    (b'<n:r xmlns:n="u"><n:t>x</n:t></n:r>', True, {"r": [{"@xmlns:n": "u", "t": [{"content!": "x"}]}]}),
    (b"<a>x<!-- c --><b>y</b>z</a>", False, {"a": [{"content!": "xz", "b": [{"content!": "y"}]}]}),
    (b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', False, {"a": [{"content!": "\u00e9"}]}),
    ("<a>\u00e9</a>".encode("utf-16"), False, {"a": [{"content!": "\u00e9"}]}),
    (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;x</a>', False, {"a": [{"content!": "x"}]}),
])  # fmt: skip
def test_xml_is_read(body: bytes, strip: bool, value: Any) -> None:
    assert Xml(strip=strip).decode(came(body)) == value


def test_the_charset_of_the_reply_is_honoured() -> None:
    reply = came("<a>\u00e9</a>".encode("latin-1"), "text/xml; charset=ISO-8859-1")
    assert Xml().decode(reply) == {"a": [{"content!": "\u00e9"}]}


@pytest.mark.parametrize("body", [b"", b"{}", b"<a><b></a>"])
def test_a_reply_that_is_no_xml_is_told(body: bytes) -> None:
    with pytest.raises(ResponseFormatError, match=r"\d+:\d+: FATAL"):
        Xml().decode(came(body))


def parts(payload: Any) -> list[str]:
    format = Multipart()
    assert str(format.CONTENT_TYPE).split("; boundary=") == ["multipart/form-data", format.boundary]
    *found, end = format.encode(payload).decode().split(f"--{format.boundary}")
    assert end == "--\r\n"
    return [part.replace("Content-Disposition: form-data; ", "").strip("\r\n") for part in found if part]


@pytest.mark.parametrize(("payload", "written"), [
    ({}, []),
    ({"k": "v", "n": None, "t": True}, ['name="k"\r\n\r\nv', 'name="n"', 'name="t"\r\n\r\ntrue']),
    ({"f": ["data", "text/plain", "a.txt"]}, ['name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\ndata']),
    ({"p/z.bin": [b"data", "a/b"]}, ['name="p/z.bin"; filename="z.bin"\r\nContent-Type: a/b\r\n\r\ndata']),
    ({"f": ["v"], "g": ["v", None, "f"]}, ['name="f"\r\n\r\nv', 'name="g"\r\n\r\nv']),
    ({"h": {"a": 1, "b": {"c": 2}}}, ['name="h[a]"\r\n\r\n1', 'name="h[b][c]"\r\n\r\n2']),
    ({"f": [{"a": 1}, "a/b"]}, ['name="f"; filename="f"\r\nContent-Type: a/b\r\n\r\n{"a"=>1}']),
])  # fmt: skip
def test_multipart_is_written(payload: Any, written: list[str]) -> None:
    assert parts(payload) == written


def test_multipart_takes_a_dict_only() -> None:
    with pytest.raises(RequestFormatError, match="multipart"):
        Multipart().encode("text")


def test_a_time_may_bring_its_spellings() -> None:
    from wkt_cli.http.formats import form, json

    time = SpelledTime.of("2024-01-02T03:04:05+00:00", None, text="noon", json="midday", xml="12")
    assert time == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    written = (form.encode({"t": time}), json.encode({"t": time}), Xml("r").encode({"t": time}))
    assert written == (b"t=noon", b'{"t":"midday"}', b"<r><t>12</t></r>")
