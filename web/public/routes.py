"""Pages for everybody: the front door with its three questions, and what we promise about data and access."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from coach.homes import first_look as looking
from coach.homes.questionnaire import MUNICIPALITIES
from web import carried, current, i18n
from web import conduct as conduct_words
from web.access import Access, access
from web.components import Choice, Link, NextStep, Provenance, Question, Tag, zone_of
from web.formatting import TORONTO, Span
from web.public import views
from web.public.soonest import soonest
from web.text import gettext as _
from web.words import home_facts
from web.words.measures import measure_words

public = Blueprint("public", __name__)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@public.get("/")
@access(Access.PUBLIC)
def front() -> str:
    """The front door; with the three answers in the address, the estimate."""
    answers = {name: request.args.get(name, "") for name in ("type", "age", "fuel")}
    view = views.Front(
        questions=_questions(answers),
        estimate_url=url_for("public.front", _anchor="estimate"),
        estimate=_estimate(answers),
        begin=Link(_("Begin"), url_for("auth.sign_up")),
        towns=MUNICIPALITIES,
        events=soonest(),
        events_url=url_for("public.events"),
    )
    return render_template("public/front.html", front=view)


@public.get("/privacy")
@access(Access.PUBLIC)
def privacy() -> str:
    """What happens with data."""
    sections = (
        Section(
            _("What we keep"),
            (
                _("Your electricity and gas readings, once you have agreed, and nothing from before you moved in."),
                _("What you tell us of your home, with the day you said it."),
                _("Your name and e-mail, sealed with a key of your own."),
            ),
        ),
        Section(
            _("What we do not keep"),
            (
                _("The file you send: it is sealed while it arrives and deleted once it is read."),
                _("Readings of a kind you have not agreed to. We count them and drop them."),
            ),
        ),
        Section(
            _("Who sees it"),
            (
                _("You. A coach, if you say so. Nobody else."),
                _("Each time somebody else looks, it is on record, and you can read that record."),
            ),
        ),
        Section(
            _("How to stop"),
            (
                _("One page, two clicks. The readings and everything worked out from them are deleted at once."),
                _("We keep that you agreed and stopped, and when, because we must be able to show it."),
            ),
        ),
    )
    return _page(_("Your data stays yours."), _("What we keep, who sees it, and how to stop."), sections)


@public.get("/accessibility")
@access(Access.PUBLIC)
def accessibility() -> str:
    """How the site can be used by everybody, and whom to tell when it cannot."""
    sections = (
        Section(
            _("How it is made"),
            (
                _("Every page works with a keyboard, with a screen reader, without script, and at 400% zoom."),
                _("Every chart has a sentence and a table that say the same."),
                _("We build to WCAG 2.2, level AA, and check every page with axe in our tests."),
            ),
        ),
        Section(
            _("If something stands in your way"),
            (_("Tell your coach or the Region of Durham, and we will give you what you need in another form."),),
        ),
    )
    return _page(_("For everybody."), _("What we do so that you can use this, however you use it."), sections)


@public.get("/how-we-work-things-out")
@access(Access.PUBLIC)
def methods() -> str:
    """How numbers come about, in plain words."""
    sections = (
        Section(
            _("Your readings first"),
            (
                _("We fit a line through your use and the outdoor temperature, by the public CalTRACK 2.0 rules."),
                _("It tells heating, cooling and everyday use apart, and what a normal year would bring."),
            ),
        ),
        Section(
            _("What a measure could save"),
            (
                _("We start from homes like yours, from Canada's public library of house files."),
                _("We scale it to what your own meters say, and correct it by what studies found in real homes."),
                _("It is always a range: one home in ten saves less than the low end, one in ten more than the high."),
            ),
        ),
        Section(
            _("Money and carbon"),
            (
                _("Prices are the regulator's, with their dates. Rebates count only where they are likely today."),
                _("A measure that may cost more to run says so first."),
            ),
        ),
        Section(
            _("A person decides"),
            (_("No advice reaches you before a coach has read it. Every number opens to what it came from."),),
        ),
    )
    return _page(_("How we work things out"), _("No promise, no score: ranges, and where they come from."), sections)


@public.get("/how-coaches-work")
@access(Access.PUBLIC)
def conduct() -> str:
    """The coaches' code of conduct, and what they do not advise on and why."""
    return render_template(
        "public/conduct.html", code=conduct_words.code_of_conduct(), declined=conduct_words.not_advised_on()
    )


def _page(heading: str, lead: str, sections: tuple[Section, ...]) -> str:
    return render_template("public/text.html", heading=heading, lead=lead, sections=sections)


def _questions(answers: dict[str, str]) -> tuple[Question, ...]:
    language = i18n.language()
    ages = {
        "before_1946": _("Before 1946"),
        "1946_1969": _("1946 to 1969"),
        "1970_1979": _("1970 to 1979"),
        "1980_1989": _("1980 to 1989"),
        "1990_2000": _("1990 to 2000"),
        "after_2000": _("After 2000"),
    }
    return (
        Question(
            "type",
            _("What kind of house?"),
            tuple(
                Choice(one, home_facts.option_label("dwelling_type", one, language), chosen=answers["type"] == one)
                for one in looking.HOME_TYPES
            ),
        ),
        Question(
            "age",
            _("When was it built?"),
            tuple(Choice(one, ages[one], chosen=answers["age"] == one) for one in looking.AGES),
        ),
        Question(
            "fuel",
            _("What heats it?"),
            tuple(
                Choice(one, home_facts.option_label("heating_fuel", one, language), chosen=answers["fuel"] == one)
                for one in looking.FUELS
            ),
        ),
    )


def _estimate(answers: dict[str, str]) -> views.Estimate | None:
    known = (looking.HOME_TYPES, tuple(looking.AGES), looking.FUELS)
    if any(answers[name] not in options for name, options in zip(answers, known, strict=True)):
        return None
    today = current.now().astimezone(TORONTO).date()
    found = looking.first_look(current.session(), answers["type"], answers["age"], answers["fuel"], on=today)
    language = i18n.language()
    return views.Estimate(
        sentence=_("Homes like this usually spend"),
        spending=Span(*found.spending_cad),
        starts=tuple(
            NextStep(zone_of(one), measure_words(one).title(language), measure_words(one).line(language))
            for one in found.starts
        ),
        tag=Tag(Provenance.ESTIMATED, text=_("Estimated from homes of this age")),
        go=Link(_("Make it about my home"), url_for("auth.sign_up", home=carried.signed(answers))),
    )
