"""Every rule of the reference's rule book is kept somewhere, and each is shown at work in one home."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.house.facts import HomeFacts, Tenure
from models.house.stock import assumed
from models.measures.apply import applicability
from models.measures.catalogue import measure
from models.measures.enabling import Enabling, needs_of, requires_of
from models.measures.rules import safety
from models.quantities import Fuel
from tests.models.example_homes import BASEBOARD_HOME, GAS_HOME, OIL_HOME

BOOK = Path(__file__).resolve().parents[4] / "shared" / "reference" / "measure_rules.yaml"


def checks(measure_id: str, facts: HomeFacts) -> set[str]:
    return {each.code for each in safety(measure(measure_id), assumed(facts), 2026).checks}


def stop(measure_id: str, facts: HomeFacts) -> str | None:
    found = safety(measure(measure_id), assumed(facts), 2026).stop
    return found.code if found else None


def needs(measure_id: str, facts: HomeFacts) -> set[Enabling]:
    return set(needs_of(measure(measure_id), assumed(facts)))


def attic_is_clear_first() -> bool:
    hazards = {
        stop("ENV-ATTIC-MID", replace(GAS_HOME, vermiculite=True)),
        stop("ENV-CATH", replace(GAS_HOME, knob_and_tube=True)),
    }
    return hazards == {"stop.vermiculite", "stop.knob_and_tube"} and "check.attic_ready" in checks(
        "ENV-ATTIC-MID", GAS_HOME
    )


def tight_homes_are_ventilated_and_tested() -> bool:
    tight = needs("ENV-AIR", replace(GAS_HOME, ach50=4.0))
    return {Enabling.VENTILATION, Enabling.RADON_TEST, Enabling.SPILLAGE_TEST} <= tight


def orphaned_tanks_are_seen_to() -> bool:
    return Enabling.CHIMNEY_LINER in needs("HVAC-FURN", GAS_HOME)


def basements_are_dry_tested_with_headers_and_covered() -> bool:
    damp = replace(GAS_HOME, damp_basement=True)
    return (
        stop("ENV-BSMT-PART", damp) == "stop.damp_basement"
        and {Enabling.DRY_FOUNDATION, Enabling.RADON_TEST} <= needs("ENV-BSMT-PART", damp)
        and requires_of(measure("ENV-BSMT-PART"), frozenset({"ENV-HEADER"})) == ("ENV-HEADER",)
        and {"check.foam_covered", "check.dry_basement"} <= checks("ENV-BSMT-PART", GAS_HOME)
    )


def heat_pumps_are_sized_listed_permitted_and_ducted() -> bool:
    asked = {"check.heat_load", "check.listed_model", "check.electrical_panel", "check.duct_capacity"}
    return asked <= checks("HVAC-ASHP-D", GAS_HOME) & checks("HVAC-ASHP-HYB", GAS_HOME)


def hybrids_switch_by_price() -> bool:
    return "check.switchover_control" in checks("HVAC-ASHP-HYB", GAS_HOME)


def old_equipment_is_planned_for() -> bool:
    return "heating.plan_ahead" in checks("HVAC-ASHP-D", replace(GAS_HOME, heating_year=2011))


def costly_heat_is_named() -> bool:
    verdict = applicability(measure("HVAC-OIL-HP"), assumed(OIL_HOME), 2026)
    return "heating.costly_fuel" in {each.code for each in verdict.because}


def sound_windows_are_left() -> bool:
    verdict = applicability(measure("ENV-WIN-ES"), assumed(GAS_HOME), 2026)
    return verdict.discouraged is not None and verdict.discouraged.code == "windows.only_at_end_of_life"


def equipment_and_panels_come_after_the_shell() -> bool:
    first = checks("HVAC-ASHP-D", GAS_HOME) & checks("HVAC-FURN", GAS_HOME)
    return "sequence.envelope_first" in first and "sequence.size_last" in checks("GEN-PV", GAS_HOME)


def old_homes_are_asked_about_old_materials() -> bool:
    wiring = checks("HVAC-ASHP-DL", replace(BASEBOARD_HOME, year_built=1970))
    return (
        {"check.vermiculite", "check.attic_ready"} <= checks("ENV-ATTIC-MID", GAS_HOME)
        and "check.old_materials" in checks("ENV-WIN-ES", replace(GAS_HOME, year_built=1970))
        and "check.old_materials" in checks("HVAC-FURN", GAS_HOME)
        and "check.aluminium_wiring" in wiring
    )


def tenants_ask_the_owner() -> bool:
    return "tenant.owner_consent" in checks("ENV-AIR", replace(GAS_HOME, tenure=Tenure.TENANT))


HERE: dict[str, Callable[[], bool]] = {
    "R01": attic_is_clear_first,
    "R02": tight_homes_are_ventilated_and_tested,
    "R03": orphaned_tanks_are_seen_to,
    "R04": basements_are_dry_tested_with_headers_and_covered,
    "R05": heat_pumps_are_sized_listed_permitted_and_ducted,
    "R07": hybrids_switch_by_price,
    "R08": old_equipment_is_planned_for,
    "R09": costly_heat_is_named,
    "R10": sound_windows_are_left,
    "R14": equipment_and_panels_come_after_the_shell,
    "R15": old_homes_are_asked_about_old_materials,
    "R16": tenants_ask_the_owner,
}
"""Rules that need no prices and no programmes."""
WITH_MONEY = {"R06", "R11", "R12", "R13", "R17"}
"""Rules that speak where money and programmes are known: tests/coach/test_rules_of_money.py."""


@pytest.mark.parametrize("rule", HERE)
def test_the_rule_is_kept(rule: str) -> None:
    assert HERE[rule]()


def test_gas_tanks_beside_no_gas_furnace_are_not_orphans() -> None:
    assert Enabling.CHIMNEY_LINER not in needs("HVAC-FURN", replace(GAS_HOME, heating_fuel=Fuel.PROPANE))


@pytest.mark.skipif(not BOOK.exists(), reason="the reference data does not lie beside the repository")
def test_every_rule_of_the_book_is_in_the_list() -> None:
    written = set(re.findall(r"^  - \{id: (R[0-9]+),", BOOK.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(written) == 17
    assert written == {*HERE, *WITH_MONEY}
