"""My account: where one is signed in, the password, passkeys, the second step, other ways in; each can be ended."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from greener_homes import people
from greener_homes.errors import Refusal
from greener_homes.identity import browsers, linked, newcomers, passkeys, second_factors
from greener_homes.identity.browsers import BrowserView
from greener_homes.identity.linked import LinkedView
from greener_homes.identity.passkeys import PasskeyView
from greener_homes.page_questions import AtOnce
from greener_homes.people import Audience
from web import current, i18n, messages
from web.access import Access, access
from web.auth.blueprint import auth
from web.auth.by_letter import password_field
from web.components import Field, FieldError
from web.formatting import TORONTO, moment
from web.text import gettext as _

PRESENT, NEW = "present", "password"


@dataclass(frozen=True, slots=True)
class Device:
    """One signed-in browser. `end_url` is empty for this one: signing out is another button."""

    name: str
    started: str
    seen: str
    is_this: bool
    end_url: str


@dataclass(frozen=True, slots=True)
class Second:
    """The second step: whether it is on, how many recovery codes are left, and whether it may be turned off."""

    is_on: bool
    codes_left: int
    set_up_url: str
    end_url: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey. `used` is empty for one that was never used."""

    name: str
    made: str
    used: str
    end_url: str


@dataclass(frozen=True, slots=True)
class Passkeys:
    """The passkeys, and where another one is asked for and sent to."""

    kept: tuple[Passkey, ...]
    ask_url: str
    send_url: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that opens the account."""

    name: str
    since: str
    end_url: str


@dataclass(frozen=True, slots=True)
class Account:
    """The page."""

    address: str
    devices: tuple[Device, ...]
    password: tuple[Field, ...]
    has_password: bool
    password_url: str
    others_url: str
    everywhere_url: str
    second: Second
    providers: tuple[Provider, ...]
    passkeys: Passkeys | None
    errors: tuple[FieldError, ...] = ()


@auth.get("/account")
@access(Access.SIGNED_IN)
def account() -> str:
    """The page."""
    return _page(None)


@auth.post("/account/password")
@access(Access.SIGNED_IN)
def password_changed() -> tuple[str, int] | Response:
    """Only the new password counts, others are signed out, and a letter says so; or the page says what to mend."""
    session, person, now = current.session(), current.person(), current.now()
    try:
        known = people.has_password(session, person.id)
        if known and not people.is_password_of(session, person.id, request.form.get(PRESENT, ""), now=now):
            return _page(FieldError(PRESENT, _("That is not your present password."))), 422
        people.set_password(session, person.id, request.form.get(NEW, ""))
    except Refusal as refusal:
        field = PRESENT if refusal.code is people.SIGN_IN_PAUSED else NEW
        return _page(FieldError(field, messages.sentence(refusal.code.code, refusal.facts))), 422
    newcomers.password_is_new(session, current.vault(), person, but=current_user.token, now=now)
    flash(_("Your new password counts. Every other device is signed out."), "success")
    return redirect(url_for("auth.account"), code=303)


@auth.post("/account/devices/<uuid:browser_id>/end")
@access(Access.SIGNED_IN)
def device_ended(browser_id: uuid.UUID) -> Response:
    """That browser is signed out. Another person's is not found."""
    browsers.end_one(current.session(), current.person(), browser_id, now=current.now())
    flash(_("That device is signed out."), "success")
    return redirect(url_for("auth.account"), code=303)


@auth.post("/account/devices/end-others")
@access(Access.SIGNED_IN)
def others_ended() -> Response:
    """Every browser but this one is signed out."""
    browsers.end_all(current.session(), current.person(), but=current_user.token, now=current.now())
    flash(_("Every other device is signed out."), "success")
    return redirect(url_for("auth.account"), code=303)


@auth.post("/account/devices/end-all")
@access(Access.SIGNED_IN)
def everywhere_ended() -> Response:
    """Every browser is signed out, this one too."""
    browsers.end_all(current.session(), current.person(), now=current.now())
    logout_user()
    flash(_("You are signed out everywhere."))
    return redirect(url_for("public.front"), code=303)


def _page(error: FieldError | None) -> str:
    person = current.person()
    sealed, wrapped, has_password, devices, is_on, codes_left, providers = _KEPT.ask(
        current.session(), {"person": person.id, **browsers.holding(current_user.token, current.now())}
    )
    required = person.audience is not Audience.RESIDENT and current.settings().asks_second_factor
    view = account_page(
        address=people.address_opened(current.vault(), person.id, sealed, wrapped),
        devices=tuple(_device(one) for one in browsers.listed(devices)),
        has_password=has_password,
        second=Second(
            is_on=is_on,
            codes_left=codes_left if is_on else 0,
            set_up_url=url_for("auth.second_step_set_up"),
            end_url=url_for("auth.second_step_ended") if is_on and not required else "",
        ),
        providers=tuple(_provider(one) for one in linked.listed(providers)),
        passkeys=_passkeys() if passkeys.site_of(current.settings()) else None,
        error=error,
    )
    return render_template("auth/account.html", page=view)


_KEPT = AtOnce(
    *people.SEALED_ADDRESS,
    people.HAS_PASSWORD,
    browsers.LISTED,
    second_factors.IS_SET_UP,
    second_factors.CODES_LEFT,
    linked.LISTED,
)


def account_page(
    *,
    address: str,
    devices: tuple[Device, ...],
    has_password: bool,
    second: Second,
    providers: tuple[Provider, ...] = (),
    passkeys: Passkeys | None = None,
    error: FieldError | None = None,
) -> Account:
    """The page for these browsers."""
    wrong = {error.field: error.text} if error else {}
    new = password_field(optional=False, error=wrong.get(NEW, ""), name=NEW)
    present = Field(
        PRESENT,
        _("Present password"),
        error=wrong.get(PRESENT, ""),
        kind="password",
        autocomplete="current-password",
    )
    return Account(
        address=address,
        devices=devices,
        password=(present, new) if has_password else (new,),
        has_password=has_password,
        password_url=url_for("auth.password_changed"),
        others_url=url_for("auth.others_ended") if len(devices) > 1 else "",
        everywhere_url=url_for("auth.everywhere_ended"),
        second=second,
        providers=providers,
        passkeys=passkeys,
        errors=(error,) if error else (),
    )


def _provider(one: LinkedView) -> Provider:
    known = current.settings().identity_provider(one.provider)
    return Provider(
        name=known.name if known else one.provider,
        since=moment(one.linked_at.astimezone(TORONTO), i18n.language()),
        end_url=url_for("auth.provider_ended", linked_id=one.id),
    )


def _passkeys() -> Passkeys:
    kept = passkeys.listed(current.session(), current.person().id)
    return Passkeys(
        kept=tuple(_passkey(one) for one in kept),
        ask_url=url_for("auth.passkey_asked_to_add"),
        send_url=url_for("auth.passkey_added"),
    )


def _passkey(one: PasskeyView) -> Passkey:
    language = i18n.language()
    return Passkey(
        name=device_name(one.device),
        made=moment(one.made_at.astimezone(TORONTO), language),
        used=moment(one.used_at.astimezone(TORONTO), language) if one.used_at else "",
        end_url=url_for("auth.passkey_removed", passkey_id=one.id),
    )


def device_name(device: str) -> str:
    """Our two words for a browser and its system, as a person says them."""
    browser, _space, system = device.partition(" ")
    names = {"edge": "Edge", "opera": "Opera", "samsung": "Samsung Internet", "firefox": "Firefox", "chrome": "Chrome",
             "safari": "Safari"}  # fmt: skip
    systems = {
        "ios": _("on an iPhone or iPad"),
        "android": _("on an Android device"),
        "windows": _("on a Windows computer"),
        "macos": _("on a Mac"),
        "chromeos": _("on a Chromebook"),
        "linux": _("on a Linux computer"),
    }
    if browser not in names:
        return _("A browser we do not know")
    return f"{names[browser]} {systems[system]}" if system in systems else names[browser]


def _device(one: BrowserView) -> Device:
    language = i18n.language()
    return Device(
        name=device_name(one.device),
        started=moment(one.started_at.astimezone(TORONTO), language),
        seen=moment(one.seen_at.astimezone(TORONTO), language),
        is_this=one.is_this,
        end_url="" if one.is_this else url_for("auth.device_ended", browser_id=one.id),
    )
