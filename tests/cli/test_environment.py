"""What commands write for people."""

import io

from wkt_cli.cli.environment import Environment


def test_talk_does_not_steer_the_terminal() -> None:
    environment = Environment(stderr=io.StringIO())
    environment.say("a\x1b[2Jb\tc\r\nd\x9b31m \x1b[32mé\x1b[0m\x00")
    assert environment.stderr.getvalue() == "a\\x1b[2Jb\tc\nd\\x9b31m \x1b[32mé\x1b[0m\\x00\n"


def test_a_line_that_is_drawn_gives_way() -> None:
    environment = Environment(stderr=io.StringIO())
    environment.draw("")
    environment.draw("waiting")
    environment.draw("wait")
    environment.say("told")
    environment.say("more")
    environment.draw("again")
    environment.draw("")
    environment.draw("")
    erase = "\r\x1b[K"
    assert environment.stderr.getvalue() == f"{erase}waiting{erase}wait{erase}told\nmore\n{erase}again{erase}"
