"""The demonstration's questions and the hours its coach offers: enough to see how both look from either side."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from coach.asking import questions
from coach.asking.questions import About, Question
from coach.clock import working_days
from coach.service import slots
from coach.service.slots import MeetingKind
from greener_homes.db import Session
from greener_homes.local_days import LOCAL
from greener_homes.people import Language, PersonView
from greener_homes.vault import Vault

DAYS_OFFERED = 5
HOURS = ((MeetingKind.CALL, time(9), time(12)), (MeetingKind.VISIT, time(13), time(16)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a household asks, and what the coach has answered, if anything."""

    question: Mapping[Language, str]
    answer: Mapping[Language, str] | None = None


ASKED: Mapping[int, Asked] = {
    0: Asked(
        {
            Language.ENGLISH: "Can I do part of the attic myself, or does the rebate need a contractor?",
            Language.FRENCH: "Puis-je faire une partie du grenier moi-même, ou la remise exige-t-elle un entrepreneur?",
        },
        {
            Language.ENGLISH: "You can seal around the hatch yourself. Wait with the insulation: most rebates need an "
            "assessment before any work begins. I would ask for two quotes first.",
            Language.FRENCH: "Vous pouvez sceller le tour de la trappe vous-même. Attendez pour l’isolant\u00a0: la "
            "plupart des remises exigent une évaluation avant le début des travaux. Je demanderais d’abord deux "
            "soumissions.",
        },
    ),
    4: Asked(
        {
            Language.ENGLISH: "Our February bill was much higher than January. Is something wrong?",
            Language.FRENCH: "Notre facture de février était bien plus élevée que celle de janvier. Y a-t-il un "
            "problème?",
        }
    ),
    9: Asked(
        {
            Language.ENGLISH: "Somebody at the door says the region sent them to look at our furnace. Is that true?",
            Language.FRENCH: "Quelqu’un à la porte dit que la région l’envoie voir notre chaudière. Est-ce vrai?",
        }
    ),
}
"""By the place of the household on the street."""


def offer_hours(session: Session, coach: PersonView, *, now: datetime) -> None:
    """The coach offers calls and visits on the next few working days. Doing it again changes nothing."""
    if slots.offered_by(session, coach.id, now=now):
        return
    today = now.astimezone(LOCAL).date()
    for number in range(1, DAYS_OFFERED + 1):
        day = working_days.after(today, number)
        for kind, begins, ends in HOURS:
            slots.offer(session, coach, kind, day, begins, ends, now=now)


def ask(
    session: Session,
    vault: Vault,
    people: Sequence[PersonView],
    home_id: uuid.UUID,
    place: int,
    *,
    now: datetime,
) -> None:
    """The household at this place, the first of `people`, has asked what it asks, if anything; the coach answered."""
    resident, coach = people
    asked = ASKED.get(place)
    if asked is None:
        return
    words = Question(asked.question[resident.language], resident.language, About.GENERAL)
    thread = questions.ask(session, vault, resident, home_id, words, now=now - timedelta(hours=20))
    if asked.answer is not None:
        questions.answer(
            session,
            vault,
            coach,
            thread,
            asked.answer[resident.language],
            asks_back=False,
            now=now - timedelta(hours=2),
        )
