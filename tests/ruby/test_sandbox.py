"""What a connector from the internet can't reach: every known way out, and what the refusal says."""

import pytest

from wkt_cli import ruby

VISIBLE = {
    "File.read('/etc/passwd')": "File.read",
    "::File.read('x')": "File",
    "x = IO": "IO",
    "`ls`": "shell command",
    "%x(ls)": "shell command",
    "system('ls')": "system",
    "exit": "exit",
    "ENV['HOME']": "ENV",
    "eval('1')": "eval",
    "binding": "binding",
    "Thread.new { 1 }": "Thread",
    "$stdin.read": "$stdin",
    "$LOAD_PATH": "$LOAD_PATH",
    "undef upcase": "undef",
    "BEGIN { 1 }": "BEGIN",
    "alias a b": "alias",
    "TCPSocket.new('x', 1)": "TCPSocket",
    "Kernel.system('ls')": "system",
    "YAML.load_file('x')": "load_file",
    "redo": "redo",
}

LATE = {
    "send('sys' + 'tem', 'ls')": "system",
    "5.public_send(:instance_eval, '1')": "instance_eval",
    "method(:exit).call": "exit",
    "['ls'].each(&:system)": "system",
    "'x'.instance_eval { 1 }": "instance_eval",
    "Object.const_get('File')": "const_get",
    "'File'.constantize": "constantize",
    "class String; def upcase; 'x'; end; end": "closed",
    "class Integer; end": "closed",
    "module Kernel; end": "closed",
    "String.prepend(Comparable)": "prepend",
    "String.include(Comparable)": "closed",
    "Class.new(String)": "subclass",
    "require 'socket'": "require",
    "require 'jwt'": "workato.jwt_encode",
    "require 'tzinfo'": "in_time_zone",
    "require 'i18n'": "I18n",
    "'a'.extend(Comparable)": "extend",
    "String.define_method(:zz) { 1 }": "define_method",
    "sleep": "sleep",
}

PYTHON_NAMES = [
    "__builtins__",
    "__import__('os')",
    "''.__class__",
    "[].__class__.__base__",
    "->(x) { x }.__globals__",
    "globals",
    "'abc'.isupper",
    "{ a: 1 }.items",
    "None",
    "nil.__init__",
    "->() {}.__code__",
    "'x'.format_map({})",
    "1.real.__doc__",
    "->() {}.function",
    "[1].send('__len__')",
    "'a'.try(:__class__)",
    "Object.pytypes",
    "Object.singleton",
    "StandardError.new.with_traceback(nil)",
    "(1..2).exclusive",
    "method(:puts).fn",
    "proc {}.make",
    "self.defs",
    "type(1)",
    "Exception.__subclasses__",
    "t1",
    "me",
    "cref",
    "namespace",
    "leave(1, 2)",
]


@pytest.mark.parametrize("source", VISIBLE)
def test_visible_construct_is_refused_before_anything_runs(source):
    with pytest.raises(ruby.SandboxError) as caught:
        ruby.evaluate(f"x = 1\n{source}", filename="connector.rb")
    assert VISIBLE[source] in caught.value.message
    assert caught.value.line == 2
    assert "connector.rb:2:" in caught.value.message
    assert "^" in caught.value.message.splitlines()[-1]


@pytest.mark.parametrize("source", LATE)
def test_hidden_construct_is_refused_when_it_is_reached(source):
    with pytest.raises(ruby.SandboxError) as caught:
        ruby.evaluate(f"x = 1\n{source}", filename="connector.rb")
    assert LATE[source] in caught.value.message
    assert caught.value.line == 2


@pytest.mark.parametrize("source", PYTHON_NAMES)
def test_names_of_python_are_unknown(source):
    with pytest.raises(ruby.RubyError) as caught:
        ruby.evaluate(source)
    assert caught.value.class_name in ("NameError", "NoMethodError")


@pytest.mark.parametrize("source", ["begin; {}; rescue Exception; 1; end", "{} rescue 1"])
@pytest.mark.parametrize("refused", ["send(:system, 'ls')", "'x'.instance_eval('1')", "require 'socket'"])
def test_rescue_does_not_swallow_a_refusal(source, refused):
    with pytest.raises(ruby.SandboxError):
        ruby.evaluate(source.replace("{}", refused))


def test_places_of_the_runtime_are_not_told():
    assert ruby.evaluate("method(:puts).source_location") is None
    assert ruby.evaluate("->(x) { x }.source_location", filename="connector.rb") == ["connector.rb", 1]
    text = ruby.evaluate("begin; 'x'.foo(1); rescue => e; [e.backtrace, e.full_message].to_s; end")
    assert "wkt_cli" not in text and ".py" not in text


@pytest.mark.parametrize("source", ["File.read('x')", "Thread.new { }", "Process.pid", "eval('1')", "TCPSocket.new('a', 1)"])
def test_refusals_say_what_the_platform_does(source):
    with pytest.raises(ruby.SandboxError, match=r"the platform \w+ .*, wkt does not.* (Use|Take|Send|Write) "):
        ruby.evaluate(source)


@pytest.mark.parametrize("name", ["None", "import", "class", "lambda", "global", "True", "__debug__"])
def test_keywords_of_python_are_ordinary_keys(name):
    assert ruby.evaluate(f"{{ {name}: 1 }}[:{name}]") == 1


@pytest.mark.parametrize("name", ["import", "pass", "is", "type", "v_x", "t1", "me", "défi", "self_"])
def test_keywords_of_python_are_ordinary_locals(name):
    assert ruby.evaluate(f"{name} = 1; [2].map {{ |x| {name} += x }}; {name}") == 3


def test_generated_code_has_no_builtins():
    from wkt_cli.ruby.linker import new_namespace

    assert new_namespace()["__builtins__"] == {}


def test_programs_do_not_share_methods_constants_and_globals():
    ruby.evaluate("def helper; 1; end; KEPT = 1; $kept = 1; class Kept; end")
    assert ruby.evaluate("[defined?(helper), defined?(KEPT), $kept, defined?(Kept)]") == [None] * 4
