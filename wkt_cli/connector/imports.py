"""Imports of a connector's own helper modules, kept apart from those of `wkt` and of other connectors.

A connector may write ``import helpers`` for a ``helpers.py`` beside it, also inside a function that runs
later. Nothing of this may be seen outside: `sys.path` stays as it is, two connectors may each have a
``helpers``, and no ``__pycache__`` appears in a user's folder. So each connector has builtins of its own,
whose ``__import__`` lends the folder's modules to `sys.modules` for as long as one import lasts.
"""

from __future__ import annotations

import builtins
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

_importing = threading.RLock()


def _to_stderr(text: str) -> None:
    sys.stderr.write(text)


on_print: Callable[[str], None] = _to_stderr
"""What `print` in a connector does with its text; stdout is for the results of commands."""


def connector_print(*values: Any, sep: str | None = None, end: str | None = None, file: Any = None,
                    flush: bool = False) -> None:
    """Stand in for `print` in a connector: without a file, the text goes to `on_print`."""
    if file is not None:
        print(*values, sep=sep, end=end, file=file, flush=flush)
        return
    text = (" " if sep is None else sep).join(map(str, values))
    on_print(text + ("\n" if end is None else end))


class PrivateModules:
    """The helper modules of one connector.

    Args:
        file: the connector; modules beside it can be imported from it by their plain names.

    Attributes:
        folder: the connector's folder.
        loaded: the modules that were imported so far, by name.
        builtins: what the connector has in place of the common builtins.
    """

    def __init__(self, file: Path) -> None:
        self.folder = file.resolve().parent
        self._own_name = file.stem
        self.loaded: dict[str, ModuleType] = {}
        self._in_sight = False
        self.builtins: dict[str, Any] = vars(builtins) | {
            "__import__": self._import, "print": connector_print,
        }

    def _import(self, name: str, globals: Any = None, locals: Any = None, fromlist: Sequence[str] = (),
                level: int = 0) -> ModuleType:
        """Do what ``__import__`` does, with the folder's modules in sight where one of them is meant."""
        meant = (globals or {}).get("__package__") or "" if level else name
        if meant.partition(".")[0] not in self.names:
            return __import__(name, globals, locals, fromlist, level)
        with _importing, self._shown():
            return __import__(name, globals, locals, fromlist, level)

    @contextmanager
    def _shown(self) -> Iterator[None]:
        """Let the folder's modules be found during the block; a helper's own imports come here again."""
        if self._in_sight:
            yield
            return
        hidden = _take_modules(self.names)
        sys.modules.update(self.loaded)
        finder = _FolderFinder(self)
        sys.meta_path.insert(0, finder)
        self._in_sight = True
        try:
            yield
        finally:
            self._in_sight = False
            sys.meta_path.remove(finder)
            self.loaded = _take_modules(self.names)
            sys.modules.update(hidden)

    @cached_property
    def names(self) -> frozenset[str]:
        """The modules beside the connector; the standard library, `wkt_cli` and its own name come first."""
        kept = sys.stdlib_module_names | {"wkt_cli", self._own_name}
        return frozenset(entry.stem for entry in self.folder.iterdir() if _is_module(entry)) - kept


def _is_module(entry: Path) -> bool:
    if entry.suffix == ".py":
        return True
    return entry.name.isidentifier() and entry.is_dir() and any(entry.glob("*.py"))


def _take_modules(names: frozenset[str]) -> dict[str, ModuleType]:
    """Take out of `sys.modules`, and give, the modules with these top-level names."""
    taken = [name for name in sys.modules if name.partition(".")[0] in names]
    return {name: sys.modules.pop(name) for name in taken}


class _FolderFinder:
    """A meta path finder for the modules of one folder."""

    def __init__(self, modules: PrivateModules) -> None:
        self._modules = modules

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module of the folder or, with `path`, of one of its packages."""
        if name.partition(".")[0] not in self._modules.names:
            return None
        loader: Any = self._loader
        for folder in path if path is not None else [str(self._modules.folder)]:
            spec = FileFinder(folder, (loader, SOURCE_SUFFIXES)).find_spec(name)
            if spec:
                return spec
        return None

    def _loader(self, name: str, path: str) -> SourceFileLoader:
        return _HelperLoader(name, path, self._modules)


class _HelperLoader(SourceFileLoader):
    """Loads a helper module with its connector's builtins, without reading or writing a ``.pyc``."""

    def __init__(self, name: str, path: str, modules: PrivateModules) -> None:
        super().__init__(name, path)
        self._modules = modules

    def get_code(self, fullname: str) -> CodeType:
        """Compile the source itself."""
        return self.source_to_code(self.get_data(self.path), self.path)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code."""
        module.__dict__["__builtins__"] = self._modules.builtins
        super().exec_module(module)
