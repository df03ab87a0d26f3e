"""What is said about one measure, wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from web.words.phrase import NOTHING, Phrase


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """The words of one measure. No amount, price or date is ever among them: those come from tables.

    `title` an action, 60 characters at most · `line` why it helps, a sentence or two · `lead` two sentences for its
    own page · `start` the first things to do, safety first · `comfort` what will be felt, NOTHING when it is
    not felt · `disruption` how long it takes and where.
    """

    title: Phrase
    line: Phrase
    lead: Phrase
    start: tuple[Phrase, ...]
    disruption: Phrase
    comfort: Phrase = NOTHING
