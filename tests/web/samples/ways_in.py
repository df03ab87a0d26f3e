"""Pages of signing up, signing in and the account."""

from __future__ import annotations

from greener_homes.identity.email_links import LinkKind
from tests.web.samples.pages import ANYONE, RESIDENT, Page
from tests.web.samples.speaking import speaking
from web.auth import account, by_letter, passkeys, second_step, sign_up
from web.components import FieldError, Link
from web.demo_sign_ins import SIGN_INS

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADDRESS = f"otpauth://totp/Greener%20Homes:sam%40mail.example?secret={SECRET}&issuer=Greener%20Homes"


def sign_in(language: str) -> dict[str, object]:
    return {
        "error": None,
        "email": "",
        "next": "",
        "demo": SIGN_INS[:3],
        "sign_up_url": "/sign-up",
        "letter_url": "/letter-ask",
        "recover_url": "/letter-recover",
        "passkey": passkeys.Offered("/question", "/sign-in", ""),
        "providers": (Link("Ontario ID", "/sign-in"),),
    }


def signing_up(language: str, *, wrong: bool = False) -> dict[str, object]:
    w = speaking(language)
    said = w("A detached house from 1975, heated with gas", "Une maison individuelle de 1975, chauffée au gaz")
    error = (
        FieldError("email", w("Write the whole e-mail address.", "Écrivez l’adresse au complet.")) if wrong else None
    )
    return {
        "page": sign_up.sign_up_page(
            facts_said="" if wrong else said,
            home="x",
            onward="",
            email="sam@" if wrong else "",
            language=language,
            error=error,
        )
    }


def accounted(language: str) -> dict[str, object]:
    w = speaking(language)
    day = w("November 21, 2026, 9:14 a.m.", "21 novembre 2026, 9 h 14")
    devices = (
        account.Device(account.device_name("firefox linux"), day, day, True, ""),
        account.Device(account.device_name("safari ios"), day, day, False, "/end"),
        account.Device(account.device_name("other other"), day, day, False, "/end"),
    )
    return {
        "page": account.account_page(
            address="sam@mail.example",
            devices=devices,
            has_password=True,
            second=account.Second(True, 8, "/second-step-set-up", "/end"),
            providers=(account.Provider("Ontario ID", day, "/end"),),
            passkeys=account.Passkeys(
                (
                    account.Passkey(account.device_name("safari ios"), day, day, "/end"),
                    account.Passkey(account.device_name("chrome windows"), day, "", "/end"),
                ),
                "/question",
                "/account",
            ),
        )
    }


def account_new(language: str) -> dict[str, object]:
    w = speaking(language)
    day = w("November 21, 2026, 9:14 a.m.", "21 novembre 2026, 9 h 14")
    return {
        "page": account.account_page(
            address="sam@mail.example",
            devices=(account.Device(account.device_name("chrome android"), day, day, True, ""),),
            has_password=False,
            second=account.Second(False, 0, "/second-step-set-up", ""),
        )
    }


def sent(language: str) -> dict[str, object]:
    return {"again_url": "/letter-ask", "demo": False, "demo_link": None, "waits": language == "fr"}


def opened(kind: LinkKind, *, same: bool) -> dict[str, object]:
    return {"page": by_letter.opened_page(kind, by_letter.hidden("sam@mail.example"), same_browser=same)}


PAGES = {
    "sign-in": Page(ANYONE, "auth/sign_in.html", sign_in),
    "sign-up": Page(ANYONE, "auth/sign_up.html", signing_up),
    "letter-sent": Page(ANYONE, "auth/letter_sent.html", sent),
    "letter-new": Page(ANYONE, "auth/letter.html", lambda lang: opened(LinkKind.SIGN_UP, same=True)),
    "letter-elsewhere": Page(ANYONE, "auth/letter.html", lambda lang: opened(LinkKind.SIGN_IN, same=False)),
    "account": Page(RESIDENT, "auth/account.html", accounted),
    "second-step-set-up": Page(
        ANYONE,
        "auth/second_step_set_up.html",
        lambda lang: {"page": second_step.step_page("/set-up", address=ADDRESS, secret=SECRET)},
    ),
    "recovery-codes": Page(
        ANYONE,
        "auth/recovery_codes.html",
        lambda lang: {"codes": tuple(f"abcd{n}-efgh{n}" for n in range(2, 9)), "onward": "/home"},
    ),
}
"""These pages by name."""
STATES = {
    "sign-up-wrong": Page(ANYONE, "auth/sign_up.html", lambda lang: signing_up(lang, wrong=True)),
    "letter-ask": Page(ANYONE, "auth/letter_ask.html", lambda lang: {"page": by_letter.asking_page(recover=False)}),
    "letter-recover": Page(ANYONE, "auth/letter_ask.html", lambda lang: {"page": by_letter.asking_page(recover=True)}),
    "letter-over": Page(ANYONE, "auth/letter_over.html", lambda lang: {"again_url": "/letter-ask"}),
    "letter-password": Page(ANYONE, "auth/letter.html", lambda lang: opened(LinkKind.RECOVER, same=True)),
    "letter-connect": Page(ANYONE, "auth/letter.html", lambda lang: opened(LinkKind.CONNECT, same=True)),
    "second-step": Page(ANYONE, "auth/second_step.html", lambda lang: {"page": second_step.step_page("/second-step")}),
    "account-new": Page(RESIDENT, "auth/account.html", account_new),
    "begin-home": Page(RESIDENT, "auth/begin.html", lambda lang: {}),
    "provider-refused": Page(
        ANYONE,
        "auth/provider_refused.html",
        lambda lang: {"name": "Ontario ID", "again": Link("Ontario ID", "/sign-in")},
    ),
}
"""Further states of them."""
