"""How lenders do with the residents sent to them: counts, who is late, and what does not fit. Nobody's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from coach.referrals import comparing, lists
from coach.referrals.comparing import Comparison
from coach.referrals.lists import LenderCounts
from coach.referrals.states import ReferralState
from greener_homes import organisations
from web import current, i18n
from web import referral_shown as shown
from web.access import Access, access
from web.components import Notice, Tone
from web.formatting import number
from web.programme.blueprint import programme
from web.text import gettext as _
from web.text import ngettext


@dataclass(frozen=True, slots=True)
class Row:
    """One lender in numbers; an empty text where there is nothing to say."""

    name: str
    total: str
    states: str
    silent: str
    unconfirmed: str
    conflicts: str
    compared: str


@dataclass(frozen=True, slots=True)
class ReferralsPage:
    """What needs a look first, then every lender."""

    notice: Notice | None
    rows: tuple[Row, ...]


@programme.get("/referrals")
@access(Access.PROGRAMME)
def referrals() -> str:
    """Every lender that was ever sent a resident."""
    session = current.session()
    found = lists.counts(session, now=current.now())
    named = [(organisations.get(session, one.recipient_id).name, one) for one in found]
    last = [comparing.last(session, one.recipient_id) for one in found]
    return render_template("programme/referrals.html", page=referrals_page(named, last))


def referrals_page(named: Sequence[tuple[str, LenderCounts]], compared: Sequence[Comparison | None]) -> ReferralsPage:
    """The numbers in words."""
    late = sum(one.needs_a_look for _name, one in named)
    heading = ngettext("One lender needs a look", "%(num)s lenders need a look", late)
    text = _("Ask them. A resident whose lender has not confirmed a stop reads that on their own page.")
    return ReferralsPage(
        notice=Notice(Tone.WARN, heading, (text,)) if late else None,
        rows=tuple(_row(name, one, last) for (name, one), last in zip(named, compared, strict=True)),
    )


def _row(name: str, one: LenderCounts, last: Comparison | None) -> Row:
    language = i18n.language()

    def count(value: int) -> str:
        return number(value, language) if value else ""

    states = [
        f"{shown.state_chip(state).text} {number(one.by_state[state], language)}"
        for state in ReferralState
        if one.by_state.get(state)
    ]
    differing = ""
    if last is not None:
        differing = ngettext("%(num)s difference", "%(num)s differences", len(last.differences))
        differing = f"{differing}, {shown.local_day(last.at)}"
    return Row(
        name=name,
        total=number(one.total, language),
        states=", ".join(states) or "–",
        silent=count(one.silent),
        unconfirmed=count(one.unconfirmed),
        conflicts=count(one.conflicts),
        compared=differing or _("Never"),
    )
