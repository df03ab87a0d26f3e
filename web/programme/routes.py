"""All pages of programme staff, in one place to register."""

from __future__ import annotations

from web.programme import (  # noqa: F401  their views join the blueprint
    agreements,
    events,
    formats,
    incentive_changes,
    incentive_editing,
    incentives,
    inventory,
    lists,
    matches,
    offers,
    paid,
    prices,
    referrals,
    requests,
    sources,
    teach,
    workload,
    written,
    written_asking,
    written_deciding,
)
from web.programme.blueprint import programme as programme
