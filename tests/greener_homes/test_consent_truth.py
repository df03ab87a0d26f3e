"""Code and written rules agree about random histories of grants, refusals, withdrawals, expiries and move-outs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col

from greener_homes import consent_live
from greener_homes.tables.consent import ConsentGrant
from tests import consent_histories, scenes

BATCHES, EACH = 10, 12


@pytest.mark.parametrize("batch", range(BATCHES))
def test_code_and_rules_agree_about_histories(session: Session, tmp_path: Path, batch: int) -> None:
    keys = scenes.vault(tmp_path)
    differ, asked = [], 0
    for seed in range(batch * EACH, (batch + 1) * EACH):
        played = consent_histories.play(session, keys, seed)
        session.rollback()
        differ.extend(played.disagreements)
        asked += played.asked
    assert differ == []
    assert asked > 20 * EACH


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=10_000, max_value=2**32))
def test_no_history_can_be_found_about_which_they_differ(session: Session, tmp_path: Path, seed: int) -> None:
    played = consent_histories.play(session, scenes.vault(tmp_path), seed)
    session.rollback()
    assert played.disagreements == []


def test_the_oracle_notices_code_that_breaks_a_rule(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comparison that cannot fail proves nothing: without expiry, without windows, or without withdrawal it fails."""
    keys = scenes.vault(tmp_path)
    for broken in (
        lambda at: col(ConsentGrant.withdrawn_at).is_(None) & col(ConsentGrant.ended_at).is_(None),
        lambda at: col(ConsentGrant.expires_at) > at,
    ):
        monkeypatch.setattr(consent_live, "in_force_at", broken)
        differ = []
        for seed in range(12):
            differ.extend(consent_histories.play(session, keys, seed).disagreements)
            session.rollback()
        assert differ
