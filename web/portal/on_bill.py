"""What is paid off on a utility's bill, in a resident's words: each charge, what is left, and what a move does."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response

from coach.referrals import charges, lists, on_bill
from coach.referrals.charges import Charge
from coach.referrals.lists import ReferralView
from coach.referrals.on_bill import OnBill, OnMoving
from greener_homes.errors import NotFound
from web import current, i18n
from web import opportunity as numbers
from web.access import Access, access
from web.components import Fact, Notice, Tone
from web.formatting import day, month_year
from web.portal.blueprint import portal
from web.text import gettext as _
from web.words import finance as words

NEXT = 12
COLUMNS = ("month", "charge_cad", "interest_cad", "left_cad")


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One month: the charge, and what is left after it."""

    month: str
    charge: str
    left: str


@portal.get("/referrals/<uuid:referral_id>/charges.csv")
@access(Access.RESIDENT)
def referral_charges(referral_id: uuid.UUID) -> Response:
    """Every charge of one enrolment as a table to keep. Another person's, and none, are not found."""
    view = lists.one_of_resident(
        current.session(), current.vault(), current.person().id, current.home().id, referral_id
    )
    table = charges.charges(view.standing)
    if not table:
        raise NotFound
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows((f"{one.month:%Y-%m}", one.amount, one.interest, one.owed) for one in table)
    said = {"Content-Disposition": 'attachment; filename="charges.csv"', "Cache-Control": "private, no-store"}
    return Response(text.getvalue(), mimetype="text/csv", headers=said)


def facts(view: ReferralView, moving: OnMoving | None, today: date) -> tuple[Fact, ...]:
    """The enrolment in short; nothing where nothing is on a bill."""
    table, language = charges.charges(view.standing), i18n.language()
    if not table:
        return ()
    return (
        Fact(_("Each month"), _dollars(table[0])),
        Fact(_("First charge"), day(table[0].month, language)),
        Fact(_("Last charge"), _last(table)),
        Fact(_("In all"), numbers.cents(float(sum(one.amount for one in table)), language)),
        Fact(_("Left to pay"), numbers.cents(float(charges.owed_on(view.standing, today)), language)),
        Fact(words.MOVING(language), _moving(moving)),
    )


def next_charges(view: ReferralView, today: date) -> tuple[ChargeRow, ...]:
    """The charges of the next twelve months, the present one first."""
    language = i18n.language()
    found = [one for one in charges.charges(view.standing) if one.month >= today.replace(day=1)]
    return tuple(
        ChargeRow(
            month_year(one.month, language),
            *(numbers.cents(float(each), language) for each in (one.amount, one.owed)),
        )
        for one in found[:NEXT]
    )


def before_moving(found: Sequence[OnBill], on: date) -> tuple[Notice, ...]:
    """What has to be known before somebody moves out that day; nothing where nothing is on a bill."""
    language = i18n.language()
    return tuple(
        Notice(
            Tone.WARN,
            _("You still pay something off on your bill from %(utility)s", utility=each.utility),
            (
                _(
                    "%(monthly)s a month until %(last)s. On %(day)s, %(owed)s is left.",
                    monthly=numbers.cents(float(each.monthly), language),
                    last=month_year(each.last, language),
                    day=day(on, language),
                    owed=numbers.cents(float(each.owed), language),
                ),
                said_of_moving(each.on_moving),
                _("Tell %(utility)s your day yourself, and ask for the exact sum. We do not.", utility=each.utility),
            ),
        )
        for each in found
    )


def on_bill_of_mine(on: date) -> tuple[Notice, ...]:
    """The same for the home and the person of this request."""
    return before_moving(on_bill.on_bill(current.session(), current.person().id, current.home().id, on), on)


def said_of_moving(moving: OnMoving | None) -> str:
    """What becomes of it when the household moves, in a sentence."""
    return words.MOVING_SENTENCE(i18n.language(), what=_moving(moving))


def _moving(moving: OnMoving | None) -> str:
    language = i18n.language()
    return words.MOVING_WORDS[moving.value](language) if moving else words.MOVING_UNSAID(language)


def _last(table: Sequence[Charge]) -> str:
    on, language = day(table[-1].month, i18n.language()), i18n.language()
    if table[-1].amount == table[0].amount:
        return on
    return _("%(day)s, of %(amount)s", day=on, amount=numbers.cents(float(table[-1].amount), language))


def _dollars(one: Charge) -> str:
    return numbers.cents(float(one.amount), i18n.language())
