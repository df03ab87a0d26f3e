"""The money of one measure as one line: cost, rebates, what is paid, bills, payback, value, carbon.

Where a household has little, the worst case comes first.

Takes the numbers an assessment keeps and says them; nothing is added up that was not. Each amount keeps its exact ends
beside its words, so that pages can be held against each other to the cent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from web import opportunity as numbers
from web.formatting import Span, money, number, span_words, yearly_effect
from web.words import worth as words
from web.words.measures import measure_words
from web.words.trace import publisher

OWN = ("cost_cad", "bill_cad_per_year")
"""The numbers in whose place a coach may put their own."""


class Amount(NamedTuple):
    """One amount of the line: its name, how it is said, its exact ends (CAD, kg or years), and a note."""

    name: str
    label: str
    said: str
    exact: tuple[float, ...] = ()
    note: str = ""

    @property
    def value(self) -> str:
        """The exact ends as a machine reads them; empty where it has none."""
        return " ".join([f"{end:.2f}" for end in self.exact])


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Everything a measure asks and gives, in the order it is read."""

    amounts: tuple[Amount, ...]

    @property
    def by_name(self) -> Mapping[str, Amount]:
        """Each amount by its name."""
        return {each.name: each for each in self.amounts}

    def __getitem__(self, name: str) -> Amount:
        return next(each for each in self.amounts if each.name == name)

    def __contains__(self, name: str) -> bool:
        return any(each.name == name for each in self.amounts)

    def only(self, *names: str) -> tuple[Amount, ...]:
        """These amounts, in this order, those that are there."""
        held = self.by_name
        return tuple([held[name] for name in names if name in held])


def money_line(
    found: Mapping[str, object],
    trace: Sequence[Mapping[str, object]],
    language: str,
    measure: str = "",
    coachs: Collection[str] = (),
) -> MoneyLine:
    """The line of one opportunity; what its numbers do not hold is left out.

    `measure` adds comfort and disruption; `coachs` names the numbers that are a coach's own.
    """
    life = numbers.life_years(trace)
    amounts = [
        *(_worst(found, language) if found.get("worst_first") else ()),
        *_price(found, language, coachs),
        _bill(found, language, coachs),
        *_payback(found, life, language),
        *_value(found, life, language),
        *_carbon(found, language),
        *_month(found, language),
        *_loan(found, language),
        *(_feels(measure, language) if measure else ()),
    ]
    return MoneyLine(tuple(amounts))


def pay_amount(paid: Span, language: str) -> Amount:
    """What is paid, as an amount of the line."""
    return Amount("pay", words.YOU_PAY(language), numbers.price_said(paid, language), _ends(paid))


def bill_amount(effect: Span, language: str, note: str = "") -> Amount:
    """What a year's bills do, as an amount of the line."""
    return Amount("bill", words.YEARLY_BILLS(language), yearly_effect(effect, language), _ends(effect), note)


def payback_said(found: Mapping[str, object], life: float | None, language: str) -> str:
    """When the work has paid for itself, in words; empty for numbers that were kept before paybacks were."""
    if numbers.pay(found).high < numbers.HALF_DOLLAR:
        return words.NOTHING_TO_PAY_BACK(language)
    years = numbers.payback(found)
    if years is None:
        return ""
    soonest, middle, latest = years
    if soonest is None or (life is not None and soonest > life):
        never = words.NOT_IN_ITS_LIFE if life is not None else words.NOT_AT_ALL
        return never(language, life=_plain(life, language))
    if latest is None or (life is not None and latest > life):
        return _uncertain(soonest, middle, life, language)
    low, high = round(soonest), round(latest)
    if high <= 1:
        return words.ABOUT_A_YEAR(language)
    if low <= 1:
        return words.WITHIN_YEARS(language, years=number(high, language))
    if low == high:
        return words.ABOUT_YEARS(language, years=number(high, language))
    return words.FROM_TO_YEARS(language, low=number(low, language), high=number(high, language))


def _uncertain(soonest: float, middle: float | None, life: float | None, language: str) -> str:
    """It may or may not pay back in its life: which is the likelier, and when at the soonest."""
    lasts, low = _plain(life, language), round(soonest)
    if low <= 1:
        return words.PERHAPS(language, life=lasts)
    unlikely = middle is None or (life is not None and middle > life)
    return (words.UNLIKELY if unlikely else words.PERHAPS_NOT)(language, low=number(low, language), life=lasts)


def _plain(years: float | None, language: str) -> str:
    return "…" if years is None else number(years, language)


def _worst(found: Mapping[str, object], language: str) -> list[Amount]:
    """The worst case, said first where a household can least afford it."""
    pay, bill = numbers.pay(found).high, numbers.bill(found).low
    price = numbers.price_said(Span(numbers.rounded(pay), numbers.rounded(pay)), language)
    cad = money(numbers.rounded(abs(bill)), language)
    said = words.WORST_SAME if abs(bill) < numbers.HALF_DOLLAR else words.WORST_RISE if bill < 0 else words.WORST_FALL
    text = said(language, pay=price, cad=cad)
    return [Amount("worst", words.WORST(language), text, (pay, bill), words.WORST_NOTE(language))]


def _price(found: Mapping[str, object], language: str, coachs: Collection[str]) -> list[Amount]:
    cost, given = numbers.cost(found), numbers.incentive(found)
    pay = numbers.paid(cost, given)
    basis = words.OWN_RANGE(language) if "cost_cad" in coachs else _basis(found, language)
    said = [
        Amount("cost", words.IT_COSTS(language), numbers.price_said(cost, language), _ends(cost), basis),
    ]
    if given > 0:
        names = ", ".join(dict.fromkeys(str(each["programme"]) for each in numbers.counted_offers(found)))
        note = " · ".join(filter(None, (names, words.LIKELY(language))))
        said.append(Amount("rebates", words.REBATES(language), money(given, language), (given,), note))
    else:
        said.append(Amount("rebates", words.REBATES(language), words.NO_REBATES(language), (0.0,)))
    said.append(pay_amount(pay, language))
    return said


def _basis(found: Mapping[str, object], language: str) -> str:
    basis = found.get("cost_basis")
    if not isinstance(basis, Mapping) or not basis.get("as_of"):
        return ""
    year = words.PRICES_OF(language, year=str(basis["as_of"])[:4])
    return f"{year} · {publisher(str(basis.get('source_id') or ''), language)}"


def _bill(found: Mapping[str, object], language: str, coachs: Collection[str]) -> Amount:
    note = words.OWN_RANGE(language) if "bill_cad_per_year" in coachs else ""
    return bill_amount(numbers.bill(found), language, note)


def _payback(found: Mapping[str, object], life: float | None, language: str) -> list[Amount]:
    said = payback_said(found, life, language)
    if numbers.waits_for_its_moment(found):
        said = words.BOUGHT_ANYWAY(language)
    years = [each for each in numbers.payback(found) or () if each is not None]
    return [Amount("payback", words.PAYS_BACK(language), said, tuple(years))] if said else []


def _value(found: Mapping[str, object], life: float | None, language: str) -> list[Amount]:
    value = numbers.value(found)
    if value is None:
        return []
    note = ""
    if life is not None:
        one = life == 1
        note = words.OVER_ONE_YEAR(language) if one else words.OVER_YEARS(language, life=number(life, language))
    if numbers.is_due(found):
        note = ", ".join(filter(None, (note, words.AGAINST_LIKE(language))))
    return [Amount("value", words.OVER_LIFE(language), span_words(value, language), _ends(value), note)]


def _carbon(found: Mapping[str, object], language: str) -> list[Amount]:
    marginal, average = numbers.carbon(found), numbers.carbon_average(found)
    if not any(_ends(marginal)):
        return []
    said = numbers.carbon_said(marginal, language)
    if average is None or _ends(average) == _ends(marginal):
        note = words.CARBON_MORE(language) if marginal.may_be_negative else words.CARBON_LESS(language)
        return [Amount("carbon", words.CARBON(language), said, _ends(marginal), note)]
    beside = words.CARBON_AVERAGE(language, amount=numbers.carbon_said(average, language))
    note = f"{words.CARBON_MARGINAL(language)} · {beside}"
    return [Amount("carbon", words.CARBON(language), said, (*_ends(marginal), *_ends(average)), note)]


def _month(found: Mapping[str, object], language: str) -> list[Amount]:
    monthly = numbers.monthly(found)
    if monthly is None or not any(_ends(monthly)):
        return []
    return [Amount("month", words.A_MONTH(language), span_words(monthly, language), _ends(monthly))]


def _loan(found: Mapping[str, object], language: str) -> list[Amount]:
    loan = found.get("loan")
    if not isinstance(loan, Mapping):
        return []
    payment, total = float(loan["monthly_payment_cad"]), float(loan["total_paid_cad"])
    said = words.LOAN_TERMS(
        language,
        payment=numbers.cents(payment, language),
        years=str(loan["years"]),
        total=numbers.cents(total, language),
    )
    return [Amount("loan", words.LOAN(language), said, (payment, total))]


def _feels(measure: str, language: str) -> list[Amount]:
    said = measure_words(measure)
    both = (("comfort", words.FEEL, said.comfort), ("disruption", words.WORKS_TAKE, said.disruption))
    return [Amount(name, label(language), text(language)) for name, label, text in both if text]


def _ends(amount: Span) -> tuple[float, float]:
    return amount.low, amount.high
