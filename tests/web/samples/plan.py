"""A plan, on the screen and on paper, its other pages, and recommendations of it: made-up homes, real arithmetic."""

from __future__ import annotations

from dataclasses import replace

from coach import financing
from coach.what_if import Asked
from tests.web.samples import offers
from tests.web.samples.advised import CAREFUL, GREEN, PLAIN, approved, tried
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import speaking
from web.portal import money, plan_money, plan_print, plan_views, roadmap
from web.portal import plan as plan_module
from web.portal.recommended import Scene

LATER = ("ENV-ATTIC-MID",)
PUMP = "HVAC-GSHP"


def plain(language: str) -> Scene:
    """A gas home: small steps, and the attic later."""
    w = speaking(language)
    said = w(
        "A sound house. Start with the small things; the attic can wait for the spring.",
        "Une maison solide. Commencez par les petites choses; le grenier peut attendre le printemps.",
    )
    return approved(PLAIN, later=LATER, said=said).scene


def green(_language: str) -> Scene:
    """An oil home that wants less carbon: a heat pump at the end of the furnace's life."""
    return approved(GREEN, shown=25).scene


def plan(language: str) -> plan_views.Plan:
    return plan_module.plan_page(plain(language))


def recommendation(language: str) -> plan_views.Recommendation:
    w, scene = speaking(language), plain(language)
    found = money.recommendation_page(next(item for item in scene.items if item.measure in LATER), scene)
    note = w(
        "Best before the next winter, when a crew is free.", "Idéalement avant l’hiver, quand une équipe est libre."
    )
    return replace(found, review_note=note, decide_url="/recommendation", ask_url="/recommendation")


def pump(language: str) -> plan_views.Recommendation:
    scene = green(language)
    item = next(each for each in scene.items if each.measure == PUMP)
    return money.recommendation_page(item, scene, ("6.5", "10"))


def wrong_loan(language: str) -> plan_views.Recommendation:
    scene = green(language)
    item = next(each for each in scene.items if each.measure == PUMP)
    return money.recommendation_page(item, scene, ("a lot", "10"))


def careful(_language: str) -> Scene:
    """A household with little money, and a furnace to be replaced."""
    return approved(CAREFUL, shown=20).scene


def furnace(language: str) -> plan_views.Recommendation:
    scene = careful(language)
    return money.recommendation_page(next(each for each in scene.items if each.measure == "HVAC-FURN"), scene)


def printed(language: str) -> plan_views.PrintedPlan:
    scene = plain(language)
    return plan_print.printed_plan(scene, "GH-2041", tried(PLAIN, scene, plan_money.as_typed({}).asked))


def whole_plan(language: str, **typed: str) -> plan_views.PlanMoneyPage:
    """The whole plan's money of the oil home, as it is or with what was typed."""
    scene, found = green(language), plan_money.as_typed(typed)
    return plan_money.plan_money_page(scene, found, tried(GREEN, scene, found.asked))


def with_offers(language: str) -> plan_views.PlanMoneyPage:
    """The same with lenders' offers, the first of them being tried."""
    scene, asked = green(language), plan_money.as_typed({"offer": str(offers.LOAN.id)})
    asked = replace(asked, asked=Asked(offered=financing.offered(offers.LOAN)))
    found = tried(GREEN, scene, asked.asked)
    return plan_money.plan_money_page(scene, asked, found, offers.ways(found.money.at_once_cad, GREEN))


def printed_with_offers(language: str) -> plan_views.PrintedPlan:
    scene = green(language)
    found = tried(GREEN, scene, Asked())
    return plan_print.printed_plan(scene, "GH-2041", found, offers.ways(found.money.at_once_cad, GREEN))


def no_plan_money(language: str) -> plan_views.PlanMoneyPage:
    return plan_money.plan_money_page(nothing(plain(language)), plan_money.as_typed({}), None)


def nothing(scene: Scene) -> Scene:
    """The same home before any coach has approved anything."""
    return Scene((), None, scene.facts, scene.this_year)


PAGES = {
    "plan": Page(RESIDENT, "portal/plan.html", lambda lang: {"plan": plan(lang)}),
    "plan_print": Page(RESIDENT, "portal/plan_print.html", lambda lang: {"printed": printed(lang)}),
    "recommendation": Page(
        RESIDENT, "portal/recommendation.html", lambda lang: {"recommendation": recommendation(lang)}
    ),
    "roadmap": Page(RESIDENT, "portal/roadmap.html", lambda lang: {"page": roadmap.roadmap_page(green(lang))}),
    "plan_money": Page(RESIDENT, "portal/plan_money.html", lambda lang: {"page": whole_plan(lang)}),
    "price_plans": Page(
        RESIDENT, "portal/price_plans.html", lambda lang: {"page": roadmap.price_plans_page(plain(lang))}
    ),
    "not_advised": Page(
        RESIDENT, "portal/not_advised.html", lambda lang: {"page": roadmap.not_advised_page(plain(lang))}
    ),
}
"""These pages by name."""

STATES = {
    "pump": Page(RESIDENT, "portal/recommendation.html", lambda lang: {"recommendation": pump(lang)}),
    "plan_waiting": Page(
        RESIDENT, "portal/plan.html", lambda lang: {"plan": plan_module.plan_page(nothing(plain(lang)))}
    ),
    "plan_careful": Page(RESIDENT, "portal/plan.html", lambda lang: {"plan": plan_module.plan_page(careful(lang))}),
    "furnace_due": Page(RESIDENT, "portal/recommendation.html", lambda lang: {"recommendation": furnace(lang)}),
    "wrong_loan": Page(RESIDENT, "portal/recommendation.html", lambda lang: {"recommendation": wrong_loan(lang)}),
    "no_roadmap": Page(
        RESIDENT, "portal/roadmap.html", lambda lang: {"page": roadmap.roadmap_page(nothing(plain(lang)))}
    ),
    "plan_money_tried": Page(
        RESIDENT,
        "portal/plan_money.html",
        lambda lang: {"page": whole_plan(lang, rate="6.5", years="15", power="20")},
    ),
    "plan_money_offers": Page(RESIDENT, "portal/plan_money.html", lambda lang: {"page": with_offers(lang)}),
    "plan_print_offers": Page(RESIDENT, "portal/plan_print.html", lambda lang: {"printed": printed_with_offers(lang)}),
    "plan_money_wrong": Page(
        RESIDENT, "portal/plan_money.html", lambda lang: {"page": whole_plan(lang, rate="lots", budget="x")}
    ),
    "no_plan_money": Page(RESIDENT, "portal/plan_money.html", lambda lang: {"page": no_plan_money(lang)}),
    "no_price_plans": Page(
        RESIDENT, "portal/price_plans.html", lambda lang: {"page": roadmap.price_plans_page(nothing(plain(lang)))}
    ),
    "nothing_refused": Page(
        RESIDENT, "portal/not_advised.html", lambda lang: {"page": roadmap.not_advised_page(nothing(plain(lang)))}
    ),
}
"""Their empty and wrong states, and one with a loan, every price plan and works."""
