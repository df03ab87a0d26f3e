"""Every code of this package, gathered from the modules that use them."""

from __future__ import annotations

from greener_homes import (
    codes_bill,
    codes_money,
    codes_weather,
    codes_work,
    consent,
    erasure,
    errors,
    home_marks,
    invitations,
    key_rotation,
    mail_send,
    match_decisions,
    matches,
    partner_calls,
    partner_clients,
    people,
    permissions,
    person_exports,
    photos,
    scans,
    staff_requests,
    written_codes,
)
from greener_homes.identity import email_links, newcomers, second_factors
from models.findings import Code

ALL_CODES: tuple[Code, ...] = (
    *errors.CODES,
    *matches.CODES,
    *match_decisions.CODES,
    *people.CODES,
    *email_links.CODES,
    *newcomers.CODES,
    *second_factors.CODES,
    *permissions.CODES,
    *erasure.CODES,
    *person_exports.CODES,
    *staff_requests.CODES,
    *key_rotation.CODES,
    *partner_calls.CODES,
    *partner_clients.CODES,
    *consent.CODES,
    *invitations.CODES,
    *home_marks.CODES,
    *mail_send.CODES,
    *scans.CODES,
    *photos.CODES,
    *written_codes.CODES,
    *codes_work.CODES,
    *codes_money.CODES,
    *codes_bill.CODES,
    *codes_weather.CODES,
)
