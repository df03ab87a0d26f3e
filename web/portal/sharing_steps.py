"""How far a resident has come on the way from a first permission to a first file."""

from __future__ import annotations

from collections.abc import Sequence

from greener_homes.consent import GrantView, Purpose
from web.components import Step, StepState
from web.text import gettext as _


def steps(grants: Sequence[GrantView], *, sent: bool) -> tuple[Step, ...]:
    """The three steps; `sent` says whether a file came, and nothing of it on the pages before that."""
    given = {grant.purpose for grant in grants}
    done = (Purpose.ADVICE in given, Purpose.COACH_ACCESS in given, sent)
    names = (_("Say what may be used"), _("Let a coach look"), _("Send your file"))
    first_open = done.index(False) if False in done else len(done)
    return tuple(
        Step(name, StepState.DONE if finished else StepState.NOW if place == first_open else StepState.NEXT)
        for place, (name, finished) in enumerate(zip(names, done, strict=True))
    )
