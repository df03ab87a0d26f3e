"""What is known of the signed-in resident's home, who said it, and which questions are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.homes import questionnaire_order
from coach.homes.questionnaire import Question
from greener_homes import home_facts
from greener_homes.homes import FactValue, KnownFact, Provenance, Statement
from web import current

GUESSED = Provenance.STOCK
"""Said by nobody of this home: it is shown, and it answers nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """Facts by name: what counts (`known`), and what residents said themselves (`own`), which another may outrank."""

    known: Mapping[str, KnownFact]
    own: Mapping[str, KnownFact]
    said: Mapping[tuple[str, Provenance], Statement]
    """What each source says now, and who wrote it down."""

    @property
    def facts(self) -> dict[str, FactValue]:
        """What counts, as values."""
        return {name: fact.value for name, fact in self.known.items()}

    @property
    def answered(self) -> frozenset[str]:
        """The questions that need no answer: residents gave one, be it "I don't know", or a better source did."""
        better = {
            name for name, fact in self.known.items() if fact.provenance is not GUESSED and fact.value is not None
        }
        return frozenset({*self.own, *better})

    @property
    def has_coachs(self) -> bool:
        """Whether something that counts was written down by a coach."""
        return any(fact.provenance is Provenance.COACH and fact.value is not None for fact in self.known.values())

    @property
    def steps(self) -> tuple[Question, ...]:
        """The questions that matter to this home, in the order of asking."""
        return questionnaire_order.steps(self.facts)

    @property
    def has_enough(self) -> bool:
        """Whether a first plan stands on what is answered."""
        asked = {question.name for question in self.steps}
        return asked & questionnaire_order.ENOUGH <= self.answered

    def prefilled(self) -> dict[str, FactValue]:
        """What the fields hold: residents' own words, else what a better source knows."""
        others = {
            name: fact.value for name, fact in self.known.items() if name in self.answered and name not in self.own
        }
        return {**others, **{name: fact.value for name, fact in self.own.items()}}


def told() -> Told:
    """What stands now. Raises NotFound for a person without a home."""
    session, home = current.session(), current.home()
    said = {
        (each.fact.name, each.fact.provenance): each
        for each in home_facts.statements(session, home.id)
        if each.ended_at is None
    }
    own = {name: each.fact for (name, source), each in said.items() if source is Provenance.RESIDENT}
    return Told({fact.name: fact for fact in home_facts.known_facts(session, home.id)}, own, said)
