"""How staff read of answers they write down: questions, sources, channels and reasons, in the third person."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from greener_homes import organisations
from greener_homes.consent import Channel, Purpose, Source
from greener_homes.written_answers import Said, WhyWritten, WrittenState
from greener_homes.written_answers_kept import WrittenView
from models.quantities import Commodity
from web import current
from web.commodities import commodity_names
from web.components import Chip, Tone
from web.text import gettext as _

CHANNELS = (Channel.PHONE, Channel.PAPER)


def purpose_name(purpose: Purpose) -> str:
    """What is permitted."""
    return {
        Purpose.ADVICE: _("Use the readings to prepare advice"),
        Purpose.COACH_ACCESS: _("Let a coach look at the readings"),
        Purpose.REFERRAL: _("Send what they choose to one partner"),
        Purpose.RESEARCH: _("Research on homes"),
        Purpose.OPEN_DATA: _("Open figures of Durham"),
        Purpose.CONTACT_EMAIL: _("Write by e-mail"),
        Purpose.CONTACT_TELEPHONE: _("Call by telephone"),
        Purpose.CONTACT_POST: _("Write by post"),
    }[purpose]


def source_name(source: Source, supplier: str = "") -> str:
    """Where readings come from."""
    return {
        Source.UTILITY: _("%(supplier)s, once they sign in there", supplier=supplier),
        Source.PARTNER: _("%(supplier)s sends them for its customers", supplier=supplier),
        Source.UPLOAD: _("Files the resident sends"),
        Source.BILLS: _("Bills the resident types in"),
    }[source]


def said_name(said: Said) -> str:
    """What the person answered."""
    return {Said.YES: _("Yes"), Said.NO: _("No"), Said.STOP: _("Stop it")}[said]


def channel_name(channel: Channel) -> str:
    """How it reached us."""
    return _("On paper") if channel is Channel.PAPER else _("By telephone")


def why_name(why: WhyWritten) -> str:
    """Why staff write it down."""
    return {
        WhyWritten.NO_INTERNET: _("They have no internet"),
        WhyWritten.NEEDS_HELP: _("They want help with the pages"),
        WhyWritten.AT_A_VISIT: _("Said or signed at a visit"),
        WhyWritten.BY_LETTER: _("They wrote a letter"),
        WhyWritten.CANNOT_SIGN_IN: _("They cannot sign in"),
    }[why]


def state_chip(one: WrittenView) -> Chip:
    """Where it stands."""
    if one.state is WrittenState.WAITING and not one.waits(current.now()):
        return Chip(_("Too old to confirm"))
    return {
        WrittenState.WAITING: Chip(_("Waits for a second person"), Tone.INFO, "clock"),
        WrittenState.COUNTS: Chip(_("Counts"), Tone.OK),
        WrittenState.DECLINED: Chip(_("Declined")),
        WrittenState.CONTRADICTED: Chip(_("The resident contradicts it"), Tone.BAD),
    }[one.state]


def about(
    purpose: Purpose,
    source: Source | None,
    supplier_id: uuid.UUID | None,
    recipient_id: uuid.UUID | None,
    commodities: Sequence[Commodity] = (),
) -> str:
    """The question in one line."""
    session = current.session()
    parts = [purpose_name(purpose)]
    if source is not None:
        parts.append(source_name(source, organisations.get(session, supplier_id).name if supplier_id else ""))
    if recipient_id is not None:
        parts.append(organisations.get(session, recipient_id).name)
    if commodities:
        parts.append(commodity_names(commodities))
    return " · ".join(parts)


def about_written(one: WrittenView) -> str:
    """The question that an answer was written down for."""
    return about(one.purpose, one.source, one.supplier_id, one.recipient_id, one.commodities)
