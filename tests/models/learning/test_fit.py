"""Training learns what can be seen, is honest about the rest, chooses between itself and the rule, and repeats."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.learning.disagreement import between, levels
from models.learning.fit import Fitted, chooses, fitted
from models.learning.judge import as_advised, judged
from models.learning.table import Table
from models.savings.conformal import ALL
from models.savings.learned_rows import FEATURES, METERED, learnable

HOMES = 240
MEASURES = ("ENV-AIR", "HVAC-FURN", "DHW-SHOWER")


def made_up(seed: int, first_archetype: int) -> Table:
    """Homes whose true saving follows how much they burn, which the rule does not look at; showers are as it says."""
    rng = np.random.default_rng(seed)
    rows = HOMES * len(MEASURES)
    measure = np.tile([learnable().index(name) for name in MEASURES], HOMES)
    burns = np.repeat(rng.normal(size=HOMES), len(MEASURES))
    features = rng.normal(size=(rows, len(FEATURES)))
    features[:, 0], features[:, FEATURES.index("rule_share")] = measure, np.log(0.1)
    features[:, FEATURES.index(METERED[0])] = burns
    shower = measure == learnable().index("DHW-SHOWER")
    truth = np.where(shower, 0.1, 0.1 * np.exp(0.5 * burns + 0.1 * rng.normal(size=rows)))
    rule = np.tile([0.07, 0.1, 0.14], (rows, 1))
    rule[shower] = [0.0999, 0.1, 0.1001]
    home = np.repeat(np.arange(HOMES), len(MEASURES))
    return Table(
        features,
        truth,
        rule,
        np.full(rows, 20_000.0),
        home,
        first_archetype + home,
        np.full(rows, "bills, energuide"),
        (("seen/assessed/detached", "seen/assessed", "seen", ALL),) * rows,
        ({"vintage": "1970-1979"},) * rows,
    )


TRAINING, CALIBRATION, FRESH = made_up(1, 0), made_up(2, 10_000), made_up(3, 20_000)


@pytest.fixture(scope="module")
def model() -> Fitted:
    return fitted(TRAINING, CALIBRATION, seed=1)


def test_what_can_be_seen_is_learned(model: Fitted) -> None:
    air = FRESH.at(FRESH.measures == "ENV-AIR")
    learned, rule = model.said(air)[:, 1] / np.exp(model.lifts["ENV-AIR"]), air.rule[:, 1]
    assert np.median(np.abs(learned / air.truth - 1.0)) < 0.5 * np.median(np.abs(rule / air.truth - 1.0))


def test_lifted_middles_add_up_to_what_is_saved(model: Fitted) -> None:
    for name in ("ENV-AIR", "HVAC-FURN"):
        fresh = FRESH.at(FRESH.measures == name)
        learned = model.said(fresh)[:, 1]
        assert abs(learned.sum() / fresh.truth.sum() - 1.0) < 0.05
        assert abs(learned.sum() / np.exp(model.lifts[name]) / fresh.truth.sum() - 1.0) > abs(
            learned.sum() / fresh.truth.sum() - 1.0
        )


def test_ranges_hold_eight_in_ten_homes_never_seen(model: Fitted) -> None:
    fresh = FRESH.at(FRESH.measures != "DHW-SHOWER")
    said = model.said(fresh)
    held = (said[:, 0] <= fresh.truth) & (fresh.truth <= said[:, 2])
    assert 0.74 <= held.mean() <= 0.90


def test_the_rule_stays_where_it_is_as_good(model: Fitted) -> None:
    by_name = {one.kind: one for one in model.choices}
    assert by_name["ENV-AIR"].learned and by_name["furnace"].learned
    assert by_name["furnace"].measures == ("HVAC-FURN", "HVAC-BOILER")
    assert not by_name["DHW-SHOWER"].learned
    advised = as_advised(FRESH, model.said(FRESH), ["ENV-AIR"])
    assert (advised[FRESH.measures == "HVAC-FURN"] == [0.07, 0.1, 0.14]).all()


def test_homes_that_choose_do_not_train(model: Fitted) -> None:
    chosen = chooses(TRAINING)
    assert 0.1 < chosen.mean() < 0.35
    assert all(one.homes == np.unique(TRAINING.home[chosen]).size for one in model.choices)
    spoilt = replace(TRAINING, truth=np.where(chosen, 0.9, TRAINING.truth))
    other = fitted(spoilt, CALIBRATION, seed=1)
    assert (other.said(FRESH) == model.said(FRESH)).all()


def test_homes_that_train_may_not_calibrate() -> None:
    with pytest.raises(ValueError, match="must not train"):
        fitted(TRAINING, made_up(2, 100), seed=1)


def test_the_same_table_gives_the_same_answers(model: Fitted) -> None:
    again = fitted(TRAINING, CALIBRATION, seed=1)
    assert (again.said(FRESH) == model.said(FRESH)).all() and again.choices == model.choices


def test_both_ways_are_judged_by_group(model: Fitted) -> None:
    rows = {(row.by, row.group): row for row in judged(FRESH, model.said(FRESH), MEASURES)}
    assert {by for by, _ in rows} == {"all", "evidence", "vintage", "measure"}
    air = rows["measure", "ENV-AIR"]
    assert air.rule.homes == air.learned.homes == HOMES
    assert (air.learned.median_absolute or 1.0) < (air.rule.median_absolute or 0.0)


def test_where_simulator_and_rule_agree_nothing_is_moved() -> None:
    apart = levels(TRAINING)
    assert apart["DHW-SHOWER"] == pytest.approx(0.0, abs=1e-9) and abs(apart["ENV-AIR"]) < 0.1
    moved = between(TRAINING, {}, 1)
    assert (moved.truth == TRAINING.truth).all()


def test_where_they_disagree_truths_lie_between_them() -> None:
    doubled = replace(TRAINING, truth=2.0 * TRAINING.truth)
    apart = levels(doubled)
    assert apart["DHW-SHOWER"] == pytest.approx(np.log(2.0))
    showers = between(doubled, apart, 1).at(doubled.measures == "DHW-SHOWER").truth
    assert showers.min() >= 0.1 - 1e-9 and showers.max() <= 0.2 + 1e-9
    assert np.median(showers) == pytest.approx(0.1 * 2.0**0.5, rel=0.1)
    assert (showers == between(doubled, apart, 1).at(doubled.measures == "DHW-SHOWER").truth).all()
