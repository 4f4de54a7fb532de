"""What a person sees of connections, exchanges and values; everything is masked before it gets here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, TextIO

from .line import visible
from .terminal import paint

if TYPE_CHECKING:
    from ..trace.model import Exchange, Message, Trace
    from .terminal import Terminal

GONE = "–"


class Painter:
    """Colours for what goes to one stream."""

    def __init__(self, terminal: Terminal, stream: TextIO) -> None:
        self.color = terminal.color_on(stream)
        self.width = terminal.width

    def style(self, text: str, *names: str) -> str:
        """Give text in the named colours, or as it is where there are none."""
        return paint(text, *names) if self.color else text


def size(count: int) -> str:
    """Give a number of bytes for people.

    >>> size(0), size(999), size(12_300), size(4_500_000)
    ('0 B', '999 B', '12.3 kB', '4.5 MB')
    """
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} B"


def table(rows: Iterable[Iterable[str]], head: Iterable[str] = ()) -> list[str]:
    """Give rows as lines with aligned columns; no control character of a cell reaches the terminal."""
    cells = [[visible(cell) for cell in row] for row in ([head, *rows] if head else rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def side_by_side(before: Mapping[str, Any], after: Mapping[str, Any], painter: Painter) -> list[str]:
    """Give the connection hash before and after; what changed is marked."""
    names = [*before, *(name for name in after if name not in before)]
    rows = [
        ("*" if before.get(n, GONE) != after.get(n, GONE) else " ", n, _cell(before, n), _cell(after, n))
        for n in names
    ]
    lines = table(rows, ("", "", "before", "after")) if rows else ["  (empty)"]
    return [painter.style(line, "green") if line.startswith("*") else line for line in lines]


def _cell(values: Mapping[str, Any], name: str) -> str:
    if name not in values:
        return GONE
    value = values[name]
    text = one_line(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:37] + "…"


def one_line(text: str) -> str:
    r"""Give a text of several lines as its first, and how many there are.

    >>> one_line("-----BEGIN-----\nMIIB\n-----END-----\n")
    '-----BEGIN-----… (3 lines)'
    """
    lines = text.splitlines()
    return text if len(lines) < 2 else f"{lines[0]}… ({len(lines)} lines)"


def exchange_line(exchange: Exchange, painter: Painter) -> str:
    """Give one exchange as a line: phase, method, URL, status, time and sizes."""
    where = exchange.url + (f" → {exchange.sent_to}" if exchange.sent_to else "")
    if not exchange.sent:
        outcome = painter.style("not sent", "yellow")
    elif exchange.status is None:
        outcome = painter.style(exchange.error or "no answer", "red")
    else:
        style = "green" if exchange.status < 300 else "yellow" if exchange.status < 400 else "red"
        outcome = painter.style(f"{exchange.status} {exchange.reason}".rstrip(), style)
    total = f"  {exchange.times.total:.0f} ms" if exchange.times.total is not None else ""
    sizes = (
        f"  ↑ {size(exchange.request.size)} ↓ {size(exchange.response.size)}"
        if exchange.status is not None
        else ""
    )
    phase = painter.style(f"{exchange.origin.phase:8}", "cyan")
    return (
        f"{exchange.id:3} {phase} {exchange.method} {where}  {outcome}{painter.style(total + sizes, 'dim')}"
    )


def notes(exchange: Exchange) -> list[str]:
    """Give what the connector made of an exchange."""
    found = []
    if exchange.redirect_of is not None:
        found.append(f"redirect of {exchange.redirect_of}")
    if exchange.dropped:
        found.append(f"left out for another origin: {', '.join(exchange.dropped)}")
    if exchange.rule:
        found.append(f"{exchange.rule} matched")
    if exchange.merged:
        found.append(f"merged {', '.join(exchange.merged)}")
    if exchange.origin.attempt > 1:
        found.append("repeated after the refresh")
    if any(name.lower() == "authorization" and value.startswith("Digest") for name, value in exchange.request.headers):
        found.append("the answer to the challenge")
    return found


def trace_lines(trace: Trace, painter: Painter, *, verbose: bool = False) -> list[str]:
    """Give a trace as lines; with headers and bodies if verbose."""
    lines = []
    for same in [[one] for one in trace.exchanges] if verbose else _runs(trace.exchanges):
        lines.append(exchange_line(same[0], painter))
        told = [*notes(same[0]), *([f"the same again up to {same[-1].id}"] if len(same) > 1 else [])]
        lines += [painter.style(f"      {note}", "dim") for note in told]
        if verbose:
            lines += details(same[0])
    if verbose:
        lines += [line for printed in trace.printed for line in _printed(printed)]
    return lines


def _printed(printed: Mapping[str, Any]) -> list[str]:
    """Give what a connector printed, with the place that did it."""
    first, *rest = str(printed.get("text", "")).rstrip("\n").split("\n")
    file = str(printed.get("file") or "").replace("\\", "/").rpartition("/")[2]
    where = f"{file}:{printed['line']}" if printed.get("line") else printed.get("block") or "connector"
    return [f"  {where}  {first}", *(f"    {line}" for line in rest)]


def _runs(exchanges: Iterable[Exchange]) -> list[list[Exchange]]:
    """Put refusals of one and the same request together, as they come while somebody waits for an answer."""
    return [list(run) for _, run in groupby(exchanges, _kind)]


def _kind(exchange: Exchange) -> tuple[Any, ...]:
    alone = exchange.status is None or exchange.status < 400 or notes(exchange)
    answer = (exchange.status, exchange.response.body)
    return (exchange.id if alone else 0, exchange.origin.block, exchange.method, exchange.url, answer)


def details(exchange: Exchange) -> list[str]:
    """Give headers, bodies and times of an exchange."""
    times = {
        "connect": exchange.times.connect,
        "TLS": exchange.times.tls,
        "first byte": exchange.times.first_byte,
        "total": exchange.times.total,
    }
    origin = exchange.origin
    lines = _message(">", exchange.request)
    if exchange.status is not None:
        lines += _message("<", exchange.response)
    known = [f"{name} {value:.0f} ms" for name, value in times.items() if value is not None]
    where = f"{origin.file}:{origin.line}" if origin.line else origin.file
    lines.append("      " + ", ".join([*known, *([f"{origin.block} in {where}"] if origin.block else [])]))
    return [*lines, ""]


def _message(mark: str, message: Message) -> list[str]:
    lines = [f"    {mark} {name}: {value}" for name, value in message.headers]
    if message.body:
        lines += [f"    {mark}", *(f"    {mark} {line}" for line in pretty(message.body).splitlines())]
    return lines


def pretty(body: str) -> str:
    """Indent a text if it is JSON."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return body


def hidden(values: Mapping[str, Any], secret: Iterable[str]) -> dict[str, Any]:
    """Give a connection hash with its secrets as dots and at most their last characters."""
    from ..trace.redact import hint

    names = set(secret)
    return {name: _hidden(value, name in names, hint) for name, value in values.items()}


def _hidden(value: Any, secret: bool, hint: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _hidden(inner, secret, hint) for key, inner in value.items()}
    if not secret or value is None or value == "" or isinstance(value, bool):
        return value
    return hint(str(value))
