"""What is wrong with an installation and how to mend it: looks at everything, changes nothing, reveals nobody.

Each check says what was seen and, where something is amiss, what to do. A *failure* stops work that residents wait
for; a *warning* makes it worse or soon will. Settings are read before this module is asked; the day is given.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session, col, func, select

from greener_homes import agreements, feeds, incentive_changes, jobs, migrations, rates, weather
from greener_homes.agreements import Standing
from greener_homes.local_days import LOCAL
from greener_homes.price_freshness import Freshness, freshness
from greener_homes.settings import Settings
from greener_homes.tables.connection import PartnerFile, PartnerFileState
from greener_homes.tables.rights import ExportState, PersonExport
from greener_homes.tables.work import Heartbeat, Work, WorkState

SILENCE = timedelta(seconds=90)
"""A process that does background work says it is alive far more often."""
LEAST_FREE_BYTES, LEAST_FREE_SHARE = 2_000_000_000, 0.05
SPOOL_AGE = timedelta(hours=2)
WEATHER_AGE = timedelta(days=7)
GIVEN_UP_SINCE = timedelta(days=7)


class State(StrEnum):
    """How a check came out."""

    FINE = "fine"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was seen, and what to do about it when it is not fine."""

    name: str
    state: State
    seen: str
    mend: str | None = None

    def as_json(self) -> dict[str, object]:
        """The check as the command prints it."""
        return {"name": self.name, "state": self.state.value, "seen": self.seen, "mend": self.mend}


def examine_machine(settings: Settings) -> list[Check]:
    """What can be looked at without a database: settings, broker, disk, keys."""
    return [_settings(settings), _broker(settings), _disk(settings), *_keys(settings)]


def examine_database(session: Session, settings: Settings, *, now: datetime) -> list[Check]:
    """What the database says: its version, the processes, the queue, what waits, and the age of what we know."""
    version = _migrations(session)
    if version.state is State.FAILURE:
        return [version]
    return [
        version,
        *_workers(session, now),
        _given_up(session, now),
        _spool(session, settings.var / "spool", now),
        *_weather(session, settings, now),
        *_prices(session, now),
        *_feeds(session, now),
        *_programmes(session, now),
        *_agreements(session, now),
    ]


def _settings(settings: Settings) -> Check:
    if settings.production:
        missing = [] if settings.public_url else ["GREENER_HOMES_PUBLIC_URL"]
        missing += [] if settings.weather_url else ["GREENER_HOMES_WEATHER_URL"]
        if missing:
            return Check("settings", State.WARNING, "production", f"Set {' and '.join(missing)}.")
        return Check("settings", State.FINE, "production")
    return Check("settings", State.FINE, "demonstration" if settings.demo else "development")


def _broker(settings: Settings) -> Check:
    if settings.redis_url is None:
        return Check(
            "broker", State.WARNING, "none is set", "Set REDIS_URL, or use `greener-homes run`, which starts one."
        )
    if jobs.broker_answers(settings):
        return Check("broker", State.FINE, "answers")
    return Check("broker", State.FAILURE, "does not answer", "Start Valkey or Redis, and look at REDIS_URL.")


def _disk(settings: Settings) -> Check:
    folder = next((each for each in (settings.var, *settings.var.resolve().parents) if each.exists()), Path("/"))
    usage = shutil.disk_usage(folder)
    seen = f"{usage.free / 1e9:.1f} GB free of {usage.total / 1e9:.0f}"
    if usage.free < LEAST_FREE_BYTES or usage.free < usage.total * LEAST_FREE_SHARE:
        return Check("disk", State.FAILURE, seen, "Make room: uploads need space before they are read.")
    return Check("disk", State.FINE, seen)


def _keys(settings: Settings) -> Iterator[Check]:
    """Keys that others on the machine could read are no keys."""
    kept = settings.var / "keys"
    files = {"vault key": settings.vault_key_file or kept / "vault.key", "signing key": kept / "signing.key"}
    if settings.secret_key is not None:
        del files["signing key"]
    for name, path in files.items():
        if not path.exists():
            needed = settings.vault_key_file is not None and name == "vault key"
            if needed:
                yield Check(name, State.FAILURE, "not there", "Put the key file where the setting says.")
            else:
                yield Check(name, State.FINE, "none yet; the first start makes it")
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Check(name, State.FAILURE, f"others may read it ({mode:04o})", f"chmod 600 {path}")
        elif not os.access(path, os.R_OK):
            yield Check(name, State.FAILURE, "cannot be read", "Give it to the user the platform runs as.")
        else:
            yield Check(name, State.FINE, f"its owner's only ({mode:04o})")


def _migrations(session: Session) -> Check:
    here, head = migrations.current(session), migrations.head()
    if here == head:
        return Check("database", State.FINE, f"revision {here}")
    return Check(
        "database", State.FAILURE, f"revision {here}, this version needs {head}", "Run `greener-homes migrate`."
    )


def _workers(session: Session, now: datetime) -> Iterator[Check]:
    seen = {row.kind: row.seen_at for row in session.exec(select(Heartbeat))}
    for kind in (*jobs.QUEUES, jobs.RELAY):
        name = f"process {kind}"
        mend = f"Start it: `python -m greener_homes.worker {kind}`, or use `greener-homes run`."
        if kind not in seen:
            yield Check(name, State.FAILURE, "was never seen", mend)
        elif now - seen[kind] > SILENCE:
            yield Check(name, State.FAILURE, f"silent since {seen[kind]:%Y-%m-%d %H:%M} UTC", mend)
        else:
            yield Check(name, State.FINE, "alive")


def _given_up(session: Session, now: datetime) -> Check:
    lost = col(Work.state).in_([WorkState.FAILED, WorkState.DEAD]), col(Work.finished_at) > now - GIVEN_UP_SINCE
    by_name = session.exec(select(col(Work.name), func.count()).where(*lost).group_by(col(Work.name))).all()
    if not by_name:
        return Check("work", State.FINE, "none was given up in a week")
    seen = ", ".join(f"{name} {count}" for name, count in sorted(by_name))
    return Check("work", State.WARNING, f"given up in a week: {seen}", "Look for job.fault and job.dead in the log.")


def _spool(session: Session, folder: Path, now: datetime) -> Check:
    """Sealed files that work should have taken; not those that wait for a person to fetch or to confirm them."""
    patient = {
        *session.exec(select(PersonExport.spool_name).where(PersonExport.state == ExportState.READY)),
        *session.exec(select(PartnerFile.spool_name).where(PartnerFile.state == PartnerFileState.CHECKED)),
    }
    old = [name for name, age in _ages(folder, now) if age > SPOOL_AGE and name not in patient]
    if old:
        return Check("spool", State.WARNING, f"{len(old)} uploads older than two hours", "See that workers are alive.")
    return Check("spool", State.FINE, "no upload waits long")


def _ages(folder: Path, now: datetime) -> Iterator[tuple[str, timedelta]]:
    for path in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(FileNotFoundError):  # a worker was done with it meanwhile
            yield path.name, timedelta(seconds=now.timestamp() - path.stat().st_mtime)


def _weather(session: Session, settings: Settings, now: datetime) -> Iterator[Check]:
    today = now.astimezone(LOCAL).date()
    mend = (
        "Look for weather.fetch in the log."
        if settings.weather_url
        else "Set GREENER_HOMES_WEATHER_URL, or load files: `greener-homes weather FILE…`."
    )
    for held in weather.status(session):
        if not held.wanted:
            continue
        name = f"weather {held.station}"
        if held.last is None:
            yield Check(name, State.WARNING, "nothing is held; typical weather stands in", mend)
        elif today - held.last > WEATHER_AGE:
            yield Check(name, State.WARNING, f"known until {held.last}", mend)
        else:
            yield Check(name, State.FINE, f"known until {held.last}")


def _prices(session: Session, now: datetime) -> Iterator[Check]:
    for each in freshness(now.astimezone(LOCAL).date(), rates.in_use(session)):
        name = f"price {each.family} {each.key}"
        if each.is_stale:
            yield Check(name, State.WARNING, _price_seen(each), "See docs/how-to/rates.md.")
        else:
            yield Check(name, State.FINE, _price_seen(each))


def _price_seen(each: Freshness) -> str:
    if each.stands_in:
        return "typical prices stand in for this distributor's own"
    late = f", {each.days_over} days ago" if each.days_over else ""
    return f"since {each.newest_from}, known until {each.known_until}{late}"


def _programmes(session: Session, now: datetime) -> Iterator[Check]:
    """Of each thing the newest change in force says by when somebody looks again."""
    today = now.astimezone(LOCAL).date()
    newest = {each.target: each for each in incentive_changes.in_force(session, today)}
    for each in newest.values():
        if each.review_on < today:
            seen = f"seen on {each.seen_on}, was to be looked at again by {each.review_on}"
            yield Check(f"program {each.target}", State.WARNING, seen, "Staff write down what they see under Programs.")


def _agreements(session: Session, now: datetime) -> Iterator[Check]:
    """Agreements with partners that end soon or have ended."""
    for each in agreements.standings(session, at=now):
        if each.agreement is not None and each.standing in (Standing.ENDS_SOON, Standing.ENDED):
            seen = f"until {each.agreement.expires_on}"
            yield Check(
                f"agreement {each.organisation.key}", State.WARNING, seen, "Staff enter a new one under Partners."
            )


def _feeds(session: Session, now: datetime) -> Iterator[Check]:
    expected = feeds.health(session, now)
    late = feeds.late(session, now)
    if not late:
        yield Check("sources", State.FINE, f"{len(expected)} expected, none late")
    for each in late:
        came = f"last came {each.last_arrived_at:%Y-%m-%d %H:%M} UTC" if each.last_arrived_at else "never came"
        seen = f"{came}, was due {each.due_at:%Y-%m-%d %H:%M} UTC"
        yield Check(f"source {each.kind.value} {each.key}", State.WARNING, seen, f"Ask its owner: {each.owner.value}.")
