"""Every stable code of the platform with its sentence in both languages, gathered from the packages that own them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from coach import codes as coach_codes
from greener_homes import codes as core_codes
from models.findings import Code, Fact
from utility_connectors import bills, codes_utility, finance_codes, http, imports, partner_codes
from utility_connectors import codes as connector_codes
from utility_connectors.codes_rates import CODES as RATES_CODES
from utility_connectors.csv_profiles import document
from utility_connectors.energuide import codes as energuide_codes
from utility_connectors.weather import codes as weather_codes
from web import api_codes, bench_command, codes_command, codes_sandbox, forms, i18n, partner_command

PACKAGES: tuple[tuple[Code, ...], ...] = (
    core_codes.ALL_CODES,
    coach_codes.ALL_CODES,
    connector_codes.CODES,
    imports.CODES,
    document.CODES,
    partner_codes.CODES,
    finance_codes.CODES,
    bills.CODES,
    energuide_codes.CODES,
    weather_codes.CODES,
    RATES_CODES,
    http.CODES,
    codes_utility.CODES,
    forms.CODES,
    codes_command.CODES,
    bench_command.CODES,
    codes_sandbox.CODES,
    api_codes.CODES,
    partner_command.CODES,
)
REASON = "reason"
UNKNOWN = {
    "en": "Something we have no words for yet ({code}).",
    "fr": "Une chose que nous ne savons pas encore dire ({code}).",
}


@lru_cache(maxsize=1)
def register() -> Mapping[str, Code]:
    """All codes by name. Raises ValueError when two packages claim one."""
    known: dict[str, Code] = {}
    for package in PACKAGES:
        for code in package:
            if known.setdefault(code.code, code) is not code:
                raise ValueError(f"two meanings for the code {code.code}")
    return known


def sentence(code: str, facts: Mapping[str, object] | None = None, language: str | None = None) -> str:
    """What a person reads for `code`, in the language of the page unless another is given.

    A fact that is itself a code (why nothing of a file could be used) stands there as its own sentence.
    """
    spoken = language or i18n.language()
    found = register().get(code)
    if found is None:
        return UNKNOWN[spoken].format(code=code)
    shown = _shown(facts or {})
    why = register().get(str(shown.get(REASON, "")))
    if why is not None:
        shown[REASON] = why.sentence(spoken, shown)
    return found.sentence(spoken, shown)


def _shown(facts: Mapping[str, object]) -> dict[str, Fact]:
    return {name: value if isinstance(value, str | int | float | bool) else str(value) for name, value in facts.items()}
