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
    feeds,
    home,
    mail,
    match,
    people,
    permission,
    programme,
    rates,
    rights,
    usage,
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
    "feeds",
    "home",
    "mail",
    "match",
    "people",
    "permission",
    "programme",
    "rates",
    "rights",
    "usage",
    "weather",
    "work",
]
