"""Reading the numbers of an opportunity, kept as plain values, into the page's ranges and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from web import i18n, messages
from web.catalogue import speaker
from web.formatting import Shown, Span, number, significant, span
from web.words.fact_values import spoken

TONNE_KG: Final = 1000.0
HALF_DOLLAR: Final = 0.5
_NUMBERS: Final = (int, float)
_MAPPINGS: Final = (dict, Mapping)
"""Almost all are plain: to ask that first takes a tenth of the time."""
_NOTHING: Final[Mapping[str, object]] = {}


def pay(numbers: Mapping[str, object]) -> Span:
    """What the resident pays: the range of costs less the incentive that is likely, never below nothing."""
    cost, rebate = _mapping(numbers, "cost_cad"), _float(numbers.get("incentive_cad"))
    return Span(max(0.0, _float(cost.get("low")) - rebate), max(0.0, _float(cost.get("high")) - rebate))


def paid(cost: Span, rebate: float) -> Span:
    """What is left of a cost after a rebate, never below nothing."""
    return Span(max(0.0, cost.low - rebate), max(0.0, cost.high - rebate))


def is_free(numbers: Mapping[str, object]) -> bool:
    """Whether it asks for nothing, even at the dear end."""
    return pay(numbers).high < 1.0


def bill(numbers: Mapping[str, object]) -> Span:
    """The yearly effect on bills, positive where it saves."""
    return _range(numbers, "bill_cad_per_year", Shown.CAD)


def cost(numbers: Mapping[str, object]) -> Span:
    """What the work costs before any rebate."""
    found = _mapping(numbers, "cost_cad")
    return Span(_float(found.get("low")), _float(found.get("high")))


def incentive(numbers: Mapping[str, object]) -> float:
    """The rebates that are counted, CAD."""
    return _float(numbers.get("incentive_cad"))


def counted_offers(numbers: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    """The offers that make the rebate, as stored."""
    return [each for each in offers(numbers) if _float(each.get("counted_cad")) > 0]


def offers(numbers: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    """Every offer of money with its answer, as stored; none before offers were kept."""
    return _rows(numbers.get("incentives"))


def typical_pay(numbers: Mapping[str, object]) -> float:
    """What the resident pays for a typical job after rebates."""
    return max(_float(_mapping(numbers, "cost_cad").get("typical")) - incentive(numbers), 0.0)


def value_middle(numbers: Mapping[str, object]) -> float | None:
    """The middle of what it is worth over its life; None where none was kept."""
    found = _mapping(numbers, "net_present_value_cad")
    return _float(found.get("p50")) if found else None


def payback(numbers: Mapping[str, object]) -> tuple[float | None, float | None, float | None] | None:
    """Years until it has paid for itself (p10, p50, p90), None for never; None altogether where none was kept."""
    found = _mapping(numbers, "simple_payback_years")
    if not found:
        return None
    return _years(found.get("p10")), _years(found.get("p50")), _years(found.get("p90"))


def plain_payback(numbers: Mapping[str, object]) -> float | None:
    """Years until it has paid for itself at the middle of both, for a coach's own ranges; None for never."""
    saved = _float(_mapping(numbers, "bill_cad_per_year").get("p50"))
    return typical_pay(numbers) / saved if saved > 0 else None


def value(numbers: Mapping[str, object]) -> Span | None:
    """What it is worth over its life after its cost, CAD of today; None where none was kept."""
    return _span(numbers, "net_present_value_cad", Shown.CAD)


def monthly(numbers: Mapping[str, object]) -> Span | None:
    """What is left in hand each month, after the payment of a loan where there is one; None where none was kept."""
    return _span(numbers, "monthly_cash_flow_cad", Shown.CAD)


def carbon_average(numbers: Mapping[str, object]) -> Span | None:
    """kg CO₂e a year by the average factors; None where none was kept."""
    return _span(numbers, "carbon_average_kg_per_year", Shown.KG)


def is_due(numbers: Mapping[str, object]) -> bool:
    """Whether what it replaces is at the end of its life, so that its value counts against buying the like again."""
    return _mapping(numbers, "at_replacement").get("years_left") == 0


def moment(numbers: Mapping[str, object]) -> Mapping[str, object]:
    """When the old one goes, for what is worth it then; empty for anything else."""
    return _mapping(numbers, "moment")


def waits_for_its_moment(numbers: Mapping[str, object]) -> bool:
    """Whether it is put forward only for the day the old one goes: bought again anyway, or not worth it before."""
    if not moment(numbers):
        return False
    at = _mapping(numbers, "at_replacement")
    return _float(at.get("years_left")) > 0 or numbers.get("measure") in words_of(at.get("like"))


def life_years(trace: Iterable[Mapping[str, object]]) -> float | None:
    """How long the work lasts, as its trace has it."""
    found = next((one.get("value") for one in trace if one.get("label") == "trace.life"), None)
    return float(found) if isinstance(found, int | float) else None


def month_spans(numbers: Mapping[str, object]) -> tuple[Span, ...]:
    """What is less to pay in each calendar month, January first; none before months were kept."""
    return _spans(_mapping(numbers, "cash_flow").get("month_cad"))


def year_spans(numbers: Mapping[str, object]) -> tuple[Span, ...]:
    """What is in hand after each year, year 0 first; none before years were kept."""
    return _spans(_mapping(numbers, "cash_flow").get("in_hand_after_year_cad"))


def bills_by_plan(numbers: Mapping[str, object]) -> Mapping[str, Span]:
    """What a heat pump changes of all energy bills on each electricity price plan."""
    found = _mapping(numbers, "bill_cad_per_year_by_plan")
    return {plan: _range(found, plan, Shown.CAD) for plan in found}


def carbon_said(kilograms: Span, language: str) -> str:
    """kg, or tonnes where there are many."""
    if max(abs(kilograms.low), abs(kilograms.high)) < TONNE_KG:
        return span(kilograms, language)
    return span(in_tonnes(kilograms), language)


def in_tonnes(kilograms: Span) -> Span:
    """The same in tonnes."""
    return Span(kilograms.low / TONNE_KG, kilograms.high / TONNE_KG, Shown.TONNE)


def rounded(cad: float) -> float:
    """An estimate to two significant figures."""
    return significant(cad)


def in_cents(cad: float) -> int:
    """The same in whole cents, rounded as pages round it (`<data value>`)."""
    return int(Decimal(f"{cad:.2f}").scaleb(2))


def cents(amount: float, language: str) -> str:
    """An amount that is exact, to the cent: “$84.12”."""
    text = number(amount, language, 2)
    return f"{text}\u00a0$" if language == "fr" else f"−${text[1:]}" if text.startswith("−") else f"${text}"


def price_said(amount: Span, language: str) -> str:
    """A range of dollars to pay; nothing is said as nothing."""
    if amount.low > -HALF_DOLLAR and amount.high < HALF_DOLLAR:
        return nothing(language)
    return span(amount, language)


def nothing(language: str) -> str:
    """How no money is said."""
    return speaker(language)("nothing")


def has_rebate(numbers: Mapping[str, object]) -> bool:
    """Whether an incentive was counted."""
    return _float(numbers.get("incentive_cad")) > 0


def relative_width(numbers: Mapping[str, object]) -> float | None:
    """Width of the yearly effect's range over its middle; None when the middle is nothing."""
    found = _mapping(numbers, "bill_cad_per_year")
    low, middle, high = (_float(found.get(name)) for name in ("p10", "p50", "p90"))
    return (high - low) / abs(middle) if middle else None


def carbon(numbers: Mapping[str, object]) -> Span:
    """kg CO₂e a year."""
    return _range(numbers, "carbon_kg_per_year", Shown.KG)


def reasons(numbers: Mapping[str, object]) -> Sequence[str]:
    """The codes of why it is put forward."""
    found = numbers.get("reasons")
    return [str(code) for code in found] if isinstance(found, list) else []


def reason_sentence(numbers: Mapping[str, object], code: str) -> str:
    """One of the reasons in words, with the facts it was given for."""
    facts = _mapping(_mapping(numbers, "reason_facts"), code)
    return messages.sentence(code, spoken(facts, i18n.language()))


def findings(numbers: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    """What to mind."""
    found = numbers.get("findings")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def facts_of(entry: Mapping[str, object]) -> Mapping[str, object]:
    """The facts that fill a code's sentence."""
    return _mapping(entry, "facts")


def range_of(found: Mapping[str, object], name: str, unit: Shown = Shown.CAD) -> Span:
    """A stored range by name, from its p10 to its p90."""
    return _range(found, name, unit)


def rows_of(found: object) -> Sequence[Mapping[str, object]]:
    """The entries of a stored list."""
    return _rows(found)


def words_of(found: object) -> Sequence[str]:
    """The words of a stored list."""
    return [str(each) for each in found] if isinstance(found, list | tuple) else []


def number_in(found: Mapping[str, object], name: str) -> float:
    """A stored number, 0 where there is none."""
    return _float(found.get(name))


def _span(numbers: Mapping[str, object], name: str, unit: Shown) -> Span | None:
    found = _mapping(numbers, name)
    return Span(_float(found.get("p10")), _float(found.get("p90")), unit) if found else None


def _spans(found: object) -> tuple[Span, ...]:
    pairs = [each for each in found if isinstance(each, list)] if isinstance(found, list) else []
    return tuple(Span(_float(low), _float(high)) for low, high in pairs)


def _rows(found: object) -> Sequence[Mapping[str, object]]:
    return [each for each in found if isinstance(each, _MAPPINGS)] if isinstance(found, list) else []


def _years(value: object) -> float | None:
    return float(value) if isinstance(value, _NUMBERS) else None


def _range(numbers: Mapping[str, object], name: str, unit: Shown) -> Span:
    found = _mapping(numbers, name)
    return Span(_float(found.get("p10")), _float(found.get("p90")), unit)


def _mapping(numbers: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = numbers.get(name, _NOTHING)
    return found if isinstance(found, _MAPPINGS) else _NOTHING


def _float(value: object) -> float:
    if type(value) is float:  # as almost all are
        return value
    return float(value) if isinstance(value, _NUMBERS) else 0.0
