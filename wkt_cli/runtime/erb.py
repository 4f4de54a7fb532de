"""The embedded Ruby of account_properties.yaml: expressions, run in the sandbox; of variables only look-ups."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import UsageError

_TAG = re.compile(r"<%%|<%(?P<kind>[=#]?)(?P<code>.*?)-?%>", re.DOTALL)
_VARIABLE = re.compile(
    r"""ENV(?:\[(?P<q>['"])(?P<name>\w+)(?P=q)\]|\.fetch\((?P<fq>['"])(?P<fetched>\w+)(?P=fq)(?P<default>,[^()]*)?\))"""
)


def rendered(text: str, environ: Mapping[str, str], file: str) -> str:
    """Give a text with its ``<%= … %>`` replaced by their values.

    Args:
        text: YAML with expressions such as ``<%= ENV['TOKEN'] %>``.
        environ: the variables that `ENV` shows.
        file: the text's name, for messages.

    Raises:
        UsageError: code without a value (``<% … %>``), or what the sandbox refuses; with the line.
    """

    def value(tag: re.Match[str]) -> str:
        if tag["kind"] == "#":
            return ""
        if tag["kind"] != "=":
            return "<%" if tag["code"] is None else _refuse(text, tag, file, "only `<%= … %>` is run here")
        return _value(text, tag, environ, file)

    return _TAG.sub(value, text)


def _value(text: str, tag: re.Match[str], environ: Mapping[str, str], file: str) -> str:
    alone = _VARIABLE.fullmatch(tag["code"].strip())
    if alone and not alone["default"]:
        return environ.get(alone["name"] or alone["fetched"], "")
    from .. import ruby

    def variable(found: re.Match[str]) -> str:
        name = found["name"] or found["fetched"]
        if name in environ:
            return "'" + environ[name].replace("\\", "\\\\").replace("'", "\\'") + "'"
        return found["default"][1:].strip() if found["default"] else "nil"

    try:
        found = ruby.evaluate(f"({_VARIABLE.sub(variable, tag['code'])}).to_s")
    except (ruby.SandboxError, ruby.RubyError, ruby.LimitError) as error:
        return _refuse(text, tag, file, str(error).splitlines()[0].partition(": ")[2] or str(error))
    return str(found)


def _refuse(text: str, tag: re.Match[str], file: str, why: str) -> str:
    line = text.count("\n", 0, tag.start()) + 1
    raise UsageError(
        f"{file}:{line}: {why}", hint="an expression such as <%= ENV['NAME'] %> is run; write other values out"
    )
