"""What in the documentation is made from the program is as the program would make it now."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def made(part: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "docs" / "make.py"), "--check", part]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize("part", ["commands", "ruby", "support"])
def test_what_is_made_of_the_program_is_fresh(part: str) -> None:
    done = made(part)
    assert done.returncode == 0, done.stdout + done.stderr


def test_walk_through_is_fresh(unix: None) -> None:
    done = made("walk")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'href="([^"]+)"', text)
    for target in (link for link in links if "://" not in link):
        file, _, anchor = target.partition("#")
        aimed = (page.parent / file).resolve() if file else page
        assert aimed.is_file(), target
        assert not anchor or anchor in anchors(aimed), target


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as the usual viewers of Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
