"""The regulator's published prices: read from its file, compared line by line with those in use, and decided about."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import feeds, rates
from greener_homes.errors import Refusal
from greener_homes.feeds import FeedHealth, FeedKind
from greener_homes.price_freshness import Freshness, freshness
from greener_homes.rates import Line, ProposedRates, RateFamily, SheetState, SheetView
from utility_connectors.codes_rates import RATES_NEED_DATE
from utility_connectors.rates import read_rates
from utility_connectors.rates_xml import MAX_BYTES
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import Chip, Field, FieldError, Notice, Tone
from web.formatting import TORONTO, moment
from web.programme import price_words
from web.programme.blueprint import programme
from web.security import takes_uploads
from web.text import gettext as _
from web.uploads import SealedPart
from web.words.fact_values import spoken


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One file that was read, as a line."""

    begins: date
    prices: str
    rows: int
    state: Chip
    read_at: datetime
    href: str


@dataclass(frozen=True, slots=True)
class Prices:
    """The list of files, how old the prices in use are, and the form for another file."""

    sheets: tuple[SheetRow, ...]
    age: Notice
    url: str
    effective: Field
    file_error: str = ""
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class LineRow:
    """One figure: what it is, what it was, what it becomes, and by how much."""

    tariff: str
    figure: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class Family:
    """The figures of one kind of price: those that change, and the others."""

    name: str
    changed: tuple[LineRow, ...]
    same: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: its figures beside those in force, and the decisions there are."""

    begins: date
    state: Chip
    decided_at: datetime | None
    changed: int
    figures: int
    families: tuple[Family, ...]
    approve_url: str
    decline_url: str
    all_url: str


@programme.get("/prices")
@access(Access.PROGRAMME)
def prices() -> str:
    """Every file that was read, and whether the prices in use are past their time."""
    return _list()


@programme.post("/prices")
@access(Access.PROGRAMME)
@takes_uploads
def prices_sent() -> Response | tuple[str, int]:
    """The file's figures wait for a decision on their own page; or the page says why they were not read."""
    part = request.files.get("file")
    if part is None or not part.filename or not isinstance(part.stream, SealedPart):
        return _list(FieldError("file", _("Choose a file first. Nothing was sent."))), 422
    file = part.stream.finish()
    try:
        effective = forms.day(request.form, "effective")
        with current.vault().read_spooled(file.name, file.wrapped_key) as source:
            proposed = read_rates(source.read(MAX_BYTES + 1), effective)
    except Refusal as refusal:
        field = "effective" if refusal.code in (forms.BAD_DATE, RATES_NEED_DATE) else "file"
        return _list(FieldError(field, messages.sentence(refusal.code.code, refusal.facts))), 422
    finally:
        current.vault().discard(file.name)
    made = rates.propose(current.session(), proposed, now=current.now(), by=current.person().id)
    _say_what_was_found(proposed)
    return redirect(url_for("programme.price_sheet", sheet_id=made.id), code=303)


@programme.get("/prices/<uuid:sheet_id>")
@access(Access.PROGRAMME)
def price_sheet(sheet_id: uuid.UUID) -> str:
    """One file's figures, each beside what is in force on its first day without it."""
    found = rates.sheet(current.session(), sheet_id)
    lines = rates.lines(current.session(), sheet_id)
    return render_template("programme/price_sheet.html", sheet=sheet_page(found, lines))


@programme.post("/prices/<uuid:sheet_id>/approve")
@access(Access.PROGRAMME)
def price_sheet_approved(sheet_id: uuid.UUID) -> Response:
    """The file's figures are used from now on."""
    rates.approve(current.session(), sheet_id, by=current.person().id, now=current.now())
    flash(_("In use from its first day on. Homes are worked out with it at their next assessment."), "success")
    return redirect(url_for("programme.price_sheet", sheet_id=sheet_id), code=303)


@programme.post("/prices/<uuid:sheet_id>/decline")
@access(Access.PROGRAMME)
def price_sheet_declined(sheet_id: uuid.UUID) -> Response:
    """The file's figures are not used, or no longer."""
    rates.decline(current.session(), sheet_id, by=current.person().id, now=current.now())
    flash(_("Not used. You can still change your mind."), "success")
    return redirect(url_for("programme.price_sheet", sheet_id=sheet_id), code=303)


def _list(*errors: FieldError) -> str:
    session, now = current.session(), current.now()
    today = now.astimezone(TORONTO).date()
    book = rates.in_use(session)
    fresh = freshness(today, book)
    old = [one for one in fresh if one.is_stale]
    alarms = [one for one in feeds.late(session, now) if one.kind is FeedKind.RATES]
    aged = age(old, alarms, {row.distributor: row.name for row in book.delivery}, fresh)
    page = list_page(rates.sheets(session), aged, errors, forms.as_typed(request.form, "effective"))
    return render_template("programme/prices.html", prices=page)


def list_page(sheets: Sequence[SheetView], age: Notice, errors: tuple[FieldError, ...], effective: str = "") -> Prices:
    """What the list shows."""
    wrong = {error.field: error.text for error in errors}
    return Prices(
        sheets=tuple(
            SheetRow(
                one.effective_from,
                ", ".join(price_words.kind(family) for family in one.families),
                one.figures,
                state(one.state),
                one.proposed_at.astimezone(TORONTO),
                url_for("programme.price_sheet", sheet_id=one.id),
            )
            for one in sheets
        ),
        age=age,
        url=url_for("programme.prices_sent"),
        effective=Field(
            "effective",
            _("First day, for electricity"),
            effective,
            hint=_("Electricity files do not say since when; gas files do."),
            error=wrong.get("effective", ""),
            kind="date",
        ),
        file_error=wrong.get("file", ""),
        errors=errors,
    )


def age(
    old: Sequence[Freshness],
    alarms: Sequence[FeedHealth],
    distributors: Mapping[str, str],
    all_of_them: Sequence[Freshness] = (),
) -> Notice:
    """How old the prices in use are: one sentence, each tariff that is past its time, and each hole between two."""
    holes = tuple(said for one in all_of_them for said in price_words.holes(one, distributors))
    points = (
        *(price_words.stale(one, distributors) for one in old),
        *(
            _(
                "%(name)s: no approved file since %(due)s.",
                name=price_words.family(RateFamily(one.key)),
                due=moment(one.due_at.astimezone(TORONTO), i18n.language()),
            )
            for one in alarms
        ),
        *holes,
    )
    if len(points) == len(holes):
        return Notice(Tone.OK, _("All prices in use are of today"), (_("Advice is worked out with them."),), holes)
    return Notice(
        Tone.WARN,
        _("Some prices are past their time"),
        (_("Advice is still worked out with the last ones known, and says so."),),
        points,
    )


def sheet_page(found: SheetView, lines: Sequence[Line]) -> Sheet:
    """What the page of one file shows."""
    return Sheet(
        begins=found.effective_from,
        state=state(found.state),
        decided_at=found.decided_at.astimezone(TORONTO) if found.decided_at else None,
        changed=sum(line.before != line.after for line in lines),
        figures=len(lines),
        families=tuple(
            Family(
                price_words.family(family),
                tuple(_line(line) for line in mine if line.before != line.after),
                tuple(_line(line) for line in mine if line.before == line.after),
            )
            for family in RateFamily
            if (mine := [line for line in lines if line.family is family])
        ),
        approve_url=url_for("programme.price_sheet_approved", sheet_id=found.id)
        if found.state is not SheetState.APPROVED
        else "",
        decline_url=url_for("programme.price_sheet_declined", sheet_id=found.id)
        if found.state is not SheetState.DECLINED
        else "",
        all_url=url_for("programme.prices"),
    )


def state(where: SheetState) -> Chip:
    """Where a file stands."""
    return {
        SheetState.PROPOSED: Chip(_("Waits for a decision"), Tone.WARN),
        SheetState.APPROVED: Chip(_("In use"), Tone.OK),
        SheetState.DECLINED: Chip(_("Turned down")),
    }[where]


def _line(line: Line) -> LineRow:
    return LineRow(
        price_words.tariff(line),
        price_words.figure(line.figure),
        price_words.amount(line.before),
        price_words.amount(line.after),
        price_words.change(line),
    )


def _say_what_was_found(proposed: ProposedRates) -> None:
    language = i18n.language()
    for found in proposed.findings:
        flash(messages.sentence(found.code, spoken(found.facts, language)), "warning")
