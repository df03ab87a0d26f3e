"""The advisor's file: a resident sends the EnerGuide house file, sees what it says of the home, may take it back."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO, cast

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.homes import energuide
from greener_homes.errors import Refusal
from utility_connectors.energuide.house import HouseFile, read_house_file
from web import current, i18n, messages
from web.access import Access, access
from web.components import Fact
from web.formatting import TORONTO, day, number
from web.portal import brought_views
from web.portal.blueprint import portal
from web.security import takes_uploads
from web.text import gettext as _
from web.uploads import SealedPart
from web.words import home_facts
from web.words.fact_values import spoken


@portal.get("/energuide")
@access(Access.RESIDENT)
def energuide_shown() -> str:
    """What the advisor's file says of the home, and the form to send one."""
    return _page()


@portal.post("/energuide")
@access(Access.RESIDENT)
@takes_uploads
def energuide_sent() -> Response | tuple[str, int]:
    """The file was read and is gone; what it says of the home is kept, with the file as its source."""
    part = request.files.get("file")
    if part is None or not part.filename or not isinstance(part.stream, SealedPart):
        return _page(_("Choose a file first. Nothing was sent.")), 422
    try:
        found = _read(part.stream)
    except Refusal as refusal:
        return _page(messages.sentence(refusal.code.code, refusal.facts)), 422
    energuide.keep(
        current.session(),
        current.home().id,
        found.facts,
        rating_gj=found.rating_gj,
        evaluated_on=found.evaluated_on,
        actor=current.person().actor,
        now=current.now(),
    )
    flash(_("We read your advisor’s file. The file itself is already deleted."), "success")
    for finding in found.findings:
        flash(messages.sentence(finding.code, spoken(finding.facts, i18n.language())), "info")
    return redirect(url_for("portal.energuide_shown"), code=303)


@portal.post("/energuide/forget")
@access(Access.RESIDENT)
def energuide_forgotten() -> Response:
    """What the file said no longer counts."""
    energuide.forget(current.session(), current.home().id, actor=current.person().actor, now=current.now())
    flash(_("What the file said no longer counts. Your own answers do."), "success")
    return redirect(url_for("portal.energuide_shown"), code=303)


def _read(part: SealedPart) -> HouseFile:
    vault = current.vault()
    file = part.finish()
    try:
        with vault.read_spooled(file.name, file.wrapped_key) as source:
            return read_house_file(cast(BinaryIO, source), today=current.now().astimezone(TORONTO).date())
    finally:
        vault.discard(file.name)


def _page(error: str = "") -> str:
    language = i18n.language()
    said = {fact.name: fact.value for fact in energuide.said(current.session(), current.home().id)}
    rating, evaluated = said.pop(energuide.RATING, None), said.pop(energuide.EVALUATED, None)
    facts = [
        Fact(home_facts.label(name, language), home_facts.describe_fact(name, value, language))
        for name, value in said.items()
        if value is not None
    ]
    if isinstance(rating, int | float):
        shown = _("%(amount)s GJ a year", amount=number(rating, language))
        facts.insert(0, Fact(_("EnerGuide rating"), shown))
    if isinstance(evaluated, str):
        facts.append(Fact(_("Evaluated on"), day(date.fromisoformat(evaluated), language)))
    return render_template("portal/energuide.html", page=brought_views.EnerGuide(facts=tuple(facts), error=error))
