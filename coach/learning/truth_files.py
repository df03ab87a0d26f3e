"""Homes with true savings from files: HOMES.json, a table of savings, daily temperatures and a typical year.

Read as strictly as any file. The answers of HOMES.json count as a questionnaire, or as an EnerGuide file's where they
hold a blower-door result; the same home told by somebody who knows little is made from them by leaving answers out.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from coach.advising import codes_evaluation as codes
from coach.advising.advice_types import USAGE_KEY
from coach.advising.codes_advice import TOO_LARGE
from coach.homes.homes_json import HomeRecord, UsagePeriods, parse_homes
from greener_homes.errors import Refusal
from models.evaluation.truth import Knowledge, TruthHome, TruthWeather, UsageLevel, UsageRow, few_answers
from models.measures.catalogue import measures
from models.quantities import Fuel

COLUMNS: Final[Mapping[str, Fuel]] = MappingProxyType(
    {"gas_m3": Fuel.NATURAL_GAS, **{key: fuel for fuel, key in USAGE_KEY.items()}}
)
"""The columns a table of true savings may have, besides home and measure."""
MAX_CHARACTERS: Final = 40_000_000
"""About a million savings."""
_NUMBER = re.compile(r"-?\d{1,7}(\.\d{1,9})?", re.ASCII)
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class TruthFiles:
    """A truth source that was read from files. Another simulator's truths are physics: advice is not corrected."""

    name: str
    told: tuple[TruthHome, ...]
    corrected: bool = False

    def homes(self) -> Iterable[TruthHome]:
        """In the order of HOMES.json, without those of which no saving is known."""
        return self.told


def read_truths(name: str, homes: bytes, savings: str, temperatures: str, typical_year: bytes | None) -> TruthFiles:
    """The homes of HOMES.json whose savings the table knows; Refusal with a code when any of it cannot be read."""
    records = parse_homes(homes)
    true = _savings(savings, {record.id for record in records})
    weather = TruthWeather(temperatures, typical_year)
    return TruthFiles(name, tuple(_home(each, true[each.id], weather) for each in records if each.id in true))


def _home(record: HomeRecord, savings: Mapping[str, Mapping[Fuel, float]], weather: TruthWeather) -> TruthHome:
    told = Knowledge.QUESTIONNAIRE if record.facts.ach50 is None else Knowledge.ENERGUIDE
    usage: dict[UsageLevel, dict[Fuel, tuple[UsageRow, ...]]] = defaultdict(dict)
    for fuel, periods in record.usage.items():
        usage[UsageLevel.DAILY if periods.daily else UsageLevel.BILLS][fuel] = tuple(_rows(periods))
    return TruthHome(
        id=record.id,
        facts=MappingProxyType({Knowledge.FEW: few_answers(record.facts), told: record.facts}),
        usage=MappingProxyType(usage),
        savings=savings,
        weather=weather,
    )


def _rows(periods: UsagePeriods) -> Iterator[UsageRow]:
    for start, end, amount in zip(periods.starts, periods.ends, periods.amounts, strict=True):
        first, last = (_EPOCH + timedelta(days=int(day)) for day in (start, end))
        yield first.isoformat(), last.isoformat(), float(amount)


def _savings(text: str, homes: set[str]) -> dict[str, dict[str, Mapping[Fuel, float]]]:
    """Savings by home, measure and fuel."""
    rows = _lines(text)
    _, header = next(rows, (0, list[str]()))
    fuels = {place: COLUMNS[name] for place, name in enumerate(header) if name in COLUMNS}
    if not {"home", "measure"} <= set(header) or not fuels or len(set(fuels.values())) < len(fuels):
        raise Refusal(codes.TRUTH_HEADER, columns=", ".join(COLUMNS))
    home_at, measure_at = header.index("home"), header.index("measure")
    known = {each.id for each in measures()}
    found: dict[str, dict[str, Mapping[Fuel, float]]] = defaultdict(dict)
    for line, fields in rows:
        try:
            home, name = fields[home_at], fields[measure_at]
            saved = {fuel: _number(fields[place]) for place, fuel in fuels.items()}
        except (IndexError, ValueError) as wrong:
            raise Refusal(codes.TRUTH_ROW, line=line) from wrong
        if home not in homes or name not in known or name in found[home]:
            raise Refusal(codes.TRUTH_ROW, line=line)
        found[home][name] = MappingProxyType(saved)
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each line."""
    if len(text) > MAX_CHARACTERS:
        raise Refusal(TOO_LARGE, limit_mb=MAX_CHARACTERS // 1_000_000)
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        for fields in reader:
            yield reader.line_num, fields
    except csv.Error as broken:
        raise Refusal(codes.TRUTH_ROW, line=reader.line_num) from broken


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError("not a plain number")
    return float(text)
