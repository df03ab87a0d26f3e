"""What the check of a partner's custodian knows on its way, and how a step says that it failed or cannot be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from utility_connectors.ports import UsageFile
from web.sandbox.conversation import Conversation, Said

Agree = Callable[[str], str]
"""Takes a customer's browser to an address; returns the address at which it ends, our own with what was answered."""


class Failed(Exception):  # noqa: N818  a verdict, not a fault
    """The custodian does not do what the step expects."""


class Skipped(Exception):  # noqa: N818
    """The step cannot be taken."""


@dataclass(slots=True)
class Walk:
    """What is known so far. `now` is epoch seconds."""

    base_url: str
    talk: Conversation
    agree: Agree
    now: int
    pause: Callable[[float], None]
    own_token: str = ""
    first_code: str = ""
    code: str = ""
    tokens: Said | None = None
    newer: Said | None = None
    file: UsageFile | None = None
    feed: bytes = b""
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def token(self) -> Said:
        """The newest token answer."""
        found = self.newer or self.tokens
        if found is None:
            raise Skipped("no permission was given")
        return found

    @property
    def usage(self) -> UsageFile:
        """What the readings said."""
        if self.file is None:
            raise Skipped("no readings were received")
        return self.file


def refused(said: Said, error: str) -> None:
    """It is the OAuth error named, with status 400."""
    require(said.status == 400 and said.text("error") == error, f"{shown(said)} instead of 400 {error}")


def expect(said: Said, status: int) -> None:
    """It has this status."""
    require(said.status == status, f"{shown(said)} instead of {status}")


def shown(said: Said) -> str:
    """Status and error, never content: it may be somebody's."""
    return said.trouble or f"{said.status} {said.text('error')[:60]}".strip()


def require(is_so: bool, otherwise: str) -> None:
    """It is so; the step has failed otherwise."""
    if not is_so:
        raise Failed(otherwise)
