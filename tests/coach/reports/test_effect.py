"""Whether reports help: each home in the group of its lot, only what was given to research, and too early while few."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from coach.reports import effect as effects
from coach.reports.draws import Counted
from coach.reports.effect import Effect, FuelEffect
from greener_homes.consent import Purpose
from greener_homes.tables.report import ReportDraw, ReportGroup
from greener_homes.vault import Vault
from models.evaluation.two_groups import Difference, difference
from models.quantities import Commodity
from tests import scenes
from tests.coach.projects.test_outcomes import gas, metered
from tests.scenes import NOW, Resident
from web import reports_command

DRAWN = datetime(2025, 11, 11, 15, tzinfo=UTC)
SENT, HELD = ReportGroup.SENT, ReportGroup.HELD_BACK


def drawn(session: Session, keys: Vault, group: ReportGroup, saved: float, *, for_research: bool = True) -> Resident:
    """A home whose lot was drawn a year ago and that saves a share of its heat since."""
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    if for_research:
        scenes.agree(session, who, Purpose.RESEARCH)
    metered(session, keys, who, gas(saved))
    asked = DRAWN + timedelta(days=30) if group is HELD else None
    session.add(ReportDraw(home_id=who.home.id, group=group, share=0.1, drawn_at=DRAWN, asked_at=asked))
    session.flush()
    return who


def test_homes_count_in_the_group_of_their_lot_and_only_with_research(
    session: Session, keys: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[list[float], list[float]]] = []

    def noted(some: list[float], others: list[float]) -> Difference | None:
        seen.append((some, others))
        return difference(some, others)

    monkeypatch.setattr(effects, "difference", noted)
    drawn(session, keys, SENT, 0.2)
    drawn(session, keys, HELD, 0.0)
    drawn(session, keys, SENT, 0.2, for_research=False)
    found = effects.effect(session, now=NOW)
    assert found.groups == {SENT: Counted(2, 0), HELD: Counted(1, 1)}, "who asked stays in its group"
    gas_found = found.fuels[Commodity.NATURAL_GAS]
    assert gas_found == FuelEffect({SENT: 1, HELD: 1}, None), "too early to say of two homes"
    (sent, held) = next(pair for pair in seen if pair[0])
    assert 0.08 < sent[0] < 0.22 and abs(held[0]) < 0.05
    assert json.loads(json.dumps(found.as_json()))["fuels"]["electricity"]["share_saved_more"] is None


def test_the_command_says_a_difference_or_that_it_is_too_early() -> None:
    sizes = {SENT: 900, HELD: 100}
    said = Effect(
        {SENT: Counted(1800, 12), HELD: Counted(200, 9)},
        {
            Commodity.NATURAL_GAS: FuelEffect(sizes, Difference(0.012, (0.002, 0.022))),
            Commodity.ELECTRICITY: FuelEffect(sizes, Difference(0.001, (-0.01, 0.012))),
            Commodity.OIL: FuelEffect({SENT: 3, HELD: 1}, None),
        },
    )
    lines = list(reports_command.lines(said))
    assert lines[0].split()[0] == "1800" and "200" in lines[1]
    assert "+1.2 %" in lines[2] and "between +0.2 and +2.2 %" in lines[2] and "no difference" not in lines[2]
    assert lines[3].endswith("no difference stands out")
    assert "too early to say" in lines[4] and "30 measured homes" in lines[4]
