"""Every code of this package, gathered from the modules that use them."""

from __future__ import annotations

from greener_homes import (
    codes_money,
    codes_weather,
    codes_work,
    consent,
    erasure,
    errors,
    key_rotation,
    matches,
    partner_calls,
    partner_clients,
    people,
    permissions,
    person_exports,
)
from models.findings import Code

ALL_CODES: tuple[Code, ...] = (
    *errors.CODES,
    *matches.CODES,
    *people.CODES,
    *permissions.CODES,
    *erasure.CODES,
    *person_exports.CODES,
    *key_rotation.CODES,
    *partner_calls.CODES,
    *partner_clients.CODES,
    *consent.CODES,
    *codes_work.CODES,
    *codes_money.CODES,
    *codes_weather.CODES,
)
