"""What the pages that ask about a home are told, in finished words: a question, an order of wishes, all answers."""

from __future__ import annotations

from dataclasses import dataclass

from web.components import Choice, Field, FieldError, Link, Question, Tag


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody said already, who it was, and what to do where it is wrong."""

    sentence: str
    tag: Tag
    note: str = ""


@dataclass(frozen=True, slots=True)
class Usual:
    """What homes like this mostly have. `value` is that as an answer; `button` agrees to it in one click."""

    sentence: str
    value: str
    tag: Tag
    button: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a question stands among those that matter to this home, and where its page leads."""

    position: int
    of: int
    save_url: str
    back: Link
    returning: bool = False
    """Whether the answer leads back to the page of all answers."""

    @property
    def done(self) -> str:
        """Width of the progress bar."""
        return f"{100 * self.position / self.of:.0f}%"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. It has `choices` or a `field`, and `picks` beside a field where a picture helps to answer.

    `unsure` says what we do when the answer is "I don't know"; `changes` what an answer changes.
    """

    name: str
    heading: str
    hint: str
    walk: Walk
    unsure: str
    changes: str
    why: str
    choices: Question | None = None
    field: Field | None = None
    picks: tuple[Choice, ...] = ()
    picks_legend: str = ""
    known: Known | None = None
    usual: Usual | None = None
    errors: tuple[FieldError, ...] = ()
    file_url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One wish where it stands, with the spoken names of its arrows."""

    value: str
    label: str
    hint: str
    up: str
    down: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Ordered:
    """The wishes of a household, in its order."""

    heading: str
    hint: str
    note: str
    walk: Walk
    rows: tuple[Row, ...]
    unsure: str
    unsure_label: str
    save: str
    changes: str
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of all answers. Without a value the note says what stands in for it; `under` is who wrote it down."""

    label: str
    value: str
    note: str
    tag: Tag | None
    change: Link | None
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Answers that belong together."""

    key: str
    heading: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every answer with its source, in no section while there is none. `question` is what a coach waits for; `done_url`
    says that it is answered."""

    heading: str
    lead: str
    go: Link
    other: Link | None
    done: int
    of: int
    sections: tuple[Section, ...]
    question: str = ""
    done_url: str = ""
    file_url: str = ""
    look_again_url: str = ""
    """Where a coach is asked to look again; empty where no coach wrote anything down."""

    @property
    def share(self) -> str:
        """Width of the progress bar."""
        return f"{100 * self.done / self.of:.0f}%"
