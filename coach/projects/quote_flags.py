"""What is to be said of a quote: its price against the range of the work, its size against the home, and how it was
sold. Pure: the same quote, prediction and day give the same findings.

A finding is a reason to ask, never a judgement of a contractor. Prices are compared with the benefit of the doubt: too
high before tax, too low with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from coach.projects import codes_quotes as codes
from coach.projects.predictions import Predicted
from coach.projects.quotes import Line, Pressure, QuoteView
from coach.projects.scope_rules import HEATS_ALONE, HEATS_WITH_HELP, NOT_AT_THE_DOOR, Licence, Say, method_of, scope_of
from greener_homes.work_costs import measure_cost
from models.findings import Finding, Severity

SOON: Final = timedelta(days=7)
ALONE_LARGE: Final = 1.4
ALONE_SMALL: Final = 1.0
"""Of p90 and of p10 of the design heat loss, for what heats alone: 40 % above is as large as the code's sizing standard
(CSA F280) lets a furnace be, from memory, uncited."""
HELPED_LARGE: Final = 1.25
HELPED_SMALL: Final = 0.4
"""The same for heat pumps, which something may help on the coldest nights (our own judgement, uncited)."""
REBATE_ROOM_CAD: Final = 100


def flags(
    quote: QuoteView, predicted: Sequence[Predicted], measures: Sequence[str], today: date
) -> tuple[Finding, ...]:
    """Everything to be said of a quote, what warns first, each once."""
    found = [
        *_sold(quote, measures),
        *_price(quote, predicted, measures),
        *(each for line in quote.lines for each in _scope(line)),
        *_sizes(quote, predicted),
        *_rebate(quote, predicted),
        *_validity(quote, today),
    ]
    once = {(each.code, tuple(sorted(each.facts.items()))): each for each in found}
    return tuple(sorted(once.values(), key=lambda each: each.severity is not Severity.WARNING))


def about_all(quotes: Sequence[QuoteView]) -> tuple[Finding, ...]:
    """What is to be said of the quotes together."""
    return (codes.ONLY_ONE.finding(),) if len(quotes) == 1 else ()


def _sold(quote: QuoteView, measures: Sequence[str]) -> Iterator[Finding]:
    for each in sorted(quote.pressure):
        if each is Pressure.CAME_UNASKED:
            forbidden = any(measure in NOT_AT_THE_DOOR for measure in measures)
            yield (codes.CAME_FORBIDDEN if forbidden else codes.CAME_UNASKED).finding()
        elif each is Pressure.NO_LICENCE:
            needed = {licence for measure in measures for licence in scope_of(measure).licences}
            if Licence.FUEL in needed:
                yield codes.NO_FUEL_LICENCE.finding()
            if Licence.ELECTRICAL in needed:
                yield codes.NO_ELECTRICAL_LICENCE.finding()
            if not needed:
                yield codes.NO_LICENCE.finding()
        else:
            yield codes.OF_PRESSURE[each].finding()


def cost_range(predicted: Sequence[Predicted], measures: Sequence[str]) -> tuple[float, float, int] | None:
    """Lowest and highest cost of all the measures, CAD, and the year of those prices; None where one is not known.

    What was predicted, the coach's own range included; where that is gone, today's table.
    """
    known = {each.measure: each.cost for each in predicted}
    low, high, year = 0.0, 0.0, 0
    for measure in measures:
        try:
            table = measure_cost(measure)
        except KeyError:
            return None
        cost = known.get(measure) or (table.low, table.typical, table.high)
        low, high, year = low + cost[0], high + cost[2], max(year, table.year)
    return (low, high, year) if high > 0 else None


def _price(quote: QuoteView, predicted: Sequence[Predicted], measures: Sequence[str]) -> Iterator[Finding]:
    found = cost_range(predicted, measures)
    if found is None:
        yield codes.PRICE_UNKNOWN.finding()
        return
    low, high, year = found
    code = codes.PRICE_USUAL
    if quote.before_tax_cents > high * 100:
        code = codes.PRICE_HIGH
    elif quote.with_tax_cents < low * 100:
        code = codes.PRICE_LOW
    yield code.finding(low=round(low), high=round(high), year=year)


def _scope(line: Line) -> Iterator[Finding]:
    scope = scope_of(line.measure)
    if Say.R_VALUE in scope.says:
        if line.r_value is None:
            yield codes.R_MISSING.finding()
        elif scope.least_r is not None and line.r_value < scope.least_r:
            yield codes.R_LOW.finding(r=round(line.r_value), least=round(scope.least_r))
    if Say.AREA in scope.says and line.area is None:
        yield codes.AREA_MISSING.finding()
    if Say.SIZE in scope.says and line.size is None:
        yield codes.SIZE_MISSING.finding()
    if Say.MODEL in scope.says and not line.model:
        yield codes.MODEL_MISSING.finding()
    if Say.LEAKAGE in scope.says:
        yield codes.LEAKAGE_MISSING.finding()


def _sizes(quote: QuoteView, predicted: Sequence[Predicted]) -> Iterator[Finding]:
    loads = {each.measure: each.design_load_kw for each in predicted}
    for line in quote.lines:
        load, size, method = loads.get(line.measure), line.size_kw, method_of(line.measure)
        if load is None or size is None or method not in HEATS_ALONE | HEATS_WITH_HELP:
            continue
        large, small = (ALONE_LARGE, ALONE_SMALL) if method in HEATS_ALONE else (HELPED_LARGE, HELPED_SMALL)
        code = codes.SIZE_FITS
        if size > large * load[2]:
            code = codes.SIZE_LARGE
        elif size < small * load[0]:
            code = codes.SIZE_SMALL
        yield code.finding(size_kw=round(size, 1), low_kw=round(load[0], 1), high_kw=round(load[2], 1))


def _rebate(quote: QuoteView, predicted: Sequence[Predicted]) -> Iterator[Finding]:
    counted = sum(_cad(each.numbers.get("incentive_cad")) for each in predicted)
    if quote.rebate_cents > (counted + REBATE_ROOM_CAD) * 100:
        yield codes.REBATE_UNSURE.finding(assumed=round(quote.rebate_cents / 100), counted=round(counted))


def _validity(quote: QuoteView, today: date) -> Iterator[Finding]:
    until = quote.valid_until
    if until is None:
        yield codes.NO_END.finding()
    elif until < today:
        yield codes.EXPIRED.finding(day=until.isoformat())
    elif until <= today + SOON:
        yield codes.EXPIRES_SOON.finding(day=until.isoformat())


def _cad(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
