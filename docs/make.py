"""Writes what in the documentation is made from the program: commands, tables of Ruby, the walk-through.

    python docs/make.py                     write all of it
    python docs/make.py --check [PART]...   write nothing; show what is stale and end with status 1

Parts: ``commands`` (from the commands and `errors.ExitCode`), ``ruby`` and ``support`` (from ruby_support.toml and the
runtime's registry), ``walk`` (real commands at a pseudo-terminal). The part ``benchmark`` fills in what the programs in
benchmarks/ measure here and now, and is made only when it is named.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

import benchmark  # noqa: E402
import commands_page  # noqa: E402
import ruby_page  # noqa: E402
import walk  # noqa: E402

PARTS: dict[str, tuple[Path, Callable[[str], str]]] = {
    "commands": (HERE / "commands.md", lambda text: commands_page.page()),
    "ruby": (HERE / "ruby-connectors.md", ruby_page.filled),
    "support": (ROOT / "README.md", ruby_page.filled),
    "walk": (ROOT / "README.md", walk.filled),
    "benchmark": (ROOT / "README.md", benchmark.filled),
}
USUAL = ("commands", "ruby", "support", "walk")


def main() -> int:
    """Make the parts that are named, or all; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, show what is stale")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=" or ".join(PARTS))
    given = parser.parse_args()
    return max(make(part, check=given.check) for part in given.parts or USUAL)


def make(part: str, *, check: bool) -> int:
    """Write one part, or show how it differs; give 1 if it is stale.

    Args:
        part: a key of `PARTS`.
        check: whether to leave the file as it is.
    """
    path, made = PARTS[part]
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    new = made(old)
    if check and old != new:
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), path.name, "as it should be", lineterm="")
        print("\n".join(lines), f"\n{path.name} is stale: run `python docs/make.py`")
        return 1
    if old != new:
        path.write_text(new, encoding="utf-8", newline="\n")
        print(f"{path.name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
