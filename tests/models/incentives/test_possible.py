"""Nothing is let in that nobody could ever have, and random edits are refused with a code or count as by hand."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.incentives import codes_data
from models.incentives.codes_data import DataRefused
from models.incentives.load import graph
from models.incentives.overlay import Act, Change, Part, checked, checked_over, ids, whole
from models.incentives.possible import can_be_had
from models.incentives.profile import Profile
from models.incentives.stack import stack_for
from models.measures.economics import Figure
from tests.models.incentives.random_graphs import MEASURES, Made, made
from tests.models.incentives.test_brute_force import ON, by_hand

WHEN = {
    "sure": None,
    "likely": {"fact": "tenure", "among": ["owner"], "likely": True},
    "unknown": {"fact": "income_qualified", "is": True},
}
NEW = {"programme": "NEW", "name_en": "a", "name_fr": "b", "pay.rule": "fixed", "pay.cad": 100, "confidence": "low"}
GAS = {"fact": "heating_fuel", "among": ["natural_gas"]}


def when(*parts: object) -> Change:
    return Change.of(1, Part.OFFER, "HRS-TSTAT", {"when": {"all": list(parts)}})


def test_the_shipped_programmes_can_all_be_had() -> None:
    can_be_had(graph())


@pytest.mark.parametrize(
    "parts",
    [
        (GAS, {"fact": "heating_fuel", "among": ["electricity"]}),
        (GAS, {"fact": "heating_fuel", "not_among": ["natural_gas"]}),
        ({"fact": "heating_fuel", "not_among": ["natural_gas", "electricity", "oil", "propane", "wood"]},),
        ({"fact": "attic_r", "above": 12}, {"fact": "attic_r", "at_most": 12}),
        ({"fact": "attic_r", "at_least": 20, "below": 20},),
        ({"fact": "heat_pump", "is": True}, {"fact": "heat_pump", "is": False}),
        ({"any": [{"all": [GAS, {"fact": "heating_fuel", "among": ["oil"]}]}]},),
        ({"income_within": "OESP"}, {"fact": "income_cad", "above": 71_000}),
    ],
)
def test_conditions_that_contradict_each_other_are_refused(parts: tuple[object, ...]) -> None:
    with pytest.raises(DataRefused) as refused:
        checked((when(*parts),))
    assert refused.value.code is codes_data.NEVER_HOLDS and refused.value.facts == {"id": "HRS-TSTAT"}


@pytest.mark.parametrize(
    "parts",
    [
        (GAS, {"any": [{"fact": "heating_fuel", "among": ["oil"]}, {"fact": "attic_r", "at_most": 12}]}),
        ({"fact": "attic_r", "at_least": 12}, {"fact": "attic_r", "at_most": 12}),
        ({"fact": "municipality", "not_among": ["Ajax"]}, {"fact": "municipality", "not_among": ["Brock"]}),
        ({"income_within": "EAP"}, {"fact": "income_cad", "above": 900_000}),  # a benefit qualifies by itself
    ],
)
def test_conditions_that_can_hold_pass(parts: tuple[object, ...]) -> None:
    assert checked((when(*parts),)).offers["HRS-TSTAT"]


def test_an_offer_that_needs_what_asks_for_the_opposite_is_refused_wherever_that_stands() -> None:
    needs = Change.of(2, Part.OFFER, "HRS-TSTAT", {"needs": {"offer": "EAP"}, "when": GAS})
    assert checked((needs,)), "EAP pays for work that gas-heated homes have too"
    other = Change.of(1, Part.OFFER, "HRS-ATTIC-LE12", {"when": {"fact": "heating_fuel", "among": ["oil"]}})
    chain = Change.of(3, Part.OFFER, "HRS-CATH", {"needs": {"offer": "HRS-ATTIC-LE12"}, "when": GAS})
    with pytest.raises(DataRefused) as refused:
        checked((other, chain))
    assert refused.value.code is codes_data.NEVER_HOLDS and refused.value.facts == {"id": "HRS-CATH"}


def test_an_offer_whose_two_needs_exclude_each_other_is_refused() -> None:
    both = {"needs": {"all": [{"offer": "OHPA-ON"}, {"offer": "OHPA-FED"}]}}
    with pytest.raises(DataRefused) as refused:
        checked((Change.of(1, Part.OFFER, "HRS-TSTAT", both),))
    assert refused.value.code is codes_data.EXCLUDES_ITSELF


def test_work_that_never_reaches_what_is_asked_is_refused() -> None:
    with pytest.raises(DataRefused) as refused:
        checked((Change.of(1, Part.OFFER, "HRS-ATTIC-LE12", {"when": {"target_r_at_least": 61}}),))
    assert refused.value.code is codes_data.NEVER_HOLDS


def test_a_limit_that_never_holds_and_a_tangle_are_refused() -> None:
    never = {"when": {"all": [GAS, {"fact": "heating_fuel", "among": ["oil"]}]}}
    with pytest.raises(DataRefused) as refused:
        checked((Change.of(1, Part.CAP, "HRS-HOME-GAS", never),))
    assert refused.value.code is codes_data.NEVER_HOLDS
    either = {"any": [{"fact": "wall_r", "at_least": each} for each in range(8)]}
    no = {"all": [{"fact": "attic_r", "above": 5}, {"fact": "attic_r", "below": 4}]}
    with pytest.raises(DataRefused) as tangled:
        checked((when(*[either] * 3, {"any": [no, no]}, *[either] * 3),))
    assert tangled.value.code is codes_data.TOO_TANGLED


def new_programme(*more: Change) -> tuple[Change, ...]:
    named = {"name": "New", "administrator": "Town", "state": "open", "last_seen": "2026-06", "source_id": "C1"}
    offer = Change.of(2, Part.OFFER, "NEW-A", NEW | {"work": [{"measure": "HVAC-TSTAT"}], "source_id": "C2"}, Act.ADD)
    return Change.of(1, Part.PROGRAMME, "NEW", named, Act.ADD), offer, *more


def test_a_programme_that_is_added_counts_and_never_twice_for_the_same_work() -> None:
    held = checked(new_programme())
    cost = {"HVAC-TSTAT": Figure(200, 250, 300, "CAD", "U", "2026")}
    assert stack_for(["HVAC-TSTAT"], cost, Profile(), ON, graph=held).typical_cad == 100.0, "not 75 and 100"
    assert {"NEW", "NEW-A"} <= ids(new_programme()) and "NEW" not in ids()
    seen = {"at_most_one": ["NEW", "DGH"], "same_job": True, "source_id": "C3"}
    both = checked(new_programme(Change.of(3, Part.EXCLUSION, "NEW-RULE", seen, Act.ADD)))
    assert stack_for(["HVAC-TSTAT"], cost, Profile(), ON, graph=both).typical_cad == 175.0, "a rule somebody saw"


def test_what_is_there_is_not_added_again_and_what_is_needed_is_not_taken_away() -> None:
    for target in ("HRS-TSTAT", "HRS", "HRS-HOME-GAS"):
        with pytest.raises(DataRefused) as twice:
            checked((Change.of(1, Part.OFFER, target, NEW | {"programme": "HRS", "source_id": "C1"}, Act.ADD),))
        assert twice.value.code is codes_data.TWICE
    with pytest.raises(DataRefused) as needed:
        checked((Change.of(1, Part.OFFER, "HRS-CATH", {}, Act.REMOVE),))
    assert needed.value.code is codes_data.NAMES_NOTHING, "a limit covers it by its name"


@pytest.mark.parametrize(
    ("part", "target"), [(Part.CAP, "HRS-HOME-GAS"), (Part.EXCLUSION, "OHPA-ONE-STREAM"), (Part.OFFER, "HRS-TSTAT")]
)
def test_what_was_taken_away_is_put_back_as_it_was(part: Part, target: str) -> None:
    gone = Change.of(1, part, target, {}, Act.REMOVE)
    back = checked((gone, Change.of(2, part, target, whole(part, target), Act.ADD)))
    assert back.offers.keys() == graph().offers.keys()
    limits, apart = (
        [
            {each.id: (each.covers, each.cents, each.when, each.source_id) for each in one.caps}
            for one in (graph(), back)
        ],
        [{each.id: (each.groups, each.same_job, each.unseen) for each in one.exclusions} for one in (graph(), back)],
    )
    assert limits[0] == limits[1] and apart[0] == apart[1]
    assert repr(back.offers["HRS-TSTAT"]) == repr(graph().offers["HRS-TSTAT"])


class Edited:
    """A small graph and the changes that were made to it: to the plain values here, and as changes over its file."""

    def __init__(self, seed: int) -> None:
        self.random, self.home = Random(seed), made(seed)
        self.text, self.changes = self.home.text(), list[Change]()
        self.caps = [f"CAP-{at}" for at in range(len(self.home.caps))]
        for _ in range(self.random.randint(1, 5)):
            self.random.choice([self.pays, self.sure, self.needs, self.limit, self.apart, self.added, self.least])()

    def change(self, part: Part, target: str, fields: dict[str, object], act: Act = Act.CHANGE) -> None:
        self.changes.append(Change.of(len(self.changes) + 1, part, target, fields, act))

    def three(self, most: int) -> tuple[int, int, int]:
        low, typical, high = sorted(self.random.randint(0, most) for _ in range(3))
        return low, typical, high

    def pays(self) -> None:
        offer = self.random.choice(self.home.offers)
        measure = self.random.choice(list(offer.cad))
        offer.cad[measure] = self.three(50)
        name = f"{offer.id}-{MEASURES.index(measure)}"
        self.change(Part.OFFER, name, {"pay.cad": list(offer.cad[measure])})

    def sure(self) -> None:
        offer = self.random.choice(self.home.offers)
        offer.sure = self.random.choice(list(WHEN))
        for name in self.home.names([offer.id]):
            self.change(Part.OFFER, name, {"when": WHEN[offer.sure]})

    def needs(self) -> None:
        """Any other offer, so that circles come about."""
        offer = self.random.choice(self.home.offers)
        others = [each.id for each in self.home.offers if each is not offer]
        groups = [self.random.sample(others, min(2, len(others)))] if others and self.random.random() < 0.8 else []
        offer.needs = groups
        said = [{"any": [{"offer": each} for each in self.home.names(group)]} for group in groups]
        for name in self.home.names([offer.id]):
            self.change(Part.OFFER, name, {"needs": {"all": said} if said else None})

    def limit(self) -> None:
        """A new limit over some offers, or an old one with another amount, or one taken away."""
        if self.caps and self.random.random() < 0.6:
            at = self.random.randrange(len(self.caps))
            if self.random.random() < 0.4:
                self.change(Part.CAP, self.caps.pop(at), {}, Act.REMOVE)
                del self.home.caps[at]
                return
            self.home.caps[at] = (self.home.caps[at][0], self.three(80))
            self.change(Part.CAP, self.caps[at], {"cad": list(self.home.caps[at][1])})
            return
        ids_of = [each.id for each in self.home.offers]
        covers, cad = self.random.sample(ids_of, self.random.randint(1, len(ids_of))), self.three(60)
        self.caps.append(f"NEW-CAP-{len(self.changes)}")
        self.home.caps.append((covers, cad))
        fields = {"covers": self.home.names(covers), "cad": list(cad), "source_id": "U", "confidence": "low"}
        self.change(Part.CAP, self.caps[-1], fields, Act.ADD)

    def apart(self) -> None:
        if len(self.home.offers) < 2:
            return
        one, other = (each.id for each in self.random.sample(self.home.offers, 2))
        same_job = self.random.random() < 0.5
        self.home.exclusions.append(([[one], [other]], same_job))
        for at, pair in enumerate((a, b) for a in self.home.names([one]) for b in self.home.names([other])):
            fields = {"at_most_one": list(pair), "same_job": same_job, "source_id": "U"}
            self.change(Part.EXCLUSION, f"NEW-EX-{len(self.changes)}-{at}", fields, Act.ADD)

    def added(self) -> None:
        """Another offer, for one measure: a programme's limits by name do not cover it."""
        offer = deepcopy(self.random.choice(self.home.offers))
        measure = self.random.choice(MEASURES)
        offer.id, offer.cad, offer.most, offer.needs = f"N{len(self.changes)}", {measure: self.three(40)}, None, []
        offer.by_path = self.random.random() < 0.5
        self.home.offers.append(offer)
        fields = {
            **{"programme": "P", "name_en": "x", "name_fr": "y", "pay.rule": "fixed", "source_id": "U"},
            **{"pay.cad": list(offer.cad[measure]), "work": [{"measure": measure}], "confidence": "low"},
            **({"when": WHEN[offer.sure]} if WHEN[offer.sure] else {}),
            **({"path": "PATH"} if offer.by_path else {}),
        }
        self.change(Part.OFFER, f"{offer.id}-{MEASURES.index(measure)}", fields, Act.ADD)

    def least(self) -> None:
        self.home.least = self.random.choice([1, 2, 3])
        self.change(Part.PATH, "PATH", {"least_measures": self.home.least})


REFUSED = {
    codes_data.CYCLE,
    codes_data.CAPS_CROSS,
    codes_data.EXCLUDES_ITSELF,
    codes_data.NEVER_HOLDS,
    codes_data.FIELD_WRONG,
}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_random_edits_are_refused_with_a_code_or_count_as_by_hand(seed: int) -> None:
    edited = Edited(seed)
    try:
        held = checked_over([edited.text], edited.changes)
    except DataRefused as refused:
        assert refused.code in REFUSED and refused.code.sentence("fr", refused.facts)
        return
    home: Made = edited.home
    costs = {each: Figure(*home.costs[each], "CAD", "U", "2026") for each in MEASURES}
    total = stack_for(MEASURES, costs, Profile(), date(2026, 6, 1), graph=held)
    assert (total.low_cad, total.typical_cad, total.high_cad) == tuple(by_hand(home, at) for at in range(3))
