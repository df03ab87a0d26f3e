"""A resident, a utility and the platform between them, with a clock that a test moves and a ledger it can work off."""

from __future__ import annotations

import importlib
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from greener_homes import consent, db, jobs, ledger
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.errors import Outage
from greener_homes.settings import Settings
from greener_homes.tables.connection import Permission, PermissionState
from greener_homes.tables.work import Work, WorkState
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.scenes import NOW
from tests.utility_connectors.green_button.rogue_utility import RogueUtility
from utility_connectors import connecting, custodians, notifications

BROWSER = "a browser's sign-in"
NUMBERS = itertools.count()


@dataclass
class Stage:
    """One resident at one utility. `now` is everybody's time."""

    engine: Engine
    settings: Settings
    utility: RogueUtility
    who: scenes.Resident
    key: str
    supplier_id: uuid.UUID
    vault: Vault
    now: datetime = NOW
    steps: list[str] = field(default_factory=list)

    def ask(self, browser: str = BROWSER) -> dict[str, str]:
        """The resident goes to the utility and agrees; what their browser will bring back."""
        with db.transaction(self.engine) as session:
            address = connecting.ask(
                session, self.vault, self.settings, self.who.home.id, self.key, browser=browser, now=self.now
            )
        return self.utility.approve(address)

    def come_back(
        self,
        answer: dict[str, str] | dict[str, list[str]],
        *,
        browser: str = BROWSER,
        key: str | None = None,
        person_id: uuid.UUID | None = None,
    ) -> PermissionState:
        """The browser brings an answer back."""
        values = {name: [value] if isinstance(value, str) else value for name, value in answer.items()}
        with db.transaction(self.engine) as session:
            return connecting.returned(
                session,
                self.vault,
                key or self.key,
                values,
                person_id=person_id or self.who.person.id,
                browser=browser,
                now=self.now,
            )

    def connect(self) -> None:
        """Asked, agreed, come back, and everything that follows worked off."""
        self.come_back(self.ask())
        self.work()

    def work(self, *, rounds: int = 12, only: tuple[str, ...] = ()) -> None:
        """Every piece of work about this permission and this home's imports has been done, as workers would."""
        for _ in range(rounds):
            due = self._due(only)
            if due is None:
                return
            self._attempt(due)
        raise AssertionError("the work never ends")

    def later(self, **time: float) -> None:
        """Time passes, the scheduled look at everything due is had, and the work is done."""
        self.now += timedelta(**time)
        with db.transaction(self.engine) as session:
            module = importlib.import_module("utility_connectors.permission_jobs")
            module.catch_up(session, jobs.NOBODY, now=self.now, settings=self.settings, step=self.steps.append)
        self.work()

    def notify(self, content: bytes) -> int:
        """The utility, or somebody else, sends a notification, and its work is done."""
        with db.transaction(self.engine) as session:
            heard = notifications.hear(session, self.vault, content, now=self.now)
        self.work()
        return heard

    @property
    def permission(self) -> Permission:
        """The newest permission of this home, as it stands."""
        with db.reading(self.engine) as session:
            query = select(Permission).where(Permission.home_id == self.who.home.id)
            row = session.exec(query.order_by(col(Permission.created_at).desc(), col(Permission.id).desc())).first()
            assert row is not None, "nothing was asked for yet"
            session.expunge(row)
            return row

    @property
    def state(self) -> str:
        return self.permission.state.value

    @property
    def stored(self) -> int:
        """How many readings of this home are in store."""
        with db.reading(self.engine) as session:
            return self._sum(session, "count")

    @property
    def energy(self) -> float:
        """kWh in store."""
        with db.reading(self.engine) as session:
            return float(self._sum(session, "total * power(10::numeric, exponent)"))

    @property
    def breaker(self) -> tuple[int, str | None]:
        with db.reading(self.engine) as session:
            row = session.get(custodians.Custodian, self.supplier_id)
            return (row.failures, row.problem) if row else (-1, None)

    @property
    def history(self) -> list[str]:
        """The states the newest permission has been in, in order."""
        query = text("SELECT state FROM permission_event WHERE permission_id = :id ORDER BY number")
        with db.reading(self.engine) as session:
            return [str(one) for one in session.execute(query, {"id": self.permission.id}).scalars()]

    def files(self) -> int:
        """Sealed files that are still about."""
        return len(list(self.vault.spooled_names()))

    def _sum(self, session: Session, what: str) -> int:
        query = (
            f"SELECT coalesce(sum({what}), 0) FROM interval_block JOIN usage_point ON usage_point.id = usage_point_id "
            "WHERE home_id = :home"
        )
        found: int = session.execute(text(query), {"home": self.who.home.id}).scalar_one()
        return found

    def _due(self, only: tuple[str, ...]) -> Work | None:
        with db.reading(self.engine) as session:
            ours = text(
                "SELECT id FROM permission WHERE home_id = :home UNION SELECT id FROM import_run WHERE home_id = :home"
            )
            subjects = list(session.execute(ours, {"home": self.who.home.id}).scalars())
            query = select(Work).where(
                col(Work.subject_id).in_(subjects), Work.state == WorkState.QUEUED, Work.available_at <= self.now
            )
            if only:
                query = query.where(col(Work.name).in_(only))
            row = session.exec(query.order_by(col(Work.name), col(Work.created_at))).first()
            if row is not None:
                session.expunge(row)
            return row

    def _attempt(self, work: Work) -> None:
        with db.transaction(self.engine) as session:
            claim = ledger.claim(session, work.id, worker="stage", now=self.now, lease=timedelta(seconds=30))
        assert claim is not None
        path = jobs.catalogue(self.settings)[work.name].path
        module, _, function = path.partition(":")
        job = getattr(importlib.import_module(module), function)
        try:
            with db.transaction(self.engine) as session:
                job(session, work.subject_id, now=self.now, settings=self.settings, step=self.steps.append)
                ledger.finish(session, claim, now=self.now)
        except Outage as outage:
            with db.transaction(self.engine) as session:
                ledger.put_off(session, claim, code=outage.code.code, now=self.now, delay=timedelta(seconds=30))


@contextmanager
def staged(engine: Engine, settings: Settings, utility: RogueUtility, **described: object) -> Iterator[Stage]:
    """A resident who has agreed to this utility's readings, which is registered; nothing is connected yet."""
    vault = open_vault(settings)
    key = f"rogue-{next(NUMBERS)}"
    with db.transaction(engine) as session:
        consent.publish_statements(session, now=NOW)
        who = scenes.resident(session, vault)
        content = utility.description(key=key, name=f"Rogue {key}", **described)
        supplier = custodians.register(session, vault, content, settings, now=NOW)
        agree(session, who, supplier.id)
    yield Stage(engine, settings, utility, who, key, supplier.id, vault)


def agree(session: Session, who: scenes.Resident, supplier_id: uuid.UUID, at: datetime = NOW) -> None:
    """The resident says yes to advice from what this supplier sends."""
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    answer = Answer(
        person_id=who.person.id,
        home_id=who.home.id,
        source=Source.UTILITY,
        commodities=scenes.BOTH,
        statement_id=words.id,
        data_from=scenes.MOVED_IN,
        supplier_id=supplier_id,
        account_holder=True,
    )
    consent.grant(session, answer, actor=who.person.actor, now=at)
