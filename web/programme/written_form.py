"""The page with the words of consent to read out, and the form for what was answered to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import force_locale

from greener_homes import agreements, consent
from greener_homes.consent import Channel, ReferralField
from greener_homes.written_answers import Said, WhyWritten
from greener_homes.written_callers import Named
from web import current, forms, referral_shown
from web.catalogue import speaker
from web.commodities import commodity_name
from web.components import Choice, Field, FieldError, Question, Term
from web.formatting import TORONTO
from web.programme import written_words as words
from web.programme.written_question import Asked
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The words to read out, in their own language, and the form for what was said."""

    name: str
    reference: str
    about: str
    language: str
    title: str
    terms: tuple[Term, ...]
    statement: str
    version: int
    url: str
    back_url: str
    said: Question
    channel: Question
    why: Question
    kinds: Question | None
    parts: tuple[tuple[str, str], ...]
    """What may go to a partner, to read out one by one in the language of the words: its name and what it holds."""
    fields: Question | None
    holder: Question | None
    move_in: Field | None
    note: Field
    scan_error: str = ""
    errors: tuple[FieldError, ...] = ()


def words_page(caller: str, found: Named, asked: Asked, errors: tuple[FieldError, ...] = ()) -> AnswerPage:
    """The page for this question to this resident; with errors, what was sent stands in the form again."""
    statement = consent.statement(current.session(), asked.purpose, asked.language)
    wrong = {error.field: error.text for error in errors}
    say = speaker(asked.language.value)
    ticked = set(request.form.getlist("commodity"))
    offered = _offered(asked)
    known = found.moved_in.isoformat() if found.moved_in else ""
    return AnswerPage(
        name=found.name,
        reference=found.reference,
        about=asked.about,
        language=asked.language.value,
        title=statement.title,
        terms=(
            Term("energy", say("What"), statement.what),
            Term("users", say("Who sees it"), statement.who),
            Term("home", say("What for"), statement.why),
            Term("calendar", say("How long"), statement.how_long),
            Term("leave", say("How to stop"), statement.stop),
            Term("warn", say("What could go wrong"), statement.risk),
        ),
        statement=str(statement.id),
        version=statement.version,
        url=url_for("programme.answer_said", caller=caller, **asked.parts),  # type: ignore[arg-type]
        back_url=url_for("programme.answer_question", caller=caller, **asked.parts),  # type: ignore[arg-type]
        said=Question(
            "said",
            _("What did they answer?"),
            tuple(
                Choice(one.value, words.said_name(one), hint=hint, chosen=request.form.get("said") == one.value)
                for one, hint in (
                    (Said.YES, _("For twelve months.")),
                    (Said.NO, _("It is remembered and changes nothing.")),
                    (Said.STOP, _("It stops at once, and what came in is deleted.")),
                )
            ),
            error=wrong.get("said", ""),
        ),
        channel=Question(
            "channel",
            _("How did it reach us?"),
            tuple(
                Choice(one.value, words.channel_name(one), hint=hint, chosen=request.form.get("channel") == one.value)
                for one, hint in (
                    (Channel.PHONE, _("I read the words out.")),
                    (Channel.PAPER, _("A yes waits until somebody else has looked at the paper.")),
                )
            ),
            error=wrong.get("channel", ""),
        ),
        why=Question(
            "why",
            _("Why do you write it down for them?"),
            tuple(
                Choice(one.value, words.why_name(one), chosen=request.form.get("why") == one.value)
                for one in WhyWritten
            ),
            error=wrong.get("why", ""),
        ),
        kinds=Question(
            "commodity",
            _("Which kinds of energy?"),
            tuple(Choice(one.value, commodity_name(one), chosen=one.value in ticked) for one in asked.offered),
            hint=_("Only those they named. For a stop, none means all."),
            error=wrong.get("commodity", ""),
            many=True,
        )
        if asked.offered
        else None,
        parts=_parts(asked, offered) if asked.recipient else (),
        fields=Question(
            "field",
            _("What may go?"),
            tuple(
                Choice(one.value, referral_shown.field_name(one), chosen=one.value in request.form.getlist("field"))
                for one in offered
            ),
            hint=_("For a yes: only those they named, one by one. The rest stays here."),
            error=wrong.get("field", ""),
            many=True,
        )
        if asked.recipient
        else None,
        holder=Question(
            "account_holder",
            _("Is the account theirs?"),
            (Choice("yes", _("They say that their name is on the bill")),),
            hint=_("Needed for a yes: only the holder of the account can let it be shared."),
            error=wrong.get("account_holder", ""),
            many=True,
        )
        if asked.source in consent.OF_THE_ACCOUNT
        else None,
        move_in=Field(
            "moved_in",
            _("When did they move in?"),
            value=forms.as_typed(request.form, "moved_in") if errors else known,
            hint=_("For a yes: nothing from before that day is kept."),
            error=wrong.get("moved_in", ""),
            kind="date",
            maximum=current.now().astimezone(TORONTO).date().isoformat(),
        )
        if asked.source is not None
        else None,
        note=Field(
            "note",
            _("A note, if it helps"),
            value=forms.as_typed(request.form, "note") if errors else "",
            hint=_("Sealed. The resident gets it with a copy of their data."),
            error=wrong.get("note", ""),
            kind="textarea",
        ),
        scan_error=wrong.get("scan", ""),
        errors=errors,
    )


def _offered(asked: Asked) -> tuple[ReferralField, ...]:
    """What may pass to this partner, in the order of the resident's own page."""
    if asked.recipient is None:
        return ()
    passing = agreements.passing(current.session(), asked.recipient.id, tuple(ReferralField), at=current.now())
    return tuple(one for one in ReferralField if one in passing)


def _parts(asked: Asked, offered: Sequence[ReferralField]) -> tuple[tuple[str, str], ...]:
    """The list that a resident has on their own page, in the language it is read out in."""
    with force_locale(asked.language.value):
        return tuple((referral_shown.field_name(one), referral_shown.field_hint(one)) for one in offered)
