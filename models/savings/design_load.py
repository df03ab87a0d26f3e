"""How much heat a home needs on the coldest night it is built for: what a quoted furnace or heat pump is held against.

Losses as its meters leave them (`belief`), times the degrees between 22 °C indoors and the 2.5 % January temperature
of the place (National Building Code, S90); sun, people and appliances are not counted on, as in CSA F280. It is no
F280 calculation, which a contractor owes: rooms, ducts and what is still to be insulated are not in it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from models.house.stock import Assumed
from models.house.weather import design_temperature_c
from models.savings.belief import Belief
from models.savings.rule import Range

INDOORS_C: Final = 22.0
"""Indoor design temperature (National Building Code 9.33.3, from memory: uncited)."""
BTU_PER_KWH: Final = 3412.14


def design_load_kw(belief: Belief) -> Range:
    """Heat the home loses in the coldest hour it is built for, kW: a tenth of the homes that fit it need less than p10.

    Never below a kilowatt.
    """
    outdoors = design_temperature_c(_place(belief.home))
    kw = np.maximum(belief.heat_scale * belief.losses.total * (INDOORS_C - outdoors) / 1000.0, 1.0)
    low, middle, high = np.quantile(kw, (0.1, 0.5, 0.9)).tolist()
    return Range(low, middle, high)


def _place(home: Assumed) -> str | None:
    return home.facts.municipality
