"""Random histories of one home's consent, played to the services and to the oracle, with questions at every turn."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from greener_homes import consent, homes, organisations, privacy, privacy_endings
from greener_homes.audit import Actor
from greener_homes.consent import Answer, Channel, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import Relation
from greener_homes.organisations import OrganisationKind
from greener_homes.page_questions import AtOnce
from greener_homes.people import Audience, Language
from greener_homes.tables.people import Person
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests.consent_oracle import Cover, Joined, Key, Leaves, Oracle, Stopped, Yes, best_first, day

BEGIN = datetime(2024, 3, 1, 15, tzinfo=UTC)
COMMODITIES = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS, Commodity.WATER)
OF_USAGE = tuple(purpose for purpose in Purpose if not purpose.is_contact)
CONTACT = tuple(purpose for purpose in Purpose if purpose.is_contact)
SUPPLIED = (Source.UTILITY, Source.PARTNER)
_STANDING = AtOnce(consent.STANDING)


@dataclass(frozen=True)
class Question:
    """One disagreement: what was asked, what the rules say, what the code said."""

    seed: int
    asked: str
    rules: object
    code: object


@dataclass
class Play:
    """One home's history while it is played. `disagreements` stays empty when code and rules agree."""

    session: Session
    vault: Vault
    seed: int
    suppliers: tuple[uuid.UUID, ...]
    now: datetime = BEGIN
    asked: int = 0
    oracle: Oracle = field(default_factory=Oracle)
    disagreements: list[Question] = field(default_factory=list)
    people: list[uuid.UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        first = self._person()
        self.home = homes.add_home(
            self.session, first, relation=Relation.OWNER, moved_in=date(2020, 1, 1), now=self.now
        ).id
        self.oracle.log.append(Joined(self.now, str(first), first_household=True))

    def run(self, turns: int = 9) -> Play:
        """Plays `turns` acts, asking after each, and once more long after the last."""
        acts: tuple[tuple[Callable[[], None], int], ...] = (
            (self.agree, 9),
            (self.withdraw, 4),
            (self.withdraw_everything, 1),
            (self.refuse, 1),
            (self.join, 2),
            (self.leave, 2),
            (self.let_expire, 3),
        )
        weights = [weight for _, weight in acts]
        for _ in range(turns):
            self.now += self.random.choice(
                (timedelta(), timedelta(minutes=1), timedelta(hours=7), timedelta(days=20), timedelta(days=150))
            )
            self.random.choices([act for act, _ in acts], weights)[0]()
            self.ask_all()
        self.now += self.random.choice((timedelta(days=364, hours=23), timedelta(days=365), timedelta(days=31)))
        self.ask_all()
        return self

    def agree(self) -> None:
        who = self.random.choice(self.people)
        if self.random.random() < 0.2:
            key: Key = (self.random.choice(CONTACT).value, None, None, None)
            chosen: tuple[Commodity, ...] = ()
        else:
            key = self._key()
            chosen = tuple(self.random.sample(COMMODITIES, self.random.randint(1, len(COMMODITIES))))
        since = day(self.now) - timedelta(days=self.random.randint(-1, 2_000))
        holder = self.random.random() < 0.85
        try:
            consent.grant(
                self.session,
                self._answer(who, key, chosen, since, account_holder=holder),
                actor=Actor(who, "resident"),
                now=self.now,
            )
        except NotFound:
            self._compare(f"grant by {who}", self.oracle.lives_there(str(who), self.now), False)
            return
        except Refusal as refusal:
            expected = (
                consent.MOVED_IN_LATER.code
                if key[1] and since > day(self.now)
                else consent.NOT_ACCOUNT_HOLDER.code
                if key[1] in SUPPLIED and not holder
                else None
            )
            self._compare(f"grant {key}", expected, refusal.code.code)
            return
        allowed = self.oracle.lives_there(str(who), self.now) and not (key[1] in SUPPLIED and not holder)
        self._compare(f"grant {key}", allowed, True)
        self.oracle.log.append(Yes(self.now, str(who), key, tuple(one.value for one in chosen), since))

    def refuse(self) -> None:
        who, key = self.random.choice(self.people), self._key()
        if self.oracle.lives_there(str(who), self.now):
            answer = self._answer(who, key, COMMODITIES[:2], day(self.now))
            consent.refuse(self.session, answer, actor=Actor(who, "resident"), now=self.now)

    def withdraw(self) -> None:
        """Now by the whole of withdrawal, now only by the part that ends grants."""
        who = self.random.choice([*self.people, None])
        yes = [one for one in self.oracle.log if isinstance(one, Yes)]
        key: Key = self.random.choice(yes).key if yes and self.random.random() < 0.8 else self._key()
        chosen = tuple(self.random.sample(COMMODITIES, self.random.randint(1, len(COMMODITIES))))
        purpose, source, supplier, recipient = self._parts(key)
        actor = Actor(who, "resident")
        if self.random.random() < 0.5:
            consent.withdraw(
                self.session,
                self.home,
                purpose,
                source=source,
                commodities=chosen,
                actor=actor,
                now=self.now,
                supplier_id=supplier,
                recipient_id=recipient,
                person_id=who,
            )
        else:
            privacy.withdraw(
                self.session,
                self.vault,
                self.home,
                purpose,
                source=source,
                commodities=chosen,
                actor=actor,
                now=self.now,
                supplier_id=supplier,
                recipient_id=recipient,
                person_id=who,
            )
        names = None if purpose.is_contact else tuple(one.value for one in chosen)
        self.oracle.log.append(Stopped(self.now, str(who) if who else None, key, names))

    def withdraw_everything(self) -> None:
        who = self.random.choice([*self.people, None])
        privacy.withdraw_everything(
            self.session, self.vault, self.home, actor=Actor(who, "resident"), now=self.now, person_id=who
        )
        self.oracle.log.append(Stopped(self.now, str(who) if who else None, None, None))

    def join(self) -> None:
        if len(self.people) < 4:
            who = self._person()
            homes.join(self.session, who, self.home, relation=Relation.MEMBER, moved_in=day(self.now), now=self.now)
            self.oracle.log.append(Joined(self.now, str(who), first_household=False))

    def leave(self) -> None:
        who = self.random.choice(self.people)
        on = day(self.now) + timedelta(days=self.random.choice((-40, 0, 1, 90, 300)))
        moved_in = homes.get_member(self.session, who, self.home).moved_in
        there = self.oracle.lives_there(str(who), self.now)
        try:
            privacy_endings.move_out(
                self.session, self.vault, who, self.home, on, actor=Actor(who, "resident"), now=self.now
            )
        except NotFound:
            self._compare(f"{who} leaves", there, False)
        except Refusal:
            self._compare(f"{who} leaves on {on}", moved_in is not None and on < moved_in, True)
        else:
            self._compare(f"{who} leaves", there, True)
            self.oracle.log.append(Leaves(self.now, str(who), on))

    def let_expire(self) -> None:
        """The scheduled work changes no answer to any question."""
        privacy_endings.expire(self.session, self.vault, now=self.now)

    def ask_all(self) -> None:
        """A few questions of every sort at this moment, some about a little later."""
        at = self.now + self.random.choice((timedelta(), timedelta(), timedelta(hours=5), timedelta(days=30)))
        keys = {one.key for one in self.oracle.log if isinstance(one, Yes) and one.key[1]}
        for key in {*self.random.sample(sorted(keys, key=str), min(3, len(keys))), self._key()}:
            self._compare(f"require {key} at {at}", self.oracle.covered(key, at), self._required(key, at))
        purpose = self.random.choice(OF_USAGE[:2] + OF_USAGE)
        recipient = str(self.suppliers[0]) if purpose is Purpose.REFERRAL else None
        known = {key for key in keys if key[0] == purpose.value and key[3] == recipient}
        open_ones = [key for key in best_first(known) if self.oracle.covered(key, at)]
        self._compare(f"live {purpose} at {at}", open_ones, self._live(purpose, recipient, at))
        who, contact = self.random.choice(self.people), self.random.choice(CONTACT)
        self._compare(
            f"{contact} to {who} at {at}",
            self.oracle.may_write(str(who), contact.value, at),
            consent.may_contact(self.session, who, contact, at=at),
        )

    def _required(self, key: Key, at: datetime) -> Cover:
        purpose, source, supplier, recipient = self._parts(key)
        assert source is not None
        try:
            live = consent.require(
                self.session, self.home, purpose, source, at=at, supplier_id=supplier, recipient_id=recipient
            )
        except Refusal:
            return {}
        return {window.commodity.value: (window.since, window.until) for window in live.covered}

    def _live(self, purpose: Purpose, recipient: str | None, at: datetime) -> list[Key]:
        to = uuid.UUID(recipient) if recipient else None
        found = consent.live(self.session, self.home, purpose, at=at, recipient_id=to)
        (standing,) = _STANDING.ask(self.session, {"home": self.home, **consent.moment_of(at)})
        if to is None:
            self._compare(f"as one value, live {purpose} at {at}", found, consent.live_of(standing, purpose, at))
        self._compare(
            f"as one value, in force at {at}",
            consent.in_force(self.session, self.home, at=at),
            consent.in_force_of(standing),
        )
        return [
            (purpose.value, one.source.value, str(one.supplier_id) if one.supplier_id else None, recipient)
            for one in found
        ]

    def _compare(self, asked: str, rules: object, code: object) -> None:
        self.asked += 1
        if rules != code:
            self.disagreements.append(Question(self.seed, asked, rules, code))

    def _key(self) -> Key:
        purpose = self.random.choice(OF_USAGE[:2] + OF_USAGE)
        source = self.random.choice(list(Source))
        supplier = str(self.random.choice(self.suppliers)) if source in SUPPLIED else None
        recipient = str(self.suppliers[0]) if purpose is Purpose.REFERRAL else None
        return purpose.value, source.value, supplier, recipient

    def _parts(self, key: Key) -> tuple[Purpose, Source | None, uuid.UUID | None, uuid.UUID | None]:
        purpose, source, supplier, recipient = key
        return (
            Purpose(purpose),
            Source(source) if source else None,
            uuid.UUID(supplier) if supplier else None,
            uuid.UUID(recipient) if recipient else None,
        )

    def _answer(
        self, who: uuid.UUID, key: Key, chosen: tuple[Commodity, ...], since: date, *, account_holder: bool = False
    ) -> Answer:
        purpose, source, supplier, recipient = self._parts(key)
        words = consent.statement(self.session, purpose, self.random.choice(list(Language)))
        return Answer(
            who,
            self.home,
            source,
            chosen,
            words.id,
            since if source else None,
            channel=Channel.WEB,
            supplier_id=supplier,
            recipient_id=recipient,
            account_holder=account_holder,
        )

    def _person(self) -> uuid.UUID:
        row = Person(
            audience=Audience.RESIDENT,
            email_match=uuid.uuid4().bytes,
            email_sealed=b"",
            name_sealed=b"",
            password_hash="!",
            created_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        self.people.append(row.id)
        return row.id


def suppliers(session: Session, now: datetime = BEGIN) -> tuple[uuid.UUID, ...]:
    """Two utilities."""
    names = (f"power-{uuid.uuid4().hex[:8]}", f"gas-{uuid.uuid4().hex[:8]}")
    return tuple(
        organisations.register(session, OrganisationKind.UTILITY, name, "A supplier", now=now).id for name in names
    )


def play(session: Session, vault: Vault, seed: int) -> Play:
    """One history, told by its number, in the caller's transaction. The statements must be published."""
    return Play(session, vault, seed, suppliers(session)).run()
