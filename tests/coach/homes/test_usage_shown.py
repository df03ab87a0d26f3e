"""What pages show of a home's usage: kept as the readings tell it, bit by bit, and not shown once they tell another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from coach import assessment, jobs
from coach.homes import usage, usage_hours, usage_shown
from coach.homes.usage import FuelUse
from greener_homes import consent, privacy, readings
from greener_homes.consent import LiveConsent, Purpose, Source
from greener_homes.readings import Incoming
from greener_homes.settings import Settings
from greener_homes.tables.consent import ConsentGrant
from greener_homes.tables.usage import UsageShown
from greener_homes.vault import Vault
from models.quantities import Commodity, Flow, Unit
from models.series import DailyTemperature, Quality, UsageSeries
from tests import scenes
from tests.scenes import NOW

FIRST = datetime(2025, 1, 1, 5, tzinfo=UTC)
"""Midnight in Durham."""
OUTDOORS = DailyTemperature((date(2024, 12, 1) - date(1970, 1, 1)).days, np.linspace(-12.0, 24.0, 700))


def power(days: int = 400, *, wh: int = 500) -> UsageSeries:
    """Hours that differ, with a gap and some that were guessed."""
    flat = scenes.hourly(FIRST, 24 * days, wh=wh)
    known = np.abs(np.arange(24 * days) - 24 * 50) > 30
    guessed = np.where(np.arange(24 * days) % 97 == 0, Quality.ESTIMATED, Quality.ACTUAL).astype(np.uint8)
    values = flat.values + np.arange(24 * days) * 7919 % 211
    whole = replace(flat, values=values, quality=guessed)
    return replace(
        whole,
        **{name: getattr(whole, name)[known] for name in ("starts", "durations", "values", "quality")},
    )


def bills() -> UsageSeries:
    """Six months of gas, read every other one."""
    starts = np.array([int((FIRST + timedelta(days=61 * place)).timestamp()) for place in range(7)])
    quality = np.array([0, 0, Quality.ESTIMATED, 0, 0, 0], dtype=np.uint8)
    amounts = np.array([612_300, 401_000, 98_700, 51_250, 180_000, 544_400])
    return UsageSeries(
        Commodity.NATURAL_GAS, Flow.DELIVERED, Unit.M3, starts[:-1], np.diff(starts), amounts, -3, quality
    )


def told(use: FuelUse) -> list[object]:
    """All that pages make of a fuel's use, but for single hours."""
    week = usage_hours.week(use)
    return [
        (use.commodity, use.unit, use.days.first_day, use.days.last_known),
        use.days.amount.tobytes() + use.days.estimated.tobytes(),
        usage.months(use.days),
        usage.points(use, OUTDOORS),
        usage.days_of_points(use),
        usage.hour_shape(use),
        None if week is None else (week.mean.tobytes(), week.days, week.highest),
    ]


@pytest.mark.parametrize(
    "series",
    [power(), power(20), bills(), scenes.hourly(FIRST, 300, commodity=Commodity.NATURAL_GAS, unit=Unit.M3)],
    ids=["hours", "few hours", "bills", "gas"],
)
def test_what_is_kept_says_what_the_readings_say(series: UsageSeries) -> None:
    use = usage.of_series(series.commodity, [series])
    assert use is not None
    kept = usage_shown.unpacked(usage_shown.packed({series.commodity: use}))[series.commodity]
    assert told(kept) == told(use)
    assert kept.series == ()
    with pytest.raises(ValueError, match="need the readings"):
        usage_hours.hours(kept, date(2025, 1, 2))


def test_the_two_fuels_of_a_home_are_told_apart() -> None:
    uses = {each.commodity: use for each in (bills(), power(60)) if (use := usage.of_series(each.commodity, [each]))}
    kept = usage_shown.unpacked(usage_shown.packed(uses))
    assert {name: told(use) for name, use in kept.items()} == {name: told(use) for name, use in uses.items()}
    assert usage_shown.unpacked(usage_shown.packed({})) == {}


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    """A home with hours of electricity, worked out and kept."""
    found = scenes.resident(session, keys)
    scenes.agree(session, found)
    store(session, keys, found, power(60))
    usage_shown.keep(session, found.home.id, now=NOW)
    return found


def store(
    session: Session, keys: Vault, who: scenes.Resident, series: UsageSeries, *, updated: int = 0, at: datetime = NOW
) -> None:
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    incoming = Incoming("meter", series, updated=updated)
    readings.store(session, live, keys, incoming, scenes.stored_run(session, who), now=at)


def opened(session: Session, who: scenes.Resident) -> list[LiveConsent]:
    return list(consent.live(session, who.home.id, Purpose.ADVICE, at=NOW))


def shown(session: Session, who: scenes.Resident) -> Mapping[Commodity, FuelUse]:
    return usage_shown.of_home(session, opened(session, who))


def is_kept(session: Session, who: scenes.Resident) -> bool:
    return all(use.worked is not None for use in shown(session, who).values())


def test_pages_read_what_is_kept_and_no_block(session: Session, who: scenes.Resident) -> None:
    asked: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note := noting(asked))
    try:
        found = shown(session, who)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    use = usage.of_home(session, opened(session, who), Commodity.ELECTRICITY)
    assert use is not None
    assert {name: told(each) for name, each in found.items()} == {Commodity.ELECTRICITY: told(use)}
    assert found[Commodity.ELECTRICITY].worked is not None
    assert len(asked) == 2  # the permissions, and what is kept
    assert not any("interval_block.payload" in one for one in asked)


def noting(asked: list[str]) -> Callable[..., None]:
    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    return note


def more(session: Session, keys: Vault, who: scenes.Resident) -> None:
    store(session, keys, who, scenes.hourly(datetime(2026, 1, 1, 5, tzinfo=UTC), 48))


def corrected(session: Session, keys: Vault, who: scenes.Resident) -> None:
    store(session, keys, who, power(60, wh=600), updated=9)


def corrected_by_an_older_run_to_the_same_sum(session: Session, keys: Vault, who: scenes.Resident) -> None:
    """Two hours change places, and the time of the write lies before that of others."""
    series = power(60)
    values = series.values.copy()
    values[[0, 1]] = values[[1, 0]]
    store(session, keys, who, replace(series, values=values), updated=9, at=NOW - timedelta(days=1))


def taken_back(session: Session, keys: Vault, who: scenes.Resident) -> None:
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    incoming = Incoming("meter", power(40))
    readings.restate(session, live, keys, incoming, scenes.stored_run(session, who), now=NOW + timedelta(seconds=1))


def narrower(session: Session, keys: Vault, who: scenes.Resident) -> None:
    for row in session.exec(select(ConsentGrant).where(ConsentGrant.home_id == who.home.id)):
        row.data_from = date(2025, 1, 20)
        session.add(row)
    session.flush()


@pytest.mark.parametrize(
    "change",
    [more, corrected, corrected_by_an_older_run_to_the_same_sum, taken_back, narrower],
    ids=lambda each: each.__name__,
)
def test_nothing_stale_is_shown(
    session: Session, keys: Vault, who: scenes.Resident, change: Callable[[Session, Vault, scenes.Resident], None]
) -> None:
    assert is_kept(session, who)
    change(session, keys, who)
    assert not is_kept(session, who)
    fresh = shown(session, who)
    usage_shown.keep(session, who.home.id, now=NOW)
    assert is_kept(session, who)
    assert {name: told(use) for name, use in shown(session, who).items()} == {
        name: told(use) for name, use in fresh.items()
    }


def test_what_arrives_while_it_is_worked_out_makes_it_old(
    session: Session, keys: Vault, who: scenes.Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(uses: Mapping[Commodity, FuelUse]) -> bytes:
        more(session, keys, who)
        return packed(uses)

    corrected(session, keys, who)
    packed = usage_shown.packed
    monkeypatch.setattr(usage_shown, "packed", meanwhile)
    usage_shown.keep(session, who.home.id, now=NOW)
    assert not is_kept(session, who)


def test_another_method_shows_nothing_of_an_older_one(
    session: Session, who: scenes.Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage_shown, "METHOD", "usage-other")
    assert not is_kept(session, who)


def test_a_withdrawal_takes_it_and_a_meter_that_was_never_theirs(
    session: Session, keys: Vault, who: scenes.Resident
) -> None:
    end = {"source": Source.UPLOAD, "commodities": (Commodity.NATURAL_GAS,), "actor": who.person.actor, "now": NOW}
    privacy.withdraw(session, keys, who.home.id, Purpose.ADVICE, **end)
    assert session.get(UsageShown, who.home.id) is None
    usage_shown.keep(session, who.home.id, now=NOW)
    privacy.withdraw_everything(session, keys, who.home.id, actor=who.person.actor, now=NOW)
    assert session.get(UsageShown, who.home.id) is None
    usage_shown.keep(session, who.home.id, now=NOW)
    assert session.get(UsageShown, who.home.id) is None


def test_the_job_that_advises_keeps_it(
    session: Session, keys: Vault, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assessment, "assess", lambda *_told, **_as: None)  # seconds, and tested by itself
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    store(session, keys, who, power(20))
    assert not is_kept(session, who)
    jobs.assess_home(session, who.home.id, now=NOW, settings=settings, step=lambda _name: None)
    assert is_kept(session, who)
