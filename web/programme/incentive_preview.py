"""For whom a change moves money, in words: kinds of home with their counts, and examples that nobody can know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coach.fleet_wide.incentive_effect import Preview
from coach.fleet_wide.incentive_kinds import ALL_HOMES, NOT_KNOWN, OTHERS, Example, Group, Line, Side
from coach.fleet_wide.incentive_shown import Vocabulary
from web import i18n
from web.formatting import money
from web.programme import incentive_words as words
from web.text import gettext as _
from web.words import home_facts
from web.words.fact_values import spoken_day

DOLLAR: Final = 100


@dataclass(frozen=True, slots=True)
class KindRow:
    """Homes of one kind: how many, and what those that gain and those that lose have."""

    name: str
    is_all: bool
    homes: str
    gain: str
    lose: str


@dataclass(frozen=True, slots=True)
class KindsTable:
    """One program: what it changes for whom."""

    programme: str
    rows: tuple[KindRow, ...]


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Money in an example's plan: what pays for which work, how much, and where that was seen."""

    offer: str
    work: str
    amount: str
    seen: str


@dataclass(frozen=True, slots=True)
class ExampleShown:
    """One example: the homes it is of, its money before and after, and the lines behind either."""

    heading: str
    said: str
    before: str
    after: str
    lines_before: tuple[MoneyLine, ...]
    lines_after: tuple[MoneyLine, ...]
    whole: bool


def kinds(preview: Preview, known: Vocabulary) -> tuple[KindsTable, ...]:
    """A table for each program whose money moves."""
    return tuple(
        KindsTable(known.name(each.programme_id, i18n.language()), tuple(_row(group) for group in each.groups))
        for each in preview.for_whom
    )


def examples(preview: Preview, known: Vocabulary) -> tuple[ExampleShown, ...]:
    """The examples, each with its trace."""
    return tuple(_example(each, known) for each in preview.examples)


def _row(group: Group) -> KindRow:
    language = i18n.language()
    if group.trait == ALL_HOMES:
        name = _("All homes")
    else:
        value = {OTHERS: _("all others"), NOT_KNOWN: _("not known")}.get(group.value)
        said = value or home_facts.option_label(group.trait, group.value, language)
        name = _("%(fact)s: %(value)s", fact=home_facts.label(group.trait, language), value=said)
    return KindRow(name, group.trait == ALL_HOMES, words.homes(group.homes), _side(group.gain), _side(group.lose))


def _side(side: Side) -> str:
    if side.homes == 0:
        return _("none")
    if side.middle is None or side.most is None:
        return words.homes(side.homes)
    language = i18n.language()
    return _(
        "%(homes)s: half of them %(middle)s or more, at most %(most)s",
        homes=words.homes(side.homes),
        middle=money(side.middle, language),
        most=money(side.most, language),
    )


def _example(one: Example, known: Vocabulary) -> ExampleShown:
    language = i18n.language()
    traits = [
        home_facts.option_label(name, value, language) for name, value in one.traits.items() if value != NOT_KNOWN
    ]
    before, after = (sum(each.cents for each in lines) for lines in (one.before, one.after))
    return ExampleShown(
        heading=", ".join(traits) or _("Homes of several kinds"),
        said=_("Exactly alike: %(homes)s homes.", homes=words.homes(one.homes))
        if one.whole
        else _(
            "Exactly the same change: %(homes)s homes. The rest of their plans differs.", homes=words.homes(one.homes)
        ),
        before=money(before / DOLLAR, language),
        after=money(after / DOLLAR, language),
        lines_before=tuple(_line(each, known) for each in one.before),
        lines_after=tuple(_line(each, known) for each in one.after),
        whole=one.whole,
    )


def _line(one: Line, known: Vocabulary) -> MoneyLine:
    language = i18n.language()
    offer = f"{known.name(one.programme_id, language)} · {known.name(one.offer_id, language)}"
    seen = _("seen %(day)s, source %(source)s", day=spoken_day(one.last_seen, language), source=one.source_id)
    return MoneyLine(offer, known.name(one.measure, language), money(one.cents / DOLLAR, language), seen)
