"""What programs paid, by program and year, beside what the plans had counted: sums in which no home can be told."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from werkzeug.wrappers import Response

from coach.projects import paid_together
from coach.projects.paid_together import Together
from web import current, i18n, report_csv
from web.access import Access, access
from web.components import Chip, Notice, Tone
from web.formatting import capitalised, money, number, percent
from web.programme.blueprint import programme
from web.text import gettext as _

COLUMNS = ("program_id", "program", "year", "homes", "paid_cad", "counted_cad", "difference_percent", "disagrees")
FEW = f"<{paid_together.SMALLEST}"


@dataclass(frozen=True, slots=True)
class Row:
    """A program's money of a year; without sums where there are too few homes."""

    name: str
    year: str
    homes: str
    paid: str
    planned: str
    difference: Chip | None


@dataclass(frozen=True, slots=True)
class Paid:
    """The page."""

    rows: tuple[Row, ...]
    alarm: Notice | None
    csv_url: str
    back_url: str
    smallest: str


@programme.get("/payments")
@access(Access.PROGRAMME)
def payments() -> str:
    """Every program and year with money."""
    found = paid_together.paid_together(current.session(), at=current.now())
    return render_template("programme/payments.html", page=paid_page(found))


@programme.get("/payments.csv")
@access(Access.PROGRAMME)
def payments_file() -> Response:
    """The same as a file, for reports."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(lines(paid_together.paid_together(current.session(), at=current.now())))
    headers = {"Content-Disposition": "attachment; filename=payments.csv"}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)


def paid_page(found: Sequence[Together]) -> Paid:
    """What the page shows."""
    return Paid(
        tuple(_row(each) for each in found),
        _alarm(found),
        url_for("programme.payments_file"),
        url_for("programme.incentives"),
        number(paid_together.SMALLEST, i18n.language()),
    )


def lines(found: Sequence[Together]) -> Sequence[tuple[str, ...]]:
    """The same in plain values; what is of fewer than ten homes is "<10", without sums."""
    rows = []
    for each in found:
        start = (each.programme, report_csv.plain(each.name), str(each.year))
        if each.homes is None:
            rows.append((*start, FEW, "", "", "", ""))
            continue
        share = each.difference
        rows.append(
            (
                *start,
                str(each.homes),
                f"{each.paid_cents / 100:.0f}",
                f"{each.planned_cents / 100:.0f}",
                "" if share is None else f"{100 * share:.0f}",
                "yes" if each.disagrees else "no",
            )
        )
    return rows


def _row(one: Together) -> Row:
    language = i18n.language()
    if one.homes is None:
        few = _("fewer than %(count)s", count=number(paid_together.SMALLEST, language))
        return Row(_name(one), str(one.year), few, "", "", None)
    return Row(
        _name(one),
        str(one.year),
        number(one.homes, language),
        money(one.paid_cents / 100, language),
        money(one.planned_cents / 100, language),
        Chip(_capital(_difference(one)), Tone.WARN if one.disagrees else Tone.OK),
    )


def _alarm(found: Sequence[Together]) -> Notice | None:
    """Where what came is far from what the plans had counted; None where nothing can be compared."""
    if all(each.homes is None for each in found):
        return None
    points = tuple(
        _("%(program)s, %(year)s: %(difference)s.", program=_name(each), year=each.year, difference=_difference(each))
        for each in found
        if each.disagrees
    )
    share = percent(paid_together.DISAGREES, i18n.language())
    if not points:
        return Notice(Tone.OK, _("What came is within %(share)s of what the plans counted", share=share))
    return Notice(
        Tone.WARN,
        _("What came differs from the plans by more than %(share)s", share=share),
        (_("Look at the rules of these programs: every plan counts on them."),),
        points,
    )


def _difference(one: Together) -> str:
    share = one.difference
    if share is None:
        return _("no plan counted on it") if one.paid_cents else _("nothing, as counted")
    if not round(100 * share):
        return _("as counted")
    by = percent(abs(share), i18n.language())
    return _("%(share)s more", share=by) if share > 0 else _("%(share)s less", share=by)


def _capital(words: str) -> str:
    return capitalised(words)


def _name(one: Together) -> str:
    return one.name or _("Programs that are no longer listed")
