"""What the shipped model says keeps to physics: never more than there is, nor less where more could be saved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.house.facts import BasementInsulation, HomeFacts, WindowType
from models.measures.catalogue import measure, measures
from models.measures.interactions import NOTHING
from models.quantities import Fuel
from models.savings.belief import Belief
from models.savings.codes import HEATING_NOT_SEEN
from models.savings.learned import LearnedSavings, shipped
from models.savings.learned_rows import expected, learnable
from models.savings.physics import effect_of
from models.savings.rule import Prediction, Range, predict, predict_all
from tests.models.example_homes import GAS, GAS_HOME, METERED, OIL_HOME, belief_of
from tests.models.savings.test_rule import HOMES

BETTER = (
    ("ENV-ATTIC-MID", "attic_r", (8.0, 14.0, 20.0, 28.0, 34.0)),
    ("ENV-WALL-EXT", "wall_r", (4.0, 8.0, 12.0, 16.0, 20.0)),
    ("ENV-BSMT", "basement_insulation", tuple(BasementInsulation)[:3]),
    ("ENV-WIN-TRI", "window_type", tuple(WindowType)[:3]),
    ("HVAC-FURN", "heating_efficiency_pct", (62.0, 70.0, 78.0, 84.0, 90.0, 94.0)),
)
"""A measure, the fact it improves, and that fact from bad to good."""


@pytest.fixture(scope="module")
def everything() -> LearnedSavings:
    """The shipped trees, used for every measure they can say anything of."""
    return replace(shipped(), chosen=frozenset(learnable()))


def told(belief: Belief, measure_id: str, model: LearnedSavings, *, correct: bool = False) -> Prediction:
    return predict(belief, measure(measure_id), correct=correct, learned=model)


def gas(prediction: Prediction) -> Range:
    return prediction.ranges()[Fuel.NATURAL_GAS]


def test_the_shipped_model_learned_something_and_knows_its_version() -> None:
    model = shipped()
    assert model.chosen <= set(learnable()) and len(model.chosen) >= 5
    assert model.version.startswith("learned-1-") and model is shipped()


def test_what_is_said_has_the_learned_tenths_and_middle(everything: LearnedSavings) -> None:
    belief = belief_of(GAS_HOME, METERED)
    for name in ("ENV-AIR", "ENV-ATTIC-MID", "HVAC-FURN", "HVAC-TSTAT"):
        said = told(belief, name, everything)
        assert said.learned is not None
        before = expected([(measure(name), effect_of(measure(name), belief))], belief)
        share = said.learned
        wanted = [each * before.ends[0].middle for each in (share.p10, share.p50, share.p90)]
        assert [gas(said).p10, gas(said).p50, gas(said).p90] == pytest.approx(wanted, rel=0.03)
        assert share.factor == pytest.approx(share.p50 / before.shares[0, 1])


def test_draws_keep_the_order_the_rule_gave_them(everything: LearnedSavings) -> None:
    belief = belief_of(GAS_HOME, METERED)
    for name in ("ENV-AIR", "HVAC-FURN", "DHW-SHOWER"):
        by_rule = predict(belief, measure(name), correct=False).saved[Fuel.NATURAL_GAS]
        learned = told(belief, name, everything).saved[Fuel.NATURAL_GAS]
        assert (np.diff(learned[np.argsort(by_rule, kind="stable")]) >= -1e-6).all()


def test_a_measure_that_was_not_chosen_is_the_rules() -> None:
    belief = belief_of(GAS_HOME, METERED)
    nothing = replace(shipped(), chosen=frozenset())
    for each in measures():
        alone, kept = predict(belief, each), predict(belief, each, learned=nothing)
        assert kept.learned is None and kept.ranges() == alone.ranges()


def test_many_measures_at_once_are_told_what_each_is_told_alone(everything: LearnedSavings) -> None:
    belief = belief_of(GAS_HOME, METERED)
    works = [each for each in measures() if effect_of(each, belief) is not NOTHING]
    for each, together in zip(works, predict_all(belief, works, learned=everything), strict=True):
        assert together.ranges() == predict(belief, each, learned=everything).ranges()


def test_many_homes_at_once_are_told_what_each_is_told_alone(everything: LearnedSavings) -> None:
    beliefs = [belief_of(GAS_HOME, METERED), belief_of(OIL_HOME), belief_of(GAS_HOME)]
    homes = [(belief, [(each, effect_of(each, belief)) for each in measures()]) for belief in beliefs]
    for (belief, effects), together in zip(homes, everything.told_homes(homes), strict=True):
        assert [said for _, said in together] == [said for _, said in everything.told(belief, effects)]


def test_experience_corrects_what_was_learned(everything: LearnedSavings) -> None:
    belief = belief_of(GAS_HOME, METERED)
    physics, corrected = (told(belief, "HVAC-FURN", everything, correct=correct) for correct in (False, True))
    assert gas(corrected).p50 / gas(physics).p50 == pytest.approx(0.64, abs=0.1)
    assert corrected.learned == physics.learned


def test_other_fuels_are_learned_in_their_own_unit(everything: LearnedSavings) -> None:
    said = told(belief_of(OIL_HOME), "ENV-AIR", everything)
    assert said.learned is not None
    assert 0 < said.ranges()[Fuel.OIL].p50 < 400


def test_without_readings_the_range_is_wider(everything: LearnedSavings) -> None:
    for name in ("ENV-AIR", "ENV-WALL-EXT"):
        seen, unseen = (gas(told(belief_of(GAS_HOME, use), name, everything)) for use in (METERED, {}))
        assert unseen.p90 / unseen.p10 > seen.p90 / seen.p10


SEEN = st.none() | st.tuples(st.floats(200, 6000), st.floats(50, 1500), st.none() | st.floats(9, 18))


def belief_in(facts: HomeFacts, seen: tuple[float, float, float | None] | None) -> Belief:
    gas_home = replace(facts, heating_fuel=Fuel.NATURAL_GAS)
    if seen is None:
        return belief_of(gas_home)
    heat, base, balance = seen
    use = replace(GAS, heating=heat, base=base, total=heat + base, balance_point_c=balance)
    return belief_of(gas_home, {Fuel.NATURAL_GAS: use})


@settings(max_examples=25, deadline=None)
@given(facts=HOMES, seen=SEEN, which=st.sampled_from(BETTER))
def test_what_is_better_to_begin_with_never_saves_more(
    everything: LearnedSavings, facts: HomeFacts, seen: tuple[float, float, float | None] | None, which: tuple
) -> None:
    name, fact, states = which
    basement = {"basement_area_m2": facts.basement_area_m2 or 60.0}
    beliefs = [belief_in(replace(facts, **{**basement, fact: state}), seen) for state in states]
    # A meter that hardly moves says that something else heats: another question is answered then.
    assume(len({HEATING_NOT_SEEN.code in {each.code for each in belief.findings} for belief in beliefs}) == 1)
    amounts = []
    for belief in beliefs:
        said = told(belief, name, everything)
        amounts.append(gas(said).p50 if Fuel.NATURAL_GAS in said.ranges() else 0.0)
    assert (np.diff(amounts) <= 1e-6 + 0.01 * max(amounts)).all(), (name, amounts)


@settings(max_examples=25, deadline=None)
@given(facts=HOMES, seen=SEEN, correct=st.booleans())
def test_nothing_saves_more_than_the_end_use(
    everything: LearnedSavings, facts: HomeFacts, seen: tuple[float, float, float | None] | None, correct: bool
) -> None:
    belief = belief_in(facts, seen)
    works = [measure(name) for name in learnable()]
    for said in predict_all(belief, works, correct=correct, learned=everything):
        if said.learned is None:
            continue
        assert 0.0 < said.learned.p10 <= said.learned.p50 <= said.learned.p90 <= 0.95
        if Fuel.NATURAL_GAS in said.saved:
            assert (said.saved[Fuel.NATURAL_GAS] <= belief.use_by_fuel[Fuel.NATURAL_GAS] + 1e-6).all()
        for span in said.ranges().values():
            assert np.isfinite([span.p10, span.p50, span.p90]).all() and span.p10 <= span.p50 <= span.p90
