"""The sandbox utility's made-up customers and the accounts each of them has. None of them is anybody.

A customer is named for the home, never like a person. Accounts choose their home on the example street by what it
is like, so that the readings fit the weather the demonstration knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.quantities import Commodity


class HomeKind(StrEnum):
    """What the home behind an account is like."""

    GAS = "gas"
    SECOND_GAS = "second_gas"
    SOLAR = "solar"
    ELECTRIC = "electric"


@dataclass(frozen=True, slots=True)
class Account:
    """One service at one address: what the authorization page lists and the feed calls a usage point."""

    id: str
    commodity: Commodity
    home: HomeKind


@dataclass(frozen=True, slots=True)
class Customer:
    """One sign-in of the utility, with its accounts."""

    id: str
    accounts: tuple[Account, ...]

    def account(self, account_id: str) -> Account | None:
        """The account of that id, if it is this customer's."""
        return next((one for one in self.accounts if one.id == account_id), None)


def _both(number: int, home: HomeKind) -> tuple[Account, Account]:
    return (
        Account(f"{number}-E", Commodity.ELECTRICITY, home),
        Account(f"{number}-G", Commodity.NATURAL_GAS, home),
    )


CUSTOMERS = (
    Customer("gas-heated-house", _both(8001, HomeKind.GAS)),
    Customer("solar-roof", _both(8002, HomeKind.SOLAR)),
    Customer("electric-heat", (Account("8003-E", Commodity.ELECTRICITY, HomeKind.ELECTRIC),)),
    Customer("two-homes", (*_both(8004, HomeKind.SECOND_GAS), *_both(8005, HomeKind.ELECTRIC)[:1])),
)


def customer(customer_id: str) -> Customer | None:
    """The customer of that id, if there is one."""
    return next((one for one in CUSTOMERS if one.id == customer_id), None)
