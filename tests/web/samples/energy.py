"""A resident's energy page."""

from __future__ import annotations

from datetime import date

from tests.web.samples.charts import cold_chart, gas_chart, hourly_chart, power_chart
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import MONTHS, speaking
from web.components import (
    Provenance,
    Tag,
)
from web.formatting import Quantity, Shown
from web.portal import views as portal
from web.ranges import Part, Split


def energy(language: str) -> portal.Energy:
    w = speaking(language)
    return portal.Energy(
        months=(MONTHS[0], MONTHS[-1]),
        finding=w(
            "In January you burn nine times the gas of July.",
            "En janvier, vous brûlez neuf fois plus de gaz qu’en juillet.",
        ),
        lead=w(
            "Heating sets your gas bill. It follows the cold closely, which is what a house with a thin attic does.",
            "Le chauffage fait votre facture de gaz. Elle suit le froid de près.",
        ),
        tags=(
            Tag(Provenance.MEASURED, date(2026, 10, 31)),
            Tag(Provenance.ESTIMATED, text=w("1 month estimated", "1 mois estimé")),
        ),
        by_month=(
            portal.TitledChart(
                "gas",
                w("Natural gas", "Gaz naturel"),
                w(
                    "You used most in January, 430 m³. That is in the middle of similar homes.",
                    "Le plus en janvier, 430 m³.",
                ),
                gas_chart(language),
                Quantity(2411, Shown.M3),
            ),
            portal.TitledChart(
                "power",
                w("Electricity", "Électricité"),
                w("You used most in July, 890 kWh.", "Le plus en juillet, 890 kWh."),
                power_chart(language),
                Quantity(8103, Shown.KWH),
            ),
        ),
        by_temperature=(
            portal.TitledChart(
                "cold",
                w("How your gas follows the cold", "Votre gaz et le froid"),
                w(
                    "Each degree colder costs you about 0.6 m³ a day.",
                    "Chaque degré de froid coûte environ 0,6 m³ par jour.",
                ),
                cold_chart(language, 365),
            ),
        ),
        by_hour=portal.TitledChart(
            "hours",
            w("Your evenings use most", "Vos soirées consomment le plus"),
            w("From 5 pm to 10 pm on weekdays.", "De 17 h à 22 h en semaine."),
            hourly_chart(language),
        ),
        end_uses=(
            portal.EndUses(
                w("Where your gas goes", "Où va votre gaz"),
                w(
                    "About three-quarters heats the house, and the rest heats water.",
                    "Environ les trois quarts chauffent la maison.",
                ),
                Split(
                    w(
                        "Heating about 1,770 m³, hot water about 640 m³.",
                        "Chauffage, environ 1 770 m³; eau chaude, environ 640 m³.",
                    ),
                    (
                        Part(w("Heating", "Chauffage"), 0.73, "gas", w("about 1,800 m³", "environ 1 800 m³")),
                        Part(w("Hot water", "Eau chaude"), 0.27, "hotwater", w("about 640 m³", "environ 640 m³")),
                    ),
                ),
                Tag(
                    Provenance.ESTIMATED,
                    text=w("Estimated from the summer months", "Estimé d’après les mois d’été"),
                ),
            ),
        ),
        earlier_url="/energy?year=2025",
        download_url="/download",
        sharing_url="/connect",
    )


PAGES = {
    "energy": Page(RESIDENT, "portal/energy.html", lambda lang: {"energy": energy(lang)}),
}
"""These pages by name."""
