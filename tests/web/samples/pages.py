"""What the gallery knows of a page: whose navigation it has, its template, and what it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

RESIDENT, COACH, ANYONE = "portal", "desk", "public"
UTILITY, LENDER, PROGRAMME = "utility_partner", "financial_partner", "programme"


class Page(NamedTuple):
    """One page in one state. `told` is called with the language, inside a request."""

    audience: str
    template: str
    told: Callable[[str], dict[str, object]]
