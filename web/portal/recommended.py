"""Recommendations in the resident's words: titles, ranges and money, the same on every page that shows them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from flask import url_for

from coach.advising.roadmap_given import GivenRoadmap
from coach.asking import published
from coach.asking.published import Published
from coach.cases import recommendation as recommendations
from coach.cases.recommendation import RecommendationView
from coach.projects import projects
from greener_homes import homes, incentive_notices
from greener_homes.page_questions import AtOnce
from web import current, i18n, messages
from web import opportunity as numbers
from web.advice import roadmap
from web.advice.incentives import AnswerGroup, answer_groups, answers_in_short
from web.advice.money import MoneyLine, money_line
from web.components import Chip, NextStep, zone_of
from web.formatting import TORONTO, span, yearly_effect
from web.portal import money_news
from web.text import gettext as _
from web.words.fact_values import spoken
from web.words.measures import measure_words


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the pages of a plan are made of: what a coach approved, what that rests on, and the home's facts."""

    items: Sequence[RecommendationView]
    rests_on: Published | None
    facts: Mapping[str, object]
    this_year: int
    begun: Mapping[str, uuid.UUID] = field(default_factory=lambda: MappingProxyType({}))
    """The home's projects by measure, those that were not given up."""
    has_money_news: bool = False
    """Whether the household was told lately that the money for its plan has changed."""

    @property
    def roadmap(self) -> GivenRoadmap:
        """What of the roadmap the coach approved; empty before roadmaps were kept."""
        return self.rests_on.roadmap if self.rests_on is not None else GivenRoadmap()

    @property
    def costs(self) -> Mapping[str, Mapping[str, object]]:
        """The numbers of each recommendation, by measure."""
        return {item.measure: item.numbers for item in self.items}

    def project_url(self, measure: str) -> str:
        """Where the project of a measure stands; empty where none was begun."""
        found = self.begun.get(measure)
        return url_for("portal.project", project_id=found) if found else ""

    def when(self, measure: str) -> tuple[str, str]:
        """When a measure comes, short and in a sentence."""
        language = i18n.language()
        found = roadmap.moment_of(self.roadmap, measure, self.this_year, language)
        own = self.costs.get(measure, {})
        return found if found[0] else roadmap.own_moment(own, self.this_year, language)

    def waits(self, measure: str) -> bool:
        """Whether it has a moment to wait for."""
        own = self.costs.get(measure, {})
        return roadmap.waits(self.roadmap, measure) or numbers.waits_for_its_moment(own)


def price_doubts(of: Scene) -> tuple[str, ...]:
    """That a newer price may hold, or that the last bill is not what our prices make of it, in sentences."""
    language = i18n.language()
    said = of.rests_on.about_prices if of.rests_on is not None else ()
    return tuple(
        messages.sentence(str(each.get("code")), spoken(numbers.facts_of(each), language), language) for each in said
    )


def scene(*, whole_trace: bool = False) -> Scene:
    """The plan of the home this page is about; that it was read is on record.

    Without the `whole_trace` a recommendation's says no more than money lines need.
    """
    session, home, now = current.session(), current.home(), current.now()
    items = recommendations.for_home(session, home.id, viewer=current.person().actor, now=now, whole_trace=whole_trace)
    told_since = money_news.since(items) if items else now
    rests_on, facts, begun, has_money_news = _BESIDE.ask(session, {"home": home.id, "told_since": told_since})
    return Scene(
        items=items,
        rests_on=published.of_standing(session, rests_on),
        facts={fact.name: fact.value for fact in homes.facts_of(facts)},
        this_year=now.astimezone(TORONTO).year,
        begun=projects.begun_of(begun),
        has_money_news=has_money_news,
    )


_BESIDE = AtOnce(published.STANDING, homes.STANDING, projects.BEGUN, incentive_notices.IS_TOLD)


def title(measure: str, facts: Mapping[str, object]) -> str:
    """The measure as an action, for this home."""
    return title_in(i18n.language(), measure, facts)


def title_in(language: str, measure: str, facts: Mapping[str, object]) -> str:
    """The same in a language that may be another than the page's."""
    return measure_words(measure).title(language, **facts)


def money(item: RecommendationView) -> MoneyLine:
    """The whole money line of one recommendation."""
    return money_line(item.numbers, item.trace, i18n.language(), item.measure, item.coach_numbers)


def answers(item: RecommendationView) -> tuple[AnswerGroup, ...]:
    """The offers of money for one recommendation in their three answers."""
    return answer_groups(item.numbers, i18n.language())


def answer_chips(item: RecommendationView) -> tuple[Chip, ...]:
    """How many offers have which answer; those that are none are left to the recommendation's own page."""
    return tuple(
        Chip(_("%(answer)s: %(count)s rebates", answer=name, count=count) if count > 1 else _one(name), tone)
        for tone, name, count in answers_in_short(item.numbers, i18n.language())
    )


def next_step(item: RecommendationView, facts: Mapping[str, object], number: int | None) -> NextStep:
    """The recommendation as one line of a list."""
    language = i18n.language()
    effect = numbers.bill(item.numbers)
    line = (
        _("Your yearly bill: %(effect)s", effect=yearly_effect(effect, language))
        if effect.may_be_negative
        else _("Saves %(saving)s a year", saving=span(effect, language))
    )
    return NextStep(
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


def _one(name: str) -> str:
    return _("%(answer)s: 1 rebate", answer=name)
