"""Which browser is opened: $BROWSER, else that of the desktop, none where there is no desktop."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from wkt_cli.cli.sign_in.browser import open_browser

URL = "https://login.example.com/a?b=c d&e=%73"


def written(path: Path) -> str:
    """Wait for what a started program writes."""
    for _ in range(300):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.05)
    return ""


@pytest.fixture
def program(tmp_path: Path) -> str:
    """Give a command that writes the last word it is given into a file beside it."""
    script = tmp_path / "browser.py"
    script.write_text("import sys, pathlib, os\n"
                      "made = pathlib.Path(__file__).with_name('new')\n"
                      "made.write_text(sys.argv[-1])\n"
                      "os.replace(made, pathlib.Path(__file__).with_name('url'))\n")
    return f"{sys.executable} {script}"


@pytest.mark.parametrize("form", ["{} %s", "{}", "/no/such/browser:{}", "{} '%s'"])
def test_the_variable_names_it(program: str, tmp_path: Path, form: str, unix: None) -> None:
    assert open_browser(URL, {"BROWSER": form.format(program)})
    assert written(tmp_path / "url") == URL


@pytest.mark.parametrize("value", ["/no/such/browser", "'unclosed", "/no/such/one:/no/such/other"])
def test_one_that_can_t_be_started(value: str) -> None:
    assert not open_browser(URL, {"BROWSER": value})


@pytest.mark.parametrize("environ", [{}, {"SSH_CONNECTION": "1 2 3 4"}])
def test_no_desktop(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert not open_browser(URL, environ)


def test_the_browser_of_the_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    assert open_browser(URL, {"DISPLAY": ":0"})
    assert opened == [URL]
