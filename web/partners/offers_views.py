"""What the pages of a partner's offers are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from web.components import Chip, Fact
from web.partners.views import FileRow


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer in the list: the version stated last."""

    name: str
    key: str
    rate: str
    state: Chip
    stated_at: datetime
    version: str
    href: str


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything the organisation offers, and the last files it came in."""

    heading: str
    lead: str
    rows: tuple[OfferRow, ...]
    send_url: str
    software_url: str
    files: tuple[FileRow, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version: when its sender stated it, when and how it came, its rate and its state."""

    number: str
    stated_at: datetime
    received_at: datetime
    via: str
    rate: str
    state: Chip


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer: who sees it, its terms, an example as residents read it, and its versions."""

    name: str
    state: Chip
    lead: str
    facts: tuple[Fact, ...]
    example: tuple[Fact, ...]
    versions: tuple[VersionRow, ...]
    back_url: str
    withdraw_url: str = ""
