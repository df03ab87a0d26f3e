"""The demonstration's sign-ins: made-up people on a made-up street, shown only where the demonstration runs."""

from __future__ import annotations

from dataclasses import dataclass

from greener_homes.people import Audience
from greener_homes.settings import Settings

PASSWORD = "porch-light-demo"  # noqa: S105  public by design; production settings refuse the demonstration

STREET_HOMES = 60


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One way into the demonstration."""

    audience: Audience
    email: str
    name: str
    english: str
    french: str
    password: str = PASSWORD


SIGN_INS = (
    DemoSignIn(
        Audience.RESIDENT,
        "resident@demo.example",
        "Demo resident",
        "A resident with advice a coach has reviewed",
        "Une personne résidente dont les conseils sont revus",
    ),
    DemoSignIn(
        Audience.RESIDENT,
        "newcomer@demo.example",
        "Demo newcomer",
        "A resident who has not started yet",
        "Une personne résidente qui n’a pas commencé",
    ),
    DemoSignIn(Audience.COACH, "coach@demo.example", "Demo coach", "A Home Energy Coach", "Un coach en énergie"),
    DemoSignIn(
        Audience.UTILITY_PARTNER,
        "utility@demo.example",
        "Demo utility",
        "A utility partner",
        "Un distributeur partenaire",
    ),
    DemoSignIn(
        Audience.FINANCIAL_PARTNER,
        "lender@demo.example",
        "Demo lender",
        "A financial partner",
        "Un partenaire financier",
    ),
    DemoSignIn(
        Audience.PROGRAMME,
        "programme@demo.example",
        "Demo programme",
        "Program staff",
        "Le personnel du programme",
    ),
)


def shown(settings: Settings) -> tuple[DemoSignIn, ...]:
    """The sign-ins to show: none unless the demonstration is on."""
    return SIGN_INS if settings.demo and not settings.production else ()


def street_address(place: int) -> str:
    """The e-mail address of the household at this place of the street; the first is the resident of the sign-ins."""
    return f"home-{place:02d}@street.example" if place else SIGN_INS[0].email


def announcement() -> str:
    """What the terminal says when the demonstration runs."""
    width = max(len(one.email) for one in SIGN_INS)
    lines = [f"  {one.email:<{width}}  {one.english}" for one in SIGN_INS]
    return "\n".join(["Demonstration sign-ins (password for all: " + PASSWORD + ")", *lines])
