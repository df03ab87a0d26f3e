"""Yes, likely, unknown, no: what is missing is exactly what would settle it, and bands change no answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.house.facts import Cooling, HeatingSystem, HomeFacts
from models.incentives.conditions import All, Among, Any, Between, Condition, Income, NeverHad, Target, Work
from models.incentives.income import IncomeLimits
from models.incentives.load import graph
from models.incentives.profile import Profile, profile_of
from models.incentives.rulings import rulings
from models.incentives.truth import Truth
from models.quantities import Fuel

GAS = Among("heating_fuel", frozenset({"natural_gas"}))
OWNER = Among("tenure", frozenset({"owner"}), likely=True)
THIN = Between("attic_r", above=12, at_most=25)
LIMITS = IncomeLimits("L", MappingProxyType({1: 40_000.0, 2: 60_000.0}), "before_tax", "2025", True, "U")
VALUES = {"heating_fuel": ("natural_gas", "oil"), "tenure": ("owner", "tenant"), "attic_r": (10.0, 20.0)}


def truth(condition: Condition, **facts: object) -> Truth:
    return condition.ask(Profile(**facts), Work()).truth  # type: ignore[arg-type]


def test_a_fact_nobody_knows_is_unknown_or_likely_and_named() -> None:
    assert GAS.ask(Profile(), Work()).missing == ("heating_fuel",)
    assert (truth(GAS), truth(OWNER)) == (Truth.UNKNOWN, Truth.LIKELY)


def test_what_the_stock_assumed_is_never_sure_and_never_a_no() -> None:
    guess = frozenset({"heating_fuel"})
    assert truth(GAS, heating_fuel="natural_gas", assumed=guess) is Truth.LIKELY
    assert truth(GAS, heating_fuel="oil", assumed=guess) is Truth.UNKNOWN
    assert truth(GAS, heating_fuel="oil") is Truth.NO


@pytest.mark.parametrize(("r", "holds"), [(12, False), (12.1, True), (25, True), (25.1, False)])
def test_a_range_includes_the_ends_it_says(r: float, holds: bool) -> None:
    assert (truth(THIN, attic_r=r) is Truth.YES) is holds


@pytest.mark.parametrize(
    ("facts", "expected", "missing"),
    [
        ({"income_cad": 45_000, "household_size": 1}, Truth.NO, ()),
        ({"income_cad": 45_000, "household_size": 2}, Truth.YES, ()),
        ({"income_cad": 45_000}, Truth.UNKNOWN, ("household_size",)),
        ({"income_cad": 45_000, "household_size": 2, "assumed": frozenset({"household_size"})}, Truth.UNKNOWN, None),
        ({"income_cad": 30_000}, Truth.YES, ()),
        ({"income_cad": 90_000}, Truth.NO, ()),
        ({"income_cad": 59_000, "household_size": 9}, Truth.YES, ()),
        ({"income_cad": 90_000, "benefits": True}, Truth.YES, ()),
        ({"income_qualified": True}, Truth.YES, ()),
        ({"income_qualified": False}, Truth.NO, ()),
        ({}, Truth.UNKNOWN, ("income_qualified",)),
    ],
)
def test_income_is_asked_by_the_size_of_the_household(
    facts: dict[str, object], expected: Truth, missing: tuple[str, ...] | None
) -> None:
    said = Income(LIMITS).ask(Profile(**facts), Work())  # type: ignore[arg-type]
    assert said.truth is expected
    assert missing is None or said.missing == missing


def test_money_had_before_rules_out_what_it_excludes() -> None:
    never = NeverHad(frozenset({"X"}))
    assert truth(never) is Truth.LIKELY
    assert truth(never, previous=frozenset({"Y"})) is Truth.YES
    assert truth(never, previous=frozenset({"X"})) is Truth.NO


def test_the_work_must_reach_its_target() -> None:
    assert Target(50).ask(Profile(), Work(60)).truth is Truth.YES
    assert Target(50).ask(Profile(), Work(40)).truth is Truth.NO
    assert Target(50).ask(Profile(), Work()).missing == ("target_r",)


def test_a_no_names_only_what_rules_it_out_and_no_household_answer() -> None:
    said = All((GAS, THIN)).ask(Profile(heating_fuel="oil"), Work())
    assert [each.code for each in said.against] == ["incentive.not_met.heating_fuel"]
    assert (said.missing, dict(said.against[0].facts)) == ((), {})


@st.composite
def nested(draw: st.DrawFn) -> Condition:
    """GAS, OWNER and THIN once each at most, under all and any."""
    parts: list[Condition] = list(draw(st.permutations([GAS, OWNER, THIN])))
    one = draw(st.sampled_from([All, Any]))((parts[0], parts[1]))
    return draw(st.sampled_from([All, Any]))((one, parts[2]))


@settings(max_examples=30, deadline=None)
@given(nested(), st.sets(st.sampled_from(sorted(VALUES))), st.integers(0, 10**6))
def test_what_is_missing_is_exactly_what_would_settle_it(rule: Condition, told: set[str], seed: int) -> None:
    random = Random(seed)
    known = Profile(**{name: random.choice(VALUES[name]) for name in sorted(told)})  # type: ignore[arg-type]
    said = rule.ask(known, Work())
    unknown = [name for name in VALUES if name not in told]
    answers = {
        values: rule.ask(replace(known, **dict(zip(unknown, values, strict=True))), Work()).truth
        for values in product(*(VALUES[name] for name in unknown))
    }
    if not said.missing:
        assert set(answers.values()) == {said.truth}
        return
    assert set(answers.values()) == {Truth.YES, Truth.NO}
    for at, name in enumerate(unknown):
        matters = any(
            answers[values] is not answers[(*values[:at], other, *values[at + 1 :])]
            for values in answers
            for other in VALUES[name]
        )
        assert (name in said.missing) is matters


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9))
def test_homes_with_the_same_profile_get_the_same_answers(seed: int) -> None:
    random = Random(seed)
    home = profile_of(
        HomeFacts(
            heating_fuel=random.choice([None, *Fuel]),
            heating_system=random.choice([None, *HeatingSystem]),
            cooling=random.choice([None, *Cooling]),
            municipality=random.choice([None, "Oshawa", " ajax", "Toronto"]),
            attic_r=random.choice([None, 0.0, 12.0, 12.5, 25.0, 34.9, 60.0]),
            occupants=random.choice([None, 1, 4, 9]),
            income_qualified=random.choice([None, True, False]),
        ),
        frozenset(name for name in ("attic_r", "heating_fuel", "occupants") if random.random() < 0.3),
        income_cad=random.choice([None, 30_000.0, 66_595.0, 66_596.0, 200_000.0]),
        previous=random.choice([None, frozenset(), frozenset({"OHPA-FED", "Z"})]),
    )
    on, bands = date(2026, 6, 1), graph().bands
    alike = bands.narrowed(home)
    assert bands.narrowed(alike) == alike
    for measure, ruled in rulings(graph(), home, on).items():
        same = rulings(graph(), bands.only(alike, [measure]), on)[measure]
        assert [each.home for each in same] == [each.home for each in ruled]
