"""A new project: a connector that runs at once, an input and tests for it (reference/cli_and_files.md section 11)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template

from . import Folder
from .tests import head

LANGUAGES = {"ruby": "connector.rb", "python": "connector.py"}
"""What a connector can be written in, with the file it is."""

INPUT = "fixtures/actions/greet/input.json"

_TEMPLATES = Path(__file__).parent / "templates"
_IGNORED = "/settings.yaml\n__pycache__/\n.pytest_cache/\n"
_TESTS = '''

def test_connection(connector: ConnectorUnderTest) -> None:
    assert connector.run("test") == {"reached": True}


def test_greet(connector: ConnectorUnderTest) -> None:
    output = connector.run("actions.greet.execute", input={"name": "Ana", "language": "es"})
    assert output == {"greeting": "Hola, Ana!"}
'''


def add_project(folder: Folder, language: str) -> None:
    """Make the files of a project; plain settings are kept out of version control.

    Args:
        folder: where it is made; its name becomes the connector's title.
        language: a key of `LANGUAGES`.
    """
    file = LANGUAGES[language]
    template = Template((_TEMPLATES / f"{file}.txt").read_text(encoding="utf-8"))
    title = title_of(folder.root.resolve().name)
    folder.add(file, template.substitute(title=_quoted(title, language)))
    folder.add(INPUT, '{ "name": "Ana" }\n')
    folder.add("tests/test_connector.py", head("The sample's blocks", file, up=1) + _TESTS)
    folder.add(".gitignore", _IGNORED)


def title_of(name: str) -> str:
    """Give a title for the name of a folder.

    >>> title_of("my_first-connector")
    'My First Connector'
    """
    words = re.split(r"[\W_]+", name)
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or "Connector"


def _quoted(title: str, language: str) -> str:
    return f"'{title}'" if language == "ruby" else json.dumps(title, ensure_ascii=False)
