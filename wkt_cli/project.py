"""Where am I: the project's folder, and the connectors that can be loaded from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .connector.load import FORMS, load
from .connector.mistakes import nearest
from .connector.model import Connector
from .errors import ConnectorFileError

CONNECTORS = "connectors"
STATE = ".wkt"
SETTINGS = "settings.yaml"

_ROOT_CONNECTORS = tuple(f"connector{suffix}" for suffix in FORMS)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


class Found(NamedTuple):
    """A connector that can be loaded.

    Attributes:
        name: what it is called by, such as ``percolate`` or ``ruby/percolate``.
        path: its file.
        form: the language, such as ``Python``.
        bundled: whether it comes with `wkt`.
        clash: another file in the same folder that has this name too, or None.
    """

    name: str
    path: Path
    form: str
    bundled: bool = False
    clash: Path | None = None


@dataclass(frozen=True)
class Project:
    """A folder with connectors and settings.

    Attributes:
        root: the project's folder.
        start: the folder that paths are relative to.
    """

    root: Path
    start: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Find the project that a folder belongs to.

        Args:
            start: the folder to start from; the working folder if None.

        Returns:
            The nearest folder upwards that holds ``connectors/``, ``.wkt/``, or a ``connector.py`` or
            ``connector.rb``; the start itself if there is none.
        """
        start = (start or Path.cwd()).absolute()
        root = next((folder for folder in (start, *start.parents) if _is_project(folder)), start)
        return cls(root, start)

    @property
    def settings_file(self) -> Path:
        """The file with the plain fields of the stored connections.

        Beside a connector settings.yaml has the gem's layout, so that there it lies in the folder for state.
        """
        return (self.state_folder if self.gem_layout else self.root) / SETTINGS

    @property
    def state_folder(self) -> Path:
        """The folder for state and traces."""
        return self.root / STATE

    @property
    def connectors_folder(self) -> Path:
        """The folder of the project's own connectors."""
        return self.root / CONNECTORS

    @property
    def gem_layout(self) -> bool:
        """Whether a connector lies in the root itself, so that settings.yaml is laid out as the gem does."""
        return any((self.root / name).is_file() for name in _ROOT_CONNECTORS)

    def connectors(self) -> list[Found]:
        """List what can be loaded: the project's own, then bundled ones whose name is still free."""
        own = list(self._own())
        taken = {found.name for found in own}
        bundled = _in_folder(bundled_folder(), bundled=True)
        return own + [found for found in bundled if found.name not in taken]

    def locate(self, name_or_path: str) -> Found:
        r"""Find a connector by its name, or by the path of its file.

        Args:
            name_or_path: such as ``percolate``, ``ruby/percolate``, ``./percolate.py`` or ``C:\x.py``.

        Raises:
            ConnectorFileError: there is none, or one folder has two of this name.
        """
        if is_path(name_or_path):
            return self._at_path(name_or_path)
        name = name_or_path.replace("\\", "/").strip("/")
        for found in self.connectors():
            if found.name == name:
                return _only(found)
        raise self._not_found(name_or_path)

    def load(self, name_or_path: str) -> Connector:
        """Find and load a connector.

        Raises:
            ConnectorFileError: it isn't there, or can't be loaded.
        """
        found = self.locate(name_or_path)
        return load(found.path, found.name)

    def _own(self) -> Iterator[Found]:
        """Give the project's connectors; one in the root is called ``connector``."""
        if self.gem_layout:
            yield from _in_folder(self.root, deep=False, only="connector")
        if not _same(self.connectors_folder, bundled_folder()):
            yield from _in_folder(self.connectors_folder)

    def _at_path(self, text: str) -> Found:
        path = self.start / Path(text).expanduser()
        if path.is_file():
            form = FORMS.get(path.suffix.lower())
            return Found(path.stem, path, form.label if form else path.suffix)
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        raise ConnectorFileError(f"There is no connector at {text}",
                                 hint=nearest(path.name, beside) or f"looked at {path}")

    def _not_found(self, name: str) -> ConnectorFileError:
        known = [found.name for found in self.connectors()]
        folders = dict.fromkeys((self.connectors_folder, bundled_folder()))
        near = nearest(name, known) or "`wkt connectors` lists what there is"
        return ConnectorFileError(f"There is no connector `{name}`",
                                  hint=f"{near} (looked in {', '.join(map(str, folders))})")


def is_path(text: str) -> bool:
    r"""Tell whether a connector is named by its path, not by its name.

    >>> [is_path(text) for text in ("percolate", "ruby/percolate", "./x.py", r"C:\x.py", "x.py", "~/x.py")]
    [False, False, True, True, True, True]
    """
    if text.startswith(("./", "../", ".\\", "..\\", "/", "\\", "~")) or _DRIVE.match(text):
        return True
    return text.lower().endswith(tuple(FORMS))


def bundled_folder() -> Path:
    """Give the folder of the connectors that come with `wkt`: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "bundled"
    return inside if inside.is_dir() else package.parent / CONNECTORS


def _is_project(folder: Path) -> bool:
    return (
        (folder / CONNECTORS).is_dir()
        or (folder / STATE).is_dir()
        or any((folder / name).is_file() for name in _ROOT_CONNECTORS)
    )


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _in_folder(folder: Path, bundled: bool = False, deep: bool = True, only: str = "") -> Iterator[Found]:
    """Give the connectors of a folder and of the folders in it, by name."""
    files: dict[str, list[Path]] = {}
    for path in _files(folder, deep):
        files.setdefault(path.relative_to(folder).with_suffix("").as_posix(), []).append(path)
    for name, paths in sorted(files.items()):
        if not only or name == only:
            clash = paths[1] if len(paths) > 1 else None
            yield Found(name, paths[0], FORMS[paths[0].suffix.lower()].label, bundled, clash)


def _files(folder: Path, deep: bool) -> Iterator[Path]:
    """Give the files that may be connectors; what starts with ``_`` or ``.``, and packages, is private."""
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if entry.name.startswith(("_", ".")):
            continue
        if entry.suffix.lower() in FORMS and entry.is_file():
            yield entry
        elif deep and entry.is_dir() and not (entry / "__init__.py").exists():
            yield from _files(entry, deep)


def _only(found: Found) -> Found:
    if found.clash:
        raise ConnectorFileError(
            f"Two connectors are named `{found.name}`: {found.path} and {found.clash}",
            hint="rename one of them, put it into a folder of its own, or give the path",
        )
    return found
