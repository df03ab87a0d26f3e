"""Which question of consent was answered, and in which language its words were read out: chosen, then read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from flask import request

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
    name, _dot, key = request.args.get("source", "").partition(".")
    try:
        source = Source(name)
    except ValueError:
        raise Refusal(forms.BAD_CHOICE) from None
    supplier = _organisation(key, OrganisationKind.UTILITY) if source in consent.OF_THE_ACCOUNT else None
    recipient = None
    if purpose is Purpose.REFERRAL:
        recipient = _organisation(request.args.get("recipient", ""), OrganisationKind.LENDER)
    return Asked(purpose, language, source, supplier, recipient)


def questions() -> tuple[Question, ...]:
    """What is chosen before the words are shown; nothing is chosen in advance."""
    return (
        Question("purpose", _("What was asked?"), _choices("purpose", _purposes())),
        Question(
            "source",
            _("Where do the readings come from?"),
            _choices("source", _sources()),
            hint=_("Leave it open for e-mail, telephone and post."),
        ),
        *(
            (
                Question(
                    "recipient",
                    _("To which partner?"),
                    _choices("recipient", lenders),
                    hint=_("Only where readings are sent to one."),
                ),
            )
            if (lenders := _lenders())
            else ()
        ),
        Question(
            "language",
            _("In which language were the words read out, or is the paper?"),
            _choices("language", [(Language.ENGLISH.value, _("English")), (Language.FRENCH.value, _("French"))]),
        ),
    )


def _purposes() -> list[tuple[str, str]]:
    return [(one.value, words.purpose_name(one)) for one in Purpose if one is not Purpose.REFERRAL or _lenders()]


def _sources() -> list[tuple[str, str]]:
    found = [(one.value, words.source_name(one)) for one in (Source.UPLOAD, Source.BILLS)]
    for supplier in organisations.open_ones(current.session(), OrganisationKind.UTILITY):
        found += [
            (f"{one.value}.{supplier.key}", words.source_name(one, supplier.name))
            for one in (Source.UTILITY, Source.PARTNER)
        ]
    return found


def _lenders() -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in organisations.open_ones(current.session(), OrganisationKind.LENDER)]


def _choices(name: str, offered: list[tuple[str, str]]) -> tuple[Choice, ...]:
    chosen = request.args.get(name, "")
    return tuple(Choice(value, label, chosen=value == chosen) for value, label in offered)


def _organisation(key: str, kind: OrganisationKind) -> OrganisationView:
    known = next((one for one in organisations.open_ones(current.session(), kind) if one.key == key), None)
    if known is None:
        raise Refusal(forms.BAD_CHOICE)
    return known


def _member(members: type[Member], name: str) -> Member:
    try:
        return members(request.args.get(name, ""))
    except ValueError:
        raise Refusal(forms.BAD_CHOICE) from None
