"""How complete a resident's readings are, meter by meter: what is there, what is missing, what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template

from coach.homes import data_health
from coach.homes.data_health import Gap, MeterHealth
from greener_homes import consent, organisations
from greener_homes.consent import Purpose, Source
from models.quantities import Flow
from web import current, i18n
from web.access import Access, access
from web.commodities import commodity_name
from web.components import Chip, Fact, Tone
from web.formatting import TORONTO, day, number, percent
from web.portal.blueprint import portal
from web.portal.sharing_words import source_name
from web.text import gettext as _
from web.text import ngettext

GAPS_SHOWN = 5
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Meter:
    """One meter as the page shows it: a heading, its state, the facts, the longest gaps in words, what to do."""

    heading: str
    state: Chip
    facts: tuple[Fact, ...]
    gaps: tuple[str, ...]
    more_gaps: int
    todo: str


@portal.get("/sharing/health")
@access(Access.RESIDENT)
def health() -> str:
    """The state of every meter whose readings may be used for this home's advice."""
    live = consent.live(current.session(), current.home().id, Purpose.ADVICE, at=current.now())
    found = data_health.of_home(current.session(), live, at=current.now())
    return render_template("portal/data_health.html", meters=tuple(_meter(one) for one in found))


def _meter(one: MeterHealth) -> Meter:
    language = i18n.language()
    longest = sorted(one.gaps, key=lambda gap: gap.since - gap.until)[:GAPS_SHOWN]
    return Meter(
        heading=_heading(one),
        state=_state(one),
        facts=(
            Fact(_("Source"), source_name(one.source, _supplier(one))),
            Fact(_("From"), _on(one.first)),
            Fact(_("Up to"), _on(one.last_end)),
            Fact(_("Readings"), number(one.readings, language)),
            Fact(_("One reading covers"), _covers(one.typical_seconds)),
            Fact(_("Share of the time covered"), percent(one.known_share, language)),
            Fact(_("Estimated by the sender"), percent(one.estimated_share, language)),
        ),
        gaps=tuple(_gap(gap) for gap in longest),
        more_gaps=len(one.gaps) - len(longest),
        todo=_todo(one),
    )


def _heading(one: MeterHealth) -> str:
    name = commodity_name(one.commodity)
    if one.flow is Flow.RECEIVED:
        return _("%(name)s sent to the grid", name=name)
    return _("%(name)s, drawn less sent", name=name) if one.flow is Flow.NET else name


def _state(one: MeterHealth) -> Chip:
    if one.is_late:
        return Chip(_("Nothing new for a while"), Tone.WARN)
    if one.gaps:
        return Chip(_("Some time is missing"), Tone.INFO)
    return Chip(_("Complete"), Tone.OK)


def _todo(one: MeterHealth) -> str:
    if one.is_late:
        return {
            Source.UTILITY: _("Your utility should have sent more by now. We ask it again every night."),
            Source.PARTNER: _("Your supplier should have sent more by now. The program has been told."),
            Source.UPLOAD: _("Send a newer file when you have one."),
            Source.BILLS: _("Type in the bills that came since."),
        }[one.source]
    if one.gaps:
        return _("Missing time is left out, never guessed. Another file that covers it fills it.")
    return ""


def _supplier(one: MeterHealth) -> str:
    return organisations.get(current.session(), one.supplier_id).name if one.supplier_id else ""


def _gap(gap: Gap) -> str:
    length = gap.until - gap.since
    if length < 2 * DAY:
        hours = max(1, round(length / HOUR))
        lasting = ngettext("%(num)s hour", "%(num)s hours", hours)
    else:
        lasting = ngettext("%(num)s day", "%(num)s days", round(length / DAY))
    return _("From %(day)s, %(lasting)s", day=_on(gap.since), lasting=lasting)


def _covers(seconds: int) -> str:
    if seconds < 3600:
        return ngettext("%(num)s minute", "%(num)s minutes", round(seconds / 60))
    if seconds < 86_400:
        return ngettext("%(num)s hour", "%(num)s hours", round(seconds / 3600))
    return ngettext("%(num)s day", "%(num)s days", round(seconds / 86_400))


def _on(moment: datetime) -> str:
    return day(moment.astimezone(TORONTO).date(), i18n.language())
