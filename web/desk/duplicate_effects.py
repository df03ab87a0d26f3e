"""A merge in words, before it is made: what happens to people, permissions, facts, cases and talk."""

from __future__ import annotations

from dataclasses import dataclass

from coach.duplicates.plan import Plan
from greener_homes.facts_merged import Meeting
from web import i18n
from web.formatting import day
from web.text import gettext as _
from web.text import ngettext
from web.words import home_facts


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one kind of thing."""

    icon: str
    title: str
    text: str
    points: tuple[str, ...] = ()


def effects(agreed: Plan) -> tuple[Effect, ...]:
    """What a merge does to everything there is, one kind after the other."""
    kept, gone = agreed.kept_reference, agreed.gone_reference
    return (_people(agreed), _permissions(agreed), _facts(agreed), _cases(agreed), _talk(agreed, kept, gone))


def _people(agreed: Plan) -> Effect:
    said = [_("Nobody is let into another’s pages by us.")]
    if agreed.people_apart:
        said.append(
            ngettext(
                "One person of %(home)s keeps their own pages, until a member of the other home invites them.",
                "%(num)s people of %(home)s keep their own pages, until a member of the other home invites them.",
                agreed.people_apart,
                home=agreed.gone_reference,
            )
        )
    if agreed.people_in_both:
        said.append(
            ngettext(
                "One person lives in both, and sees %(home)s from now on.",
                "%(num)s people live in both, and see %(home)s from now on.",
                agreed.people_in_both,
                home=agreed.kept_reference,
            )
        )
    return Effect("users", _("People"), " ".join(said))


def _permissions(agreed: Plan) -> Effect:
    said = ngettext(
        "One permission of %(home)s stays with who gave it, for the meter it names. "
        "It opens nothing of the other home.",
        "%(num)s permissions of %(home)s stay with who gave them, for the meters they name. "
        "They open nothing of the other home.",
        agreed.permissions,
        home=agreed.gone_reference,
    )
    stays = _(
        "Readings, files and what was worked out from them stay there too; imports under way end where they began."
    )
    return Effect("lock", _("Permissions and readings"), f"{said} {stays}")


def _facts(agreed: Plan) -> Effect:
    language = i18n.language()
    new = [one for one in agreed.facts if not one.is_conflict]
    said = [
        ngettext("One fact of the building is added.", "%(num)s facts of the building are added.", len(new))
        if new
        else _("No fact of the building is new.")
    ]
    if agreed.facts_staying:
        said.append(
            ngettext(
                "One fact about the people stays with them.",
                "%(num)s facts about the people stay with them.",
                agreed.facts_staying,
            )
        )
    return Effect(
        "clipboard",
        _("What is known of the home"),
        " ".join(said),
        tuple(_conflict(one, language) for one in agreed.conflicts),
    )


def _conflict(one: Meeting, language: str) -> str:
    counts, kept = (one.gone, one.kept) if one.newer_goes else (one.kept, one.gone)
    return _(
        "%(fact)s: “%(counts)s” is newer and counts; “%(kept)s” stays in the history.",
        fact=home_facts.label(one.name, language),
        counts=home_facts.describe_fact(one.name, counts, language),
        kept=home_facts.describe_fact(one.name, kept, language),
    )


def _cases(agreed: Plan) -> Effect:
    language = i18n.language()
    said = []
    if agreed.gone_has_case:
        said.append(_("The case of %(home)s rests.", home=agreed.gone_reference))
    if agreed.kept_has_case and agreed.earlier_promise:
        said.append(
            _(
                "The case of %(home)s goes on, promised by %(day)s, as the earlier of the two was.",
                home=agreed.kept_reference,
                day=day(agreed.earlier_promise, language),
            )
        )
    elif agreed.kept_has_case:
        said.append(_("The case of %(home)s goes on in its place.", home=agreed.kept_reference))
    else:
        said.append(_("%(home)s has no open case: a new one begins if anything is new.", home=agreed.kept_reference))
    return Effect("inbox", _("The case"), " ".join(said))


def _talk(agreed: Plan, kept: str, gone: str) -> Effect:
    said = _(
        "%(questions)s and %(meetings)s of %(gone)s are shown with %(kept)s. "
        "Only who wrote them and coaches read them.",
        questions=ngettext("One question", "%(num)s questions", agreed.questions),
        meetings=ngettext("one appointment", "%(num)s appointments", agreed.appointments),
        gone=gone,
        kept=kept,
    )
    points = []
    if agreed.questions_staying:
        points.append(
            ngettext(
                "One question about a file, a chart or a plan stays with what it is about.",
                "%(num)s questions about a file, a chart or a plan stay with what they are about.",
                agreed.questions_staying,
            )
        )
    if agreed.projects:
        points.append(
            ngettext(
                "One project stays with the meter that it is measured by.",
                "%(num)s projects stay with the meters that they are measured by.",
                agreed.projects,
            )
        )
    return Effect("chat", _("Questions, appointments, projects"), said, tuple(points))
