"""A profile as a JSON document: what staff teach, and `inspect` takes. Strict in every part."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from greener_homes.errors import Refusal
from models.findings import Code, Severity
from models.quantities import Commodity, Flow
from models.series import Quality
from utility_connectors.csv_profiles.conventions import (
    DateStyle,
    DayTable,
    DecimalMark,
    Ignore,
    Label,
    Numbers,
    Repeated,
    Times,
    Zone,
)
from utility_connectors.csv_profiles.layout import normal
from utility_connectors.csv_profiles.profile import (
    ANY_QUALITY,
    COMMODITIES,
    FLOWS,
    UNITS,
    WRITTEN_UNITS,
    Measure,
    Profile,
    Role,
    RowEnd,
)

LARGEST_BYTES = 64_000
QUALITY_NAMES = {quality.label: quality for quality in Quality}

PROFILE_INVALID = Code(
    "csv_profile.invalid",
    Severity.REFUSAL,
    "This is not a format we can read with: {where}.",
    "Ce n’est pas une forme avec laquelle nous savons lire\u00a0: {where}.",
)
CODES = (PROFILE_INVALID,)

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Word = Annotated[str, StringConstraints(max_length=64)]
Names = Annotated[tuple[Name, ...], Field(min_length=1, max_length=20)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MeasureDocument(_Strict):
    """What a column of amounts holds."""

    commodity: Commodity
    unit: str
    flow: Flow = Flow.DELIVERED
    is_part: bool = False

    @model_validator(mode="after")
    def _known(self) -> MeasureDocument:
        if self.unit not in UNITS.get(self.commodity, {}):
            raise ValueError(f"{self.commodity.value} is not measured in {self.unit}")
        return self


class TimesDocument(_Strict):
    """How the format writes when."""

    dates: Annotated[tuple[DateStyle, ...], Field(min_length=1, max_length=8)]
    zone: Zone = Zone.LOCAL
    label: Label = Label.BEGINNING
    repeated: Repeated = Repeated.ORDER
    duration_s: Annotated[int, Field(ge=1, le=86_400)] = 60


class NumbersDocument(_Strict):
    """How the format writes how much."""

    mark: DecimalMark = DecimalMark.POINT
    grouped: bool = True
    missing: Annotated[tuple[Word, ...], Field(max_length=20)] = ()


class IgnoreDocument(_Strict):
    """Rows that are no readings."""

    names: Names
    words: Annotated[tuple[Word, ...], Field(min_length=1, max_length=100)]


class ProfileDocument(_Strict):
    """One format; the fields are those of `Profile`. Names of columns are in lower case."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,59}$")]
    columns: Annotated[dict[Role, Names], Field(min_length=1)]
    row_end: RowEnd
    measures: Annotated[dict[Name, MeasureDocument], Field(max_length=200)] = {}
    measure: MeasureDocument | None = None
    day_parts: Annotated[tuple[Names, ...], Field(max_length=96)] = ()
    day_repeated: Annotated[tuple[Names, ...], Field(max_length=4)] = ()
    times: TimesDocument
    numbers: NumbersDocument = NumbersDocument()
    ignored: Annotated[tuple[IgnoreDocument, ...], Field(max_length=10)] = ()
    quality_words: Annotated[dict[Word, str], Field(max_length=100)] = {}
    flow_words: Annotated[dict[Word, Flow], Field(max_length=100)] = {}
    commodity_words: Annotated[dict[Word, Commodity], Field(max_length=100)] = {}
    delimiters: Annotated[str, StringConstraints(pattern=r"^[,;\t|]{1,4}$")] = ",;\t"
    encoding: Annotated[str, StringConstraints(pattern=r"^(utf-8|cp1252)$")] = "utf-8"
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "CAD"
    expected_late_days: Annotated[int, Field(ge=0, le=400)] = 2
    fingerprint: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{12})?$")] = ""
    example: Annotated[str, StringConstraints(max_length=4_000)] = ""

    @model_validator(mode="after")
    def _fits_together(self) -> ProfileDocument:
        problem = _problem(self)
        if problem:
            raise ValueError(problem)
        return self


def profile_from_json(text: str | bytes) -> Profile:
    """The profile a document describes. Raises Refusal for anything that is not exactly such a document."""
    if len(text) > LARGEST_BYTES:
        raise Refusal(PROFILE_INVALID, where="size")
    try:
        json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
        document = ProfileDocument.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refusal(PROFILE_INVALID, where=f"{place}: {first['msg']}"[:200]) from None
    except (ValueError, RecursionError):
        raise Refusal(PROFILE_INVALID, where="JSON") from None
    return profile_of(document)


def profile_of(document: ProfileDocument) -> Profile:
    """The same as a profile."""
    said = document
    qualities = {word.lower(): QUALITY_NAMES[label] for word, label in said.quality_words.items()}
    return Profile(
        name=said.name,
        columns={role: tuple(normal(name) for name in names) for role, names in said.columns.items()},
        required=frozenset(said.columns),
        row_end=said.row_end,
        example=said.example,
        measures={normal(name): _measure(measure) for name, measure in said.measures.items()},
        measure=_measure(said.measure) if said.measure else None,
        day_table=DayTable(_normal_all(said.day_parts), _normal_all(said.day_repeated)) if said.day_parts else None,
        times=_times(said.times),
        numbers=Numbers(
            said.numbers.mark, said.numbers.grouped, 12, frozenset(word.lower() for word in said.numbers.missing)
        ),
        ignored=tuple(
            Ignore(tuple(map(normal, one.names)), frozenset(word.lower() for word in one.words)) for one in said.ignored
        ),
        unit_words=WRITTEN_UNITS,
        quality_words={**ANY_QUALITY, **qualities},
        commodity_words={**COMMODITIES, **{word.lower(): what for word, what in said.commodity_words.items()}},
        flow_words={**FLOWS, **{word.lower(): way for word, way in said.flow_words.items()}},
        delimiters=said.delimiters,
        encoding=said.encoding,
        currency=said.currency,
        expected_late_days=said.expected_late_days,
        fingerprint=said.fingerprint,
        learns=False,
    )


def _times(said: TimesDocument) -> Times:
    return Times(said.dates, said.zone, said.label, said.repeated, duration_s=said.duration_s)


def _measure(said: MeasureDocument) -> Measure:
    return Measure(said.commodity, said.unit, said.flow, said.is_part)


def _normal_all(parts: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(normal(name) for name in names) for names in parts)


_NEEDS: dict[RowEnd, tuple[frozenset[Role], ...]] = {
    RowEnd.STATED: (frozenset({Role.START, Role.END}),),
    RowEnd.CLOCK: (frozenset({Role.START, Role.START_CLOCK, Role.END_CLOCK}),),
    RowEnd.NEIGHBOUR: (frozenset({Role.START}),),
    RowEnd.DAY: (frozenset({Role.START}),),
    RowEnd.MONTH: (frozenset({Role.START}),),
    RowEnd.BILL: (frozenset({Role.START, Role.END}), frozenset({Role.PERIOD}), frozenset({Role.END, Role.DAYS})),
}


def _problem(said: ProfileDocument) -> str:
    """What keeps the parts from fitting together, or nothing."""
    has = frozenset(said.columns)
    if not any(needed <= has for needed in _NEEDS[said.row_end]):
        return f"a row that ends by {said.row_end.value} lacks a column that says when"
    if (said.row_end is RowEnd.DAY) != bool(said.day_parts) or len(said.day_parts) not in (0, 24, 48, 96):
        return "a day has 24, 48 or 96 parts"
    if len(said.day_repeated) not in (0, len(said.day_parts) // 24):
        return "the repeated hour has as many parts as an hour has"
    if said.row_end is RowEnd.DAY and said.measures:
        return "a day's parts are measured alike"
    if not said.day_parts and not said.measures and Role.QUANTITY not in has:
        return "no column holds an amount"
    if not said.measures and said.measure is None and Role.UNIT not in has:
        return "nothing says the unit"
    if unknown := set(said.quality_words.values()) - set(QUALITY_NAMES):
        return f"no quality is called {min(unknown)}"
    names = [normal(name) for group in _names(said) for name in group]
    if len(set(names)) != len(names):
        return "a column has two roles"
    return ""


def _names(said: ProfileDocument) -> list[tuple[str, ...]]:
    return [*said.columns.values(), *((name,) for name in said.measures), *said.day_parts, *said.day_repeated]


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
