"""Registers the packages as `workato.…` and the SDK's bare words for Ruby connectors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wkt_cli.ruby.core.cgi import SafeBuffer
from wkt_cli.ruby.core.csv import RRow
from wkt_cli.ruby.core.enumerable.fold import needs_block
from wkt_cli.ruby.core.exception import register_error, sdk_error
from wkt_cli.ruby.core.iterate import items
from wkt_cli.ruby.core.json import parse_json
from wkt_cli.ruby.core.numeric import integer
from wkt_cli.ruby.core.object import hash_pairs, hash_set, to_s
from wkt_cli.ruby.core.options import named
from wkt_cli.ruby.core.securerandom import make_uuid
from wkt_cli.ruby.core.string import WorkatoBinary, is_text, parsed_text, text, to_bytes
from wkt_cli.ruby.core.yaml import RubyMaker, node_of
from wkt_cli.ruby.core.yaml_text import emit
from wkt_cli.ruby.errors import ArgumentError, RubyError, SdkArgumentError, StandardError, exception_class
from wkt_cli.ruby.host import namespace
from wkt_cli.ruby.limits import check_rounds
from wkt_cli.ruby.registry import OBJECT, define_class, function, lookup, method, send
from wkt_cli.ruby.values import Binary, Hash, IndifferentHash, Proc, RClass, RString, Symbol

from .. import frame as frames
from ..ruby_arguments import keywords
from ..ruby_words import guarded
from . import aws, crypto, csv, jwt, net, yaml
from .errors import PackageError

define_class("JWT", OBJECT)
DecodeError = exception_class("JWT::DecodeError", StandardError)
UndefinedStdLibMethodError = sdk_error("UndefinedStdLibMethodError")
ERRORS: dict[str, type[RubyError]] = {
    "ArgumentError": SdkArgumentError,
    "core": ArgumentError,
    "JWT::DecodeError": DecodeError,
    "CsvFormatError": sdk_error("CsvFormatError"),
    "CsvFileTooBigError": sdk_error("CsvFileTooBigError"),
    "CsvFileTooManyLinesError": sdk_error("CsvFileTooManyLinesError"),
    "NetLookupError": sdk_error("NetLookupError"),
    "JWT::ExpiredSignature": exception_class("JWT::ExpiredSignature", DecodeError),
    "JWT::ImmatureSignature": exception_class("JWT::ImmatureSignature", DecodeError),
}
for _error in (DecodeError, ERRORS["JWT::ExpiredSignature"], ERRORS["JWT::ImmatureSignature"]):
    register_error(_error)

WORKATO = namespace("workato")


def part(name: str) -> RClass:
    """A word behind `workato.` that holds functions, such as `csv`."""
    pytype = type(name, (), {})
    rclass = define_class(f"Workato::Connector::Sdk::{name.capitalize()}Package", OBJECT, pytype)
    value = pytype()
    method(WORKATO, name)(lambda self, block: value)
    unknown(rclass, f"workato.{name}")
    return rclass


def unknown(rclass: RClass, name: str) -> None:
    """What the SDK says to a name that is not there."""

    @method(rclass, "method_missing")
    def missing(self: Any, block: Proc | None, wanted: Symbol, *args: Any) -> Any:
        """Always an error."""
        raise UndefinedStdLibMethodError(f"Undefined method '{wanted.name}' for \"{name}\" namespace")


unknown(WORKATO, "workato")


def checked(run: Callable[..., Any], *args: Any, **names: Any) -> Any:
    """Call a package; its error becomes the SDK's."""
    try:
        return run(*args, **names)
    except PackageError as error:
        raise ERRORS[error.kind](str(error))


def plain(value: Any) -> Any:
    """A Ruby value as the packages take it: text, bytes, lists, dicts; others as their JSON form."""
    if isinstance(value, Binary):
        return value.data
    if isinstance(value, (RString, SafeBuffer)):
        return value.text
    if isinstance(value, Symbol):
        return value.name
    if isinstance(value, Hash):
        return {key if type(key) is str else to_s(key): plain(item) for key, item in hash_pairs(value)}
    if type(value) is list:
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, int, float)):
        return value
    return plain(send(value, "as_json")) if lookup(type(value), "as_json") else to_s(value)


def ruby(value: Any, indifferent: bool = False) -> Any:
    """Plain data as Ruby values."""
    if isinstance(value, dict):
        found: Hash = IndifferentHash() if indifferent else Hash()
        for key, item in value.items():
            hash_set(found, key, ruby(item, indifferent))
        return found
    if isinstance(value, (list, tuple)):
        return [ruby(item, indifferent) for item in value]
    return WorkatoBinary(value) if isinstance(value, bytes) else value


def octets(value: Any) -> Any:
    """A String argument as bytes; anything else as it is."""
    return to_bytes(value) if is_text(value) else value


@method(WORKATO, "jwt_encode")
def jwt_encode(self: Any, block: Proc | None, payload: Any, key: Any, name: Any, header: Any = None) -> str:
    """A signed token."""
    found: str = checked(
        jwt.encode, plain(payload), text(key), plain(name), plain(header) if header else None
    )
    return found


@method(WORKATO, "jwt_encode_rs256")
def jwt_encode_rs256(self: Any, block: Proc | None, payload: Any, key: Any, header: Any = None) -> str:
    """A token signed with RS256."""
    return jwt_encode(self, None, payload, key, "RS256", header)


@method(WORKATO, "jwt_decode")
def jwt_decode(self: Any, block: Proc | None, token: Any, key: Any, name: Any) -> Any:
    """Payload and header."""
    if token is None:
        raise DecodeError("Nil JSON web token")
    return ruby(checked(jwt.decode, text(token), text(key), plain(name)), indifferent=True)


@method(WORKATO, "verify_rsa")
def verify_rsa(
    self: Any, block: Proc | None, payload: Any, certificate: Any, signature: Any, name: Any = "SHA256"
) -> bool:
    """Whether a signature is right."""
    found: bool = checked(
        jwt.verify_rsa, to_bytes(payload), text(certificate), to_bytes(signature), plain(name)
    )
    return found


@method(WORKATO, "parse_yaml")
def parse_yaml(self: Any, block: Proc | None, value: Any) -> Any:
    """The value of a YAML text."""
    return checked(yaml.parse, parsed_text(value), RubyMaker(set(), False))


@method(WORKATO, "render_yaml")
def render_yaml(self: Any, block: Proc | None, value: Any) -> str:
    """As YAML; an indifferent hash is written as any other, which the platform marks with a tag of Ruby's."""
    return emit(node_of(_common(value)))


def _common(value: Any) -> Any:
    """A value with common hashes in the place of indifferent ones."""
    if isinstance(value, Hash):
        found = Hash()
        for key, inner in hash_pairs(value):
            hash_set(found, key, _common(inner))
        return found
    return [_common(inner) for inner in value] if type(value) is list else value


method(WORKATO, "parse_json")(parse_json)
method(WORKATO, "uuid")(make_uuid)


@method(WORKATO, "random_bytes")
def random_bytes(self: Any, block: Proc | None, size: Any) -> WorkatoBinary:
    """Random bytes."""
    return WorkatoBinary(checked(crypto.random_bytes, size))


@method(WORKATO, "pbkdf2_hmac_sha1")
def pbkdf2(
    self: Any, block: Proc | None, password: Any, salt: Any, iterations: Any = 1000, size: Any = 16
) -> WorkatoBinary:
    """A key from a password."""
    rounds, length = integer(iterations), integer(size)
    check_rounds(rounds * -(-length // 20))
    found = checked(crypto.pbkdf2_hmac_sha1, to_bytes(password), to_bytes(salt), rounds, length)
    return WorkatoBinary(found)


@method(WORKATO, "aes_cbc_encrypt")
def aes_cbc_encrypt(self: Any, block: Proc | None, value: Any, key: Any, iv: Any = None) -> WorkatoBinary:
    """AES in CBC mode."""
    return WorkatoBinary(checked(crypto.aes_cbc_encrypt, to_bytes(value), to_bytes(key), octets(iv)))


@method(WORKATO, "aes_cbc_decrypt")
def aes_cbc_decrypt(self: Any, block: Proc | None, value: Any, key: Any, iv: Any = None) -> WorkatoBinary:
    """The reverse."""
    return WorkatoBinary(checked(crypto.aes_cbc_decrypt, to_bytes(value), to_bytes(key), octets(iv)))


@method(WORKATO, "aes_gcm_encrypt")
def aes_gcm_encrypt(
    self: Any, block: Proc | None, value: Any, key: Any, iv: Any, auth_data: Any = ""
) -> list[Any]:
    """AES in GCM mode: text and tag."""
    found = checked(crypto.aes_gcm_encrypt, octets(value), octets(key), octets(iv), octets(auth_data))
    return [WorkatoBinary(piece) for piece in found]


@method(WORKATO, "aes_gcm_decrypt")
def aes_gcm_decrypt(
    self: Any, block: Proc | None, value: Any, key: Any, tag: Any, iv: Any, auth_data: Any = ""
) -> WorkatoBinary:
    """The reverse."""
    given = (octets(value), octets(key), octets(tag), octets(iv), octets(auth_data))
    return WorkatoBinary(checked(crypto.aes_gcm_decrypt, *given))


@function("encrypt")
def encrypt(self: Any, block: Proc | None, value: Any, key: Any) -> str:
    """RNCryptor's form of a text."""
    found: str = checked(crypto.encrypt, to_bytes(value), to_bytes(key))
    return found


@function("decrypt")
def decrypt(self: Any, block: Proc | None, value: Any, key: Any) -> WorkatoBinary:
    """The reverse."""
    return WorkatoBinary(checked(crypto.decrypt, to_bytes(value), to_bytes(key)))


@function("blank")
def blank(self: Any, block: Proc | None) -> str:
    """The empty text."""
    return ""


@function("null", "clear", "skip")
def nothing(self: Any, block: Proc | None) -> None:
    """Nil."""


CSV = part("csv")
CSV_WRITING = ("headers", "col_sep", "row_sep", "quote_char")
CSV_OPTIONS = (*CSV_WRITING, "skip_blanks", "skip_first_line")


@method(CSV, "parse")
def csv_parse(self: Any, block: Proc | None, value: Any, *settings: Any) -> Any:
    """Rows as hashes by header."""
    given = named(settings[-1], CSV_OPTIONS) if settings else {}
    names = {name: plain(v) for name, v in given.items()}
    if "headers" not in names:
        raise ArgumentError("missing keyword: :headers")
    return ruby(checked(csv.parse, parsed_text(value), **names))


class Rows:
    """What the block of `workato.csv.generate` adds rows to."""

    def __init__(self, writer: csv.Writer) -> None:
        self.writer = writer


ROWS = define_class("Workato::Connector::Sdk::CsvBuilder", OBJECT, Rows)


def cells(row: Any) -> Any:
    """A row of text."""
    if isinstance(row, RRow):
        row = [value for _, value in row.pairs]
    if isinstance(row, Hash):
        return {plain(key): None if v is None else to_s(v) for key, v in hash_pairs(row)}
    return [None if value is None else to_s(value) for value in items(send(row, "collect"))]


@method(ROWS, "<<", "add_row")
def add_row(self: Rows, block: Proc | None, row: Any) -> Rows:
    """Add a row."""
    self.writer.add(cells(row))
    return self


@method(CSV, "generate")
def csv_generate(self: Any, block: Proc | None, *arguments: Any) -> str:
    """The text of the rows that the block adds."""
    given, names = arguments, {}
    if arguments and isinstance(arguments[-1], Hash):
        given, names = arguments[:-1], named(arguments[-1], (*CSV_WRITING, "force_quotes"))
    wanted = {name: plain(v) for name, v in names.items() if name in CSV_WRITING}
    headers = wanted.get("headers")
    if headers is not None and not isinstance(headers, list):
        wanted["headers"] = None if headers is True else str(headers).split(wanted.get("col_sep") or ",")
    writer = csv.writer(force_quotes=bool(names.get("force_quotes")), **wanted)
    if given and given[0] is not None:
        writer.lines.insert(0, text(given[0]))
    needs_block(block).one(Rows(writer))
    return writer.text()


NET = part("net")


@method(NET, "lookup")
def net_lookup(self: Any, block: Proc | None, name: Any, record: Any) -> list[Any]:
    """DNS records, with Symbol keys."""
    found = checked(net.lookup, text(name), plain(record))
    return [Hash({Symbol(key): value for key, value in entry.items()}) for entry in found]


AWS = namespace("aws")
def connection_now() -> dict[str, Any]:
    """The connection of the block that runs; empty in a program of its own."""
    return frames.running().session.connection.snapshot() if frames.block_name() else {}


@method(AWS, "generate_signature")
@guarded
def generate_signature(self: Any, block: Proc | None, given: Any = None) -> Any:
    """URL and headers of a signed request."""
    required = ("connection", "service", "region")
    options = keywords(given, required, ("host", "path", "method", "params", "headers", "payload"))
    signed = checked(aws.generate_signature, **{name: plain(value) for name, value in options.items()})
    return ruby(signed, indifferent=True)


@method(AWS, "iam_external_id")
def iam_external_id(self: Any, block: Proc | None) -> str:
    """The external identifier for a role that is assumed."""
    return aws.iam_external_id(connection_now())


@method(AWS, "workato_account_id")
def workato_account_id(self: Any, block: Proc | None) -> str:
    """The platform's account at AWS."""
    return aws.workato_account_id(connection_now())
