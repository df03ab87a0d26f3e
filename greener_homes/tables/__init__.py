"""Rows. Each module holds the tables of one noun; each row has one writer package (docs/architecture.md).

Importing this package registers every table on `Row.metadata`, which the migrations are compared with.
"""

from greener_homes.tables import (
    advice,
    audit,
    connection,
    consent,
    conversation,
    desk,
    duplicate,
    feeds,
    home,
    mail,
    match,
    people,
    permission,
    programme,
    project,
    rates,
    rights,
    usage,
    visit,
    ways_in,
    weather,
    work,
)

__all__ = [
    "advice",
    "audit",
    "connection",
    "consent",
    "conversation",
    "desk",
    "duplicate",
    "feeds",
    "home",
    "mail",
    "match",
    "people",
    "permission",
    "programme",
    "project",
    "rates",
    "rights",
    "usage",
    "visit",
    "ways_in",
    "weather",
    "work",
]
