"""What a coach looks at before deciding a case: what stops work, what is in doubt, what moved under their changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.assessment import AssessmentView
from coach.cases import order
from coach.cases.order import CaseOpportunity
from coach.cases.review import ReviewView
from web import current, i18n, messages
from web import opportunity as numbers
from web.components import Notice, Tone
from web.text import gettext as _
from web.words import desk as words
from web.words.fact_values import spoken
from web.words.measures import measure_words

ABOUT_PRICES = ("price.", "cost.")
"""Doubts about figures, the same for every home: said beside the numbers they touch."""
STOPS = "stop."
"""Reasons for which work is not put forward before somebody has made the home safe."""
SERIOUS = ("warning", "disqualification")


def to_check(found: ReviewView, assessed: AssessmentView, shown: Sequence[CaseOpportunity]) -> Notice | None:
    """The points, what stops work first and each once; None where there is nothing."""
    points = tuple(dict.fromkeys((*_stops(assessed), *_doubts(assessed), *_moved(found, shown))))
    return Notice(Tone.WARN, _("Things to check"), points=points) if points else None


def _stops(assessed: AssessmentView) -> Iterator[str]:
    for one in assessed.not_advised:
        code = str(one.get("reason"))
        if code.startswith(STOPS):
            yield messages.sentence(code, spoken(numbers.facts_of(one), i18n.language()))


def _doubts(assessed: AssessmentView) -> Iterator[str]:
    for one in assessed.findings:
        code = str(one["code"])
        if one.get("severity") in SERIOUS and not code.startswith(ABOUT_PRICES):
            yield messages.sentence(code, spoken(numbers.facts_of(one), i18n.language()))


def _moved(found: ReviewView, shown: Sequence[CaseOpportunity]) -> Iterator[str]:
    language = i18n.language()
    for item in shown:
        if item.diverged:
            yield _(
                "The computer has moved far from what you saw when you changed “%(title)s”. Look again.",
                title=measure_words(item.measure).title(language),
            )
    for measure in order.vanished(current.session(), found.home_id, found.assessment_id):
        yield _(
            "You changed “%(title)s”; the computer no longer puts it forward.",
            title=words.measure_label(measure, language),
        )
