"""What the desk's pages of projects are told: frozen, in the coach's words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from coach.cases.review import ReviewView
from coach.projects import hands, starting
from coach.projects.hands import Hand, HandPage, Which
from coach.projects.notes import NoteView
from coach.projects.projects import EventView, GivenUp
from coach.projects.states import ProjectState, possible
from greener_homes.people import Audience
from web import current, i18n
from web import project_shown as shown
from web.components import Chip, Choice, Field, FieldError, Link, Pages
from web.desk.views import HomeProject, Segment
from web.formatting import TORONTO, day, short_day
from web.project_shown import OutcomeShown, QuoteShown, Said, WayShown
from web.text import gettext as _
from web.words import projects as words


@dataclass(frozen=True, slots=True)
class Row:
    """One project in the list."""

    title: str
    href: str
    home: str
    state: Chip
    due: str
    why: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Hands:
    """The projects that need a hand, in one list, and the lists there are."""

    segments: tuple[Segment, ...]
    rows: tuple[Row, ...]
    pages: Pages


@dataclass(frozen=True, slots=True)
class DeskProject:
    """One project at the desk: evidence, and what a coach may do with it."""

    title: str
    home: str
    state: Chip
    due: str
    case: Link | None
    quotes: tuple[QuoteShown, ...]
    quotes_said: tuple[Said, ...]
    usual: str
    ways: tuple[WayShown, ...]
    outcomes: tuple[OutcomeShown, ...]
    photos: tuple[Link, ...]
    notes: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str], ...]
    move_url: str
    acts: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    booked: Field
    done: Field
    words: Field
    payments_url: str = ""
    errors: tuple[FieldError, ...] = ()


def hand_list(page: HandPage, which: Which, counted: dict[Which, int], today: date) -> Hands:
    """The list as a page."""
    names = {
        Which.ALL: _("Need a hand"),
        Which.UNSATISFACTORY: _("Not as it should be"),
        Which.OVERDUE: _("Day has passed"),
        Which.SOON: _("Within 30 days"),
    }
    return Hands(
        tuple(
            Segment(names[each], url_for("desk.projects_list", list=each.value), counted[each], each is which)
            for each in Which
        ),
        tuple(_row(each, today) for each in page.hands),
        Pages(
            len(page.hands),
            page.total,
            url_for("desk.projects_list", list=which.value, page=page.page - 1) if page.page > 1 else "",
            url_for("desk.projects_list", list=which.value, page=page.page + 1)
            if page.page * hands.A_PAGE < page.total
            else "",
        ),
    )


def _row(hand: Hand, today: date) -> Row:
    language = i18n.language()
    return Row(
        shown.title(hand.project.measures, language, {}),
        url_for("desk.project", project_id=hand.project.id),
        hand.home,
        shown.state_chip(hand.project.state.value, language),
        short_day(hand.due_on, language) if hand.due_on else "",
        words.DUES[hand.due_what.value](language) if hand.due_what else "",
        hand.is_overdue(today),
    )


def due_line(hand: Hand | None) -> str:
    """The next day of a project, in words."""
    if hand is None or hand.due_on is None or hand.due_what is None:
        return ""
    language = i18n.language()
    return f"{day(hand.due_on, language)} · {words.DUES[hand.due_what.value](language)}"


def of_home(home_id: uuid.UUID) -> tuple[HomeProject, ...]:
    """The projects of a home, for its case: only for a page opened under the home's permission for coaches."""
    language = i18n.language()
    return tuple(
        HomeProject(
            shown.title(each.project.measures, language, {}),
            url_for("desk.project", project_id=each.project.id),
            shown.state_chip(each.project.state.value, language),
            due_line(each),
        )
        for each in hands.of_home(current.session(), home_id)
    )


def start_url(found: ReviewView) -> str:
    """Where a project is begun for the household of a case; empty where there is nothing to begin."""
    there = starting.may_begin(current.session(), found.home_id)
    return url_for("desk.project_new", review_id=found.id) if there else ""


def acts_of(state: ProjectState, chosen: str) -> tuple[Choice, ...]:
    """What a coach may do from here."""
    language = i18n.language()
    return tuple(
        Choice(act.value, words.ACTS[act.value](language), chosen=act.value == chosen) for act in possible(state)
    )


def reasons(chosen: str) -> tuple[Choice, ...]:
    """Why a household may have given it up."""
    language = i18n.language()
    none = Choice("", _("It was not"), chosen=not chosen)
    return (
        none,
        *(Choice(each.value, words.GIVEN_UP[each.value](language), chosen=each.value == chosen) for each in GivenUp),
    )


def history(found: Sequence[EventView]) -> tuple[tuple[str, str], ...]:
    """What was done, when and by which side."""
    language = i18n.language()
    who = {Audience.RESIDENT.value: _("the household"), Audience.COACH.value: _("a coach")}
    return tuple(
        (
            day(each.at.astimezone(TORONTO).date(), language),
            f"{words.ACTS[each.act](language)} ({who.get(each.actor_audience, _('the meter'))})",
        )
        for each in found
    )


def written(found: Sequence[NoteView]) -> tuple[tuple[str, str], ...]:
    """Notes with who wrote them."""
    who = {Audience.RESIDENT: _("The household"), Audience.COACH: _("A coach")}
    language = i18n.language()
    return tuple(
        (f"{who.get(each.by, _('A coach'))}, {day(each.at.astimezone(TORONTO).date(), language)}", each.text)
        for each in found
    )
