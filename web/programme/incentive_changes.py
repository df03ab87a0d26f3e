"""One change to a programme: written down, looked at on all plans there are, approved by a second person, undone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.fleet_wide import incentive_proposals as proposals
from coach.fleet_wide import incentive_shown
from coach.fleet_wide.incentive_effect import Preview
from coach.fleet_wide.incentive_shown import OfferShown, Vocabulary
from greener_homes import incentive_changes
from greener_homes.errors import NotFound, Refusal
from greener_homes.incentive_changes import ChangeAct, ChangedPart, ChangeState, ChangeView
from web import current, i18n, messages
from web.access import Access, access
from web.components import Chip, Fact, FieldError, Link, Notice, Tone
from web.formatting import TORONTO, day, moment, money, number
from web.programme import incentive_form, incentives
from web.programme import incentive_preview as preview_words
from web.programme import incentive_words as words
from web.programme.blueprint import programme
from web.programme.incentive_parts import ASPECTS, aspect_name
from web.programme.incentive_preview import ExampleShown, KindsTable
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Line:
    """One field before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FlipRow:
    """An offer whose answer turns, and in about how many homes."""

    offer: str
    turn: str
    homes: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change with what it does to plans, and the decisions there are."""

    heading: str
    state: Chip
    why: str
    act: str
    lines: tuple[Line, ...]
    facts: tuple[Fact, ...]
    source: Link | None
    preview_heading: str
    preview: tuple[str, ...]
    flips: tuple[FlipRow, ...]
    approve_url: str
    decline_url: str
    undo_url: str
    back: Link
    own: Notice | None
    kinds: tuple[KindsTable, ...]
    examples: tuple[ExampleShown, ...]


@programme.get("/incentives/<part>/<target>/change")
@access(Access.PROGRAMME)
def incentive_change_new(part: str, target: str) -> str:
    """The form, filled with what counts now."""
    return _form(_subject(part, target))


@programme.post("/incentives/<part>/<target>/change")
@access(Access.PROGRAMME)
def incentive_change_sent(part: str, target: str) -> Response | tuple[str, int]:
    """The change waits on its own page for a second person; or the form says what to mend."""
    about = _subject(part, target)
    try:
        said = incentive_form.proposal(about, request.form, _today())
        made = proposals.propose(current.session(), said, by=current.person().id, now=current.now())
    except Refusal as refusal:
        field = incentive_form.field_of(refusal.code)
        return _form(about, FieldError(field, messages.sentence(refusal.code.code, refusal.facts))), 422
    flash(_("Written down. It counts once somebody else has approved it."), "success")
    return _shown(made.id)


@programme.get("/incentives/changes/<uuid:change_id>")
@access(Access.PROGRAMME)
def incentive_change(change_id: uuid.UUID) -> str:
    """What changes, what that does to plans, and who decided."""
    return _page(change_id)


@programme.post("/incentives/changes/<uuid:change_id>/approve")
@access(Access.PROGRAMME)
def incentive_change_approved(change_id: uuid.UUID) -> Response | tuple[str, int]:
    """The change counts from its first day on; households it touches are told."""
    try:
        proposals.approve(current.session(), change_id, by=current.person().id, now=current.now())
    except Refusal as refusal:
        return _page(change_id, messages.sentence(refusal.code.code, refusal.facts)), 422
    flash(_("It counts from its first day on. Households whose plan it touches are told, and no others."), "success")
    return _shown(change_id)


@programme.post("/incentives/changes/<uuid:change_id>/decline")
@access(Access.PROGRAMME)
def incentive_change_declined(change_id: uuid.UUID) -> Response | tuple[str, int]:
    """The change never counts."""
    try:
        incentive_changes.decline(current.session(), change_id, by=current.person().id, now=current.now())
    except Refusal as refusal:
        return _page(change_id, messages.sentence(refusal.code.code, refusal.facts)), 422
    flash(_("Turned down. Nothing changes."), "success")
    return _shown(change_id)


@programme.post("/incentives/changes/<uuid:change_id>/undo")
@access(Access.PROGRAMME)
def incentive_change_undone(change_id: uuid.UUID) -> Response | tuple[str, int]:
    """A change that puts everything back waits for a second person."""
    try:
        made = proposals.undo(current.session(), change_id, by=current.person().id, now=current.now())
    except Refusal as refusal:
        return _page(change_id, messages.sentence(refusal.code.code, refusal.facts)), 422
    flash(_("This change puts back what stood before. It counts once somebody else has approved it."), "success")
    return _shown(made.id)


def _subject(part: str, target: str) -> incentive_form.Subject:
    if part not in set(ChangedPart) or len(target) > 60:
        raise NotFound
    found = incentive_shown.programme_of(current.session(), ChangedPart(part), target, _today())
    return incentive_form.subject(found, ChangedPart(part), target)


def _form(about: incentive_form.Subject, error: FieldError | None = None) -> str:
    urls = (
        url_for("programme.incentive_change_sent", part=about.part.value, target=about.target),
        url_for("programme.incentive_programme", programme_id=about.programme.id),
    )
    form = incentive_form.drawn(about, request.form, _today(), urls, error, others_of(about.part, about.target))
    return render_template("programme/incentive_form.html", form=form)


def others_of(part: ChangedPart, target: str) -> tuple[Link, ...]:
    """The other forms of a part."""
    return tuple(
        Link(aspect_name(each), url_for("programme.incentive_part", part=part.value, target=target, aspect=each))
        for each in ASPECTS[part]
    )


def _page(change_id: uuid.UUID, refused: str = "") -> str:
    session, now = current.session(), current.now()
    change = incentive_changes.get(session, change_id)
    shown = incentive_shown.programmes(session, _today())
    offers = {offer.id: offer for each in shown for offer in each.offers}
    page = change_page(
        change,
        proposals.before(session, change),
        proposals.looked_at(session, change, now=now) if change.state is not ChangeState.DECLINED else None,
        incentives.names_of(shown),
        offers,
        mine=change.proposed_by == current.person().id,
        today=_today(),
        known=incentive_shown.vocabulary(session, _today()),
        alone_from=incentive_changes.alone_from(session, change),
        now=now,
    )
    said = Notice(Tone.BAD, _("That did not work"), (refused,)) if refused else None
    return render_template("programme/incentive_change.html", change=page, refused=said)


def change_page(
    change: ChangeView,
    before: Mapping[str, object],
    preview: Preview | None,
    names: Mapping[str, str],
    offers: Mapping[str, OfferShown],
    *,
    mine: bool,
    today: date,
    known: Vocabulary,
    alone_from: datetime | None,
    now: datetime,
) -> Change:
    """What the page of one change shows. `alone_from`: when its proposer, being alone, may approve it."""
    may_alone = alone_from is not None and now >= alone_from
    waits = change.state is ChangeState.PROPOSED
    return Change(
        heading=f"C{change.number} · {names.get(change.target, change.target)}",
        state=words.decided(change.state, change.effective_from, today),
        why=change.said(i18n.language()),
        act=words.act(change.act),
        lines=tuple(
            Line(words.field(name), words.value(name, before.get(name), known), words.value(name, value, known))
            for name, value in _after(change, before).items()
        ),
        facts=_facts(change),
        source=Link(change.source, change.source) if change.source.startswith("https://") else None,
        preview_heading=_("What it does to plans") if waits else _("What it does to plans now"),
        preview=_said(preview) if preview else (),
        flips=tuple(
            FlipRow(*words.flip(each.flip, offers), words.homes(each.homes))
            for each in (preview.flips if preview else ())
        ),
        approve_url=url_for("programme.incentive_change_approved", change_id=change.id)
        if waits and (may_alone or not mine)
        else "",
        decline_url=url_for("programme.incentive_change_declined", change_id=change.id) if waits else "",
        undo_url=url_for("programme.incentive_change_undone", change_id=change.id)
        if change.state is ChangeState.APPROVED
        else "",
        back=Link(_("All programs"), url_for("programme.incentives")),
        own=_own(alone_from, may_alone=may_alone) if waits and mine else None,
        kinds=preview_words.kinds(preview, known) if preview else (),
        examples=preview_words.examples(preview, known) if preview else (),
    )


def _own(alone_from: datetime | None, *, may_alone: bool) -> Notice:
    """What the one who wrote it down is told."""
    if alone_from is None:
        said = _("For money a second person looks. Until somebody else approves it, nothing changes.")
    elif may_alone:
        said = _("You are the only member of staff, and a day has passed: you may approve it. That stays visible.")
    else:
        said = _(
            "You are the only member of staff: you may approve it from %(moment)s on, and that stays visible.",
            moment=_at(alone_from),
        )
    return Notice(Tone.INFO, _("You wrote this down"), (said,))


def _after(change: ChangeView, before: Mapping[str, object]) -> Mapping[str, object]:
    """The fields after it; of what it takes away, none that were there."""
    return dict.fromkeys(before) if change.act is ChangeAct.REMOVE else change.fields


def _facts(change: ChangeView) -> tuple[Fact, ...]:
    language = i18n.language()
    found = [
        Fact(_("Counts from"), day(change.effective_from, language)),
        Fact(_("Seen on"), day(change.seen_on, language)),
        Fact(_("Seen at"), change.source),
        Fact(_("Look again by"), day(change.review_on, language)),
        Fact(_("Written down"), _at(change.proposed_at)),
    ]
    if change.decided_at is not None:
        found.append(Fact(_("Decided"), _at(change.decided_at)))
    if change.approved_alone:
        found.append(Fact(_("Approved by"), _("The one who wrote it down, alone on the staff, a day later")))
    return tuple(found)


def _said(preview: Preview) -> tuple[str, ...]:
    """What the change does, in sentences that say nothing of any one home."""
    if preview.homes is None:
        return (_("Fewer than 10 homes have a plan and agreed to advice. Nothing can be counted without naming one."),)
    said = [_("Looked at: %(homes)s homes with a plan, which agreed to advice.", homes=words.homes(preview.homes))]
    if preview.drawn:
        said = [
            _(
                "Counted on %(drawn)s homes drawn by chance, of about %(plans)s with a plan. Each stands for its "
                "share: a tenth of all homes may be off by one or two in a hundred.",
                drawn=number(preview.drawn, i18n.language()),
                plans=number(preview.plans, i18n.language()),
            ),
            _("They stand for %(homes)s homes which agreed to advice.", homes=words.homes(preview.homes)),
        ]
    if preview.changed == 0:
        return (*said, _("None of their plans changes."))
    said.append(_("The money or an answer changes in %(homes)s.", homes=words.homes(preview.changed)))
    if preview.spread is not None:
        low, middle, high = (_signed(each) for each in preview.spread)
        said.append(
            _(
                "Where the money changes, the middle change is %(middle)s a plan; eight of ten lie between %(low)s "
                "and %(high)s.",
                low=low,
                middle=middle,
                high=high,
            )
        )
    if preview.told == 0:
        said.append(_("No household needs to be told: it moves less than $100 in each."))
    else:
        said.append(_("Households that will be told: %(homes)s.", homes=words.homes(preview.told)))
    return tuple(said)


def _signed(dollars: int) -> str:
    written = money(abs(dollars), i18n.language())
    return f"+{written}" if dollars > 0 else f"−{written}" if dollars else written


def _at(when: datetime) -> str:
    return moment(when.astimezone(TORONTO), i18n.language())


def _shown(change_id: uuid.UUID) -> Response:
    return redirect(url_for("programme.incentive_change", change_id=change_id), code=303)


def _today() -> date:
    return current.now().astimezone(TORONTO).date()
