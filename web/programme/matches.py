"""Customers that two homes claim to be: what staff may know of each claim, and what they decide, with a reason."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import audit, match_decisions, organisations
from greener_homes.audit import Action
from greener_homes.errors import Refusal
from greener_homes.match_decisions import Claim
from greener_homes.matches import MatchReason, MatchState, MatchView
from web import current, forms, i18n, messages
from web.access import Access, access
from web.commodities import commodity_name
from web.components import Chip, Fact, FieldError, Question, Tone
from web.formatting import TORONTO, moment
from web.programme import match_words
from web.programme.blueprint import programme
from web.text import gettext as _

LOOKS_FOR = "match"
"""What a look at a claim is for, as residents read it."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim that waits, as a line."""

    supplier: str
    what: str
    made_at: datetime
    ends: str
    state: Chip
    href: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision, as a line. `again_url` is empty where it cannot be taken back."""

    supplier: str
    what: str
    state: Chip
    why: str
    at: datetime
    again_url: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The list: what waits, and what was decided lately."""

    waiting: tuple[ClaimRow, ...]
    decided: tuple[DecidedRow, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing staff may do about a claim: its reasons and where it is sent."""

    question: Question
    url: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim: what is known of it and of the home in its way, and the decisions there are."""

    supplier: str
    claim: tuple[Fact, ...]
    standing: tuple[Fact, ...]
    release: Decision | None
    undo: Decision | None
    refuse: Decision
    all_url: str
    errors: tuple[FieldError, ...] = ()


@programme.get("/matches")
@access(Access.PROGRAMME)
def matches() -> str:
    """Every claim that waits, and what was decided in thirty days."""
    waiting = match_decisions.waiting(current.session(), current.vault())
    decided = match_decisions.decided(current.session(), now=current.now())
    _looked(*(one.match for one in waiting), *decided)
    page = Claims(
        waiting=tuple(_claim_row(one) for one in waiting),
        decided=tuple(_decided_row(one) for one in decided),
    )
    return render_template("programme/matches.html", claims=page)


@programme.get("/matches/<uuid:match_id>")
@access(Access.PROGRAMME)
def match(match_id: uuid.UUID) -> str:
    """One claim, and what may be decided about it."""
    return _page(match_id)


@programme.post("/matches/<uuid:match_id>/release")
@access(Access.PROGRAMME)
def match_released(match_id: uuid.UUID) -> Response | tuple[str, int]:
    """The home that claims is the customer from now on."""
    try:
        match_decisions.release(current.session(), match_id, _reason(), actor=_me(), now=current.now())
    except Refusal as refusal:
        return _refused(match_id, "release", refusal)
    flash(_("Let through. Its readings come with the supplier’s next file."), "success")
    return redirect(url_for("programme.matches"), code=303)


@programme.post("/matches/<uuid:match_id>/refuse")
@access(Access.PROGRAMME)
def match_refused(match_id: uuid.UUID) -> Response | tuple[str, int]:
    """The home that claims is not the customer; its resident reads why."""
    try:
        match_decisions.refuse(current.session(), match_id, _reason(), actor=_me(), now=current.now())
    except Refusal as refusal:
        return _refused(match_id, "refuse", refusal)
    flash(_("Refused. Whoever made the claim reads why; the other home keeps its readings."), "success")
    return redirect(url_for("programme.matches"), code=303)


@programme.post("/matches/<uuid:match_id>/undo")
@access(Access.PROGRAMME)
def match_standing_undone(match_id: uuid.UUID) -> Response | tuple[str, int]:
    """The match in this claim's way stands no longer, and what came through it is deleted."""
    try:
        match_decisions.undo_standing(current.session(), match_id, _reason(), actor=_me(), now=current.now())
    except Refusal as refusal:
        return _refused(match_id, "undo", refusal)
    flash(_("Undone, and what came through it is deleted. The claim can be let through now."), "success")
    return redirect(url_for("programme.match", match_id=match_id), code=303)


@programme.post("/matches/<uuid:match_id>/again")
@access(Access.PROGRAMME)
def match_reopened(match_id: uuid.UUID) -> Response:
    """A claim that was decided about waits again."""
    again = match_decisions.reopen(current.session(), match_id, actor=_me(), now=current.now())
    flash(_("It waits again. What came in since it was let through is deleted."), "success")
    return redirect(url_for("programme.match", match_id=again.id), code=303)


def _page(match_id: uuid.UUID, *errors: FieldError) -> str:
    claim = match_decisions.one(current.session(), current.vault(), match_id)
    _looked(claim.match, *((claim.standing,) if claim.standing else ()))
    return render_template("programme/match.html", claim=claim_page(claim, _supplier(claim.match), errors))


def claim_page(claim: Claim, supplier: str, errors: tuple[FieldError, ...] = ()) -> ClaimPage:
    """What the page of one claim shows."""
    wrong = {error.field.removesuffix("-reason"): error.text for error in errors}

    def decision(act: str, endpoint: str, legend: str) -> Decision:
        allowed = match_decisions.REASONS[act]
        question = Question("reason", legend, match_words.reasons(allowed), error=wrong.get(act, ""))
        return Decision(question, url_for(endpoint, match_id=claim.match.id))

    standing = claim.standing
    return ClaimPage(
        supplier=supplier,
        claim=(
            Fact(_("Meter for"), commodity_name(claim.match.commodity)),
            Fact(_("Rests on"), match_words.how(claim.match.how)),
            Fact(_("Made on"), _on(claim.match.made_at)),
            Fact(_("Account number ends in"), claim.account_end or _("not kept")),
            Fact(_("Meter number ends in"), claim.meter_end or _("not kept")),
        ),
        standing=(
            Fact(_("Rests on"), match_words.how(standing.how)),
            Fact(_("Made on"), _on(standing.made_at)),
        )
        if standing
        else (),
        release=None
        if standing
        else decision("release", "programme.match_released", _("Why is the home that claims the customer?")),
        undo=decision("undo", "programme.match_standing_undone", _("Why does it stand no longer?"))
        if standing
        else None,
        refuse=decision("refuse", "programme.match_refused", _("Why is the home that claims not the customer?")),
        all_url=url_for("programme.matches"),
        errors=errors,
    )


def _refused(match_id: uuid.UUID, act: str, refusal: Refusal) -> tuple[str, int]:
    """The page again; what is refused stands beside the decision, or above all where that one is not offered."""
    said = messages.sentence(refusal.code.code, refusal.facts)
    standing = match_decisions.one(current.session(), current.vault(), match_id).standing
    if act == ("release" if standing else "undo"):
        flash(said, "error")
        return _page(match_id), 422
    return _page(match_id, FieldError(f"{act}-reason", said)), 422


def _claim_row(claim: Claim) -> ClaimRow:
    clear = claim.standing is None
    ends = " · ".join(end for end in (claim.account_end, claim.meter_end) if end)
    return ClaimRow(
        supplier=_supplier(claim.match),
        what=commodity_name(claim.match.commodity),
        made_at=claim.match.made_at.astimezone(TORONTO),
        ends=ends or _("not kept"),
        state=Chip(_("Nothing in its way"), Tone.INFO) if clear else Chip(_("Another home has them"), Tone.WARN),
        href=url_for("programme.match", match_id=claim.match.id),
    )


def _decided_row(one: MatchView) -> DecidedRow:
    may_wait_again = one.state in (MatchState.LIVE, MatchState.REFUSED)
    return DecidedRow(
        supplier=_supplier(one),
        what=commodity_name(one.commodity),
        state=match_words.state(one.state),
        why=match_words.reason(one.reason),
        at=(one.decided_at or one.changed_at).astimezone(TORONTO),
        again_url=url_for("programme.match_reopened", match_id=one.id) if may_wait_again else "",
    )


def _looked(*seen: MatchView) -> None:
    """Residents of these homes can read that staff saw a line about them, and what for."""
    homes = sorted({one.home_id for one in seen})
    audit.record_looks(current.session(), _me(), Action.HOME_LISTED, homes, at=current.now(), purpose=LOOKS_FOR)


def _supplier(one: MatchView) -> str:
    return organisations.get(current.session(), one.supplier_id).name


def _reason() -> MatchReason | None:
    return forms.choice(request.form, "reason", MatchReason)


def _me() -> audit.Actor:
    return current.person().actor


def _on(when: datetime) -> str:
    return moment(when.astimezone(TORONTO), i18n.language())
