"""A resident's energy page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.web.samples.charts import cold_chart, days_chart, gas_chart, hourly_chart, power_chart, week_chart
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import MONTHS, speaking
from web.components import Fact, Link, Provenance, Tag
from web.formatting import Quantity, Shown
from web.portal import views as portal
from web.portal.energy_days import EnergyTime
from web.portal.energy_views import Glance, SimilarHomes, Trend
from web.ranges import Part, PeerBand, Split
from web.similar import SimilarFuel


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
        by_hour=(
            portal.TitledChart(
                "hours",
                w("Your evenings use most", "Vos soirées consomment le plus"),
                w("From 5 pm to 10 pm on weekdays.", "De 17 h à 22 h en semaine."),
                hourly_chart(language),
                file_url="/energy/files/hours.csv",
            ),
        ),
        by_week=(
            portal.TitledChart(
                "week",
                w("Your week, hour by hour", "Votre semaine, heure par heure"),
                w("Most on Friday around 7 pm.", "Le plus le vendredi vers 19 h."),
                week_chart(language),
                file_url="/energy/files/week.csv",
            ),
        ),
        glance=_glance(language),
        trends=_trends(language),
        similar=similar_homes(language, compared=True),
        days=Link(w("October 2026, day by day", "Octobre 2026, jour par jour"), "/energy/months/2026-10"),
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


def _glance(language: str) -> tuple[Glance, ...]:
    w = speaking(language)
    return (
        Glance(
            "home",
            w("How your home is doing", "Où en est votre maison"),
            w("Natural gas: near the middle of similar homes.", "Gaz naturel\u00a0: vers le milieu des semblables."),
            Link(w("Similar homes", "Maisons semblables"), "#similar"),
        ),
        Glance(
            "wave",
            w("What changed", "Ce qui a changé"),
            w("Less gas than the year before, at the same weather.", "Moins de gaz, par le même temps."),
            Link(w("At the same weather", "Par le même temps"), "#trend"),
        ),
        Glance(
            "forward",
            w("What next", "Et maintenant"),
            w("Your plan says what would help most.", "Votre plan dit ce qui aiderait le plus."),
            Link(w("My plan", "Mon plan"), "/plan"),
        ),
    )


def _trends(language: str) -> tuple[Trend, ...]:
    w = speaking(language)
    return (
        Trend(
            "gas",
            w("Natural gas", "Gaz naturel"),
            w(
                "Over the last 365 days you used 210 to 330 m³ less than in the year before, at the same weather.",
                "Depuis 365 jours, vous avez utilisé de 210 à 330 m³ de moins, par le même temps.",
            ),
            "",
            (Fact(w("What you used", "Ce que vous avez utilisé"), "2\u00a0140\u00a0m³"),),
        ),
        Trend(
            "electric",
            w("Electricity", "Électricité"),
            w("Too early to say until 31 March 2027.", "Trop tôt pour le dire avant le 31 mars 2027."),
            "",
        ),
    )


def similar_homes(language: str, *, compared: bool, off: bool = False) -> SimilarHomes:
    w = speaking(language)
    gas = w("Natural gas", "Gaz naturel")
    group = w(
        "At least 35 homes: detached homes, heated with gas, built from 1946 to 1980. Worked out for November 2026.",
        "Au moins 35 maisons\u00a0: isolées, chauffées au gaz, bâties de 1946 à 1980. Calculé pour novembre 2026.",
    )
    waits = w("We compare once 25 homes like yours take part.", "Nous comparerons dès que 25 maisons participeront.")
    fuels = (
        SimilarFuel("gas", gas, PeerBand(1900, 2900, 2411, Shown.M3), group)
        if compared
        else SimilarFuel("gas", gas, why_not=waits),
        SimilarFuel("electric", w("Electricity", "Électricité"), why_not=waits),
    )
    return SimilarHomes(() if off else fuels, off, compared, 25, "/energy/similar", "/sharing")


def month(language: str) -> EnergyTime:
    w = speaking(language)
    return EnergyTime(
        title=w("Day by day: October 2026", "Jour par jour\u00a0: octobre 2026"),
        lead=w("What you used each day.", "Ce que vous avez utilisé chaque jour."),
        charts=(
            portal.TitledChart(
                "days-natural-gas",
                w("Natural gas", "Gaz naturel"),
                w("Most on 31 October 2026, 5.4 m³.", "Le plus le 31 octobre 2026, 5,4 m³."),
                days_chart(language),
                Quantity(88, Shown.M3),
                "/energy/files/days-natural-gas.csv?month=2026-10",
            ),
        ),
        up=Link(w("My energy", "Mon énergie"), "/energy"),
        earlier=Link(w("September 2026", "Septembre 2026"), "/energy/months/2026-09"),
        later=Link(w("November 2026", "Novembre 2026"), "/energy/months/2026-11"),
        parts_heading=w("Look at one day, hour by hour", "Voir un jour, heure par heure"),
        parts=tuple(Link(str(day), f"/energy/days/2026-10-{day:02d}") for day in range(1, 32)),
    )


def empty_day(language: str) -> EnergyTime:
    w = speaking(language)
    return EnergyTime(
        title=w("Hour by hour: 4 October 2026", "Heure par heure\u00a0: 4 octobre 2026"),
        lead=w("Nothing is known of this day.", "Rien n’est connu de ce jour."),
        charts=(),
        up=Link(w("Day by day: October 2026", "Jour par jour\u00a0: octobre 2026"), "/energy/months/2026-10"),
        earlier=Link(w("3 October 2026", "3 octobre 2026"), "/energy/days/2026-10-03"),
    )


PAGES = {
    "energy": Page(RESIDENT, "portal/energy.html", lambda lang: {"energy": energy(lang)}),
    "energy-not-compared": Page(
        RESIDENT,
        "portal/energy.html",
        lambda lang: {"energy": replace(energy(lang), similar=similar_homes(lang, compared=False))},
    ),
    "energy-turned-off": Page(
        RESIDENT,
        "portal/energy.html",
        lambda lang: {"energy": replace(energy(lang), similar=similar_homes(lang, compared=False, off=True))},
    ),
    "energy-month": Page(RESIDENT, "portal/energy_time.html", lambda lang: {"page": month(lang)}),
    "energy-day-empty": Page(RESIDENT, "portal/energy_time.html", lambda lang: {"page": empty_day(lang)}),
}
"""These pages by name."""
