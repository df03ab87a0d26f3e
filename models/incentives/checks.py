"""What must be true of a graph as a whole: names lead somewhere, nothing needs itself, limits nest.

Limits that nest and the limit of each job's own cost make two trees, which is why the most money under all of them
can be found exactly (`flow`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from types import MappingProxyType
from typing import TypeVar

from models.incentives.codes_data import CAPS_CROSS, CYCLE, EXCLUDES_ITSELF, NAMES_NOTHING, DataRefused
from models.incentives.conditions import Among, Between, Condition, Income, NeverHad, leaves
from models.incentives.graph import Cap, Exclusion, Needs, NeedsAll, NeedsAny, NeedsOffer, NeedsWork, Offer, Programme
from models.incentives.profile import Bands

Part = TypeVar("Part")


def found(held: Mapping[str, Part], name: str, where: str) -> Part:
    """The thing of that name. DataRefused when there is none."""
    if name not in held:
        raise DataRefused(NAMES_NOTHING, where=where, id=name)
    return held[name]


def offer_ids(
    names: Iterable[str], programmes: Collection[str], offers: Mapping[str, Offer], where: str
) -> frozenset[str]:
    """The offers meant by names of offers and of programmes (all their offers)."""
    meant: set[str] = set()
    for name in names:
        of_programme = {each.id for each in offers.values() if each.programme.id == name}
        if name in offers:
            meant.add(name)
        elif name in programmes and of_programme:
            meant |= of_programme
        else:
            raise DataRefused(NAMES_NOTHING, where=where, id=name)
    return frozenset(meant)


def resolved(offer: Offer, programmes: Mapping[str, Programme], offers: Mapping[str, Offer]) -> Offer:
    """The offer with programmes among its prerequisites spelt out as offers."""
    return replace(offer, needs=_resolved(offer.needs, programmes, offers, f"offer {offer.id}"))


def _resolved(need: Needs, programmes: Mapping[str, Programme], offers: Mapping[str, Offer], where: str) -> Needs:
    if isinstance(need, NeedsOffer):
        return NeedsOffer(offer_ids(need.offer_ids, programmes, offers, where))
    if isinstance(need, NeedsAll | NeedsAny) and need.parts:
        return type(need)(tuple(_resolved(part, programmes, offers, where) for part in need.parts))
    return need


def no_circles(offers: Mapping[str, Offer]) -> None:
    """DataRefused when offers need each other in a circle, with the circle."""
    try:
        TopologicalSorter({key: set(needed_offers(each.needs)) for key, each in offers.items()}).prepare()
    except CycleError as circle:
        raise DataRefused(CYCLE, path=" → ".join(circle.args[1])) from circle


def needed_offers(need: Needs) -> Iterator[str]:
    """Every offer a prerequisite names."""
    if isinstance(need, NeedsOffer):
        yield from sorted(need.offer_ids)
    elif isinstance(need, NeedsAll | NeedsAny):
        for part in need.parts:
            yield from needed_offers(part)


def nested(caps: Sequence[Cap]) -> None:
    """DataRefused when two limits overlap and neither holds the other."""
    for one, other in combinations(caps, 2):
        shared = one.covers & other.covers
        if shared and not (one.covers <= other.covers or other.covers <= one.covers):
            raise DataRefused(CAPS_CROSS, one=one.id, other=other.id)


def can_be_met(offers: Mapping[str, Offer], exclusions: Sequence[Exclusion]) -> None:
    """DataRefused when an offer must have another that it excludes from the home."""
    for exclusion in exclusions:
        if exclusion.same_job:
            continue
        for group in exclusion.groups:
            others = frozenset().union(*exclusion.groups) - group
            for key in sorted(group):
                if any(must <= others for must in _must(offers[key].needs)):
                    raise DataRefused(EXCLUDES_ITSELF, id=key)


def _must(need: Needs) -> Iterator[frozenset[str]]:
    """The offers of each prerequisite that cannot be avoided."""
    if isinstance(need, NeedsOffer):
        yield need.offer_ids
    elif isinstance(need, NeedsAll):
        for part in need.parts:
            yield from _must(part)


def needed_work(need: Needs) -> Iterator[str]:
    """Every measure a prerequisite names."""
    if isinstance(need, NeedsWork):
        yield from sorted(need.measure_ids)
    elif isinstance(need, NeedsAll | NeedsAny):
        for part in need.parts:
            yield from needed_work(part)


def by_measure(offers: Iterable[Offer]) -> Mapping[str, tuple[Offer, ...]]:
    """The offers that answer to each measure, in the order of their ids."""
    held: dict[str, list[Offer]] = {}
    for offer in offers:
        for each in offer.answers:
            held.setdefault(each.measure_id, []).append(offer)
    return MappingProxyType({measure: tuple(found) for measure, found in held.items()})


def bands_of(offers: Collection[Offer], caps: Collection[Cap]) -> Bands:
    """What the rules can tell apart, all of them and those of each measure's offers."""
    turns: dict[str, set[float]] = {}
    words: dict[str, set[str]] = {}
    plain: set[str] = set()
    for leaf in (leaf for rule in _conditions(offers, caps) for leaf in leaves(rule)):
        if isinstance(leaf, Income):
            turns.setdefault("income_cad", set()).update(leaf.limits.by_size.values())
            turns.setdefault("household_size", set()).update(leaf.limits.by_size)
        elif isinstance(leaf, NeverHad):
            words.setdefault("previous", set()).update(leaf.ids)
        elif isinstance(leaf, Between):
            plain.add(leaf.fact)
            turns.setdefault(leaf.fact, set()).update(leaf.ends)
        elif isinstance(leaf, Among):
            plain.add(leaf.fact)
            words.setdefault(leaf.fact, set()).update(str(value) for value in leaf.values)
    return Bands(
        MappingProxyType({name: tuple(sorted(ends)) for name, ends in turns.items()}),
        MappingProxyType({name: frozenset(each) for name, each in words.items()}),
        _read(_conditions(offers, caps)),
        MappingProxyType(_reads_by_measure(offers, caps)),
        "household_size" not in plain,
    )


def _reads_by_measure(offers: Collection[Offer], caps: Collection[Cap]) -> dict[str, frozenset[str]]:
    held: dict[str, frozenset[str]] = {}
    for offer in offers:
        read = _read(_conditions([offer], [cap for cap in caps if offer.id in cap.covers]))
        for each in offer.answers:
            held[each.measure_id] = held.get(each.measure_id, frozenset()) | read
    return held


def _read(conditions: Iterable[Condition]) -> frozenset[str]:
    read: set[str] = set()
    for leaf in (leaf for rule in conditions for leaf in leaves(rule)):
        if isinstance(leaf, Income):
            read |= {"income_cad", "income_qualified", "household_size", "benefits"}
        elif isinstance(leaf, NeverHad):
            read.add("previous")
        elif isinstance(leaf, Among | Between):
            read.add(leaf.fact)
    return frozenset(read)


def _conditions(offers: Iterable[Offer], caps: Iterable[Cap]) -> Iterator[Condition]:
    for offer in offers:
        yield offer.when
        yield from (each.when for each in offer.answers)
    yield from (cap.when for cap in caps)
