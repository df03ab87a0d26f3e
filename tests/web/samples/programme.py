"""Programme staff's pages: the sources of data, and a format taught by example."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from greener_homes.feeds import AlarmView, FeedHealth, FeedKind, FeedOwner
from tests.web.samples.pages import PROGRAMME, Page
from tests.web.samples.speaking import speaking
from utility_connectors import teaching
from utility_connectors.csv_profiles.known import KNOWN
from utility_connectors.limits import DEFAULT
from utility_connectors.teaching import ColumnUse, Example, Teaching
from web.components import Chip, Choice, Field, Notice, Tone
from web.programme import choices, formats, results, sources, teach, views
from web.text import gettext as _

NOW = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)


@lru_cache(maxsize=1)
def example() -> Example:
    """Three days of hourly use with a cost and a column nobody needs."""
    begin = datetime(2026, 11, 1, tzinfo=UTC)
    lines = ["Account No,Meter,Read Date,Hour Ending,Usage (kWh),Cost ($),Rate Plan Name As Printed On The Bill"]
    for hour in range(72):
        day = begin + timedelta(hours=hour)
        lines.append(
            f"000-TEST,M-1,{day:%m/%d/%Y},{day.hour + 1},{0.4 + hour % 7 / 10:.2f},{0.05 + hour % 7 / 100:.2f},TOU"
        )
    return teaching.example_of(io.BufferedReader(io.BytesIO("\n".join(lines).encode())), DEFAULT)  # type: ignore[arg-type]


def said() -> Teaching:
    return teaching.guess(example())


def columns(language: str, *, error: bool = False) -> views.Columns:
    """The guesses, one of them wrong."""
    w = speaking(language)
    names = choices.use_names()
    offered = [use for use in ColumnUse if use is not ColumnUse.PART_OF_DAY]
    return views.Columns(
        teach._steps(1),
        "/format_reading",
        "/formats",
        tuple(
            views.Column(
                f"use-{place}",
                example().header[place],
                example().samples(place),
                tuple(Choice(one.value, names[one], chosen=one is use) for one in offered),
                use is not ColumnUse.NOTHING,
            )
            for place, use in enumerate(said().uses)
        ),
        24 if error else 0,
        len(example().rows),
        None
        if error
        else Notice(
            Tone.INFO,
            _("We read this format already"),
            (
                _(
                    "It is read as “%(name)s”. What you teach here comes first for files with exactly these columns.",
                    name="hourly-ending",
                ),
            ),
        ),
        w("Two columns hold the date. Keep one.", "Deux colonnes portent la date. Gardez-en une.") if error else "",
    )


def result(*, most: int, wrong: bool = False) -> views.Result:
    """What the example becomes."""
    told = replace(said(), unit="m³") if wrong else said()
    return results.result(example(), teaching.document_of(example(), told, "taught-draft"), NOW, most=most)


def nothing() -> views.Result:
    return views.Result((), (Notice(Tone.BAD, _("Nothing could be read this way"), ()),), ())


def reading() -> views.Questions:
    return views.Questions(
        teach._steps(2), "/format_preview", "/format_columns", "/formats", choices.questions(said()), result(most=3)
    )


def preview(language: str, *, error: bool = False) -> views.Preview:
    return views.Preview(
        teach._steps(3),
        "/formats",
        "/format_reading",
        "/formats",
        Field(
            "title",
            _("What do you call this format?"),
            "" if error else "Lakeside Power",
            _("The supplier and the kind of file, for example “Lakeside Power, hourly”. Never a customer’s name."),
            _("Give it a name.") if error else "",
        ),
        nothing() if error else result(most=8),
        example().fingerprint,
    )


def known(*, rows: bool = True) -> views.Formats:
    taught = (
        views.Format(
            "Lakeside Power, hourly",
            "taught-lakeside-power-hourly · 2",
            "3f9a0c12b7de",
            date(2026, 11, 3),
            1_204,
            NOW,
            Chip(_("In force"), Tone.OK),
            "/formats",
            "/formats",
        ),
        views.Format(
            "Lakeside Power, daily",
            "taught-lakeside-power-daily · 1",
            "77aa0c12b7de",
            date(2026, 6, 3),
            0,
            None,
            Chip(_("Retired")),
            "/formats",
        ),
    )
    built_in = tuple(views.BuiltIn(profile.name, formats._header(profile.example)) for profile in KNOWN)
    return views.Formats(taught if rows else (), built_in, "/format_upload")


def feeds() -> tuple[sources.Source, ...]:
    """Two late, two on time."""
    late = AlarmView(NOW - timedelta(days=4), NOW - timedelta(days=4), None)
    over = replace(late, closed_at=NOW - timedelta(days=2))
    listed = tuple(
        sources._source(one, {})
        for one in (
            FeedHealth(
                FeedKind.WEATHER,
                "Oshawa",
                FeedOwner.OPERATOR,
                timedelta(days=3),
                NOW - timedelta(days=7),
                NOW - timedelta(days=4),
                True,
                (late,),
                uuid.UUID(int=1),
            ),
            FeedHealth(
                FeedKind.RATES,
                "electricity",
                FeedOwner.STAFF,
                timedelta(days=200),
                None,
                NOW - timedelta(days=4),
                True,
                (late,),
                uuid.UUID(int=1),
            ),
            FeedHealth(
                FeedKind.WEATHER,
                "Bowmanville",
                FeedOwner.OPERATOR,
                timedelta(hours=30),
                NOW,
                NOW + timedelta(days=1),
                False,
                (over,),
                uuid.UUID(int=2),
            ),
        )
    )
    kind = f"{sources._kind(FeedKind.PARTNER)}, Lakeside Power, hourly"
    owner = sources._owner(FeedOwner.PARTNER)
    return (*listed, replace(listed[2], name="Lakeside Power", kind=kind, owner=owner, end_url="/sources"))


def upload(error: str = "") -> views.Upload:
    return views.Upload("/format_columns", teach._steps(0), "/formats", error=error)


PAGES = {
    "sources": Page(PROGRAMME, "programme/sources.html", lambda lang: {"sources": feeds(), "late": 2}),
    "sources_none": Page(PROGRAMME, "programme/sources.html", lambda lang: {"sources": (), "late": 0}),
    "formats": Page(PROGRAMME, "programme/formats.html", lambda lang: {"formats": known()}),
    "formats_none": Page(PROGRAMME, "programme/formats.html", lambda lang: {"formats": known(rows=False)}),
    "format_upload": Page(PROGRAMME, "programme/upload.html", lambda lang: {"upload": upload()}),
    "format_upload_wrong": Page(
        PROGRAMME,
        "programme/upload.html",
        lambda lang: {"upload": upload(_("Choose a file first. Nothing was sent."))},
    ),
    "format_columns": Page(PROGRAMME, "programme/columns.html", lambda lang: {"columns": columns(lang)}),
    "format_columns_wrong": Page(
        PROGRAMME, "programme/columns.html", lambda lang: {"columns": columns(lang, error=True)}
    ),
    "format_reading": Page(PROGRAMME, "programme/reading.html", lambda lang: {"reading": reading()}),
    "format_preview": Page(PROGRAMME, "programme/preview.html", lambda lang: {"preview": preview(lang)}),
    "format_preview_wrong": Page(
        PROGRAMME, "programme/preview.html", lambda lang: {"preview": preview(lang, error=True)}
    ),
}
"""The pages of programme staff."""
