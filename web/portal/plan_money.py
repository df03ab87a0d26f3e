"""What the whole plan costs and brings, month by month, with a loan to try and what else may be otherwise.

Worked out when it is asked for, from what the coach saw, and never kept: trying changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for

from coach import what_if
from coach.what_if import POWER, Asked, Plain, Tried
from greener_homes.errors import NotFound
from web import current, i18n
from web import opportunity as numbers
from web.access import Access, access
from web.advice import plan_money as shown
from web.advice.incentives import free_first
from web.components import Choice, Field, FieldError
from web.formatting import number
from web.portal import plan_views, recommended
from web.portal.blueprint import portal
from web.portal.recommended import Scene
from web.text import gettext as _
from web.words import home_facts
from web.words import plan_money as words

GOALS = ("bill", "carbon", "comfort", "upfront")
COLUMNS = ("month", "in_hand_p10_cad", "in_hand_p50_cad", "in_hand_p90_cad", *(f"{kind}_cad" for kind in what_if.KINDS))
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form, what it asks, and what is wrong with it; `asked` is plain where anything is."""

    text: Mapping[str, str]
    asked: Asked
    errors: tuple[FieldError, ...]


@portal.get("/plan/money")
@access(Access.RESIDENT)
def plan_money() -> str:
    """The whole plan's money, as it is or as it would be."""
    scene, typed = recommended.scene(), as_typed(request.args)
    return render_template("portal/plan_money.html", page=plan_money_page(scene, typed, tried(scene, typed.asked)))


@portal.get("/plan/money.csv")
@access(Access.RESIDENT)
def plan_money_file() -> Response:
    """Every month of it as a table to keep, as it is or as it would be."""
    scene = recommended.scene()
    found = tried(scene, as_typed(request.args).asked)
    if found is None:
        raise NotFound
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows(found.rows())
    said = {"Content-Disposition": 'attachment; filename="plan-money.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=said)


def plan_money_page(scene: Scene, typed: Typed, found: Tried | None) -> plan_views.PlanMoneyPage:
    """The money of the plan as a page; without any it says what it waits for."""
    language = i18n.language()
    worst_first = any(item.numbers.get("worst_first") for item in scene.items)
    stored = found.stored if found is not None else None
    money = shown.plan_money_shown(stored, language, worst_first=worst_first)
    undated = money.undated if money is not None else ()
    planned = found.plan.measures if found is not None else ()
    now, _later = recommended.now_and_later(scene.items)
    beside = [item.measure for item in now if item.measure not in planned] if money is not None else []
    return plan_views.PlanMoneyPage(
        finding=money.finding if money is not None else _("Your plan’s money will be here"),
        lead=_("The steps of your plan together, at today’s prices, month by month over the years they last."),
        money=money,
        form=_form(scene, typed),
        steps=tuple(recommended.title(each, scene.facts) for each in planned if each not in undated),
        is_tried=not typed.asked.is_plain,
        outside=tuple(recommended.title(each, scene.facts) for each in (*undated, *beside)),
        agrees=found is None or found.agrees,
        file_url=_with_what_was_typed(url_for("portal.plan_money_file"), typed),
        plain_url=url_for("portal.plan_money"),
        plan_url=url_for("portal.plan"),
    )


def _with_what_was_typed(address: str, typed: Typed) -> str:
    asked = urlencode({name: text for name, text in typed.text.items() if text})
    return f"{address}?{asked}" if asked else address


def as_typed(args: Mapping[str, str]) -> Typed:
    """What the form asks. A field that cannot be read is said, and nothing is tried then."""
    text = {name: args.get(name, "")[:20].strip() for name in ("budget", "goal", "power", "rate", "years", "amount")}
    errors: list[FieldError] = []

    def read(name: str, of: Callable[[str], _Value], wrong: str) -> _Value | None:
        try:
            return of(text[name]) if text[name] else None
        except ValueError:
            errors.append(FieldError(name, wrong))
            return None

    language = i18n.language()
    budget = read("budget", _sum, words.WRONG_SUM(language))
    amount = read("amount", _sum, words.WRONG_SUM(language))
    rate = read("rate", _rate, words.WRONG_RATE(language))
    years = read("years", _years, words.WRONG_YEARS(language))
    if not errors and (rate is None) is not (years is None):
        name = "rate" if rate is None else "years"
        errors.append(FieldError(name, (words.WRONG_RATE if rate is None else words.WRONG_YEARS)(language)))
    if errors:
        return Typed(text, Asked(), tuple(errors))
    goal = text["goal"] if text["goal"] in GOALS else None
    power = int(text["power"]) if text["power"] in {str(each) for each in POWER} else 0
    return Typed(text, Asked(budget, goal, power, rate, years, amount), ())


def _sum(text: str) -> float:
    value = float(text.replace("$", "").replace("\u00a0", "").replace(" ", "").replace(",", ""))
    if not 0.0 <= value <= what_if.MOST_CAD:
        raise ValueError("nobody is offered such a sum")
    return value


def _rate(text: str) -> float:
    value = float(text.replace("%", "").replace(",", ".").strip())
    if not 0.0 <= value <= what_if.MOST_PERCENT:
        raise ValueError("no loan has such a rate")
    return value


def _years(text: str) -> int:
    value = int(text)
    if not 1 <= value <= what_if.MOST_YEARS:
        raise ValueError("no loan runs so long")
    return value


def tried(scene: Scene, asked: Asked) -> Tried | None:
    """The plan under what is asked; None before a coach has given anything, or where no permission stands."""
    if not scene.items or scene.rests_on is None:
        return None
    now, _later = recommended.now_and_later(scene.items)
    planned = [step.measure for step in scene.roadmap.steps if step.measure]
    costs = {item.measure: _own_cost(item.numbers) for item in now if "cost_cad" in item.coach_numbers}
    given = Plain([item.measure for item in now], planned, costs)
    assessed = scene.items[0].assessment_id
    return what_if.tried(current.session(), current.home().id, assessed, given, asked, now=current.now())


def _own_cost(found: Mapping[str, object]) -> Mapping[str, float]:
    """A coach's own price of work; the middle of a range without one is halfway."""
    cost = numbers.cost(found)
    typical = numbers.typical_pay(found) + numbers.incentive(found)
    return {"low": cost.low, "typical": typical or (cost.low + cost.high) / 2, "high": cost.high}


def _form(scene: Scene, typed: Typed) -> plan_views.WhatIfForm:
    language, text = i18n.language(), typed.text
    wrong = {each.field: each.text for each in typed.errors}

    def field(name: str, label: str, hint: str = "", suffix: str = "$") -> Field:
        return Field(name, label, text[name], hint=hint, error=wrong.get(name, ""), suffix=suffix)

    said = scene.facts.get("goal")
    same = home_facts.option_label("goal", str(said), language) if said else words.AS_I_SAID(language)
    goals = [Choice("", same, chosen=not text["goal"])]
    goals += [
        Choice(each, home_facts.option_label("goal", each, language), chosen=text["goal"] == each)
        for each in GOALS
        if each != said
    ]
    return plan_views.WhatIfForm(
        url=url_for("portal.plan_money"),
        budget=field("budget", words.BUDGET(language)),
        goal_label=words.GOAL(language),
        goals=tuple(goals),
        power_label=words.POWER(language),
        power=tuple(_power(each, text["power"], language) for each in POWER),
        loan=(
            field("rate", words.RATE(language), suffix="%"),
            field("years", words.YEARS(language), suffix=""),
            field("amount", words.AMOUNT(language), words.AMOUNT_HINT(language)),
        ),
        errors=typed.errors,
        free_first=tuple(dict.fromkeys(each for item in scene.items for each in free_first(item.numbers, language))),
    )


def _power(percent: int, typed: str, language: str) -> Choice:
    if percent == 0:
        return Choice("0", words.AS_TODAY(language), chosen=typed in ("", "0"))
    said = (words.MORE if percent > 0 else words.LESS)(language, percent=number(abs(percent), language))
    return Choice(str(percent), said, chosen=typed == str(percent))
