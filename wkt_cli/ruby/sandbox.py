"""What Ruby code must not reach, and the sentence that says so.

The rule is an allow-list: what is registered nowhere does not exist. The names here do not open or close
anything; they turn "undefined" into a sentence that says what the platform takes and `wkt` does not, and
what to use instead.
"""

from __future__ import annotations

_FILES = "the platform has files, wkt does not: none is read or written. Take the data from `input` or a request"
_PROCESS = "the platform has processes, wkt does not: the host is out of reach. Use fields of the connection instead"
_NETWORK = "the platform has sockets, wkt does not: every request is in the trace. Use get, post, put, patch or delete"
_EVAL = "the platform makes code of text, wkt does not. Write the code as a lambda"
_REFLECT = "wkt reaches only the methods that a written call would reach. Call the method by its name"
_THREADS = "the platform has threads, wkt does not. Send requests at once with `parallel`"
_CORE = "the classes of Ruby and of the SDK are closed in wkt. Define a method or class of your own"
_STREAMS = "there are no standard streams. Use `puts` to write to the trace"
_GLOBALS = "the globals of a Ruby process do not exist in wkt"


def _table(reasons: dict[str, str]) -> dict[str, str]:
    """The reason of each name, from the names of each reason."""
    return {name: reason for reason, names in reasons.items() for name in names.split()}


CONSTANTS = _table(
    {
        _FILES: """File IO Dir Pathname Tempfile FileUtils FileTest DATA ARGF Marshal PStore Zlib Find""",
        _PROCESS: """Process Open3 ENV ARGV Etc PTY Signal Gem Bundler Rails""",
        _NETWORK: """Socket TCPSocket TCPServer UDPSocket UNIXSocket UNIXServer BasicSocket IPSocket Net
        Faraday HTTParty Excon HTTP OpenURI Resolv Addrinfo""",
        _EVAL: """ERB RubyVM Ripper TOPLEVEL_BINDING Binding IRB""",
        _REFLECT: """ObjectSpace TracePoint GC WeakRef Refinement""",
        _THREADS: """Thread Fiber Ractor Mutex Queue SizedQueue ConditionVariable Monitor MonitorMixin
        Concurrent ThreadGroup Timeout""",
        _STREAMS: """STDIN STDOUT STDERR""",
    }
)


OPEN_PARTS: dict[str, frozenset[str]] = {
    "File": frozenset({"extname", "basename", "dirname", "join", "split"}),
    "ERB": frozenset(),
}
"""Classes of which only some methods exist."""

CONSTANT_PATHS: dict[str, str] = {"ERB::Util": "", "Workato::Connector::Sdk::Request": _NETWORK}
"""Paths that differ from their first name: empty text is allowed."""

CLASS_METHODS: dict[tuple[str, str], str] = {
    **dict.fromkeys((("YAML", n) for n in ("load_file", "unsafe_load_file", "safe_load_file")), _FILES),
    **dict.fromkeys((("JSON", n) for n in ("load_file", "load_file!")), _FILES),
    **dict.fromkeys((("CSV", n) for n in ("read", "open", "foreach", "table", "readlines")), _FILES),
    **dict.fromkeys((("URI", n) for n in ("open",)), _NETWORK),
    **dict.fromkeys(
        (("RestClient", n) for n in ("get", "post", "put", "patch", "delete", "head", "options")), _NETWORK),
}  # fmt: skip

FUNCTIONS = _table(
    {
        _FILES: """open load require_relative autoload test""",
        _PROCESS: """system exec spawn fork exit exit! abort at_exit trap syscall `""",
        _STREAMS: """gets readline readlines getc""",
        _EVAL: """eval binding local_variables""",
        _REFLECT: """caller caller_locations set_trace_func trace_var untrace_var global_variables
        singleton_methods""",
        _CORE: """refine using undef_method remove_method remove_const""",
        _THREADS: """callcc""",
    }
)


METHODS = _table(
    {
        _EVAL: """eval instance_eval instance_exec class_eval class_exec module_eval module_exec binding
        constantize safe_constantize const_get const_missing local_variables""",
        _CORE: """const_set class_variable_set define_method extend prepend refine remove_method
        undef_method alias_method remove_const""",
        _REFLECT: """instance_variable_get instance_variable_set instance_variables instance_variable_defined?
        remove_instance_variable singleton_class singleton_methods singleton_method
        define_singleton_method instance_method class_variable_get class_variables unbind nesting
        garbage_collect public_instance_method""",
        _PROCESS: """system exec spawn fork exit exit! abort at_exit trap syscall `""",
        _FILES: """popen load_file""",
    }
)
"""Methods of any receiver: said when the receiver's type does not define the name."""


GLOBALS = _table(
    {
        _STREAMS: """$stdin $stdout $stderr $< $> $.""",
        _GLOBALS: """$0 $PROGRAM_NAME $* $$ $? $: $LOAD_PATH $" $LOADED_FEATURES $-I $DEBUG $VERBOSE $-w $-v
        $FILENAME $SAFE""",
    }
)


LIBRARIES = frozenset(
    [
        "json",
        "time",
        "date",
        "base64",
        "digest",
        "digest/md5",
        "digest/sha1",
        "digest/sha2",
        "openssl",
        "securerandom",
        "uri",
        "cgi",
        "cgi/util",
        "cgi/escape",
        "csv",
        "set",
        "bigdecimal",
        "bigdecimal/util",
        "erb",
        "yaml",
        "psych",
        "rest-client",
        "rest_client",
        "restclient",
        "active_support",
        "active_support/all",
        "active_support/core_ext",
        "active_support/time",
        "forwardable",
        "comparable",
        "enumerator",
        "rational",
        "complex",
        "English",
        "workato-connector-sdk",
        "pp",
        "active_support/core_ext/hash",
        "active_support/core_ext/string",
        "active_support/core_ext/object",
    ]
)
"""What `require` accepts: libraries whose functions exist here."""

INSTEAD_OF_LIBRARIES = {
    "jwt": "wkt has no `JWT.encode`. Use `workato.jwt_encode` and `workato.jwt_decode`",
    "tzinfo": "wkt has no `TZInfo`. Use `in_time_zone` and `ActiveSupport::TimeZone`",
    "i18n": "wkt has no `I18n`. Write the texts into the connector",
}
"""What to use instead of libraries that connectors ask for."""


def _sentence(name: str, reason: str) -> str:
    return f"refused: `{name}`: {reason}"


def refused_constant(path: str) -> str | None:
    """Why a constant is refused, or None. A class of which some methods exist is judged with the method."""
    for known, reason in CONSTANT_PATHS.items():
        if path == known or path.startswith(known + "::"):
            return _sentence(path, reason) if reason else None
    name = path.split("::")[0]
    if name in OPEN_PARTS and path == name and OPEN_PARTS[name]:
        return None
    found = CONSTANTS.get(name)
    return None if found is None else _sentence(path, found)


def refused_class_method(path: str, method: str) -> str | None:
    """Why a method of a class is refused, or None."""
    open_part = OPEN_PARTS.get(path)
    if open_part is not None and method not in open_part and method not in COMMON:
        return _sentence(f"{path}.{method}", CONSTANTS[path])
    reason = CLASS_METHODS.get((path, method))
    if reason is None and path == "Kernel":
        reason = FUNCTIONS.get(method)
    return None if reason is None else _sentence(f"{path}.{method}", reason)


COMMON = frozenset({"name", "class", "inspect", "to_s", "===", "==", "is_a?", "nil?"})


def refused_function(name: str) -> str | None:
    """Why a call without receiver is refused, or None."""
    reason = FUNCTIONS.get(name)
    return None if reason is None else _sentence(name, reason)


def refused_method(name: str) -> str | None:
    """Why a method that the receiver does not define is refused rather than unknown, or None."""
    reason = METHODS.get(name)
    return None if reason is None else _sentence(name, reason)


def refused_global(name: str) -> str | None:
    """Why a global variable is refused, or None."""
    reason = GLOBALS.get(name)
    return None if reason is None else _sentence(name, reason)


def refused_library(name: str) -> str | None:
    """Why `require` refuses a library, or None."""
    if name in LIBRARIES or name.startswith("active_support/core_ext/"):
        return None
    reason = INSTEAD_OF_LIBRARIES.get(name, "the platform has this library, wkt only those it emulates")
    return _sentence(f"require '{name}'", reason)


def foreign(name: str) -> bool:
    """Whether a name is one of Python's own, which `try` and `inject` must not pass over silently."""
    return name.startswith("__") and name.endswith("__") and name not in ("__send__", "__id__", "__method__")


def host_functions() -> set[str]:
    """Functions that the host registered: their names are never refused."""
    from .registry import functions

    return {name for name in FUNCTIONS if name in functions}
