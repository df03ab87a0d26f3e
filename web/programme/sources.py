"""The health of every source of data: which came when, which is late, since when, and who looks after it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from greener_homes import feeds, organisations
from greener_homes.feeds import FeedHealth, FeedKind, FeedOwner
from greener_homes.rates import RateFamily
from greener_homes.reference import WeatherStation, rows
from utility_connectors import supplier_profiles
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
    rhythm: str
    owner: str
    alarm: str = ""
    past: tuple[str, ...] = ()
    end_url: str = ""


@programme.get("/sources")
@access(Access.PROGRAMME)
def sources() -> str:
    """Every source that should keep coming, the late ones first."""
    found = sorted(feeds.health(current.session(), current.now()), key=lambda one: (not one.is_late, one.due_at))
    late = sum(one.is_late for one in found)
    titles = {one.name: one.title for one in supplier_profiles.listed(current.session())}
    return render_template("programme/sources.html", sources=tuple(_source(one, titles) for one in found), late=late)


@programme.post("/sources/<uuid:feed_id>/end")
@access(Access.PROGRAMME)
def source_ended(feed_id: uuid.UUID) -> Response:
    """Nothing more is expected of a supplier's files of one format."""
    feeds.not_expected(current.session(), feed_id, actor=current.person().actor, at=current.now())
    flash(_("Not expected any more. A file of it that comes all the same begins it again."), "success")
    return redirect(url_for("programme.sources"), code=303)


def _source(one: FeedHealth, titles: Mapping[str, str]) -> Source:
    kind = _kind(one.kind)
    if one.format:
        kind = f"{kind}, {titles.get(one.format, one.format)}"
    return Source(
        name=_name(one),
        kind=kind,
        state=Chip(_("Late"), Tone.BAD) if one.is_late else Chip(_("On time"), Tone.OK),
        arrived=_said(one.last_arrived_at) if one.last_arrived_at else _("Never yet"),
        expected=_("Was due by %(due)s", due=_said(one.due_at))
        if one.is_late
        else _("By %(due)s", due=_said(one.due_at)),
        rhythm=_often(one.patience),
        owner=_owner(one.owner),
        alarm=next(
            (_("Alarm since %(since)s", since=_said(each.opened_at)) for each in one.alarms if not each.closed_at), ""
        ),
        past=tuple(
            _("Late from %(since)s to %(until)s", since=_said(alarm.due_at), until=_said(alarm.closed_at))
            for alarm in one.alarms
            if alarm.closed_at
        ),
        end_url=url_for("programme.source_ended", feed_id=one.id) if one.kind is FeedKind.PARTNER else "",
    )


def _name(one: FeedHealth) -> str:
    if one.kind is FeedKind.RATES:
        return _prices(RateFamily(one.key))
    if one.kind is FeedKind.WEATHER:
        return next((each.name.title() for each in rows(WeatherStation) if each.station == one.key), one.key)
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
        return ngettext("Late after %(num)s hour without data", "Late after %(num)s hours without data", hours)
    return ngettext("Late after %(num)s day without data", "Late after %(num)s days without data", hours // 24)


def _said(when: datetime) -> str:
    return moment(when.astimezone(TORONTO), i18n.language())
