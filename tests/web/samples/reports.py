"""Monthly reports: one month in full, one of which little can be said, the list, the empty list, and held back."""

from __future__ import annotations

from datetime import UTC, date, datetime

from coach.reports import codes_reports as codes
from coach.reports.draws import DrawView
from coach.reports.fuel_months import FuelMonth
from coach.reports.month_steps import FOR_SEASON, PLAN, Step
from coach.reports.reports import Report
from greener_homes.tables.report import ReportGroup
from models.quantities import Commodity
from tests.web.samples.pages import RESIDENT, Page
from web.portal.report import ReportsPage, reports_page
from web.portal.report_views import ReportShown, report_shown

MADE = datetime(2026, 11, 9, 15, tzinfo=UTC)
FACTS: dict[str, object] = {"attic_r": 20.0, "heating_fuel": "natural_gas"}
OCTOBER = {"first_day": "2026-10-01", "last_day": "2026-10-31", "days": 31, "mean_c": 11.2, "year_ago_mean_c": 9.4}
LEARNED = {"first_day": "2025-10-01", "last_day": "2026-09-30"}
GAS = FuelMonth(
    Commodity.NATURAL_GAS,
    codes.LESS.finding(percent=14, unit="m3", avoided=18, low=6, high=30),
    {**OCTOBER, "unit": "m3", "used": 112.4, "expected": 130.2, "year_ago": 158.0, "cost_cad": 71.2, "avoided": 17.8}
    | {"ci90": [5.9, 29.7], "baseline": LEARNED},
)
POWER = FuelMonth(
    Commodity.ELECTRICITY,
    codes.AS_BEFORE.finding(unit="kWh", more=40, less=70),
    {**OCTOBER, "unit": "kWh", "used": 612.0, "expected": 627.0, "year_ago": 640.0, "cost_cad": 104.6, "avoided": 15.0}
    | {"ci90": [-40.0, 70.0], "baseline": LEARNED},
)
NEW_HOME = FuelMonth(Commodity.ELECTRICITY, codes.NO_YEAR.finding(), {**OCTOBER, "unit": "kWh", "used": 7.25})
LATE = FuelMonth(Commodity.NATURAL_GAS, codes.NO_MONTH.finding(), {"days": 4})
STEP = Step("ENV-ATTIC-MID", PLAN)


def month(*fuels: FuelMonth, step: Step = STEP, new: tuple[str, ...] = (), gone: tuple[str, ...] = ()) -> ReportShown:
    return report_shown(Report(date(2026, 10, 1), fuels, step, new, gone, MADE), FACTS)


def in_full(_language: str = "en") -> ReportShown:
    return month(GAS, POWER, new=("ENV-AIR",), gone=("HVAC-TSTAT",))


def little(_language: str = "en") -> ReportShown:
    return month(NEW_HOME, LATE, step=Step("APP-LINE", FOR_SEASON))


def listed(held: bool = False, none: bool = False) -> ReportsPage:
    until = date(2027, 11, 9) if held else None
    lot = DrawView(ReportGroup.HELD_BACK if held else ReportGroup.SENT, MADE, until, None)
    months = [] if none or held else [date(2026, 10, 1), date(2026, 9, 1)]
    return reports_page(months, None if none else lot, date(2026, 11, 22))


PAGES = {
    "report": Page(RESIDENT, "portal/report.html", lambda lang: {"report": in_full(lang), "month": "2026-10"}),
    "reports_held": Page(RESIDENT, "portal/reports.html", lambda _lang: {"page": listed(held=True)}),
}
STATES = {
    "report_little": Page(RESIDENT, "portal/report.html", lambda lang: {"report": little(lang), "month": "2026-10"}),
    "reports": Page(RESIDENT, "portal/reports.html", lambda _lang: {"page": listed()}),
    "reports_none": Page(RESIDENT, "portal/reports.html", lambda _lang: {"page": listed(none=True)}),
}
