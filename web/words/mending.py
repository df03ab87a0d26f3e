"""How to mend a refused row of a file: what is wrong with it and what to write instead, in both languages.

For the codes that a single row can be refused for. A code that is not here is said in its own sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from greener_homes.finance_offers import MOST_KEYS
from greener_homes.finance_offers_terms import MOST_CAD, MOST_MONTHS, MOST_PERCENT
from utility_connectors import codes
from utility_connectors.finance_terms import NAME_MAXIMUM
from web import messages

_MENDING: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        codes.CSV_FIELD_COUNT.code: (
            "More or fewer cells than the header. Give every row one cell a column.",
            "Plus ou moins de cases que l’en-tête. Donnez à chaque ligne une case par colonne.",
        ),
        codes.CSV_QUALITY.code: (
            "Not a quality we know. Write actual or estimated.",
            "Pas une qualité connue. Écrivez actual ou estimated.",
        ),
        codes.CSV_FLOW.code: (
            "Not a direction we know. Write import or export.",
            "Pas une direction connue. Écrivez import ou export.",
        ),
        codes.CSV_COMMODITY.code: (
            "Not an energy we know. Write electricity or gas.",
            "Pas une énergie connue. Écrivez electricity ou gas.",
        ),
        codes.CSV_UNIT.code: (
            "Not a unit of this energy. Write kWh, Wh, m3, ft3, therm or GJ.",
            "Pas une unité de cette énergie. Écrivez kWh, Wh, m3, ft3, therm ou GJ.",
        ),
        codes.CSV_ACCOUNT.code: (
            "No account, or not written as on the bill. Write it exactly.",
            "Pas de compte, ou pas écrit comme sur la facture. Écrivez-le exactement.",
        ),
        codes.CSV_METER.code: (
            "No meter, or not written as on the bill. Write it exactly.",
            "Pas de compteur, ou pas écrit comme sur la facture. Écrivez-le exactement.",
        ),
        codes.READING_VALUE.code: (
            "Not a number. Write digits with a point, such as 1204.5, without spaces or commas.",
            "Pas un nombre. Écrivez des chiffres avec un point, comme 1204.5, sans espaces ni virgules.",
        ),
        codes.READING_TIME.code: (
            "Not a time. Write it as 2026-10-31T00:00:00-04:00, the end after the start.",
            "Pas une heure. Écrivez 2026-10-31T00:00:00-04:00, la fin après le début.",
        ),
        codes.CSV_TIME_AMBIGUOUS.code: (
            "This hour comes twice when the clocks go back. Write the time with its offset.",
            "Cette heure revient deux fois au changement d’heure. Écrivez-la avec son décalage.",
        ),
        codes.CSV_TIME_SKIPPED.code: (
            "There is no such hour on the day the clocks go forward. Write the time with its offset.",
            "Cette heure n’existe pas le jour du changement d’heure. Écrivez-la avec son décalage.",
        ),
        codes.READING_DURATION.code: (
            "Shorter than a minute or longer than 35 days. Check the start and the end.",
            "Plus courte qu’une minute ou plus longue que 35 jours. Vérifiez le début et la fin.",
        ),
        codes.READING_NEGATIVE.code: (
            "Below zero. Write what goes back to the grid as export, above zero.",
            "Sous zéro. Écrivez ce qui retourne au réseau comme export, au-dessus de zéro.",
        ),
        codes.READING_TOO_LARGE.code: (
            "More than a home can use in that time. Check the amount and its unit.",
            "Plus qu’un logement ne peut consommer en ce temps. Vérifiez la quantité et son unité.",
        ),
    }
)


_LIMITS: Final = {
    "count": 1,
    "maximum": NAME_MAXIMUM,
    "months": MOST_MONTHS,
    "percent": int(MOST_PERCENT),
    "cad": int(MOST_CAD),
    "most": MOST_KEYS,
}
"""What the sentences of refused offers name; a report keeps the code of a row and not its facts."""
_A_COLUMN: Final = {"en": "A column", "fr": "Une colonne"}


def mending(code: str, language: str, column: str | None = None) -> str:
    """What is wrong with a row refused for `code`, and what to do, in "en" or "fr"; `column` is to blame, if known."""
    known = _MENDING.get(code)
    if known is None:
        return messages.sentence(code, _LIMITS | {"column": column or _A_COLUMN[language]}, language)
    return known[language == "fr"]
