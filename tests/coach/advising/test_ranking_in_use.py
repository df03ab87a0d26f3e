"""Who ranks: the rule, unless a verified ranker of real coaches passed its gate; what training writes down of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session, select

from coach import assessment
from coach.advising.ranking_in_use import RULE, Ranking, folder_in, ranking_in_use
from coach.learning.train_ranking import train_ranking
from greener_homes import homes
from greener_homes.tables.advice import Assessment, Opportunity
from models.artifacts import MANIFEST
from models.ranking.candidate import candidate_of
from models.ranking.coaches import Policy
from models.ranking.decided import Decided, mark_of
from models.ranking.gate import LEAST_HOMES
from models.ranking.learned import KIND, LearnedRanker
from tests import scenes
from tests.models.ranking.simulated import as_if_real, decisions, three
from tests.scenes import NOW


def test_training_without_decisions_says_that_the_rule_stays(tmp_path: Path) -> None:
    trained = train_ranking((), 1, lambda what: None)
    assert "no coach has decided anything" in "\n".join(trained.lines)
    assert set(trained.files) == {MANIFEST, "CARD.md"}
    write(tmp_path, trained.files)
    assert ranking_in_use(tmp_path) is RULE


ENOUGH = LEAST_HOMES + 20


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Of a ranker that passed. The coaches are SIMULATED and go as real ones only for this test."""
    return dict(train_ranking(as_if_real(decisions(three(Policy.SNUG, 0.15), ENOUGH)), 1, lambda what: None).files)


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def test_a_ranker_that_passed_its_gate_is_used_and_names_its_version(tmp_path: Path, files: dict[str, bytes]) -> None:
    write(tmp_path, files)
    found = ranking_in_use(tmp_path)
    assert isinstance(found.ranker, LearnedRanker) and not found.findings
    assert found.ranker.version.startswith("coaches-1-")
    some = decisions(three(Policy.SNUG, 0.15), 5)[0]
    assert sorted(found.ranker.rank(some.candidates, some.goal, None)) == list(range(len(some.candidates)))


def test_the_manifest_holds_the_comparison_and_the_lineage(files: dict[str, bytes]) -> None:
    facts = json.loads(files[MANIFEST])["facts"]
    assert facts["gate"]["passed"] is True and len(facts["gate"]["groups"]) > 3
    learned_from = {mark_of(f"simulated-home-3-{place}") for place in range(ENOUGH)} & set(facts["lineage"])
    assert 0 < len(learned_from) == len(facts["lineage"]) < ENOUGH  # those held out did not teach
    assert "simulated-home" not in files[MANIFEST].decode()


def test_a_simulated_or_failed_or_broken_ranker_is_never_used(tmp_path: Path, files: dict[str, bytes]) -> None:
    write(tmp_path, files)
    (tmp_path / "scores.skops").write_bytes(b"other")
    assert ranking_in_use(tmp_path).ranker is RULE.ranker
    assert [each.code for each in ranking_in_use(tmp_path).findings] == ["ranker.refused"]
    write(tmp_path, files)
    manifest = json.loads(files[MANIFEST])
    for gate in ({"passed": False}, {"origin": "simulated_coaches"}):
        facts = {**manifest["facts"], "gate": {**manifest["facts"]["gate"], **gate}}
        (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "facts": facts}), encoding="utf-8")
        assert ranking_in_use(tmp_path) is RULE
    other = {**manifest["facts"], "features": ["income"]}
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "facts": other}), encoding="utf-8")
    assert [each.facts["code"] for each in ranking_in_use(tmp_path).findings] == ["other_columns"]


def test_nothing_is_installed_from_the_start(tmp_path: Path) -> None:
    assert folder_in(tmp_path) == tmp_path / "trained" / KIND
    assert ranking_in_use(folder_in(tmp_path)) is RULE


def test_the_same_decisions_train_the_same_bytes(tmp_path: Path) -> None:
    def trained(decided: list[Decided]) -> object:
        return train_ranking(decided, 1, lambda what: None).files

    some = [replace(each, coach="one") for each in decisions(three(Policy.SNUG, 0.15), 30)]
    assert trained(some) == trained(some[::-1])


def test_an_assessment_keeps_who_ranked_and_what_it_saw(
    session: Session, tmp_path: Path, files: dict[str, bytes]
) -> None:
    who = scenes.resident(session, scenes.vault(tmp_path))
    scenes.agree(session, who)
    facts = {"dwelling_type": "detached", "year_built": 1968, "heating_fuel": "natural_gas", "goal": "comfort"}
    homes.state_facts(
        session, who.home.id, facts, provenance=homes.Provenance.RESIDENT, actor=who.person.actor, now=NOW
    )
    write(tmp_path, files)
    ranking = ranking_in_use(tmp_path)
    told = Ranking(ranking.ranker, RULE.findings)
    assessment.assess(session, who.home.id, now=NOW, step=lambda name: None, ranking=told)
    row = session.exec(select(Assessment).where(Assessment.home_id == who.home.id)).one()
    assert row.versions["ranking"] == ranking.ranker.version != RULE.ranker.version
    kept = list(session.exec(select(Opportunity).where(Opportunity.assessment_id == row.id)))
    assert kept and all(candidate_of(each.numbers["ranked_as"]) is not None for each in kept)
    reasons = {code for each in kept for code in each.numbers["reasons"]}  # type: ignore[attr-defined]
    assert any(code.startswith(("rank.early_", "rank.late_")) for code in reasons)
