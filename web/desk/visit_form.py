"""The form of a visit as its page shows it: parts in the order of the walk, what is written, what is impossible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from coach.visits import form
from coach.visits.form import FIELDS, FOUND, Answers, Ask, Kind, Part
from coach.visits.visit_views import MeetingKind, PhotoLine, VisitView
from greener_homes.errors import Refusal
from greener_homes.photos import PhotoKind
from web import i18n, messages
from web.components import Chip, Choice, Field, FieldError, Link, Notice, Question, Tone
from web.desk import visit_views as views
from web.formatting import clock
from web.text import gettext as _
from web.text import ngettext
from web.words import home_facts
from web.words import visits as words
from web.words.fact_values import spoken

FEWEST = 3
"""Lines for concerns that are there before anything is written."""
NOT_KNOWN = -1
"""The version of a form of which nobody knows what it was written on: what is sent is put beside what stands."""


def visit_form(
    found: VisitView,
    reference: str,
    who: str,
    wrong: Mapping[str, Refusal],
    *,
    coach: str,
    answers: Answers | None = None,
    notice: Notice | None = None,
    take_url: str = "",
    photos_error: str = "",
) -> views.VisitForm:
    """The page. `answers` are those that were typed where they could not be kept."""
    language, visit = i18n.language(), found.visit
    said = found.answers if answers is None else answers
    errors = {name: refused(refusal) for name, refusal in wrong.items()}
    aside = len(found.form.aside)
    return views.VisitForm(
        heading=heading(visit.kind, reference),
        lead=_("With %(who)s. Write what you see; a plan for the household comes of it.", who=who)
        if who
        else _("Write what you see; a plan for the household comes of it."),
        chips=chips(found),
        action=url_for("desk.visit_saved", visit_id=visit.id),
        key=str(visit.id),
        owner=coach,
        version=visit.version,
        saved=clock(visit.saved_at, language),
        day=_field(FIELDS["held_on"], said, errors),
        concerns=_concerns(said),
        parts=tuple(_part(part, said, errors) for part in Part),
        summary=_field(FIELDS["summary"], said, errors),
        changes=_field(FIELDS["changes"], said, errors),
        steps=tuple(_step(place, said, errors) for place in range(1, form.STEPS + 1)),
        photos=photos_shown(found.photos, str(visit.id), can_remove=not take_url),
        photos_action=url_for("desk.visit_photos_added", visit_id=visit.id),
        photo_parts=tuple(Choice(part.value, words.part(part.value, language)) for part in Part),
        brief_url=url_for("desk.visit_brief", visit_id=visit.id),
        back=Link(_("Calendar"), url_for("desk.calendar")),
        errors=tuple(FieldError(name, f"{label(name)}: {text}") for name, text in errors.items())
        if language == "en"
        else tuple(FieldError(name, f"{label(name)}\u00a0: {text}") for name, text in errors.items()),
        notice=notice,
        choose=Link(
            ngettext("Choose between two answers", "Choose between the answers to %(num)s questions", aside),
            url_for("desk.visit_choosing", visit_id=visit.id),
        )
        if aside
        else None,
        take_url=take_url,
        photos_error=photos_error,
        empty_url="" if take_url else url_for("desk.visit_without_signal"),
        worker_url=url_for("desk.visit_worker"),
    )


def empty_form(coach: str) -> views.VisitForm:
    """The form of any visit, opened without a signal: nothing in it, and every line that a visit can have."""
    said = _("What was saved is safe, and is here again with the signal. What was not sent yet stands below. Write on.")
    return views.VisitForm(
        heading=_("A visit, without a signal"),
        lead=_("Write what you see; a plan for the household comes of it."),
        chips=(),
        action="",
        key="",
        owner=coach,
        version=NOT_KNOWN,
        saved="",
        day=_field(FIELDS["held_on"], {}, {}),
        concerns=_concerns({}, fewest=len(form.CONCERNS)),
        parts=tuple(_part(part, {}, {}) for part in Part),
        summary=_field(FIELDS["summary"], {}, {}),
        changes=_field(FIELDS["changes"], {}, {}),
        steps=tuple(_step(place, {}, {}) for place in range(1, form.STEPS + 1)),
        photos=(),
        photos_action="",
        photo_parts=(),
        brief_url="",
        back=Link(_("Calendar"), url_for("desk.calendar")),
        notice=Notice(Tone.INFO, _("No signal"), paragraphs=(said,)),
    )


def refused(refusal: Refusal) -> str:
    """What cannot be, in a sentence, its numbers as they are written in the page's language."""
    return messages.sentence(refusal.code.code, spoken(refusal.facts, i18n.language()))


def heading(kind: MeetingKind, reference: str) -> str:
    """“Visit at GH-2041”."""
    if kind is MeetingKind.VISIT:
        return _("Visit at %(home)s", home=reference)
    return _("Call with %(home)s", home=reference)


def chips(found: VisitView) -> tuple[Chip, ...]:
    """Where the visit stands."""
    visit = found.visit
    if visit.is_correction:
        return (Chip(_("Being corrected"), Tone.WARN),)
    if visit.is_open:
        return (Chip(_("Being written"), Tone.INFO, "edit"),)
    given = Chip(_("The household has its plan"), Tone.OK)
    return (given,) if not visit.may_be_given else (Chip(_("Signed off"), Tone.OK),)


def label(name: str) -> str:
    """What a field of the form is called, wherever it is named apart from the form."""
    language, asked = i18n.language(), FIELDS[name]
    if asked.fact:
        return home_facts.label(asked.fact, language)
    if name in words.FIELDS:
        return words.FIELDS[name](language)
    kind, _sep, rest = name.partition("_")
    if kind == "concern":
        return words.CONCERN(language, place=int(rest))
    if kind == "step":
        place, _sep, what = rest.partition("_")
        phrase = {"what": words.STEP_WHAT, "who": words.STEP_WHO, "by": words.STEP_BY}[what]
        return phrase(language, place=int(place))
    if name.endswith("_unit"):
        return _("Unit of: %(what)s", what=label(name.removesuffix("_unit")))
    if kind == "note":
        return words.NOTE_ON(language, part=words.part(rest, language))
    return words.part(rest, language)


def said_of(name: str, value: str) -> str:
    """An answer in words, as somebody choosing between two reads it."""
    asked, language = FIELDS[name], i18n.language()
    if asked.kind is Kind.MANY:
        part = name.removeprefix("seen_")
        return " · ".join(words.seen(part, one, language) for one in value.split())
    return _option(asked, value) if asked.kind is Kind.ONE and value else value


def photos_shown(photos: Sequence[PhotoLine], visit_id: str, *, can_remove: bool) -> tuple[views.PhotoShown, ...]:
    """The photos, each named by its part of the home."""
    language = i18n.language()
    return tuple(
        views.PhotoShown(
            url_for("desk.visit_photo", visit_id=visit_id, photo_id=one.id),
            one.kind is not PhotoKind.PDF,
            _("%(part)s, photo %(place)s", part=words.part(one.part.value, language), place=place),
            url_for("desk.visit_photo_removed", visit_id=visit_id, photo_id=one.id) if can_remove else "",
        )
        for place, one in enumerate(photos, start=1)
    )


def _concerns(said: Answers, fewest: int = FEWEST) -> tuple[views.Concern, ...]:
    told = form.concerns(said)
    lines = min(max(fewest, len(told) + 1), len(form.CONCERNS))
    language = i18n.language()
    found = []
    for place in range(lines):
        name, what = form.CONCERNS[place], words.CONCERN(language, place=place + 1)
        value = told[place] if place < len(told) else ""
        found.append(
            views.Concern(
                Field(name, what, value=value, kind="textarea"),
                place + 1,
                up=_("Move up: %(what)s", what=what) if place else "",
                down=_("Move down: %(what)s", what=what) if place + 1 < lines else "",
            )
        )
    return tuple(found)


def _part(part: Part, said: Answers, errors: Mapping[str, str]) -> views.PartForm:
    language = i18n.language()
    seen = form.seen(said, part)
    names = {one.name for one in FOUND[part]}
    written = sum(name in said for name in names if name not in form.UNITS)
    return views.PartForm(
        key=part.value,
        title=words.part(part.value, language),
        said=_said(len(seen), written, f"note_{part.value}" in said),
        is_open=bool(names & errors.keys()),
        seen=Question(
            f"seen_{part.value}",
            _("Seen"),
            tuple(Choice(one, words.seen(part.value, one, language), chosen=one in seen) for one in form.SEEN[part]),
            many=True,
        ),
        entries=tuple(_entry(asked, said, errors) for asked in FOUND[part] if asked.name not in form.UNITS),
        note=Field(f"note_{part.value}", _("Notes"), value=said.get(f"note_{part.value}", ""), kind="textarea"),
    )


def _said(seen: int, written: int, noted: bool) -> str:
    found = []
    if seen:
        found.append(ngettext("one thing seen", "%(num)s things seen", seen))
    if written:
        found.append(ngettext("one measured", "%(num)s measured", written))
    if noted:
        found.append(_("notes"))
    return ", ".join(found)


def _entry(asked: Ask, said: Answers, errors: Mapping[str, str]) -> views.Entry:
    field = _field(asked, said, errors)
    if asked.kind is Kind.ONE:
        chosen = said.get(asked.name, "")
        choices = (Choice("", _("Not looked at")), *(_choice(asked, one, chosen) for one in asked.options))
        return views.Entry(field, choices)
    unit = FIELDS.get(f"{asked.name}_unit")
    if unit is None:
        return views.Entry(field)
    chosen = said.get(unit.name, unit.options[0])
    return views.Entry(
        field,
        unit_name=unit.name,
        unit_label=label(unit.name),
        units=tuple(_choice(unit, one, chosen) for one in unit.options),
    )


def _choice(asked: Ask, value: str, chosen: str) -> Choice:
    return Choice(value, _option(asked, value), chosen=value == chosen)


def _option(asked: Ask, value: str) -> str:
    language = i18n.language()
    if asked.name.endswith("_unit"):
        return words.UNITS[value](language) if value in words.UNITS else value
    if asked.name == "attic_material" and value in words.MATERIALS:
        return words.MATERIALS[value](language)
    if asked.name.endswith("_who") and value in words.WHO:
        return words.WHO[value](language)
    return home_facts.option_label(asked.fact, value, language)


def _step(place: int, said: Answers, errors: Mapping[str, str]) -> views.StepForm:
    who = FIELDS[f"step_{place}_who"]
    chosen = said.get(who.name, "")
    return views.StepForm(
        what=_field(FIELDS[f"step_{place}_what"], said, errors),
        who=_field(who, said, errors),
        whos=(Choice("", _("Nobody yet")), *(_choice(who, one, chosen) for one in who.options)),
        by=_field(FIELDS[f"step_{place}_by"], said, errors),
    )


def _field(asked: Ask, said: Answers, errors: Mapping[str, str]) -> Field:
    kind = {Kind.LINES: "textarea", Kind.DAY: "date"}.get(asked.kind, "text")
    return Field(
        asked.name,
        label(asked.name),
        value=said.get(asked.name, ""),
        error=errors.get(asked.name, ""),
        kind=kind,
        suffix=words.SUFFIXES.get(asked.name, ""),
        autocomplete="off" if kind == "text" else "",
    )
