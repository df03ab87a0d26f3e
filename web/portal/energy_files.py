"""The numbers of any chart of “My energy” as a CSV file: as they are, with dates in ISO and points as decimals."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from coach import assessment
from greener_homes.errors import NotFound
from web import current
from web.access import Access, access
from web.chart_files import csv_of
from web.portal import energy, energy_asked, energy_days, energy_year, views
from web.portal.blueprint import portal


@portal.get("/energy/files/<name>.csv")
@access(Access.RESIDENT)
def energy_file(name: str) -> Response:
    """One chart's numbers; a chart that is not there is not found."""
    chart = _found(name)
    if chart is None:
        raise NotFound
    return csv_of(chart.chart, chart.id)


def _found(name: str) -> views.TitledChart | None:
    if name.startswith("days-"):
        month, uses = energy_days.month_asked(request.args.get("month", "")), energy_days.current_uses()
        first, last = energy_days.known_between(uses)
        drawn = energy_days.month_charts(uses, month) if first.replace(day=1) <= month <= last else ()
        return next((one for one in drawn if one.id == name), None)
    if name.startswith("day-"):
        on = energy_days.day_asked(request.args.get("day", ""))
        uses = energy_days.current_uses(by_hour=True)
        first, last = energy_days.known_between(uses)
        drawn = energy_days.day_charts(uses, on) if first <= on <= last else ()
        return next((one for one in drawn if one.id == name), None)
    known = energy_asked.asked()
    uses = energy.known_uses(known.permitted)
    if not uses:
        return None
    assessed = assessment.use_told(current.session(), known.permitted)
    draw = energy_year.drawers(uses, assessed.baselines if assessed else (), known.place).get(name)
    return draw() if draw is not None else None
