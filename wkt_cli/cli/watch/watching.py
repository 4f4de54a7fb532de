"""`wkt exec --watch`: run again when a file that the run read has changed, and show what is different then."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ExitCode
from ..ending import end_quietly
from .files_read import FilesRead, Stamp, noting, stamp

if TYPE_CHECKING:
    from ...connector.model import Connector
    from ..app import App

PACKAGE = Path(__file__).parents[1]
PAUSE, SETTLE = 0.25, 0.1
"""Seconds between two looks at the files, and between two looks while they change."""
LOOKS = 20
"""How often files that keep changing, or are gone, are looked at before the run."""
NAMED = 3
"""How many files are told by name."""

Run = Callable[["App"], "tuple[Connector, Any]"]
"""Runs a block and gives its connector and its result."""


class Watch:
    """The files that a run depends on, and how they were when it read them.

    Args:
        app: the command; its project, its working folder and the connectors' folders are looked at.
        always: files that count whether a run reads them or not, such as those that options name.
    """

    def __init__(self, app: App, always: Iterable[Path]) -> None:
        self._sleep, self._project = app.environment.clock.sleep, app.project
        self._always = [path.absolute() for path in always]
        roots = {app.project.root, app.environment.folder, *(path.parent for path in self._always)}
        self._folders = tuple({f"{name}{os.sep}" for root in roots for name in (root, root.resolve())})
        installed = (f"{folder}{os.sep}" for folder in (sys.prefix, sys.base_prefix, PACKAGE))
        self._not_ours = tuple(folder for folder in installed if folder.startswith(self._folders))
        self.stamps: dict[Path, Stamp] = {}

    def wanted(self, path: str) -> bool:
        """Tell whether a file that is read belongs to the person's work: not to Python, nor to what `wkt` keeps."""
        if not path.startswith(self._folders) or path.startswith(self._not_ours):
            return False
        state = self._project.state_folder
        return not path.startswith(f"{state}{os.sep}") or Path(path) == self._project.settings_file

    @contextmanager
    def during(self) -> Iterator[None]:
        """Remember what is read during a run, as it was then; what the run wrote itself counts as it is afterwards."""
        before = {path: stamp(path) for path in self._always}
        with noting(self.wanted) as read:
            yield
        self.stamps = {**before, **read.stamps, **_module_folders(read)}
        self.stamps |= {path: stamp(path) for path in read.written if path in self.stamps}

    def wait(self) -> list[Path]:
        """Wait until files have changed and change no more; give them."""
        while True:
            self._sleep(PAUSE)
            if self._now() == self.stamps:
                continue
            settled = self._settled()
            changed = [path for path, known in self.stamps.items() if settled[path] != known]
            if changed:
                return changed

    def _now(self) -> dict[Path, Stamp]:
        return {path: stamp(path) for path in self.stamps}

    def _settled(self) -> dict[Path, Stamp]:
        """Wait for the end of a change: editors write several times, and replace a file by another."""
        seen = self._now()
        for _ in range(LOOKS):
            self._sleep(SETTLE)
            latest, seen = seen, self._now()
            gone = any(seen[path] is None for path, known in self.stamps.items() if known is not None)
            if seen == latest and not gone:
                break
        return seen


def _module_folders(read: FilesRead) -> dict[Path, Stamp]:
    """Give the folders of Python files that were read: a module that was missing may come there."""
    return {path.parent: stamp(path.parent) for path in read.stamps if path.suffix == ".py"}


class Results:
    """Shows the first result whole, and of later ones what is different.

    Args:
        app: the command.
        write: writes a result to standard output or a file.
        output: whether that is a file.
    """

    def __init__(self, app: App, write: Callable[[App, Connector, Any], None], *, output: bool) -> None:
        environment = app.environment
        self._write = write
        self._beside = not output and all(map(environment.on_terminal, (environment.stdout, environment.stderr)))
        self._latest: tuple[Any] | None = None

    def show(self, app: App, connector: Connector, result: Any) -> None:
        """Show a result; on a terminal the differences stand for it, in the place of a result that is no shorter."""
        from ..result_json import as_json

        known, value = self._latest, json.loads(as_json(connector, result))
        self._latest = (value,)
        told = [] if known is None else _differences(app, known[0], value)
        if known is None or not self._beside or app.options.quiet or len(told) >= _length(value):
            self._write(app, connector, result)
            app.environment.stdout.flush()
        if known is not None:
            app.say("\n".join(told) or "The result is the same")


def _differences(app: App, before: Any, after: Any) -> list[str]:
    from ..render import Painter
    from .differences import differences, lines

    return lines(list(differences(before, after)), Painter(app.terminal, app.environment.stderr), app.environment.mask)


def _length(value: Any) -> int:
    return json.dumps(value, indent=2).count("\n") + 1


def watch_run(app: App, run: Run, results: Results, always: Iterable[Path]) -> int:
    """Run, and run again whenever a file that was read has changed, until Ctrl-C.

    Args:
        app: the command.
        run: is given an `App` of its own each time.
        results: shows what comes out.
        always: files that count whether a run reads them or not.
    """
    watched, told = Watch(app, always), False
    try:
        while True:
            with watched.during():
                status = _one(app.anew(), run, results)
            if status == ExitCode.CLOSED_PIPE:
                return status
            if not told:
                app.say(f"Watching {_names(app, _files(watched))}; Ctrl-C ends it")
                told = True
            app.say(f"\n{_names(app, watched.wait())} changed")
    except KeyboardInterrupt:
        return end_quietly(app)


def _one(app: App, run: Run, results: Results) -> int:
    """Run once; an error is told, and no reason to end."""
    from ..failures import report

    try:
        results.show(app, *run(app))
    except Exception as error:
        return report(error, app.environment)
    return ExitCode.OK


def _files(watched: Watch) -> list[Path]:
    return [path for path, known in watched.stamps.items() if known is not None and not path.is_dir()]


def _names(app: App, paths: list[Path]) -> str:
    """Name files, the first of many only; such as ``connector.rb, input.json and 2 more``."""
    folder = app.environment.folder
    names = [str(path.relative_to(folder) if path.is_relative_to(folder) else path) for path in paths]
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
