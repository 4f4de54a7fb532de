"""A connector written in Python: a module with a dict named ``connector``.

Loading runs the file, so a connector in Python is code that is trusted. Whatever goes wrong on the way
becomes a `ConnectorFileError` that names file and line.
"""

from __future__ import annotations

import ast
import sys
import weakref
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

from ..errors import ConnectorFileError, Place
from . import mistakes
from .arity import make_block
from .imports import PrivateModules
from .model import Connector
from .places import find_places

_numbers = count(1)


def read_python(path: Path, name: str) -> Connector:
    """Run a connector file and make a `Connector` of its dict.

    Args:
        path: the ``.py`` file.
        name: the name it was found by.

    Raises:
        ConnectorFileError: it can't be read or run, or has no dict named ``connector``.
    """
    tree = _parse(path)
    places = find_places(tree, path)
    module = _run(tree, path, places)
    connector = Connector(name, path, _connector_dict(module, path, places), make_block, callable, places)
    weakref.finalize(connector, sys.modules.pop, module.__name__, None).atexit = False
    return connector


def _parse(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes(), str(path))
    except SyntaxError as error:
        raise mistakes.syntax_error(error, path) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise ConnectorFileError(f"{path.name} can't be read as Python: {error}", place=Place(path)) from None
    except OSError as error:
        raise mistakes.unreadable(error, path) from None


def _run(tree: ast.Module, path: Path, places: Mapping[str, Place]) -> ModuleType:
    """Run the file as a module of its own, so that no other module or connector can be in its way."""
    module = ModuleType(f"_connector_{next(_numbers)}_{path.stem}")
    module.__file__ = str(path)
    helpers = PrivateModules(path)
    module.__dict__["__builtins__"] = helpers.builtins
    sys.modules[module.__name__] = module
    try:
        exec(compile(tree, str(path), "exec", dont_inherit=True), module.__dict__)
    except (Exception, SystemExit) as error:
        del sys.modules[module.__name__]
        raise mistakes.while_loading(error, path, places, helpers.loaded) from error
    return module


def _connector_dict(module: ModuleType, path: Path, places: Mapping[str, Place]) -> Mapping[str, Any]:
    if not hasattr(module, "connector"):
        raise mistakes.no_connector(vars(module), path)
    source = module.connector
    if not isinstance(source, Mapping):
        raise mistakes.no_dict(source, path, places)
    try:
        return _with_text_keys(source)
    except RecursionError:
        raise ConnectorFileError("The dict `connector` contains itself", place=Place(path)) from None


def _with_text_keys(value: Mapping[Any, Any]) -> dict[str, Any]:
    """Copy dicts and the lists in them, all keys as text."""
    return {str(key): _copied(item) for key, item in value.items()}


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _with_text_keys(value)
    return [_copied(item) for item in value] if isinstance(value, list | tuple) else value
