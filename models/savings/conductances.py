"""How a home loses heat, part by part, before any meter is read: areas and insulation with honest spreads.

Areas follow from what a resident knows through NRCan's archetype homes of Ontario (S80, our own medians
of 1,390 homes); what is not known takes the stock's spread. Nothing measured enters here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy.special import ndtr

from models.house.facts import BasementInsulation, DwellingType, HomeFacts, WindowType
from models.house.stock import Assumed
from models.house.windows import sited_u
from models.savings.columns import figure, of_kind, over_draws, picked, root
from models.savings.draws import Chance, around, log_sd, normal
from models.series import Floats

RSI_PER_R: Final = 0.1761
"""m²·K/W in one ft²·°F·h/Btu: definition."""
AIR_WH_PER_M3_K: Final = 0.335
VOLUME_PER_FLOOR: Final = 2.5
CEILING_PER_FOOTPRINT: Final = 1.05
BASEMENT_WALL_PER_ROOT_AREA: Final = 9.7
"""S80: m³ per m² of heated floor, m² of ceiling per m² of footprint, m of basement wall area per root of its floor."""
REAL_OVER_MODELLED: Final = 0.85
"""Description overstates losses: surveys find 0.79 of modelled heat (S81), part of it by people's habits. The same
share as in the simulated stock. Glass keeps its U, a rated figure, as `sited_u` has it."""
WHOLE_SD: Final = 0.12
"""Log spread of what all parts share: exposure, workmanship (S80: without it ranges hold 7 in 10 homes, with it 8)."""
ATTIC_SHELTER: Final = 0.97
"""Loss of a ceiling over that of a wall per W/K while heating is on. Over HOT2000's whole year it is 0.87 (S80), but in
its summers attics heat the home, and only there; in its Januaries it is 0.97."""
ACH50_PER_NATURAL: Final = 15.0
"""Air changes at 50 Pa per natural air change over the heating season: S80 gives 12, the usual rule of thumb 20."""
REST_SHARE: Final = 0.035
"""Doors, exposed floors and headers, of all the rest. S80."""

WALL_PER_ROOT_FOOTPRINT: Final[Mapping[DwellingType, float]] = MappingProxyType(
    {
        DwellingType.DETACHED: 10.6,
        DwellingType.SEMI: 8.1,
        DwellingType.ROW_END: 8.1,
        DwellingType.ROW_MIDDLE: 4.9,
        DwellingType.MOBILE: 12.0,
    }
)
"""m² of outside wall per storey and root m² of footprint. S80."""
GLASS_PER_FLOOR: Final[Mapping[DwellingType, float]] = MappingProxyType(
    {
        DwellingType.DETACHED: 0.142,
        DwellingType.SEMI: 0.13,
        DwellingType.ROW_END: 0.12,
        DwellingType.ROW_MIDDLE: 0.104,
        DwellingType.MOBILE: 0.157,
    }
)
"""m² of window per m² of floor above grade. S80."""
WINDOW_U: Final[Mapping[WindowType, float]] = MappingProxyType(
    {WindowType.SINGLE: 4.9, WindowType.DOUBLE: 2.95, WindowType.DOUBLE_LOWE: 2.0, WindowType.TRIPLE: 1.6}
)
WINDOW_SUN: Final[Mapping[WindowType, float]] = MappingProxyType(
    {WindowType.SINGLE: 0.62, WindowType.DOUBLE: 0.56, WindowType.DOUBLE_LOWE: 0.42, WindowType.TRIPLE: 0.38}
)
"""Whole-window U in W/m²K and share of the sun let in, frames counted: typical (uncited; stock U 3.0, S80)."""
BASEMENT_U: Final[Mapping[BasementInsulation, float]] = MappingProxyType(
    {BasementInsulation.NONE: 1.62, BasementInsulation.PARTIAL: 1.15, BasementInsulation.FULL: 0.70}
)
"""Basement wall loss per m² of wall and K of outdoor difference. S80, basement_wall_loss_by_insulation;
“partial” is 1.15 rather than the stock's 1.23–1.30, as thin full-height walls are called so too (our judgement)."""
_TOLD_U: Final = MappingProxyType({**BASEMENT_U, BasementInsulation.NO_BASEMENT: 0.0})


@dataclass(frozen=True, slots=True)
class Losses:
    """Heat lost per degree, W/K, by part of the home, and the glass that lets the sun in [n].

    `glass_m2` and `window_u` make the windows; `basement_wall_m2` m², 0 without a basement.
    """

    ceiling: Floats
    walls: Floats
    glass_m2: Floats
    window_u: Floats
    air: Floats
    basement: Floats
    rest: Floats
    basement_wall_m2: float

    @property
    def windows(self) -> Floats:
        return self.glass_m2 * self.window_u

    @property
    def total(self) -> Floats:
        """All parts together, W/K [n]."""
        return self.ceiling + self.walls + self.windows + self.air + self.basement + self.rest


def attic_rsi(nominal_r: Floats | float) -> Floats | float:
    """Effective thermal resistance of an attic of nominal R, m²·K/W."""
    return (0.97 * nominal_r + 1.0) * RSI_PER_R


def wall_rsi(nominal_r: Floats | float) -> Floats:
    """Effective thermal resistance of a framed wall of nominal R, m²·K/W; an empty wall still has about R-4 (S80)."""
    return np.maximum(4.0, 0.85 * np.asarray(nominal_r) + 1.8) * RSI_PER_R


def losses(home: Assumed) -> Losses:
    """What the home may lose per degree, as far as its facts and the stock tell."""
    facts = home.facts
    floor = figure(facts.heated_area_m2, 0.0)
    glass, window_u = _windows(home, floor)
    ceiling, walls = _ceiling(home, floor), _walls(home, floor)
    air, basement = _air(home, floor), _basement(home)
    rest = around(
        Chance.REST, REST_SHARE * over_draws(np.mean, ceiling + walls + glass * window_u + air + basement), 0.5
    )
    whole = around(Chance.WHOLE, 1.0, WHOLE_SD)
    return Losses(
        ceiling=ceiling * whole,
        walls=walls * whole,
        glass_m2=glass,
        window_u=window_u * whole,
        air=air * whole,
        basement=basement * whole,
        rest=rest * whole,
        basement_wall_m2=_basement_wall(home),
    )


def _size_sd(home: Assumed) -> float:
    return picked(home.knows("heated_area_m2"), 0.0, 0.3)  # type: ignore[no-any-return]


def _ceiling(home: Assumed, floor: float) -> Floats:
    area = CEILING_PER_FOOTPRINT * floor / figure(home.facts.storeys, 1.0)
    middle = REAL_OVER_MODELLED * ATTIC_SHELTER * area / attic_rsi(figure(home.facts.attic_r, 0.0))
    return around(Chance.CEILING, middle, _joined(0.18, _r_sd(home, "attic_r"), _size_sd(home)))


def _walls(home: Assumed, floor: float) -> Floats:
    storeys = figure(home.facts.storeys, 1.0)
    per_root = of_kind(WALL_PER_ROOT_FOOTPRINT, home.facts.dwelling_type, DwellingType.DETACHED)
    area = per_root * root(floor / storeys) * storeys
    middle = REAL_OVER_MODELLED * area / wall_rsi(figure(home.facts.wall_r, 0.0))
    return around(Chance.WALLS, middle, _joined(0.2, _r_sd(home, "wall_r"), _size_sd(home)))


def _windows(home: Assumed, floor: float) -> tuple[Floats, Floats]:
    """Glass in m² and its U."""
    share = of_kind(GLASS_PER_FLOOR, home.facts.dwelling_type, DwellingType.DETACHED)
    u_value = of_kind(WINDOW_U, home.facts.window_type, WindowType.DOUBLE)
    u_sd = picked(home.knows("window_type"), 0.12, 0.22)
    glass = around(Chance.GLASS, share * floor, _joined(0.28, _size_sd(home)))
    return glass, around(Chance.WINDOW_U, sited_u(u_value), u_sd)


def _air(home: Assumed, floor: float) -> Floats:
    volume = VOLUME_PER_FLOOR * (floor + figure(home.facts.basement_area_m2, 0.0))
    stock = home.group.ach50
    spread = picked(home.knows("ach50"), 0.15, log_sd(stock.p10, stock.p90))
    changes = figure(home.facts.ach50, stock.p50) / ACH50_PER_NATURAL
    middle = REAL_OVER_MODELLED * AIR_WH_PER_M3_K * volume * changes
    return around(Chance.AIR, middle, _joined(0.3, spread, _size_sd(home)))


def _basement_wall(home: Assumed) -> float:
    """m² of basement wall."""
    wall: float = BASEMENT_WALL_PER_ROOT_AREA * root(figure(home.facts.basement_area_m2, 0.0))
    return wall


def _basement(home: Assumed) -> Floats:
    size = picked(home.knows("basement_area_m2"), 0.0, 0.3)
    middle = REAL_OVER_MODELLED * _basement_wall(home) * _basement_u(home)
    return around(Chance.BASEMENT, middle, _joined(0.3, size))


def _basement_u(home: Assumed) -> Floats:
    """U of the walls: as answered, or a draw from the stock's shares of bare, partly and fully insulated walls."""
    told = of_kind(_TOLD_U, home.facts.basement_insulation, BasementInsulation.NO_BASEMENT)
    bare, partial, _ = home.group.basement_shares
    rank = ndtr(normal(Chance.BASEMENT_STATE))
    insulated = np.where(
        rank < bare + partial, BASEMENT_U[BasementInsulation.PARTIAL], BASEMENT_U[BasementInsulation.FULL]
    )
    drawn = np.where(rank < bare, BASEMENT_U[BasementInsulation.NONE], insulated)
    is_told = np.logical_or(home.knows("basement_insulation"), told == 0.0)
    return np.where(is_told, told, drawn)


def _r_sd(home: Assumed, name: str) -> float:
    """The stock's spread of an R value nobody told us; none when somebody did."""
    spread = home.group.attic_r if name == "attic_r" else home.group.wall_r
    return picked(home.knows(name), 0.0, log_sd(spread.p10, spread.p90))  # type: ignore[no-any-return]


def _joined(*sds: float) -> float:
    """Independent spreads together."""
    return root(sum(sd * sd for sd in sds))  # type: ignore[no-any-return]


def heating_season_gains_w(facts: HomeFacts, plugs_kwh: Floats | float) -> Floats:
    """Heat from people and appliances while heating is on, W [n]; three quarters of plugs' power stays inside."""
    people = 42.0 * figure(facts.occupants, 3)
    return around(Chance.GAINS, people + 0.75 * np.asarray(plugs_kwh) * 1000.0 / 8760.0, 0.25)
