"""How far a resident has come on the way from a first permission to a first file."""

from __future__ import annotations

from greener_homes import consent
from greener_homes.consent import Purpose
from greener_homes.homes import HomeView
from utility_connectors import imports
from web import current
from web.components import Step, StepState
from web.text import gettext as _


def steps(home: HomeView, *, at_file: bool = True) -> tuple[Step, ...]:
    """The three steps; `at_file` False leaves the last open, for the pages before it."""
    given = {grant.purpose for grant in consent.in_force(current.session(), home.id, at=current.now())}
    sent = at_file and bool(imports.history(current.session(), home.id, limit=1))
    done = (Purpose.ADVICE in given, Purpose.COACH_ACCESS in given, sent)
    names = (_("Say what may be used"), _("Let a coach look"), _("Send your file"))
    first_open = done.index(False) if False in done else len(done)
    return tuple(
        Step(name, StepState.DONE if finished else StepState.NOW if place == first_open else StepState.NEXT)
        for place, (name, finished) in enumerate(zip(names, done, strict=True))
    )
