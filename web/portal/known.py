"""What a coach wrote down of a home, as its residents read it beside the fact: how it is known, who wrote it and when.

It stands on the page of all answers; the page that once listed it alone leads there.
"""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from greener_homes.homes import KnownFact, Provenance, Statement
from web import current, i18n
from web.access import Access, access
from web.formatting import TORONTO, day
from web.portal.about_told import Told
from web.portal.blueprint import portal
from web.text import gettext as _
from web.words import home_facts
from web.words.known_how import known_how


@portal.get("/what-we-know")
@access(Access.RESIDENT)
def known_facts() -> Response:
    """To the page of all answers, which says everything that stood here."""
    return redirect(url_for("portal.about_all"), code=301)


def by_coach(known: Told, fact: KnownFact) -> tuple[str, ...]:
    """How a coach's fact is known, who wrote it down, and what the household says instead; nothing for another's."""
    said = known.said.get((fact.name, Provenance.COACH))
    if fact.provenance is not Provenance.COACH or said is None:
        return ()
    name = current.name_of(said.stated_by) if said.stated_by else None
    return sentences(fact, name, known.said.get((fact.name, Provenance.RESIDENT)))


def sentences(fact: KnownFact, name: str | None, yours: Statement | None) -> tuple[str, ...]:
    """The same in sentences. `name` is the coach's, `yours` what the household says now."""
    language, how, instead = i18n.language(), "", ""
    if fact.how is not None:
        words = known_how(fact.how.how, language)
        how = _("%(day)s, %(how)s", day=day(fact.how.on, language), how=words)
    if yours is not None and yours.fact.value not in (None, fact.value):
        instead = _(
            "You told us: %(value)s. Both are kept; what a coach wrote down counts.",
            value=home_facts.describe_fact(fact.name, yours.fact.value, language),
        )
    who = _(
        "Written down on %(day)s by %(name)s",
        day=day(fact.stated_at.astimezone(TORONTO).date(), language),
        name=name or _("a coach"),
    )
    return tuple(one for one in (how, who, instead) if one)
