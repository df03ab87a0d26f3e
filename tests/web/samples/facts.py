"""Facts of a home at the desk: all of them, and one and a group being written down."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

from coach.cases import fact_changes, fact_questions
from coach.homes.questionnaire import Group, Question
from greener_homes.homes import FactValue, HowKnown, KnownFact, KnownHow, Provenance, Statement
from tests.web.samples.pages import COACH, Page
from web import messages, question_fields
from web.components import Link
from web.desk import fact_views

AT, TODAY, ONE = datetime(2026, 11, 20, 15, tzinfo=UTC), date(2026, 11, 21), uuid.UUID(int=1)
SEEN = HowKnown(KnownHow.PHOTO, date(2026, 11, 18))


def stated(
    name: str, value: FactValue, source: Provenance = Provenance.RESIDENT, *, how: HowKnown | None = None
) -> KnownFact:
    return KnownFact(name, value, source, AT, how)


COUNTING = (
    stated("attic_r", 28, Provenance.COACH, how=SEEN),
    stated("basement_insulation", "partial", Provenance.COACH, how=HowKnown(KnownHow.HOUSEHOLD, TODAY)),
    stated("dwelling_type", "detached"),
    stated("wall_r", 12, Provenance.ENERGUIDE),
    stated("year_built", 1978),
)
SAID = (
    *(Statement(one, None, None) for one in COUNTING),
    Statement(stated("attic_r", 32), None, None),
    Statement(stated("attic_r", 40, Provenance.COACH, how=HowKnown(KnownHow.TELEPHONE, date(2026, 2, 2))), None, AT),
)


def facts(*, mine: bool) -> dict[str, object]:
    by_name = {one.name: one for one in COUNTING}
    return {"facts": fact_views.facts_page("GH-2041", ONE, by_name, mine=mine)}


def form(key: str, *, wrong: bool = False, mine: bool = True) -> dict[str, object]:
    what: Group | Question | None = fact_questions.group(key) or fact_questions.question(key)
    assert what is not None
    values = {one.name: one.value for one in COUNTING}
    asked = what.questions if isinstance(what, Group) else (what,)
    answers = {one.name: question_fields.written(one, values) for one in asked}
    errors = {"how": messages.sentence(fact_changes.HOW_NEEDED.code, {})} if wrong else {}
    made = fact_views.form(what, answers, errors, how="", on=TODAY.isoformat(), today=TODAY)
    made = replace(made, reference="GH-2041", back=Link("GH-2041", "/case"), save_url="/case" if mine else "")
    if isinstance(what, Question):
        said = [one for one in SAID if one.fact.name == key]
        now = fact_views.current_fact(key, COUNTING[0])
        made = replace(made, now=now, said=fact_views.said(said, COUNTING[0]))
    return {"fact": made}


PAGES = {
    "facts": Page(COACH, "desk/facts.html", lambda lang: facts(mine=True)),
    "fact_wrong": Page(COACH, "desk/fact.html", lambda lang: form("attic_r", wrong=True)),
}
"""These pages by name."""
STATES = {
    "fact_group": Page(COACH, "desk/fact.html", lambda lang: form("shell")),
    "facts_read": Page(COACH, "desk/facts.html", lambda lang: facts(mine=False)),
    "fact": Page(COACH, "desk/fact.html", lambda lang: form("attic_r")),
    "fact_read": Page(COACH, "desk/fact.html", lambda lang: form("attic_r", mine=False)),
}
"""Read by a strict reader, and not looked at in a browser."""
