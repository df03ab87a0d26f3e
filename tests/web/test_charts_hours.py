"""Days, hours and the week: the drawing, the sentence, the table, the hover and the file say the same thing."""

from __future__ import annotations

import json
from datetime import date
from xml.etree import ElementTree

import numpy as np

from models.quantities import Fuel
from tests.web.samples import charts as samples
from web import plotting, plotting_hours
from web.chart_files import csv_of
from web.charts import Chart
from web.charts_hours import HoursOfDay, Stretch, WeekUse, hours_of_day, week_map
from web.formatting import Shown


def week(*amounts: float | None) -> Chart:
    """A week whose Mondays begin with these hours and that uses a half else."""
    monday = (*amounts, *(0.5 for _ in range(24 - len(amounts))))
    return week_map(WeekUse(Fuel.ELECTRICITY, Shown.KWH, (monday, *((0.5,) * 24,) * 6), "caption"), "en")


def squares(chart: Chart) -> int:
    return sum(str(each.get("d")).count("M") for each in ElementTree.fromstring(str(chart.wide)).iter("path"))


def test_the_week_says_its_highest_and_lowest_hour() -> None:
    assert week(0.5, 1.9, 0.1).label == (
        "Electricity in each hour of the week. Highest: Monday, 1\u00a0am, 1.9\u00a0kWh. "
        "Lowest: Monday, 2\u00a0am, 0.1\u00a0kWh."
    )


def test_an_hour_that_nobody_read_has_no_square_a_dash_and_an_empty_cell() -> None:
    chart = week(None, 1.0)
    assert squares(chart) == 7 * 24 - 1
    assert chart.rows[0][:3] == ("12\u00a0am", "–", "0.5")
    assert json.loads(str(chart.figure))["data"][0]["z"][0][:2] == [None, 1.0]
    assert csv_of(chart, "week").get_data(as_text=True).splitlines()[1].startswith("0,,0.5")


def test_more_is_larger_as_well_as_darker() -> None:
    axis = plotting.axis_over([2.0])
    steps = plotting_hours.steps_of(np.array([0.0, 0.5, 1.0, 1.5, 2.0]), axis).tolist()
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (1, 5)
    key = week(0.5, 2.0).key
    assert [entry.mark for entry in key] == sorted(entry.mark for entry in key)
    assert len({entry.text for entry in key}) == len(key), "no two steps say the same"


def test_a_day_without_a_reading_is_a_gap_and_an_estimate_is_hatched() -> None:
    chart = samples.days_chart("en")
    assert chart.rows[8][1] == "no reading"
    assert chart.rows[12][1].startswith("est. ")
    bars = list(ElementTree.fromstring(str(chart.wide)).iter("rect"))
    assert (len(bars), sum("estimated" in str(bar.get("class")) for bar in bars)) == (30, 1)
    assert chart.sheet is not None
    assert chart.sheet().rows[8][:3] == ("2026-10-09", None, 0.0)


def test_the_temperature_has_an_axis_of_its_own_and_is_left_out_where_unknown() -> None:
    hours = tuple(Stretch(0.5 + place / 10, False, -3.0 if place < 6 else None) for place in range(24))
    use = HoursOfDay(Fuel.ELECTRICITY, Shown.KWH, date(2026, 1, 31), tuple(range(24)), hours, "caption")
    chart = hours_of_day(use, "en")
    assert "Outdoor °C" in chart.columns
    assert [row[2] for row in chart.rows[5:7]] == ["−3.0", "–"]
    without = HoursOfDay(use.fuel, use.unit, use.day, use.clock, tuple(Stretch(1.0) for _ in hours), "caption")
    assert "Outdoor °C" not in hours_of_day(without, "en").columns
    assert "outdoor" not in str(hours_of_day(without, "en").wide)


def test_the_hour_that_comes_twice_is_there_twice() -> None:
    clock = (0, 1, 1, *range(2, 24))
    use = HoursOfDay(Fuel.ELECTRICITY, Shown.KWH, date(2025, 11, 2), clock, (Stretch(1.0),) * 25, "caption")
    assert [row[0] for row in hours_of_day(use, "fr").rows[1:3]] == ["1\u00a0h", "1\u00a0h"]
