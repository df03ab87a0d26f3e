"""Ways around: the places each audience has, the foot of the page, and who is signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from flask import Flask, request, url_for
from flask_login import current_user

from greener_homes.people import Audience
from web import i18n
from web.components import Link, NavItem
from web.text import gettext as _

KEPT = 1_000
"""How many ways around are kept as they were put together: one for each page, in each language."""
Around = Callable[[Audience | None, str | None, str, str], Mapping[str, object]]


def install(app: Flask) -> None:
    """Every page of `app` knows its navigation."""
    around: Around = lru_cache(maxsize=KEPT)(_around)
    app.context_processor(lambda: _context(around))


def _context(around: Around) -> dict[str, object]:
    user = current_user._get_current_object()  # once: each attribute of the stand-in looks for it anew
    person = user.person if user.is_authenticated else None
    return {
        **around(person.audience if person else None, request.endpoint, i18n.language(), request.root_path),
        "signed_in": person.name if person else None,
        "account_url": url_for("auth.account") if person else None,
    }


def _around(audience: Audience | None, _page: str | None, _language: str, _root: str) -> Mapping[str, object]:
    """What is the same for everybody of an audience on a page, in one language, below one root of addresses."""
    return {
        "nav": places(audience),
        "audience": audience.value if audience else "public",
        "home_url": url_for("portal.home" if audience is Audience.RESIDENT else "public.front"),
        "sign_in_url": url_for("auth.sign_in"),
        "sign_out_url": url_for("auth.sign_out"),
        "foot_links": _foot(audience),
    }


def places(audience: Audience | None) -> tuple[NavItem, ...]:
    """The main places of an audience, the present one marked."""
    if audience is Audience.RESIDENT:
        return (
            _place("portal.home", _("Home"), "home"),
            _place("portal.energy", _("My energy"), "energy", short=_("Energy")),
            _place("portal.plan", _("My plan"), "plan", short=_("Plan")),
            _place("portal.ask", _("Ask a coach"), "chat", short=_("Ask")),
            _place("portal.sharing", _("My data"), "lock", short=_("Data")),
        )
    if audience is Audience.COACH:
        return (
            _place("desk.queue", _("Queue"), "inbox"),
            _place("desk.mine", _("My homes"), "home"),
            _place("desk.questions_list", _("Questions"), "chat"),
            _place("desk.projects_list", _("Projects"), "clipboard"),
            _place("desk.calendar", _("Calendar"), "calendar"),
            _place("desk.articles", _("Answers"), "file"),
        )
    if audience is Audience.UTILITY_PARTNER:
        return (
            _place("partners.dashboard", _("Overview"), "gauge"),
            _place("partners.files", _("Files"), "file"),
            _place("partners.consents", _("Customers"), "users"),
            _place("partners.referrals", _("Referrals"), "users"),
            _place("partners.offers", _("Offers"), "coins"),
            _place("partners.clients", _("Software"), "key"),
            _place("partners.agreement", _("Agreement"), "clipboard"),
        )
    if audience is Audience.FINANCIAL_PARTNER:
        return (
            _place("partners.lending", _("Lending"), "coins"),
            _place("partners.offers", _("Offers"), "file"),
            _place("partners.referrals", _("Referrals"), "users"),
            _place("partners.clients", _("Software"), "key"),
            _place("partners.agreement", _("Agreement"), "clipboard"),
        )
    if audience is Audience.PROGRAMME:
        return (
            _place("programme.sources", _("Sources"), "gauge"),
            _place("programme.formats", _("Formats"), "file"),
            _place("programme.answers", _("Answers"), "chat"),
            _place("programme.matches", _("Claims"), "people"),
            _place("programme.prices", _("Prices"), "coins"),
            _place("programme.incentives", _("Programs"), "clipboard"),
            _place("programme.offers", _("Offers"), "coins"),
            _place("programme.requests", _("Requests"), "user"),
            _place("programme.referrals", _("Referrals"), "users"),
            _place("programme.partners", _("Partners"), "key"),
            _place("programme.workload", _("Service"), "clock"),
            _place("programme.events", _("Events"), "calendar"),
        )
    return ()


def _place(endpoint: str, label: str, icon: str, short: str = "") -> NavItem:
    return NavItem(
        label=label,
        href=url_for(endpoint),
        icon=icon,
        active=request.endpoint == endpoint,
        key=endpoint.rpartition(".")[2],
        short=short,
    )


def _foot(audience: Audience | None) -> tuple[Link, ...]:
    links = [Link(_("Help"), url_for("public.help"))]
    if audience is None or audience is Audience.RESIDENT:
        links.append(Link(_("Events"), url_for("public.events")))
    links.append(Link(_("Privacy"), url_for("public.privacy")))
    if audience is Audience.RESIDENT:
        links.append(Link(_("Who looked at my data"), url_for("portal.looked")))
        links.append(Link(_("Copy or delete my data"), url_for("portal.my_data")))
    links.append(Link(_("Accessibility"), url_for("public.accessibility")))
    links.append(Link(_("How we work things out"), url_for("public.methods")))
    links.append(Link(_("How our coaches work"), url_for("public.conduct")))
    return tuple(links)
