"""What the utility's pages show, in the language of the page: customers, accounts and permissions as plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from models.quantities import Commodity
from web.sandbox.clock import LOCAL
from web.sandbox.customers import Account, Customer, HomeKind
from web.sandbox.memory import Sandbox, Status


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A made-up customer to sign in as."""

    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account to share or not."""

    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class PermissionView:
    """What a customer shares, since when, and whether it still holds."""

    id: str
    customer: str
    accounts: str
    since: datetime
    is_active: bool


def customer_views(customers: Iterable[Customer]) -> list[CustomerView]:
    """Each customer, named for the home."""
    return [CustomerView(one.id, *_customer_words(one.id)) for one in customers]


def account_views(accounts: Iterable[Account]) -> list[AccountView]:
    """Each account, named for what it supplies."""
    return [AccountView(one.id, _commodity_word(one.commodity), _about(one)) for one in accounts]


def permission_views(utility: Sandbox) -> list[PermissionView]:
    """Every permission, the newest first."""
    newest_first = sorted(utility.permissions.values(), key=lambda one: -one.granted_at)
    return [
        PermissionView(
            one.id,
            _customer_words(one.customer_id)[0],
            ", ".join(f"{_commodity_word(account.commodity)} {account.id}" for account in one.accounts),
            datetime.fromtimestamp(one.granted_at, LOCAL),
            one.status is Status.ACTIVE,
        )
        for one in newest_first
    ]


def _customer_words(customer_id: str) -> tuple[str, str]:
    words = {
        "gas-heated-house": (_("Sample customer 1"), _("A detached house heated with gas")),
        "solar-roof": (_("Sample customer 2"), _("A house with solar panels, heated with gas")),
        "electric-heat": (_("Sample customer 3"), _("A house heated with electricity")),
        "two-homes": (_("Sample customer 4"), _("Two homes on one sign-in")),
    }
    return words[customer_id]


def _commodity_word(commodity: Commodity) -> str:
    return _("Natural gas") if commodity is Commodity.NATURAL_GAS else _("Electricity")


def _about(account: Account) -> str:
    if account.commodity is Commodity.NATURAL_GAS:
        return _("Account %(id)s: daily readings and monthly bills", id=account.id)
    if account.home is HomeKind.SOLAR:
        return _("Account %(id)s: hourly readings both ways, costs and monthly bills", id=account.id)
    return _("Account %(id)s: hourly readings, costs and monthly bills", id=account.id)


def _(message: str, **facts: object) -> str:
    return str(gettext(message, **facts))
