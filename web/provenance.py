"""How a fact's source is tagged on every page."""

from __future__ import annotations

from greener_homes.homes import KnownFact
from greener_homes.homes import Provenance as Source
from web.components import Provenance, Tag
from web.formatting import TORONTO

TAG_OF = {
    Source.RESIDENT: Provenance.TOLD,
    Source.COACH: Provenance.COACH,
    Source.ENERGUIDE: Provenance.ENERGUIDE,
    Source.UTILITY: Provenance.MEASURED,
    Source.STOCK: Provenance.ESTIMATED,
}


def tag_of(fact: KnownFact, *, dated: bool = False) -> Tag:
    """The tag of a known fact, with the day it was stated when `dated`."""
    return Tag(TAG_OF[fact.provenance], on=fact.stated_at.astimezone(TORONTO).date() if dated else None)
