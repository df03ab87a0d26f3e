"""What stands beside a measure's own money: its bills on every price plan, and doing it when the old one must go."""

from __future__ import annotations

from collections.abc import Mapping

from web import opportunity as numbers
from web.components import Fact
from web.formatting import number, span_words, yearly_effect
from web.ranges import Axis, RangeBar, Tells
from web.words import home_facts
from web.words import worth as words
from web.words.measures import measure_words


def by_plan(found: Mapping[str, object], language: str) -> tuple[RangeBar, ...]:
    """A heat pump's yearly effect on each electricity price plan; nothing for other measures."""
    bills = numbers.bills_by_plan(found)
    if not bills:
        return ()
    axis = Axis.covering(tuple(bills.values()))
    return tuple(
        RangeBar(home_facts.option_label("price_plan", plan, language), each, axis, tells=Tells.BILL)
        for plan, each in bills.items()
    )


def at_replacement(
    found: Mapping[str, object], language: str, facts: Mapping[str, object] | None = None
) -> tuple[Fact, ...]:
    """Done when the old one must go anyway: what it costs and brings above buying the like again; of the like itself,
    what else may be bought then. `facts` of the home fill the names of measures."""
    stored = found.get("at_replacement")
    if not isinstance(stored, Mapping):
        return ()
    years = round(numbers.number_in(stored, "years_left"))
    when = words.OLD_IS_DUE(language) if years == 0 else words.IN_ABOUT(language, years=number(years, language))
    instead = numbers.rows_of(stored.get("instead"))
    if found.get("measure") in numbers.words_of(stored.get("like")):
        return (Fact(words.OLD_MUST_GO(language), when), *(_instead(each, facts or {}, language) for each in instead))
    return (
        Fact(words.OLD_MUST_GO(language), when),
        Fact(words.COSTS_MORE_BY(language), span_words(numbers.range_of(stored, "cost_difference_cad"), language)),
        Fact(words.BILLS_THEN(language), yearly_effect(numbers.range_of(stored, "bill_cad_per_year"), language)),
        Fact(words.OVER_LIFE(language), span_words(numbers.range_of(stored, "net_present_value_cad"), language)),
    )


def _instead(each: Mapping[str, object], facts: Mapping[str, object], language: str) -> Fact:
    """What else may be bought then: how much more than the like, and what it does to the bills beside it."""
    title = measure_words(str(each.get("measure"))).title(language, **facts)
    label = (words.BESIDE_LIKE if each.get("beside") else words.INSTEAD_OF_LIKE)(language, title=title)
    said = words.MORE_AND_BILLS(
        language,
        more=span_words(numbers.range_of(each, "cost_difference_cad"), language),
        bills=yearly_effect(numbers.range_of(each, "bill_cad_per_year"), language),
    )
    return Fact(label, said)
