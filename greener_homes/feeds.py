"""Sources of data that should keep coming, when each last did, and the alarms for those that stopped.

Whoever receives data says `arrived`; nobody has to remember to look. A source is late when nothing came for its
patience, counted from its last arrival or, before the first, from when it was registered. An alarm is a row: opened
once, closed when data comes again, so that a page and a person see the same history. A supplier whose files come in
several formats is a source for each, so that nightly readings are missed although last month's bills came.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlmodel import Session, col, select

from greener_homes import audit, log
from greener_homes.errors import NotFound
from greener_homes.settings import Settings
from greener_homes.tables.feeds import Feed, FeedAlarm
from greener_homes.tables.feeds import FeedKind as FeedKind
from greener_homes.tables.feeds import FeedOwner as FeedOwner

PATIENCE_HOURS: Mapping[FeedKind, int] = MappingProxyType(
    {
        FeedKind.CUSTODIAN: 72,
        FeedKind.PARTNER: 48,
        FeedKind.WEATHER: 96,
        FeedKind.RATES: 24 * 100,
    }
)
"""How long each kind may be silent unless it was registered otherwise. Gas prices change every quarter."""
OWNERS: Mapping[FeedKind, FeedOwner] = MappingProxyType(
    {
        FeedKind.CUSTODIAN: FeedOwner.OPERATOR,
        FeedKind.PARTNER: FeedOwner.PARTNER,
        FeedKind.WEATHER: FeedOwner.OPERATOR,
        FeedKind.RATES: FeedOwner.STAFF,
    }
)
KEPT_ALARMS = 20
"""How many past alarms a source's health shows."""

logger = log.get(__name__)


@dataclass(frozen=True, slots=True)
class AlarmView:
    """One time a source was late: when data was due, when the alarm was raised, and when data came again."""

    due_at: datetime
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """One source as a page shows it."""

    kind: FeedKind
    key: str
    owner: FeedOwner
    patience: timedelta
    last_arrived_at: datetime | None
    due_at: datetime
    is_late: bool
    alarms: tuple[AlarmView, ...]
    id: uuid.UUID
    format: str = ""


def register(
    session: Session,
    kind: FeedKind,
    key: str,
    *,
    at: datetime,
    owner: FeedOwner | None = None,
    patience: timedelta | None = None,
    file_format: str = "",
) -> None:
    """The source is expected from now on; one that is known already takes the owner and the patience that are given.

    Owner and patience are those of its kind where none are given. One that had ended is expected again.
    """
    held = _held(session, kind, key, file_format)
    if held is None:
        usual = PATIENCE_HOURS[kind]
        held = Feed(kind=kind, key=key, format=file_format, owner=OWNERS[kind], patience_hours=usual, registered_at=at)
    elif held.ended_at is not None:
        held.ended_at, held.registered_at, held.last_arrived_at = None, at, None
    if owner is not None:
        held.owner = owner
    if patience is not None:
        held.patience_hours = max(1, round(patience.total_seconds() / 3600))
    session.add(held)
    session.flush()


def arrived(
    session: Session,
    kind: FeedKind,
    key: str,
    *,
    at: datetime,
    file_format: str = "",
    patience: timedelta | None = None,
) -> None:
    """Data came from this source; an open alarm is closed. A source nobody registered is registered by this.

    `file_format` is that of the file, where one sender's formats come each at their own pace; `patience` how late files
    of it may be, never less than is usual for the kind. One that was registered without a format has that first one.
    """
    held = _held(session, kind, key, file_format, lock=True)
    if held is None and file_format:
        held = _held(session, kind, key, lock=True)
        if held is not None:
            held.format = file_format
    if held is None or held.ended_at is not None:
        register(session, kind, key, at=at, file_format=file_format)
        held = _held(session, kind, key, file_format, lock=True)
    if held is None:
        raise LookupError("a source that was just registered is not there")
    if held.last_arrived_at is None or held.last_arrived_at < at:
        held.last_arrived_at = at
    if patience is not None:
        held.patience_hours = max(PATIENCE_HOURS[kind], round(patience.total_seconds() / 3600))
    session.add(held)
    session.flush()
    _settle(session, held, at)


def ended(session: Session, kind: FeedKind, key: str, *, at: datetime) -> None:
    """Nothing more is expected of this source in any format, and no alarm stands for it."""
    for held in session.exec(select(Feed).where(Feed.kind == kind, Feed.key == key).with_for_update()):
        _end(session, held, at)


def not_expected(session: Session, feed_id: uuid.UUID, *, actor: audit.Actor, at: datetime) -> None:
    """A person says that nothing more is expected of this source; what arrives later begins it again.

    Only of suppliers' files: all other sources are ended by what set them up. Raises NotFound.
    """
    held = session.exec(select(Feed).where(Feed.id == feed_id).with_for_update()).one_or_none()
    if held is None or held.ended_at is not None or held.kind is not FeedKind.PARTNER:
        raise NotFound
    _end(session, held, at)
    audit.record(session, actor, audit.Action.FEED_ENDED, at=at, object_id=held.id)


def late(session: Session, at: datetime) -> Sequence[FeedHealth]:
    """The sources that are late, the longest first."""
    return sorted((each for each in health(session, at) if each.is_late), key=lambda each: each.due_at)


def health(session: Session, at: datetime) -> Sequence[FeedHealth]:
    """Every source that is expected, with its latest alarms, by kind, key and format."""
    query = select(Feed).where(col(Feed.ended_at).is_(None))
    feeds = session.exec(query.order_by(col(Feed.kind), col(Feed.key), col(Feed.format))).all()
    alarms: dict[uuid.UUID, list[AlarmView]] = {}
    for row in session.exec(select(FeedAlarm).order_by(col(FeedAlarm.opened_at).desc(), col(FeedAlarm.id))):
        held = alarms.setdefault(row.feed_id, [])
        if len(held) < KEPT_ALARMS:
            held.append(AlarmView(row.due_at, row.opened_at, row.closed_at))
    return [_view(feed, tuple(alarms.get(feed.id, ())), at) for feed in feeds]


def check(session: Session, at: datetime) -> int:
    """Each late source has one open alarm, and no other source has one; returns how many alarms were raised now."""
    raised = 0
    for feed in session.exec(select(Feed).order_by(col(Feed.id)).with_for_update()):
        raised += _settle(session, feed, at)
    return raised


def check_all(
    session: Session, subject_id: uuid.UUID, *, now: datetime, settings: Settings, step: Callable[[str], None]
) -> None:
    """The scheduled job: alarms are as the sources are. Running again changes nothing more."""
    check(session, now)


def _end(session: Session, feed: Feed, at: datetime) -> None:
    feed.ended_at = at
    session.add(feed)
    session.flush()
    _settle(session, feed, at)


def _settle(session: Session, feed: Feed, at: datetime) -> bool:
    """The source's alarm is open exactly when it is late; True when one was raised now."""
    is_open = session.exec(
        select(FeedAlarm).where(FeedAlarm.feed_id == feed.id, col(FeedAlarm.closed_at).is_(None))
    ).one_or_none()
    is_late = feed.ended_at is None and _due(feed) < at
    if is_open is not None and not is_late:
        is_open.closed_at = at
        session.add(is_open)
    if is_open is None and is_late:
        session.add(FeedAlarm(feed_id=feed.id, due_at=_due(feed), opened_at=at))
        logger.warning("feed.late", kind=feed.kind.value, feed=str(feed.id))
    session.flush()
    return is_open is None and is_late


def _due(feed: Feed) -> datetime:
    return (feed.last_arrived_at or feed.registered_at) + timedelta(hours=feed.patience_hours)


def _view(feed: Feed, alarms: tuple[AlarmView, ...], at: datetime) -> FeedHealth:
    return FeedHealth(
        kind=feed.kind,
        key=feed.key,
        owner=feed.owner,
        patience=timedelta(hours=feed.patience_hours),
        last_arrived_at=feed.last_arrived_at,
        due_at=_due(feed),
        is_late=_due(feed) < at,
        alarms=alarms,
        id=feed.id,
        format=feed.format,
    )


def _held(session: Session, kind: FeedKind, key: str, file_format: str = "", *, lock: bool = False) -> Feed | None:
    query = select(Feed).where(Feed.kind == kind, Feed.key == key, Feed.format == file_format)
    return session.exec(query.with_for_update() if lock else query).one_or_none()
