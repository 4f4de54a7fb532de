"""Opens a person's browser: `$BROWSER`, else the one of the desktop; none where there is no desktop."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping


def open_browser(url: str, environ: Mapping[str, str]) -> bool:
    """Send the browser to a URL and go on.

    Args:
        url: where it shall go.
        environ: `BROWSER` is a list of commands; in each ``%s`` stands for the URL, which else comes last.

    Returns:
        Whether one was started.
    """
    commands = environ.get("BROWSER", "")
    if commands:
        return any(_start(command, url) for command in commands.split(os.pathsep) if command.strip())
    if not _has_desktop(environ):
        return False
    import webbrowser

    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False


def _start(command: str, url: str) -> bool:
    try:
        words = shlex.split(command)
        filled = [word.replace("%s", url) for word in words]
        nowhere = subprocess.DEVNULL
        subprocess.Popen(
            filled if filled != words else [*words, url], stdin=nowhere, stdout=nowhere, stderr=nowhere,
            start_new_session=True,
        )  # fmt: skip
    except (OSError, ValueError):
        return False
    return True


def _has_desktop(environ: Mapping[str, str]) -> bool:
    if environ.get("SSH_CONNECTION") and not environ.get("DISPLAY"):
        return False
    return sys.platform in ("win32", "darwin") or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
