"""Charts: the drawing, the sentence, the table and the hover say the same thing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from models.quantities import Fuel
from tests.web.samples import charts as samples
from web import chart_figures, plotting
from web.charts import Chart, FittedLine, MonthlyUse, MonthUse, monthly_bars
from web.formatting import Shown
from web.svg import element, elements


def drawn(markup: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(markup))


def use(*amounts: float | None, estimated: int = -1) -> Chart:
    months = tuple(MonthUse(date(2026, i + 1, 1), a, i == estimated) for i, a in enumerate(amounts))
    return monthly_bars(MonthlyUse(Fuel.NATURAL_GAS, Shown.M3, months, "caption"), "en")


def test_the_sentence_names_the_highest_and_the_lowest_month() -> None:
    assert use(430, 45, 130).label == (
        "Natural gas each month: highest 430\u00a0m³ in January, lowest 45\u00a0m³ in February."
    )


def test_a_month_without_a_reading_is_a_gap_and_never_a_zero() -> None:
    chart = use(430, None, 130)
    assert chart.rows[1] == ("February 2026", "no reading")
    assert len(list(drawn(chart.wide).iter("rect"))) == 2
    assert json.loads(str(chart.figure))["data"][0]["y"] == [430, None, 130]


def test_an_estimated_month_is_hatched_in_the_drawing_the_key_and_the_table() -> None:
    chart = use(430, 45, 130, estimated=1)
    hatched = [r for r in drawn(chart.wide).iter("rect") if "estimated" in r.get("class", "")]
    assert [r.get("fill") for r in hatched] == ["url(#hatch-gas)"]
    assert chart.rows[1][1] == "est. 45"
    assert "estimated" in [entry.mark for entry in chart.key]
    assert "estimated" not in [entry.mark for entry in use(430, 45).key]


def test_a_chart_with_nothing_in_it_still_speaks() -> None:
    assert use(None, None).label == "Natural gas each month. No readings yet."


def test_exported_electricity_hangs_below_the_line() -> None:
    bars = list(drawn(use(100, -50).wide).iter("rect"))
    zero = next(line for line in drawn(use(100, -50).wide).iter("line") if line.get("class") == "zero")
    assert float(bars[1].get("y", 0)) == float(zero.get("y1", 1))


def test_names_shrink_to_a_letter_on_a_phone() -> None:
    chart = samples.gas_chart("fr")
    wide = [t.text for t in drawn(chart.wide).iter("text")]
    narrow = [t.text for t in drawn(chart.narrow).iter("text")]
    assert "janv." in wide
    assert "janv." not in narrow
    assert "J" in narrow


def test_the_fitted_line_bends_at_its_balance_points() -> None:
    line = FittedLine(5, 2, 15, 3, 20)
    assert line.corners(-10, 30) == [(-10, 55), (15, 5), (20, 5), (30, 35)]
    assert FittedLine(5).corners(0, 10) == [(0, 5), (10, 5)]


def test_the_temperature_chart_says_what_a_degree_costs() -> None:
    label = samples.cold_chart("en").label
    assert "It rises 0.60\u00a0m³ for each degree below 15.5 °C." in label
    assert "above" not in label


def test_a_year_of_days_is_a_table_one_can_read_and_a_page_one_can_load() -> None:
    chart = samples.cold_chart("en", days=365)
    assert len(chart.rows) < 12
    assert len(chart.wide) < 9_000


def test_the_hourly_chart_names_its_hour_in_the_readers_words() -> None:
    assert re.search("highest at [0-9]+\u00a0pm", samples.hourly_chart("en").label)
    assert re.search("à 2?[0-9]\u00a0h,", samples.hourly_chart("fr").label)
    assert len(samples.hourly_chart("en").rows) == 24


def test_what_a_figure_carries_cannot_end_its_script_element() -> None:
    months = (MonthUse(date(2026, 1, 1), 1.0),)
    chart = monthly_bars(MonthlyUse(Fuel.NATURAL_GAS, Shown.M3, months, "</script><b>"), "en")
    assert "<" not in chart.figure


@given(st.lists(st.floats(-99_999, 99_999)))
@example([0.0, -0.0, 5.0, 100.0, 10.1, 0.001, -0.004, 2.675])
def test_the_numbers_of_a_figure_are_written_as_json_writes_them_rounded(values: list[float]) -> None:
    axes = (plotting.Scale(0, 1, 1), plotting.Scale(0, 1, 1))
    spots = plotting.Spots(values, values, [False] * len(values))
    said = str(chart_figures.as_json(chart_figures.scatter(spots, axes, ("kWh", "°C"), "en")))
    data = json.loads(said)["data"][0]
    assert [data["x"], data["y"]] == [[round(value, places) for value in values] for places in (2, 3)]
    assert f'"x": {json.dumps([round(value, 2) for value in values])}, ' in said


def test_what_an_element_is_given_is_escaped() -> None:
    assert element("text", "<b>", x=1.50, class_='a"b') == '<text x="1.5" class="a&#34;b">&lt;b&gt;</text>'


@given(st.lists(st.tuples(st.text(), st.floats(min_value=-1e9, max_value=1e9)), max_size=5))
@example([("<b>", 0.0), ("a%s", -0.001), ("", 10.5)])
def test_elements_written_at_once_are_those_written_one_by_one(made: list[tuple[str, float]]) -> None:
    said, places = [text for text, _ in made], [place for _, place in made]
    assert elements("text", said, x=places, rx=2, y=1.5, class_=said, fill="50%") == [
        element("text", text, x=place, rx=2, y=1.5, class_=text, fill="50%") for text, place in made
    ]


def test_a_table_has_a_heading_in_each_row_and_what_it_is_given_is_escaped() -> None:
    chart = replace(use(430, 45), rows=(("<b>", "1"), ("a & b", "2")))
    assert chart.body == (
        '<tr><th scope="row">&lt;b&gt;</th><td>1</td></tr><tr><th scope="row">a &amp; b</th><td>2</td></tr>'
    )


@given(st.lists(st.floats(min_value=-500, max_value=50_000), min_size=1, max_size=24))
@example([25003.0, -1e-05])
def test_an_axis_holds_its_values_and_has_few_lines(values: list[float]) -> None:
    axis = plotting.axis_over(values)
    unseen = axis.step * 1.001e-9
    assert axis.low <= min(0.0, *values) + unseen
    assert max(values) <= axis.high + unseen
    assert 2 <= len(axis.ticks) <= 9
    assert 0.0 in [round(tick, 6) for tick in axis.ticks]
