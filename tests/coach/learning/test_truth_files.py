"""Homes with true savings are read whole or refused, and come out as the contract's homes again."""

from __future__ import annotations

import json

import pytest

from coach.advising import codes_evaluation as codes
from coach.homes.homes_json import parse_homes
from coach.learning.contenders import as_home
from coach.learning.truth_files import TruthFiles, read_truths
from greener_homes.errors import Refusal
from models.evaluation.truth import Evidence, Knowledge, UsageLevel
from models.quantities import Fuel
from tests.coach.homes.test_homes_file import TEMPERATURE
from tests.coach.truth_sample import HOMES, TRUTH


def read(truth: str = TRUTH, homes: object = HOMES) -> TruthFiles:
    return read_truths("made-up", json.dumps(homes).encode(), truth, TEMPERATURE, None)


def test_homes_without_a_truth_are_left_out_and_the_rest_keep_their_order() -> None:
    assert [home.id for home in read().homes()] == ["billed", "daily"]


def test_savings_are_read_by_measure_and_fuel() -> None:
    billed, _ = read().homes()
    assert billed.savings["ENV-AIR"] == {Fuel.NATURAL_GAS: 150.5, Fuel.ELECTRICITY: 20.0}
    assert billed.savings["DHW-TANKLESS"][Fuel.ELECTRICITY] == -5.0


def test_what_may_be_shown_is_what_there_is() -> None:
    billed, daily = read().homes()
    questionnaire = Knowledge.QUESTIONNAIRE
    assert billed.shows(Evidence(UsageLevel.BILLS, questionnaire))
    assert not billed.shows(Evidence(UsageLevel.DAILY, questionnaire))
    assert daily.shows(Evidence(UsageLevel.DAILY, Knowledge.FEW))
    assert billed.shows(Evidence(UsageLevel.NONE, Knowledge.FEW))
    assert not billed.shows(Evidence(UsageLevel.NONE, Knowledge.ENERGUIDE))


def test_a_blower_door_result_makes_it_an_evaluation() -> None:
    tested = [{**HOMES[0], "ach50": 6.5}]
    (home,) = read("home,measure,gas_m3\nbilled,ENV-AIR,1\n", tested).homes()
    assert set(home.facts) == {Knowledge.FEW, Knowledge.ENERGUIDE}
    assert home.described.ach50 == 6.5


def test_a_home_goes_back_into_a_file_of_homes_as_it_came() -> None:
    billed, _ = read().homes()
    told = as_home(billed, Evidence(UsageLevel.BILLS, Knowledge.QUESTIONNAIRE))
    (again,), (first, *_) = parse_homes(json.dumps([told])), parse_homes(json.dumps(HOMES))
    assert again.facts == first.facts
    assert not again.findings
    mine, theirs = again.usage[Fuel.NATURAL_GAS], first.usage[Fuel.NATURAL_GAS]
    assert mine.starts.tolist() == theirs.starts.tolist()
    assert mine.amounts.tolist() == theirs.amounts.tolist()


def test_somebody_who_knows_little_says_nothing_of_insulation() -> None:
    billed, _ = read().homes()
    told = as_home(billed, Evidence(UsageLevel.NONE, Knowledge.FEW))
    assert told["usage"] is None
    assert told["year_built"] == 1968
    assert not {"attic_r", "wall_r", "basement_insulation", "heating_efficiency_pct"} & set(told)


@pytest.mark.parametrize(
    "truth",
    [
        "",
        "home,measure\nbilled,ENV-AIR\n",
        "home,gas_m3\nbilled,1\n",
        "home,measure,gas_m3,gas_m3\nbilled,ENV-AIR,1,2\n",
        "home,measure,gas_m3,natural_gas_m3\nbilled,ENV-AIR,1,2\n",
    ],
)
def test_a_header_that_says_no_savings_is_refused(truth: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(truth)
    assert refused.value.code is codes.TRUTH_HEADER


@pytest.mark.parametrize(
    "row",
    [
        "stranger,ENV-AIR,1",
        "billed,NO-SUCH,1",
        "billed,ENV-AIR,",
        "billed,ENV-AIR,nan",
        "billed,ENV-AIR,1e9",
        "billed,ENV-AIR,1_0",
        "billed,ENV-AIR",
        "billed,HVAC-FURN,2",
        'billed,"ENV-AIR,1',
        "",
    ],
)
def test_a_row_that_cannot_be_a_truth_is_refused_by_its_line(row: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(f"home,measure,gas_m3\nbilled,HVAC-FURN,1\n{row}\n")
    assert refused.value.code is codes.TRUTH_ROW
    assert refused.value.facts["line"] == 3
