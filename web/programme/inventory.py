"""All partners on one page and in one file: where each agreement stands, when data last came, homes and referrals."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template, url_for
from werkzeug.wrappers import Response

from greener_homes import agreements, feeds, partner_counts
from greener_homes.agreements import PartnerStanding, Standing
from greener_homes.feeds import FeedHealth
from greener_homes.partner_counts import PartnerCounts
from web import agreement_words as words
from web import current, i18n, report_csv
from web.access import Access, access
from web.components import Chip, Notice, Tone
from web.formatting import TORONTO, day, moment
from web.programme.blueprint import programme
from web.text import gettext as _
from web.text import ngettext

COLUMNS = ("key", "name", "kind", "agreement", "reference", "last_day", "last_data", "late", "homes", "referrals")


@dataclass(frozen=True, slots=True)
class Row:
    """One partner."""

    name: str
    kind: str
    state: Chip
    until: str
    arrived: str
    is_late: bool
    homes: str
    referrals: str
    href: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """The page."""

    rows: tuple[Row, ...]
    alarm: Notice
    csv_url: str


@programme.get("/partners")
@access(Access.PROGRAMME)
def partners() -> str:
    """Every partner that has not closed."""
    found, arrived, counted = _gathered()
    return render_template("programme/partners.html", inventory=inventory(found, arrived, counted, _today()))


@programme.get("/partners.csv")
@access(Access.PROGRAMME)
def partners_file() -> Response:
    """The same as a file, for reports."""
    found, arrived, counted = _gathered()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(lines(found, arrived, counted))
    headers = {"Content-Disposition": "attachment; filename=partners.csv"}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)


def inventory(
    found: Sequence[PartnerStanding],
    arrived: Mapping[str, Sequence[FeedHealth]],
    counted: Mapping[uuid.UUID, PartnerCounts],
    today: date,
) -> Inventory:
    """What the page shows."""
    return Inventory(
        tuple(_row(one, arrived.get(one.organisation.key, ()), counted) for one in found),
        _alarm(found, today),
        url_for("programme.partners_file"),
    )


def lines(
    found: Sequence[PartnerStanding],
    arrived: Mapping[str, Sequence[FeedHealth]],
    counted: Mapping[uuid.UUID, PartnerCounts],
) -> Sequence[tuple[str, ...]]:
    """The same in codes and plain days; what is fewer than ten is "<10"."""
    rows = []
    for one in found:
        sources, counts = arrived.get(one.organisation.key, ()), counted.get(one.organisation.id, PartnerCounts())
        last = _last(sources)
        agreement = one.agreement
        rows.append(
            (
                one.organisation.key,
                report_csv.plain(one.organisation.name),
                one.organisation.kind.value,
                one.standing.value,
                report_csv.plain(agreement.reference) if agreement else "",
                agreement.expires_on.isoformat() if agreement else "",
                last.date().isoformat() if last else "",
                "yes" if any(each.is_late for each in sources) else "no",
                "<10" if counts.homes is None else str(counts.homes),
                "<10" if counts.referrals is None else str(counts.referrals),
            )
        )
    return rows


def by_partner(found: Sequence[FeedHealth]) -> dict[str, list[FeedHealth]]:
    """Sources of data by the key of whoever sends them."""
    held: dict[str, list[FeedHealth]] = {}
    for each in found:
        held.setdefault(each.key, []).append(each)
    return held


def _gathered() -> tuple[
    Sequence[PartnerStanding], Mapping[str, Sequence[FeedHealth]], Mapping[uuid.UUID, PartnerCounts]
]:
    session, now = current.session(), current.now()
    return (
        agreements.standings(session, at=now),
        by_partner(feeds.health(session, now)),
        partner_counts.counts(session, at=now),
    )


def _row(one: PartnerStanding, sources: Sequence[FeedHealth], counted: Mapping[uuid.UUID, PartnerCounts]) -> Row:
    language, counts, last = i18n.language(), counted.get(one.organisation.id, PartnerCounts()), _last(sources)
    return Row(
        one.organisation.name,
        words.kind(one.organisation.kind),
        words.standing(one.standing),
        day(one.agreement.expires_on, language) if one.agreement else "",
        moment(last.astimezone(TORONTO), language) if last else _("Never yet"),
        any(each.is_late for each in sources),
        words.homes(counts.homes),
        words.homes(counts.referrals),
        url_for("programme.partner", key=one.organisation.key),
    )


def _alarm(found: Sequence[PartnerStanding], today: date) -> Notice:
    points = []
    for one in found:
        if one.standing is Standing.NONE:
            points.append(_("%(name)s: no agreement on file.", name=one.organisation.name))
        elif one.standing is Standing.ENDED:
            points.append(_("%(name)s: the agreement has ended, nothing new is taken.", name=one.organisation.name))
        elif one.standing is Standing.ENDS_SOON and one.agreement:
            left = (one.agreement.expires_on - today).days
            points.append(
                ngettext(
                    "%(name)s: the agreement ends in %(num)s day.",
                    "%(name)s: the agreement ends in %(num)s days.",
                    left,
                    name=one.organisation.name,
                )
            )
    if not points:
        return Notice(Tone.OK, _("Every partner has an agreement in force"))
    return Notice(Tone.WARN, _("Agreements to look after"), (), tuple(points))


def _last(sources: Sequence[FeedHealth]) -> datetime | None:
    return max((each.last_arrived_at for each in sources if each.last_arrived_at), default=None)


def _today() -> date:
    return current.now().astimezone(TORONTO).date()
