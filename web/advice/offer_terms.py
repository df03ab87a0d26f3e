"""An offer's terms in words, as its lender and programme staff read them: everything it says, and an example."""

from __future__ import annotations

from collections.abc import Mapping

from coach import financing
from greener_homes.finance_offers_terms import EarlyRepayment, FeesPaid, OfferTerms, RateKind
from web import opportunity as numbers
from web.advice.ways_to_pay import percent_said, years_said
from web.components import Fact
from web.formatting import day, number
from web.words import finance as words
from web.words import offer_terms as own


def told(terms: OfferTerms, language: str) -> Mapping[str, Fact]:
    """What the offer says, by the column it is written in; a column that another's words hold is not named again."""
    return {
        "kind": Fact(own.KIND(language), words.KINDS[terms.kind.value](language)),
        "name_en": Fact(own.NAME_EN(language), terms.name_en),
        "name_fr": Fact(own.NAME_FR(language), terms.name_fr),
        "rate_low_percent": Fact(words.RATE(language), _rate(terms, language)),
        "payments": Fact(own.PAYMENTS(language), words.EACH[terms.payments.value](language)),
        "compounding": Fact(own.COMPOUNDING(language), own.COMPOUNDED[terms.compounding.value](language)),
        "term_min_months": Fact(words.HOW_LONG(language), _span(terms, language)),
        "amount_min_cad": Fact(own.AMOUNT(language), _amount(terms, language)),
        "fees_paid": Fact(words.FEES(language), _fees(terms, language)),
        "early_repayment": Fact(words.EARLY(language), _early(terms, language)),
        "on_moving": Fact(words.MOVING(language), words.MOVING_WORDS[terms.on_moving.value](language)),
        "security": Fact(words.SECURITY(language), words.SECURITY_WORDS[terms.security.value](language)),
        "municipalities": Fact(own.WHERE(language), ", ".join(terms.municipalities) or own.EVERYWHERE(language)),
        "measures": Fact(own.WORK(language), ", ".join((*terms.categories, *terms.measures)) or own.ANY(language)),
        "who": Fact(own.WHO(language), _who(terms, language)),
        "valid_from": Fact(own.VALID(language), _valid(terms, language)),
        "page_url": Fact(own.PAGE(language), terms.page_url),
    }


HELD_BY: Mapping[str, str] = {
    "rate_kind": "rate_low_percent",
    "rate_high_percent": "rate_low_percent",
    "term_max_months": "term_min_months",
    "admin_fee_cad": "fees_paid",
    "admin_fee_percent": "fees_paid",
    "registration_fee_cad": "fees_paid",
    "early_amount": "early_repayment",
}
"""Columns that are said in the words of another."""


def example(terms: OfferTerms, language: str) -> tuple[Fact, ...]:
    """What it comes to for a usual amount: what residents would read, at the highest rate named."""
    credit, months = financing.example(terms)
    return (
        Fact(words.BORROWED(language), numbers.cents(float(credit.amount_cad), language)),
        Fact(words.HOW_LONG(language), years_said(months, language)),
        Fact(words.EACH[terms.payments.value](language), numbers.cents(float(credit.payment_cad), language)),
        Fact(words.IN_ALL(language), numbers.cents(float(credit.total_cad), language)),
        Fact(words.TRUE_COST(language), percent_said(credit.true_percent, language)),
    )


def rate_said(terms: OfferTerms, language: str) -> str:
    """Its rate, or the two it lies between."""
    return _rate(terms, language)


def _rate(terms: OfferTerms, language: str) -> str:
    low, high = (number(float(each), language, 2) for each in (terms.rate_low_percent, terms.rate_high_percent))
    said = words.PERCENT(language, percent=low) if low == high else words.PERCENTS(language, low=low, high=high)
    return said if terms.rate_kind is RateKind.FIXED else own.VARIABLE(language, rate=said)


def _span(terms: OfferTerms, language: str) -> str:
    least, most = (years_said(each, language) for each in (terms.term_min_months, terms.term_max_months))
    return least if least == most else own.FROM_TO(language, low=least, high=most)


def _amount(terms: OfferTerms, language: str) -> str:
    least, most = (numbers.cents(float(each), language) for each in (terms.amount_min_cad, terms.amount_max_cad))
    return least if least == most else own.FROM_TO(language, low=least, high=most)


def _fees(terms: OfferTerms, language: str) -> str:
    parts = []
    if terms.admin_fee_cad:
        parts.append(own.ADMIN(language, cad=numbers.cents(float(terms.admin_fee_cad), language)))
    if terms.admin_fee_percent:
        parts.append(own.ADMIN_SHARE(language, percent=number(float(terms.admin_fee_percent), language, 2)))
    if terms.registration_fee_cad:
        parts.append(own.REGISTRATION(language, cad=numbers.cents(float(terms.registration_fee_cad), language)))
    if not parts:
        return own.NO_FEES(language)
    paid = {
        FeesPaid.AT_START: own.PAID_AT_START,
        FeesPaid.ADDED: own.PAID_ADDED,
        FeesPaid.BY_LENDER: own.PAID_BY_LENDER,
    }[terms.fees_paid]
    return f"{', '.join(parts)}; {paid(language)}"


def _early(terms: OfferTerms, language: str) -> str:
    decimals = 0 if terms.early_amount % 1 == 0 else 2
    kind = EarlyRepayment(terms.early_repayment)
    return words.EARLY_WORDS[kind.value](language, much=number(float(terms.early_amount), language, decimals))


def _who(terms: OfferTerms, language: str) -> str:
    both = terms.for_owners and terms.for_tenants
    said = own.BOTH if both else own.OWNERS if terms.for_owners else own.TENANTS
    low = own.LOW_INCOME(language) if terms.low_income_only else ""
    return ", ".join(filter(None, (said(language), low)))


def _valid(terms: OfferTerms, language: str) -> str:
    first = day(terms.valid_from, language)
    if terms.valid_until is None:
        return own.SINCE(language, day=first)
    return own.FROM_TO(language, low=first, high=day(terms.valid_until, language))
