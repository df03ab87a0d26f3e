"""Where a case stands: what a coach may do with it now, and who or what it waits for, in words."""

from __future__ import annotations

from coach.cases import experts, review
from coach.cases.review import Act, Lane, ReviewState, ReviewView
from web import current, i18n
from web.components import Chip, Notice, Tone
from web.desk.queue_shown import coach_name
from web.formatting import clock, day
from web.text import gettext as _
from web.words import desk as words


def may_take(found: ReviewView) -> bool:
    """Whether this coach may claim it: waiting for anyone of its lane, or their own on hold or asked."""
    coach, now = current.person(), current.now()
    if not found.is_open or found.state is ReviewState.CLAIMED:
        return False
    if experts.is_expert(current.session(), coach.id):
        return True
    return found.lane is not Lane.EXPERTS and not found.is_kept_for_another(coach, now=now)


def chips(found: ReviewView, mine: bool) -> tuple[Chip, ...]:
    """Where the case stands, in a word or two."""
    language = i18n.language()
    found_chips = [Chip(words.state_label(found.state, language), Tone.INFO)]
    if mine and found.claim_expires_at is not None:
        found_chips.append(
            Chip(_("Yours until %(time)s", time=clock(found.claim_expires_at, language)), Tone.INFO, "user")
        )
    return tuple(found_chips)


def state_notice(found: ReviewView) -> Notice | None:
    """Who or what the case waits for; None where this coach may go on."""
    if found.state is ReviewState.NEEDS_INFORMATION:
        return Notice(Tone.INFO, _("Waiting for the resident"), paragraphs=(found.question or "",))
    if found.state is ReviewState.CLAIMED and found.claimed_by != current.person().id:
        return Notice(Tone.INFO, _("Another coach is working on this home"))
    if found.state is ReviewState.HELD and found.held_until is not None:
        until = day(found.held_until, i18n.language())
        said = _("It comes back on %(day)s to %(name)s.", day=until, name=coach_name(found.preferred_coach))
        return Notice(Tone.INFO, _("On hold"), paragraphs=(said,))
    if found.state is ReviewState.WAITING and found.is_kept_for_another(current.person(), now=current.now()):
        said = _("It comes back to %(name)s first.", name=coach_name(found.preferred_coach))
        return Notice(Tone.INFO, _("Kept for the coach who knows it"), paragraphs=(said,))
    if found.state is ReviewState.WAITING and found.lane is Lane.EXPERTS:
        return Notice(Tone.INFO, _("Waiting for an expert"), paragraphs=_escalation(found))
    return None


def _escalation(found: ReviewView) -> tuple[str, ...]:
    """What the coach who escalated it wants looked at."""
    told = [
        event.note for event in review.history_of_home(current.session(), found.home_id) if event.action == Act.ESCALATE
    ]
    return (told[-1],) if told and told[-1] else ()
