"""The walk of the sandbox credit union: each referral gets one scenario, and exactly one true state must be left.

A referral is told of as its scenario has it, read, told of once more from the beginning, and read again: the same
state both times, the one that what happened means, with the conflicts it has and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from web.sandbox.credit_union import CreditUnion
from web.sandbox.lender_scenarios import LENDER_SCENARIOS, LenderScenario
from web.sandbox.walk import Failed, require

OVER = frozenset({"repaid", "ended", "transferred", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Walked:
    """How one scenario, or the comparison after them, went; `reason` says what was wrong, if anything."""

    name: str
    plays: str
    left: str
    reason: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.reason


def walk(union: CreditUnion) -> Iterator[Walked]:
    """Every scenario for which there is a referral, oldest first; then ends are confirmed and the lists compared."""
    open_ones = [one for one in union.referrals() if one["state"] not in OVER and not one["events"]]
    played = list(zip(LENDER_SCENARIOS, open_ones, strict=False))
    for scenario, referral in played:
        yield _walked(union, scenario, referral)
    yield _ended(union)
    yield _compared(union)


def _walked(union: CreditUnion, scenario: LenderScenario, referral: Mapping[str, Any]) -> Walked:
    try:
        fetched = union.package(referral)
        require(fetched.status == 200, f"the package was answered {fetched.status}")
        require(set(fetched.document["parts"]) == set(referral["fields"]), "the package has other fields than agreed")
        told = [union.tell(referral, scenario, place) for place in scenario.telling]
        first = _read(union, referral)
        again = [union.tell(referral, scenario, place) for place in range(len(scenario.course))]
        second = _read(union, referral)
        require(not any(one["is_new"] for one in again), "something told before counted as new")
        require(sum(one["is_new"] for one in told) == len(scenario.course), "something new did not count as new")
        require(first["state"] == second["state"], f"{first['state']} became {second['state']}")
        require(second["state"] == scenario.leaves.value, f"{second['state']} instead of {scenario.leaves.value}")
        unfit = sum(not one["fits"] for one in second["events"])
        require(unfit == scenario.conflicts, f"{unfit} conflicts instead of {scenario.conflicts}")
    except Failed as failed:
        return Walked(scenario.name, scenario.plays, "", str(failed))
    return Walked(scenario.name, scenario.plays, str(second["state"]))


def _ended(union: CreditUnion) -> Walked:
    plays = "It confirms everything it has to stop, and can fetch none of it."
    try:
        over = [one for one in union.referrals() if one["state"] == "withdrawn"]
        open_still = [one["id"] for one in over if union.package(one).status != 404]
        require(not open_still, f"{len(open_still)} packages still open")
        union.confirm_all()
        require(union.confirm_all() == 0, "what was confirmed is asked again")
    except Failed as failed:
        return Walked("stops", plays, "", str(failed))
    return Walked("stops", plays, f"{len(over)} stopped")


def _compared(union: CreditUnion) -> Walked:
    """Its list is what it was told itself; only what it contradicted may differ."""
    plays = "It sends its own list; nothing differs but what it contradicted."
    try:
        held = list(union.referrals())
        listed = [
            {"referral_id": str(one["id"]), "state": str(one["state"])}
            | ({"funded": str(one["funded"])} if one["funded"] else {})
            for one in held
        ]
        found = union.compare(listed)
        others = [one for one in found if one["how"] != "conflict"]
        require(not others, f"{len(others)} differences")
    except Failed as failed:
        return Walked("reconciles", plays, "", str(failed))
    return Walked("reconciles", plays, f"{len(found)} to look at")


def _read(union: CreditUnion, referral: Mapping[str, Any]) -> Mapping[str, Any]:
    return union.expect(200, "GET", f"/api/v1/referrals/{referral['id']}")
