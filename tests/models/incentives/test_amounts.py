"""Every kind of amount, limit, state and prerequisite a file of programmes may hold, in the smallest examples."""

from __future__ import annotations

from datetime import date

import pytest

from models.incentives.load import graph_of
from models.incentives.profile import Profile
from models.incentives.said import Answer
from models.incentives.stack import Stack, best_stack
from models.measures.economics import Figure

ON = date(2026, 6, 1)
COST = Figure(800.0, 1_000.0, 1_500.0, "CAD", "U", "2026")
PROGRAMME = """
[[programmes]]
id = "{id}"
name = "{id}"
administrator = "A"
state = "{state}"
last_seen = "2026-05"
{window}
source_id = "U"
"""


def programme(name: str = "P", state: str = "open", window: str = "") -> str:
    return PROGRAMME.format(id=name, state=state, window=window)


def offer(name: str, pay: str, more: str = "", work: str = "ENV-AIR", units: str = "1", of: str = "P") -> str:
    return f"""
[[offers]]
id = "{name}"
programme = "{of}"
name_en = "x"
name_fr = "y"
pay = {{ {pay} }}
work = [{{ measure = "{work}", units = {units} }}]
{more}
source_id = "U"
confidence = "low"
"""


def cap(amount: str, covers: str = '["P"]') -> str:
    return f'[[caps]]\nid = "C"\ncovers = {covers}\n{amount}\nsource_id = "U"\nconfidence = "low"\n'


def stack(*texts: str, work: tuple[str, ...] = ("ENV-AIR",), home: Profile | None = None, more: bool = False) -> Stack:
    graph = graph_of([programme() if not any("[[programmes]]" in each for each in texts) else "", *texts])
    return best_stack(work, dict.fromkeys(work, COST), home or Profile(), ON, more_work=more, graph=graph)


def three(found: Stack) -> tuple[float, float, float]:
    return found.total.low_cad, found.total.typical_cad, found.total.high_cad


@pytest.mark.parametrize(
    ("pay", "units", "expected"),
    [
        ('rule = "fixed", cad = 300', "1", (300, 300, 300)),
        ('rule = "fixed", cad = 5000', "1", (800, 1000, 1500)),
        ('rule = "fixed", cad = 300, least_share = 0.5', "1", (150, 300, 300)),
        ('rule = "up_to", cad = [0, 200, 400]', "1", (0, 200, 400)),
        ('rule = "per_unit", cad = 100, unit = "ton"', "[2, 3, 4]", (200, 300, 400)),
        ('rule = "per_unit", cad = 100, unit = "ton", max_cad = 250', "[2, 3, 4]", (200, 250, 250)),
        ('rule = "percent", percent = 15', "1", (120, 150, 225)),
        ('rule = "percent", percent = [10, 20, 30], max_cad = 210', "1", (80, 200, 210)),
        ('rule = "fixed", cad = 700, max_share_of_cost = 0.5', "1", (400, 500, 700)),
        ('rule = "no_cost"', "1", (0, 0, 1500)),
        ('rule = "not_seen", max_cad = 90', "1", (0, 0, 90)),
    ],
)
def test_an_amount_is_worked_out_by_its_rule(pay: str, units: str, expected: tuple[float, float, float]) -> None:
    assert three(stack(offer("A", pay, units=units))) == expected


def test_a_share_of_the_cost_limits_several_programmes_together() -> None:
    texts = (programme("P"), programme("Q"), offer("A", 'rule = "fixed", cad = 500'))
    found = stack(*texts, offer("B", 'rule = "fixed", cad = 400', of="Q"), cap("share_of_cost = 0.6", '["P", "Q"]'))
    assert three(found) == (480.0, 600.0, 900.0)
    assert [each.code for each in found.findings] == ["incentive.capped_together", "incentive.likely_never_promised"]


@pytest.mark.parametrize(
    ("state", "window", "answer", "code"),
    [
        ("paused", 'since = "2026-03"', Answer.NOT, "incentive.paused"),
        ("closed", 'since = "2024-02"', Answer.NOT, "incentive.closed"),
        ("closed", 'since = "2026-07-01"', Answer.ELIGIBLE, "incentive.open"),
        ("open", "opens = 2026-07-01", Answer.NOT, "incentive.not_open_yet"),
        ("open", "closes = 2026-05-31\ncloses_certain = true", Answer.NOT, "incentive.closed"),
        ("open", "closes = 2026-05-31", Answer.MAYBE, "incentive.may_have_ended"),
        ("open", "closes = 2026-06-01\ncloses_certain = true", Answer.ELIGIBLE, "incentive.open"),
        ("unknown", "", Answer.MAYBE, "incentive.status_unknown"),
    ],
)
def test_a_programme_is_open_closed_paused_or_not_known(state: str, window: str, answer: Answer, code: str) -> None:
    found = stack(programme(state=state, window=window), offer("A", 'rule = "fixed", cad = 300'))
    (verdict,) = found.verdicts
    assert verdict.answer is answer
    assert (*verdict.because, *verdict.mind)[0].code == code
    assert (found.total.typical_cad == 300.0) is (answer is Answer.ELIGIBLE)


NESTED = 'needs = { any = [{ offer = "B" }, { all = [{ work = ["HVAC-TSTAT"] }, { work = ["ENV-DOOR"] }] }] }'


@pytest.mark.parametrize(
    ("work", "more", "answer"),
    [
        (("ENV-AIR",), False, Answer.NOT),
        (("ENV-AIR",), True, Answer.MAYBE),
        (("ENV-AIR", "HVAC-TSTAT"), False, Answer.NOT),
        (("ENV-AIR", "HVAC-TSTAT", "ENV-DOOR"), False, Answer.ELIGIBLE),
        (("ENV-AIR", "ENV-CATH"), False, Answer.ELIGIBLE),
    ],
)
def test_prerequisites_nest_and_are_looked_for_in_the_application(
    work: tuple[str, ...], more: bool, answer: Answer
) -> None:
    other = offer("B", 'rule = "fixed", cad = 0', work="ENV-CATH")
    found = stack(offer("A", 'rule = "fixed", cad = 300', NESTED), other, work=work, more=more)
    assert next(each for each in found.verdicts if each.offer.id == "A").answer is answer
    assert found.total.typical_cad == (0.0 if answer is Answer.NOT else 300.0)


def test_the_better_of_two_that_exclude_each_other_is_used_and_the_other_says_why() -> None:
    apart = '[[exclusions]]\nid = "E"\nat_most_one = ["A", "B"]\nunseen = true\nsource_id = "U"\n'
    found = stack(offer("A", 'rule = "fixed", cad = 300'), offer("B", 'rule = "fixed", cad = 301'), apart)
    assert [each.offer_id for each in found.used] == ["B"]
    assert [each.code for each in found.not_used["A"]] == ["incentive.left_for_better", "incentive.together_unseen"]


def test_the_largest_single_amount_is_left_when_several_smaller_are_worth_more() -> None:
    offers = [offer("A", 'rule = "fixed", cad = 500', work="ENV-AIR")]
    offers += [
        offer(name, 'rule = "fixed", cad = 300', work=work) for name, work in (("B", "ENV-AIR"), ("C", "ENV-DOOR"))
    ]
    apart = '[[exclusions]]\nid = "E{0}"\nat_most_one = ["A", "{0}"]\nsource_id = "U"\n'
    found = stack(*offers, apart.format("B"), apart.format("C"), work=("ENV-AIR", "ENV-DOOR"))
    assert found.total.typical_cad == 600.0
    assert [each.offer_id for each in found.used] == ["B", "C"]


def test_two_offers_never_pay_more_than_the_work_costs() -> None:
    found = stack(offer("A", 'rule = "fixed", cad = 900'), offer("B", 'rule = "fixed", cad = 200'))
    assert three(found) == (800.0, 1000.0, 1100.0)
    full = stack(offer("A", 'rule = "fixed", cad = 1000'), offer("B", 'rule = "fixed", cad = 200'))
    assert [each.code for each in full.not_used["B"]] == ["incentive.paid_in_full"]


@pytest.mark.parametrize(
    ("when", "home", "answer", "code"),
    [
        ('fact = "tenure", among = ["owner"]', Profile(tenure="tenant"), Answer.NOT, "incentive.not_met.tenure"),
        ('fact = "tenure", among = ["owner"]', Profile(), Answer.MAYBE, "incentive.missing.tenure"),
        ('fact = "dwelling_type", not_among = ["mobile"]', Profile(dwelling_type="semi"), Answer.ELIGIBLE, None),
        ('fact = "municipality", among = ["Ajax"]', Profile(municipality="ajax"), Answer.ELIGIBLE, None),
        (
            'fact = "electricity_utility", among = ["x"]',
            Profile(electricity_utility="z"),
            Answer.NOT,
            "incentive.not_met.electricity_utility",
        ),
        ('never_had = ["OLD"]', Profile(previous=frozenset({"OLD"})), Answer.NOT, "incentive.not_met.previous"),
        ('fact = "work_started", is = false', Profile(work_started=True), Answer.NOT, "incentive.not_met.work_started"),
    ],
)
def test_a_home_is_in_may_be_in_or_is_out(when: str, home: Profile, answer: Answer, code: str | None) -> None:
    (verdict,) = stack(offer("A", 'rule = "fixed", cad = 300', f"when = {{ {when} }}"), home=home).verdicts
    assert verdict.answer is answer
    assert [each.code for each in verdict.because] == ([code] if code else [])
