"""How coaches work with households, in plain words: the code of conduct, and what they do not advise on and why.

The same words stand on the public page and above a coach's own declaration. A change of the code raises
`coach.cases.conduct.VERSION`, which asks every coach to declare again.
"""

from __future__ import annotations

from dataclasses import dataclass

from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


def code_of_conduct() -> tuple[Section, ...]:
    """What a household can expect of every coach."""
    return (
        Section(
            _("On your side"),
            (
                _("A coach sells nothing, takes no commission, and names no contractor, make or lender as the best."),
                _("What is best may be to do nothing. A coach says so."),
            ),
        ),
        Section(
            _("Without other interests"),
            (
                _(
                    "Each year, before their first home, every coach declares any interest in a company that makes, "
                    "sells, installs, audits or finances what we recommend."
                ),
                _("No coach takes the home of family, friends, neighbours, or anybody they do business with."),
            ),
        ),
        Section(
            _("Careful with what they see"),
            (
                _("A coach looks only at homes they are working on. Every look is on record, and you can read it."),
                _("What they learn of a home stays in this service."),
            ),
        ),
        Section(
            _("Honest about limits"),
            (
                _("Ranges, never promises. Where the computer and the coach differ, both are kept, with the reason."),
                _("A share of all plans is read again by a second coach; what an expert should see goes to an expert."),
            ),
        ),
    )


def not_advised_on() -> tuple[Section, ...]:
    """What coaches do not advise on, and why."""
    return (
        Section(
            _("Not an audit, and not an EnerGuide rating"),
            (
                _(
                    "Our numbers come from your readings and your answers. Nobody has measured your home with a "
                    "blower door for them, unless the plan says so."
                ),
                _(
                    "For a rating, and for rebates that ask for one, you need an energy advisor registered with "
                    "Natural Resources Canada."
                ),
            ),
        ),
        Section(
            _("Gas leaks, carbon monoxide, wiring that is hot or sparks"),
            (
                _(
                    "These are emergencies. Leave, and call your gas utility, an electrician or 911. "
                    "Nothing here can wait for us."
                ),
            ),
        ),
        Section(
            _("Asbestos, vermiculite, mould, lead, structure"),
            (_("Somebody qualified must see them first. We say where they may be, and put other work after them."),),
        ),
        Section(
            _("Which contractor, make or lender"),
            (_("We would not be on your side any more. We tell you what to ask of each, and read quotes with you."),),
        ),
        Section(
            _("Law, tax, rent and condominium rules"),
            (
                _(
                    "They depend on papers we do not see. We say whom to ask: a lawyer, the Landlord and Tenant "
                    "Board, your board."
                ),
            ),
        ),
        Section(
            _("Medical needs"),
            (
                _(
                    "Oxygen, dialysis or an illness that heat makes worse change what is safe. Ask your care team "
                    "first, then tell us."
                ),
            ),
        ),
        Section(
            _("What the home will sell for"),
            (_("We know of no figures for Durham that would bear a number."),),
        ),
    )
