"""Files of programmes to a checked graph: every field known, every name found, no circle of prerequisites.

The built-in graph is `data/*.toml`, income limits included. A file that is wrong is refused whole, with a code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final, TypeVar

from models.incentives import checks, codes
from models.incentives.codes_data import TWICE, DataRefused
from models.incentives.conditions import ALWAYS
from models.incentives.files_read import SECTIONS, built_in_texts, sections_of, version_of
from models.incentives.graph import (
    Answers,
    Cap,
    Exclusion,
    Graph,
    Kind,
    Offer,
    Path,
    Pay,
    Programme,
    Rule,
    Standing,
    State,
    Step,
    last_day,
)
from models.incentives.income import IncomeLimits
from models.incentives.reading import Table
from models.incentives.rules_read import condition, needs

_RULES: Final = frozenset(rule.value for rule in Rule)
_KINDS: Final = frozenset(kind.value for kind in Kind)
_STATES: Final = frozenset(state.value for state in State)
_CONFIDENCE: Final = frozenset({"low", "medium", "high"})
_BASES: Final = frozenset({"before_tax", "after_tax"})
Limits = Mapping[str, IncomeLimits]
Part = TypeVar("Part", IncomeLimits, Path, Offer, Cap, Exclusion)


@cache
def graph() -> Graph:
    """The programmes this version knows."""
    return graph_of(built_in_texts())


def graph_of(texts: Sequence[str]) -> Graph:
    """The graph that these files of programmes are together. DataRefused when any of it is wrong."""
    return graph_of_sections(sections_of(texts), version_of(texts))


def graph_of_sections(raw: Mapping[str, Sequence[object]], version: str, changes: tuple[int, ...] = ()) -> Graph:
    """The checked graph of tables by section. `changes`: the numbers of those that were laid over its files.

    DataRefused when any of it is wrong.
    """
    sections = {name: [Table(each, f"file.{name}[{at}]") for at, each in enumerate(raw[name])] for name in SECTIONS}
    limits = _unique([_limits(each) for each in sections["income_limits"]])
    programmes, standings = _programmes(sections["programmes"])
    paths = _unique([_path(each, programmes) for each in sections["paths"]])
    offers = _unique([_offer(each, programmes, standings, paths, limits) for each in sections["offers"]])
    caps = _unique([_cap(each, programmes, offers, limits) for each in sections["caps"]])
    exclusions = _unique([_exclusion(each, programmes, offers) for each in sections["exclusions"]])
    resolved = {key: checks.resolved(offers[key], programmes, offers) for key in sorted(offers)}
    checks.no_circles(resolved)
    checks.nested(tuple(caps.values()))
    checks.can_be_met(resolved, tuple(exclusions.values()))
    answering = checks.by_measure(resolved.values())
    return Graph(
        programmes=MappingProxyType(programmes),
        offers=MappingProxyType(resolved),
        paths=MappingProxyType(paths),
        caps=tuple(caps[key] for key in sorted(caps)),
        exclusions=tuple(exclusions[key] for key in sorted(exclusions)),
        by_measure=answering,
        watched=frozenset(answering).union(*(checks.needed_work(each.needs) for each in resolved.values())),
        bands=checks.bands_of(resolved.values(), caps.values()),
        version=version,
        standings=MappingProxyType(standings),
        changes=changes,
    )


def _unique(parts: Iterable[Part]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in parts:
        if part.id in found:
            raise DataRefused(TWICE, id=part.id)
        found[part.id] = part
    return found


def _limits(table: Table) -> IncomeLimits:
    id_ = table.id()
    table.where = f"income_limits {id_}"
    amounts = table.take("cad")
    if not isinstance(amounts, list) or not amounts:
        raise table.wrong("cad", "limits for 1, 2, … people")
    by_size = {size: _limit(table, amount) for size, amount in enumerate(amounts, start=1)}
    found = IncomeLimits(
        id_,
        MappingProxyType(by_size),
        table.one_of("basis", _BASES),
        table.text("effective"),
        table.yes_or_no("benefits_qualify", False),
        table.source(),
    )
    table.one_of("confidence", _CONFIDENCE)
    table.done()
    return found


def _limit(table: Table, amount: object) -> float:
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount < 10_000_000:
        raise table.wrong("cad", "limits for 1, 2, … people")
    return float(amount)


def _programmes(tables: list[Table]) -> tuple[dict[str, Programme], dict[str, Standing]]:
    programmes: dict[str, Programme] = {}
    standings: dict[str, Standing] = {}
    for table in tables:
        id_ = table.id()
        table.where = f"programme {id_}"
        if id_ in programmes:
            raise DataRefused(TWICE, id=id_)
        standings[id_] = _standing(table, None)
        programmes[id_] = Programme(id_, table.text("name"), table.text("administrator"), table.source())
        table.done()
    return programmes, standings


def _standing(table: Table, programmes: Standing | None) -> Standing:
    """The state the table gives; an offer that gives none has its programme's."""
    if programmes is not None and not table.has("state"):
        return programmes
    found = Standing(
        State(table.one_of("state", _STATES)),
        _some_day(table, "last_seen"),
        _some_day(table, "since") if table.has("since") else None,
        table.day("opens"),
        table.day("closes"),
        table.yes_or_no("closes_certain", False),
    )
    if found.opens and found.closes and found.opens > found.closes:
        raise table.wrong("closes", "a day after it opens")
    return found


def _some_day(table: Table, field: str) -> str:
    """A day, a month or a year, as it was seen."""
    written = table.text(field)
    try:
        last_day(written)
    except ValueError as wrong:
        raise table.wrong(field, "2026-04-30, 2026-04 or 2026") from wrong
    return written


def _path(table: Table, programmes: Mapping[str, Programme]) -> Path:
    id_ = table.id()
    table.where = f"path {id_}"
    programme = checks.found(programmes, table.text("programme"), table.where)
    steps = tuple(_step(each) for each in table.tables("steps"))
    before: set[str] = set()
    for step in steps:
        if step.step in before or (step.after is not None and step.after not in before):
            raise table.wrong("steps", "each step once, deadlines after earlier steps")
        before.add(step.step)
    evidence = table.words("evidence", ())
    if not set(evidence) <= set(codes.EVIDENCE):
        raise table.wrong("evidence", ", ".join(sorted(codes.EVIDENCE)))
    least = table.whole("least_measures", 1, 20, 1)
    found = Path(id_, programme.id, least, steps, evidence, table.source())
    table.done()
    return found


def _step(table: Table) -> Step:
    step = table.one_of("step", frozenset(codes.STEPS))
    within = table.whole("within_days", 1, 3650) if table.has("within_days") else None
    after = table.one_of("after", frozenset(codes.STEPS)) if within is not None else None
    table.done()
    return Step(step, within, after)


def _offer(
    table: Table,
    programmes: Mapping[str, Programme],
    standings: Mapping[str, Standing],
    paths: Mapping[str, Path],
    limits: Limits,
) -> Offer:
    id_ = table.id()
    table.where = f"offer {id_}"
    programme = checks.found(programmes, table.text("programme"), table.where)
    path = checks.found(paths, table.text("path"), table.where) if table.has("path") else None
    if path is not None and path.programme_id != programme.id:
        raise table.wrong("path", "a path of the same programme")
    doubts = table.words("doubts", ())
    if not set(doubts) <= set(codes.DOUBTS):
        raise table.wrong("doubts", ", ".join(sorted(codes.DOUBTS)))
    found = Offer(
        id=id_,
        programme=programme,
        kind=Kind(table.one_of("kind", _KINDS, Kind.MONEY.value)),
        name_en=table.text("name_en"),
        name_fr=table.text("name_fr"),
        standing=_standing(table, standings[programme.id]),
        pay=_pay(Table(table.take("pay"), f"{table.where}.pay")),
        answers=tuple(_answers(each, limits) for each in table.tables("work", ())),
        when=condition(table.take("when", None), f"{table.where}.when", limits),
        needs=needs(table.take("needs", None), f"{table.where}.needs"),
        path=path,
        doubts=doubts,
        other_cents=table.some_cents("other_cad"),
        source_id=table.source(),
        confidence=table.one_of("confidence", _CONFIDENCE),
    )
    table.done()
    if len({each.measure_id for each in found.answers}) != len(found.answers):
        raise table.wrong("work", "each measure once")
    return found


def _pay(table: Table) -> Pay:
    rule = Rule(table.one_of("rule", _RULES))
    stated = rule in (Rule.FIXED, Rule.UP_TO, Rule.PER_UNIT)
    low, typical, high = table.three("percent", 0.0, 100.0) if rule is Rule.PERCENT else (0.0, 0.0, 0.0)
    found = Pay(
        rule,
        table.cents("cad") if stated else (0, 0, 0),
        (low / 100.0, typical / 100.0, high / 100.0),
        table.text("unit", "home"),
        table.some_cents("max_cad"),
        table.number("max_share_of_cost", 0.0, 1.0),
        table.number("least_share", 0.0, 1.0),
    )
    table.done()
    return found


def _answers(table: Table, limits: Limits) -> Answers:
    found = Answers(
        table.id("measure"),
        table.three("units", 0.0, 1000.0, 1.0),
        table.number("target_r", 0.0, 120.0),
        condition(table.take("when", None), f"{table.where}.when", limits) if table.has("when") else ALWAYS,
    )
    table.done()
    return found


def _cap(table: Table, programmes: Mapping[str, Programme], offers: Mapping[str, Offer], limits: Limits) -> Cap:
    id_ = table.id()
    table.where = f"cap {id_}"
    names = table.words("covers")
    covered = checks.offer_ids(names, programmes, offers, table.where)
    left_out = checks.offer_ids(table.words("except", ()), programmes, offers, table.where)
    found = Cap(
        id_,
        covered - left_out,
        table.cents("cad") if table.has("cad") else None,
        table.number("share_of_cost", 0.0, 1.0),
        programmes.get(names[0]) if len(names) == 1 else None,
        condition(table.take("when", None), f"{table.where}.when", limits),
        table.source(),
        table.one_of("confidence", _CONFIDENCE),
    )
    table.done()
    if (found.cents is None) is (found.share_of_cost is None) or not found.covers:
        raise table.wrong("cad", "an amount or a share of the cost, over some offers")
    return found


def _exclusion(table: Table, programmes: Mapping[str, Programme], offers: Mapping[str, Offer]) -> Exclusion:
    id_ = table.id()
    table.where = f"exclusion {id_}"
    members = table.words("at_most_one")
    groups = tuple(checks.offer_ids((member,), programmes, offers, table.where) for member in members)
    found = Exclusion(id_, groups, table.yes_or_no("same_job", False), table.yes_or_no("unseen", False), table.source())
    table.done()
    if len(groups) < 2 or sum(map(len, groups)) != len(frozenset().union(*groups)):
        raise table.wrong("at_most_one", "two or more groups that share nothing")
    return found
