"""What is not advised, by its kind of no: why, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from web import messages
from web import opportunity as numbers
from web.components import Zone, zone_of
from web.words import worth as words
from web.words.fact_values import spoken
from web.words.measures import measure_words


@dataclass(frozen=True, slots=True)
class NoShown:
    """One measure that is not advised: why, and what would change that."""

    zone: Zone
    title: str
    reason: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoGroup:
    """Measures with the same kind of no."""

    kind: str
    heading: str
    text: str
    members: tuple[NoShown, ...]


@dataclass(frozen=True, slots=True)
class NoInShort:
    """The same by name alone, as on paper."""

    heading: str
    titles: tuple[str, ...]


def refused_in_short(
    entries: Sequence[Mapping[str, object]], facts: Mapping[str, object], language: str
) -> tuple[NoInShort, ...]:
    """The groups of `no_groups` with nothing but names."""
    kinds = [_kind(each) for each in entries]
    found = []
    for kind, said in words.NOS.items():
        titles = [
            measure_words(str(each["measure"])).title(language, **facts)
            for each, own in zip(entries, kinds, strict=True)
            if own == kind
        ]
        if titles:
            found.append(NoInShort(said.title(language), tuple(titles)))
    return tuple(found)


def no_groups(
    entries: Sequence[Mapping[str, object]], facts: Mapping[str, object], language: str
) -> tuple[NoGroup, ...]:
    """The stored refusals by kind, in the order kinds are read. What was kept before kinds were stands under none."""
    found = []
    for kind, said in words.NOS.items():
        members = tuple(no_shown(each, facts, language) for each in entries if _kind(each) == kind)
        if members:
            found.append(NoGroup(kind, said.title(language), said.text(language), members))
    return tuple(found)


def left_out_group(left: Iterable[tuple[str, str]], facts: Mapping[str, object], language: str) -> tuple[NoGroup, ...]:
    """What a coach took out, measure and note, as a group of its own; none where nothing was."""
    members = tuple(
        NoShown(zone_of(measure), measure_words(measure).title(language, **facts), note) for measure, note in left
    )
    said = words.LEFT_OUT
    return (NoGroup("left_out", said.title(language), said.text(language), members),) if members else ()


def no_shown(entry: Mapping[str, object], facts: Mapping[str, object], language: str) -> NoShown:
    """One stored refusal in words."""
    measure = str(entry["measure"])
    details = entry.get("details")
    return NoShown(
        zone_of(measure),
        measure_words(measure).title(language, **facts),
        _said(str(entry["reason"]), numbers.facts_of(entry), language),
        tuple(
            _said(str(each.get("code")), numbers.facts_of(each), language)
            for each in (details if isinstance(details, list) else ())
            if isinstance(each, Mapping)
        ),
    )


def _kind(entry: Mapping[str, object]) -> str:
    kind = str(entry.get("kind"))
    return kind if kind in words.NOS else "saves_nothing"


def _said(code: str, facts: Mapping[str, object], language: str) -> str:
    return messages.sentence(code, spoken(facts, language), language)
