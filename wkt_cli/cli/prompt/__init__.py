"""Connection fields as questions: asked of a person, or collected from options and environment.

    given = read_given(options, stdin, folder)
    answers = ask_fields(terminal, resolve, stored, given)              with a terminal
    answers = collect_fields(resolve, stored, given, environ, warn)     without

`resolve` gives the fields for the values known so far, as `connector.fields.fields_of` does.
"""

from .ask import ask_fields
from .collect import collect_fields
from .given import Given, Resolve, Rules, read_given, split_given

__all__ = ["Given", "Resolve", "Rules", "ask_fields", "collect_fields", "read_given", "split_given"]
