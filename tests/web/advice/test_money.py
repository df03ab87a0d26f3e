"""One money line: paybacks as people say them, exact ends beside the words, nothing made up for old numbers."""

from __future__ import annotations

import pytest

from tests.web.samples.advised import GREEN, PLAIN, advised, numbers_of
from web.advice.groups import Purse, purse, runs
from web.advice.money import money_line, payback_said

COST = {"low": 1500, "typical": 2300, "high": 3800}


def of(p10: float | None, p50: float | None, p90: float | None) -> dict[str, object]:
    return {"cost_cad": COST, "simple_payback_years": {"p10": p10, "p50": p50, "p90": p90}}


@pytest.mark.parametrize(
    ("years", "english", "french"),
    [
        ((4.2, 6.0, 11.8), "in 4 to 12 years", "en 4 à 12 ans"),
        ((0.3, 0.8, 2.2), "within 2 years", "en 2 ans ou moins"),
        ((0.1, 0.3, 0.9), "within a year", "en moins d’un an"),
        ((6.6, 7.0, 7.4), "in about 7 years", "en environ 7 ans"),
        (
            (9.1, 14.0, 80.0),
            "in 9 years at the soonest, perhaps not in its life of 25 years",
            "en 9 ans au plus tôt, peut-être pas pendant sa vie de 25 ans",
        ),
        (
            (0.5, 3.0, None),
            "perhaps within a year, perhaps not in its life of 25 years",
            "peut-être en un an, peut-être pas pendant sa vie de 25 ans",
        ),
        (
            (9.1, 31.9, 79.7),
            "unlikely in its life of 25 years; in 9 at the soonest",
            "peu probable pendant sa vie de 25 ans; en 9 ans au plus tôt",
        ),
        (
            (31.0, 60.0, None),
            "does not pay back in its life of 25 years",
            "ne se paie pas pendant sa vie de 25 ans",
        ),
        ((None, None, None), "does not pay back in its life of 25 years", "ne se paie pas pendant sa vie de 25 ans"),
    ],
)
def test_a_payback_is_a_range_or_an_honest_no(
    years: tuple[float | None, float | None, float | None], english: str, french: str
) -> None:
    assert payback_said(of(*years), 25.0, "en") == english
    assert payback_said(of(*years), 25.0, "fr").replace("\u00a0", " ") == french


def test_what_costs_nothing_has_nothing_to_pay_back_and_a_life_may_be_unknown() -> None:
    assert payback_said({**of(0.0, 0.0, 0.0), "incentive_cad": 5000}, 25.0, "en") == "nothing to pay back"
    assert payback_said(of(None, None, None), None, "en") == "does not pay back"
    assert payback_said({"cost_cad": COST}, 25.0, "en") == ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_line_says_the_stored_numbers_and_no_others(language: str) -> None:
    for one in (*advised(PLAIN).opportunities, *advised(GREEN).opportunities):
        stored, trace = numbers_of(one), [dict(each.as_json()) for each in one.trace]
        line = money_line(stored, trace, language, one.measure.id)
        bill, value, cost = stored["bill_cad_per_year"], stored["net_present_value_cad"], stored["cost_cad"]
        assert isinstance(bill, dict) and isinstance(value, dict) and isinstance(cost, dict)
        assert line["bill"].exact == (bill["p10"], bill["p90"])
        assert line["value"].exact == (value["p10"], value["p90"])
        assert line["cost"].exact == (cost["low"], cost["high"])
        assert line["rebates"].exact == (float(str(stored["incentive_cad"])),)
        assert line["pay"].exact == tuple(max(each - line["rebates"].exact[0], 0.0) for each in line["cost"].exact)
        assert all(each.label and each.said for each in line.amounts)
        assert "payback" in line and line["payback"].said


def test_both_carbons_are_said_where_they_differ() -> None:
    panels = next(one for one in advised(PLAIN).opportunities if one.measure.id == "GEN-PV")
    carbon = money_line(numbers_of(panels), [], "en")["carbon"]
    marginal, average = panels.carbon_kg, panels.carbon_average_kg
    assert carbon.exact == tuple(round(each, 1) for each in (marginal.p10, marginal.p90, average.p10, average.p90))
    assert "by the grid’s average" in carbon.note


def test_numbers_from_before_say_only_what_they_hold() -> None:
    old = {"cost_cad": COST, "bill_cad_per_year": {"p10": 20.0, "p50": 40.0, "p90": 70.0}}
    line = money_line(old, [], "en")
    assert [each.name for each in line.amounts] == ["cost", "rebates", "pay", "bill"]
    assert line.only("pay", "payback", "value") == (line["pay"],)


def test_a_coachs_own_range_is_called_so() -> None:
    old = {"cost_cad": COST, "bill_cad_per_year": {"p10": 20.0, "p50": 40.0, "p90": 70.0}}
    line = money_line(old, [], "en", coachs=("cost_cad", "bill_cad_per_year"))
    assert line["cost"].note == line["bill"].note == "your coach’s own range"


def test_a_stored_loan_is_said_to_the_cent() -> None:
    loan = {"monthly_payment_cad": 84.1, "total_paid_cad": 10092.0, "years": 10}
    line = money_line({"cost_cad": COST, "loan": loan}, [], "fr")
    assert line["loan"].said.replace("\u00a0", " ") == "84,10 $ par mois pendant 10 ans, 10 092,00 $ en tout"


@pytest.mark.parametrize(
    ("stored", "asks"),
    [
        ({"cost_cad": {"low": 0, "typical": 0, "high": 0}}, Purse.FREE),
        ({"cost_cad": {"low": 0, "typical": 0, "high": 250}, "net_present_value_cad": {"p50": 5.0}}, Purse.PAYS),
        ({"cost_cad": COST, "net_present_value_cad": {"p50": -10.0}}, Purse.SLOW),
        ({"cost_cad": {"low": 8e3, "typical": 1e4, "high": 2e4}, "net_present_value_cad": {"p50": 9.0}}, Purse.BIG),
        ({"cost_cad": COST, "simple_payback_years": {"p10": 2.0, "p50": 4.0, "p90": 9.0}}, Purse.PAYS),
        ({"cost_cad": COST, "bill_cad_per_year": {"p50": 0.0}}, Purse.SLOW),
        ({"cost_cad": COST, "bill_cad_per_year": {"p50": 800.0}}, Purse.PAYS),
    ],
)
def test_what_a_step_asks_of_the_purse(stored: dict[str, object], asks: Purse) -> None:
    assert purse(stored) is asks


def test_groups_never_change_the_order() -> None:
    given = [(Purse.FREE, 1), (Purse.PAYS, 2), (Purse.PAYS, 3), (Purse.FREE, 4), (Purse.BIG, 5)]
    found = runs(given)
    assert [item for _, items in found for item in items] == [1, 2, 3, 4, 5]
    assert [kind for kind, _ in found] == [Purse.FREE, Purse.PAYS, Purse.FREE, Purse.BIG]
