"""One form written on two devices: what each changed since they parted is kept, and where both did, both are. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.visits.form import FIELDS, Answers

ASIDE_MAXIMUM = 4
"""Other answers to one field that wait for a choice; more devices than that write no form at once."""


@dataclass(frozen=True, slots=True)
class Form:
    """The answers, and beside some of them other answers that wait for the coach's choice."""

    answers: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def merged(base: Answers | None, stands: Form, sent: Answers) -> Form:
    """What stands, with what was changed in `sent` since `base`; None where nobody knows any more what that was.

    Where both changed an answer the one that stands stays, and the other waits beside it: nothing that was written is
    lost. Clearing an answer that somebody else wrote over meanwhile does nothing.
    """
    answers, aside = dict(stands.answers), dict(stands.aside)
    for name in FIELDS:
        before, theirs, mine = (_of(one, name) for one in (base or {}, stands.answers, sent))
        if mine == theirs or (base is not None and mine == before):
            continue
        if (base is not None and theirs == before) or not theirs:
            answers[name] = mine
        elif mine:
            aside[name] = _beside(aside.get(name, ()), mine)
    return _tidy(answers, aside)


def chosen(stands: Form, choices: Mapping[str, str]) -> Form:
    """Each field that was chosen for holds that answer, and nothing waits beside it. Answers that were not to choose
    from choose nothing.
    """
    answers, aside = dict(stands.answers), dict(stands.aside)
    for name, value in choices.items():
        if value in (*aside.get(name, ()), answers.get(name, "")) and name in aside:
            answers[name] = value
            del aside[name]
    return _tidy(answers, aside)


def _of(answers: Answers, name: str) -> str:
    return answers.get(name, "")


def _beside(waiting: tuple[str, ...], mine: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*waiting, mine)))[-ASIDE_MAXIMUM:]


def _tidy(answers: dict[str, str], aside: dict[str, tuple[str, ...]]) -> Form:
    written = {name: answers[name] for name in FIELDS if answers.get(name)}
    others = {name: tuple(one for one in told if one != written.get(name)) for name, told in aside.items()}
    return Form(written, {name: told for name, told in others.items() if told})
