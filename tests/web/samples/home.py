"""A home as its resident sees it first, and one that has just begun."""

from __future__ import annotations

from datetime import date

from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import MONTHS, REVIEWED, speaking
from web.components import (
    Basis,
    House,
    Link,
    NextStep,
    Notice,
    Provenance,
    Tag,
    Tone,
    Zone,
)
from web.formatting import Quantity, Shown, Span
from web.portal import views as portal
from web.ranges import Part, PeerBand, Split


def home(language: str) -> portal.Home:
    w = speaking(language)
    return portal.Home(
        eyebrow=w("Detached, built 1978 · Oshawa", "Maison individuelle, 1978 · Oshawa"),
        finding=w("A sound house with a thin attic.", "Une maison solide, un grenier mal isolé."),
        lead=w(
            "You use about as much as similar homes nearby. Most of it goes to winter heat, so that is where to start.",
            "Vous consommez à peu près autant que les maisons semblables du voisinage. "
            "L’essentiel sert au chauffage\u00a0: c’est par là qu’il faut commencer.",
        ),
        house=house(language),
        first=portal.FirstStep(
            title=w("Top up the attic, from R-20 to R-60", "Isoler le grenier, de R-20 à R-60"),
            text=w(
                "It has a third of the insulation recommended today, and the rebate is open to you now.",
                "Il a le tiers de l’isolant recommandé, et la remise vous est ouverte en ce moment.",
            ),
            pay=Span(300, 2600),
            saving=Span(20, 70),
            reviewed_on=REVIEWED,
            href="/recommendation",
            after_rebate=True,
        ),
        coach_note=note(language),
        year=year(language),
        after=steps(language),
        plan_url="/plan",
        based_on=basis(language),
        correct_url="/about_all",
    )


def new_home(language: str) -> portal.Home:
    w = speaking(language)
    return portal.Home(
        eyebrow=w("Semi, built 1962 · Whitby", "Maison jumelée, 1962 · Whitby"),
        finding=w("Let us get to know your house.", "Faisons connaissance avec votre maison."),
        lead=w("A year of readings is enough to begin.", "Une année de relevés suffit pour commencer."),
        house=House(w("Drawing of a house cut open.", "Dessin d’une maison en coupe."), (), 1, 1),
        action=portal.NextAction(
            w("Start here", "Commencez ici"),
            w("Share your energy readings", "Partagez vos relevés d’énergie"),
            w("Then a coach can look at your house.", "Un coach pourra ensuite regarder votre maison."),
            Link(w("Share my readings", "Partager mes relevés"), "/connect"),
        ),
        notices=(
            Notice(
                Tone.INFO,
                w("Winter is near", "L’hiver approche"),
                (w("Book early.", "Réservez tôt."),),
                icon="calendar",
            ),
        ),
    )


def house(language: str) -> House:
    w = speaking(language)
    return House(
        w(
            "Drawing of your house cut open. Number 1, the attic, has a thin layer of insulation. 2 is air leaks, "
            "3 the basement header, 4 the thermostat, 5 a possible heat pump outside.",
            "Dessin de votre maison en coupe. Le numéro 1, le grenier, a une mince couche d’isolant. "
            "2\u00a0: fuites d’air, 3\u00a0: solive de rive, 4\u00a0: thermostat, 5\u00a0: thermopompe possible.",
        ),
        (Zone.ATTIC, Zone.AIR, Zone.HEADER, Zone.THERMOSTAT, Zone.HEAT_PUMP),
    )


def note(language: str) -> portal.CoachNote:
    w = speaking(language)
    return portal.CoachNote(
        w(
            "If you only do one thing before winter, have the attic hatch sealed when the insulation goes in. "
            "It is the same visit, and you will feel it upstairs.",
            "Si vous ne faites qu’une chose avant l’hiver, faites sceller la trappe du grenier quand on posera "
            "l’isolant. C’est la même visite, et vous le sentirez à l’étage.",
        ),
        REVIEWED,
        ask_url="/recommendation",
    )


def year(language: str) -> portal.Year:
    w = speaking(language)
    measured = Tag(Provenance.MEASURED)
    return portal.Year(
        (MONTHS[0], MONTHS[-1]),
        (
            portal.YearStat(
                "gas",
                w("Natural gas", "Gaz naturel"),
                Quantity(2411, Shown.M3),
                measured,
                PeerBand(1900, 2900, 2411, Shown.M3),
            ),
            portal.YearStat(
                "electric",
                w("Electricity", "Électricité"),
                Quantity(8103, Shown.KWH),
                measured,
                PeerBand(7200, 9900, 8103, Shown.KWH),
            ),
        ),
        portal.YearCost(2690, split_of_cost(language), Tag(Provenance.ESTIMATED)),
        "/energy",
    )


def split_of_cost(language: str) -> Split:
    w = speaking(language)
    return Split(
        w(
            "Gas $1,155 and electricity $1,535, with HST, at today’s prices.",
            "Gaz 1\u00a0155\u00a0$ et électricité 1\u00a0535\u00a0$, TVH comprise, aux prix actuels.",
        ),
        (Part(w("Gas", "Gaz"), 0.43, "gas"), Part(w("Electricity", "Électricité"), 0.57, "electric")),
    )


def steps(language: str) -> tuple[NextStep, ...]:
    w = speaking(language)
    lines = (
        (
            Zone.AIR,
            w("Seal the air leaks", "Sceller les fuites d’air"),
            w(
                "Best done with the attic. Saves $30–75 a year",
                "À faire avec le grenier. Économie de 30 à 75\u00a0$ par an",
            ),
        ),
        (
            Zone.HEADER,
            w("Insulate the basement header", "Isoler la solive de rive"),
            w("Saves $10–45 a year. Warmer floors", "Économie de 10 à 45\u00a0$ par an. Planchers plus chauds"),
        ),
        (
            Zone.THERMOSTAT,
            w("Fit a smart thermostat", "Poser un thermostat intelligent"),
            w("Saves $30–70 a year. Costs $45–330 after rebate", "Économie de 30 à 70\u00a0$ par an"),
        ),
        (
            Zone.HEAT_PUMP,
            w("Think about a hybrid heat pump", "Penser à une thermopompe hybride"),
            w(
                "Cuts carbon most. It may cost more to run",
                "La plus forte baisse de carbone. Peut coûter plus cher à l’usage",
            ),
        ),
    )
    return tuple(NextStep(zone, title, line, "/recommendation", i) for i, (zone, title, line) in enumerate(lines, 2))


def basis(language: str) -> tuple[Basis, ...]:
    w = speaking(language)
    return (
        Basis("flame", w("Gas readings", "Relevés de gaz"), Tag(Provenance.MEASURED, date(2026, 10, 31))),
        Basis(
            "clipboard", w("Attic and walls, by visit", "Grenier et murs"), Tag(Provenance.ENERGUIDE, date(2025, 6, 9))
        ),
        Basis(
            "people",
            w("3 people at home, second fridge", "3 personnes à la maison, deuxième frigo"),
            Tag(Provenance.TOLD),
        ),
        Basis(
            "thermometer",
            w("Air leakage, from homes like yours", "Fuites d’air, d’après des maisons semblables"),
            Tag(Provenance.ESTIMATED),
        ),
    )


PAGES = {
    "home": Page(RESIDENT, "portal/home.html", lambda lang: {"home": home(lang)}),
    "new_home": Page(RESIDENT, "portal/home.html", lambda lang: {"home": new_home(lang)}),
}
"""These pages by name."""
