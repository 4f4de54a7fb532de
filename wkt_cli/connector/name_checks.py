"""Names that the functions of a Python connector use but nothing defines, found in the source without running it."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator
from pathlib import Path

from ..errors import Place
from .finding import Finding, at
from .mistakes import vocabulary_hint

_OF_MODULES = frozenset({"__file__", "__name__", "__doc__", "__builtins__"})


def unknown_names(path: Path) -> Iterator[Finding]:
    """Give every use of a name that is no variable of its function, no name of the file and not built in.

    Args:
        path: a file that can be loaded.
    """
    tree = ast.parse(path.read_bytes(), str(path))
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)):
        return
    top = symtable.symtable(ast.unparse(tree), str(path), "exec")
    unknown = _used(top) - _defined(top) - vars(builtins).keys() - _OF_MODULES
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in unknown:
            yield at("error", Place(path, node.lineno), f"The name `{node.id}` is not defined",
                     vocabulary_hint(node.id))


def _scopes(scope: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield scope
    for inner in scope.get_children():
        yield from _scopes(inner)


def _used(top: symtable.SymbolTable) -> set[str]:
    """Give the names that functions look for outside of themselves."""
    inner = [scope for scope in _scopes(top) if scope is not top]
    return {symbol.get_name() for scope in inner for symbol in scope.get_symbols()
            if symbol.is_global() and symbol.is_referenced()}


def _defined(top: symtable.SymbolTable) -> set[str]:
    """Give the names that the file assigns or imports, also from inside a function by `global`."""
    return {symbol.get_name() for scope in _scopes(top) for symbol in scope.get_symbols()
            if (scope is top or symbol.is_declared_global()) and (symbol.is_assigned() or symbol.is_imported())}
