"""The program that `$BROWSER` names, in the place of a person: fills in a page's form and follows where it leads.

    python form_filler.py USER PASSWORD allow|deny URL
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener


class Form(HTMLParser):
    """Reads the fields of a page's form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.buttons: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input":
            self.fields[given["name"]] = given.get("value", "")
        elif tag == "button":
            self.buttons.append(given["value"])


def main(user: str, password: str, decision: str, url: str) -> None:
    opener = build_opener(ProxyHandler({}))
    with opener.open(url, timeout=10) as shown:
        form, place = Form(shown.read().decode()), shown.geturl()
    assert decision in form.buttons
    given = {"user": user, "password": password} if decision == "allow" else {}
    fields = {**form.fields, **given, "decision": decision}
    opener.open(place, urlencode(fields).encode(), timeout=10).read()


if __name__ == "__main__":
    main(*sys.argv[1:])
