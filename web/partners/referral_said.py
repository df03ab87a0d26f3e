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
from coach.referrals.states import ReferralEventKind, ReferralNeed, ReferralState, Told
from greener_homes.errors import Refusal
from web import forms, messages
from web import referral_shown as shown
from web.components import Choice, Field, FieldError, Question
from web.formatting import TORONTO
from web.text import gettext as _

SAYABLE = tuple(kind for kind in ReferralEventKind if kind not in telling.OF_A_BILL)
"""What needs no more than a day and an amount. What a utility charges on its bill comes from its software."""
MOST_CAD = 9_999_999.99
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
    needs: Question
    errors: tuple[FieldError, ...]


def asked(form: forms.Form, sent_at: datetime, now: datetime) -> Told:
    """What was written. A day before today is taken at its noon, today at the moment the form was shown.

    On the day the referral was sent nothing happened before that.

    Raises Refusal.
    """
    kind, on = forms.choice(form, "what", ReferralEventKind), forms.day(form, "on")
    if kind not in SAYABLE or NAME.fullmatch(form.get("event", "")) is None:
        raise Refusal(forms.BAD_CHOICE)
    amount = forms.number(form, "amount", low=0.01, high=MOST_CAD)
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
    )


def saying(referral_id: uuid.UUID, now: datetime, refusal: Refusal | None, given: forms.Form) -> Saying:
    """The form, with what was typed and what to mend."""
    field = FIELD_OF.get(refusal.code.code, "what") if refusal else ""
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
                for kind in SAYABLE
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


def _moment(said: str, sent_at: datetime, now: datetime) -> datetime:
    """When the form was shown; what no form of ours can say is now."""
    try:
        found = datetime.fromisoformat(said[:40])
    except ValueError:
        return now
    return found if found.tzinfo is not None and sent_at <= found <= now else now
