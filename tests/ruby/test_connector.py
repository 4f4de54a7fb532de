"""Loading a connector file: lambdas compiled late, the cache, `check`, calls by a host."""

import subprocess
import sys

import pytest

from wkt_cli import ruby
from wkt_cli.ruby import cache, host
from wkt_cli.ruby.values import Hash, Symbol

TEXT = """# frozen_string_literal: true
require 'json'

{
  title: 'Test',
  test: ->(connection) { connection['a'] + 1 },
  methods: {
    double: lambda do |x, y = 2|
      [x, y].map { |z| z * 2 }
    end,
    bad: lambda { system('ls') },
    fails: lambda do |input|
      input['a'].foo
    end,
    own: -> { name_of_self(3) }
  }
}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WKT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ruby"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "connector.rb"
    path.write_text(TEXT)
    return path


def methods(connector):
    return {key.name: value for key, value in connector.value[Symbol("methods")].items()}


def test_value_arity_and_parameters(file):
    connector = ruby.load(file)
    double = methods(connector)["double"]
    assert connector.value[Symbol("title")] == "Test"
    assert (double.arity, double.parameters, double.line) == (-2, (("req", "x"), ("opt", "y")), 8)
    assert double.call(1) == [2, 4]


def test_calls_get_as_many_arguments_as_they_take(file):
    connector = ruby.load(file)
    assert host.call(connector.value[Symbol("test")], Hash({"a": 1}), "more", "than needed") == 2


def test_one_strange_lambda_takes_no_other_away(file):
    connector = ruby.load(file)
    with pytest.raises(ruby.SandboxError, match=r"connector.rb:11:"):
        host.call(methods(connector)["bad"])
    assert host.call(methods(connector)["double"], 5) == [10, 4]


def test_an_error_has_its_line(file):
    with pytest.raises(ruby.RubyError) as caught:
        host.call(methods(ruby.load(file))["fails"], Hash({"a": 1}))
    error = caught.value
    assert (error.class_name, error.line) == ("NoMethodError", 13)
    assert error.message == "undefined method `foo' for 1:Integer"


def test_another_self(file):
    from wkt_cli.ruby.registry import OBJECT, define_class, method

    class Guest:
        pass

    guest = define_class("Guest", OBJECT, Guest)

    @method(guest, "name_of_self")
    def name_of_self(self, block, number):
        return ["guest", number]

    own = methods(ruby.load(file))["own"]
    assert host.call(own, me=Guest()) == ["guest", 3]
    with pytest.raises(ruby.RubyError, match=r"undefined method `name_of_self'"):
        host.call(own)


def test_check_lists_all_faults(file):
    faults = ruby.check("{ a: -> { system('x'); ENV['a']; `ls` },\n b: -> { redo } }")
    found = [(fault.line, fault.construct) for fault in faults]
    assert found == [(1, "system"), (1, "ENV"), (1, "backticks"), (2, "redo")]
    assert ruby.check("{ a: 1 b: 2 }")[0].construct == "syntax"
    assert ruby.check("[1].map { |x| x }") == []


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("{\n  a: 1\n  label: 2\n}", 3, 3),
        ("{\n  a: 1,\n  type = 'array',\n  b: 2\n}", 3, 3),
        ("x = [1,\n2", None, None),
        ("def f", None, None),
        ("if true", None, None),
        ('"abc', None, None),
        ("<<~A\n  x\n", None, None),
    ],
)
def test_syntax_errors(text, line, column):
    with pytest.raises(ruby.SandboxError, match=r"syntax error") as caught:
        ruby.load("connector.rb", text)
    if line is not None:
        assert (caught.value.line, caught.value.column) == (line, column)


# --- the cache


def test_second_load_needs_no_parser(file):
    code = "import sys; from wkt_cli import ruby; ruby.load(sys.argv[1]); print('tree_sitter' in sys.modules)"
    command = [sys.executable, "-c", code, str(file)]
    runs = [subprocess.run(command, capture_output=True, text=True).stdout for _ in range(2)]
    assert [text.strip() for text in runs] == ["True", "False"]


def entries(folder):
    return sorted(folder.iterdir())


def test_lambdas_are_kept_once_compiled(file, folder):
    connector = ruby.load(file)
    methods(connector)["double"].call(1)
    connector.save()
    again = ruby.load(file)
    assert again.bundle.lambdas
    assert methods(again)["double"].call(1) == [2, 4]


@pytest.mark.parametrize("damage", [b"", b"rubbish", None])
def test_damaged_files_are_ignored(file, folder, damage):
    ruby.load(file)
    (entry,) = entries(folder)
    data = bytearray(entry.read_bytes())
    data[len(data) // 2] ^= 255
    entry.write_bytes(bytes(data) if damage is None else damage)
    assert cache.read(ruby.load(file, use_cache=False).source.bytes, str(file)) is None
    assert methods(ruby.load(file))["double"].call(1) == [2, 4]


def test_files_that_others_can_write_are_not_run(file, folder):
    connector = ruby.load(file)
    (entry,) = entries(folder)
    entry.chmod(0o666)
    assert cache.read(connector.source.bytes, str(file)) is None
    entry.chmod(0o600)
    assert cache.read(connector.source.bytes, str(file)) is not None
    folder.chmod(0o777)
    assert cache.read(connector.source.bytes, str(file)) is None


def test_links_are_not_followed(file, folder, tmp_path):
    connector = ruby.load(file)
    (entry,) = entries(folder)
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert cache.read(connector.source.bytes, str(file)) is None


@pytest.fixture
def poisoned(file, folder):
    """A file with whole code of another source, where that of `file` would stand."""
    path = folder / cache.key_of(file.read_bytes(), str(file))
    other = file.parent / "other.rb"
    other.write_text("{ title: 'Poisoned' }")
    ruby.load(other)
    (entry,) = entries(folder)
    entry.rename(path)
    return path


def title(file):
    return ruby.load(file).value[Symbol("title")]


def test_code_of_others_is_never_run(file, poisoned, monkeypatch):
    monkeypatch.setattr(cache.os, "getuid", lambda: poisoned.stat().st_uid + 1)
    assert title(file) == "Test"


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_code_that_others_can_write_is_never_run(file, poisoned, mode):
    assert title(file) == "Poisoned"
    poisoned.chmod(mode)
    assert title(file) == "Test"


@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_a_folder_that_others_can_write_is_never_read(file, folder, poisoned, mode):
    folder.chmod(mode)
    assert title(file) == "Test"


def test_a_linked_file_is_never_run(file, poisoned, tmp_path):
    poisoned.rename(tmp_path / "elsewhere")
    poisoned.symlink_to(tmp_path / "elsewhere")
    assert title(file) == "Test"


@pytest.mark.parametrize("part", [0, len(cache.MAGIC), len(cache.MAGIC) + 32, len(cache.MAGIC) + 40, -1])
def test_a_damaged_file_is_made_anew(file, poisoned, part):
    data = bytearray(poisoned.read_bytes())
    data[part] ^= 1
    poisoned.write_bytes(bytes(data))
    assert title(file) == "Test"


def test_another_compiler_has_an_entry_of_its_own(file, poisoned, monkeypatch, tmp_path):
    for folder in cache.COMPILER:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "calls.py").touch()
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    cache.compiler.cache_clear()
    try:
        assert title(file) == "Test"
    finally:
        cache.compiler.cache_clear()


def test_changed_text_is_another_entry(file, folder):
    ruby.load(file)
    file.write_text(TEXT.replace("'Test'", "'Other'"))
    assert ruby.load(file).value[Symbol("title")] == "Other"
    assert len(entries(folder)) == 2


def test_a_reserved_word_is_no_call():
    with pytest.raises(ruby.SandboxError, match="syntax error, unexpected `rescue'"):
        ruby.evaluate("[1.to_s, 2.to_s rescue 3]")
