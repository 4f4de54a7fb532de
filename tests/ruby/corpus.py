"""Real connectors against `wkt`: does each load, do its static parts evaluate, does every lambda compile.

    python tests/ruby/corpus.py FOLDER...

Nothing is sent and nothing is written. A file that Ruby itself can't parse must be refused, any other must load. What
fails is counted by its cause; parts that need a request or a connection can't be evaluated here and are counted, too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from wkt_cli.connector.check import check
from wkt_cli.connector.fields import field_hashes
from wkt_cli.connector.load import read
from wkt_cli.connector.model import Connector
from wkt_cli.errors import ConnectorFileError, NoAnswerError, WktError
from wkt_cli.ruby import SandboxError
from wkt_cli.runtime.object_definitions import ObjectDefinitions
from wkt_cli.runtime.session import Session
from wkt_cli.trace.files import new_trace
from wkt_cli.trace.model import Phase
from wkt_cli.trace.recorder import Recorder
from wkt_cli.trace.redact import Redactor

NEEDS_REQUEST = "needs a request"
NEEDS_VALUES = "needs values of a connection or configuration"
NO_VALUE = r"nil(:NilClass|\b)|NilClass|missing keyword|password component depends"
GROUPS = ("actions", "triggers", "methods", "pick_lists", "object_definitions", "streams")


@dataclass
class Report:
    """What was found in the files.

    Attributes:
        files: how many were read, by verdict.
        parts: how many parts were evaluated, by kind.
        causes: what failed, by cause, each with the places.
    """

    files: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    causes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def failures(self) -> int:
        """How many things failed that should not have."""
        return sum(len(places) for cause, places in self.causes.items() if cause not in (NEEDS_REQUEST, NEEDS_VALUES))

    def lines(self) -> Iterator[str]:
        """Give the report as text."""
        yield "files: " + ", ".join(f"{count} {name}" for name, count in sorted(self.files.items()))
        yield "evaluated: " + ", ".join(f"{count} {name}" for name, count in sorted(self.parts.items()))
        for cause, places in sorted(self.causes.items(), key=lambda item: -len(item[1])):
            yield f"{len(places):6}  {cause}  ({places[0]})"


class Offline:
    """A client that sends nothing."""

    def send(self, outgoing: Any, origin: Any) -> NoReturn:
        raise NoAnswerError(NEEDS_REQUEST)


def connector_files(folders: list[str]) -> Iterator[Path]:
    """Give the Ruby files in folders; specs are no connectors."""
    for folder in map(Path, folders):
        files = sorted(folder.rglob("*.rb")) if folder.is_dir() else [folder]
        yield from (path for path in files if not path.name.endswith(("_spec.rb", "_helper.rb")))


def ruby_parses(path: Path) -> bool | None:
    """Ask Ruby whether a file is Ruby; None where there is no Ruby."""
    if shutil.which("ruby") is None:
        return None
    return subprocess.run(["ruby", "-c", path], capture_output=True).returncode == 0


def survey(folders: list[str]) -> Report:
    """Look at every connector in folders."""
    report = Report()
    for path in connector_files(folders):
        look_at(path, report)
    return report


def look_at(path: Path, report: Report) -> None:
    """Load one file, evaluate what is static in it, compile all of it, and check it."""
    parses = ruby_parses(path)
    try:
        connector = read(path)
    except ConnectorFileError as error:
        report.files["refused"] += 1
        if parses is not False:
            report.causes[f"not loaded: {error.message}"].append(str(path))
        return
    report.files["loaded"] += 1
    if parses is False:
        report.causes["loaded, but Ruby can't parse it"].append(str(path))
    for key_path, part in static_parts(connector):
        evaluate(report, f"{path}: {key_path}", key_path, part)
    compile_all(connector, report)
    for finding in check(path):
        if finding.severity == "error" or finding.column:
            report.causes[f"check: {finding.message}"].append(f"{path}:{finding.line}")


def static_parts(connector: Connector) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give what can be evaluated without a connection: key path and a function that does it."""
    session = Session(connector, {}, Offline(), Recorder(new_trace(), Redactor()))  # type: ignore[arg-type]

    def run(key_path: str, *offered: Any) -> Any:
        return connector.plain(session.run(session.required_block(key_path), *offered, phase=Phase.EXECUTE))

    yield "title", lambda: connector.title.encode()
    yield "connection.fields", lambda: field_hashes(connector, {}, lambda block, *given: block.function(*given))
    for group in GROUPS:
        yield f"names of {group}", lambda group=group: [str(name) for name in names(connector, group)]  # type: ignore[misc]
    for name in names(connector, "pick_lists"):
        yield f"pick_lists.{name}", lambda name=name: run(f"pick_lists.{name}", {})  # type: ignore[misc]
    for name in names(connector, "object_definitions"):
        path = f"object_definitions.{name}.fields"
        yield path, lambda name=name: ObjectDefinitions(session, {}).fields(name)  # type: ignore[misc]
    definitions = ObjectDefinitions(session, {})
    for path in field_blocks(connector):
        yield path, lambda path=path: run(path, definitions, {}, {})  # type: ignore[misc]


def names(connector: Connector, group: str) -> Mapping[str, Any]:
    """Give the members of a collection."""
    found = connector.source.get(group)
    return found if isinstance(found, Mapping) else {}


def field_blocks(connector: Connector) -> Iterator[str]:
    """Give the key paths of all input and output fields that are lambdas."""
    for group in ("actions", "triggers"):
        for name, member in names(connector, group).items():
            for key in ("input_fields", "output_fields"):
                if isinstance(member, Mapping) and connector.is_function(member.get(key)):
                    yield f"{group}.{name}.{key}"


def evaluate(report: Report, place: str, key_path: str, part: Callable[[], Any]) -> None:
    """Evaluate one part and count how it went."""
    try:
        part()
    except WktError as error:
        report.causes[cause_of(error)].append(place)
    else:
        report.parts[re.sub(r"\.[^.]+\.|\.[^.]+$", ".NAME.", key_path).rstrip(".")] += 1


def cause_of(error: WktError) -> str:
    """Name the kind of a failure."""
    if NEEDS_REQUEST in error.message or "no host provided" in error.message or "bad URI" in error.message:
        return NEEDS_REQUEST
    if re.search(NO_VALUE, error.message):
        return NEEDS_VALUES
    return f"{type(error).__name__}: {error.message}"


def compile_all(connector: Connector, report: Report) -> None:
    """Compile every lambda that was left for its first call."""
    for start in connector.loaded.starts():
        try:
            connector.loaded.compile_lambda(start)
        except SandboxError as error:
            report.causes[f"not compiled: {error.message.splitlines()[0]}"].append(str(connector.path))
        else:
            report.parts["lambdas compiled"] += 1


if __name__ == "__main__":
    found = survey(sys.argv[1:] or ["connectors"])
    print("\n".join(found.lines()))
    sys.exit(1 if found.failures else 0)
