"""The coaches' desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.web.samples import advised
from tests.web.samples.charts import cold_chart
from tests.web.samples.pages import ANYONE, COACH, Page
from tests.web.samples.speaking import speaking
from web import conduct
from web.components import (
    Chip,
    Choice,
    Fact,
    Field,
    FieldError,
    Link,
    Notice,
    Pages,
    Provenance,
    Question,
    Tag,
    Tone,
    Zone,
)
from web.desk import conduct as desk_conduct
from web.desk import queue_views
from web.desk import views as desk
from web.desk import without as desk_without
from web.formatting import Shown, Span
from web.ranges import PeerBand
from web.similar import SimilarFuel


def queue(language: str) -> queue_views.Queue:
    w = speaking(language)
    complete = Chip(w("Complete", "Complet"), Tone.OK)
    rows = (
        queue_views.QueueRow(
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
            turn=w(
                "Promised by Dec 4, 2026. Moved up 2 days: the household answered; income-qualified.",
                "Promis pour le 4 déc. 2026. Avancé de 2 jours : le ménage a répondu.",
            ),
        ),
        queue_views.QueueRow(
            "GH-1987",
            w("Row house, 1984 · Ajax", "En rangée, 1984 · Ajax"),
            "/case",
            w("Resident asked for a second look", "Deuxième regard demandé"),
            w("Insulate the basement", "Isoler le sous-sol"),
            complete,
            w("14 months, EnerGuide 2024", "14 mois, ÉnerGuide 2024"),
            w("3 days", "3 jours"),
            take_url="/case",
            why_note=w("Kept for Robin until Nov 25, 2026", "Réservé à Robin jusqu’au 25 nov. 2026"),
        ),
        queue_views.QueueRow(
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
    return queue_views.Queue(
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
        late=2,
        conduct_url="/conduct",
        list_url="/queue",
        filters=(
            queue_views.Filter(
                "town",
                w("Municipality", "Municipalité"),
                (Choice("", w("Any", "Toutes")), Choice("Ajax", "Ajax", chosen=True)),
            ),
            queue_views.Filter(
                "fuel", w("Heating", "Chauffage"), (Choice("", w("Any", "Toutes")), Choice("oil", w("Oil", "Mazout")))
            ),
        ),
        narrowed=(Link(w("Municipality: Ajax", "Municipalité : Ajax"), "/queue"),),
        team=(
            queue_views.TeamMember(w("You", "Vous"), 3, w("2 working days", "2 jours ouvrables"), 1, 0, 7),
            queue_views.TeamMember("Robin", 0, "", 2, 1, 11),
        ),
        stats=(
            queue_views.DeskStat(
                w("Published on time", "Publiés à temps"),
                w("94%", "94\u00a0%"),
                w("Past 30 days. Promise: 90%.", "30 derniers jours. Promesse\u00a0: 90\u00a0%."),
            ),
            queue_views.DeskStat(
                w("You changed the order", "Ordre modifié"),
                w("31%", "31\u00a0%"),
                w("Of plans. Most common reason: comfort.", "Des plans. Le plus souvent\u00a0: le confort."),
            ),
            queue_views.DeskStat(
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
        own_range=desk.RangeForm(
            "30", "20", error=w("Give a lower and an upper end, the lower one first.", "La plus petite d’abord.")
        )
        if is_open
        else desk.RangeForm(),
        wording=desk.WordingForm(w("Start with the hatch.", "Commencez par la trappe.")),
    )


def pause(until: bool = False) -> desk.PauseForm:
    return desk.PauseForm("/case", first_day="2026-11-24", last_day="2027-05-20") if until else desk.PauseForm("/case")


def second_looks(language: str) -> queue_views.SecondLooks:
    w = speaking(language)
    return queue_views.SecondLooks(
        segments=(
            desk.Segment(w("Waiting", "En attente"), "/queue", 11),
            desk.Segment(w("Second looks", "Relectures"), "/second_looks", 1, True),
        ),
        rows=(
            queue_views.LookRow(
                "GH-2041", "/case", w("Drawn by chance", "Tiré au hasard"), "Robin", date(2026, 11, 20)
            ),
        ),
    )


def without_page(language: str) -> desk_without.WithoutPage:
    w = speaking(language)
    bill = w(
        "Natural gas, 1 Jan to 31 Jan 2026: 410 m³ (estimated)", "Gaz naturel, janvier 2026\u00a0: 410 m³ (estimée)"
    )
    return desk_without.WithoutPage(
        "GH-2041",
        "/case",
        "/without",
        (Choice("x", bill, chosen=True),),
        left_out=bill,
        uses=(desk_without.Line(w("Natural gas", "Gaz naturel"), "3 157 m³", "2 599 m³", differs=True),),
        measures=(desk_without.Line(w("Seal the air leaks", "Sceller les fuites d’air"), "1", "1", differs=False),),
        settled=(w("One bill stands far out.", "Une facture sort du lot."),),
    )


def conduct_page(language: str, *, is_due: bool) -> desk_conduct.ConductPage:
    w = speaking(language)
    error = w("Choose one of the answers shown.", "Choisissez une des réponses proposées.") if is_due else ""
    return desk_conduct.ConductPage(
        sections=conduct.code_of_conduct(),
        declared_on=None if is_due else date(2026, 1, 12),
        interests="",
        is_due=is_due,
        year=2026,
        url="/conduct",
        question=Question(
            "has",
            w("Do you have an interest in a company?", "Avez-vous un intérêt dans une entreprise?"),
            (Choice("none", w("No", "Non")), Choice("some", w("Yes, and I say which", "Oui, et je dis lesquels"))),
            error=error,
        ),
        field=Field("interests", w("Which interests", "Quels intérêts"), kind="textarea"),
        errors=(FieldError("has", error),) if error else (),
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
            money=advised.opportunity_money(i),
            beside=(w("A coach’s own range. The computer says: a year $20–$70.", "Fourchette du coach."),)
            if i == 2
            else (),
        )
        for i, (zone, title, pay, saving) in enumerate(made, 1)
    )
    return desk.Case(
        reference="GH-2041",
        visits=(
            Link(w("Visit at home, signed off on 12 November 2026", "Visite, signée le 12 novembre 2026"), "/visit"),
        ),
        visit_url="/visit",
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
        shape=(
            Fact(w("Always on", "Toujours en marche"), "310\u00a0W"),
            Fact(w("Drawn from 5 to 9 p.m.", "Tiré de 17\u00a0h à 21\u00a0h"), w("27%", "27\u00a0%")),
        ),
        similar=(
            SimilarFuel(
                "gas",
                w("Natural gas", "Gaz naturel"),
                PeerBand(1900, 2900, 2411, Shown.M3),
                w(
                    "At least 35 homes: detached homes, heated with gas. Worked out for November 2026.",
                    "Au moins 35 maisons\u00a0: maisons individuelles, chauffées au gaz. Calculé pour novembre 2026.",
                ),
            ),
        ),
        noticed=(
            w(
                "In 140 of 352 nights about 7.1 kW run for two hours or more.",
                "Lors de 140 nuits sur 352, environ 7,1\u00a0kW tournent deux heures ou plus.",
            ),
        ),
        evidence=(
            Fact(
                w("Attic insulation", "Isolant du grenier"),
                "R-20",
                Tag(Provenance.ENERGUIDE, date(2025, 6, 9)),
                "/case",
                "high",
            ),
            Fact(
                w("Insulated basement walls", "Murs isolés au sous-sol"),
                w("Part of them", "Une partie"),
                Tag(
                    Provenance.COACH,
                    date(2026, 11, 18),
                    w("Coach, 18 Nov 2026, by telephone", "Coach, 18 nov. 2026, par téléphone"),
                ),
                "/case",
                "medium",
            ),
            Fact(
                w("Air leakage", "Fuites d’air"),
                w("not known, taken from homes like this", "inconnu, d’après des maisons semblables"),
                Tag(Provenance.ESTIMATED),
                "/case",
                "low",
            ),
        ),
        facts_url="/case",
        project_url="/case",
        opportunities=opportunities,
        priorities=(w("Lower bills", "Factures plus basses"), w("Comfort", "Confort")),
        in_their_words=(w("Front bedroom is freezing and we get icicles.", "La chambre est glaciale."),),
        plan=advised.case_plan(language),
        consents=(Fact(w("Electricity, for advice", "Électricité, conseils"), w("to 21 Nov 2027", "au 21 nov. 2027")),),
        machine_order_url="/case?order=machine",
        pdf_url="/case",
        release_url="/queue",
        verdict=desk.Verdict(
            "/case",
            (Choice("thin", w("Not enough data", "Données insuffisantes")),),
            hold=pause(until=True),
            escalate=pause(),
        ),
        turn=w("Promised by Dec 4, 2026.", "Promis pour le 4 déc. 2026."),
        since=desk.SinceLast(
            date(2026, 8, 3),
            (w("Attic insulation: R-40 (was R-20).", "Isolation du grenier : R-40 (avant : R-20)."),),
        ),
        add=desk.AddForm(
            "/case",
            (Choice("GEN-PV", w("Put solar panels on the roof", "Poser des panneaux solaires")),),
            (Choice("other", w("Another reason", "Autre raison")),),
            desk.RangeForm(),
        ),
        look=desk.LookForm(w("Drawn by chance", "Tiré au hasard"), agree_url="", outcome=w("Agreed.", "D’accord.")),
        errors=(
            FieldError("4-note", w("Hybrid heat pump: write what the resident will read", "Écrivez ce qui sera lu")),
        ),
        history=((datetime(2026, 11, 20, 14, 40, tzinfo=UTC), w("You took this home.", "Vous avez pris ce dossier.")),),
    )


PAGES = {
    "queue": Page(COACH, "desk/queue.html", lambda lang: {"queue": queue(lang)}),
    "case": Page(COACH, "desk/case.html", lambda lang: {"case": case(lang)}),
    "case_with_offers": Page(
        COACH,
        "desk/case.html",
        lambda lang: {"case": replace(case(lang), plan=advised.case_plan(lang, with_offers=True))},
    ),
    "second_looks": Page(COACH, "desk/second_looks.html", lambda lang: {"page": second_looks(lang)}),
    "without": Page(COACH, "desk/without.html", lambda lang: {"page": without_page(lang)}),
    "conduct_due": Page(COACH, "desk/conduct.html", lambda lang: {"page": conduct_page(lang, is_due=True)}),
    "conduct_held": Page(COACH, "desk/conduct.html", lambda lang: {"page": conduct_page(lang, is_due=False)}),
    "how_coaches_work": Page(
        ANYONE,
        "public/conduct.html",
        lambda lang: {"code": conduct.code_of_conduct(), "declined": conduct.not_advised_on()},
    ),
}
"""These pages by name."""
