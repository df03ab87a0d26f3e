"""How a fact's source is tagged on every page."""

from __future__ import annotations

from greener_homes.homes import KnownFact
from greener_homes.homes import Provenance as Source
from web import i18n
from web.components import Provenance, Tag
from web.formatting import short_day
from web.text import gettext as _
from web.words.known_how import known_how

TAG_OF = {
    Source.RESIDENT: Provenance.TOLD,
    Source.COACH: Provenance.COACH,
    Source.ENERGUIDE: Provenance.ENERGUIDE,
    Source.UTILITY: Provenance.MEASURED,
    Source.STOCK: Provenance.ESTIMATED,
}


def tag_of(fact: KnownFact, *, dated: bool = False) -> Tag:
    """The tag of a known fact; when `dated` with the day it was seen or said, and how a coach knows it."""
    kind = TAG_OF[fact.provenance]
    if not dated:
        return Tag(kind)
    if fact.how is None:
        return Tag(kind, on=fact.on)
    language = i18n.language()
    said = _("Coach, %(day)s, %(how)s", day=short_day(fact.on, language), how=known_how(fact.how.how, language))
    return Tag(kind, on=fact.on, text=said)
