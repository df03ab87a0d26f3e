"""No more letters of this kind: one click from any letter, by a person or by their mail program (RFC 8058).

Opening the address changes nothing, since mail programs open addresses to look at them; only sending the form does.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for

from greener_homes import mail
from greener_homes.mail import Topic
from web import current
from web.access import Access, access
from web.public.routes import public
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """What would stop, or has stopped."""

    what: str
    action: str
    done: bool


@public.get("/unsubscribe/<mark>")
@access(Access.PUBLIC)
def unsubscribe(mark: str) -> str:
    """What would stop, and the button. A mark we did not make is not found."""
    _person, topic = mail.read_mark(current.vault(), mark)
    return render_template("public/unsubscribe.html", letters=_view(topic, mark, done=False))


@public.post("/unsubscribe/<mark>")
@access(Access.PEER)
def unsubscribed(mark: str) -> str:
    """No more of them. Sent by a mail program it carries no session and no token of a form: the mark is the proof."""
    person, topic = mail.read_mark(current.vault(), mark)
    mail.turn_off(current.session(), person, topic, now=current.now())
    return render_template("public/unsubscribe.html", letters=_view(topic, mark, done=True))


def _view(topic: Topic, mark: str, *, done: bool) -> Unsubscribing:
    return Unsubscribing(topic_words(topic), url_for("public.unsubscribed", mark=mark), done)


def topic_words(topic: Topic) -> str:
    """What a topic's letters are."""
    return {
        Topic.ANSWER: _("Answers to your questions by e-mail"),
        Topic.CONTACT_CHECK: _("The question whether we have been in touch"),
        Topic.REMINDER: _("Reminders of your appointments"),
        Topic.DIGEST: _("Your week at the desk"),
        Topic.HOUSEHOLD: _("News of your own home’s record"),
        Topic.PLAN: _("Your plan is ready"),
        Topic.REPORT: _("Your monthly report"),
        Topic.NEWS: _("News of the program"),
        Topic.PROJECT: _("Reminders of your projects"),
        Topic.REFERRAL: _("News of what you asked a lender"),
        Topic.WRITTEN: _("Letters about answers that were written down for you"),
        Topic.SIGN_IN: _("Letters about signing in"),
    }[topic]
