"""Pages for anybody."""

from __future__ import annotations

from tests.web.samples import events
from tests.web.samples.pages import ANYONE, Page
from tests.web.samples.speaking import speaking
from web.components import (
    Choice,
    Link,
    NextStep,
    Problem,
    Provenance,
    Question,
    Tag,
    Zone,
)
from web.formatting import Span
from web.public import views as public


def front(language: str) -> public.Front:
    w = speaking(language)

    def asked(name: str, legend: str, *labels: str) -> Question:
        return Question(name, legend, tuple(Choice(str(i), label, chosen=i == 0) for i, label in enumerate(labels)))

    return public.Front(
        questions=(
            asked(
                "dwelling_type",
                w("1. What kind of home?", "1. Quel genre de maison?"),
                w("Detached", "Individuelle"),
                w("Semi or end row", "Jumelée ou au bout"),
                w("Middle row", "Au milieu d’une rangée"),
                w("Something else", "Autre chose"),
            ),
            asked(
                "year_built",
                w("2. When was it built?", "2. Quand a-t-elle été bâtie?"),
                w("Before 1961", "Avant 1961"),
                w("1961 to 1980", "De 1961 à 1980"),
                w("1981 to 2000", "De 1981 à 2000"),
                w("After 2000", "Après 2000"),
                w("Not sure", "Je ne sais pas"),
            ),
            asked(
                "heating_fuel",
                w("3. What heats it?", "3. Qu’est-ce qui la chauffe?"),
                w("Gas furnace", "Fournaise au gaz"),
                w("Electric heat", "Électricité"),
                w("Oil or propane", "Mazout ou propane"),
                w("Heat pump", "Thermopompe"),
            ),
        ),
        estimate_url="/front#estimate",
        estimate=public.Estimate(
            w("A detached gas home from 1961–1980 usually spends", "Une maison au gaz de 1961–1980 coûte souvent"),
            Span(2200, 3300),
            (
                NextStep(
                    Zone.ATTIC,
                    w("Attic insulation", "Isoler le grenier"),
                    w("Saves $20–90 a year", "Économie de 20 à 90 $ par an"),
                ),
                NextStep(
                    Zone.AIR,
                    w("Air sealing", "Sceller les fuites"),
                    w("Saves $30–75 a year", "Économie de 30 à 75 $ par an"),
                ),
                NextStep(
                    Zone.THERMOSTAT,
                    w("Smart thermostat", "Thermostat intelligent"),
                    w("Saves $30–70 a year", "Économie de 30 à 70 $ par an"),
                ),
            ),
            Tag(
                Provenance.ESTIMATED,
                text=w("Estimated from 2,320 Ontario homes", "Estimé d’après 2 320 maisons"),
            ),
            Link(w("Make it about my home", "Parler de ma maison"), "/sign-in"),
        ),
        begin=Link(w("Sign in", "Se connecter"), "/sign-in"),
        towns=("Ajax", "Brock", "Clarington", "Oshawa", "Pickering", "Scugog", "Uxbridge", "Whitby"),
        events=events.shown(language),
        events_url="/events",
    )


def problem(language: str) -> Problem:
    w = speaking(language)
    return Problem(
        w("We could not find that page", "Nous n’avons pas trouvé cette page"),
        w("It may have moved, or it may belong to somebody else.", "Elle a peut-être changé d’adresse."),
        w("Nothing of yours has changed.", "Rien n’a changé chez vous."),
        (w("Go back and try another way.", "Revenez en arrière et essayez autrement."),),
        "f31c9a",
        404,
        Link(w("To the first page", "Vers la première page"), "/front"),
    )


PAGES = {
    "front": Page(ANYONE, "public/front.html", lambda lang: {"front": front(lang)}),
    "problem": Page(ANYONE, "errors/problem.html", lambda lang: {"problem": problem(lang)}),
}
"""These pages by name."""
