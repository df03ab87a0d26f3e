"""A copy of everything, the end of everything, and who looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.web.samples.pages import ANYONE, RESIDENT, Page
from tests.web.samples.speaking import speaking
from web.components import (
    Field,
    FieldError,
)
from web.portal.looked import Look
from web.portal.my_data import Copy, Gone, Leaving, MyData


def my_data(language: str, *, ready: bool = True) -> MyData:
    w = speaking(language)
    asked = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
    copy = Copy(ready, asked, asked + timedelta(days=7) if ready else None, w("640 kB", "640\u00a0ko"), "/gallery")
    return MyData(copy, "/my_data", "/my_data", "/delete_me", "/connect")


def leaving(language: str) -> Leaving:
    w = speaking(language)
    wrong = w("That is not your password.", "Ce n’est pas votre mot de passe.")
    word = w("To go on, type DELETE", "Pour continuer, tapez SUPPRIMER")
    return Leaving(
        goes=(w("Your name and your readings", "Votre nom et vos relevés"),),
        stays=(w("That somebody agreed", "Que quelqu’un a accepté"),),
        fields=(
            Field("word", word),
            Field("password", w("Your password", "Votre mot de passe"), error=wrong, kind="password"),
        ),
        delete_url="/gone",
        keep_url="/my_data",
        errors=(FieldError("password", wrong),),
    )


def gone(language: str, *, done: bool = True) -> Gone:
    w = speaking(language)
    asked = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
    stays = (w("That somebody agreed", "Que quelqu’un a accepté"),)
    return Gone(done, asked, asked if done else None, "12", 1 if done else 0, stays, "/gone")


def looks(language: str) -> tuple[Look, ...]:
    w = speaking(language)
    at = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
    return (
        Look(
            at,
            w("A Home Energy Coach", "Un coach en énergie"),
            w("Your recommendations", "Vos recommandations"),
            w("To check your advice", "Pour vérifier vos conseils"),
            w("3 times in one sitting", "3 fois d’affilée"),
        ),
    )


PAGES = {
    "my_data": Page(RESIDENT, "portal/my_data.html", lambda lang: {"mine": my_data(lang)}),
    "my_data_waiting": Page(RESIDENT, "portal/my_data.html", lambda lang: {"mine": my_data(lang, ready=False)}),
    "my_data_none": Page(RESIDENT, "portal/my_data.html", lambda lang: {"mine": replace(my_data(lang), copy=None)}),
    "delete_me": Page(RESIDENT, "portal/delete_me.html", lambda lang: {"leaving": leaving(lang)}),
    "gone": Page(ANYONE, "portal/gone.html", lambda lang: {"gone": gone(lang)}),
    "gone_waiting": Page(ANYONE, "portal/gone.html", lambda lang: {"gone": gone(lang, done=False)}),
    "looked": Page(RESIDENT, "portal/looked.html", lambda lang: {"looks": looks(lang)}),
    "nobody_looked": Page(RESIDENT, "portal/looked.html", lambda lang: {"looks": ()}),
}
"""These pages by name."""
