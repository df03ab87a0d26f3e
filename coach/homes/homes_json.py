"""A file of homes (HOMES.json), read strictly: what each home says of itself and used, or a refusal with a code.

JSON as INPUT_RULES rule 8 wants it: no NaN, no doubled keys, no absurd numbers, no broken text. A field we do not know
has no effect and is remarked on; an impossible number becomes “I don't know” later. Nothing is computed here.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NoReturn

import numpy as np

from coach.advising import codes_advice as codes
from coach.advising.advice_types import USAGE_KEY
from greener_homes.errors import Refusal
from models.findings import Finding
from models.house.facts import CLOSED_SETS, FACT_NAMES, HomeFacts
from models.quantities import Fuel
from models.series import Floats, Ints

MAX_BYTES: Final = 200_000_000
MAX_ID: Final = 200
MAX_TEXT: Final = 200
MAX_PERIODS: Final = 20_000
MAX_DIGITS: Final = 15
MAX_AMOUNT: Final = 1e7
FIRST_YEAR, LAST_YEAR = 1980, 2100

_EPOCH = date(1970, 1, 1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FUEL_OF: Final[Mapping[str, Fuel]] = MappingProxyType({key: fuel for fuel, key in USAGE_KEY.items()})
_WHOLE: Final = frozenset(
    {"occupants", *(name for name in FACT_NAMES if name.endswith("_year") or name == "year_built")}
)
_NUMBERS: Final = frozenset(
    {
        *_WHOLE,
        "storeys",
        "heated_area_m2",
        "basement_area_m2",
        "heating_efficiency_pct",
        "attic_r",
        "wall_r",
        "ach50",
        "setpoint_day_c",
        "setpoint_night_c",
        "budget_cad",
    }
)


@dataclass(frozen=True, slots=True)
class UsagePeriods:
    """Use between dates, sorted and apart: local days since 1970-01-01, half open, in the fuel's unit [n]."""

    starts: Ints
    ends: Ints
    amounts: Floats

    @property
    def daily(self) -> bool:
        """Whether every period is one day."""
        return bool(((self.ends - self.starts) == 1).all())


@dataclass(frozen=True, slots=True)
class HomeRecord:
    """One home of the file."""

    id: str
    facts: HomeFacts
    usage: Mapping[Fuel, UsagePeriods]
    findings: tuple[Finding, ...]


def parse_homes(data: bytes | str) -> tuple[HomeRecord, ...]:
    """Every home of the file, in its order; Refusal with a code when any of it is not what it should be."""
    if len(data) > MAX_BYTES:
        raise Refusal(codes.TOO_LARGE, limit_mb=MAX_BYTES // 1_000_000)
    homes = _json(_text(data))
    if not isinstance(homes, list):
        raise Refusal(codes.NOT_A_LIST)
    seen: set[str] = set()
    return tuple(_home(home, place, seen) for place, home in enumerate(homes, start=1))


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(codes.NOT_UTF8) from None


def _json(text: str) -> object:
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_float
        )
    except json.JSONDecodeError as broken:
        raise Refusal(codes.NOT_JSON, line=broken.lineno, column=broken.colno) from None
    except RecursionError:
        raise Refusal(codes.TOO_DEEP) from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Refusal(codes.DUPLICATE_KEY, key=_shown(next(name for name in names if names.count(name) > 1)))
    return found


def _constant(name: str) -> NoReturn:
    raise Refusal(codes.NOT_A_NUMBER, value=name)


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS:
        raise Refusal(codes.NOT_A_NUMBER, value=f"{digits[:MAX_DIGITS]}…")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value) or len(digits) > 4 * MAX_DIGITS:
        raise Refusal(codes.NOT_A_NUMBER, value=f"{digits[:MAX_DIGITS]}…")
    return value


def _home(home: object, place: int, seen: set[str]) -> HomeRecord:
    if not isinstance(home, dict):
        raise Refusal(codes.BAD_ID, place=place, limit=MAX_ID)
    name = home.get("id")
    if not isinstance(name, str) or not 1 <= len(name) <= MAX_ID or not _is_text(name) or name in seen:
        raise Refusal(codes.BAD_ID, place=place, limit=MAX_ID)
    seen.add(name)
    facts = {field: _fact(field, home[field], place) for field in FACT_NAMES if field in home}
    strange = [key for key in home if key not in facts and key not in ("id", "usage")]
    usage, unknown = _usage(home.get("usage"), place)
    findings = tuple(codes.UNKNOWN_FIELD.finding(field=_shown(key)) for key in (*strange, *unknown))
    return HomeRecord(name, HomeFacts(**facts), usage, findings)  # type: ignore[arg-type]


def _fact(field: str, value: object, place: int) -> object:
    if value is None:
        return None
    read: Callable[[object], object] = (
        _member(CLOSED_SETS[field])
        if field in CLOSED_SETS
        else _whole
        if field in _WHOLE
        else _number
        if field in _NUMBERS
        else _words
        if field == "municipality"
        else _yes_or_no
    )
    try:
        return read(value)
    except ValueError:
        raise Refusal(codes.BAD_FIELD, place=place, field=field) from None


def _member(members: type[StrEnum]) -> Callable[[object], StrEnum]:
    def read(value: object) -> StrEnum:
        if not isinstance(value, str):
            raise ValueError("not a choice")
        return members(value)

    return read


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    return float(value)


def _whole(value: object) -> int:
    number = _number(value)
    if number != int(number):
        raise ValueError("not a whole number")
    return int(number)


def _words(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT or not _is_text(value):
        raise ValueError("not a short text")
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def _usage(usage: object, place: int) -> tuple[Mapping[Fuel, UsagePeriods], list[str]]:
    if usage is None:
        return MappingProxyType({}), []
    if not isinstance(usage, dict):
        raise Refusal(codes.BAD_FIELD, place=place, field="usage")
    found = {}
    for key, fuel in _FUEL_OF.items():
        if usage.get(key):
            found[fuel] = _periods(usage[key], key, fuel, place)
    return MappingProxyType(found), [key for key in usage if key not in _FUEL_OF]


def _periods(rows: object, key: str, fuel: Fuel, place: int) -> UsagePeriods:
    if not isinstance(rows, list):
        raise Refusal(codes.BAD_FIELD, place=place, field=key)
    if len(rows) > MAX_PERIODS:
        raise Refusal(codes.TOO_MANY, place=place, field=key, limit=MAX_PERIODS)
    read = set()
    for number, row in enumerate(rows, start=1):
        try:
            period = _period(row, fuel)
        except ValueError:
            raise Refusal(codes.BAD_USAGE, place=place, period=number, field=key) from None
        if period is not None:
            read.add(period)
    ordered = sorted(read)
    starts = np.array([start for start, _, _ in ordered], dtype=np.int64)
    ends = np.array([end for _, end, _ in ordered], dtype=np.int64)
    if (starts[1:] < ends[:-1]).any():
        raise Refusal(codes.USAGE_OVERLAP, place=place, field=key)
    return UsagePeriods(starts, ends, np.array([amount for _, _, amount in ordered], dtype=np.float64))


def _period(row: object, fuel: Fuel) -> tuple[int, int, float] | None:
    """Start, end and amount; None when the amount is not known."""
    if not isinstance(row, list) or len(row) != 3:
        raise ValueError("not a period")
    start, end = _date(row[0]), _date(row[1])
    if end <= start:
        raise ValueError("ends before it starts")
    if row[2] is None:
        return None
    amount = _number(row[2])
    lowest = -MAX_AMOUNT if fuel is Fuel.ELECTRICITY else 0.0
    if not lowest <= amount <= MAX_AMOUNT:
        raise ValueError("not an amount")
    return start, end, amount


def _date(value: object) -> int:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("not an ISO date")
    day = date.fromisoformat(value)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("not a date of meter readings")
    return (day - _EPOCH).days


def _is_text(value: str) -> bool:
    """Whether it can be kept as text: no NUL, no half of a character pair."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _shown(name: str) -> str:
    """A field's name as a sentence may repeat it."""
    return "".join(letter for letter in name[:40] if letter.isprintable())
