"""Made-up homes for looking at pages: every view filled, in either language, with nothing behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from math import sin, tau

from models.quantities import Fuel
from web.charts import (
    Chart,
    DayUse,
    FittedLine,
    HourlyShape,
    MonthlyUse,
    MonthUse,
    UseByTemperature,
    hourly_shape,
    monthly_bars,
    use_by_temperature,
)
from web.components import (
    Basis,
    Chip,
    Choice,
    Fact,
    Field,
    FieldError,
    House,
    Link,
    Notice,
    Pages,
    Problem,
    Provenance,
    Question,
    Step,
    StepState,
    Tag,
    Term,
    Tone,
    Zone,
)
from web.desk import views as desk
from web.formatting import Quantity, Shown, Span
from web.portal import views as portal
from web.public import views as public
from web.ranges import Axis, Part, PeerBand, RangeBar, Split, Tells

Words = Callable[[str, str], str]
REVIEWED = date(2026, 11, 12)
MONTHS = tuple(date(2025 + (10 + i) // 12, (10 + i) % 12 + 1, 1) for i in range(12))
GAS = (255, 405, 430, 385, 320, 195, 95, 50, 45, 45, 55, 130)
POWER = (620, 710, 720, 640, 630, 560, 560, 700, 890, 850, 640, 580)


def speaking(language: str) -> Words:
    """Chooses between the English and the French of a sample sentence."""
    return lambda english, french: french if language == "fr" else english


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
        correct_url="/about_home",
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


def steps(language: str) -> tuple[portal.NextStep, ...]:
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
    return tuple(
        portal.NextStep(zone, title, line, "/recommendation", i) for i, (zone, title, line) in enumerate(lines, 2)
    )


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


def gas_chart(language: str) -> Chart:
    w = speaking(language)
    months = tuple(
        MonthUse(month, float(use), i == 4, (use * 0.78 + 8, use * 1.16 + 14))
        for i, (month, use) in enumerate(zip(MONTHS, GAS, strict=True))
    )
    return monthly_bars(
        MonthlyUse(
            Fuel.NATURAL_GAS,
            Shown.M3,
            months,
            w(
                "March was estimated by your gas utility; the April reading corrects it.",
                "Mars a été estimé par votre distributeur de gaz; le relevé d’avril le corrige.",
            ),
        ),
        language,
    )


def power_chart(language: str) -> Chart:
    w = speaking(language)
    months = tuple(
        MonthUse(month, float(use) if i != 1 else None, False, (use * 0.88, use * 1.2))
        for i, (month, use) in enumerate(zip(MONTHS, POWER, strict=True))
    )
    return monthly_bars(
        MonthlyUse(
            Fuel.ELECTRICITY,
            Shown.KWH,
            months,
            w(
                "Smart-meter readings, added up by month. December is missing.",
                "Relevés du compteur intelligent, additionnés par mois. Décembre manque.",
            ),
        ),
        language,
    )


def cold_chart(language: str, days: int = 12) -> Chart:
    w = speaking(language)
    line = FittedLine(1.6, 0.6, 15.5)
    temperatures = [6 - 16 * sin(tau * (i + 0.5) / days) for i in range(days)]
    return use_by_temperature(
        UseByTemperature(
            Fuel.NATURAL_GAS,
            Shown.M3,
            tuple(DayUse(t, line.at(t) * (1 + 0.09 * sin(i * 3.7)), i == 4) for i, t in enumerate(temperatures)),
            line,
            w("Gas readings, one estimated, and the fitted line.", "Relevés de gaz, un estimé, et la droite ajustée."),
        ),
        language,
    )


def hourly_chart(language: str) -> Chart:
    w = speaking(language)
    weekday = tuple(0.5 + 0.35 * (h in (7, 8)) + 0.9 * (17 <= h <= 21) + 0.1 * sin(h) for h in range(24))
    weekend = tuple(0.6 + 0.5 * (10 <= h <= 21) + 0.1 * sin(h) for h in range(24))
    return hourly_shape(
        HourlyShape(
            Fuel.ELECTRICITY,
            Shown.KWH,
            weekday,
            weekend,
            w("Mean of the past 12 months.", "Moyenne des 12 derniers mois."),
        ),
        language,
    )


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


def journey(language: str, now: int) -> tuple[Step, ...]:
    w = speaking(language)
    titles = (
        w("Choose what to share", "Choisir quoi partager"),
        w("Read and decide", "Lire et décider"),
        w("Send the file", "Envoyer le fichier"),
    )
    states = (StepState.DONE, StepState.NOW, StepState.NEXT)
    return tuple(Step(title, states[(i > now) - (i < now) + 1]) for i, title in enumerate(titles))


def connect(language: str) -> portal.Connect:
    w = speaking(language)
    return portal.Connect(
        steps=journey(language, 2),
        sources=(
            portal.Source(
                "flame",
                w("Natural gas readings", "Relevés de gaz naturel"),
                w("A Green Button file from your gas utility", "Un fichier Bouton vert de votre distributeur"),
                "/consent",
            ),
            portal.Source(
                "bolt",
                w("Electricity readings", "Relevés d’électricité"),
                w("A Green Button file from your electricity utility", "Un fichier Bouton vert"),
                "/consent",
                True,
            ),
        ),
        grants=(
            portal.Grant(
                w("Electricity readings", "Relevés d’électricité"), date(2026, 11, 21), date(2027, 11, 21), "/withdraw"
            ),
        ),
        upload=portal.Upload(
            "/import",
            w("Your Green Button file", "Votre fichier Bouton vert"),
            w("An .xml or .zip file of up to 100 MB.", "Un fichier .xml ou .zip d’au plus 100 Mo."),
            guide=(w("Sign in at your utility.", "Ouvrez votre compte chez votre distributeur."),),
        ),
        past=(Link(w("21 November 2026: one file, stored", "21 novembre 2026\u00a0: un fichier"), "/import"),),
    )


def consent(language: str) -> portal.Consent:
    w = speaking(language)
    return portal.Consent(
        steps=journey(language, 1),
        heading=w(
            "Share your energy readings with Greener Homes?", "Partager vos relevés d’énergie avec Maisons vertes?"
        ),
        lead=w(
            "You will send us your readings, so that we can show you your year and a coach can advise you.",
            "Vous nous enverrez vos relevés, pour voir votre année et recevoir les conseils d’un coach.",
        ),
        terms=(
            Term(
                "gauge",
                w("What we will get", "Ce que nous recevrons"),
                w(
                    "Hourly electricity use for the past 24 months. Not your password, payment details or balance.",
                    "Votre consommation horaire des 24 derniers mois. Jamais votre mot de passe.",
                ),
            ),
            Term(
                "eye",
                w("Who will see it", "Qui la verra"),
                w("You, your coach, and the few who keep the service running.", "Vous, votre coach et peu de gens."),
            ),
            Term("home", w("Why", "Pourquoi"), w("To draw your charts.", "Pour tracer vos graphiques.")),
            Term(
                "clock",
                w("For how long", "Pour combien de temps"),
                w("Until 21 November 2027, or until you stop.", "Jusqu’au 21 novembre 2027, ou jusqu’à votre arrêt."),
            ),
            Term(
                "stop",
                w("How to stop", "Comment arrêter"),
                w("One button. We stop collecting at once.", "Un bouton. La collecte cesse aussitôt."),
            ),
            Term(
                "info",
                w("What could go wrong", "Ce qui pourrait mal tourner"),
                w("Hourly readings can hint at when you are home.", "Les relevés peuvent trahir vos absences."),
            ),
        ),
        agree_url="/consent",
        decline_url="/connect",
        agree_label=w("Agree, and send a file", "Accepter et envoyer un fichier"),
        after_agreeing=w("Nothing is sent before the next page.", "Rien n’est envoyé avant la page suivante."),
        statement="statement-1",
        legal=w(
            "Collected under the Municipal Freedom of Information and Protection of Privacy Act.",
            "Recueillis en vertu de la Loi sur l’accès à l’information municipale.",
        ),
        move_in=Field(
            "move_in",
            w("When did you move in?", "Quand avez-vous emménagé?"),
            hint=w("We store nothing from before that day.", "Nous ne gardons rien d’avant ce jour."),
            error=w("Write the day you moved in", "Écrivez le jour de votre emménagement"),
            kind="date",
        ),
        extras=(
            portal.Extra(
                "research",
                w(
                    "Use my readings, without my name or address, to improve advice for everyone",
                    "Utiliser mes relevés, sans mon nom ni mon adresse, pour améliorer les conseils",
                ),
            ),
            portal.Extra(
                "contact",
                w("E-mail me when my plan changes", "M’écrire quand mon plan change"),
                w("Unsubscribe with one click", "Un clic pour se désabonner"),
            ),
        ),
        errors=(FieldError("move_in", w("Write the day you moved in", "Écrivez le jour de votre emménagement")),),
        connect_url="/connect",
    )


def withdrawal(language: str) -> portal.Withdrawal:
    w = speaking(language)
    return portal.Withdrawal(
        w("Stop sharing your electricity readings?", "Ne plus partager vos relevés d’électricité?"),
        (w("All your electricity readings.", "Tous vos relevés d’électricité."),),
        (w("A record that you agreed and stopped.", "La trace de votre accord et de son arrêt."),),
        "/withdraw",
        "/connect",
    )


def run(language: str, state: portal.ImportState = portal.ImportState.STORED) -> portal.Import:
    w = speaking(language)
    stored = state is portal.ImportState.STORED
    rejected = state is portal.ImportState.REJECTED
    return portal.Import(
        state=state,
        file_kind=w("Green Button file", "Fichier Bouton vert"),
        received_at=datetime(2026, 11, 21, 19, 6, tzinfo=UTC),
        steps=journey(language, 3 if stored else 2),
        counts=(
            Fact(w("Electricity", "Électricité"), w("8,760 readings", "8 760 relevés"), Tag(Provenance.MEASURED)),
            Fact(w("From", "Du"), w("1 November 2025", "1er novembre 2025")),
        )
        if stored
        else (),
        findings=(w("60 readings were estimated by your utility.", "60 relevés sont des estimations."),)
        if stored
        else (),
        problem=Problem(
            w("We could not read this file.", "Nous n’avons pas pu lire ce fichier."),
            w("It is not a Green Button file.", "Ce n’est pas un fichier Bouton vert."),
            w("No. Nothing was stored.", "Non. Rien n’a été enregistré."),
            (w("Download the file again from your utility.", "Téléchargez le fichier à nouveau."),),
        )
        if rejected
        else None,
        here_url="/import",
        next=Link(w("See my energy", "Voir mon énergie"), "/energy") if stored else None,
        again_url="" if state is portal.ImportState.READING else "/connect",
        reference="IM-7F3K",
    )


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


def queue(language: str) -> desk.Queue:
    w = speaking(language)
    complete = Chip(w("Complete", "Complet"), Tone.OK)
    rows = (
        desk.QueueRow(
            "GH-2041",
            w("Detached, 1978 · Oshawa", "Individuelle, 1978 · Oshawa"),
            "/case",
            w("New plan to review", "Nouveau plan à revoir"),
            w("Top up the attic", "Isoler le grenier"),
            Chip(w("2 to check", "2 à vérifier"), Tone.WARN),
            w("1 estimated gas reading, no attic photo", "1 relevé estimé, pas de photo"),
            w("4 days", "4 jours"),
            True,
            "/case",
        ),
        desk.QueueRow(
            "GH-1987",
            w("Row house, 1984 · Ajax", "En rangée, 1984 · Ajax"),
            "/case",
            w("Resident asked for a second look", "Deuxième regard demandé"),
            w("Insulate the basement", "Isoler le sous-sol"),
            complete,
            w("14 months, EnerGuide 2024", "14 mois, ÉnerGuide 2024"),
            w("3 days", "3 jours"),
            take_url="/case",
        ),
        desk.QueueRow(
            "GH-2063",
            w("Bungalow, 1955 · Uxbridge", "Bungalow, 1955 · Uxbridge"),
            "/case",
            w("Not enough data to be sure", "Données insuffisantes"),
            w("Home visit first", "Une visite d’abord"),
            Chip(w("Thin", "Mince"), Tone.BAD),
            w("5 months of bills only", "5 mois de factures"),
            w("Today", "Aujourd’hui"),
        ),
    )
    return desk.Queue(
        waiting=11,
        oldest_days=4,
        promise_days=5,
        segments=(
            desk.Segment(w("Waiting", "En attente"), "/queue", 11, True),
            desk.Segment(w("Mine", "Les miens"), "/queue", 4),
            desk.Segment(w("Needs information", "Information demandée"), "/queue", 6),
            desk.Segment(w("Published this week", "Publiés cette semaine"), "/queue", 18),
        ),
        rows=rows,
        pages=Pages(3, 11, next_url="/queue"),
        take_next_url="/case",
        stats=(
            desk.DeskStat(
                w("Published on time", "Publiés à temps"),
                w("94%", "94\u00a0%"),
                w("Past 30 days. Promise: 90%.", "30 derniers jours. Promesse\u00a0: 90\u00a0%."),
            ),
            desk.DeskStat(
                w("You changed the order", "Ordre modifié"),
                w("31%", "31\u00a0%"),
                w("Of plans. Most common reason: comfort.", "Des plans. Le plus souvent\u00a0: le confort."),
            ),
            desk.DeskStat(
                w("Ranges that held", "Fourchettes tenues"),
                w("41 of 52", "41 sur 52"),
                w("Finished jobs whose saving fell inside our range.", "Travaux dont l’économie y est tombée."),
            ),
        ),
    )


def change(language: str, is_open: bool = False) -> desk.ChangeForm:
    w = speaking(language)
    return desk.ChangeForm(
        (Choice("keep", w("Keep for later", "Garder pour plus tard")), Choice("drop", w("Leave out", "Retirer"))),
        (Choice("", w("Choose a reason", "Choisissez")), Choice("bill", w("Bill must not rise", "Facture stable"))),
        is_open=is_open,
        note_error=w("Write what the resident will read", "Écrivez ce que la personne lira") if is_open else "",
    )


def case(language: str) -> desk.Case:
    w = speaking(language)
    medium, no_photo = desk.Confidence.MEDIUM, w("No photo of the attic. R-20 comes from the visit.", "Pas de photo.")
    made = (
        (Zone.ATTIC, w("Top up the attic, R-20 to R-60", "Isoler le grenier"), Span(300, 2600), Span(20, 70)),
        (Zone.AIR, w("Seal the air leaks", "Sceller les fuites d’air"), Span(550, 3250), Span(30, 75)),
        (Zone.HEADER, w("Insulate the basement header", "Isoler la solive"), Span(600, 2200), Span(10, 45)),
        (Zone.HEAT_PUMP, w("Choose a hybrid heat pump", "Thermopompe hybride"), Span(5000, 14000), Span(-250, 90)),
    )
    opportunities = tuple(
        desk.Opportunity(
            id=str(i),
            rank=i,
            zone=zone,
            title=title,
            why=w("Below code, ceiling reachable, rebate open", "Sous la norme, plafond accessible"),
            pay=pay,
            saving=saving,
            confidence=desk.Confidence.HIGH if i == 1 else desk.Confidence.LOW if i == 4 else medium,
            carbon=Span(0.1, 0.4, Shown.TONNE),
            moved=w("You moved this from 2", "Déplacé de 2") if i == 1 else "",
            findings=(w("Gas is cheap: the bill may rise.", "Le gaz est bon marché\u00a0: hausse possible."),)
            if i == 4
            else (),
            trace=(Fact(w("Gas price", "Prix du gaz"), "32,4 ¢/m³"),) if i < 3 else (),
            change_url="/case",
            change=change(language, is_open=i == 4),
            is_last=i == 4,
        )
        for i, (zone, title, pay, saving) in enumerate(made, 1)
    )
    return desk.Case(
        reference="GH-2041",
        home=w("Detached, 1978 · Oshawa · gas furnace, central air · 3 people", "Individuelle, 1978 · Oshawa"),
        queue_url="/queue",
        chips=(
            Chip(w("Due tomorrow", "Pour demain"), Tone.WARN, "clock"),
            Chip(w("Yours since 9:40", "À vous depuis 9 h 40"), Tone.INFO, "user"),
        ),
        to_check=Notice(
            Tone.WARN,
            w("Two things to check", "Deux choses à vérifier"),
            points=(w("March 2026 gas reading is estimated.", "Le relevé de mars 2026 est estimé."), no_photo),
        ),
        charts=(desk.CaseChart("cold", w("Gas follows the cold", "Le gaz suit le froid"), cold_chart(language)),),
        fit=(
            Fact(w("Gas baseline", "Base de gaz"), w("12 months, fit error 9%", "12 mois, écart de 9 %")),
            Fact(w("Balance point", "Point d’équilibre"), "15,5 °C (14–17)"),
        ),
        evidence=(
            Fact(w("Gas, 2,410 m³", "Gaz, 2 410 m³"), "", Tag(Provenance.MEASURED)),
            Fact(w("Attic R-20", "Grenier R-20"), "", Tag(Provenance.ENERGUIDE, date(2025, 6, 9))),
            Fact(w("Header bare", "Solive nue"), "", Tag(Provenance.TOLD)),
            Fact(w("Air leakage 6.8 ACH50", "Fuites 6,8 CAH50"), "", Tag(Provenance.ESTIMATED)),
        ),
        opportunities=opportunities,
        priorities=(w("Lower bills", "Factures plus basses"), w("Comfort", "Confort")),
        resident_words=w("Front bedroom is freezing and we get icicles.", "La chambre est glaciale."),
        not_advised=(desk.NotAdvised(w("New windows", "Nouvelles fenêtres"), w("Still sound", "Encore bonnes")),),
        consents=(Fact(w("Electricity, for advice", "Électricité, conseils"), w("to 21 Nov 2027", "au 21 nov. 2027")),),
        machine_order_url="/case?order=machine",
        release_url="/queue",
        verdict=desk.Verdict(
            "/case",
            (Choice("thin", w("Not enough data", "Données insuffisantes")),),
            preview_url="/recommendation",
        ),
        errors=(
            FieldError("4-note", w("Hybrid heat pump: write what the resident will read", "Écrivez ce qui sera lu")),
        ),
        history=((datetime(2026, 11, 20, 14, 40, tzinfo=UTC), w("You took this home.", "Vous avez pris ce dossier.")),),
    )


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
        estimate_url="/front",
        estimate=public.Estimate(
            w("A detached gas home from 1961–1980 usually spends", "Une maison au gaz de 1961–1980 coûte souvent"),
            Span(2200, 3300),
            (
                public.Start(
                    Zone.ATTIC,
                    w("Attic insulation", "Isoler le grenier"),
                    w("Saves $20–90 a year", "Économie de 20 à 90 $ par an"),
                ),
                public.Start(
                    Zone.AIR,
                    w("Air sealing", "Sceller les fuites"),
                    w("Saves $30–75 a year", "Économie de 30 à 75 $ par an"),
                ),
                public.Start(
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
