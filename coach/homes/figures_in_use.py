"""The programmes in use: this version's files with the changes that staff approved over them, and the figures of a day.

Whatever works out money asks here, so that no two pages can disagree. The set that advice was made with is named in its
version, and can be had again from that name as long as this version's files are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from coach.advising.figures import Figures
from greener_homes import incentive_changes, rates
from greener_homes.incentive_changes import ChangeView
from greener_homes.local_days import LOCAL
from models.incentives.codes_data import DataRefused
from models.incentives.graph import Graph
from models.incentives.overlay import Change, Laid, Part, checked, laid_over
from models.incentives.reading import SOURCES

_PARTS: Final = 2
"""The engine and its files come first in a version; what follows are changes."""


def figures(session: Session, on: date) -> Figures:
    """Every figure of a day, with the prices and the programmes in use."""
    return Figures(on, rates.in_use(session), incentives=in_use(session, on))


def in_use(session: Session, on: date) -> Graph:
    """The programmes that count on a day."""
    return laid(session, on).graph


def edition(session: Session, now: datetime) -> str:
    """A short text that differs when advice would be made with other figures: prices are looked at again monthly,
    programmes when what counts of them changes."""
    changes = incentive_changes.edition(session, now.astimezone(LOCAL).date())
    return f"{now:%Y-%m}{rates.edition(session)}{changes}"


def laid(session: Session, on: date) -> Laid:
    """The same, with the numbers of approved changes that no longer fit this version's files."""
    return laid_over(as_laid(incentive_changes.in_force(session, on)))


def as_laid(found: Iterable[ChangeView]) -> tuple[Change, ...]:
    """Changes as the engine reads them."""
    return tuple(as_change(one) for one in found)


def as_change(one: ChangeView) -> Change:
    """A change as the engine reads it: where its source is an address, its own number stands for that."""
    source = one.source if SOURCES.fullmatch(one.source) else f"C{one.number}"
    return Change.of(one.number, Part(one.part.value), one.target, {**one.fields, "source_id": source})


def of_version(session: Session, version: str) -> Graph | None:
    """The programmes that advice of this version was made with; None where they cannot be had again exactly."""
    parts = version.split("+")
    numbers = [int(part[1:]) for part in parts[_PARTS:] if part[1:].isdigit()]
    try:
        held = checked(as_laid(incentive_changes.numbered(session, numbers)))
    except DataRefused:
        return None
    return held if Figures(date.min, incentives=held).incentives_version == version else None
