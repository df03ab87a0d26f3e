"""The plan as JSON for software that its resident chooses: the same money as on the page, in whole cents.

Asked for with the resident's own session, like the PDF and the tables; nobody else's plan can be asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask import Response, url_for

from coach.asking.published import Published
from coach.cases.recommendation import RecommendationView
from coach.financing import WayToPay
from coach.what_if import KINDS, Asked, Tried
from greener_homes.errors import NotFound
from models.findings import Finding
from web import current
from web import opportunity as numbers
from web.access import Access, access
from web.advice.money import OWN
from web.formatting import TORONTO, Span
from web.portal import plan_document as document
from web.portal import plan_money, recommended
from web.portal.blueprint import portal
from web.portal.recommended import Scene

TENTHS = ("p10", "p50", "p90")
JSON = "application/json"
SCHEMA_JSON = "application/schema+json"


@portal.get("/plan/json")
@access(Access.RESIDENT)
def plan_as_json() -> Response:
    """The plan as a document. Without recommendations there is none."""
    scene = recommended.scene(whole_trace=True)
    if not scene.items or scene.rests_on is None:
        raise NotFound
    found = plan_money.tried(scene, Asked())
    made = plan_document(scene, scene.rests_on, found, plan_money.ways(found))
    name = f"plan-{made.home}.json"
    said = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    text = json.dumps(made.model_dump(mode="json"), ensure_ascii=False, indent=1)
    return Response(text, mimetype=JSON, headers=said)


@portal.get("/plan/schema.json")
@access(Access.PUBLIC)
def plan_schema() -> Response:
    """What such a document holds, for whoever writes software that reads one. Nothing of anybody."""
    return Response(json.dumps(document.schema(), ensure_ascii=False, indent=1), mimetype=SCHEMA_JSON)


def plan_document(
    scene: Scene, rests_on: Published, found: Tried | None, offers: Sequence[WayToPay]
) -> document.PlanDocument:
    """The plan as it is shown on the pages; `found` is the money of all steps together, `offers` ways to pay."""
    first = scene.items[0]
    return document.PlanDocument(
        schema_address=url_for("portal.plan_schema", _external=True),
        home=current.home().reference,
        made_at=current.now(),
        reviewed_at=first.reviewed_at,
        assessed_at=rests_on.assessed_at,
        prices_of=rests_on.assessed_at.astimezone(TORONTO).date(),
        assessment_id=first.assessment_id,
        model_versions=dict(rests_on.versions),
        steps=[_step(item, scene.facts) for item in scene.items],
        whole=_whole(found) if found is not None else None,
        offers=[_offer(each) for each in offers],
        price_plans=_price_plans(rests_on.price_plans),
        about_prices=[_said(each) for each in rests_on.about_prices],
    )


def _step(item: RecommendationView, facts: Mapping[str, object]) -> document.Step:
    found = item.numbers
    cost, pay = numbers.cost(found), numbers.pay(found)
    typical = numbers.number_in(_of(found, "cost_cad"), "typical")
    return document.Step(
        recommendation_id=item.id,
        measure=item.measure,
        title_en=recommended.title_in("en", item.measure, facts),
        title_fr=recommended.title_in("fr", item.measure, facts),
        rank=item.rank,
        is_later=item.later,
        coachs_own=[name for name in OWN if name in item.coach_numbers],
        cost_cents=_work(cost, typical),
        cost_basis=_basis(found),
        incentive_cents=numbers.in_cents(numbers.incentive(found)),
        incentives=[_incentive(each) for each in numbers.offers(found)],
        pay_cents=_work(pay, max(typical - numbers.incentive(found), 0.0)),
        bill_cents_per_year=_tenths(_of(found, "bill_cad_per_year")),
        bill_cents_per_year_by_price_plan=_by_name(found.get("bill_cad_per_year_by_plan")),
        payback_years=_years(found.get("simple_payback_years")),
        value_cents=_tenths_of(found, "net_present_value_cad"),
        left_each_month_cents=_tenths_of(found, "monthly_cash_flow_cad"),
        months_cents=[_ends(each) for each in numbers.month_spans(found)],
        in_hand_after_year_cents=[_ends(each) for each in numbers.year_spans(found)],
        carbon_kg_per_year=_kilograms(_of(found, "carbon_kg_per_year")),
        carbon_average_kg_per_year=_kilograms(carbon) if (carbon := _of(found, "carbon_average_kg_per_year")) else None,
        findings=[_said(each) for each in numbers.findings(found)],
        trace=_trace(item.trace),
    )


def _whole(found: Tried) -> document.Whole:
    stored = found.stored
    neutral, sensitivity = _of(stored, "bill_neutral_first_year"), _of(stored, "sensitivity")
    return document.Whole(
        measures=[each for each in found.plan.measures if each not in found.money.undated],
        undated=list(found.money.undated),
        first_month=found.money.first,
        upfront_cents=numbers.in_cents(found.money.upfront_cad),
        at_once_cents={name: numbers.in_cents(cad) for name, cad in found.money.at_once_cad.items()},
        value_cents=_tenths(_of(stored, "net_present_value_cad")),
        payback_years=_years(stored.get("simple_payback_years")) or document.Years(p10=None, p50=None, p90=None),
        bill_neutral_first_year=document.BillNeutral.model_validate(
            {"answer": neutral.get("answer"), "share": numbers.number_in(neutral, "share")}
        ),
        months=[_month(row) for row in found.rows()],
        in_hand_after_year_cents=[_three(each.p10, each.p50, each.p90) for each in found.money.years],
        hangs=[_hang(each) for each in numbers.rows_of(sensitivity.get("hangs"))],
        agrees=found.agrees,
        trace=_trace(numbers.rows_of(stored.get("trace"))),
    )


def _month(row: Sequence[str]) -> document.Month:
    """A row of the table to keep, in cents."""
    name, low, middle, high, *parts = row
    made_of = {f"{kind}_cents": _exact(each) for kind, each in zip(KINDS, parts, strict=True)}
    in_hand = document.CentsRange(p10=_exact(low), p50=_exact(middle), p90=_exact(high))
    return document.Month.model_validate({"month": name, "in_hand_cents": in_hand, **made_of})


def _hang(each: Mapping[str, object]) -> document.Hang:
    return document.Hang(
        on=_text(each, "on"),
        low=numbers.number_in(each, "low"),
        high=numbers.number_in(each, "high"),
        at_low_cents=numbers.in_cents(numbers.number_in(each, "at_low_cad")),
        at_high_cents=numbers.in_cents(numbers.number_in(each, "at_high_cad")),
        source_id=_text(each, "source_id"),
    )


def _offer(way: WayToPay) -> document.LentOffer:
    terms, chosen = way.offer.terms, way.choice
    credit = chosen.credit
    return document.LentOffer(
        id=way.offer.id,
        key=terms.key,
        version=way.offer.version,
        lender=way.offer.lender,
        kind=terms.kind.value,
        name_en=terms.name_en,
        name_fr=terms.name_fr,
        is_likely=chosen.is_likely,
        missing=[_found(each) for each in chosen.missing],
        mind=[_found(each) for each in chosen.mind],
        covers=list(chosen.covers),
        amount_cents=_exact(credit.amount_cad),
        left_cents=_exact(chosen.left_cad),
        rate_percent=str(credit.terms.rate_percent),
        true_annual_percent=str(credit.true_percent),
        effective_annual_percent=str(credit.effective_percent),
        months=chosen.months,
        payments=len(credit.table),
        payments_per_year=credit.terms.per_year,
        payment_cents=_exact(credit.payment_cad),
        last_payment_cents=_exact(credit.last_payment_cad),
        fees_cents=_exact(credit.terms.fees_cad),
        fees_at_start_cents=_exact(credit.at_start_cad),
        interest_cents=_exact(credit.interest_cad),
        total_cents=_exact(credit.total_cad),
        cost_cents=_exact(credit.cost_cad),
        on_moving=terms.on_moving.value,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        page_url=terms.page_url,
    )


def _price_plans(stored: Mapping[str, object] | None) -> document.PricePlans | None:
    if not stored:
        return None
    return document.PricePlans(
        current=_text(stored, "current"),
        hours=_text(stored, "hours"),
        bill_cents_per_year=_by_name(stored.get("bill_cad_per_year")),
        best_other=_text(stored, "best_other"),
        saving_cents_per_year=_tenths(_of(stored, "saving_cad_per_year")),
    )


def _incentive(each: Mapping[str, object]) -> document.Incentive:
    name = _of(each, "name")
    return document.Incentive(
        offer=_text(each, "offer"),
        programme=_text(each, "programme"),
        name_en=_text(name, "en"),
        name_fr=_text(name, "fr"),
        kind=_text(each, "kind"),
        answer=_text(each, "answer"),
        is_free=bool(each.get("free")),
        counted_cents=numbers.in_cents(numbers.number_in(each, "counted_cad")),
        missing=list(numbers.words_of(each.get("missing"))),
        because=[_said(one) for one in numbers.rows_of(each.get("because"))],
        source_id=_text(each, "source_id"),
        last_seen=_text(each, "last_seen"),
    )


def _basis(found: Mapping[str, object]) -> document.Basis | None:
    held = _of(found, "cost_basis")
    if not held:
        return None
    return document.Basis(**{name: _text(held, name) for name in ("basis", "as_of", "source_id")})


def _trace(lines: Sequence[Mapping[str, object]]) -> list[document.TraceLine]:
    return [document.TraceLine.model_validate(_line(each)) for each in lines]


def _line(each: Mapping[str, object]) -> dict[str, object]:
    may_be_none = {name: None if each.get(name) is None else str(each[name]) for name in ("name", "source_id", "date")}
    return {
        "label": _text(each, "label"),
        "value": _plain(each.get("value")),
        "unit": _text(each, "unit"),
        "origin": _text(each, "origin"),
        **may_be_none,
    }


def _said(each: Mapping[str, object]) -> document.Said:
    facts = {str(name): _plain(value) for name, value in numbers.facts_of(each).items()}
    return document.Said(code=_text(each, "code"), facts=facts)


def _found(each: Finding) -> document.Said:
    return document.Said(code=each.code, facts=dict(each.facts))


def _plain(value: object) -> document.FactValue:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _work(span: Span, typical: float) -> document.CentsOfWork:
    low, middle, high = (numbers.in_cents(each) for each in (span.low, typical, span.high))
    return document.CentsOfWork(low=low, typical=middle, high=high)


def _ends(span: Span) -> document.CentsEnds:
    return document.CentsEnds(low=numbers.in_cents(span.low), high=numbers.in_cents(span.high))


def _tenths_of(found: Mapping[str, object], name: str) -> document.CentsRange | None:
    held = _of(found, name)
    return _tenths(held) if held else None


def _tenths(held: Mapping[str, object]) -> document.CentsRange:
    return _three(*(numbers.number_in(held, name) for name in TENTHS))


def _three(low: float, middle: float, high: float) -> document.CentsRange:
    p10, p50, p90 = (numbers.in_cents(each) for each in (low, middle, high))
    return document.CentsRange(p10=p10, p50=p50, p90=p90)


def _kilograms(held: Mapping[str, object]) -> document.KilogramsRange:
    p10, p50, p90 = (numbers.number_in(held, name) for name in TENTHS)
    return document.KilogramsRange(p10=p10, p50=p50, p90=p90)


def _years(held: object) -> document.Years | None:
    years = numbers.payback({"simple_payback_years": held})
    if years is None:
        return None
    return document.Years(p10=years[0], p50=years[1], p90=years[2])


def _by_name(held: object) -> dict[str, document.CentsRange]:
    rows = held if isinstance(held, Mapping) else {}
    return {str(name): _tenths(each) for name, each in rows.items() if isinstance(each, Mapping)}


def _exact(cad: Decimal | str) -> int:
    """Whole cents of an amount that has no more than two decimals."""
    return int(Decimal(cad).scaleb(2))


def _of(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    inner = found.get(name)
    return inner if isinstance(inner, Mapping) else {}


def _text(found: Mapping[str, object], name: str) -> str:
    return str(found.get(name) or "")
