"""How the tests of the language run a program."""

from wkt_cli import ruby


def outcome(source):
    """What `inspect` shows of the value, or class and first line of the error."""
    try:
        return ruby.evaluate(source, inspect=True).inspect
    except ruby.RubyError as error:
        return f"{error.class_name}: {error.message}".split("\n")[0]
