"""The states of a project and every legal arrow between them, as one table. What is not in it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from greener_homes.tables.project import ProjectState as ProjectState

_S = ProjectState


class Act(StrEnum):
    """What can be done to a project."""

    QUOTE = "quote"
    """There is a quote, on paper or here."""
    BOOK = "book"
    """Somebody agreed to do it, the household itself included."""
    FINISH = "finish"
    VERIFY = "verify"
    """A person, or the meter, says that it is as it should be."""
    COMPLAIN = "complain"
    """A person says that it is not."""
    REDO = "redo"
    """The contractor comes back."""
    UNQUOTE = "unquote"
    """None of the quotes is any good: ask others."""
    UNBOOK = "unbook"
    """The contractor, or the household, called it off."""
    NOT_DONE = "not_done"
    """It was marked done by mistake."""
    GIVE_UP = "give_up"
    TAKE_UP = "take_up"


ARROWS: Final[Mapping[tuple[ProjectState, Act], ProjectState]] = MappingProxyType(
    {
        (_S.PLANNED, Act.QUOTE): _S.QUOTED,
        (_S.PLANNED, Act.BOOK): _S.BOOKED,
        (_S.PLANNED, Act.FINISH): _S.DONE,
        (_S.PLANNED, Act.GIVE_UP): _S.GIVEN_UP,
        (_S.QUOTED, Act.BOOK): _S.BOOKED,
        (_S.QUOTED, Act.FINISH): _S.DONE,
        (_S.QUOTED, Act.UNQUOTE): _S.PLANNED,
        (_S.QUOTED, Act.GIVE_UP): _S.GIVEN_UP,
        (_S.BOOKED, Act.FINISH): _S.DONE,
        (_S.BOOKED, Act.UNBOOK): _S.QUOTED,
        (_S.BOOKED, Act.GIVE_UP): _S.GIVEN_UP,
        (_S.DONE, Act.VERIFY): _S.VERIFIED,
        (_S.DONE, Act.COMPLAIN): _S.UNSATISFACTORY,
        (_S.DONE, Act.NOT_DONE): _S.BOOKED,
        (_S.VERIFIED, Act.COMPLAIN): _S.UNSATISFACTORY,
        (_S.UNSATISFACTORY, Act.REDO): _S.BOOKED,
        (_S.UNSATISFACTORY, Act.VERIFY): _S.VERIFIED,
        (_S.UNSATISFACTORY, Act.GIVE_UP): _S.GIVEN_UP,
        (_S.GIVEN_UP, Act.TAKE_UP): _S.PLANNED,
    }
)
"""Where each act leads. Small work needs no quote and no booking, so planned work may be done at once."""

UNDER_WAY: Final = frozenset({_S.PLANNED, _S.QUOTED, _S.BOOKED, _S.UNSATISFACTORY})
"""Somebody has something to do."""
WORK_DONE: Final = frozenset({_S.DONE, _S.VERIFIED, _S.UNSATISFACTORY})
"""The work has been carried out, well or badly."""


def leads_to(state: ProjectState, act: Act) -> ProjectState | None:
    """Where an act leads from a state; None when it cannot be done."""
    return ARROWS.get((state, act))


def possible(state: ProjectState) -> tuple[Act, ...]:
    """What can be done from a state, in the order of the acts."""
    return tuple(act for act in Act if (state, act) in ARROWS)
