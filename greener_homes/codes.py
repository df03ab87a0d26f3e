"""Every code of this package, gathered from the modules that use them."""

from __future__ import annotations

from greener_homes import codes_money, codes_work, consent, errors, people
from models.findings import Code

ALL_CODES: tuple[Code, ...] = (
    *errors.CODES,
    *people.CODES,
    *consent.CODES,
    *codes_work.CODES,
    *codes_money.CODES,
)
