"""A utility is expected to send only while somebody is connected to it, and lateness is told by its own patience."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from greener_homes import db, feeds
from greener_homes.feeds import FeedKind
from tests.utility_connectors.green_button.stage import Stage
from utility_connectors import custodians


def health(stage: Stage) -> list[tuple[FeedKind, bool]]:
    with db.reading(stage.engine) as session:
        return [(one.kind, one.is_late) for one in feeds.health(session, stage.now) if one.kind is FeedKind.CUSTODIAN]


def test_a_connected_utility_is_expected_and_late_by_its_own_patience(stage: Stage) -> None:
    assert health(stage) == []
    stage.connect()
    assert health(stage) == [(FeedKind.CUSTODIAN, False)]
    with db.transaction(stage.engine) as session:
        (utility,) = custodians.all_of_them(session)
        assert feeds.late(session, stage.now + timedelta(hours=utility.late_hours + 1)) != []
        session.execute(text("UPDATE permission SET state = 'externally_terminated'"))
        custodians.expect_only_of_the_connected(session, now=stage.now)
    assert health(stage) == []
