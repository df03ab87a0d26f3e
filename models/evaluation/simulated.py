"""Homes of our own simulator as a truth source: archetypes that training never sees, told as people and files tell.

Savings are of the typical year that advice is given, use is of other years with their own weather. The simulator and
advice are of one family: the same window grades, leakage cuts and heat pump figures stand in both. Advice that does
well here has understood the homes it was shown; whether those are the homes of the world is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from models.evaluation.other_physics import otherwise, work_done
from models.evaluation.truth import Knowledge, TruthHome, TruthWeather, UsageLevel, few_answers
from models.house.seen import answered, assessed, described
from models.house.seen_use import lived_years, seen_use, temperatures
from models.house.simulated_homes import SimulatedHomes
from models.house.simulated_year import SimulatedYear, epw_year, typical_simulated_year
from models.house.stock_sample import Part, stock_sample
from models.measures.work import WORK
from models.measures.work_savings import PlanSaving, work_savings
from models.quantities import Fuel
from models.series import DailyTemperature

PLACE: Final = "Oshawa"
COMPARED: Final = tuple(name for name in WORK if name.startswith(("ENV-", "HVAC-", "DHW-", "GEN-")))
"""Appliances and cooling habits are left out: what they save is the catalogue's own figure."""
AT_ONCE: Final = 128
TINY: Final = 1e-6
"""Of any unit: a fuel that changes less is not saved."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class SimulatedTruths:
    """`count` homes of Durham's mix, held out unless other `parts` are named, the same for a seed.

    `typical_year` as in `TruthWeather`. Several may come of one archetype, sized, placed and lived in differently.
    Their truths are physics: advice is not corrected by experience; with `varied` each home's physics differs from our
    simulator's (`other_physics`), as those do that savings are learned from. `compared` are the measures worked out.
    `homes` raises WeatherUnreadable when the typical year cannot be read.
    """

    count: int
    seed: int
    typical_year: bytes | None = None
    corrected: bool = False
    parts: tuple[Part, ...] = (Part.TEST,)
    varied: bool = False
    compared: tuple[str, ...] = COMPARED

    @property
    def name(self) -> str:
        """What tables call it."""
        kind = "simulated homes of varied physics" if self.varied else "simulated homes"
        return f"{kind} held out (seed {self.seed})"

    def homes(self) -> Iterator[TruthHome]:
        """In the order drawn; without homes that no compared measure fits."""
        year = typical_simulated_year(PLACE) if self.typical_year is None else epw_year(self.typical_year)
        sample = stock_sample(self.seed, self.count, self.parts)
        lived = lived_years(PLACE, self.seed)
        weather = TruthWeather(_text(temperatures(lived)), self.typical_year)
        names = [f"simulated-{self.seed}-{place}-{each}" for place, each in enumerate(sample.homes.home_id.tolist())]
        real = otherwise(names, sample.homes) if self.varied else sample.homes
        uses = seen_use(names, real, lived)
        truths = _savings(real, year, self.compared)
        for name, told, use, savings in zip(names, described(sample, PLACE), uses, truths, strict=True):
            answers = answered(name, told)
            if savings:
                yield TruthHome(
                    id=name,
                    facts=MappingProxyType(
                        {
                            Knowledge.FEW: few_answers(answers),
                            Knowledge.QUESTIONNAIRE: answers,
                            Knowledge.ENERGUIDE: assessed(told, answers),
                        }
                    ),
                    usage=MappingProxyType({UsageLevel.BILLS: use.bills, UsageLevel.DAILY: use.days}),
                    savings=MappingProxyType(_as_done(name, savings) if self.varied else savings),
                    weather=weather,
                )


def _as_done(name: str, savings: dict[str, dict[Fuel, float]]) -> dict[str, dict[Fuel, float]]:
    return {
        work: {fuel: amount * work_done(name, work) for fuel, amount in saved.items()}
        for work, saved in savings.items()
    }


def _savings(
    homes: SimulatedHomes, year: SimulatedYear, compared: Sequence[str]
) -> Iterator[dict[str, dict[Fuel, float]]]:
    """What each measure that fits saves, home by home."""
    plans = [(name,) for name in compared]
    for low in range(0, len(homes), AT_ONCE):
        part = homes.at(slice(low, low + AT_ONCE))
        _, found = work_savings(part, year, plans)
        for place in range(len(part)):
            yield {each.plan[0]: _saved(each, place) for each in found if each.fits[place]}


def _saved(saving: PlanSaving, place: int) -> dict[Fuel, float]:
    return {fuel: float(saved[place]) for fuel, saved in saving.saved.items() if abs(saved[place]) > TINY}


def _text(days: DailyTemperature) -> str:
    """Daily temperatures as `advise` reads them."""
    rows: Sequence[float] = days.mean_c.tolist()
    lines = (f"{_EPOCH + timedelta(days=days.first_day + day)},{mean:.3f}" for day, mean in enumerate(rows))
    return "\n".join(("date,mean_c", *lines))
