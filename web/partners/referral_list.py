"""A lender's whole list: by state, a page at a time, to read or to keep as a file; what it must stop stands first.

Nothing of a resident is in it: numbers, states and days.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, render_template, request, url_for

from coach.referrals import comparing, endings, lists
from coach.referrals.comparing import Comparison, Difference, Differs
from coach.referrals.endings import NoticeView
from coach.referrals.lists import A_PAGE, ReferralView
from coach.referrals.states import ReferralState
from greener_homes import audit
from web import current, i18n
from web import referral_shown as shown
from web.access import Access, access
from web.components import Chip, Pages
from web.formatting import TORONTO, moment
from web.partners.blueprint import partners
from web.partners.file_shown import as_csv
from web.partners.referrals import lender, number_of
from web.text import gettext as _

COLUMNS = (
    *("referral_id", "state", "state_since", "sent_at", "version", "fields", "needs", "funded_cad", "conflicts"),
    *("fetched_at", "ended_at", "confirmed_at"),
)
"""What a line of the file says; names and codes are those of the API, moments are UTC."""


@dataclass(frozen=True, slots=True)
class Row:
    """One referral in the list."""

    number: str
    href: str
    state: Chip
    since: str
    missing: str
    fetched: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One referral to stop, with the button that confirms it."""

    number: str
    since: str
    confirm_url: str


@dataclass(frozen=True, slots=True)
class Differing:
    """One referral on which the last list differed."""

    number: str
    how: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ReferralsPage:
    """The list, what to stop, and what the last comparison found."""

    rows: tuple[Row, ...]
    pages: Pages
    segments: tuple[Segment, ...]
    """All of them, then each state in which there is one; empty while there is nothing to narrow."""
    file_url: str
    stops: tuple[Stop, ...]
    compared: str
    differing: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """One state to narrow the list to, with how many stand there."""

    text: str
    href: str
    count: int
    active: bool


@partners.get("/referrals")
@access(Access.PARTNER)
def referrals() -> str:
    """The lender's own, newest first, in one state or all; what to stop before everything else."""
    session, mine, state = current.session(), lender(), _state_asked()
    counts = lists.counts_of_recipient(session, mine.id)
    place = min(_page_asked(), max(1, -(-_total(counts, state) // A_PAGE)))
    found = lists.newest_of_recipient(session, mine.id, page=place, state=state)
    stops = endings.notices(session, mine.id, limit=A_PAGE, waiting=True)
    page = referrals_page(found, counts, place, stops, comparing.last(session, mine.id), state)
    return render_template("partners/referrals.html", page=page)


@partners.get("/referrals/list.csv")
@access(Access.PARTNER)
def referrals_file() -> Response:
    """The whole list, or one state of it, oldest first; that it was taken is on record."""
    mine, state = lender(), _state_asked()
    found = list(lists.whole_of_recipient(current.session(), mine.id, state=state))
    audit.record(
        current.session(),
        current.person().actor,
        audit.Action.REFERRALS_LISTED,
        at=current.now(),
        object_id=mine.id,
        count=len(found),
    )
    return as_csv(as_file(found), f"referrals-{state.value if state else 'all'}.csv")


def referrals_page(
    found: Sequence[ReferralView],
    counts: Mapping[ReferralState, int],
    place: int,
    stops: Sequence[NoticeView],
    compared: Comparison | None,
    state: ReferralState | None = None,
) -> ReferralsPage:
    """The list in words; `counts` are of the whole list, `found` is this page of the state asked for."""
    every, total = _total(counts, None), _total(counts, state)
    return ReferralsPage(
        rows=tuple(_row(one) for one in found),
        pages=Pages(
            len(found),
            total,
            _address(state, place - 1) if place > 1 else "",
            _address(state, place + 1) if place * A_PAGE < total else "",
        ),
        segments=_segments(counts, every, state) if len(counts) > 1 or state is not None else (),
        file_url=url_for("partners.referrals_file", state=state.value if state else None) if every else "",
        stops=tuple(
            Stop(
                number_of(one.referral_number),
                shown.local_day(one.made_at),
                url_for("partners.notice_confirmed", notice_id=one.id),
            )
            for one in stops
        ),
        compared=moment(compared.at.astimezone(TORONTO), i18n.language()) if compared else "",
        differing=tuple(_differing(one) for one in compared.differences) if compared else (),
    )


def difference_said(how: Differs) -> str:
    """How two lists differ, in words."""
    return {
        Differs.UNKNOWN_HERE: _("Not known here"),
        Differs.MISSING_THERE: _("Missing from your list"),
        Differs.STATE: _("Another state"),
        Differs.AMOUNT: _("Another amount"),
        Differs.STOPPED_HERE: _("The resident has stopped it"),
        Differs.CONFLICT: _("Your events do not fit each other"),
    }[how]


def _row(one: ReferralView) -> Row:
    fetched = one.packages[-1].fetches > 0
    return Row(
        number=number_of(one.id),
        href=url_for("partners.referral", referral_id=one.id),
        state=shown.state_chip(one.state),
        since=shown.local_day(one.standing.since),
        missing=", ".join(shown.need_name(need) for need in one.standing.needs),
        fetched=_("Yes") if fetched else _("Not yet"),
    )


def _differing(one: Difference) -> Differing:
    def said(state: ReferralState | None) -> str:
        return shown.state_chip(state).text if state is not None else "–"

    return Differing(number_of(one.referral_id), difference_said(one.how), said(one.ours), said(one.theirs))


def as_file(found: Iterable[ReferralView]) -> bytes:
    """The list as a spreadsheet reads it: codes and numbers only, nothing that anybody wrote."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(one) for one in found)
    return out.getvalue().encode()


def _cells(one: ReferralView) -> tuple[object, ...]:
    standing = one.standing
    fetched = [package.first_fetched_at for package in one.packages if package.first_fetched_at is not None]
    paid = standing.funded.amount_cents if standing.funded else None
    return (
        one.id,
        standing.state.value,
        _utc(standing.since),
        _utc(one.made_at),
        one.version,
        " ".join(field.value for field in one.fields),
        " ".join(need.value for need in standing.needs),
        "" if paid is None else f"{paid // 100}.{paid % 100:02d}",
        len(standing.conflicts),
        _utc(min(fetched)) if fetched else "",
        _utc(one.withdrawn_at) if one.withdrawn_at else "",
        _utc(one.confirmed_at) if one.confirmed_at else "",
    )


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _segments(counts: Mapping[ReferralState, int], every: int, chosen: ReferralState | None) -> tuple[Segment, ...]:
    states = [state for state in ReferralState if counts.get(state) or state is chosen]
    return (
        Segment(_("All"), _address(None, 1), every, chosen is None),
        *(
            Segment(shown.state_chip(state).text, _address(state, 1), counts.get(state, 0), state is chosen)
            for state in states
        ),
    )


def _total(counts: Mapping[ReferralState, int], state: ReferralState | None) -> int:
    return sum(counts.values()) if state is None else counts.get(state, 0)


def _address(state: ReferralState | None, place: int) -> str:
    return url_for("partners.referrals", state=state.value if state else None, page=place if place > 1 else None)


def _state_asked() -> ReferralState | None:
    """The state to narrow to; anything that is none narrows nothing."""
    asked = request.args.get("state", "")
    return next((state for state in ReferralState if state.value == asked), None)


def _page_asked() -> int:
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) <= 4 and int(asked) > 0 else 1
