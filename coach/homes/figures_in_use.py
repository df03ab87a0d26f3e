"""The programmes in use: this version's files with the changes that staff approved over them, and the figures of a day.

Whatever works out money asks here, so that no two pages can disagree. The set that advice was made with is named in its
version, and can be had again from that name as long as this version's files are the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from coach.advising.figures import Figures
from greener_homes import incentive_changes, rates
from greener_homes.incentive_changes import ChangeView
from greener_homes.local_days import LOCAL
from greener_homes.page_questions import AtOnce
from models.incentives.codes_data import DataRefused
from models.incentives.graph import Graph
from models.incentives.overlay import Act, Change, Laid, Part, checked, laid_over
from models.incentives.reading import SOURCES

_AT_MOST: Final = 16
_KEPT: Final[dict[tuple[uuid.UUID, ...], Laid]] = {}
"""By the ids of the changes, which never say anything else: a day or two, and what tests ask for."""
_PARTS: Final = 2
"""The engine and its files come first in a version; what follows are changes."""


def figures(session: Session, on: date) -> Figures:
    """Every figure of a day, with the prices and the programmes in use."""
    approved, changes = _IN_USE.ask(session, {"on": on})
    return Figures(on, rates.book_of(session, approved), incentives=_laid(session, on, tuple(changes or ())).graph)


_IN_USE: Final = AtOnce(rates.APPROVED, incentive_changes.IN_FORCE)


def in_use(session: Session, on: date) -> Graph:
    """The programmes that count on a day."""
    return laid(session, on).graph


def edition(session: Session, now: datetime) -> str:
    """A short text that differs when advice would be made with other figures: prices are looked at again monthly,
    programmes when what counts of them changes."""
    changes = incentive_changes.edition(session, now.astimezone(LOCAL).date())
    return f"{now:%Y-%m}{rates.edition(session)}{changes}"


def laid(session: Session, on: date) -> Laid:
    """The same, with the numbers of approved changes that no longer fit this version's files.

    Every page that says money asks this. Only ids are asked of the database while the same changes count.
    """
    return _laid(session, on, incentive_changes.ids_in_force(session, on))


def _laid(session: Session, on: date, key: tuple[uuid.UUID, ...]) -> Laid:
    held = _KEPT.get(key)
    if held is None:
        held = laid_over(as_laid(incentive_changes.in_force(session, on)))
        if len(_KEPT) >= _AT_MOST:
            _KEPT.clear()
        _KEPT[key] = held
    return held


def as_laid(found: Iterable[ChangeView]) -> tuple[Change, ...]:
    """Changes as the engine reads them."""
    return tuple(as_change(one) for one in found)


def as_change(one: ChangeView) -> Change:
    """A change as the engine reads it: where its source is an address, its own number stands for that."""
    act, fields = Act(one.act.value), dict(one.fields)
    if act is not Act.REMOVE:
        fields["source_id"] = one.source if SOURCES.fullmatch(one.source) else f"C{one.number}"
    return Change.of(one.number, Part(one.part.value), one.target, fields, act)


def of_version(session: Session, version: str) -> Graph | None:
    """The programmes that advice of this version was made with; None where they cannot be had again exactly."""
    parts = version.split("+")
    numbers = [int(part[1:]) for part in parts[_PARTS:] if part[1:].isdigit()]
    try:
        held = checked(as_laid(incentive_changes.numbered(session, numbers) if numbers else ()))
    except DataRefused:
        return None
    return held if Figures(date.min, incentives=held).incentives_version == version else None
