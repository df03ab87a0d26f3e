"""The plan after a visit: what mattered, what we saw and measured, what it changes, who does what by when.

The same for the household and for the coach who gives it. Advice itself is in it only once a coach has decided on it:
before, the plan says that this is still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coach.visits import form
from coach.visits.form import Part
from coach.visits.measurements import measured
from coach.visits.visit_views import MeetingKind, PhotoLine, VisitView
from greener_homes.homes import FactValue, KnownFact
from greener_homes.photos import PhotoKind
from web import i18n
from web.components import Tag
from web.formatting import TORONTO, day
from web.provenance import tag_of
from web.text import gettext as _
from web.words import home_facts
from web.words import visits as words


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo on the plan."""

    href: str
    is_picture: bool
    label: str


@dataclass(frozen=True, slots=True)
class PartSeen:
    """What we saw of one part of the home."""

    title: str
    seen: tuple[str, ...]
    notes: tuple[str, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step: what, who, and by when."""

    what: str
    who: str
    by: str


@dataclass(frozen=True, slots=True)
class Found:
    """One thing we measured or read off, beside what was known of it before."""

    label: str
    before: str
    before_tag: Tag | None
    now: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """The plan on paper."""

    heading: str
    reference: str
    on: date | None
    in_your_words: tuple[str, ...]
    summary: tuple[str, ...]
    parts: tuple[PartSeen, ...]
    stops: tuple[str, ...]
    measured: tuple[Found, ...]
    changes: tuple[str, ...]
    advice: str
    steps: tuple[NextStep, ...]


def visit_plan(
    found: VisitView,
    reference: str,
    photo_url: Callable[[PhotoLine], str],
    reviewed_at: datetime | None,
    before: Mapping[str, KnownFact],
) -> VisitPlan:
    """The plan of a visit. `reviewed_at` is when a coach decided on the advice after it; None where nobody has yet.

    `before` is what was known of the home when it began, as far as its reader may see it.
    """
    language, said, on = i18n.language(), found.answers, found.held_on
    facts = measured(said, today=on).facts if on else {}
    is_visit = found.visit.kind is MeetingKind.VISIT
    seen = [(part, choice) for part in Part for choice in form.seen(said, part) if choice in form.STOPS]
    return VisitPlan(
        heading=_("After our visit") if is_visit else _("After our call"),
        reference=reference,
        on=on,
        in_your_words=form.concerns(said),
        summary=_paragraphs(said.get("summary", "")),
        parts=tuple(
            _part(part, found, photo_url)
            for part in Part
            if form.is_written(said, part) or any(one.part is part for one in found.photos)
        ),
        stops=tuple(words.seen(part.value, choice, language) for part, choice in seen),
        measured=tuple(_found(name, value, before.get(name)) for name, value in facts.items()),
        changes=_paragraphs(said.get("changes", "")),
        advice=_advice(reviewed_at, language),
        steps=tuple(_steps(found, language)),
    )


def _found(name: str, value: FactValue, before: KnownFact | None) -> Found:
    language = i18n.language()
    was = before.value if before else None
    return Found(
        home_facts.label(name, language),
        home_facts.describe_fact(name, was, language),
        tag_of(before) if before is not None and was is not None else None,
        home_facts.describe_fact(name, value, language),
        was != value,
    )


def _advice(reviewed_at: datetime | None, language: str) -> str:
    if reviewed_at is None:
        return _(
            "What we found now counts when your advice is worked out. A coach looks at it before you see it in My plan."
        )
    on = day(reviewed_at.astimezone(TORONTO).date(), language)
    return _("Your advice was worked out again with what we found. Your coach reviewed it on %(day)s.", day=on)


def _part(part: Part, found: VisitView, photo_url: Callable[[PhotoLine], str]) -> PartSeen:
    language = i18n.language()
    title = words.part(part.value, language)
    return PartSeen(
        title,
        tuple(words.seen(part.value, one, language) for one in form.seen(found.answers, part)),
        _paragraphs(found.answers.get(f"note_{part.value}", "")),
        _pictures([one for one in found.photos if one.part is part], title, photo_url),
    )


def _pictures(photos: Sequence[PhotoLine], title: str, photo_url: Callable[[PhotoLine], str]) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            photo_url(one),
            one.kind is not PhotoKind.PDF,
            _("%(part)s, photo %(place)s", part=title, place=place),
        )
        for place, one in enumerate(photos, start=1)
    )


def _steps(found: VisitView, language: str) -> list[NextStep]:
    steps = []
    for place in range(1, form.STEPS + 1):
        what, who, by = (found.answers.get(f"step_{place}_{part}", "") for part in ("what", "who", "by"))
        if what:
            when = day(date.fromisoformat(by), language) if by else ""
            steps.append(NextStep(what, words.WHO[who](language) if who else "", when))
    return steps


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in (one.strip() for one in text.split("\n")) if line)
