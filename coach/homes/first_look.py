"""A first look for somebody without an account: three facts in, a wide range and three likely starts out.

Uses the same stock, prices and rule as advice does, with nothing measured. Stores nothing and knows nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from sqlmodel import Session

from coach.advising.advice import put_forward
from coach.advising.advice_types import HomeEvidence
from coach.advising.figures import Figures
from coach.advising.savings_in_use import RULE_ALONE
from coach.homes import figures_in_use
from coach.homes.evidence import home_facts
from models.house.degree_hours import DegreeHours
from models.house.facts import DwellingType
from models.house.weather import typical_year
from models.quantities import Fuel

STARTS = 3
HOME_TYPES = tuple(member.value for member in DwellingType)
FUELS = (Fuel.NATURAL_GAS.value, Fuel.ELECTRICITY.value, Fuel.OIL.value, Fuel.PROPANE.value)
AGES = {
    "before_1946": 1930,
    "1946_1969": 1958,
    "1970_1979": 1975,
    "1980_1989": 1985,
    "1990_2000": 1995,
    "after_2000": 2008,
}
"""A year that stands for each age a visitor can choose."""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What homes like this spend on energy a year, CAD with taxes (p10, p90), and measures people could start with."""

    spending_cad: tuple[float, float]
    starts: tuple[str, ...]


def first_look(session: Session, dwelling_type: str, age: str, heating_fuel: str, *, on: date) -> FirstLook:
    """The look for one of HOME_TYPES, AGES and FUELS, with the figures in use. KeyError or ValueError for others."""
    return _look(DwellingType(dwelling_type), AGES[age], Fuel(heating_fuel), figures_in_use.figures(session, on))


@lru_cache(maxsize=256)
def _look(dwelling_type: DwellingType, year_built: int, heating_fuel: Fuel, figures: Figures) -> FirstLook:
    """Worked out once a process for the same answers and figures: there are fewer answers than visitors, and no
    person behind them."""
    facts = home_facts(
        {"dwelling_type": dwelling_type.value, "year_built": year_built, "heating_fuel": heating_fuel.value}
    )
    weather = DegreeHours.of(typical_year())
    # three answers tell a model nothing the rule does not know, and web processes stay without scikit-learn
    belief, measures = put_forward(HomeEvidence("first-look", facts, {}, weather), figures, savings=RULE_ALONE)
    prices = figures.prices(None, None)
    spending = sum(
        (
            np.asarray(amount) * prices.per_unit[fuel].typical + prices.fixed[fuel].typical * (np.asarray(amount) > 0)
            for fuel, amount in belief.use_by_fuel.items()
            if fuel in prices.per_unit
        ),
        start=np.zeros(1),
    )
    low, high = np.quantile(spending, [0.1, 0.9])
    starts = tuple(measure.id for measure in measures[:STARTS])
    return FirstLook((float(low), float(high)), starts)
