"""What the household is told when a program changed in a way that matters to its plan: what, why, and by how much.

Said until a coach has published a plan made since, and for four months at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from coach.cases.recommendation import RecommendationView
from greener_homes import incentive_notices
from greener_homes.incentive_notices import NoticeView
from web import current, i18n
from web.components import Notice, Tone
from web.formatting import day, money
from web.text import gettext as _

SAID_FOR = timedelta(days=120)


def notices(items: Sequence[RecommendationView]) -> tuple[Notice, ...]:
    """What is to be said to the household whose page this is, newest first."""
    if not items:
        return ()
    return said(incentive_notices.of_home(current.session(), current.home().id, since=since(items)))


def since(items: Sequence[RecommendationView]) -> datetime:
    """Since when what a household with these recommendations was told is still to be said."""
    return max(items[0].reviewed_at, current.now() - SAID_FOR)


def said(found: Sequence[NoticeView]) -> tuple[Notice, ...]:
    """The same as drawn."""
    return tuple(_notice(each) for each in found)


def _notice(one: NoticeView) -> Notice:
    language = i18n.language()
    return Notice(
        Tone.WARN if one.after_cents < one.before_cents else Tone.INFO,
        _("The money for your plan has changed"),
        (
            _("From %(day)s: %(why)s", day=day(one.change.effective_from, language), why=one.change.said(language)),
            _amounts(one, language),
            _("We work your plan out again and your coach looks at it. Ask your coach before you sign anything."),
        ),
        (_("Seen on %(day)s at %(source)s.", day=day(one.change.seen_on, language), source=one.change.source),),
        icon="coins",
    )


def _amounts(one: NoticeView, language: str) -> str:
    before, after = (money(each / 100, language) for each in (one.before_cents, one.after_cents))
    if before == after:
        return _(
            "Whether you can get one of its rebates is different now; the sum we count stays %(after)s.", after=after
        )
    return _(
        "For the work in your plan we counted about %(before)s of rebates; now about %(after)s.",
        before=before,
        after=after,
    )
