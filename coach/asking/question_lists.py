"""The coach's lists of questions: mine, nobody's yet, my colleagues', answered; what is due first stands first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from coach.asking.conversations import About, all_first_words
from coach.asking.thread_states import ThreadState
from greener_homes import homes
from greener_homes.people import Language, PersonView
from greener_homes.tables.conversation import Thread
from greener_homes.vault import Vault

PAGE_SIZE = 25
FIRST_WORDS = 120


class Which(StrEnum):
    """The lists."""

    MINE = "mine"
    FREE = "free"
    OTHERS = "others"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in a list. `reference` is empty for a resident without a home."""

    id: uuid.UUID
    reference: str
    words: str
    about: About
    about_key: str
    state: ThreadState
    language: Language
    owner_id: uuid.UUID | None
    promised_on: date

    def is_overdue(self, today: date) -> bool:
        return self.state is ThreadState.OPEN and self.promised_on < today


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A page of questions and how many there are in all."""

    lines: Sequence[QuestionLine]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def listed(session: Session, vault: Vault, coach: PersonView, which: Which, *, page: int = 1) -> QuestionPage:
    """One list: a coach's turn first, then by the promised day. Its first words are opened, nothing else is."""
    condition = _condition(coach, which)
    total = session.exec(select(func.count()).select_from(Thread).where(condition)).one()
    newest_first = which is Which.ANSWERED
    order = (
        (col(Thread.turned_at).desc(),)
        if newest_first
        else ((col(Thread.state) != ThreadState.OPEN), col(Thread.promised_on), col(Thread.id))
    )
    rows = session.exec(
        select(Thread).where(condition).order_by(*order).limit(PAGE_SIZE).offset((max(page, 1) - 1) * PAGE_SIZE)
    ).all()
    names = homes.references(session, [row.home_id for row in rows if row.home_id])
    words = all_first_words(session, vault, [row.id for row in rows])
    return QuestionPage(
        [
            QuestionLine(
                row.id,
                names.get(row.home_id, "") if row.home_id else "",
                _short(words.get(row.id, "")),
                row.about,
                row.about_key,
                row.state,
                row.language,
                row.owner_id,
                row.promised_on,
            )
            for row in rows
        ],
        total,
        max(page, 1),
    )


def counts(session: Session, coach: PersonView) -> dict[Which, int]:
    """How many questions each list has."""
    return {
        which: session.exec(select(func.count()).select_from(Thread).where(_condition(coach, which))).one()
        for which in Which
    }


def home_ids(session: Session, lines: Sequence[QuestionLine]) -> list[uuid.UUID]:
    """The homes of these questions, for the record of looks."""
    found = session.exec(select(Thread.home_id).where(col(Thread.id).in_([one.id for one in lines])))
    return [home_id for home_id in found if home_id is not None]


def _condition(coach: PersonView, which: Which) -> ColumnElement[bool]:
    unanswered = col(Thread.state).in_((ThreadState.OPEN, ThreadState.WAITING))
    owner = col(Thread.owner_id)
    match which:
        case Which.MINE:
            return unanswered & (owner == coach.id)
        case Which.FREE:
            return unanswered & owner.is_(None)
        case Which.OTHERS:
            return unanswered & owner.is_not(None) & (owner != coach.id)
        case Which.ANSWERED:
            return col(Thread.state) == ThreadState.ANSWERED


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= FIRST_WORDS else one_line[: FIRST_WORDS - 1].rstrip() + "…"
