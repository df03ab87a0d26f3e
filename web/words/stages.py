"""The stages of a plan and the seasons they fall in. The order itself is models' (measure_rules.yaml, stages 0 to 7).

A stage is tied to a season or an occasion, never to a date: dates are for deadlines and come from tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase


@dataclass(frozen=True, slots=True)
class StageWords:
    """One stage: its name, the occasion it waits for, and why it comes in this place."""

    title: Phrase
    when: Phrase
    why: Phrase


STAGES: Final[Mapping[int, StageWords]] = MappingProxyType(
    {
        0: StageWords(
            Phrase("Safety and small steps", "Sécurité et petits gestes"),
            Phrase("Any weekend", "N’importe quelle fin de semaine"),
            Phrase("You can do most of it yourself.", "Vous pouvez en faire l’essentiel vous-même."),
        ),
        1: StageWords(
            Phrase("Test, then seal", "Mesurer, puis colmater"),
            Phrase("While the heating is on", "Pendant la saison de chauffage"),
            Phrase(
                "Tests show what the house needs, and tight comes before thick.",
                "Les tests montrent ce qu’il faut à la maison, et l’étanchéité passe avant l’épaisseur.",
            ),
        ),
        2: StageWords(
            Phrase("Attic and basement header", "Grenier et solive de rive"),
            Phrase("Once the leaks are sealed", "Une fois les fuites colmatées"),
            Phrase(
                "Easy to reach, and the base for the rest.",
                "Facile d’accès, et la base de tout le reste.",
            ),
        ),
        3: StageWords(
            Phrase("Basement, walls, floors and ducts", "Sous-sol, murs, planchers et conduits"),
            Phrase("When the basement is dry", "Quand le sous-sol est au sec"),
            Phrase(
                "Larger work that makes a smaller heating system possible.",
                "De plus gros travaux, qui permettent un chauffage plus petit.",
            ),
        ),
        4: StageWords(
            Phrase("Fresh air and outside walls", "Air frais et murs extérieurs"),
            Phrase("When the siding is due", "Quand le revêtement est à refaire"),
            Phrase(
                "A tight house needs fresh air, and siding is done once in a lifetime.",
                "Une maison étanche a besoin d’air frais, et le revêtement ne se refait pas souvent.",
            ),
        ),
        5: StageWords(
            Phrase("Windows, doors, hot water and wiring", "Fenêtres, portes, eau chaude et câblage"),
            Phrase("As each one wears out", "À mesure que chacun s’use"),
            Phrase(
                "Replace them at the end of their life, and choose well that day.",
                "Remplacez-les en fin de vie, et choisissez bien ce jour-là.",
            ),
        ),
        6: StageWords(
            Phrase("Heating, cooling and cooking", "Chauffage, climatisation et cuisson"),
            Phrase("When the old equipment is due", "Quand l’ancien appareil est à changer"),
            Phrase(
                "Sized for the better house, so a smaller one will do.",
                "À la taille de la maison améliorée: un plus petit suffit.",
            ),
        ),
        7: StageWords(
            Phrase("Sun, battery and car", "Soleil, batterie et voiture"),
            Phrase("Once the house needs less", "Quand la maison demande moins"),
            Phrase("Make power for what is left.", "Produisez du courant pour ce qui reste."),
        ),
    }
)
"""By stage, 0 to 7."""


def stage_name(stage: int, language: str) -> str:
    """The name of a stage, 0 to 7. KeyError for any other."""
    return STAGES[stage].title(language)


def stage_when(stage: int, language: str) -> str:
    """The occasion a stage waits for, never a date."""
    return STAGES[stage].when(language)


class Season(StrEnum):
    """The seasons as people plan by them, three months each; winter begins in December."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    FALL = "fall"


_ORDER: Final = tuple(Season)
_THIS: Final[Mapping[Season, Phrase]] = MappingProxyType(
    {
        Season.WINTER: Phrase("This winter", "Cet hiver"),
        Season.SPRING: Phrase("This spring", "Ce printemps"),
        Season.SUMMER: Phrase("This summer", "Cet été"),
        Season.FALL: Phrase("This fall", "Cet automne"),
    }
)
_NEXT: Final[Mapping[Season, Phrase]] = MappingProxyType(
    {
        Season.WINTER: Phrase("Next winter", "L’hiver prochain"),
        Season.SPRING: Phrase("Next spring", "Le printemps prochain"),
        Season.SUMMER: Phrase("Next summer", "L’été prochain"),
        Season.FALL: Phrase("Next fall", "L’automne prochain"),
    }
)
_OF_YEAR: Final[Mapping[Season, Phrase]] = MappingProxyType(
    {
        Season.WINTER: Phrase("Winter {before}–{year}", "Hiver {before}-{year}"),
        Season.SPRING: Phrase("Spring {year}", "Printemps {year}"),
        Season.SUMMER: Phrase("Summer {year}", "Été {year}"),
        Season.FALL: Phrase("Fall {year}", "Automne {year}"),
    }
)
AROUND: Final = Phrase("around {year}", "vers {year}")
"""For what waits until something wears out."""


def season_of(day: date) -> Season:
    """The season the day lies in."""
    return _ORDER[_count(day) % len(_ORDER)]


def season_words(day: date, today: date, language: str) -> str:
    """The season of `day` as said on `today`: “This winter”, “Next summer”, “Summer 2028”.

    The season we are in and the one that comes next are “this”, the rest of the year ahead is “next”.
    """
    season, year = season_of(day), _count(day) // len(_ORDER)
    ahead = _count(day) - _count(today)
    if ahead in (0, 1):
        return _THIS[season](language)
    if 2 <= ahead <= len(_ORDER):
        return _NEXT[season](language)
    return _OF_YEAR[season](language, year=year, before=year - 1)


def _count(day: date) -> int:
    """Seasons since the year 0; December counts with the winter of the year that follows."""
    return day.year * len(_ORDER) + day.month // 3
