"""Recommendations in the resident's words: titles, ranges and money, the same on every page that shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from coach.recommendation import RecommendationView
from web import i18n
from web import opportunity as numbers
from web.components import zone_of
from web.formatting import span, yearly_effect
from web.portal import views
from web.text import gettext as _
from web.words.measures import measure_words


def title(measure: str, facts: Mapping[str, object]) -> str:
    """The measure as an action, for this home."""
    return measure_words(measure).title(i18n.language(), **facts)


def next_step(item: RecommendationView, facts: Mapping[str, object], number: int | None) -> views.NextStep:
    """The recommendation as one line of a list."""
    language = i18n.language()
    effect = numbers.bill(item.numbers)
    line = (
        _("Your yearly bill: %(effect)s", effect=yearly_effect(effect, language))
        if effect.may_be_negative
        else _("Saves %(saving)s a year", saving=span(effect, language))
    )
    return views.NextStep(
        zone=zone_of(item.measure),
        title=title(item.measure, facts),
        line=f"{line}. {measure_words(item.measure).line(language, **facts)}",
        href=url_for("portal.recommendation", measure=item.measure),
        number=number,
    )


def now_and_later(
    items: Sequence[RecommendationView],
) -> tuple[Sequence[RecommendationView], Sequence[RecommendationView]]:
    """The coach's present list, and what the coach kept for later."""
    return [item for item in items if not item.later], [item for item in items if item.later]
