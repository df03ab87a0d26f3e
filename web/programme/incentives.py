"""Programmes and their offers as they count now: states, amounts, what waits, and whose time to look has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for

from coach.fleet_wide import incentive_shown
from coach.fleet_wide.incentive_shown import OfferShown, ProgrammeShown
from greener_homes import incentive_changes
from greener_homes.incentive_changes import ChangedPart, ChangeState, ChangeView
from web import current, i18n
from web.access import Access, access
from web.components import Chip, Link, Notice, Tone
from web.formatting import TORONTO, short_day
from web.programme import incentive_words as words
from web.programme.blueprint import programme
from web.programme.incentive_editing import new_name
from web.text import gettext as _
from web.text import ngettext
from web.words.fact_values import spoken_day

HISTORY = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A programme, an offer or a limit in a list."""

    name: str
    under: str
    state: Chip | None
    amount: str
    review: str
    is_late: bool
    href: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in a list."""

    name: str
    what: str
    state: Chip
    href: str


@dataclass(frozen=True, slots=True)
class Incentives:
    """All programmes, what waits for a decision, and the latest decisions."""

    age: Notice
    programmes: tuple[Row, ...]
    waiting: tuple[ChangeRow, ...]
    history: tuple[ChangeRow, ...]
    paid_url: str = ""
    add_url: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme: its state, its offers, the limits over them, and its changes."""

    name: str
    administrator: str
    state: Chip
    seen: str
    window: str
    review: str
    is_late: bool
    change_url: str
    offers: tuple[Row, ...]
    caps: tuple[Row, ...]
    changes: tuple[ChangeRow, ...]
    all_url: str
    paths: tuple[Row, ...] = ()
    rules: tuple[Row, ...] = ()
    adds: tuple[Link, ...] = ()


@programme.get("/incentives")
@access(Access.PROGRAMME)
def incentives() -> str:
    """Every programme, those longest past their review first."""
    session, today = current.session(), _today()
    shown = incentive_shown.programmes(session, today)
    left_out = incentive_shown.left_out(session, today)
    page = list_page(shown, incentive_changes.listed(session), left_out, today)
    return render_template("programme/incentives.html", page=page)


@programme.get("/incentives/<programme_id>")
@access(Access.PROGRAMME)
def incentive_programme(programme_id: str) -> str:
    """One programme with all it gives."""
    session, today = current.session(), _today()
    shown = incentive_shown.programme(session, programme_id, today)
    page = programme_page(shown, incentive_changes.listed(session), today)
    return render_template("programme/incentive_programme.html", page=page)


def list_page(
    shown: Sequence[ProgrammeShown], changes: Sequence[ChangeView], left_out: Sequence[int], today: date
) -> Incentives:
    """What the list shows."""
    names = names_of(shown)
    rows = [_row(each, names, today) for each in changes]
    waits = [each.state is ChangeState.PROPOSED for each in changes]
    return Incentives(
        age=_age(shown, left_out, today),
        programmes=tuple(_programme(each, today) for each in shown),
        waiting=tuple(row for row, waiting in zip(rows, waits, strict=True) if waiting),
        history=tuple(row for row, waiting in zip(rows, waits, strict=True) if not waiting)[:HISTORY],
        paid_url=url_for("programme.payments"),
        add_url=url_for("programme.incentive_new"),
    )


def programme_page(one: ProgrammeShown, changes: Sequence[ChangeView], today: date) -> Programme:
    """What the page of one programme shows."""
    names = names_of([one])
    return Programme(
        name=one.name,
        administrator=_administrator(one),
        state=words.state(one.standing),
        seen=_("Seen %(day)s", day=spoken_day(one.standing.last_seen, i18n.language())),
        window=words.window(one.standing),
        review=words.review(one.review_on, today),
        is_late=one.days_over(today) > 0,
        change_url=url_for("programme.incentive_change_new", part=ChangedPart.PROGRAMME.value, target=one.id),
        offers=tuple(_offer(each, today) for each in one.offers),
        caps=tuple(
            Row(
                ngettext("Over one offer", "Over %(num)s offers together", each.offers),
                "",
                None,
                words.limit(each),
                "",
                False,
                url_for("programme.incentive_change_new", part=ChangedPart.CAP.value, target=each.id)
                if each.cad is not None
                else _aspect(ChangedPart.CAP, each.id, "limit"),
            )
            for each in one.caps
        ),
        changes=tuple(_row(each, names, today) for each in changes if each.target in names),
        all_url=url_for("programme.incentives"),
        paths=tuple(
            Row(
                ", ".join(words.step(step).rstrip(".") for step in each.steps) or _("No steps written down"),
                each.id,
                None,
                ngettext("%(num)s document", "%(num)s documents", each.evidence),
                "",
                False,
                _aspect(ChangedPart.PATH, each.id, "steps"),
            )
            for each in one.paths
        ),
        rules=tuple(
            Row(
                words.apart(each),
                each.id,
                None,
                ngettext("%(num)s offer or program", "%(num)s offers or programs", len(each.groups)),
                "",
                False,
                _aspect(ChangedPart.EXCLUSION, each.id, "together"),
            )
            for each in one.rules
        ),
        adds=tuple(
            Link(new_name(part), url_for("programme.incentive_part_new", programme_id=one.id, part=part.value))
            for part in ChangedPart
            if part is not ChangedPart.PROGRAMME
        ),
    )


def _aspect(part: ChangedPart, target: str, aspect: str) -> str:
    return url_for("programme.incentive_part", part=part.value, target=target, aspect=aspect)


def names_of(shown: Sequence[ProgrammeShown]) -> dict[str, str]:
    """What each thing that can be changed is called."""
    language = i18n.language()
    found = {each.id: each.name for each in shown}
    for each in shown:
        found |= {offer.id: offer.name(language) for offer in each.offers}
        found |= {cap.id: _("A limit of %(programme)s", programme=each.name) for cap in each.caps}
        found |= {path.id: _("Steps of %(programme)s", programme=each.name) for path in each.paths}
        found |= {rule.id: _("What does not go together: %(programme)s", programme=each.name) for rule in each.rules}
    return found


def _age(shown: Sequence[ProgrammeShown], left_out: Sequence[int], today: date) -> Notice:
    late = [each for each in shown if each.days_over(today) and each.standing.state != "closed"]
    points = [
        ngettext(
            "%(name)s: somebody should have looked %(num)s day ago.",
            "%(name)s: somebody should have looked %(num)s days ago.",
            each.days_over(today),
            name=each.name,
        )
        for each in late
    ]
    points += [_("Change C%(number)s fits no longer and counts nothing.", number=each) for each in left_out]
    if not points:
        return Notice(Tone.OK, _("Every program was looked at in time"), (_("Advice counts with what was seen."),))
    return Notice(
        Tone.WARN,
        _("Somebody should look again"),
        (_("Advice still counts with what was last seen, and says so. Look it up, then write down what you saw."),),
        tuple(points),
    )


def _programme(one: ProgrammeShown, today: date) -> Row:
    late = one.days_over(today) > 0 and one.standing.state != "closed"
    return Row(
        one.name,
        _administrator(one),
        words.state(one.standing),
        ngettext("%(num)s offer", "%(num)s offers", len(one.offers)),
        words.review(one.review_on, today) if one.standing.state != "closed" else "",
        late,
        url_for("programme.incentive_programme", programme_id=one.id),
    )


def _administrator(one: ProgrammeShown) -> str:
    """Who gives, by its name; the Region has one in each language."""
    return _("Region of Durham") if one.administrator == "Region of Durham" else one.administrator


def _offer(one: OfferShown, today: date) -> Row:
    return Row(
        one.name(i18n.language()),
        one.id,
        words.state(one.standing) if one.own_state else None,
        words.amount(one),
        words.review(one.review_on, today),
        one.review_on < today,
        url_for("programme.incentive_change_new", part=ChangedPart.OFFER.value, target=one.id),
    )


def _row(one: ChangeView, names: dict[str, str], today: date) -> ChangeRow:
    language = i18n.language()
    what = ", ".join(dict.fromkeys(words.field(name) for name in one.fields))
    return ChangeRow(
        f"C{one.number} · {names.get(one.target, one.target)}",
        _("%(what)s, from %(day)s", what=what, day=short_day(one.effective_from, language)),
        words.decided(one.state, one.effective_from, today),
        url_for("programme.incentive_change", change_id=one.id),
    )


def _today() -> date:
    return current.now().astimezone(TORONTO).date()
