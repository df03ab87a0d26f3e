"""How the pages of a resident's projects are filled, in the resident's words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from flask import url_for

from coach.projects.deadlines import Due
from coach.projects.notes import NoteView
from coach.projects.predictions import Predicted
from coach.projects.project_photos import PhotoView
from coach.projects.projects import EventView, GivenUp, ProjectView
from coach.projects.quote_flags import about_all
from coach.projects.quotes import QuoteView
from coach.projects.rebate_steps import Way
from coach.projects.scope_rules import NOT_AT_THE_DOOR, scope_of
from coach.projects.states import possible
from greener_homes.people import Audience
from web import opportunity as numbers
from web import project_shown as shown
from web.components import Choice, Field, FieldError, Notice, StepState, Tone, zone_of
from web.components import Step as JourneyStep
from web.formatting import TORONTO, Span, day
from web.messages_shown import photo_label
from web.portal.project_nouns import Forms as Forms
from web.portal.project_nouns import NoteShown as NoteShown
from web.portal.project_nouns import Photo as Photo
from web.portal.project_nouns import ProjectLine as ProjectLine
from web.portal.project_nouns import ProjectPage as ProjectPage
from web.portal.project_nouns import Projects as Projects
from web.portal.project_nouns import Told as Told
from web.project_shown import QuoteShown, StepShown, WayShown
from web.ranges import Axis, RangeBar, Tells
from web.text import gettext as _
from web.words import projects as words

WAY = ("planned", "quoted", "booked", "done", "verified")
"""The states of a project in which all goes well, in their order."""


def line(project: ProjectView, title: str, dues: Sequence[Due], today: date, language: str) -> ProjectLine:
    """A project in the list, with its next day."""
    due = dues[0] if dues else None
    said = ""
    if due is not None:
        said = f"{day(due.on, language)} · {words.DUES[due.what.value](language)}"
    elif project.is_under_way:
        said = words.HEADINGS[project.state.value](language)
    return ProjectLine(
        zone_of(project.measures[0]),
        title,
        shown.state_chip(project.state.value, language),
        url_for("portal.project", project_id=project.id),
        said,
        due is not None and due.on < today,
    )


def page(told: Told, given: Mapping[str, str], errors: tuple[FieldError, ...], language: str) -> ProjectPage:
    """The page of one project; `given` and `errors` where a form came back."""
    project, state = told.project, told.project.state.value
    by_field = {error.field: error.text for error in errors}
    return ProjectPage(
        title=told.title,
        zone=zone_of(project.measures[0]),
        state=shown.state_chip(state, language),
        journey=_journey(state, language),
        heading=words.HEADINGS[state](language),
        text=words.TEXTS[state](language),
        facts_line=_facts_line(project, language),
        is_celebrated=state == "verified",
        forms=_forms(project, given, by_field, told.today, language),
        warning=_warning(told, language),
        quotes=tuple(_quote(each, told, language) for each in told.quotes),
        quotes_said=tuple(shown.sentence(each, language) for each in about_all(told.quotes)),
        usual=shown.usual_price(told.predicted, project.measures, language),
        quote_url=url_for("portal.project_quote", project_id=project.id),
        questions=questions(project.measures, language),
        ways=tuple(_way(each, project.id, told.today, language) for each in told.ways),
        outcomes=tuple(shown.outcome_shown(each, language) for each in told.outcomes),
        no_outcome=_no_outcome(told),
        photos=tuple(_photo(each, project.id, place) for place, each in enumerate(told.photos, 1)),
        photos_url=url_for("portal.project_photos_sent", project_id=project.id),
        photos_error=by_field.get("photos", ""),
        expected=_expected(told.predicted),
        notes=tuple(_note(each, language) for each in told.notes),
        history=(
            *(_event(each, language) for each in told.history),
            *((day(on, language), _("Funded by %(lender)s, as it told us", lender=who)) for who, on in told.funded),
        ),
        silence_url=url_for("portal.project_silenced", project_id=project.id),
        is_silenced=project.is_silenced,
        ask_url=url_for("portal.ask_new"),
        measure_urls=tuple(
            (shown.title((each,), language, {}), url_for("portal.recommendation", measure=each))
            for each in project.measures
        )
        if told.predicted
        else (),
        payments_url=url_for("portal.project_payments", project_id=project.id),
        errors=errors,
        step_error=by_field.get("step", ""),
        shows_quotes=bool(told.quotes) or state in ("planned", "quoted"),
        shows_questions=state in ("planned", "quoted", "booked"),
    )


def questions(measures: Sequence[str], language: str) -> tuple[str, ...]:
    """What to ask a contractor of this work: what belongs to it first, then what one asks anybody."""
    keys: dict[str, None] = {}
    for measure in measures:
        scope = scope_of(measure)
        keys.update(dict.fromkeys((*sorted(each.value for each in scope.says), *sorted(scope.licences))))
    own = [phrase(language) for key in keys for phrase in words.ASK_ABOUT.get(str(key), ())]
    return (*own, *(phrase(language) for phrase in words.ASK_ANYBODY))


def _journey(state: str, language: str) -> tuple[JourneyStep, ...]:
    at = WAY.index({"unsatisfactory": "done", "given_up": "planned"}.get(state, state))
    return tuple(
        JourneyStep(
            words.STATES[name](language),
            StepState.DONE if place < at or state == "verified" else StepState.NOW if place == at else StepState.NEXT,
        )
        for place, name in enumerate(WAY)
    )


def _facts_line(project: ProjectView, language: str) -> str:
    if project.state.value == "booked" and project.booked_for is not None:
        return _("Booked for %(day)s.", day=day(project.booked_for, language))
    if project.is_carried_out and project.done_on is not None:
        said = _("Finished on %(day)s", day=day(project.done_on, language))
        who = f"; {words.WORDS_OF[project.word.value](language)}" if project.word else ""
        return f"{said}{who}."
    if project.given_up is not None:
        return f"{words.GIVEN_UP[project.given_up.value](language)}."
    return ""


def _forms(
    project: ProjectView, given: Mapping[str, str], wrong: Mapping[str, str], today: date, language: str
) -> Forms:
    most, chosen = today.isoformat(), given.get("reason", "")
    return Forms(
        move_url=url_for("portal.project_moved", project_id=project.id),
        acts=frozenset(act.value for act in possible(project.state)),
        booked=Field(
            "booked_for",
            _("Which day?"),
            given.get("booked_for", ""),
            _("Leave it empty if there is none yet."),
            wrong.get("booked_for", ""),
            "date",
            minimum=today.isoformat(),
        ),
        begun=Field(
            "began_on",
            _("Work began on"),
            given.get("began_on", ""),
            _("If it took more than a day."),
            wrong.get("began_on", ""),
            "date",
            maximum=most,
        ),
        done=Field(
            "done_on", _("Finished on"), given.get("done_on", ""), "", wrong.get("done_on", ""), "date", maximum=most
        ),
        words=Field(
            "words",
            _("What is wrong?"),
            given.get("words", ""),
            _("Only your household and the coaches read this."),
            wrong.get("words", ""),
            "textarea",
        ),
        reasons=tuple(
            Choice(each.value, words.GIVEN_UP[each.value](language), chosen=each.value == chosen) for each in GivenUp
        ),
        reason_error=wrong.get("reason", ""),
        open=given.get("act", ""),
    )


def _warning(told: Told, language: str) -> Notice | None:
    """What nobody may sell at a door, said before anything is signed."""
    if told.project.state.value not in ("planned", "quoted"):
        return None
    forbidden = any(each in NOT_AT_THE_DOOR for each in told.project.measures)
    law = (
        _("Nobody in Ontario may sell this at your door unless you asked them to come for it.")
        if forbidden
        else _("What you sign at home you can cancel within ten days, in writing and without a reason.")
    )
    return Notice(
        Tone.WARN,
        _("Before you sign anything"),
        paragraphs=(law, _("Nobody from this program will come to your door to sell you work.")),
        icon="stop",
    )


def _quote(quote: QuoteView, told: Told, language: str) -> QuoteShown:
    made = shown.quote_shown(quote, told.predicted, told.project.measures, told.today, language)
    project_id, quote_id = told.project.id, quote.id
    open_now = told.project.state.value in ("planned", "quoted", "booked")
    return replace(
        made,
        choose_url=url_for("portal.project_quote_chosen", project_id=project_id, quote_id=quote_id)
        if open_now and not quote.is_chosen
        else "",
        remove_url=url_for("portal.project_quote_removed", project_id=project_id, quote_id=quote_id),
    )


def _way(way: Way, project_id: uuid.UUID, today: date, language: str) -> WayShown:
    made = shown.way_shown(way, today, language)
    url = url_for("portal.project_step", project_id=project_id)

    def markable(step: StepShown, mine: bool) -> StepShown:
        return replace(step, mark_url=url) if mine else step

    return replace(
        made, steps=tuple(markable(one, each.is_mine) for one, each in zip(made.steps, way.steps, strict=True))
    )


def _no_outcome(told: Told) -> str:
    """Why there is nothing about the meters yet, where the work is done."""
    if not told.project.is_carried_out or told.outcomes:
        return ""
    return _(
        "Nothing yet: the readings are looked at every week. Without your permission to use them there is nothing."
    )


def _photo(photo: PhotoView, project_id: uuid.UUID, place: int) -> Photo:
    return Photo(
        url_for("portal.project_photo", project_id=project_id, photo_id=photo.id),
        photo.is_picture,
        photo_label(place, is_picture=photo.is_picture),
        url_for("portal.project_photo_removed", project_id=project_id, photo_id=photo.id),
    )


def _expected(predicted: Sequence[Predicted]) -> tuple[RangeBar, ...]:
    """What was expected when it began, of one measure: ranges of several are never added."""
    if len(predicted) != 1:
        return ()
    kept = predicted[0].numbers
    found = []
    if "cost_cad" in kept:
        pay = numbers.pay(kept)
        found.append(RangeBar(_("You pay"), pay, Axis.covering((pay,))))
    if "bill_cad_per_year" in kept:
        bill: Span = numbers.bill(kept)
        found.append(RangeBar(_("Your yearly bills could"), bill, Axis.covering((bill,)), tells=Tells.BILL))
    return tuple(found)


def _note(note: NoteView, language: str) -> NoteShown:
    who = _("Your coach") if note.by is Audience.COACH else _("Your household")
    return NoteShown(who, day(note.at.astimezone(TORONTO).date(), language), note.text)


def _event(event: EventView, language: str) -> tuple[str, str]:
    who = {
        Audience.RESIDENT.value: _("your household"),
        Audience.COACH.value: _("a coach"),
    }.get(event.actor_audience, _("the meter"))
    return day(event.at.astimezone(TORONTO).date(), language), f"{words.ACTS[event.act](language)} ({who})"
