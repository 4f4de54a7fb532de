"""The fuzzer of the Ruby side: `python -m tests.ruby.fuzz --help`."""
