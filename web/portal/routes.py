"""Every page a signed-in resident can reach, imported so that their routes exist."""

from __future__ import annotations

from web.portal import (
    about,
    arrivals,
    connect,
    data_health,
    energuide,
    energy,
    home,
    household,
    household_joining,
    looked,
    my_data,
    plan,
    sharing,
    sharing_asking,
    sharing_moving,
    sharing_receipts,
    sharing_stopping,
    sharing_who,
    suppliers,
    typed_bills,
    written_down,
)
from web.portal.blueprint import portal

__all__ = [
    "about",
    "arrivals",
    "connect",
    "data_health",
    "energuide",
    "energy",
    "home",
    "household",
    "household_joining",
    "looked",
    "my_data",
    "plan",
    "portal",
    "sharing",
    "sharing_asking",
    "sharing_moving",
    "sharing_receipts",
    "sharing_stopping",
    "sharing_who",
    "suppliers",
    "typed_bills",
    "written_down",
]
