"""The scoreboard puts homes through the same door as `advise`, and says the same of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coach.advising import codes_evaluation as codes
from coach.advising.figures import Figures
from coach.homes.homes_file import advise_homes
from coach.learning.contenders import advised, case_of
from coach.learning.measured_effects import read_effects
from coach.learning.scoreboard import evaluate
from coach.learning.truth_files import TruthFiles, read_truths
from greener_homes.errors import Refusal
from models.evaluation.estimate import Amount
from models.evaluation.truth import Evidence, Knowledge, UsageLevel
from models.measures.end_uses import KWH_PER_UNIT
from models.quantities import Fuel
from tests.coach.homes.test_homes_file import ON, TEMPERATURE
from tests.coach.truth_sample import EFFECTS, HOMES, TRUTH

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples"
SOURCE = read_truths("made-up", json.dumps(HOMES).encode(), TRUTH, TEMPERATURE, None)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return evaluate([SOURCE], read_effects(EFFECTS), on=ON)


def rows(document: dict[str, Any], table: str, **wanted: object) -> list[dict[str, Any]]:
    return [row for row in document["truths"][0][table] if all(row[name] == is_ for name, is_ in wanted.items())]


def test_a_home_is_told_what_advise_tells_it() -> None:
    cases = [case_of(home, Figures(ON)) for home in SOURCE.homes()]
    evidence = Evidence(UsageLevel.BILLS, Knowledge.QUESTIONNAIRE)
    said = advised(cases, evidence, on=ON, corrected=False)
    assert said.homes == {"billed"}
    direct = next(advise_homes(json.dumps(HOMES[:1]), TEMPERATURE, None, on=ON, corrected=False, all_measures=True))
    by_measure: dict[str, Any] = {one["measure"]: one for one in direct["opportunities"]}  # type: ignore[attr-defined]
    for name in ("ENV-AIR", "HVAC-FURN", "DHW-TANKLESS"):
        mine = said.estimates["billed", name].ranges
        gas = by_measure[name]["savings"]["natural_gas_m3"]
        assert mine[Amount.HEATING_FUEL].p50 == pytest.approx(gas["p50"] * KWH_PER_UNIT[Fuel.NATURAL_GAS])
        assert mine[Amount.BILL].p90 == by_measure[name]["bill_cad_per_year"]["p90"]
    places = {name: said.estimates["billed", name].place for name in ("ENV-AIR", "HVAC-FURN", "DHW-TANKLESS")}
    ranks = {name: by_measure[name]["rank"] for name in places}
    assert sorted(places, key=lambda name: places[name] or 0) == sorted(ranks, key=lambda name: ranks[name])
    assert set(places.values()) == {1, 2, 3}


def test_every_contender_stands_beside_every_kind_of_evidence(document: dict[str, Any]) -> None:
    found = {(row["contender"], row["evidence"]) for row in rows(document, "errors", by="pool")}
    assert found == {
        ("deemed table", None),
        *(("degree-day rule", f"no_bills, {known}") for known in ("few_answers", "questionnaire")),
        *(("advice without bills", f"no_bills, {known}") for known in ("few_answers", "questionnaire")),
        *(("rule alone", f"no_bills, {known}") for known in ("few_answers", "questionnaire")),
        *(
            (contender, f"{usage}, {known}")
            for contender in ("advice", "rule alone")
            for usage in ("bills", "daily")
            for known in ("few_answers", "questionnaire")
        ),
    }


def test_a_kind_of_evidence_is_scored_over_the_homes_that_have_it(document: dict[str, Any]) -> None:
    (daily,) = rows(
        document,
        "errors",
        contender="advice",
        evidence="daily, questionnaire",
        group="all measures",
        amount="heating_fuel_kwh",
    )
    assert (daily["score"]["homes"], daily["score"]["pairs"]) == (1, 2)


def test_the_table_is_wrong_by_what_can_be_reckoned(document: dict[str, Any]) -> None:
    (row,) = rows(
        document, "errors", contender="deemed table", by="measure", group="ENV-AIR", amount="heating_fuel_kwh"
    )
    assert row["score"]["bias"] == pytest.approx(2 * 155 / 260.5 - 1, abs=1e-4)
    assert row["score"]["coverage"] == 1.0


def test_bills_narrow_the_range(document: dict[str, Any]) -> None:
    def width(contender: str, evidence: str) -> float:
        (row,) = rows(
            document,
            "errors",
            contender=contender,
            evidence=evidence,
            group="HVAC-FURN",
            by="measure",
            amount="heating_fuel_kwh",
        )
        return float(row["score"]["width"])

    assert width("advice", "bills, questionnaire") < width("advice without bills", "no_bills, questionnaire")


def test_measured_effects_are_compared_over_the_same_homes(document: dict[str, Any]) -> None:
    (compared,) = document["measured"]
    by_family = {row["effect"]["family"]: row for row in compared["rows"]}
    assert set(by_family) == {"air_sealing", "furnace"}
    furnace = by_family["furnace"]
    assert furnace["homes"] == 1
    assert furnace["physics"] < furnace["corrected"] < 0
    assert furnace["corrected"] / furnace["physics"] == pytest.approx(0.64, abs=0.05)


def test_the_same_files_give_the_same_document(document: dict[str, Any]) -> None:
    assert evaluate([SOURCE], read_effects(EFFECTS), on=ON) == document
    json.dumps(document)


def test_without_a_home_there_is_nothing_to_say() -> None:
    for sources in ([], [TruthFiles("empty", ())]):
        with pytest.raises(Refusal) as refused:
            evaluate(sources, (), on=ON)
        assert refused.value.code is codes.NO_TRUTH


def test_the_six_simulated_homes_stay_within_the_goals_they_have_reached() -> None:
    """Not a held-out score: constants of the rule were chosen with these homes in view (docs/explanation/advice.md)."""
    folder = SAMPLES / "physics"
    if not folder.exists():
        pytest.skip("../shared is not here: the scoreboard cannot be run on the simulated homes")
    source = read_truths(
        "physics",
        (folder / "homes.json").read_bytes(),
        (folder / "truth.csv").read_text(encoding="utf-8"),
        (folder / "daily_temperature_2023.csv").read_text(encoding="utf-8"),
        (SAMPLES / "weather/CAN_ON_Toronto.Intl.AP.716240_CWEC2020.epw").read_bytes(),
    )
    document = evaluate([source], (), on=date(2026, 11, 21))
    met = {row["goal"]: row["met"] for row in rows(document, "goals", evidence="bills, questionnaire")}
    assert met["median absolute error"] and met["bias"]
    assert met["NDCG@5 of lists by carbon_kg"] and met["top-3 regret of lists by bill_cad"]
    value = {row["goal"]: row["value"] for row in rows(document, "goals", evidence="bills, questionnaire")}
    assert value["NDCG@5 of lists by bill_cad"] >= 0.94
    figures = {
        row["contender"]: row["score"]["median_absolute"]
        for row in rows(document, "errors", group="envelope and furnace", amount="heating_fuel_kwh")
        if row["evidence"] in (None, "bills, questionnaire")
    }
    assert figures["advice"] < figures["deemed table"] / 2
