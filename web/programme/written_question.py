"""Which question of consent was answered, and in which language its words were read out: chosen, then read strictly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import request

from coach.referrals import sending
from greener_homes import consent, organisations
from greener_homes.consent import Purpose, Source
from greener_homes.errors import Refusal
from greener_homes.organisations import OrganisationKind, OrganisationView
from greener_homes.people import Language
from models.quantities import Commodity
from web import current, forms
from web.brought import BROUGHT
from web.components import Choice, Question
from web.programme import written_words as words
from web.text import gettext as _

Member = TypeVar("Member", Purpose, Source, Language)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in one language."""

    purpose: Purpose
    language: Language
    source: Source | None = None
    supplier: OrganisationView | None = None
    recipient: OrganisationView | None = None

    @property
    def about(self) -> str:
        return words.about(
            self.purpose,
            self.source,
            self.supplier.id if self.supplier else None,
            self.recipient.id if self.recipient else None,
        )

    @property
    def parts(self) -> dict[str, str]:
        """The question as parts of an address, as `asked` reads them."""
        found = {"purpose": self.purpose.value, "language": self.language.value}
        if self.source is not None:
            found["source"] = f"{self.source.value}.{self.supplier.key}" if self.supplier else self.source.value
        if self.recipient is not None:
            found["recipient"] = self.recipient.key
        return found

    @property
    def offered(self) -> tuple[Commodity, ...]:
        """The kinds of energy that can be answered."""
        return BROUGHT[self.source] if self.source else ()


def asked() -> Asked:
    """The question this address names. Raises Refusal where a part is missing or does not fit."""
    purpose, language = _member(Purpose, "purpose"), _member(Language, "language")
    if purpose.is_contact:
        return Asked(purpose, language)
    if purpose is Purpose.REFERRAL:
        # What it rests on is worked out from what the resident permits, as on their own pages: nobody is asked for it.
        return Asked(purpose, language, recipient=_one_of(_recipients(), request.args.get("recipient", "")))
    name, _dot, key = request.args.get("source", "").partition(".")
    try:
        source = Source(name)
    except ValueError:
        raise Refusal(forms.BAD_CHOICE) from None
    supplier = _one_of(_suppliers(), key) if source in consent.OF_THE_ACCOUNT else None
    return Asked(purpose, language, source, supplier)


def questions() -> tuple[Question, ...]:
    """What is chosen before the words are shown; nothing is chosen in advance."""
    return (
        Question("purpose", _("What was asked?"), _choices("purpose", _purposes())),
        Question(
            "source",
            _("Where do the readings come from?"),
            _choices("source", _sources()),
            hint=_("Leave it open for e-mail, telephone, post and a lender."),
        ),
        *(
            (
                Question(
                    "recipient",
                    _("To which partner?"),
                    _choices("recipient", [(one.key, one.name) for one in found]),
                    hint=_("Only where something is sent to one."),
                ),
            )
            if (found := _recipients())
            else ()
        ),
        Question(
            "language",
            _("In which language were the words read out, or is the paper?"),
            _choices("language", [(Language.ENGLISH.value, _("English")), (Language.FRENCH.value, _("French"))]),
        ),
    )


def _purposes() -> list[tuple[str, str]]:
    return [(one.value, words.purpose_name(one)) for one in Purpose if one is not Purpose.REFERRAL or _recipients()]


def _sources() -> list[tuple[str, str]]:
    found = [(one.value, words.source_name(one)) for one in (Source.UPLOAD, Source.BILLS)]
    for supplier in _suppliers():
        found += [
            (f"{one.value}.{supplier.key}", words.source_name(one, supplier.name))
            for one in (Source.UTILITY, Source.PARTNER)
        ]
    return found


def _suppliers() -> Sequence[OrganisationView]:
    return organisations.open_ones(current.session(), OrganisationKind.UTILITY)


def _recipients() -> Sequence[OrganisationView]:
    """Lenders, and the utilities and municipalities that lend or were ever asked: an end never waits."""
    return sending.nameable(current.session(), now=current.now())


def _choices(name: str, offered: list[tuple[str, str]]) -> tuple[Choice, ...]:
    chosen = request.args.get(name, "")
    return tuple(Choice(value, label, chosen=value == chosen) for value, label in offered)


def _one_of(offered: Sequence[OrganisationView], key: str) -> OrganisationView:
    known = next((one for one in offered if one.key == key), None)
    if known is None:
        raise Refusal(forms.BAD_CHOICE)
    return known


def _member(members: type[Member], name: str) -> Member:
    try:
        return members(request.args.get(name, ""))
    except ValueError:
        raise Refusal(forms.BAD_CHOICE) from None
