"""Findings of the load shape: with their figures, in both languages, and never from too little."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.findings import Severity
from models.shapes import codes
from models.shapes.codes import CODES
from models.shapes.notable import HIGH_TIMES, Noticed, notice, usual_always_on_kw
from tests.models.shapes.made_hours import laid_out, people

BY_NAME = {code.code: code for code in CODES}


def said(found: Noticed) -> dict[str, dict[str, object]]:
    return {each.code: dict(each.facts) for each in found.findings}


def test_a_usual_home_has_nothing_notable() -> None:
    found = notice(people(), people=3)

    assert found.shape is not None
    assert found.findings == ()


def test_too_few_days_are_said_and_nothing_else() -> None:
    found = notice(laid_out(np.ones(20 * 24)), people=2)

    assert found.shape is None
    assert said(found) == {"shape.too_few_days": {"days": 20, "needed": 28}}


def test_a_season_that_is_missing_is_said() -> None:
    found = notice(laid_out(np.ones(60 * 24)))

    assert said(found)["shape.season_missing"]["warm_days"] == 0


def test_without_weather_no_season_is_missed() -> None:
    assert "shape.season_missing" not in said(notice(laid_out(np.full(90 * 24, 0.3), sky=None)))


def test_an_always_on_load_is_high_against_a_household_of_its_size() -> None:
    days = people()
    over = replace(days, drawn=days.drawn + HIGH_TIMES * usual_always_on_kw(2) - 0.2)

    assert said(notice(over, people=2))["shape.always_on_high"]["people"] == 2
    assert "shape.always_on_high" not in said(notice(over, people=5))
    assert "shape.always_on_high" not in said(notice(over))


def test_the_standards_always_on_load_of_three_is_a_third_of_a_kilowatt() -> None:
    assert 0.28 < usual_always_on_kw(3) < 0.31


def test_an_evening_and_a_night_that_stand_out_are_said_with_their_share() -> None:
    flat = np.full((366, 24), 0.4)
    evening, night = flat.copy(), flat.copy()
    evening[:, 17:20] = 2.5
    night[:, 0:5] = 2.0

    assert said(notice(laid_out(evening.ravel())))["shape.evening_high"]["percent"] > 33
    assert said(notice(laid_out(night.ravel())))["shape.night_high"]["percent"] > 35


def test_every_sentence_is_whole_in_both_languages() -> None:
    days = people()
    over = np.maximum(np.nan_to_num(days.mean_c, nan=0.0) - 17.0, 0.0)[:, None]
    under = np.maximum(14.0 - np.nan_to_num(days.mean_c, nan=14.0), 0.0)[:, None]
    sent = np.zeros(days.drawn.shape)
    sent[:, 11:15] = 2.0
    busy = replace(days, drawn=days.drawn + 1.0 + 0.4 * over + 0.2 * under, sent=sent)
    found = notice(busy, people=2)

    assert {each.code for each in found.findings} >= {
        codes.ALWAYS_ON_HIGH.code,
        codes.COOLING_STEEP.code,
        codes.PEAK_HIGH.code,
        codes.SOLAR_SENT.code,
        codes.HEATS_WITH_POWER.code,
    }
    for each in found.findings:
        for language in ("en", "fr"):
            sentence = BY_NAME[each.code].sentence(language, each.facts)
            assert "…" not in sentence
            assert sentence.endswith(".")


def test_a_car_that_is_new_is_warned_of_for_the_year_is_no_longer_one_homes() -> None:
    days = people()
    added = np.zeros(days.drawn.shape)
    added[180::2, 21:24] = 7.2
    found = said(notice(replace(days, drawn=days.drawn + added)))

    assert "nights_before" not in found["shape.vehicle_charging"]
    assert 170 <= int(str(found["shape.vehicle_charging_began"]["nights_before"])) <= 190


def test_findings_never_stop_a_number() -> None:
    severities = {code.code: code.severity for code in CODES}

    assert severities.pop("shape.vehicle_charging_began") is Severity.WARNING
    assert set(severities.values()) == {Severity.NOTE}
