"""What a file's first rows show of how it is written, where that outweighs what its format leads to expect.

A number such as 0,123 or a date such as 31/01/2026 can be read in one way only; it decides for the whole file. What
nothing decides is read as the format says where that is usual, and refused where a wrong guess would change amounts.
Formats taught by a person, and our own exact one, are taken at their word.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from greener_homes.errors import Refusal
from models.findings import Finding
from models.quantities import Commodity
from utility_connectors import codes
from utility_connectors.csv_profiles.conventions import DateStyle, DecimalMark, Label, Times
from utility_connectors.csv_profiles.layout import Layout
from utility_connectors.csv_profiles.profile import Profile, Role, RowEnd
from utility_connectors.csv_profiles.text import plain
from utility_connectors.csv_profiles.times import DAY_S, NO_TIME, Clock, clock_seconds
from utility_connectors.csv_profiles.values import UNSAID, amounts, counts

Rows = Sequence[Sequence[str]]

_GAP = "[ ']"
_ONLY_COMMA = re.compile(
    rf"-?(?:(?:0+|[0-9]{{4,}}|[0-9]{{1,3}}(?:(?:{_GAP}|\.)[0-9]{{3}})+),[0-9]+|[0-9]{{1,3}},(?:[0-9]{{1,2}}|[0-9]{{4,}})"
    rf"|[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,}}|[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+)"
)
"""A number that can only be read with a comma before its decimals, or with points between its thousands."""
_ONLY_POINT = re.compile(
    rf"-?(?:(?:0+|[0-9]{{4,}}|[0-9]{{1,3}}(?:(?:{_GAP}|,)[0-9]{{3}})+)\.[0-9]+"
    r"|[0-9]{1,3}\.(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:,[0-9]{3}){2,})"
)
_EITHER = {mark: re.compile(rf"-?[1-9][0-9]{{0,2}}\{mark}[0-9]{{3}}") for mark in ",."}
"""A thousand and some, or one and some thousandths."""
_DATE = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?:[T, ].*)?", re.DOTALL)
_ENDS_A_DAY = re.compile(r"(?:.*[T ])?24:00(?::00)?", re.DOTALL)
_BEGINS_A_DAY = re.compile(r"(?:.*[T ])?(?:0?0:00(?::00)?|12:00(?::00)? ?[Aa]\.?[Mm]\.?)", re.DOTALL)
_WORDS = re.compile(r"[^\W_]+")
_OTHER_UNITS = frozenset(
    ("wh", "mwh", "kw", "kva", "kvah", "kvar", "kvarh", "m3", "m³", "ft3", "ft³", "ccf", "gj", "therm", "therms", "gas",
     "gaz", "water", "eau")
)  # fmt: skip
"""Words beside a table of days that speak against electricity in kWh."""
_ORDERS = (DateStyle.MONTH_FIRST, DateStyle.DAY_FIRST)
_FEW_DATES = 400
ROWS_A_DATE = 4
"""With so many rows to a date, dates follow each other day by day; with one, they may be the first of each month."""
KWH_PER_M3 = (9.0, 13.0)
"""Energy of a cubic metre of natural gas as utilities bill it, widely."""
FEWEST_PAIRS, MOST = 3, 0.9


def as_shown(layout: Layout, rows: Rows, above: str) -> tuple[Layout, list[Finding]]:
    """The layout as the first rows show it to be, and what is worth saying about that.

    `above` is what stood above the header. Raises Refusal where the rows leave open what amounts depend on.
    """
    profile = layout.profile
    if profile.is_exact or (not profile.learns and layout.delimiter):
        return layout, []
    if not profile.learns:  # a workbook's numbers have a point, whatever its format's text files have
        numbers = replace(profile.numbers, mark=_mark(layout, rows))
        return replace(layout, profile=replace(profile, numbers=numbers)), []
    if profile.row_end is RowEnd.DAY and profile.measure is None and Role.UNIT not in layout.roles:
        _require_electricity(layout, rows, above)
    mark = _mark(layout, rows)
    findings = [] if mark is profile.numbers.mark else [codes.CSV_DECIMAL_MARK.finding(mark=mark.value)]
    profile = replace(profile, numbers=replace(profile.numbers, mark=mark), times=_with_order(layout, rows).times)
    layout, repeated = _without_gas_energy(replace(layout, profile=profile), rows)
    return _labelled(layout, rows), [*findings, *repeated]


def _cells(layout: Layout, rows: Rows, columns: Iterable[int]) -> list[str]:
    return [plain(row[at]).strip() for at in columns for row in rows if 0 <= at < len(row)]


# How much -------------------------------------------------------------------------------------------------------------


def _mark(layout: Layout, rows: Rows) -> DecimalMark:
    """What stands before the decimals: most numbers that can be read in one way only tell, or else the format."""
    amounts = [at for at, _ in layout.measures] or list(layout.parts) or [layout.roles[Role.QUANTITY]]
    texts = {text for text in _cells(layout, rows, amounts) if not text.isdigit()}
    comma = sum(_ONLY_COMMA.fullmatch(text) is not None for text in texts)
    point = sum(_ONLY_POINT.fullmatch(text) is not None for text in texts)
    usual = layout.profile.numbers.mark if layout.delimiter else DecimalMark.POINT
    if comma != point:
        return DecimalMark.COMMA if comma > point else DecimalMark.POINT
    groups = "." if usual is DecimalMark.COMMA else ","
    in_doubt = any(_EITHER[groups].fullmatch(text) for text in texts)
    if not comma and in_doubt and (usual is DecimalMark.COMMA or layout.delimiter == ";"):
        raise Refusal(codes.CSV_DECIMALS_UNCLEAR)
    return usual


def _without_gas_energy(layout: Layout, rows: Rows) -> tuple[Layout, list[Finding]]:
    """The layout without a column of kWh that is the energy of the gas beside it: so many kWh a cubic metre, always."""
    read = amounts(layout.profile.numbers, is_exact=False, may_be_empty=True)

    def column(commodity: Commodity, unit: str) -> int | None:
        return next((at for at, one in layout.measures if (one.commodity, one.unit) == (commodity, unit)), None)

    gas, power = column(Commodity.NATURAL_GAS, "m3"), column(Commodity.ELECTRICITY, "kWh")
    if gas is None or power is None:
        return layout, []
    pairs = [(read[row[gas]], read[row[power]]) for row in rows if max(gas, power) < len(row)]
    both = [energy / volume for volume, energy in pairs if volume > 0 and energy > 0]
    low, high = KWH_PER_M3
    if len(both) < FEWEST_PAIRS or sum(low <= ratio <= high for ratio in both) < len(both) * MOST:
        return layout, []
    kept = [(at, measure) for at, measure in layout.measures if at != power]
    return replace(layout, measures=kept), [codes.SECOND_COPY.finding(count=len(both))]


def _require_electricity(layout: Layout, rows: Rows, above: str) -> None:
    """A table of days that names no unit is read as kWh only where nothing in it speaks of another."""
    parts = set(layout.parts)
    others = [at for at in range(layout.width) if at not in parts]
    said = {word for text in set(_cells(layout, rows, others)) for word in _WORDS.findall(text.lower())}
    before = set(_WORDS.findall(above.lower()))
    if said & _OTHER_UNITS or (before & _OTHER_UNITS and "kwh" not in before):
        raise Refusal(codes.CSV_UNIT_UNKNOWN)


# When -----------------------------------------------------------------------------------------------------------------


def _with_order(layout: Layout, rows: Rows) -> Profile:
    """The profile with day and month in the order the dates show; as it is where they show none."""
    profile, roles = layout.profile, layout.roles
    if not set(_ORDERS) & set(profile.times.dates):
        return profile
    columns = [roles[role] for role in (Role.START, Role.END) if role in roles]
    found = [_DATE.fullmatch(text) for text in dict.fromkeys(_cells(layout, rows, columns))]
    dates = [(int(one[1]), int(one[3]), int(one[4]), one[2]) for one in found if one is not None]
    are_hours = len(rows) >= ROWS_A_DATE * len(set(dates))
    day_first = sum(first > 12 >= second for first, second, _, _ in dates)
    month_first = sum(second > 12 >= first for first, second, _, _ in dates)
    if day_first == month_first == 0 and are_hours:
        day_first, month_first = _days_in_a_row(dates)
    if day_first == month_first == 0:
        day_first = sum(mark == "." for *_, mark in dates)
    if day_first == month_first:
        return profile
    shown = DateStyle.DAY_FIRST if day_first > month_first else DateStyle.MONTH_FIRST
    styles = dict.fromkeys(shown if style in _ORDERS else style for style in profile.times.dates)
    return replace(profile, times=replace(profile.times, dates=tuple(styles)))


def _days_in_a_row(dates: Sequence[tuple[int, int, int, str]]) -> tuple[int, int]:
    """How often the next date is the next day, with the day first and with the month first; only one of them is."""
    apart = []
    for style in (DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST):
        packed = Clock(Times(dates=(style,))).packed
        days = list(dict.fromkeys(packed(f"{one}/{two}/{year}") for one, two, year, _ in dates[:_FEW_DATES]))
        good = [day >> 2 for day in days if day != NO_TIME]
        apart.append(sum(abs(later - day) == DAY_S for day, later in itertools.pairwise(good)))
    return (apart[0], apart[1]) if 0 in apart else (0, 0)


def _labelled(layout: Layout, rows: Rows) -> Layout:
    """The layout with the end of a reading that its times name, where midnight written as 24:00, or hour 24, tells it.

    A column of hours may hold numbers or times of day. Raises Refusal where it holds numbers without 0 and without 24.
    """
    profile = layout.profile
    if profile.row_end is not RowEnd.NEIGHBOUR:
        return layout
    if Role.HOUR in layout.roles and profile.hour_tells:
        texts = set(_cells(layout, rows, [layout.roles[Role.HOUR]])) - {""}
        if not any(clock_seconds(text) is not None for text in texts):
            return replace(layout, profile=_with_label(profile, _label_of_hours(texts)))
        layout = _with_clocks(layout)
    timed = layout.roles.get(Role.START_CLOCK, layout.roles[Role.START])
    texts = set(_cells(layout, rows, [timed]))
    begins = any(_BEGINS_A_DAY.fullmatch(text) for text in texts)
    ends = any(_ENDS_A_DAY.fullmatch(text) for text in texts)
    return replace(layout, profile=_with_label(layout.profile, Label.ENDING)) if ends and not begins else layout


def _label_of_hours(texts: Iterable[str]) -> Label:
    read = counts()
    hours = {read[text] for text in texts} - {UNSAID}
    if (0 in hours) == (24 in hours):
        raise Refusal(codes.CSV_HOURS_UNCLEAR)
    return Label.BEGINNING if 0 in hours else Label.ENDING


def _with_clocks(layout: Layout) -> Layout:
    """The same with a column of hours that holds times of day."""
    roles: dict[Role, int] = {Role.START_CLOCK if role is Role.HOUR else role: at for role, at in layout.roles.items()}
    profile = replace(layout.profile, required=frozenset({Role.START, Role.START_CLOCK}))
    return replace(layout, profile=profile, roles=roles)


def _with_label(profile: Profile, label: Label) -> Profile:
    return replace(profile, times=replace(profile.times, label=label))
