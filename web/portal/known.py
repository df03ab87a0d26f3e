"""What we know of a resident's home and who said it: what a coach wrote down first, with how and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from greener_homes import homes, people
from greener_homes.homes import KnownFact, Provenance, Statement
from web import current, i18n
from web.access import Access, access
from web.components import Fact
from web.formatting import TORONTO, day
from web.portal.blueprint import portal
from web.provenance import tag_of
from web.text import gettext as _
from web.words import home_facts
from web.words.known_how import known_how


@dataclass(frozen=True, slots=True)
class FromCoach:
    """One fact that a coach wrote down: how it is known, who wrote it when, and what the household says instead."""

    label: str
    value: str
    how: str
    who: str
    yours: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known of the home, by who said it."""

    from_coach: tuple[FromCoach, ...]
    others: tuple[Fact, ...]


@portal.get("/what-we-know")
@access(Access.RESIDENT)
def known_facts() -> str:
    """What counts of this home now, and who said it."""
    session, home = current.session(), current.home()
    known = known_of(homes.known_facts(session, home.id), homes.statements(session, home.id))
    return render_template("portal/known_facts.html", known=known)


def known_of(counting: Sequence[KnownFact], said: Sequence[Statement]) -> Known:
    """What counts, apart by whether a coach said it. `said` is every statement."""
    language = i18n.language()
    standing = {(one.fact.name, one.fact.provenance): one for one in said if one.ended_at is None}
    return Known(
        tuple(
            _from_coach(fact, standing[(fact.name, Provenance.COACH)], standing.get((fact.name, Provenance.RESIDENT)))
            for fact in counting
            if fact.provenance is Provenance.COACH and fact.value is not None
        ),
        tuple(
            Fact(
                home_facts.label(fact.name, language),
                home_facts.describe_fact(fact.name, fact.value, language),
                tag_of(fact, dated=True),
            )
            for fact in counting
            if fact.provenance is not Provenance.COACH and fact.value is not None
        ),
    )


def _from_coach(fact: KnownFact, said: Statement, yours: Statement | None) -> FromCoach:
    language, how = i18n.language(), ""
    if fact.how is not None:
        words = known_how(fact.how.how, language)
        how = _("%(day)s, %(how)s", day=day(fact.how.on, language), how=words)
    name = people.name_of(current.session(), current.vault(), said.stated_by) if said.stated_by else None
    instead = ""
    if yours is not None and yours.fact.value not in (None, fact.value):
        instead = _(
            "You told us: %(value)s. Both are kept; what a coach wrote down counts.",
            value=home_facts.describe_fact(fact.name, yours.fact.value, language),
        )
    return FromCoach(
        home_facts.label(fact.name, language),
        home_facts.describe_fact(fact.name, fact.value, language),
        how,
        _(
            "Written down on %(day)s by %(name)s",
            day=day(fact.stated_at.astimezone(TORONTO).date(), language),
            name=name or _("a coach"),
        ),
        instead,
    )
