"""NRCan's archetype homes as simulated homes, under HOT2000's standard operating conditions.

1,300 real homes of southern Ontario (S80, Open Government Licence – Canada) in `data/archetype_homes.csv`, as
`archetype_rows` carried them. What the table does not say is set here, with its source: sun through glass from the
window's U, direction, how equipment runs. `archetypes` has no standing pilots: see `_today`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from models.house.facts import DwellingType
from models.house.simulated_homes import DWELLINGS, FUELS, Foundation, HeatMaker, SimulatedHomes, WaterHeater
from models.quantities import Fuel
from models.series import Floats, Ints

SOURCE: Final = "S80"
SHGC_U: Final = (0.9, 1.8, 2.9, 5.0)
SHGC: Final = (0.38, 0.50, 0.58, 0.68)
"""Heat let in by whole windows of these U, W/m²K: the middle of 22 HOT2000 files (S80), broken line between."""
SUN_SHARE: Final = 0.9
"""What eaves of 0.41 m leave, the usual of 22 HOT2000 files, which count no curtains (S80)."""
SHELTER: Final = 0.5
"""Wind at the walls, “heavy” shielding (AIM-2; S80's homes)."""
FRONT_SHARE: Final = 0.36
FAN_SHARE: Final = 0.03
"""Electricity of a furnace's fans per useful heat: some 500 W of a one-speed motor and 70 W of a draught fan for 18 kW
(uncited, medium). HOT2000 has 0.019 (S80), the EnergyPlus homes of ../shared/samples/physics 0.034 to 0.047."""
OVERSIZED: Final = 1.4
COOL_W_M2: Final = 45.0
AIRED_ABOVE_C: Final = 26.0
STANDARD_KWH_DAY: Final = 18.6
STANDARD_OUTDOOR_KWH_DAY: Final = 0.9
STANDARD_LITRES_DAY: Final = 188.7
STANDARD_PEOPLE: Final = 3.0
PLUG_HEAT: Final = 0.85
"""Share of plug power that stays inside; the rest goes out with the dryer's air and down the drain."""
EXHAUST_L_S: Final = 8.0
"""Kitchen, bathrooms and dryer over the day: the middle of 22 HOT2000 files (S80)."""
HRV_L_S: Final = 30.0
HRV_RECOVERY: Final = 0.65
HRV_FAN_W: Final = 60.0
NO_COOLING_COP: Final = 3.0
OLDEST_EFFICIENCY: Final = 0.78
"""Least annual efficiency of gas furnaces sold in Canada from 1995 (uncited) to 2009; 0.90 since then."""
RSI_PER_R: Final = 0.1761
_WATER_KIND: Final = {"tank": WaterHeater.TANK, "tankless": WaterHeater.TANKLESS}


@cache
def archetypes() -> SimulatedHomes:
    """Every archetype home, in the table's order, facing north, under standard conditions, heated as today."""
    text = files(__package__).joinpath("data/archetype_homes.csv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(text.splitlines()))
    return _today(homes_of(lines), np.array([float(line["rated_efficiency"]) for line in lines]))


def _today(homes: SimulatedHomes, rated: Floats) -> SimulatedHomes:
    """With gas and propane furnaces and boilers as they stand now: no pilots, and the label's efficiency all season.

    The homes were described up to 20 years ago. What still runs was built after 1995, to 78 % at least, and an annual
    efficiency counts starts, stops and a pilot in itself (docs/decisions/0020).
    """
    piped = np.isin(homes.heat_fuel, [FUELS.index(Fuel.NATURAL_GAS), FUELS.index(Fuel.PROPANE)])
    burner = piped & np.isin(homes.heat_maker, [HeatMaker.FURNACE, HeatMaker.BOILER])
    return homes.where(burner, pilot_w=0.0, efficiency=np.maximum(rated, OLDEST_EFFICIENCY))


def homes_of(lines: Sequence[Mapping[str, str]]) -> SimulatedHomes:
    """Homes of `archetype_rows`' lines, as HOT2000 runs them: some with pilots, and its season's efficiency."""

    def number(name: str) -> Floats:
        return np.array([float(line[name]) for line in lines])

    def whole(values: Sequence[int]) -> Ints:
        return np.array(values, dtype=np.int64)

    size = len(lines)

    def same(value: float) -> Floats:
        return np.full(size, value)

    def same_whole(value: int) -> Ints:
        return np.full(size, value, dtype=np.int64)

    fuels = {fuel.value: place for place, fuel in enumerate(FUELS)}
    makers = whole([HeatMaker[line["heat_maker"].upper()] for line in lines])
    floor, window_u = number("floor_m2"), 1.0 / number("window_rsi")
    ducted = makers == HeatMaker.FURNACE
    cooled, hrv = number("cooling_seer") > 0, number("hrv")
    return SimulatedHomes(
        home_id=number("id").astype(np.int64),
        dwelling=whole([DWELLINGS.index(DwellingType(line["dwelling"])) for line in lines]),
        year_built=number("year_built").astype(np.int64),
        storeys=number("storeys"),
        floor_m2=floor,
        basement_m2=number("basement_m2"),
        volume_m3=number("volume_m3"),
        ceiling_m2=number("ceiling_m2"),
        ceiling_rsi=number("ceiling_rsi"),
        cathedral_share=same(0.0),
        wall_m2=number("wall_m2"),
        wall_rsi=number("wall_rsi"),
        wall_cavity_r=number("wall_cavity_rsi") / RSI_PER_R,
        window_m2=number("window_m2"),
        window_u=window_u,
        window_shgc=np.interp(window_u, SHGC_U, SHGC),
        door_w_k=number("door_w_k"),
        exposed_floor_w_k=number("exposed_floor_w_k"),
        header_w_k=number("header_w_k"),
        foundation=whole([Foundation[line["foundation"].upper()] for line in lines]),
        basement_wall_m2=number("basement_wall_m2"),
        basement_above_m=number("basement_above_m"),
        basement_share=number("basement_share"),
        basement_rsi=number("basement_rsi"),
        ach50=number("ach50"),
        flue=number("flue"),
        shelter=same(SHELTER),
        facing=same_whole(0),
        front_share=same(FRONT_SHARE),
        sun_share=same(SUN_SHARE),
        occupants=same(STANDARD_PEOPLE),
        plug_kwh_day=same(STANDARD_KWH_DAY),
        plug_heat=same(PLUG_HEAT),
        outdoor_kwh_day=same(STANDARD_OUTDOOR_KWH_DAY),
        cooking_gas_kwh_day=same(0.0),
        water_l_day=same(STANDARD_LITRES_DAY),
        heat_day_c=same(21.0),
        heat_night_c=same(18.0),
        night_from=same_whole(23),
        night_hours=same_whole(8),
        basement_c=same(19.0),
        cool_c=same(25.0),
        open_windows_c=same(AIRED_ABOVE_C),
        heat_maker=makers,
        heat_fuel=whole([fuels[line["heat_fuel"]] for line in lines]),
        efficiency=number("rated_efficiency") * number("season"),
        pilot_w=number("pilot_w"),
        heat_w=OVERSIZED * 1000.0 * number("design_kw"),
        duct_loss=same(0.0),
        fan_share=np.where(ducted, FAN_SHARE, 0.0),
        pump_kind=same_whole(0),
        pump_rule=same_whole(0),
        pump_w=same(0.0),
        pump_cold_power=same(1.0),
        pump_cop=same(1.0),
        pump_cold_cop=same(1.0),
        pump_share=same(0.0),
        pump_above_c=same(-99.0),
        cool_w=np.where(cooled, COOL_W_M2 * floor, 0.0),
        cooling_cop=np.where(cooled, np.maximum(number("cooling_seer"), 6.0) / 3.412, NO_COOLING_COP),
        water_heater=whole([_WATER_KIND[line["water_kind"]] for line in lines]),
        water_fuel=whole([fuels[line["water_fuel"]] for line in lines]),
        water_factor=number("water_factor"),
        water_standby=same(1.0),
        drain_recovery=same(0.0),
        vent_l_s=np.where(hrv > 0, HRV_L_S, EXHAUST_L_S),
        vent_recovery=np.where(hrv > 0, HRV_RECOVERY, 0.0),
        vent_fan_w=np.where(hrv > 0, HRV_FAN_W, 0.0),
        pv_kw=same(0.0),
        pv_facing=same_whole(4),
    )
