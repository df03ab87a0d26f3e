"""The health of every source of data: which came when, which is late, since when, and who looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template

from greener_homes import feeds, organisations
from greener_homes.feeds import FeedHealth, FeedKind, FeedOwner
from greener_homes.rates import RateFamily
from web import current, i18n
from web.access import Access, access
from web.components import Chip, Tone
from web.formatting import TORONTO, moment
from web.programme.blueprint import programme
from web.text import gettext as _
from web.text import ngettext


@dataclass(frozen=True, slots=True)
class Source:
    """One source in the list, all in words."""

    name: str
    kind: str
    state: Chip
    arrived: str
    expected: str
    owner: str
    alarms: tuple[str, ...]


@programme.get("/sources")
@access(Access.PROGRAMME)
def sources() -> str:
    """Every source that should keep coming, the late ones first."""
    found = sorted(feeds.health(current.session(), current.now()), key=lambda one: (not one.is_late, one.due_at))
    late = sum(one.is_late for one in found)
    return render_template("programme/sources.html", sources=tuple(_source(one) for one in found), late=late)


def _source(one: FeedHealth) -> Source:
    return Source(
        name=_name(one),
        kind=_kind(one.kind),
        state=Chip(_("Late"), Tone.BAD) if one.is_late else Chip(_("On time"), Tone.OK),
        arrived=_said(one.last_arrived_at) if one.last_arrived_at else _("Never yet"),
        expected=_often(one.patience),
        owner=_owner(one.owner),
        alarms=tuple(
            _("Late from %(since)s to %(until)s", since=_said(alarm.due_at), until=_said(alarm.closed_at))
            if alarm.closed_at
            else _("Late since %(since)s", since=_said(alarm.due_at))
            for alarm in one.alarms
        ),
    )


def _name(one: FeedHealth) -> str:
    if one.kind is FeedKind.RATES:
        return _prices(RateFamily(one.key))
    partner = organisations.by_key(current.session(), one.key) if one.kind in _PARTNERED else None
    return partner.name if partner else one.key


def _prices(family: RateFamily) -> str:
    return {
        RateFamily.ELECTRICITY: _("Electricity prices"),
        RateFamily.DELIVERY: _("Electricity delivery prices"),
        RateFamily.GAS: _("Gas prices"),
    }[family]


_PARTNERED = (FeedKind.CUSTODIAN, FeedKind.PARTNER)


def _kind(kind: FeedKind) -> str:
    return {
        FeedKind.CUSTODIAN: _("Utility, fetched for each resident"),
        FeedKind.PARTNER: _("Supplier’s files"),
        FeedKind.WEATHER: _("Weather station"),
        FeedKind.RATES: _("Published prices"),
    }[kind]


def _owner(owner: FeedOwner) -> str:
    return {
        FeedOwner.STAFF: _("Program staff"),
        FeedOwner.PARTNER: _("The partner"),
        FeedOwner.OPERATOR: _("Whoever runs the platform"),
    }[owner]


def _often(patience: timedelta) -> str:
    hours = round(patience.total_seconds() / 3600)
    if hours % 24:
        return ngettext("every %(num)s hour", "every %(num)s hours", hours)
    return ngettext("every %(num)s day", "every %(num)s days", hours // 24)


def _said(when: datetime) -> str:
    return moment(when.astimezone(TORONTO), i18n.language())
