"""What comes of an example under some answers: the readings as they would be stored, and what would be left out."""

from __future__ import annotations

from datetime import UTC, datetime

from greener_homes.errors import Refusal
from models.series import Quality
from utility_connectors import teaching
from utility_connectors.csv_profiles.document import ProfileDocument
from utility_connectors.limits import DEFAULT
from utility_connectors.ports import UsageStream
from utility_connectors.teaching import Example
from web import i18n, messages
from web.components import Fact, Notice, Tone
from web.formatting import TORONTO, moment, number
from web.programme import choices, views
from web.text import gettext as _
from web.words.fact_values import spoken


def result(example: Example, document: ProfileDocument, now: datetime, *, most: int) -> views.Result:
    """The example as the profile reads it; the first `most` readings of each meter."""
    try:
        file = teaching.preview(example, document, now=int(now.timestamp()), limits=DEFAULT)
    except Refusal as refusal:
        words = messages.sentence(refusal.code.code, refusal.facts)
        return views.Result((), (Notice(Tone.BAD, _("Nothing could be read this way"), (words,)),), ())
    language = i18n.language()
    notices = tuple(
        Notice(Tone.WARN, "", (messages.sentence(found.code, spoken(found.facts, language)),))
        for found in file.findings
        if found.code not in file.reject_counts
    )
    refused = tuple(
        Fact(messages.sentence(code, {"count": number(count, language)}), number(count, language))
        for code, count in file.reject_counts.items()
    )
    if not file.streams:
        notices = (Notice(Tone.BAD, _("Nothing could be read this way"), ()), *notices)
    return views.Result(tuple(_stream(one, most) for one in file.streams[:4]), notices, refused)


def _stream(one: UsageStream, most: int) -> views.Stream:
    language, names = i18n.language(), choices.commodity_names()
    unit = one.unit.value if one.unit else ""
    heading = names.get(one.commodity, one.commodity.value)
    if one.flow.value == "received":
        heading = _("%(what)s sent to the grid", what=heading)
    if one.series is None or not len(one.series):
        return views.Stream(heading, (Fact(_("Readings"), "0"),), ())
    series = one.series
    facts = (
        Fact(_("Readings"), number(one.count, language)),
        Fact(_("Together"), f"{number(series.total, language, 3)} {unit}"),
        Fact(_("First begins"), moment(_local(int(series.starts[0])), language)),
        Fact(_("Last ends"), moment(_local(int(series.ends[-1])), language)),
    )
    readings = tuple(
        views.Reading(
            _local(int(start)),
            _local(int(end)),
            f"{number(float(amount), language, 3)} {unit}",
            _("Estimated") if int(quality) == Quality.ESTIMATED else "",
        )
        for start, end, amount, quality in zip(
            series.starts[:most], series.ends[:most], series.amounts[:most], series.quality[:most], strict=True
        )
    )
    return views.Stream(heading, facts, readings)


def _local(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(TORONTO)
