"""`workato.parse_yaml` and `workato.render_yaml`."""

from __future__ import annotations

from typing import Any

from wkt_cli.ruby.core import yaml_text

from .errors import PackageError


def parse(text: str, make: yaml_text.Maker | None = None) -> Any:
    """Read a YAML text of plain values: no dates, symbols, tags and aliases; None for an empty one.

    Args:
        text: one document.
        make: makes the values; Python's own by default.

    Raises:
        PackageError: it is something else.

    >>> parse("a: [1, yes]")
    {'a': [1, True]}
    """
    try:
        return yaml_text.load(text, make)
    except yaml_text.Disallowed as error:
        raise PackageError(f"YAML Parsing error. Tried to load unspecified class: {error}")
    except (yaml_text.YamlError, yaml_text.UnknownAlias) as error:
        raise PackageError(f"YAML Parsing error. {error}")


def node(value: Any) -> Any:
    """A plain value as YAML nodes."""
    import yaml

    if isinstance(value, dict):
        pairs = [(node(k), node(v)) for k, v in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=not pairs)
    if isinstance(value, (list, tuple)):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [node(v) for v in value], flow_style=not value)
    if isinstance(value, str):
        return yaml_text.text_node(value)
    return yaml_text.word_node(
        "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    )


def render(value: Any) -> str:
    r"""Write a plain value as YAML.

    >>> render({"a": [1, None]})
    '---\na:\n- 1\n-\n'
    """
    return yaml_text.emit(node(value))
