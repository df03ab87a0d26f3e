"""A lender without software says on its page what happened: the same events as by the API, under the same rules.

The form carries its own event's name and the moment it was shown, so that pressing twice says it once.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, time

from flask import url_for

from coach.referrals import codes_referrals as codes
from coach.referrals import telling
from coach.referrals.charges import MOST_RATE_THOUSANDTHS, MOST_TERM_YEARS
from coach.referrals.states import ReferralEventKind, ReferralNeed, ReferralState, Told
from greener_homes.errors import Refusal
from web import forms, messages
from web import referral_shown as shown
from web.components import Choice, Field, FieldError, Question
from web.formatting import TORONTO
from web.text import gettext as _

SAYABLE = tuple(kind for kind in ReferralEventKind if kind not in telling.OF_A_BILL)
"""What needs no more than a day and an amount; a utility also says what it puts on its bill, and when that ends."""
NUMBERS = {
    "amount": (0.01, 9_999_999.99),
    "rate": (0.0, MOST_RATE_THOUSANDTHS / 1000),
    "years": (1.0, float(MOST_TERM_YEARS)),
}
NAME = re.compile(r"page-[0-9a-f]{32}")
NOON = time(12)
FIELD_OF = {
    codes.NOT_THEN.code: "on",
    codes.DOES_NOT_GO_WITH.code: "what",
    codes.TOO_MANY.code: "what",
    forms.BAD_CHOICE.code: "what",
    forms.BAD_NUMBER.code: "amount",
    forms.BAD_DATE.code: "on",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """The form: what happened, when, how much, and what is missing."""

    url: str
    event: str
    shown_at: str
    what: tuple[Choice, ...]
    what_error: str
    on: Field
    amount: Field
    terms: tuple[Field, ...]
    """Rate and years of what goes on a bill; none for who has no bill."""
    needs: Question
    errors: tuple[FieldError, ...]


def sayable(*, on_bill: bool) -> tuple[ReferralEventKind, ...]:
    """What may be said: `on_bill` by a utility that lends on its bill."""
    return tuple(ReferralEventKind) if on_bill else SAYABLE


def asked(form: forms.Form, sent_at: datetime, now: datetime, *, on_bill: bool = False) -> Told:
    """What was written. A day before today is taken at its noon, today at the moment the form was shown.

    On the day the referral was sent nothing happened before that.

    Raises Refusal.
    """
    kind, on = forms.choice(form, "what", ReferralEventKind), forms.day(form, "on")
    if kind not in sayable(on_bill=on_bill) or NAME.fullmatch(form.get("event", "")) is None:
        raise Refusal(forms.BAD_CHOICE)
    amount = _number(form, "amount")
    rate, years = (_number(form, name) if on_bill else None for name in ("rate", "years"))
    if years is not None and not years.is_integer():
        raise Refusal(forms.BAD_NUMBER, low=1, high=MOST_TERM_YEARS)
    shown_at = _moment(form.get("shown_at", ""), sent_at, now)
    if on is None:
        raise Refusal(forms.BAD_DATE)
    today = shown_at.astimezone(TORONTO).date()
    needs = [need for need in ReferralNeed if need.value in form.getlist("need")]
    if len(needs) != len(set(form.getlist("need"))):
        raise Refusal(forms.BAD_CHOICE)
    noon = datetime.combine(on, NOON, TORONTO)
    if on == sent_at.astimezone(TORONTO).date():
        noon = max(noon, sent_at)
    return Told(
        key=form["event"],
        kind=kind,
        occurred_at=shown_at if on == today else noon,
        needs=tuple(needs),
        amount_cents=None if amount is None else round(100 * amount),
        rate_thousandths=None if rate is None else round(1000 * rate),
        years=None if years is None else int(years),
    )


def saying(
    referral_id: uuid.UUID, now: datetime, refusal: Refusal | None, given: forms.Form, *, on_bill: bool = False
) -> Saying:
    """The form, with what was typed and what to mend."""
    field = FIELD_OF.get(refusal.code.code, "what") if refusal else ""
    if field == "amount":
        field = _wrong_number(given)
    said = messages.sentence(refusal.code.code, refusal.facts) if refusal else ""
    today = f"{now.astimezone(TORONTO):%Y-%m-%d}"
    return Saying(
        url=url_for("partners.referral_told", referral_id=referral_id),
        event=f"page-{uuid.uuid4().hex}",
        shown_at=now.isoformat(),
        what=(
            Choice("", _("Choose first")),
            *(
                Choice(kind.value, shown.state_chip(ReferralState(kind.value)).text, chosen=given.get("what") == kind)
                for kind in sayable(on_bill=on_bill)
            ),
        ),
        what_error=said if field == "what" else "",
        on=Field(
            "on",
            _("On which day"),
            forms.as_typed(given, "on") if refusal else today,
            error=said if field == "on" else "",
            kind="date",
            maximum=today,
        ),
        amount=Field(
            "amount",
            _("How much, if you said yes or paid"),
            forms.as_typed(given, "amount"),
            error=said if field == "amount" else "",
            suffix="$",
        ),
        terms=tuple(
            Field(
                name,
                label,
                forms.as_typed(given, name),
                hint=_("Only when you put it on the bill."),
                error=said if field == name else "",
                suffix=suffix,
            )
            for name, label, suffix in (("rate", _("Rate a year"), "%"), ("years", _("Over how many years"), ""))
            if on_bill
        ),
        needs=Question(
            "need",
            _("What is missing, if something is"),
            tuple(
                Choice(need.value, shown.need_name(need), chosen=need.value in given.getlist("need"))
                for need in ReferralNeed
            ),
            many=True,
        ),
        errors=(FieldError(field, said),) if refusal else (),
    )


def _number(form: forms.Form, name: str) -> float | None:
    low, high = NUMBERS[name]
    return forms.number(form, name, low=low, high=high)


def _wrong_number(given: forms.Form) -> str:
    """The first number that cannot be one."""
    for name in NUMBERS:
        try:
            _number(given, name)
        except Refusal:
            return name
    return "years"  # a number, and not a whole one


def _moment(said: str, sent_at: datetime, now: datetime) -> datetime:
    """When the form was shown; what no form of ours can say is now."""
    try:
        found = datetime.fromisoformat(said[:40])
    except ValueError:
        return now
    return found if found.tzinfo is not None and sent_at <= found <= now else now
