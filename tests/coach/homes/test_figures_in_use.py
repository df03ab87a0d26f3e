"""One set of programmes for everything that counts money: who may read the shipped ones, and what advice keeps."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from coach import assessment
from coach.fleet_wide import incentive_proposals as proposals
from coach.homes import figures_in_use
from greener_homes import homes
from greener_homes.homes import Provenance
from greener_homes.incentive_changes import ChangedPart, Proposal
from greener_homes.people import Audience
from greener_homes.tables.advice import Assessment, Opportunity
from tests import scenes
from tests.scenes import NOW

ROOT = Path(__file__).resolve().parents[3]
WITHOUT_A_DATABASE = {
    "coach/advising/figures.py",  # what stands where no set is given: the command line, and tests
    "coach/advising/rebates.py",
}
OWN_DAY = {
    "coach/homes/figures_in_use.py",
    "coach/homes/homes_file.py",  # the command line, without a database
    "coach/learning/scoreboard.py",  # made-up homes
}


def modules(pattern: str) -> set[str]:
    found = re.compile(pattern)
    files = [path for folder in ("coach", "web", "utility_connectors") for path in (ROOT / folder).rglob("*.py")]
    return {str(path.relative_to(ROOT)) for path in files if found.search(path.read_text(encoding="utf-8"))}


def test_nothing_that_runs_reads_the_shipped_programmes_by_itself() -> None:
    assert modules(r"from models\.incentives\.load import|models\.incentives import load") == WITHOUT_A_DATABASE
    assert modules(r"\bFigures\(\s*on\b|\bFigures\(now|\bFigures\(date") == OWN_DAY


@pytest.mark.slow
def test_a_change_makes_new_advice_that_names_it_and_the_old_can_be_had_again(session: Session, tmp_path: Path) -> None:
    keys = scenes.vault(tmp_path)
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    facts = {"heating_fuel": "natural_gas", "attic_r": 20, "dwelling_type": "detached", "year_built": 1978}
    told = {"provenance": Provenance.RESIDENT, "actor": who.person.actor, "now": NOW}
    homes.state_facts(session, who.home.id, facts, **told)  # type: ignore[arg-type]
    first = assessment.assess(session, who.home.id, now=NOW, step=lambda name: None)
    again = assessment.assess(session, who.home.id, now=NOW, step=lambda name: None)
    assert first == again, "the same figures make the same advice"
    today = NOW.date()
    looked = (today, today, today + timedelta(days=30), "S50", "Half.", "La moitié.")
    said = Proposal(ChangedPart.OFFER, "HRS-ATTIC-12-25", {"pay.cad": 600, "pay.max_cad": 600}, *looked)
    made = proposals.propose(session, said, by=None, now=NOW)
    proposals.approve(session, made.id, by=scenes.person(session, keys, Audience.PROGRAMME).id, now=NOW)
    second = assessment.assess(session, who.home.id, now=NOW, step=lambda name: None)
    versions = {row.id: row.versions["incentives"] for row in session.exec(select(Assessment))}
    assert second != first and second is not None and versions[second].endswith("+C1")
    given = {
        row.assessment_id: row.numbers["incentive_cad"]
        for row in session.exec(select(Opportunity).where(col(Opportunity.measure) == "ENV-ATTIC-MID"))
    }
    assert first is not None and (given[first], given[second]) == (1200.0, 600.0)
    held = figures_in_use.of_version(session, versions[second])
    assert held is figures_in_use.in_use(session, today)
