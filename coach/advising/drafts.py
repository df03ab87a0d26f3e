"""Every measure worked out for one home, before anyone judges it: does it fit, is it safe, what is it worth.

What is refused before money is known (it must be asked, stopped or left until due) is not worked out unless
everything was asked for. Nothing is ranked or put forward here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from coach.advising.market import Market
from coach.advising.replacement import LIKES as LIKES
from coach.advising.worth import Worth, leads_on_bills, worths_of
from models.findings import Finding
from models.measures import codes
from models.measures.apply import Applicability, Status, applicability
from models.measures.catalogue import Category, Measure, Method, measures
from models.measures.enabling import put_right
from models.measures.occasions import occasion_of
from models.measures.rules import Safety, safety
from models.ranking.rule import Candidate, Span
from models.savings.belief import Belief
from models.savings.learned import LearnedSavings
from models.savings.rule import Prediction, predict_all


@dataclass(frozen=True, slots=True)
class Draft:
    """A measure that can be done here, with everything worked out."""

    prediction: Prediction
    verdict: Applicability
    safety: Safety
    worth: Worth
    candidate: Candidate

    @property
    def measure(self) -> Measure:
        return self.prediction.measure

    @property
    def before_money(self) -> Finding | None:
        """Why it is not put forward whatever it is worth, None when nothing stands against it."""
        return before_money(self.verdict, self.safety)


@dataclass(frozen=True, slots=True)
class Passed:
    """A measure that was not worked out, and why; `fits` when it could be done all the same."""

    measure: Measure
    reason: Finding
    fits: bool


def drafts_of(
    belief: Belief,
    market: Market,
    *,
    corrected: bool,
    everything: bool,
    learned: LearnedSavings | None = None,
    only: Collection[str] | None = None,
) -> tuple[list[Draft], list[Passed]]:
    """The measures worked out, in the catalogue's order, and those passed over; as `learned` where it beat the rule.

    Each is worked out alone, so that those of `only` are the same whether or not the others are worked out too.
    """
    year = market.figures.on.year
    worked, passed = [], []
    for measure in measures():
        if only is not None and measure.id not in only:
            continue
        verdict = applicability(measure, belief.home, year)
        checked = safety(measure, belief.home, year)
        reason = before_money(verdict, checked)
        if not verdict.fits:
            passed.append(Passed(measure, reason or codes.SAVES_NOTHING.finding(), fits=False))
        elif reason is not None and not everything and not put_right(reason):
            passed.append(Passed(measure, reason, fits=True))
        else:
            worked.append((measure, verdict, checked))
    predictions = predict_all(belief, [measure for measure, _, _ in worked], correct=corrected, learned=learned)
    worths = worths_of(predictions, belief, market)
    drafts = [
        Draft(prediction, verdict, checked, worth, _candidate(prediction, worth, belief, year))
        for prediction, (_, verdict, checked), worth in zip(predictions, worked, worths, strict=True)
    ]
    return drafts, passed


def silent(measure: Measure, reason: Finding) -> bool:
    """Whether it is never named among what is not advised: safety items, enablers and doubles of another line."""
    return measure.category is Category.HEALTH or measure.method is Method.ENABLING or reason.code == codes.VARIANT.code


def before_money(verdict: Applicability, checked: Safety) -> Finding | None:
    """What stands against a measure whatever it is worth, None when nothing does."""
    if verdict.status is Status.NOT_APPLICABLE:
        return verdict.reason
    return checked.stop or verdict.reason or verdict.discouraged


def _candidate(prediction: Prediction, worth: Worth, belief: Belief, year: int) -> Candidate:
    measure, bill = prediction.measure, worth.bill_cad
    pays = bill.p10 > 0 and worth.net_present_value_cad.p90 > 0
    moment = occasion_of(measure, belief.home, year, pays=worth.net_present_value_cad.p50 >= 0)
    due = moment.year is not None and moment.year <= year and not moment.waits
    return Candidate(
        measure_id=measure.id,
        bill=Span(bill.p10, bill.p50),
        carbon=Span(worth.carbon_kg.p10, worth.carbon_kg.p50),
        comfort=measure.comfort,
        net_cost_cad=worth.net_cost_cad,
        life_years=measure.life_years,
        leads=pays and leads_on_bills(measure, belief.home.facts),
        due=due,
        due_cost_cad=_above_the_like(measure, worth) if due else None,
        waits=moment.waits or (due and measure.id in LIKES),
        measured=bool(belief.measured),
    )


def _above_the_like(measure: Measure, worth: Worth) -> float | None:
    """What a measure that is due costs above buying the like again; None where no like is known."""
    if measure.id in LIKES:
        return 0.0
    waits = worth.replacement
    return waits.cost_difference_cad.p50 if waits is not None and waits.is_due else None
