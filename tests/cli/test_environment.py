"""What commands write for people."""

import io

from wkt_cli.cli.environment import Environment


def test_talk_does_not_steer_the_terminal() -> None:
    environment = Environment(stderr=io.StringIO())
    environment.say("a\x1b[2Jb\tc\r\nd\x9b31m \x1b[32mé\x1b[0m\x00")
    assert environment.stderr.getvalue() == "a\\x1b[2Jb\tc\nd\\x9b31m \x1b[32mé\x1b[0m\\x00\n"
