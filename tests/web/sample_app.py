"""A small application that renders every page with sample content: no database, no sessions, no services.

Run `python -m tests.web.sample_app` to look at the pages by eye.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask, Response, flash, render_template, url_for
from jinja2 import ChoiceLoader, FileSystemLoader

from tests.web import samples
from web import assets, i18n, security, templating
from web.components import Link, NavItem, Zone
from web.demo_sign_ins import SIGN_INS
from web.portal.views import ImportState

WEB = Path(__file__).resolve().parents[2] / "web"
CACHE = Path(tempfile.gettempdir()) / "greener-homes-sample-assets"

RESIDENT, COACH, ANYONE = "portal", "desk", "public"
PAGES: dict[str, tuple[str, str, Callable[[str], dict[str, object]]]] = {
    "home": (RESIDENT, "portal/home.html", lambda lang: {"home": samples.home(lang)}),
    "new_home": (RESIDENT, "portal/home.html", lambda lang: {"home": samples.new_home(lang)}),
    "energy": (RESIDENT, "portal/energy.html", lambda lang: {"energy": samples.energy(lang)}),
    "plan": (RESIDENT, "portal/plan.html", lambda lang: {"plan": samples.plan(lang)}),
    "plan_print": (RESIDENT, "portal/plan_print.html", lambda lang: {"printed": samples.printed(lang)}),
    "recommendation": (
        RESIDENT,
        "portal/recommendation.html",
        lambda lang: {"recommendation": samples.recommendation(lang)},
    ),
    "connect": (RESIDENT, "portal/connect.html", lambda lang: {"connect": samples.connect(lang)}),
    "consent": (RESIDENT, "portal/consent.html", lambda lang: {"consent": samples.consent(lang)}),
    "withdraw": (RESIDENT, "portal/withdraw.html", lambda lang: {"withdrawal": samples.withdrawal(lang)}),
    "import": (RESIDENT, "portal/import.html", lambda lang: {"run": samples.run(lang)}),
    "import_running": (
        RESIDENT,
        "portal/import.html",
        lambda lang: {"run": samples.run(lang, ImportState.READING)},
    ),
    "import_rejected": (
        RESIDENT,
        "portal/import.html",
        lambda lang: {"run": samples.run(lang, ImportState.REJECTED)},
    ),
    "about_home": (RESIDENT, "portal/about_home.html", lambda lang: {"about": samples.about(lang)}),
    "queue": (COACH, "desk/queue.html", lambda lang: {"queue": samples.queue(lang)}),
    "case": (COACH, "desk/case.html", lambda lang: {"case": samples.case(lang)}),
    "sign-in": (
        ANYONE,
        "auth/sign_in.html",
        lambda lang: {"error": None, "email": "", "next": "", "demo": SIGN_INS[:3]},
    ),
    "front": (ANYONE, "public/front.html", lambda lang: {"front": samples.front(lang)}),
    "problem": (
        ANYONE,
        "errors/problem.html",
        lambda lang: {"problem": samples.problem(lang)},
    ),
    "gallery": (RESIDENT, "gallery.html", lambda lang: gallery(lang)),
}
"""Every page by name: whose navigation it has, its template, and what it is told."""


def gallery(lang: str) -> dict[str, object]:
    """The parts no page of ours shows yet, side by side."""
    return {
        "zones": list(Zone),
        "house": samples.house(lang),
        "bars": samples.recommendation(lang).expect,
        "gas": samples.gas_chart(lang),
        "tags": [basis.tag for basis in samples.basis(lang)],
        "home": samples.home(lang),
        "plan": samples.plan(lang),
    }


def create() -> Flask:
    """The application, with the same policy, languages and assets as the real one."""
    app = Flask("web", root_path=str(WEB))
    app.config.update(SECRET_KEY="samples only", TESTING=True)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(WEB / "templates"), FileSystemLoader(Path(__file__).parent)])
    assets.install(app, CACHE)
    i18n.install(app)
    templating.install(app)
    security.install(app, upload_max_bytes=1_000_000, secure=False)
    app.add_template_global(lambda: "sample-token", "csrf_token")
    auth = Blueprint("auth", __name__)
    auth.add_url_rule("/sign-in", "sign_in_submitted", lambda: "", methods=["POST"])
    app.register_blueprint(auth)
    app.add_url_rule("/<name>", "page", _page)
    return app


def _page(name: str) -> str | Response:
    if name not in PAGES:
        return Response("", status=404)
    audience, template, told = PAGES[name]
    language = i18n.language()
    w = samples.speaking(language)
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


def _nav(audience: str, w: samples.Words) -> tuple[NavItem, ...]:
    if audience == RESIDENT:
        return (
            NavItem(w("Home", "Accueil"), "/home", "home", key="home"),
            NavItem(w("My energy", "Mon énergie"), "/energy", "bolt", key="energy", short=w("Energy", "Énergie")),
            NavItem(w("My plan", "Mon plan"), "/plan", "plan", key="plan", short=w("Plan", "Plan")),
            NavItem(
                w("What I share", "Mes partages"), "/connect", "lock", key="sharing", short=w("Sharing", "Partages")
            ),
        )
    if audience == COACH:
        return (
            NavItem(w("Queue", "File"), "/queue", "plan", key="queue"),
            NavItem(w("My homes", "Mes dossiers"), "/case", "home", key="mine"),
        )
    return ()


if __name__ == "__main__":
    create().run(port=8765)
