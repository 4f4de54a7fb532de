"""OAuth with a code that a person enters in a browser, on this machine or any other (RFC 8628 section 3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .consent import Asking, is_web

if TYPE_CHECKING:
    from ...runtime.authorization import Authorization, DeviceCode
    from ..app import App


def log_in(app: App, asking: Asking, authorization: Authorization) -> DeviceCode:
    """Get a code and show it; the browser opens where the service gives an address that has the code in it.

    Args:
        app: the run.
        asking: how the person is asked.
        authorization: gets the code.

    Raises:
        SdkError: the service gave none.
    """
    code = authorization.device_code(asking.device_url, asking.scope)
    wait = min(code.lifetime, asking.wait or code.lifetime)
    whole = code.verification_uri_complete
    opened = whole is not None and is_web(whole) and app.environment.browse(whole)
    app.environment.say("\n".join(_shown(code, opened, wait)))
    app.awaited = "you to enter the code"
    return code._replace(lifetime=wait)


def _shown(code: DeviceCode, opened: bool, wait: float) -> list[str]:
    """Give what a person has to see; the code must be seen even if the browser has it already."""
    first = "Open this address in a browser, on this machine or any other, and enter the code:"
    if opened:
        first = "Sign in with the browser that opens, if it shows this code, or enter it at this address:"
    whole = code.verification_uri_complete
    return [
        first, "", f"  {code.verification_uri}", f"  {code.user_code}", "",
        *([f"The same address with the code in it: {whole}"] if whole and not opened else []),
        f"The code is good for {_duration(code.lifetime)}; waiting until it is entered"
        + (f", {_duration(wait)} at most" if wait < code.lifetime else ""),
    ]  # fmt: skip


def _duration(seconds: float) -> str:
    """Give a time for people.

    >>> _duration(1800), _duration(60), _duration(95), _duration(0.5)
    ('30 minutes', '1 minute', '95 seconds', '0.5 seconds')
    """
    number, unit = (seconds / 60, "minute") if seconds % 60 == 0 else (seconds, "second")
    return f"{number:g} {unit}" + ("" if number == 1 else "s")
