"""Training from nothing: files that are believed, a card that says how well it went, the same again for a seed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from coach.advising.savings_in_use import Savings, savings_in_use
from coach.learning import train_savings as train_savings_module
from coach.learning.train import train
from coach.learning.train_savings import train_savings
from coach.learning.train_types import Trained
from coach.learning.training_homes import EVIDENCE, training_table
from greener_homes.errors import Refusal
from models.artifacts import unpacked
from models.evaluation.truth import UsageLevel
from models.house.stock_sample import Part, part_of
from models.learning.fit import Fitted, fitted
from models.learning.judge import judged
from models.learning.table import Table
from models.savings import learned
from models.savings.learned import LearnedSavings, shares, shipped, within

HOMES = 40


FITTED_ON: list[Table] = []


@pytest.fixture(scope="module")
def trained() -> Trained:
    def watched(training: Table, calibration: Table, *, seed: int) -> Fitted:
        FITTED_ON[:] = [training, calibration]
        return fitted(training, calibration, seed=seed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train_savings_module, "fitted", watched)
        return train_savings(5, HOMES, lambda _: None)


@pytest.fixture(scope="module")
def never_seen() -> Table:
    """Homes of the test part under every evidence, their physics as our simulator has it."""
    return training_table(77, 20, (Part.TEST,), varied=False)


def test_what_was_trained_is_read_back(trained: Trained, tmp_path: Path) -> None:
    for name, content in trained.files.items():
        (tmp_path / name).write_bytes(content)
    model = LearnedSavings.of(unpacked("savings", tmp_path))
    chosen = {name for one in trained.document["choices"] if one["learned"] for name in one["measures"]}
    assert model.chosen == chosen and "all" in model.tails
    table = np.zeros((2, len(learned.FEATURES)))
    assert np.isfinite(shares(model.trees, table)).all()


def test_the_card_says_what_it_is_and_what_it_is_not(trained: Trained) -> None:
    card = trained.files["CARD.md"].decode()
    for part in ("# Model card", "Homes never seen", "no_bills, few_answers", "Limits", "Tenure"):
        assert part in card, part
    assert trained.document["made"]["data_digest"] in card


def test_the_figures_are_plain_values(trained: Trained) -> None:
    assert json.loads(json.dumps(trained.document)) == trained.document
    assert any(line.lstrip().startswith("evidence") for line in trained.lines)


def test_homes_of_the_test_part_only_judge(trained: Trained, never_seen: Table) -> None:
    assert {part_of(each) for each in never_seen.archetype.tolist()} == {Part.TEST}
    parts = [{part_of(each) for each in table.archetype.tolist()} for table in FITTED_ON]
    assert parts == [{Part.TRAIN}, {Part.CALIBRATE}]


def test_the_same_seed_gives_the_same_rows() -> None:
    one, again, other = (training_table(seed, 6, (Part.TRAIN,)) for seed in (5, 5, 6))
    assert one.digest == again.digest != other.digest


def test_every_kind_of_evidence_is_learned_from(never_seen: Table) -> None:
    assert set(never_seen.evidence.tolist()) == {each.name for each in EVIDENCE}
    unseen = np.array([UsageLevel.NONE.value in each for each in never_seen.evidence.tolist()])
    seen_error = never_seen.features[:, learned.FEATURES.index("seen_error")]
    assert np.isnan(seen_error[unseen]).all() and np.isfinite(seen_error[~unseen]).mean() > 0.9


def test_the_shipped_model_beats_the_rule_on_homes_never_seen(never_seen: Table) -> None:
    model = shipped()
    tails = [learned.tails_of(model.tails, groups) for groups in never_seen.groups]
    below, above = (np.array([getattr(each, end) for each in tails]) for end in ("below", "above"))
    lifted = shares(model.trees, never_seen.features) + learned.lift_of(never_seen.measures.tolist(), model.lifts)
    said = np.exp(within(lifted, below, above))
    (everyone,) = [row for row in judged(never_seen, said, model.chosen) if row.by == "all"]
    assert everyone.learned.median_absolute is not None and everyone.rule.median_absolute is not None
    assert everyone.learned.pinball is not None and everyone.rule.pinball is not None
    assert everyone.learned.median_absolute < everyone.rule.median_absolute + 0.01
    assert everyone.learned.pinball < everyone.rule.pinball
    assert everyone.learned.coverage is not None and 0.70 <= everyone.learned.coverage <= 0.92


@pytest.mark.parametrize(("seed", "homes"), [(1, 39), (1, 20_001), (-1, 100)])
def test_counts_out_of_bounds_are_refused(seed: int, homes: int) -> None:
    with pytest.raises(Refusal) as caught:
        next(train(seed, homes, lambda _: None))
    assert caught.value.code.code == "evaluation.training_count"


def test_a_model_that_cannot_be_verified_leaves_the_rule_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> LearnedSavings:
        return LearnedSavings.of(unpacked("savings", Path(__file__).parent))

    monkeypatch.setattr("coach.advising.savings_in_use.shipped", refused)
    found = savings_in_use.__wrapped__()
    assert found.model is None and found.version == Savings(None).version
    assert [finding.code for finding in found.findings] == ["savings.model_refused"]
    assert found.findings[0].facts == {"code": "artifact.not_whole"}
