"""The letter that a month's report is there: what the month says in words, one thing to do, and where it stands.

No figure stands in it: a letter is not a safe place for any, and its reader was promised so. The page and the file
behind its addresses have them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from babel.dates import format_date

from coach.asking.letters import LOCALES
from coach.reports import codes_reports as codes
from coach.reports.fuel_months import FuelMonth
from coach.reports.month_steps import FOR_SEASON, Step
from greener_homes.mail import PAGES, Words
from greener_homes.people import Language
from models.measures.catalogue import measure
from models.quantities import Commodity

NAMES: Final = {
    Commodity.ELECTRICITY: ("Electricity", "Électricité"),
    Commodity.NATURAL_GAS: ("Natural gas", "Gaz naturel"),
}
SAID: Final = {
    codes.LESS.code: (
        "less than in the year before, in the same weather",
        "moins que l’année d’avant, par le même temps",
    ),
    codes.MORE.code: (
        "more than in the year before, in the same weather",
        "plus que l’année d’avant, par le même temps",
    ),
    codes.AS_BEFORE.code: (
        "no clear difference from the year before, in the same weather",
        "aucune différence nette avec l’année d’avant, par le même temps",
    ),
}
CANNOT: Final = ("we cannot compare yet; the page says why", "nous ne pouvons pas comparer; la page dit pourquoi")


def words(month: date, fuels: Sequence[FuelMonth], step: Step, language: Language) -> Words:
    """The letter of a month (its first day)."""
    spoken = int(language is Language.FRENCH)
    named = format_date(month, "LLLL y", locale=LOCALES[language])
    link = f"{PAGES}/reports/{month:%Y-%m}"
    lines = "\n".join(_line(each, spoken) for each in fuels)
    title = measure(step.measure).name(language.value)
    season = step.origin == FOR_SEASON
    if spoken:
        what = "Une chose à faire ce mois-ci, gratuite et bonne pour toute maison" if season else "De votre plan"
        return Words(
            f"Votre énergie en {named}",
            (
                f"Votre énergie en {named}",
                lines,
                f"{what}\u00a0: {title}.",
                "Les chiffres, leur incertitude et le coût sont sur votre page\u00a0:",
                link,
                "La même chose en PDF\u00a0:",
                f"{link}/pdf",
            ),
        )
    what = "One thing to do this month, free and good for any home" if season else "From your plan"
    return Words(
        f"Your energy in {named}",
        (
            f"Your energy in {named}",
            lines,
            f"{what}: {title}.",
            "The figures, how sure they are, and what it cost stand on your page:",
            link,
            "The same as a PDF:",
            f"{link}/pdf",
        ),
    )


def _line(fuel: FuelMonth, spoken: int) -> str:
    separator = "\u00a0: " if spoken else ": "
    return f"{NAMES[fuel.commodity][spoken]}{separator}{SAID.get(fuel.said.code, CANNOT)[spoken]}."
