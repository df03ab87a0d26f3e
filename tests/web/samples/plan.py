"""A plan, on the screen and on paper, and one recommendation of it."""

from __future__ import annotations

from tests.web.samples.home import basis, note, steps
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import REVIEWED, speaking
from web.components import (
    Fact,
    Notice,
    Provenance,
    StepState,
    Tag,
    Tone,
    Zone,
)
from web.formatting import Shown, Span
from web.portal import views as portal
from web.ranges import Axis, RangeBar, Tells


def plan(language: str) -> portal.Plan:
    w = speaking(language)
    axis_pay, axis_save = Axis.covering((Span(1500, 8400),)), Axis.covering((Span(65, 180),))
    one_day = w("One day. Seal first, then insulate", "Une journée. Sceller, puis isoler")
    return portal.Plan(
        finding=w(
            "Two steps now, two when the time is right.",
            "Deux étapes maintenant, deux le moment venu.",
        ),
        lead=w(
            "In this order each step makes the next one smaller and cheaper. You can stop after any of them.",
            "Dans cet ordre, chaque étape rend la suivante plus petite. Vous pouvez arrêter quand vous voulez.",
        ),
        reviewed_on=REVIEWED,
        stages=(
            portal.Stage(
                w("EnerGuide visit", "Visite ÉnerGuide"),
                StepState.DONE,
                w("June 2025", "juin 2025"),
                text=w("Your home used 118 GJ a year on paper.", "Sur papier, 118 GJ par an."),
            ),
            portal.Stage(
                w("This winter", "Cet hiver"),
                StepState.NOW,
                w("book soon", "à réserver"),
                1,
                items=(
                    portal.PlanItem(
                        Zone.ATTIC,
                        w("Top up the attic", "Isoler le grenier"),
                        one_day,
                        Span(300, 2600),
                        Span(20, 70),
                        "/recommendation",
                        w(
                            "Rebate of $1,200: check that it is still open before you sign.",
                            "Remise de 1 200 $\u00a0: vérifiez avant de signer.",
                        ),
                    ),
                    portal.PlanItem(
                        Zone.AIR,
                        w("Seal the air leaks", "Sceller les fuites d’air"),
                        w("Same crew, same visit", "Même équipe, même visite"),
                        Span(550, 3250),
                        Span(30, 75),
                        "/recommendation",
                    ),
                ),
            ),
            portal.Stage(
                w("Any weekend", "Une fin de semaine"),
                StepState.NEXT,
                "",
                2,
                items=(
                    portal.PlanItem(
                        Zone.THERMOSTAT,
                        w("Fit a smart thermostat", "Poser un thermostat"),
                        w("You can do it yourself", "À faire vous-même"),
                        Span(45, 325),
                        Span(30, 70),
                        "/recommendation",
                    ),
                ),
            ),
            portal.Stage(
                w("When the air conditioner is due", "À la fin du climatiseur"),
                StepState.LATER,
                w("around 2031", "vers 2031"),
                3,
                items=(
                    portal.PlanItem(
                        Zone.HEAT_PUMP,
                        w("Choose a hybrid heat pump", "Choisir une thermopompe hybride"),
                        w("Sized for the tighter house", "À la taille de la maison isolée"),
                        Span(5000, 14000),
                        Span(-250, 90),
                        "/recommendation",
                    ),
                ),
                note=w("Prices and rebates will have changed by then.", "Les prix et les remises auront changé."),
            ),
        ),
        totals_heading=w("Steps 1 and 2 together", "Étapes 1 et 2 ensemble"),
        totals=(
            RangeBar(w("You pay, after rebates", "Vous payez, après remises"), Span(1500, 8400), axis_pay),
            RangeBar(
                w("You save each year", "Vous économisez par an"),
                Span(65, 180),
                axis_save,
                w("Less than the steps added up: they share the same heat.", "Moins que leur somme."),
            ),
            RangeBar(
                w("Gas you no longer burn", "Gaz que vous ne brûlez plus"),
                Span(8, 23, Shown.PERCENT),
                Axis(0, 100, Shown.PERCENT),
            ),
        ),
        notices=(
            Notice(
                Tone.INFO,
                w("Date to watch", "Date à surveiller"),
                (
                    w(
                        "The rebate program is confirmed only to 30 November 2026. We will write if that changes.",
                        "La remise n’est confirmée que jusqu’au 30 novembre 2026.",
                    ),
                ),
                icon="calendar",
            ),
        ),
        print_url="/plan_print",
    )


def printed(language: str) -> portal.PrintedPlan:
    w = speaking(language)
    return portal.PrintedPlan(
        reference="GH-2041",
        on=REVIEWED,
        finding=w("Your plan: start with the attic.", "Votre plan\u00a0: commencer par le grenier."),
        lead=w(
            "You used 2,410 m³ of gas and 8,100 kWh of electricity in the past year, about as much as similar homes.",
            "Vous avez consommé 2 410 m³ de gaz et 8 100 kWh d’électricité l’an dernier.",
        ),
        steps=(
            portal.PrintedStep(
                Zone.ATTIC,
                w("1. Top up the attic", "1. Isoler le grenier"),
                w("This winter", "Cet hiver"),
                Span(300, 2600),
                Span(20, 70),
            ),
            portal.PrintedStep(
                Zone.AIR,
                w("2. Seal the air leaks", "2. Sceller les fuites"),
                w("Same visit", "Même visite"),
                Span(550, 3250),
                Span(30, 75),
            ),
            portal.PrintedStep(None, w("Together, 1 and 2", "Ensemble, 1 et 2"), "", Span(850, 5800), Span(45, 130)),
            portal.PrintedStep(
                Zone.HEAT_PUMP,
                w("3. Hybrid heat pump", "3. Thermopompe hybride"),
                w("Around 2031", "Vers 2031"),
                Span(5000, 14000),
                Span(-250, 90),
            ),
        ),
        small_print=w(
            "* After rebates. All savings are estimates at prices of July 2026. Together they save less than "
            "added up, because they share the same heat.",
            "* Après remises. Toutes les économies sont des estimations aux prix de juillet 2026.",
        ),
        checks=(
            w("The rebate is still open.", "La remise est encore ouverte."),
            w("You have two or three written quotes.", "Vous avez deux ou trois soumissions écrites."),
        ),
        based_on=tuple(b.tag for b in basis(language)),
        coach_note=note(language),
        plan_url="/plan",
    )


def recommendation(language: str) -> portal.Recommendation:
    w = speaking(language)
    return portal.Recommendation(
        zone=Zone.ATTIC,
        title=w("Top up the attic, from R-20 to R-60", "Isoler le grenier, de R-20 à R-60"),
        lead=w(
            "Blow about 30 cm of new insulation over what is there. One crew, one day, no mess inside.",
            "Souffler environ 30 cm d’isolant neuf sur ce qui est là. Une équipe, une journée.",
        ),
        is_first=True,
        reviewed_on=REVIEWED,
        review_note=w(
            "The computer put this second. Your coach moved it up because your rebate has an end date.",
            "L’ordinateur l’avait mis deuxième. Votre coach l’a remonté\u00a0: la remise a une date de fin.",
        ),
        expect=(
            RangeBar(
                w("You pay, after the $1,200 rebate", "Vous payez, après la remise de 1 200 $"),
                Span(300, 2600),
                Axis(0, 4000),
                w("Quotes run from $1,500 to $3,800.", "Les soumissions vont de 1 500 à 3 800 $."),
            ),
            RangeBar(w("You save each year", "Vous économisez par an"), Span(20, 70), Axis(0, 200)),
            RangeBar(
                w("Your yearly bill could", "Votre facture annuelle pourrait"),
                Span(-250, 90),
                Axis(-400, 400),
                w(
                    "It may cost more to run while gas is cheap.",
                    "Peut coûter plus cher avec le gaz bon marché.",
                ),
                Tells.BILL,
            ),
            RangeBar(
                w("Carbon you avoid each year", "Carbone évité par an"),
                Span(0.1, 0.4, Shown.TONNE),
                Axis(0, 2, Shown.TONNE),
                w("Your home emits about 5.2 tonnes a year.", "Votre maison émet environ 5,2 tonnes par an."),
            ),
        ),
        reasons=basis(language),
        warning=Notice(
            Tone.WARN,
            w("It will not pay for itself quickly", "Ce ne sera pas vite rentabilisé"),
            (
                w(
                    "At today’s gas price the attic may take 10 years or more to pay back. We still put it first: "
                    "it is the base for everything else.",
                    "Au prix actuel du gaz, il faudra 10 ans ou plus. C’est pourtant la base de tout le reste.",
                ),
            ),
        ),
        doubts=(
            w("Vermiculite or old wiring in the attic.", "De la vermiculite ou de vieux fils au grenier."),
            w("A bathroom fan that blows into the attic.", "Un ventilateur qui souffle dans le grenier."),
        ),
        start=(
            w("Ask us to check your rebate.", "Demandez-nous de vérifier votre remise."),
            w("Get two or three quotes.", "Obtenez deux ou trois soumissions."),
        ),
        trace=(
            Fact(
                w("Heating, normal year", "Chauffage, année normale"),
                w("1,770 m³", "1 770 m³"),
                Tag(Provenance.MEASURED),
            ),
            Fact(w("Gas price", "Prix du gaz"), w("32.4 ¢/m³, July 2026", "32,4 ¢/m³, juillet 2026")),
        ),
        decide_url="/recommendation",
        ask_url="/recommendation",
        beside=steps(language)[0],
        plan_url="/plan",
    )


PAGES = {
    "plan": Page(RESIDENT, "portal/plan.html", lambda lang: {"plan": plan(lang)}),
    "plan_print": Page(RESIDENT, "portal/plan_print.html", lambda lang: {"printed": printed(lang)}),
    "recommendation": Page(
        RESIDENT, "portal/recommendation.html", lambda lang: {"recommendation": recommendation(lang)}
    ),
}
"""These pages by name."""
