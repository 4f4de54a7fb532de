"""The `connection.authorization` block at work: one state machine over request and reply, in HTTPX's shape.

`machine` has the state machine; below it `definition` (what is written), `multi` (which of several holds), `hooks` (the
block's functions, and what they may return), `grants` (how new credentials are got), `endpoint` (what of the service is
asked for them), `consent` (the authorization code flow, up to the browser) and `device` (codes that are entered
elsewhere, and the wait for them).
"""

from .consent import AuthorizationCode, Consent, DeviceCode, Invitation
from .definition import KEY, Definition
from .machine import Authorization, Flow

__all__ = [
    "KEY", "Authorization", "AuthorizationCode", "Consent", "Definition", "DeviceCode", "Flow", "Invitation",
]  # fmt: skip
