"""Making a database ready: migrated to the newest step, with every consent statement published."""

from __future__ import annotations

from datetime import datetime

from greener_homes import consent, db, migrations


def prepare(database_url: str, *, now: datetime) -> None:
    """The database can serve this version of the platform. Safe to run again, and from several processes at once."""
    migrations.migrate(database_url)
    engine = db.create_engine(database_url, pool_size=1)
    try:
        with db.transaction(engine) as session:
            consent.publish_statements(session, now=now)
    finally:
        engine.dispose()
