"""Which letters I get, what about and by which ways. A letter's own link turns off its topic as well."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes import consent, mail
from greener_homes.consent import Purpose
from greener_homes.mail import Topic
from web import current
from web.access import Access, access
from web.components import Chip, Choice, Link, Question, Tone
from web.portal.blueprint import portal
from web.portal.sharing_question import Question as Asked
from web.portal.sharing_words import purpose_name
from web.text import gettext as _

OFFERED = (
    Topic.PLAN,
    Topic.ANSWER,
    Topic.REMINDER,
    Topic.PROJECT,
    Topic.REFERRAL,
    Topic.CONTACT_CHECK,
    Topic.HOUSEHOLD,
    Topic.REPORT,
    Topic.NEWS,
)
"""What a resident can choose; the desk's own letter is not among them."""
CHANNELS = (Purpose.CONTACT_EMAIL, Purpose.CONTACT_TELEPHONE, Purpose.CONTACT_POST)


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach somebody: whether they agreed, and where that is said."""

    name: str
    state: Chip
    link: Link


@dataclass(frozen=True, slots=True)
class LettersPage:
    """The ways, and the topics to tick. `needs_email` where ticked letters wait for the permission to write."""

    channels: tuple[Channel, ...]
    service: Question
    news: Question
    save_url: str
    needs_email: bool


@portal.get("/my-data/letters")
@access(Access.RESIDENT)
def letters() -> str:
    """What about, and by which ways."""
    session, person, now = current.session(), current.person(), current.now()
    agreed = {one for one in CHANNELS if consent.may_contact(session, person.id, one, at=now)}
    return render_template("portal/letters.html", page=letters_page(mail.chosen(session, person.id), agreed))


@portal.post("/my-data/letters")
@access(Access.RESIDENT)
def letters_chosen() -> Response:
    """Letters of what is ticked, from this moment on, those that wait included. Anything we do not offer is ignored."""
    ticked = set(request.form.getlist("topic"))
    wanted = [topic for topic in OFFERED if topic.value in ticked]
    mail.choose(current.session(), current.person(), OFFERED, wanted, now=current.now())
    flash(_("Saved. It counts from now on."), "success")
    return redirect(url_for("portal.letters"), code=303)


def letters_page(chosen: frozenset[Topic], agreed: set[Purpose]) -> LettersPage:
    """The page for these choices."""
    names = _names()
    return LettersPage(
        channels=tuple(_channel(one, one in agreed) for one in CHANNELS),
        service=Question(
            "topic",
            _("About your own home"),
            tuple(_choice(one, names, chosen) for one in OFFERED if one not in mail.ON_REQUEST),
            many=True,
        ),
        news=Question(
            "topic",
            _("About the program"),
            tuple(_choice(one, names, chosen) for one in OFFERED if one in mail.ON_REQUEST),
            many=True,
        ),
        save_url=url_for("portal.letters_chosen"),
        needs_email=Purpose.CONTACT_EMAIL not in agreed,
    )


def _choice(topic: Topic, names: dict[Topic, tuple[str, str]], chosen: frozenset[Topic]) -> Choice:
    label, hint = names[topic]
    return Choice(topic.value, label, hint, chosen=topic in chosen)


def _channel(purpose: Purpose, agreed: bool) -> Channel:
    return Channel(
        name=purpose_name(purpose),
        state=Chip(_("You agreed"), Tone.OK) if agreed else Chip(_("Not asked for")),
        link=Link(_("Change under “My data”"), url_for("portal.sharing"))
        if agreed
        else Link(_("Read it and decide"), Asked(purpose, None).url("portal.consent_asked")),
    )


def _names() -> dict[Topic, tuple[str, str]]:
    return {
        Topic.PLAN: (_("Your plan is ready"), _("When a coach has published a plan or mended it.")),
        Topic.ANSWER: (_("Answers to your questions"), _("Where you asked to hear by e-mail.")),
        Topic.REMINDER: (_("Reminders of appointments"), _("The day before, and when one changes.")),
        Topic.PROJECT: (_("Reminders of your projects"), _("When a date of your own work is near.")),
        Topic.REFERRAL: (_("News of what you asked a lender"), _("That there is news, never what it is.")),
        Topic.CONTACT_CHECK: (_("Did you hear from us?"), _("Once, if ten working days have passed.")),
        Topic.HOUSEHOLD: (_("News of your own home’s record"), _("Such as a home that was registered twice.")),
        Topic.REPORT: (
            _("Your monthly report"),
            _(
                "Once a month, when its readings are in. No numbers stand in the letter. A few homes, drawn by lot, "
                "start later."
            ),
        ),
        Topic.NEWS: (_("News of the program"), _("Only if you tick it. Nobody needs it for their plan.")),
    }
