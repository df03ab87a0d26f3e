"""Civic addresses of Ontario as people write them, in either language, brought to one form. Pure; nothing is kept here.

"12 Simcoe St. N., Apt 4" and "4-12, rue Simcoe Nord" are the same place. What cannot be read as an address is refused,
never guessed: two places must not become one by our doing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from greener_homes.errors import Refusal
from models.findings import Code, Severity

LINE_MAXIMUM = 120
UNIT_MAXIMUM = 20
POSTAL = re.compile(r"[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] ?[0-9][ABCEGHJ-NPRSTV-Z][0-9]")
NUMBER = re.compile(r"([0-9]{1,6})([A-Z]?)")

NOT_A_LINE = Code(
    "address.line",
    Severity.REFUSAL,
    "Write the number and the street, such as “12 Simcoe Street North”.",
    "Écrivez le numéro et la rue, par exemple «\u00a012, rue Simcoe Nord\u00a0».",
)
NOT_A_POSTAL_CODE = Code(
    "address.postal",
    Severity.REFUSAL,
    "Write the whole postal code, such as “L1G 4T2”.",
    "Écrivez le code postal au complet, par exemple «\u00a0L1G 4T2\u00a0».",
)
CODES = (NOT_A_LINE, NOT_A_POSTAL_CODE)


def _spellings(**each: str) -> Mapping[str, str]:
    return MappingProxyType(
        {spelling: meant for meant, all_of in each.items() for spelling in (meant, *all_of.split())}
    )


KINDS = _spellings(
    STREET="ST STR RUE",
    AVENUE="AV AVE",
    ROAD="RD CH CHEMIN",
    DRIVE="DR PROM PROMENADE",
    COURT="CT CRT COUR",
    CRESCENT="CRES CR CROISSANT",
    BOULEVARD="BLVD BOUL BD",
    LANE="LN RUELLE",
    PLACE="PL",
    TERRACE="TERR TER TERRASSE",
    CIRCLE="CIR CERCLE",
    SQUARE="SQ CARRE",
    TRAIL="TRL SENTIER",
    GATE="GT",
    HEIGHTS="HTS",
    LINE="LIGNE",
    CONCESSION="CONC",
    HIGHWAY="HWY AUTOROUTE",
    ROUTE="RTE",
    PARKWAY="PKWY PKY",
    GARDENS="GDNS GDN JARDINS",
    WAY="VOIE",
)
"""What kind of street, in both languages and short (Canada Post's list of street types, the usual ones)."""
DIRECTIONS = _spellings(
    N="NORTH NORD", S="SOUTH SUD", E="EAST EST", W="WEST OUEST O", NE="NORTHEAST", NW="NORTHWEST", SE="SOUTHEAST SUDEST"
)
UNITS = frozenset("APT APARTMENT UNIT SUITE STE APP APPARTEMENT APPT UNITE BUREAU NO ROOM RM".split())  # noqa: SIM905
SAINTS = frozenset(("ST", "SAINT", "STE", "SAINTE"))
SMALL_WORDS = frozenset(("DE", "DU", "DES", "LA", "LE", "LES", "THE", "OF", "D", "L"))
ORDINALS = MappingProxyType(
    {
        spelling: str(number)
        for number, both in enumerate(
            (
                "FIRST PREMIERE PREMIER",
                "SECOND DEUXIEME",
                "THIRD TROISIEME",
                "FOURTH QUATRIEME",
                "FIFTH CINQUIEME",
                "SIXTH SIXIEME",
                "SEVENTH SEPTIEME",
                "EIGHTH HUITIEME",
                "NINTH NEUVIEME",
                "TENTH DIXIEME",
            ),
            start=1,
        )
        for spelling in both.split()
    }
)
COUNTED = re.compile(r"([0-9]{1,3})(?:ST|ND|RD|TH|E|RE|ER|EME|IEME)")


@dataclass(frozen=True, slots=True)
class Written:
    """An address as somebody wrote it: the line with number and street, the unit if any, the postal code."""

    line: str
    unit: str
    postal: str


@dataclass(frozen=True, slots=True)
class Read:
    """An address in one form, equal for the same place however it was written, and as it stood."""

    place: str
    writing: str


def read(written: Written) -> Read:
    """The address in one form. Raises Refusal for what is not one."""
    postal = _folded(written.postal).replace(" ", "")
    if not POSTAL.fullmatch(postal):
        raise Refusal(NOT_A_POSTAL_CODE)
    if len(written.line) > LINE_MAXIMUM or len(written.unit) > UNIT_MAXIMUM:
        raise Refusal(NOT_A_LINE)
    words = _folded(written.line).split()
    words, said_unit = _without_unit(words)
    number = NUMBER.fullmatch(words[0]) if words else None
    street = _street(words[1:])
    if number is None or not street:
        raise Refusal(NOT_A_LINE)
    unit = "".join(word for word in _folded(written.unit).split() if word not in UNITS) or said_unit
    place = "|".join((f"{int(number[1])}{number[2]}", street, unit.lstrip("0"), postal))
    return Read(place, "|".join((" ".join(words), unit, postal)))


def _street(words: list[str]) -> str:
    """The street's name, its kind and its direction, in this order whatever the language."""
    direction, kinds, name = "", [], []
    words = [word for word in words if word not in SMALL_WORDS]
    if len(words) > 1 and words[-1] in DIRECTIONS:
        direction, words = DIRECTIONS[words[-1]], words[:-1]
    for place, word in enumerate(words):
        is_last = place == len(words) - 1
        if word in SAINTS and not is_last:
            name.append("SAINT")
        elif word in KINDS and (is_last or place == 0) and len(words) > 1:
            kinds.append(KINDS[word])
        else:
            counted = COUNTED.fullmatch(word)
            name.append(ORDINALS.get(word) or KINDS.get(word) or (counted[1] if counted else word))
    return " ".join((*name, *sorted(kinds), direction)).strip()


def _without_unit(words: list[str]) -> tuple[list[str], str]:
    """A line without the unit that stands in it: "4-12 Main St", "12 Main St Apt 4"."""
    if words and (both := re.fullmatch(r"([0-9]{1,5}[A-Z]?)-([0-9]{1,6}[A-Z]?)", words[0])):
        return [both[2], *words[1:]], both[1]
    words = [part for word in words for part in word.split("-") if part]
    for place, word in enumerate(words[1:], start=1):
        if word in UNITS and place == len(words) - 2 and any(letter.isdigit() for letter in words[-1]):
            return words[:place], words[-1]
    return words, ""


def _folded(text: str) -> str:
    """Without accents, case and punctuation; the hyphen stays, since it tells a unit from a number."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return " ".join(re.sub(r"[^0-9A-Z-]+", " ", plain.replace("#", " UNIT ")).split())
