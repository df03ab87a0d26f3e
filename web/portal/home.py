"""The resident's first page: how the home is doing, what to do first, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from coach.cases import recommendation, review
from coach.cases.recommendation import RecommendationView
from coach.cases.review import Act, ReviewState, ReviewView
from coach.homes import questionnaire
from coach.homes.usage import FuelUse
from greener_homes import homes
from greener_homes.consent import GrantView, Purpose
from greener_homes.errors import NotFound
from greener_homes.homes import FactValue
from models.quantities import Fuel
from web import charts, current, i18n
from web import opportunity as numbers
from web.access import Access, access
from web.components import Basis, House, Link, Notice, Provenance, Tag, Tone, Zone, zone_of
from web.formatting import TORONTO, day
from web.portal import about_told, ask_views, energy, home_asked, merged, money_news, recommended, similar_homes, views
from web.portal.blueprint import portal
from web.portal.year import latest_year
from web.provenance import tag_of
from web.ranges import PeerBand
from web.text import gettext as _
from web.words import home_facts
from web.words.headline import headline
from web.words.measures import measure_words

MARKS = 5
SHOWN_FACTS = ("attic_r", "basement_insulation", "window_type", "heating_system", "occupants")


@dataclass(frozen=True, slots=True)
class _Scene:
    """Everything the page is drawn from."""

    facts: Mapping[str, FactValue]
    asked: home_asked.Asked
    uses: Sequence[tuple[Fuel, FuelUse]]
    items: Sequence[RecommendationView]
    review: ReviewView | None
    """The newest; not asked for where there is advice for now."""
    may_use: bool
    grants: Sequence[GrantView]
    similar: Mapping[Fuel, PeerBand]

    @property
    def coach_may_look(self) -> bool:
        return any(grant.purpose is Purpose.COACH_ACCESS for grant in self.grants)


@portal.get("/home")
@access(Access.RESIDENT)
def home() -> str | Response:
    """The page, in whatever state the household's walk has reached; for whoever moved out, the homes they left."""
    try:
        scene = _scene()
    except NotFound:
        left = homes.left_by(current.session(), current.person().id)
        return redirect(url_for("portal.left_homes" if left else "auth.begin"), code=303)
    first, later = recommended.now_and_later(scene.items)
    finding, lead = _finding(scene)
    view = views.Home(
        eyebrow=home_facts.home_sentence(scene.facts, i18n.language()),
        finding=finding,
        lead=lead,
        house=_house(scene),
        first=_first(first[0], scene.facts) if first else None,
        action=None if first else _action(scene),
        coach_note=_coach_note(scene),
        year=latest_year(scene.uses, scene.facts, scene.similar, scene.asked.book),
        after=tuple(
            recommended.next_step(item, scene.facts, number)
            for number, item in enumerate([*first[1:], *later][: MARKS - 1], start=2)
        ),
        plan_url=url_for("portal.plan") if scene.items else "",
        based_on=_based_on(scene),
        correct_url=url_for("portal.about_all"),
        notices=_notices(scene),
    )
    return render_template("portal/home.html", home=view)


def _scene() -> _Scene:
    session, own, person = current.session(), current.home(), current.person()
    items = recommendation.for_home(session, own.id, viewer=person.actor, now=current.now(), whole_trace=False)
    answers = home_asked.asked(items)
    permitted = answers.permitted
    return _Scene(
        facts={fact.name: fact.value for fact in answers.known},
        asked=answers,
        uses=energy.known_uses(permitted),
        items=items,
        review=None if any(not item.later for item in items) else review.latest(session, own.id),
        may_use=bool(permitted),
        grants=answers.grants,
        similar=similar_homes.bands(permitted),
    )


def _finding(scene: _Scene) -> tuple[str, str]:
    language = i18n.language()
    if scene.items:
        finding = headline(zone_of(scene.items[0].measure), language)
        return finding, _("Your coach has looked at your home. Here is where to start.")
    if scene.uses:
        return (
            _("Your readings are in."),
            _("We are working out what they say. A coach checks it before you see any advice."),
        )
    return (
        _("Let us get to know your home."),
        _("A few questions and a file from your utility are enough to begin. Stop whenever you like."),
    )


def _action(scene: _Scene) -> views.NextAction:
    """What lights the porch while there is no advice: the next thing only the resident can do, or waiting."""
    asked = scene.review is not None and scene.review.state is ReviewState.NEEDS_INFORMATION
    if asked and scene.review is not None:
        return views.NextAction(
            flag=_("Your coach has a question"),
            heading=scene.review.question or "",
            text=_("Add what you know to your answers, and the coach carries on."),
            go=Link(_("Answer"), url_for("portal.about_all")),
            icon="chat",
        )
    if questionnaire.answered_share(scene.facts) == 0 and not any(
        fact.name in SHOWN_FACTS for fact in scene.asked.known
    ):
        return views.NextAction(
            flag=_("Do this first"),
            heading=_("Tell us about your home"),
            text=_("One short question a page. “I don’t know” is a fine answer to every one."),
            go=Link(_("Start"), url_for("portal.about_go_on")),
        )
    said = about_told.told()
    if said.own and not said.has_enough and not scene.uses:
        return views.NextAction(
            flag=_("Do this first"),
            heading=_("Go on where you stopped"),
            text=_("A few more answers are enough for a first plan. Those you gave are kept."),
            go=Link(_("Go on"), url_for("portal.about_go_on")),
        )
    if not scene.may_use or not scene.uses:
        return views.NextAction(
            flag=_("Do this first"),
            heading=_("Share a year of readings"),
            text=_(
                "Your own use tells more than any guess about houses like yours. "
                "You decide what is used, and stop any time."
            ),
            go=Link(_("Share my readings"), url_for("portal.sharing")),
            icon="energy",
        )
    if not scene.coach_may_look:
        return views.NextAction(
            flag=_("One thing is missing"),
            heading=_("Let a coach look"),
            text=_("No advice is shown before a person has checked it. That needs your permission."),
            go=Link(_("Read and decide"), url_for("portal.consent_asked", purpose=Purpose.COACH_ACCESS.value)),
            icon="users",
        )
    return views.NextAction(
        flag=_("With your coach"),
        heading=_("A coach is checking your advice"),
        text=_("We promise an answer within ten working days. You need to do nothing."),
        go=Link(_("See my energy meanwhile"), url_for("portal.energy")),
        icon="clock",
    )


def _first(item: RecommendationView, facts: Mapping[str, FactValue]) -> views.FirstStep:
    language = i18n.language()
    return views.FirstStep(
        title=recommended.title(item.measure, facts),
        text=measure_words(item.measure).line(language, **facts),
        pay=numbers.pay(item.numbers),
        saving=numbers.bill(item.numbers),
        reviewed_on=item.reviewed_at.astimezone(TORONTO).date(),
        href=url_for("portal.recommendation", measure=item.measure),
        after_rebate=numbers.has_rebate(item.numbers),
    )


def _coach_note(scene: _Scene) -> views.CoachNote | None:
    items = scene.items
    if not items or not items[0].coach_said:
        return None
    return views.CoachNote(
        words=items[0].coach_said,
        on=items[0].reviewed_at.astimezone(TORONTO).date(),
        by=scene.asked.coach or _("Your coach"),
    )


def _house(scene: _Scene) -> House:
    marks: dict[Zone, None] = {}
    for item in scene.items:
        marks.setdefault(zone_of(item.measure))
    kind = scene.facts.get("dwelling_type")
    storeys = scene.facts.get("storeys")
    names = [recommended.title(item.measure, scene.facts) for item in scene.items[:MARKS]]
    sentence = (
        _("A cut-open drawing of a house. Marked on it: %(names)s.", names="; ".join(names))
        if names
        else _("A cut-open drawing of a house in the evening, one window lit.")
    )
    return House(
        sentence=sentence,
        marks=tuple(marks)[:MARKS],
        storeys=max(1, min(2, round(storeys))) if isinstance(storeys, int | float) else 2,
        attached={"semi": 1, "row_end": 1, "row_middle": 2}.get(str(kind), 0),
    )


def _based_on(scene: _Scene) -> tuple[Basis, ...]:
    language = i18n.language()
    found = [
        Basis(
            "flame" if fuel is Fuel.NATURAL_GAS else "bolt",
            _("%(fuel)s readings", fuel=charts.fuel_name(fuel, language)),
            Tag(Provenance.MEASURED, on=use.days.last_known),
        )
        for fuel, use in scene.uses
    ]
    for fact in scene.asked.known:
        if fact.name in SHOWN_FACTS and fact.value is not None:
            text = _(
                "%(name)s: %(value)s",
                name=home_facts.label(fact.name, language),
                value=home_facts.describe_fact(fact.name, fact.value, language),
            )
            found.append(Basis("home", text, tag_of(fact, dated=fact.provenance is homes.Provenance.COACH)))
    missing = [name for name in SHOWN_FACTS if scene.facts.get(name) is None]
    if found and missing:
        names = ", ".join(home_facts.label(name, language).lower() for name in missing)
        found.append(Basis("users", _("From homes like yours: %(names)s", names=names), Tag(Provenance.ESTIMATED)))
    return tuple(found)


def _notices(scene: _Scene) -> tuple[Notice, ...]:
    there = scene.asked
    return (
        *ask_views.notices(there.turned, is_asked=there.is_asked),
        *(money_news.notices(scene.items) if there.has_money_news else ()),
        *(merged.notices() if there.is_merged else ()),
        *_ending(scene),
        *_declined(scene),
    )


def _ending(scene: _Scene) -> list[Notice]:
    """Permissions that end within the month: we said we would ask again."""
    ends = [grant.expires_at for grant in scene.grants if grant.is_ending(current.now())]
    if not ends:
        return []
    on = day(min(ends).astimezone(TORONTO).date(), i18n.language())
    return [
        Notice(
            Tone.WARN,
            _("A permission ends on %(day)s", day=on),
            paragraphs=(
                _("Under “My data” you can read it again and say yes or no. Without an answer it simply ends."),
            ),
        )
    ]


def _declined(scene: _Scene) -> list[Notice]:
    declined = scene.review is not None and scene.review.state is ReviewState.DECLINED and not scene.items
    if not declined or scene.review is None:
        return []
    said = next(
        (
            event.note
            for event in reversed(review.history(current.session(), scene.review.id))
            if event.note and event.action == Act.DECLINE  # the other notes are for colleagues
        ),
        "",
    )
    return [Notice(Tone.INFO, _("Your coach has no advice for now"), paragraphs=(said,) if said else ())]
