"""The core library: one module or package a Ruby type. Importing this package registers all of it."""

from __future__ import annotations

import importlib
import importlib.util

# fmt: off
MODULES = [
    "object", "exception", "equality", "kernel", "proc", "classes", "basic", "nil", "boolean",
    "symbol", "conversions", "comparable", "enumerable", "string", "regexp", "integer", "float",
    "rational", "complex", "numeric_parts", "integer_bits", "integer_steps", "integer_text",
    "bigdecimal",    "bigdecimal_new", "math", "random", "number_format", "array", "hash", "indifferent", "range",
    "enumerator", "enumerator_size", "lazy", "set", "struct",
    "where", "time", "json", "yaml", "csv", "csv_table", "xml", "base64", "digest", "openssl",
    "openssl_keys", "securerandom", "cgi", "uri", "uri_forms", "erb", "file", "rest_client", "encoding", "sdk",
]
# fmt: on
"""In the order of import."""


def register() -> None:
    """Import every module of the core library."""
    for name in MODULES:
        full = f"{__name__}.{name}"
        if importlib.util.find_spec(full) is not None:
            importlib.import_module(full)
    from .exception import attach_waiting

    attach_waiting()
