"""What all processes send or load is made once, by a process of its own that starts beside them and ends."""

from __future__ import annotations

from greener_homes.settings import load
from web import assets
from web.app import create_app


def everything() -> None:
    """Fonts and packed scripts stand ready, and every template is compiled, in the folder of these settings."""
    settings = load()
    assets.build_all(settings.var / "build")
    templates = create_app(settings).jinja_env
    for name in templates.list_templates():
        templates.get_template(name)
