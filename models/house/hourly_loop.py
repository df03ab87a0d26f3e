"""The compiled loop over homes and hours: three temperatures a home, what holds them, and what that takes.

Indoor air with light things, the rest of the mass, and the basement or slab, each exchanging heat with its neighbours
and the outdoors; stepped implicitly, so the books close exactly over every hour. Numbers in, numbers out: columns are
named below, meaning and units stand in `shell` (homes), `hourly` (year and results). Homes never touch each other.
"""

# Names of columns are constants of the compiled code, so they stand in this file.

from __future__ import annotations

from typing import Final

import numpy as np

from models.compiled import compiled_figures
from models.series import Floats

(
    WALL, ROOF, GLASS, MASS, BETWEEN, AIR_WH, MASS_WH, BASE_WH, BASE_AIR, BASE_SOIL, SWING,
    LEAK, STACK, WIND, VENT, EXHAUST, SUN, SUN_RIGHT, SUN_BACK, SUN_LEFT, FACING,
    PEOPLE, PLUGS, PLUG_HEAT, OUTDOOR, COOKING, LITRES, HEATER, FACTOR, STANDBY, DRAIN, BURNER,
    DAY, NIGHT, NIGHT_FROM, NIGHT_HOURS, BASE_C, COOL_C, OPEN_C, OPEN_W_K,
    HEAT_W, EFFICIENCY, ELECTRIC, DUCTS, FAN, PUMP, RULE, PUMP_W, COLD_POWER, COP, COLD_COP, REACH, ABOVE,
    COOL_W, COOL_COP, VENT_FAN, PV_KW, PV_FACING, WATER_ELECTRIC, BELOW, PILOT, DUCTS_BELOW, HOME_COLUMNS,
) = range(63)  # fmt: skip
(
    Y_AIR, Y_WALL, Y_ROOF, Y_WIND2, Y_SOIL, Y_WAVE, Y_MAINS, Y_PLUG, Y_WATER, Y_HOME, Y_CLOCK, Y_MONTH,
    Y_POWER_CENTS, Y_FUEL_CENTS, Y_SUN,
) = range(15)  # fmt: skip
Y_PV: Final = Y_SUN + 8
YEAR_COLUMNS: Final = Y_PV + 8
HEAT, PUMPED, PUMP_POWER, COLD, WATER, SENT, SUMS = range(7)
AIR_SUM, BASE_SUM, AIR_LOST, AIRED, INSIDE, AIR_W_K, DEGREE_HOURS, PEAK_W, STORED, TOTALS = range(10)
GRID_DRAWN, GRID_SENT, HOUR_HEAT_FUEL, HOUR_WATER_FUEL, HOUR_COOK_FUEL, HOUR_COLUMNS = range(6)

FLOW_EXPONENT: Final = 0.67
"""Usual of leaks in houses (AIM-2, HOT2000's default)."""
ROOTS_PER_1: Final = 100.0
FLOWS: Final = (np.arange(600) / ROOTS_PER_1) ** (2.0 * FLOW_EXPONENT)
"""Flow by the root of the pressure in hundredths: looked up, because a power takes a third of the whole hour."""
BOTH: Final = -0.33
"""How wind and stack hinder each other: AIM-2."""
SUN_TO_AIR: Final = 0.3
INSIDE_TO_AIR: Final = 0.5
BELOW_SHARE: Final = 0.15
"""Share of plugs' and lights' heat that arises in the basement (S80)."""
AIRING_SENSE_K: Final = 1.0
COOLING_FROM_C: Final = 12.0
LATENT: Final = 1.25
"""Cold that dries the air instead of cooling it, added to each unit that cools (uncited, medium)."""
WATER_C: Final = 55.0
WH_PER_LITRE_K: Final = 1.163
PUMP_STOPS_C: Final = -25.0
WATER_PUMP_PER_K: Final = 0.02
WATER_PUMP_RATED_C: Final = 19.0
GROUND: Final = 3.0
TANKLESS: Final = 1.0
HEAT_PUMP_WATER: Final = 2.0
COLD_RULE: Final = 1.0
PRICE_RULE: Final = 2.0
FLUE_KEEPS: Final = 0.6
"""Share of a burning tank's standing loss that stays in the home; the rest leaves by its flue."""
WARM_UP_H: Final = 240


def _simulate(homes: Floats, year: Floats, first: int, last: int, sums: Floats, totals: Floats, hourly: Floats) -> None:
    """Homes first … last − 1 of [homes, HOME_COLUMNS] over [8760, YEAR_COLUMNS]: fills what cannot be worked out from
    columns and sums of the year, by months [homes, 12, SUMS] (heat and pumps kWh, cold, water and sent Wh, Wh, kWh)
    and for the year [homes, TOTALS] (K·h, Wh, W), and, unless it is empty, hourly [homes, 8760, HOUR_COLUMNS] kWh.
    """
    hours = year.shape[0]
    for home in range(first, last):
        p = homes[home]
        per_mass = 1.0 / (p[MASS_WH] + p[MASS])
        base_a = p[BASE_WH] + p[BASE_AIR] + p[BASE_SOIL] + p[BETWEEN]
        fixed_a = p[AIR_WH] + p[WALL] + p[ROOF] + p[GLASS] + p[MASS] + p[BETWEEN] - p[MASS] * p[MASS] * per_mass
        per_base = 1.0 / base_a
        burner = p[FACTOR] if p[HEATER] == TANKLESS else p[BURNER]
        standby = 0.0 if p[HEATER] == TANKLESS else p[STANDBY]
        kept = standby if p[WATER_ELECTRIC] > 0.0 or p[HEATER] == HEAT_PUMP_WATER else FLUE_KEEPS * standby
        drawn_k = p[LITRES] * WH_PER_LITRE_K * (1.0 - p[DRAIN])
        inside_k = 1000.0 * p[PLUG_HEAT] * (p[PLUGS] + p[COOKING])
        per_duct, per_efficiency, per_burner = 0.001 / (1.0 - p[DUCTS]), 1.0 / p[EFFICIENCY], 1.0 / burner
        runs_water = 0.001 * p[WATER_ELECTRIC]
        needs_k = p[PLUGS] + p[OUTDOOR]
        cold_k = 0.001 * LATENT / p[COOL_COP]
        vent = 0.001 * p[VENT_FAN]
        to_base = p[DUCTS_BELOW]
        per_heat = 1.0 / (1.0 - to_base + to_base * p[BETWEEN] * per_base)
        sun_0 = int(p[FACING])
        sun_1, sun_2, sun_3 = (sun_0 + 2) % 8, (sun_0 + 4) % 8, (sun_0 + 6) % 8
        pv = Y_PV + int(p[PV_FACING])
        air, mass, base, earlier = p[DAY], p[DAY], p[DAY], p[DAY]
        start, month = 0.0, 0.0
        heat_sum, pumped_sum, power_sum, cold_sum, water_sum, sent_sum = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        air_sum, base_sum, air_lost, aired_sum, inside_sum = 0.0, 0.0, 0.0, 0.0, 0.0
        air_w_k, degree_hours, peak = 0.0, 0.0, 0.0
        for step in range(-WARM_UP_H, hours):
            counted = step >= 0
            if step == 0:
                start = p[AIR_WH] * air + p[MASS_WH] * mass + p[BASE_WH] * base
            y = year[step if counted else hours + step]
            out = y[Y_AIR]

            # With the air of an hour before: it hardly moves, and the next hour's leak need not wait for this one.
            stack = p[STACK] * abs(earlier - out)
            earlier = air
            wind = p[WIND] * y[Y_WIND2]
            root = ROOTS_PER_1 * np.sqrt(stack + wind + BOTH * np.sqrt(stack * wind))
            place = min(int(root), FLOWS.size - 2)
            leak = p[LEAK] * (FLOWS[place] + (root - place) * (FLOWS[place + 1] - FLOWS[place]))
            through = p[VENT] + np.sqrt(leak * leak + p[EXHAUST] * p[EXHAUST])

            sun = (
                p[SUN] * y[Y_SUN + sun_0]
                + p[SUN_RIGHT] * y[Y_SUN + sun_1]
                + p[SUN_BACK] * y[Y_SUN + sun_2]
                + p[SUN_LEFT] * y[Y_SUN + sun_3]
            )
            drawn = drawn_k * y[Y_WATER] * (WATER_C - y[Y_MAINS])
            if p[HEATER] == HEAT_PUMP_WATER:
                cop = max(p[FACTOR] * (1.0 + WATER_PUMP_PER_K * (base - WATER_PUMP_RATED_C)), 1.0)
                water = (drawn + standby) / cop
                lost = kept - (drawn + standby - water)
            else:
                water = (drawn + standby) * per_burner
                lost = kept
            inside = inside_k * y[Y_PLUG]
            below = p[BELOW] * (BELOW_SHARE * inside + lost)
            above = p[PEOPLE] * y[Y_HOME] + inside + lost - below

            rest_a = fixed_a + through
            to_mass = (1.0 - SUN_TO_AIR) * sun + (1.0 - INSIDE_TO_AIR) * above
            mass_r = p[MASS_WH] * mass + to_mass
            base_r = p[BASE_WH] * base + p[BASE_AIR] * out + p[BASE_SOIL] * (y[Y_SOIL] + p[SWING] * y[Y_WAVE]) + below
            air_r = (
                p[AIR_WH] * air
                + p[WALL] * y[Y_WALL]
                + p[ROOF] * y[Y_ROOF]
                + (p[GLASS] + through) * out
                + SUN_TO_AIR * sun
                + INSIDE_TO_AIR * above
                + p[MASS] * mass_r * per_mass
            )
            whole_a = rest_a - p[BETWEEN] * p[BETWEEN] * per_base
            whole_r = air_r + p[BETWEEN] * base_r * per_base

            hour = y[Y_CLOCK]
            since = hour - p[NIGHT_FROM]
            if since < 0.0:
                since += 24.0
            wanted = p[NIGHT] if since < p[NIGHT_HOURS] else p[DAY]
            base_wanted = min(p[BASE_C], wanted)

            new = whole_r / whole_a
            new_base = (base_r + p[BETWEEN] * new) * per_base
            heat, heat_base, cold, aired = 0.0, 0.0, 0.0, 0.0
            if new < wanted or new_base < base_wanted:
                if new < wanted:
                    new = wanted
                    heat = (whole_a * new - whole_r) * per_heat
                    heat_base = to_base * heat
                    heat -= heat_base
                    new_base = (base_r + heat_base + p[BETWEEN] * new) * per_base
                if new_base < base_wanted:
                    new_base = base_wanted
                    free = (air_r + p[BETWEEN] * new_base) / rest_a
                    new = max(wanted, free)
                    heat = rest_a * (new - free)
                    heat_base = base_a * new_base - base_r - p[BETWEEN] * new
                if heat + heat_base > p[HEAT_W]:
                    part = p[HEAT_W] / (heat + heat_base)
                    heat *= part
                    heat_base *= part
                    new = (whole_r + heat + p[BETWEEN] * heat_base * per_base) / whole_a
                    new_base = (base_r + heat_base + p[BETWEEN] * new) * per_base
            elif new > p[OPEN_C] or new > p[COOL_C]:
                if new > p[OPEN_C] and out < new - AIRING_SENSE_K:
                    aired = min(whole_r - whole_a * p[OPEN_C], p[OPEN_W_K] * (p[OPEN_C] - out))
                    if aired < whole_r - whole_a * p[OPEN_C]:
                        opened = (whole_r + p[OPEN_W_K] * out) / (whole_a + p[OPEN_W_K])
                        aired = p[OPEN_W_K] * (opened - out)
                    new = (whole_r - aired) / whole_a
                if new > p[COOL_C] and p[COOL_W] > 0.0 and out > COOLING_FROM_C:
                    aired = 0.0
                    cold = min(whole_r - whole_a * p[COOL_C], p[COOL_W])
                    new = (whole_r - cold) / whole_a
                new_base = (base_r + p[BETWEEN] * new) * per_base
            air, base = new, new_base
            mass = (mass_r + p[MASS] * air) * per_mass
            if not counted:
                continue

            kwh = (heat + heat_base) * per_duct
            pumped, power = 0.0, 0.0
            if p[PUMP] > 0.0 and kwh > 0.0:
                warmth = (out - 8.0) / 23.0
                cop = min(max(p[COP] + (p[COP] - p[COLD_COP]) * warmth, 1.0), 6.0)
                can = p[PUMP_W] / 1000.0 * min(max(1.0 + (1.0 - p[COLD_POWER]) * warmth, 0.0), 1.15)
                runs = p[PUMP] == GROUND or out >= PUMP_STOPS_C
                if p[RULE] == COLD_RULE:
                    runs = runs and out >= p[ABOVE]
                elif p[RULE] == PRICE_RULE:
                    runs = runs and y[Y_POWER_CENTS] / cop < y[Y_FUEL_CENTS] * per_efficiency
                if runs:
                    pumped = min(kwh * p[REACH], can)
                    power = pumped / cop
            sent = 0.0
            if p[PV_KW] > 0.0 or hourly.shape[0] > 0:
                burned = (kwh - pumped) * per_efficiency
                needed = power + burned * p[ELECTRIC] + p[FAN] * (kwh + 0.001 * cold) + cold * cold_k
                needed += water * runs_water + needs_k * y[Y_PLUG] + vent
                made = p[PV_KW] * y[pv]
                sent = max(made - needed, 0.0)
                if hourly.shape[0] > 0:
                    hourly[home, step, GRID_DRAWN] = needed - (made - sent)
                    hourly[home, step, GRID_SENT] = sent
                    hourly[home, step, HOUR_HEAT_FUEL] = burned * (1.0 - p[ELECTRIC]) + 0.001 * p[PILOT]
                    hourly[home, step, HOUR_WATER_FUEL] = 0.001 * water - water * runs_water
                    hourly[home, step, HOUR_COOK_FUEL] = p[COOKING] * y[Y_PLUG]

            if y[Y_MONTH] != month:
                sums[home, int(month), HEAT] = heat_sum
                sums[home, int(month), PUMPED] = pumped_sum
                sums[home, int(month), PUMP_POWER] = power_sum
                sums[home, int(month), COLD] = cold_sum
                sums[home, int(month), WATER] = water_sum
                sums[home, int(month), SENT] = sent_sum
                month = y[Y_MONTH]
                heat_sum, pumped_sum, power_sum, cold_sum, water_sum, sent_sum = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            heat_sum += kwh
            pumped_sum += pumped
            power_sum += power
            cold_sum += cold
            water_sum += water
            sent_sum += sent
            air_sum += air
            base_sum += base
            air_lost += through * (air - out)
            aired_sum += aired
            inside_sum += above + below
            air_w_k += through
            degree_hours += max(air - out, 0.0)
            peak = max(peak, heat + heat_base)
        last_month = int(month)
        sums[home, last_month, HEAT] = heat_sum
        sums[home, last_month, PUMPED] = pumped_sum
        sums[home, last_month, PUMP_POWER] = power_sum
        sums[home, last_month, COLD] = cold_sum
        sums[home, last_month, WATER] = water_sum
        sums[home, last_month, SENT] = sent_sum
        totals[home, AIR_SUM] = air_sum
        totals[home, BASE_SUM] = base_sum
        totals[home, AIR_LOST] = air_lost
        totals[home, AIRED] = aired_sum
        totals[home, INSIDE] = inside_sum
        totals[home, AIR_W_K] = air_w_k
        totals[home, DEGREE_HOURS] = degree_hours
        totals[home, PEAK_W] = peak
        totals[home, STORED] = p[AIR_WH] * air + p[MASS_WH] * mass + p[BASE_WH] * base - start


simulate_block = compiled_figures(_simulate)
