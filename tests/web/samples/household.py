"""The household: its members and invitations, joining it, and the answers that the program wrote down."""

from __future__ import annotations

from dataclasses import replace

from greener_homes.consent import Purpose
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.sharing import BOTH
from tests.web.samples.speaking import speaking
from web.commodities import commodity_names
from web.components import Chip, Choice, Field, FieldError, Link, Question, Tone
from web.portal import household as living
from web.portal import household_joining as joining
from web.portal import written_down as written
from web.portal.sharing_words import purpose_name
from web.text import gettext as _

UNTIL = "5 December 2026, 10:00"


def household(language: str, *, members: bool = True) -> living.Household:
    w = speaking(language)
    until = w("5 December 2026, 10:00", "5 décembre 2026, 10 h 00")
    made = w("21 November 2026, 10:00", "21 novembre 2026, 10 h 00")
    me = _("%(name)s (you)", name=w("Sample person", "Personne exemple"))
    about = _("Made by %(who)s on %(made)s. Good until %(until)s.", who=_("you"), made=made, until=until)
    return living.Household(
        reference="GH-2041",
        members=(me, w("Another person", "Autre personne")) if members else (me,),
        open_ones=(
            living.Invitation("somebody.of.the.household@mail.example", about, "/household"),
            living.Invitation(_("Whoever has the link"), about, "/household"),
        )
        if members
        else (),
        email=Field(
            "email",
            _("Their e-mail address, if you like"),
            hint=_("Then only the person who signs in with it can use the link. We send nothing: you pass it on."),
            kind="email",
        ),
        invite_url="/household",
        leave=Link(_("I am moving out"), "/moving_out"),
        link_until=until,
        here_url="/household",
    )


def household_wrong(language: str) -> living.Household:
    w = speaking(language)
    error = FieldError("email", w("Write the whole address.", "Écrivez l’adresse au complet."))
    full = household(language)
    return replace(full, errors=(error,), email=replace(full.email, value="somebody", error=error.text))


def household_link(language: str) -> living.Household:
    link = "https://greener-homes.example/join/Zk3v1oYQ4mXvR8d2l0b7Nw5TtH9sKcEuJgPiAaBxCyD"
    return replace(household(language), link=link)


def join(language: str, *, wrong: bool = False) -> joining.Joining:
    w = speaking(language)
    error = FieldError("moved_in", w("The move-in date cannot be in the future.", "La date est dans l’avenir."))
    return joining.Joining(
        heading=_("Join the household of %(home)s?", home="GH-2041"),
        lead=_("%(who)s says that you live there too.", who=w("Sample person", "Personne exemple")),
        you_see=(
            _("The readings of the home, also from before you came, its advice and its plan"),
            _("What the household told us of the home, and which permissions stand"),
        ),
        others_see=(_("Your name, and what you permit"), _("Neither your e-mail address nor your receipts")),
        permissions=(
            _("By joining you permit nothing. Every question is asked of you, and each answer is yours alone."),
            _("What the others permitted stays theirs: you cannot stop it, and they cannot stop yours."),
            _("You can leave by yourself at any time. Your permissions end on that day."),
        ),
        move_in=Field(
            "moved_in",
            _("When did you move in?"),
            hint=_("You can permit nothing from before that day: it belongs to whoever lived there."),
            kind="date",
            error=error.text if wrong else "",
        ),
        leaving=Question(
            "leaving",
            _("You live in %(home)s so far", home="GH-2050"),
            (Choice("yes", _("I move out there on the day I moved in here")),),
            hint=_("Readings of that home from that day on are deleted, and your permissions there end."),
            many=True,
        )
        if wrong
        else None,
        join_url="/join",
        keep_url="/home",
        until=w("5 December 2026, 10:00", "5 décembre 2026, 10 h 00"),
        errors=(error,) if wrong else (),
    )


def lines(language: str) -> tuple[written.Line, ...]:
    w = speaking(language)
    when = w("21 November 2026, 10:00", "21 novembre 2026, 10 h 00")
    about = f"{purpose_name(Purpose.ADVICE)} · {_('Files I send')} · {commodity_names(BOTH)}"
    words = _("The words were: “%(title)s”, version %(version)s.", title=w("Use my readings", "Mes relevés"), version=2)

    def how(channel: str, why: str) -> str:
        return _("%(how)s on %(when)s. %(why)s", how=channel, when=when, why=why)

    telephone, paper = _("Recorded by telephone by the program"), _("Recorded from paper by the program")
    receipt, scan = Link(_("See the receipt"), "/receipt"), Link(_("See the scan"), "/written_down")
    return (
        written.Line(
            _("You said yes"),
            about,
            how(telephone, _("You had no internet.")),
            words,
            Chip(_("Counts"), Tone.OK),
            _("If you click, it stops at once, and what came in under it is deleted."),
            (receipt,),
            "/written_down",
        ),
        written.Line(
            _("You said yes"),
            purpose_name(Purpose.CONTACT_POST),
            how(paper, _("You wrote to us.")),
            words,
            Chip(_("Not in force: a second person looks at it"), Tone.INFO, "clock"),
            _("If you click, it never counts."),
            (scan,),
            "/written_down",
        ),
        written.Line(
            _("You stopped it"),
            about,
            how(telephone, _("You could not sign in.")),
            words,
            Chip(_("You said that this is wrong"), Tone.WARN),
            "",
            (receipt, scan),
        ),
    )


PAGES = {
    "household": Page(RESIDENT, "portal/household.html", lambda lang: {"household": household(lang)}),
    "household_alone": Page(
        RESIDENT, "portal/household.html", lambda lang: {"household": household(lang, members=False)}
    ),
    "household_wrong": Page(RESIDENT, "portal/household.html", lambda lang: {"household": household_wrong(lang)}),
    "household_link": Page(RESIDENT, "portal/household.html", lambda lang: {"household": household_link(lang)}),
    "join": Page(RESIDENT, "portal/join.html", lambda lang: {"joining": join(lang)}),
    "join_wrong": Page(RESIDENT, "portal/join.html", lambda lang: {"joining": join(lang, wrong=True)}),
    "join_over": Page(RESIDENT, "portal/invitation_over.html", lambda lang: {}),
    "written_down": Page(RESIDENT, "portal/written_down.html", lambda lang: {"lines": lines(lang)}),
    "written_down_none": Page(RESIDENT, "portal/written_down.html", lambda lang: {"lines": ()}),
}
"""The pages of a household."""
