"""Homes that are here twice: the coach's list and comparison, the resident's pages on it, and the choice of letters."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

from coach.duplicates.merging import MergeView
from coach.duplicates.pairs import PairState, PairView
from coach.duplicates.plan import Plan
from greener_homes.consent import Purpose, Source
from greener_homes.facts_merged import Meeting
from greener_homes.home_likeness import Shared
from greener_homes.homes import KnownFact, Provenance
from greener_homes.mail import Topic
from tests.web.samples.pages import COACH, RESIDENT, Page
from web.components import FieldError
from web.desk import duplicate_views
from web.portal import address, letters, merged
from web.text import gettext as _

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
NAMES = ("GH-2041", "GH-2188")


def pair() -> PairView:
    evidence = (Shared.METER, Shared.SPELLING, Shared.OTHER_TOWN)
    return PairView(uuid.UUID(int=3), (ONE, OTHER), NAMES, 70, evidence, PairState.OPEN, AT)


def merge() -> MergeView:
    until = datetime(2026, 12, 20, 15, 0, tzinfo=UTC)
    return MergeView(uuid.UUID(int=4), ONE, OTHER, *NAMES, AT, None, until, None, False)


def plan() -> Plan:
    told = Provenance.RESIDENT
    return Plan(
        kept_id=ONE,
        gone_id=OTHER,
        kept_reference=NAMES[0],
        gone_reference=NAMES[1],
        people_in_both=1,
        people_apart=2,
        permissions=4,
        sources=(Source.UPLOAD,),
        facts=(Meeting("attic_r", told, 20, 40, AT, AT, True), Meeting("year_built", told, None, 1978, None, AT, True)),
        facts_staying=3,
        gone_has_case=True,
        kept_has_case=True,
        promised_on=date(2026, 12, 4),
        earlier_promise=date(2026, 11, 27),
        questions=2,
        questions_staying=1,
        appointments=1,
        projects=1,
    )


def side(home_id: uuid.UUID, attic: int) -> duplicate_views.Side:
    told = Provenance.RESIDENT
    facts = {
        name: KnownFact(name, value, told, AT)
        for name, value in {"attic_r": attic, "year_built": 1978, "heating_fuel": "natural_gas"}.items()
    }
    return duplicate_views.Side(home_id, "2026-11-03", "1", _("Both homes"), _("None yet"), facts)


def page(*, chosen: bool = True, wrong: bool = False) -> duplicate_views.DuplicatePage:
    error = _("Choose, and read what would happen. Nothing changes yet.") if wrong else ""
    return duplicate_views.pair_page(pair(), (side(ONE, 20), side(OTHER, 40)), plan() if chosen else None, error)


def lists(*, full: bool = True) -> duplicate_views.Duplicates:
    return duplicate_views.list_page((pair(),) if full else (), (merge(),) if full else ())


def merges() -> tuple[merged.Merged, ...]:
    names = {"gone": NAMES[1], "kept": NAMES[0]}
    said = (
        _(
            "Nobody sees your readings who did not see them before. Each permission stays with who gave it, for the "
            "meter it names."
        ),
        _("If the people of %(gone)s live with you, invite them: then they see this home’s pages.", **names),
    )
    heading = _("%(gone)s and %(kept)s are treated as one home", **names)
    return (merged.Merged(heading, said, "/merged", "/household", "/merged", NAMES[1]),)


def chosen(*, agreed: bool = True) -> letters.LettersPage:
    return letters.letters_page(
        frozenset({Topic.PLAN, Topic.ANSWER, Topic.REMINDER}), {Purpose.CONTACT_EMAIL} if agreed else set()
    )


PAGES = {
    "duplicates": Page(COACH, "desk/duplicates.html", lambda lang: {"page": lists()}),
    "duplicates_none": Page(COACH, "desk/duplicates.html", lambda lang: {"page": lists(full=False)}),
    "duplicate": Page(COACH, "desk/duplicate.html", lambda lang: {"page": page()}),
    "duplicate_wrong": Page(COACH, "desk/duplicate.html", lambda lang: {"page": page(chosen=False, wrong=True)}),
    "merged": Page(RESIDENT, "portal/merged.html", lambda lang: {"merges": merges()}),
    "merged_none": Page(RESIDENT, "portal/merged.html", lambda lang: {"merges": ()}),
    "address": Page(RESIDENT, "portal/address.html", lambda lang: {"page": address.address_page("2026-11-03")}),
    "address_wrong": Page(
        RESIDENT,
        "portal/address.html",
        lambda lang: {"page": address.address_page("", FieldError("postal", _("Postal code")))},
    ),
    "letters": Page(RESIDENT, "portal/letters.html", lambda lang: {"page": chosen()}),
    "letters_none": Page(RESIDENT, "portal/letters.html", lambda lang: {"page": chosen(agreed=False)}),
}
"""The pages on homes that are here twice, and on letters."""
