"""What a household can want from the work, and its own order of it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from coach.homes.questionnaire_wishes import PRIORITIES as PRIORITIES
from coach.homes.questionnaire_wishes import Wish, read
from web.words.options import NOT_KNOWN, Option
from web.words.phrase import Phrase

WISHES: Final[Mapping[Wish, Option]] = MappingProxyType(
    {
        Wish.BILL: Option(Phrase("Lower bills", "Des factures plus basses")),
        Wish.COMFORT: Option(
            Phrase("Comfort", "Le confort"),
            Phrase("No drafts, no cold rooms, cool in summer", "Ni courants d’air ni pièces froides, frais l’été"),
        ),
        Wish.CARBON: Option(
            Phrase("Less carbon", "Moins de carbone"),
            Phrase("Burning less gas or oil", "Brûler moins de gaz ou de mazout"),
        ),
        Wish.HEALTH: Option(
            Phrase("Health", "La santé"),
            Phrase("Clean air, no damp, no mould", "Un air sain, ni humidité ni moisissure"),
        ),
        Wish.UPFRONT: Option(
            Phrase("A small bill to begin with", "Payer peu au départ"),
            Phrase("Work that costs little today", "Des travaux qui coûtent peu aujourd’hui"),
        ),
    }
)
"""What can be wanted, as a resident reads it."""


def spoken(order: str, language: str) -> str:
    """The order in one line: “1. Comfort, 2. Lower bills, …”."""
    wishes = read(order)
    if wishes is None:
        return NOT_KNOWN(language)
    return ", ".join(f"{place}. {WISHES[wish].label(language)}" for place, wish in enumerate(wishes, start=1))
