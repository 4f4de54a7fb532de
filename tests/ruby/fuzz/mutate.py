"""Changes texts: as a slip of the hand would, as a bad merge would, and as somebody would who means harm."""

from __future__ import annotations

import re
from random import Random

TOKEN = re.compile(r"\s+|\w+[?!]?|::|&\.|=>|<<~?|\*\*|[^\w\s]", re.S)

INSERTS = [
    *["(", ")", "[", "]", "{", "}", "|", "&", "*", "**", ",", ";", ":", "::", ".", "&.", "?", "!", "=", "==", "=>", "->", "<<~X", "<<-'Y'", "#", "#{", "\\", '"', "'", "`", "%", "/", "//", "$", "@", "@@", "~", "^", "<", ">", "<<", "+", "-"],
    *["do", "end", "if", "unless", "while", "until", "case", "when", "in", "begin", "rescue", "ensure", "else", "elsif", "def", "class", "module", "return", "break"],
    *["next", "redo", "retry", "yield", "self", "nil", "true", "lambda", "proc", "loop", "not", "and", "or", "then", "__END__", "=begin", "=end", "BEGIN", "undef", "alias"],
    *["%w(", "%i[", "%q{", "?a", "0x", "1e", "1_", "1r", "2i", "10**10", "'x'*10**9", "/(a+)+$/", ':"a"', "_1", "it", "$1", "$~", "defined?", "super", "a:", "**nil", "..."],
    *["__send__(:system)", "ENV", "File.read('x')", "eval('1')", "Thread.new", "__class__", "None", "import", "é", "😀", "\x00", "�"],
    "\n", "\r\n", "\t", "(" * 300, "[" * 300, "{ a: " * 300, "-> { " * 300, "!" * 300, "x + " * 3000, "if a\n" * 200,
]  # fmt: skip


def mutated(text: str, other: str, random: Random) -> str:
    """A text with one to four changes; `other` gives pieces."""
    tokens, donor = TOKEN.findall(text), TOKEN.findall(other)
    for _ in range(random.choice([1, 1, 2, 4])):
        random.choice(CHANGES)(tokens, donor, random)
    return "".join(tokens)


def _span(tokens: list[str], random: Random, most: int) -> slice:
    start = random.randrange(len(tokens) + 1)
    return slice(start, start + random.choice([1, 1, 2, 5, most]))


def delete(tokens: list[str], donor: list[str], random: Random) -> None:
    """Leave something out."""
    del tokens[_span(tokens, random, 40)]


def repeat(tokens: list[str], donor: list[str], random: Random) -> None:
    """Write something twice, or many times."""
    where = _span(tokens, random, 40)
    tokens[where] = tokens[where] * random.choice([2, 2, 3, 200])


def insert(tokens: list[str], donor: list[str], random: Random) -> None:
    """Put something odd in."""
    where = random.randrange(len(tokens) + 1)
    tokens[where:where] = [" ", random.choice(INSERTS), " "]


def replace(tokens: list[str], donor: list[str], random: Random) -> None:
    """Put something odd in the place of something."""
    if tokens:
        tokens[random.randrange(len(tokens))] = random.choice(INSERTS)


def splice(tokens: list[str], donor: list[str], random: Random) -> None:
    """Put a piece of another text in."""
    tokens[_span(tokens, random, 10)] = donor[_span(donor, random, 200)]


def swap(tokens: list[str], donor: list[str], random: Random) -> None:
    """Let two tokens change places."""
    if tokens:
        i, j = random.randrange(len(tokens)), random.randrange(len(tokens))
        tokens[i], tokens[j] = tokens[j], tokens[i]


def exchange_word(tokens: list[str], donor: list[str], random: Random) -> None:
    """Put another word in the place of a word: another method, another name."""
    words = [i for i, token in enumerate(tokens) if token[0].isalpha()]
    names = [token for token in donor if token[0].isalpha()]
    if words and names:
        tokens[random.choice(words)] = random.choice(names)


def cut(tokens: list[str], donor: list[str], random: Random) -> None:
    """End too early."""
    del tokens[random.randrange(len(tokens) + 1) :]


CHANGES = [delete, delete, repeat, insert, insert, replace, splice, swap, exchange_word, exchange_word, cut]
