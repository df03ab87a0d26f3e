"""The visits and calls of a home, for its case: what each is and where it stands; what was written stays closed."""

from __future__ import annotations

import uuid

from flask import url_for

from coach.visits import visits
from coach.visits.visit_views import VisitLine
from web import current, i18n, meetings
from web.components import Link
from web.formatting import TORONTO, day
from web.text import gettext as _


def of_home(home_id: uuid.UUID) -> tuple[Link, ...]:
    """The newest first."""
    return tuple(
        Link(_words(one), url_for("desk.visit", visit_id=one.id)) for one in visits.of_home(current.session(), home_id)
    )


def _words(one: VisitLine) -> str:
    language, kind = i18n.language(), meetings.kind_words(one.kind)
    if one.is_open or one.signed_at is None:
        return _("%(kind)s, being written", kind=kind)
    return _("%(kind)s, signed off on %(day)s", kind=kind, day=day(one.signed_at.astimezone(TORONTO).date(), language))
