"""Every answer about a home on one page: what was said, by whom, what we assume instead, and a way to change each."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from coach.cases import review
from coach.cases.review import ReviewState
from coach.homes import questionnaire
from coach.homes.questionnaire_assumed import assumption
from coach.homes.questionnaire_wishes import PRIORITIES, in_line
from greener_homes import consent, homes
from greener_homes.homes import LOCAL, KnownFact
from web import current, i18n
from web.access import Access, access
from web.components import Link, Provenance, Tag
from web.formatting import day
from web.portal import about_moved_in
from web.portal.about_told import Told, told
from web.portal.about_views import All, Answer, Section
from web.portal.blueprint import portal
from web.portal.known import by_coach
from web.provenance import tag_of
from web.words import about_home as words
from web.words import assumed, home_facts


@portal.get("/about")
@access(Access.RESIDENT)
def about_all() -> str:
    """All answers, and the one thing to do next."""
    return render_template("portal/about_all.html", all=_all(told()))


@portal.post("/about")
@access(Access.RESIDENT)
def about_finished() -> Response:
    """A coach who asked something knows that the household has answered."""
    review.answer(current.session(), current.home().id, actor=current.person().actor, now=current.now())
    flash(words.COACH_TOLD(i18n.language()), "success")
    return redirect(url_for("portal.home"), code=303)


def _all(known: Told) -> All:
    language = i18n.language()
    names = [question.name for question in known.steps]
    done = sum(name in known.answered for name in names)
    asked = review.latest(current.session(), current.home().id)
    waits = asked is not None and asked.state is ReviewState.NEEDS_INFORMATION
    return All(
        heading=words.ALL(language),
        lead=_lead(known, done, len(names), language),
        go=_go(known, done, len(names), language),
        other=_other(known, done, len(names), language),
        done=done,
        of=len(names),
        sections=(*_sections(known, language), _people(language), *_more(known, language)) if known.known else (),
        question=(asked.question or "") if waits and asked else "",
        done_url=url_for("portal.about_finished") if waits else "",
        file_url=url_for("portal.energuide_shown"),
        look_again_url=url_for("portal.ask_new") if known.has_coachs else "",
    )


def _lead(known: Told, done: int, of: int, language: str) -> str:
    if not done:
        return words.NOTHING_YET(language)
    if done == of:
        return words.EVERYTHING(language)
    if known.has_enough:
        return words.ENOUGH_ONE(language) if of - done == 1 else words.ENOUGH(language, left=of - done)
    return words.SOME(language, done=done, of=of)


def _go(known: Told, done: int, of: int, language: str) -> Link:
    """What lights the page: to begin, to go on, and once enough is said to share readings."""
    if known.has_enough or done == of:
        return _share(language)
    label = words.GO_ON if done else words.BEGIN
    return Link(label(language), url_for("portal.about_go_on"))


def _other(known: Told, done: int, of: int, language: str) -> Link | None:
    """The other way on: more answers where there are enough, readings where there are not."""
    if known.has_enough:
        return Link(words.ANSWER_MORE(language), url_for("portal.about_go_on")) if done < of else None
    return _share(language) if done else None


def _share(language: str) -> Link:
    """To the readings, and home once they are shared."""
    if consent.live(current.session(), current.home().id, consent.Purpose.ADVICE, at=current.now()):
        return Link(words.TO_HOME(language), url_for("portal.home"))
    return Link(words.SHARE(language), url_for("portal.sharing"))


def _sections(known: Told, language: str) -> tuple[Section, ...]:
    asked = {question.name for question in known.steps}
    return tuple(
        Section(
            group.key,
            words.GROUPS[group.key](language),
            tuple(_answer(question.name, known, language) for question in group.questions if question.name in asked),
        )
        for group in questionnaire.GROUPS
    )


def _answer(name: str, known: Told, language: str) -> Answer:
    fact = known.known.get(PRIORITIES if name == "goal" and _has_order(known) else name)
    label = home_facts.label(name, language)
    answered = name in known.answered
    change = Link((words.CHANGE if answered else words.ANSWER)(language), url_for("portal.about", key=name, back="all"))
    if fact is not None and fact.value is not None and answered:
        value = in_line(known.facts)[fact.name]
        shown = assumed.value(fact.name, value, language)
        return Answer(label, shown, "", _tag(fact), change, by_coach(known, fact))
    stands_in = assumption(known.facts, name)
    tag = Tag(Provenance.ESTIMATED) if stands_in.from_stock else None
    note = (words.UNSURE if answered else words.NOT_ANSWERED)(language)
    return Answer(label, "", f"{note} {assumed.assumed(stands_in, language)}", tag, change)


def _has_order(known: Told) -> bool:
    order = known.known.get(PRIORITIES)
    return order is not None and order.value is not None


def _tag(fact: KnownFact) -> Tag:
    return tag_of(fact, dated=True)


def _people(language: str) -> Section:
    """Who lives here and since when."""
    home = current.home()
    on = current.now().astimezone(LOCAL).date()
    count = len(homes.members(current.session(), home.id, on=on))
    fixed = not about_moved_in.may_change()
    since = Answer(
        words.MOVED_IN_NAME(language),
        day(home.moved_in, language) if home.moved_in else "",
        (words.MOVED_IN_FIXED(language) if fixed else "") if home.moved_in else words.NOT_ANSWERED(language),
        Tag(Provenance.TOLD) if home.moved_in else None,
        None
        if fixed
        else Link(
            (words.CHANGE if home.moved_in else words.ANSWER)(language),
            url_for("portal.about", key=about_moved_in.KEY, back="all"),
        ),
    )
    who = Answer(
        words.WHO(language),
        home_facts.describe_fact("occupants", count, language),
        "",
        None,
        Link(words.WHO_CHANGE(language), url_for("portal.household")),
    )
    return Section("people", words.PEOPLE(language), (since, who))


def _more(known: Told, language: str) -> tuple[Section, ...]:
    """What files and coaches said that no question of ours asks of this home."""
    asked = {*(question.name for question in known.steps), PRIORITIES}
    others = tuple(
        Answer(
            home_facts.label(name, language),
            assumed.value(name, fact.value, language),
            "",
            _tag(fact),
            None,
            by_coach(known, fact),
        )
        for name, fact in known.known.items()
        if name not in asked and fact.value is not None and home_facts.has_label(name)
    )
    return (Section("more", words.FROM_FILES(language), others),) if others else ()
