"""Measured effects of retrofits from a file: per kind of work, the change in log gas use that bills showed.

The columns are the study's: each effect followed by its standard error, several of them called `se`. Kinds of work
that advice does not correct are passed over.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from coach.advising import codes_evaluation as codes
from coach.advising.codes_advice import TOO_LARGE
from greener_homes.errors import Refusal
from models.evaluation.measured import MeasuredEffect

FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "air_sealing": "air_sealing",
        "ceiling_insulation": "attic_insulation",
        "fnd_header": "foundation_header",
        "windowsand_doors": "windows_doors",
        "bsmt_insulation": "basement_insulation",
        "walls_insulation": "wall_insulation",
        "natural_gas_furnace": "furnace",
    }
)
"""The study's names for the kinds of work that realization rates are held for."""
MAX_CHARACTERS: Final = 1_000_000
_REALISED, _PROMISED = "realized_dlog_gas", "hot2000_projected_dlog_gas"
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,9})?", re.ASCII)


def read_effects(text: str) -> tuple[MeasuredEffect, ...]:
    """Every effect of a kind of work we correct, in the file's order; Refusal with a code when it cannot be read."""
    if len(text) > MAX_CHARACTERS:
        raise Refusal(TOO_LARGE, limit_mb=MAX_CHARACTERS // 1_000_000)
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(), strict=True)
    try:
        return _effects(next(reader, []), reader)
    except csv.Error as broken:
        raise Refusal(codes.EFFECTS_ROW, line=reader.line_num) from broken


def _effects(header: list[str], rows: Iterable[list[str]]) -> tuple[MeasuredEffect, ...]:
    places = [header.index(name) if header.count(name) == 1 else -1 for name in (_REALISED, _PROMISED)]
    if header[:1] != ["measure"] or any(at < 0 or header[at + 1 : at + 2] != ["se"] for at in places):
        raise Refusal(codes.EFFECTS_HEADER)
    found = []
    for line, fields in enumerate(rows, start=2):
        try:
            realised, promised = (_effect(fields, at) for at in places)
        except (IndexError, ValueError) as wrong:
            raise Refusal(codes.EFFECTS_ROW, line=line) from wrong
        if fields[0] in FAMILIES:
            found.append(MeasuredEffect(FAMILIES[fields[0]], *realised, *promised))
    return tuple(found)


def _effect(fields: Sequence[str], at: int) -> tuple[float, float]:
    """The effect and its standard error, which is above nothing."""
    value, error = (fields[place].strip() for place in (at, at + 1))
    if not _NUMBER.fullmatch(value) or not _NUMBER.fullmatch(error) or float(error) <= 0:
        raise ValueError("not an effect with its error")
    return float(value), float(error)
