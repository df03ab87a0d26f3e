"""What would come first in the homes that agreed to advice, by municipality: counts in which no home can be told."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from coach.fleet_wide import list_counts
from coach.fleet_wide.list_counts import First, ListCounts
from web import current, i18n
from web.access import Access, access
from web.formatting import TORONTO, moment, number
from web.programme.blueprint import programme
from web.text import gettext as _
from web.words.desk import measure_label

FIRSTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality, or a measure over all of them."""

    name: str
    homes: str
    firsts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """The page; no rows while there are too few lists to be counted."""

    lead: str
    smallest: str
    places: tuple[Row, ...]
    measures: tuple[Row, ...]


@programme.get("/lists")
@access(Access.PROGRAMME)
def lists() -> str:
    """The counts as of now."""
    found = list_counts.list_counts(current.session(), at=current.now())
    return render_template("programme/lists.html", lists=lists_page(found, i18n.language()))


def lists_page(found: ListCounts, language: str) -> Lists:
    """The counts in words and numbers."""

    def named(first: First) -> str:
        return _("Other work, or none") if first.measure is None else measure_label(first.measure, language)

    def count(homes: int) -> str:
        return number(homes, language)

    def said(first: First) -> str:
        return _("%(what)s: %(count)s", what=named(first), count=count(first.homes))

    lead = ""
    if found.made_at is not None:
        lead = _(
            "About %(count)s homes that agreed to advice have a list. The newest was made on %(when)s.",
            count=count(found.homes),
            when=moment(found.made_at.astimezone(TORONTO), language),
        )
    return Lists(
        lead=lead,
        smallest=count(list_counts.SMALLEST),
        places=tuple(
            Row(
                each.municipality or _("Other places, or unknown"),
                count(each.homes),
                tuple(said(first) for first in each.firsts[:FIRSTS_SHOWN]),
            )
            for each in found.places
        ),
        measures=tuple(Row(named(each), count(each.homes)) for each in found.firsts),
    )
