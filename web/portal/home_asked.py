"""What the resident's first page asks beside its advice and readings: many small things, in one question."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from coach.asking import questions
from coach.asking.thread_states import ThreadState
from coach.cases.recommendation import RecommendationView
from coach.duplicates import merging
from coach.service import promises
from greener_homes import consent, homes, incentive_notices, people, rates
from greener_homes.consent import GrantView, LiveConsent, Purpose
from greener_homes.homes import KnownFact
from greener_homes.page_questions import AtOnce
from greener_homes.tariffs import PriceBook
from web import current
from web.portal import ask_views, money_news


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the home and permitted, which prices are in use, and what there is to say.

    `coach` advised them; `permitted` are the permissions of `grants` to use readings for advice.
    """

    known: Sequence[KnownFact]
    book: PriceBook
    coach: str | None
    """None where the coach left no note, or their name cannot be read any more."""
    turned: Sequence[ThreadState]
    is_asked: bool
    has_money_news: bool
    is_merged: bool
    grants: Sequence[GrantView]
    permitted: Sequence[LiveConsent]


def asked(items: Sequence[RecommendationView]) -> Asked:
    """Answered for the home whose page this is; `items` are its recommendations."""
    session, now = current.session(), current.now()
    coach = items[0].reviewed_by if items and items[0].coach_said else None
    facts, approved, sealed, wrapped, turned, is_asked, has_money_news, is_merged, grants = _QUESTION.ask(
        session,
        {
            "home": current.home().id,
            "person": current.person().id,
            "named": coach,
            "now": now,
            **consent.moment_of(now),
            "turned_since": now - ask_views.LATELY,
            "told_since": money_news.since(items) if items else now,
        },
    )
    return Asked(
        known=homes.facts_of(facts),
        book=rates.book_of(session, approved),
        coach=_name(coach, sealed, wrapped),
        turned=questions.turns(turned),
        is_asked=is_asked,
        has_money_news=has_money_news,
        is_merged=is_merged,
        grants=consent.in_force_of(grants),
        permitted=consent.live_of(grants, Purpose.ADVICE, now),
    )


def _name(coach: uuid.UUID | None, sealed: bytes | None, wrapped: bytes | None) -> str | None:
    return people.name_opened(current.vault(), coach, sealed, wrapped) if coach else None


_QUESTION = AtOnce(
    homes.STANDING,
    rates.APPROVED,
    *people.SEALED_NAME,
    questions.TURNED,
    promises.IS_ASKED,
    incentive_notices.IS_TOLD,
    merging.IS_MERGED,
    consent.STANDING,
)
