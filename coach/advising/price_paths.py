"""How low and how high the price of each fuel may lie for good, as times today's: to see what a plan hangs on.

Nobody has told us what energy will cost. So a path is what prices have been, as the tables hold them with their
sources, and no narrower than a fifth either way, which is ours. Gas is looked at with the consumer carbon charge as it
stood until March 2025 on top; delivered fuels within the range they were seen in. No path is a forecast. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final

from coach.advising.market import Market
from greener_homes import tariffs
from greener_homes.reference import constant
from greener_homes.reference.price_book import PriceBook, reference_book
from greener_homes.reference.price_periods import PricePlan
from models.measures.economics import Figure
from models.quantities import Fuel

NO_NARROWER: Final = 0.2
"""How far from today's price is always looked at (our judgement, uncited)."""
UNCITED: Final = "U"


@dataclass(frozen=True, slots=True)
class Path:
    """A low and a high price as times today's, CAD a unit today, and where they were seen."""

    low: float
    high: float
    now: float
    unit: str
    source_id: str


def path_of(fuel: Fuel, market: Market) -> Path:
    """The path of one fuel's price at this home."""
    figures = market.figures
    return _path(fuel, market.prices.per_unit[fuel], PricePlan(market.plan), figures.on, figures.book)


@lru_cache(maxsize=1_024)
def _path(fuel: Fuel, figure: Figure, plan: PricePlan, on: date, book: PriceBook | None) -> Path:
    now = figure.typical
    if fuel is Fuel.ELECTRICITY:
        held = _electricity(plan, on, book)
        today = tariffs.marginal_cad_per_unit(fuel, plan, on, book=book)
        seen = [(now * cad / today, source) for cad, source in held]
    elif fuel is Fuel.NATURAL_GAS:
        charge = constant("gas_carbon_charge_until_2025_03")
        with_charge = now + charge.value * (1.0 + constant("hst_fraction").value)
        seen = [*_gas(on, book), (with_charge, charge.source_id)]
    else:
        seen = [(figure.low, figure.source_id), (figure.high, figure.source_id)]
    prices = [cad for cad, _ in seen]
    low, high = min([*prices, (1.0 - NO_NARROWER) * now]), max([*prices, (1.0 + NO_NARROWER) * now])
    cited = [part for _, source in seen for part in source.split(";") if part != UNCITED]
    return Path(low / now, high / now, now, figure.unit, ";".join([*dict.fromkeys(cited), UNCITED]))


@cache
def _electricity(plan: PricePlan, on: date, book: PriceBook | None) -> tuple[tuple[float, str], ...]:
    """What a typical kWh has cost on a plan with a typical distributor, in every period that is held until this day."""
    rows = (book or reference_book()).electricity
    held = {row.effective_from: row.source_id for row in rows if row.plan == plan and row.effective_from <= on}
    return tuple(
        (tariffs.marginal_cad_per_unit(Fuel.ELECTRICITY, plan, day, book=book), source) for day, source in held.items()
    )


@cache
def _gas(on: date, book: PriceBook | None) -> tuple[tuple[float, str], ...]:
    held = {row.effective_from: row.source_id for row in (book or reference_book()).gas if row.effective_from <= on}
    return tuple(
        (tariffs.marginal_cad_per_unit(Fuel.NATURAL_GAS, None, day, book=book), source) for day, source in held.items()
    )
