"""Ways to pay for a plan as they are told: the same words and exact ends on the page, on paper and at the desk.

An offer is likely or maybe, never promised. What it costs is said before anything else about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from coach.advising.offered import Choice
from coach.financing import WayToPay
from greener_homes.finance_offers_terms import OfferTerms
from web import messages
from web import opportunity as numbers
from web.advice.money import Amount
from web.components import Chip, Fact, Tone
from web.formatting import day, number
from web.words import finance as words

MONTHS = 12


@dataclass(frozen=True, slots=True)
class WayShown:
    """One offer: whom it is with, what it costs, whether it is likely, what is missing and what to mind."""

    id: str
    name: str
    lender: str
    kind: str
    answer: Chip
    amounts: tuple[Amount, ...]
    missing: tuple[str, ...]
    mind: tuple[str, ...]
    details: tuple[Fact, ...]
    page_url: str
    try_url: str = ""
    is_tried: bool = False


def ways_shown(found: Sequence[WayToPay], language: str) -> tuple[WayShown, ...]:
    """Every way to pay in words, in the order given."""
    return tuple(_way(each, language) for each in found)


def years_said(months: int, language: str) -> str:
    """How long, in whole years where it is."""
    if months % MONTHS:
        return words.A_MONTH(language) if months == 1 else words.MONTHS(language, months=number(months, language))
    years = months // MONTHS
    return words.A_YEAR(language) if years == 1 else words.YEARS(language, years=number(years, language))


def percent_said(percent: Decimal | float, language: str) -> str:
    """A rate with two decimals: “6.74 %”."""
    return words.PERCENT(language, percent=number(float(percent), language, 2))


def _way(way: WayToPay, language: str) -> WayShown:
    terms, chosen = way.offer.terms, way.choice
    likely = Chip(words.LIKELY(language), Tone.OK, "check") if chosen.is_likely else None
    return WayShown(
        id=str(way.offer.id),
        name=terms.name(language),
        lender=way.offer.lender,
        kind=words.KINDS[terms.kind.value](language),
        answer=likely or Chip(words.MAYBE(language), Tone.WARN, "question"),
        amounts=_amounts(terms, chosen, language),
        missing=tuple(messages.sentence(each.code, each.facts, language) for each in chosen.missing),
        mind=tuple(messages.sentence(each.code, each.facts, language) for each in chosen.mind),
        details=tuple(_details(terms, chosen, language)),
        page_url=terms.page_url,
    )


def _amounts(terms: OfferTerms, chosen: Choice, language: str) -> tuple[Amount, ...]:
    credit = chosen.credit
    payment, total, extra = (float(each) for each in (credit.payment_cad, credit.total_cad, credit.cost_cad))
    said = words.EXTRA(language, cad=numbers.cents(extra, language)) if extra else words.NOTHING_EXTRA(language)
    return (
        Amount("payment", words.EACH[terms.payments.value](language), numbers.cents(payment, language), (payment,)),
        Amount(
            "true_cost",
            words.TRUE_COST(language),
            percent_said(credit.true_percent, language),
            (float(credit.true_percent),),
            words.TRUE_NOTE(language),
        ),
        Amount("total", words.IN_ALL(language), numbers.cents(total, language), (total,), said),
        Amount("time", words.HOW_LONG(language), years_said(chosen.months, language)),
    )


def _details(terms: OfferTerms, chosen: Choice, language: str) -> list[Fact]:
    credit = chosen.credit
    low, high = (number(float(each), language, 2) for each in (terms.rate_low_percent, terms.rate_high_percent))
    rate = words.PERCENT(language, percent=low) if low == high else words.PERCENTS(language, low=low, high=high)
    much = number(float(terms.early_amount), language, 0 if terms.early_amount % 1 == 0 else 2)
    found = [
        Fact(words.BORROWED(language), numbers.cents(float(credit.amount_cad), language)),
        Fact(words.RATE(language), rate),
        Fact(words.FEES(language), _fees(chosen, language)),
        Fact(words.EARLY(language), words.EARLY_WORDS[terms.early_repayment.value](language, much=much)),
    ]
    if chosen.halfway is not None and credit.cost_cad > 0:
        spared, penalty = (
            numbers.cents(float(each), language) for each in (chosen.halfway.spared_cad, chosen.halfway.penalty_cad)
        )
        halfway = words.HALFWAY_SAID(language, spared=spared, penalty=penalty)
        found.append(Fact(words.HALFWAY(language), halfway))
    found += [
        Fact(words.MOVING(language), words.MOVING_WORDS[terms.on_moving.value](language)),
        Fact(words.SECURITY(language), words.SECURITY_WORDS[terms.security.value](language)),
    ]
    if terms.valid_until is not None:
        found.append(Fact(words.UNTIL(language), day(terms.valid_until, language)))
    return found


def _fees(chosen: Choice, language: str) -> str:
    terms = chosen.credit.terms
    if not terms.fees_cad:
        return words.NO_FEES(language)
    said = words.FEES_ADDED if terms.fees_added else words.FEES_AT_START
    return said(language, cad=numbers.cents(float(terms.fees_cad), language))
