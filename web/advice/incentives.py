"""Every offer of money for a measure, opened: which answer, exactly what is missing, where and when it was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from web import messages
from web import opportunity as numbers
from web.components import Tone
from web.formatting import money
from web.words import worth as words
from web.words.fact_values import spoken, spoken_day
from web.words.trace import publisher

LOAN: Final = "loan"
TONES: Final = {"eligible": Tone.OK, "maybe": Tone.WARN, "not": None}


@dataclass(frozen=True, slots=True)
class OfferShown:
    """One offer: who gives, for what, what is counted, what is missing or against it, what to mind, and where seen."""

    name: str
    programme: str
    counted: str
    missing: tuple[str, ...]
    because: tuple[str, ...]
    mind: tuple[str, ...]
    source: str
    exact: float = 0.0


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The offers with one answer. `tone` None for no."""

    answer: str
    heading: str
    tone: Tone | None
    offers: tuple[OfferShown, ...]


def answer_groups(found: Mapping[str, object], language: str) -> tuple[AnswerGroup, ...]:
    """The offers of one opportunity in their three answers, and after all of them those that must be paid back; none
    for numbers kept before offers were."""
    offers = numbers.offers(found)
    gifts = [each for each in offers if each.get("kind") != LOAN]
    loans = tuple(_shown(each, language) for each in offers if each.get("kind") == LOAN and each.get("answer") != "not")
    groups = tuple(
        AnswerGroup(answer, words.word_for(words.ANSWERS, answer, language), TONES[answer], shown)
        for answer in words.ANSWERS
        if (shown := tuple(_shown(each, language) for each in gifts if each.get("answer") == answer))
    )
    return (*groups, AnswerGroup(LOAN, words.TO_BORROW(language), None, loans)) if loans else groups


def free_first(found: Mapping[str, object], language: str) -> tuple[str, ...]:
    """Programmes that may do the work for nothing: asked before any loan is thought of."""
    held = [each for each in numbers.offers(found) if each.get("free") and each.get("answer") != "not"]
    return tuple(dict.fromkeys(str(each.get("programme")) for each in held))


def answers_in_short(found: Mapping[str, object], language: str) -> tuple[tuple[Tone, str, int], ...]:
    """How many offers there are of each answer of `answer_groups` but no, loans apart, for the head of a list."""
    given = [each.get("answer") for each in numbers.offers(found) if each.get("kind") != LOAN]
    return tuple(
        [
            (tone, words.word_for(words.ANSWERS, answer, language), given.count(answer))
            for answer, tone in TONES.items()
            if tone is not None and answer in given
        ]
    )


def _shown(offer: Mapping[str, object], language: str) -> OfferShown:
    name, cad = offer.get("name"), numbers.number_in(offer, "counted_cad")
    because = tuple(_sentences(offer.get("because"), language))
    missing = {f"incentive.missing.{each}" for each in _list(offer.get("missing"))}
    of_missing = tuple(_sentences(offer.get("because"), language, missing))
    said_no = offer.get("answer") == "not"
    return OfferShown(
        name=str(name.get(language) or name.get("en")) if isinstance(name, Mapping) else str(offer.get("offer")),
        programme=str(offer.get("programme")),
        counted="" if said_no else _counted(cad, language),
        missing=of_missing,
        because=tuple(each for each in because if each not in of_missing),
        mind=(*_sentences(offer.get("not_counted"), language), *_sentences(offer.get("mind"), language)),
        source=_source(offer, language),
        exact=cad,
    )


def _counted(cad: float, language: str) -> str:
    if cad <= 0:
        return words.NOT_COUNTED(language)
    return words.COUNTED(language, amount=money(cad, language))


def _source(offer: Mapping[str, object], language: str) -> str:
    seen = words.SEEN(language, day=spoken_day(str(offer.get("last_seen") or ""), language))
    return f"{publisher(str(offer.get('source_id') or ''), language)}. {seen}."


def _sentences(entries: object, language: str, only: set[str] | None = None) -> Iterator[str]:
    for each in _list(entries):
        if isinstance(each, Mapping) and (only is None or each.get("code") in only):
            yield messages.sentence(str(each.get("code")), spoken(numbers.facts_of(each), language), language)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
