"""What the whole plan costs and brings, month by month, with a loan to try and what else may be otherwise.

Worked out when it is asked for, from what the coach saw, and never kept: trying changes nothing.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for

from coach import financing, what_if
from coach.financing import WayToPay
from coach.what_if import POWER, Asked, Plain, Tried
from greener_homes.errors import NotFound
from web import current, i18n
from web import opportunity as numbers
from web.access import Access, access
from web.advice import plan_money as shown
from web.advice.incentives import free_first
from web.advice.ways_to_pay import WayShown, ways_shown
from web.components import Choice, Field, FieldError
from web.formatting import TORONTO, number
from web.portal import plan_views, recommended
from web.portal.blueprint import portal
from web.portal.recommended import Scene
from web.text import gettext as _
from web.words import finance, home_facts
from web.words import plan_money as words

GOALS = ("bill", "carbon", "comfort", "upfront")
COLUMNS = ("month", "in_hand_p10_cad", "in_hand_p50_cad", "in_hand_p90_cad", *(f"{kind}_cad" for kind in what_if.KINDS))
ID_LENGTH: Final = 36
MONTHS: Final = 12
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form, what it asks, and what is wrong with it; `asked` is plain where anything is."""

    text: Mapping[str, str]
    asked: Asked
    errors: tuple[FieldError, ...]
    offer: uuid.UUID | None = None
    months: int | None = None


@portal.get("/plan/money")
@access(Access.RESIDENT)
def plan_money() -> str:
    """The whole plan's money, as it is or as it would be."""
    scene = recommended.scene()
    page = plan_money_page(scene, *worked_out(scene, as_typed(request.args)))
    return render_template("portal/plan_money.html", page=page)


@portal.get("/plan/money.csv")
@access(Access.RESIDENT)
def plan_money_file() -> Response:
    """Every month of it as a table to keep, as it is or as it would be."""
    scene = recommended.scene()
    _typed, found, _offers = worked_out(scene, as_typed(request.args))
    if found is None:
        raise NotFound
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows(found.rows())
    said = {"Content-Disposition": 'attachment; filename="plan-money.csv"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=said)


def plan_money_page(
    scene: Scene, typed: Typed, found: Tried | None, offers: Sequence[WayToPay] = ()
) -> plan_views.PlanMoneyPage:
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
        ways=tuple(_to_try(each, typed) for each in ways_shown(offers, language)),
        to_borrow=found is not None and found.money.upfront_cad >= 1.0,
    )


def worked_out(scene: Scene, typed: Typed) -> tuple[Typed, Tried | None, Sequence[WayToPay]]:
    """The plan under what was typed, and the offers there are for it. One that is not for this home is not tried."""
    typed = with_offer(typed)
    found = tried(scene, typed.asked)
    offers = ways(found, typed.months)
    if found is not None and typed.offer is not None and all(each.offer.id != typed.offer for each in offers):
        typed = _gone(replace(typed, asked=replace(typed.asked, offered=None)))
        found = tried(scene, typed.asked)
    return typed, found, offers


def ways(found: Tried | None, months: int | None = None) -> Sequence[WayToPay]:
    """What lenders offer this home today for the plan as it is shown."""
    if found is None:
        return ()
    return financing.ways_to_pay(current.session(), found.money.at_once_cad, found.facts, _today(), months=months)


def with_offer(typed: Typed) -> Typed:
    """The same with the lender's offer that was chosen, or with what is wrong where it is no longer there."""
    if typed.offer is None or typed.errors:
        return typed
    offer = financing.offer_in_force(current.session(), typed.offer, _today())
    if offer is None:
        return _gone(typed)
    return replace(typed, asked=replace(typed.asked, offered=financing.offered(offer, typed.months)))


def _gone(typed: Typed) -> Typed:
    """The same without the offer, which is said not to be there for this home."""
    error = FieldError("offer", finance.GONE(i18n.language()))
    return replace(typed, text={**typed.text, "offer": ""}, errors=(error,), offer=None)


def _today() -> date:
    return current.now().astimezone(TORONTO).date()


def _to_try(way: WayShown, typed: Typed) -> WayShown:
    """The same with the address that tries it: everything else stays as it was typed, but a loan of one's own."""
    kept = {name: text for name, text in typed.text.items() if name not in ("rate", "years", "amount")}
    address = _with_what_was_typed(url_for("portal.plan_money"), replace(typed, text={**kept, "offer": way.id}))
    return replace(way, try_url=address, is_tried=str(typed.offer) == way.id)


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
    offer = _offer(args.get("offer", "")) if rate is None else None
    if offer is not None and not errors:
        text["offer"] = str(offer)
        months = None if years is None else years * MONTHS
        return Typed(text, Asked(budget, _goal(text), _power_asked(text)), (), offer, months)
    if not errors and (rate is None) is not (years is None):
        name = "rate" if rate is None else "years"
        errors.append(FieldError(name, (words.WRONG_RATE if rate is None else words.WRONG_YEARS)(language)))
    if errors:
        return Typed(text, Asked(), tuple(errors))
    return Typed(text, Asked(budget, _goal(text), _power_asked(text), rate, years, amount), ())


def _goal(text: Mapping[str, str]) -> str | None:
    return text["goal"] if text["goal"] in GOALS else None


def _power_asked(text: Mapping[str, str]) -> int:
    return int(text["power"]) if text["power"] in {str(each) for each in POWER} else 0


def _offer(text: str) -> uuid.UUID | None:
    """The lender's offer that was chosen; nothing readable chooses nothing."""
    try:
        return uuid.UUID(text) if len(text) == ID_LENGTH else None
    except ValueError:
        return None


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
            field("years", words.YEARS(language), finance.YEARS_HINT(language) if typed.offer else "", suffix=""),
            field("amount", words.AMOUNT(language), words.AMOUNT_HINT(language)),
        ),
        errors=typed.errors,
        offer=str(typed.offer or ""),
        free_first=tuple(dict.fromkeys(each for item in scene.items for each in free_first(item.numbers, language))),
    )


def _power(percent: int, typed: str, language: str) -> Choice:
    if percent == 0:
        return Choice("0", words.AS_TODAY(language), chosen=typed in ("", "0"))
    said = (words.MORE if percent > 0 else words.LESS)(language, percent=number(abs(percent), language))
    return Choice(str(percent), said, chosen=typed == str(percent))
