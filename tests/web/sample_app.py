"""A small application that renders every page with sample content: no database, no sessions, no services.

Run `python -m tests.web.sample_app` to look at the pages by eye.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, flash, render_template, url_for
from jinja2 import ChoiceLoader, FileSystemLoader

from tests.web.samples import (
    about,
    answers,
    asking,
    brought,
    charts,
    connected,
    desk,
    duplicates,
    energy,
    events,
    facts,
    home,
    household,
    incentives,
    my_data,
    offers,
    partners,
    plan,
    programme,
    projects,
    public,
    referrals,
    reports,
    service,
    sharing,
    staff,
    visits,
    ways_in,
    written,
)
from tests.web.samples.pages import ANYONE, COACH, LENDER, PROGRAMME, RESIDENT, UTILITY, Page
from tests.web.samples.speaking import Words, speaking
from web import assets, i18n, packed_pages, security, templating
from web.components import Link, NavItem, Zone

WEB = Path(__file__).resolve().parents[2] / "web"
CACHE = Path(tempfile.gettempdir()) / "greener-homes-sample-assets"

GROUPS = (
    home,
    energy,
    plan,
    sharing,
    answers,
    connected,
    brought,
    my_data,
    about,
    desk,
    duplicates,
    facts,
    events,
    public,
    partners,
    offers,
    programme,
    staff,
    incentives,
    household,
    written,
    asking,
    projects,
    referrals,
    reports,
    service,
    visits,
    ways_in,
)


def gallery(lang: str) -> dict[str, object]:
    """The parts no page of ours shows yet, side by side."""
    return {
        "zones": list(Zone),
        "house": home.house(lang),
        "bars": plan.recommendation(lang).expect,
        "gas": charts.gas_chart(lang),
        "tags": [basis.tag for basis in home.basis(lang)],
        "home": home.home(lang),
        "plan": plan.plan(lang),
    }


PAGES: dict[str, Page] = {name: page for group in GROUPS for name, page in group.PAGES.items()} | {
    "gallery": Page(RESIDENT, "gallery.html", gallery)
}
"""Every page by name."""
STATES: dict[str, Page] = {
    **events.STATES,
    **facts.STATES,
    **incentives.STATES,
    **plan.STATES,
    **projects.STATES,
    **referrals.STATES,
    **reports.STATES,
    **visits.STATES,
    **ways_in.STATES,
}
"""Empty and wrong states of some of them, read by a strict reader and not looked at in a browser."""


def create() -> Flask:
    """The application, with the same policy, languages and assets as the real one."""
    app = Flask("web", root_path=str(WEB))
    app.config.update(SECRET_KEY="samples only", TESTING=True)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(WEB / "templates"), FileSystemLoader(Path(__file__).parent)])
    assets.install(app, CACHE)
    i18n.install(app)
    templating.install(app)
    security.install(app, upload_max_bytes=1_000_000, secure=False)
    packed_pages.install(app)
    app.add_template_global(lambda: "sample-token", "csrf_token")
    auth = Blueprint("auth", __name__)
    auth.add_url_rule("/sign-in", "sign_in_submitted", lambda: "", methods=["POST"])
    app.register_blueprint(auth)
    app.add_url_rule("/<name>", "page", _page)
    app.url_build_error_handlers.append(_elsewhere)
    return app


def _elsewhere(_error: Exception, endpoint: str, _values: dict[str, Any]) -> str:
    """Where a real page's address would stand: tests of the real routes say whether those are there."""
    return f"/gallery?for={endpoint}"


def _page(name: str) -> str | Response:
    found = PAGES.get(name) or STATES.get(name)
    if found is None:
        return Response("", status=404)
    audience, template, told = found
    language = i18n.language()
    w = speaking(language)
    if name == "connect":
        flash(w("Your answers are saved.", "Vos réponses sont enregistrées."), "success")
    context = {
        "audience": audience,
        "home_url": url_for("page", name="home"),
        "signed_in": None if audience == ANYONE else w("Sample person", "Personne exemple"),
        "account_url": url_for("page", name="connect"),
        "sign_in_url": url_for("page", name="sign-in"),
        "sign_out_url": url_for("page", name="front"),
        "foot_links": (Link(w("Privacy", "Confidentialité"), "/front"),),
        "nav": _nav(audience, w),
    }
    return render_template(template, **context, **told(language))


def _nav(audience: str, w: Words) -> tuple[NavItem, ...]:
    return {
        RESIDENT: (
            NavItem(w("Home", "Accueil"), "/home", "home", key="home"),
            NavItem(w("My energy", "Mon énergie"), "/energy", "bolt", key="energy", short=w("Energy", "Énergie")),
            NavItem(w("My plan", "Mon plan"), "/plan", "plan", key="plan", short=w("Plan", "Plan")),
            NavItem(w("Ask a coach", "Demander à un coach"), "/ask", "chat", key="ask", short=w("Ask", "Demander")),
            NavItem(w("My data", "Mes données"), "/connect", "lock", key="sharing", short=w("Data", "Données")),
        ),
        COACH: (
            NavItem(w("Queue", "File"), "/queue", "plan", key="queue"),
            NavItem(w("My homes", "Mes dossiers"), "/case", "home", key="mine"),
            NavItem("Questions", "/questions", "chat", key="questions_list"),
            NavItem(w("Projects", "Projets"), "/desk_projects", "clipboard", key="projects_list"),
            NavItem(w("Calendar", "Agenda"), "/calendar", "calendar", key="calendar"),
            NavItem(w("Answers", "Réponses"), "/articles", "file", key="articles"),
        ),
        UTILITY: (
            NavItem(w("Overview", "Aperçu"), "/partner", "gauge", key="dashboard"),
            NavItem(w("Files", "Fichiers"), "/partner_files", "file", key="files"),
            NavItem(w("Customers", "Clients"), "/partner_consents", "users", key="consents"),
            NavItem(w("Software", "Logiciels"), "/partner_clients", "key", key="clients"),
        ),
        LENDER: (
            NavItem(w("Lending", "Financement"), "/lending", "coins", key="lending"),
            NavItem(w("Offers", "Offres"), "/offers", "file", key="offers"),
            NavItem(w("Referrals", "Demandes"), "/lender_referrals", "users", key="referrals"),
        ),
        PROGRAMME: (
            NavItem("Sources", "/sources", "gauge", key="sources"),
            NavItem("Formats", "/formats", "file", key="formats"),
            NavItem(w("Answers", "Réponses"), "/answers", "chat", key="answers"),
            NavItem(w("Claims", "Doublons"), "/matches", "people", key="matches"),
            NavItem(w("Prices", "Prix"), "/prices", "coins", key="prices"),
            NavItem(w("Requests", "Demandes"), "/requests", "user", key="requests"),
            NavItem("Service", "/workload", "clock", key="workload"),
        ),
    }.get(audience, ())


if __name__ == "__main__":
    create().run(port=8765)
