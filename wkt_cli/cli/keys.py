"""Keys as they are pressed: a terminal without echo and line editing, and its bytes as key strokes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

PASTE_BEGIN, PASTE_END = "\x1b[200~", "\x1b[201~"
_ESCAPE_WAIT, _LOOK_AGAIN = 0.05, 0.1
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?<=>]*[ -/]*[@-~]|O[ -~]|[^\[O])", re.DOTALL)
_PARTIAL = re.compile(r"\x1b(?:\[[0-9;?<=>]*[ -/]*|O)?")

_CONTROLS = {
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\x15": "kill",
    "\x0b": "kill-end", "\x17": "kill-word", "\x03": "interrupt", "\x04": "end-of-input", "\x1a": "suspend",
    "\x01": "home", "\x05": "end", "\x02": "left", "\x06": "right",
}
_SEQUENCES = {
    "\x1b[D": "left", "\x1bOD": "left", "\x1b[C": "right", "\x1bOC": "right", "\x1b[H": "home",
    "\x1bOH": "home", "\x1b[1~": "home", "\x1b[F": "end", "\x1bOF": "end", "\x1b[4~": "end",
    "\x1b[3~": "delete",
}


@dataclass(frozen=True)
class Key:
    """One stroke.

    Attributes:
        name: ``text``, ``paste``, or what the key does, such as ``backspace``; ``hang-up`` when the terminal
            is gone, ``over`` when nobody waits for a key any more, ``nothing`` for a key without a meaning here.
        text: the characters of ``text`` and ``paste``.
    """

    name: str
    text: str = ""


class Device(Protocol):
    """A keyboard; while it is entered, nothing is echoed and each character comes at once."""

    def __enter__(self) -> Device:
        """Take the keyboard over."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Give it back as it was; what was typed but not read is dropped if an error goes by."""

    def read(self, timeout: float | None = None) -> str | None:
        """Give some characters; None after `timeout` seconds without any; empty text when it is gone."""

    def suspend(self) -> None:
        """Stop the program as Ctrl-Z does, with the keyboard given back until it goes on."""


class KeyReader:
    """Turns the characters of a device into key strokes; keeps what comes ahead of its use.

    Args:
        device: where the characters come from.
    """

    def __init__(self, device: Device) -> None:
        self._device, self._buffer = device, ""

    def key(self, until: Callable[[], bool] | None = None) -> Key:
        """Wait for the next stroke; a run of plain characters is one.

        Args:
            until: is asked again and again whether the wait is over, which gives a key ``over``.
        """
        while not self._buffer:
            more = self._device.read(None if until is None else _LOOK_AGAIN)
            if more is None and until is not None and until():
                return Key("over")
            if more == "":
                return Key("hang-up")
            self._buffer = more or ""
        if self._buffer.startswith("\x1b"):
            return self._escape()
        if name := _CONTROLS.get(self._buffer[0]):
            self._buffer = self._buffer[1:]
            return Key(name)
        if self._buffer[0] < " " and self._buffer[0] != "\t":
            self._buffer = self._buffer[1:]
            return Key("nothing")
        return self._run()

    def more_at_once(self, seconds: float = 0.03) -> bool:
        """Whether further characters came together with the last stroke, as in a paste."""
        return bool(self._buffer) or self._fill(seconds)

    def forget(self) -> None:
        """Drop what came ahead."""
        self._buffer = ""

    def _fill(self, timeout: float | None = None) -> bool:
        more = self._device.read(timeout)
        self._buffer += more or ""
        return bool(more)

    def _run(self) -> Key:
        end = next((i for i, c in enumerate(self._buffer) if (c < " " and c != "\t") or c == "\x7f"), None)
        text = self._buffer[:end]
        self._buffer = self._buffer[len(text):]
        return Key("text", text)

    def _escape(self) -> Key:
        while _PARTIAL.fullmatch(self._buffer):
            if not self._fill(_ESCAPE_WAIT):
                self._buffer = ""
                return Key("nothing")
        found = _SEQUENCE.match(self._buffer)
        length = found.end() if found else 1
        sequence, self._buffer = self._buffer[:length], self._buffer[length:]
        return self._paste() if sequence == PASTE_BEGIN else Key(_SEQUENCES.get(sequence, "nothing"))

    def _paste(self) -> Key:
        searched = 0
        while (end := self._buffer.find(PASTE_END, searched)) < 0:
            if "\x03" in self._buffer[searched:]:
                return Key("interrupt")
            searched = max(0, len(self._buffer) - len(PASTE_END))
            if not self._fill():
                return Key("hang-up")
        text, self._buffer = self._buffer[:end], self._buffer[end + len(PASTE_END):]
        return Key("paste", text.replace("\r\n", "\n").replace("\r", "\n"))


if sys.platform == "win32":
    import ctypes
    import msvcrt
    import time

    _SPECIAL = {"K": "\x1b[D", "M": "\x1b[C", "G": "\x1b[H", "O": "\x1b[F", "S": "\x1b[3~"}

    class Console:
        """The console of Windows.

        Args:
            fd: not used; the console belongs to the process.
            control: writes control sequences to the screen.
            encoding: not used; the console gives text.
        """

        def __init__(self, fd: int, control: Callable[[str], None], encoding: str = "utf-8") -> None:
            self._ahead = ""

        def __enter__(self) -> Console:
            kernel = ctypes.windll.kernel32
            handle, mode = kernel.GetStdHandle(-12), ctypes.c_ulong()
            if kernel.GetConsoleMode(handle, ctypes.byref(mode)):
                kernel.SetConsoleMode(handle, mode.value | 4)
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
        ) -> None:
            while kind is not None and msvcrt.kbhit():
                msvcrt.getwch()

        def read(self, timeout: float | None = None) -> str | None:
            """Give one key, as the characters that a Unix terminal would send."""
            end = None if timeout is None else time.monotonic() + timeout
            while end is not None and not msvcrt.kbhit():
                if time.monotonic() > end:
                    return None
                time.sleep(0.005)
            character = msvcrt.getwch()
            if character in "\x00\xe0" and msvcrt.kbhit():
                return _SPECIAL.get(msvcrt.getwch(), "\x00")
            return "\x04" if character == "\x1a" else character

        def suspend(self) -> None:
            """There is no job control."""

else:
    import codecs
    import os
    import select
    import signal
    import termios
    import threading
    from types import FrameType
    from typing import Any

    _IFLAG, _LFLAG, _CC = 0, 3, 6

    class Console:
        """A terminal of Linux or macOS.

        Args:
            fd: file descriptor of the terminal's input.
            control: writes control sequences to the screen.
            encoding: how the terminal writes characters.
        """

        def __init__(self, fd: int, control: Callable[[str], None], encoding: str = "utf-8") -> None:
            self._fd, self._control = fd, control
            self._decoder = codecs.getincrementaldecoder(encoding)("replace")
            self._saved: list[Any] | None = None
            self._handlers: dict[int, Any] = {}

        def __enter__(self) -> Console:
            self._saved = termios.tcgetattr(self._fd)
            self._take_signals()
            termios.tcsetattr(self._fd, termios.TCSADRAIN, _unbuffered(termios.tcgetattr(self._fd)))
            self._control("\x1b[?2004h")
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
        ) -> None:
            self._restore(termios.TCSAFLUSH if kind is not None else termios.TCSADRAIN)
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
            self._handlers = {}

        def read(self, timeout: float | None = None) -> str | None:
            """Give what was typed, decoded; part of a character waits for its rest."""
            while timeout is None or select.select([self._fd], [], [], timeout)[0]:
                try:
                    data = os.read(self._fd, 65536)
                except OSError:
                    return ""
                text = self._decoder.decode(data)
                if text or not data:
                    return text
            return None

        def suspend(self) -> None:
            """Stop the whole job, as the terminal would on Ctrl-Z."""
            self._restore(termios.TCSADRAIN)
            os.kill(0, signal.SIGTSTP)
            self._saved = termios.tcgetattr(self._fd)
            termios.tcsetattr(self._fd, termios.TCSADRAIN, _unbuffered(termios.tcgetattr(self._fd)))
            self._control("\x1b[?2004h")

        def _restore(self, when: int) -> None:
            if self._saved is None:
                return
            self._control("\x1b[?2004l")
            try:
                termios.tcsetattr(self._fd, when, self._saved)
            except termios.error:
                return

        def _take_signals(self) -> None:
            """A signal that ends the program restores the terminal first."""
            if threading.current_thread() is not threading.main_thread():
                return
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
                if signal.getsignal(number) == signal.SIG_DFL:
                    self._handlers[number] = signal.signal(number, self._end)

        def _end(self, number: int, frame: FrameType | None) -> None:
            self._restore(termios.TCSAFLUSH)
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    def _unbuffered(mode: list[Any]) -> list[Any]:
        mode[_IFLAG] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.ISTRIP | termios.IXON)
        mode[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
        mode[_CC][termios.VMIN], mode[_CC][termios.VTIME] = 1, 0
        return mode
