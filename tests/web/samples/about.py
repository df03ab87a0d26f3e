"""One group of the questionnaire."""

from __future__ import annotations

from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import speaking
from web.components import (
    Choice,
    Field,
    FieldError,
    Link,
    Question,
)
from web.portal import views as portal


def about(language: str) -> portal.AboutHome:
    w = speaking(language)
    unsure = Choice("unknown", w("I don’t know", "Je ne sais pas"))
    return portal.AboutHome(
        heading=w("What kind of house is it?", "Quel genre de maison est-ce?"),
        lead=w("Two minutes. Change it whenever you like.", "Deux minutes. Modifiable en tout temps."),
        position=1,
        of=3,
        save_url="/about_home",
        questions=(
            Question(
                "dwelling_type",
                w("Which is closest to your home?", "Qu’est-ce qui ressemble le plus à votre maison?"),
                (
                    Choice("detached", w("Detached", "Maison individuelle"), chosen=True),
                    Choice("semi", w("Semi", "Jumelée")),
                    Choice("row_end", w("End row", "En rangée, au bout")),
                    Choice("row_middle", w("Middle row", "En rangée, au milieu")),
                    unsure,
                ),
                help=w("Shared walls lose no heat.", "Un mur mitoyen ne perd pas de chaleur."),
            ),
            Question(
                "heating_fuel",
                w("What heats it?", "Qu’est-ce qui la chauffe?"),
                (
                    Choice("natural_gas", w("Natural gas", "Le gaz naturel")),
                    Choice("electricity", w("Electricity", "L’électricité")),
                    Choice("oil", w("Oil", "Le mazout")),
                    unsure,
                ),
                error=w("Choose one of these", "Choisissez une réponse"),
            ),
        ),
        fields=(
            Field(
                "year_built",
                w("When was it built?", "En quelle année a-t-elle été bâtie?"),
                hint=w("A guess is fine. Leave it empty if you don’t know.", "Une idée suffit. Sinon, laissez vide."),
                kind="number",
                minimum="1800",
                maximum="2026",
            ),
        ),
        errors=(FieldError("heating_fuel", w("Choose what heats your home", "Choisissez ce qui chauffe la maison")),),
        back=Link(w("My home", "Ma maison"), "/home"),
    )


PAGES = {
    "about_home": Page(RESIDENT, "portal/about_home.html", lambda lang: {"about": about(lang)}),
}
"""These pages by name."""
