"""A visitor's three answers on their way from the front door to their new home: signed, for two hours, and of nobody.

They stand in the address of the sign-up page and nowhere else, until somebody signs up with them.
"""

from __future__ import annotations

from collections.abc import Mapping

from itsdangerous import BadSignature, URLSafeTimedSerializer

from coach.homes import first_look
from greener_homes.homes import FactValue
from web import current

LASTS_S = 2 * 3600
LONGEST = 400


def signed(answers: Mapping[str, str]) -> str:
    """The answers (type, age, fuel) as a sign-up page's address carries them."""
    return str(_serializer().dumps([answers["type"], answers["age"], answers["fuel"]]))


def facts(carried: str) -> dict[str, FactValue]:
    """What the answers say of a home; nothing where they are not ours, are too old, or are not there."""
    try:
        found = _serializer().loads(carried[:LONGEST], max_age=LASTS_S)
    except BadSignature:
        return {}
    dwelling_type, age, fuel = found
    return {"dwelling_type": dwelling_type, "year_built": first_look.AGES[age], "heating_fuel": fuel}


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current.settings().signing_key(), salt="first look")
