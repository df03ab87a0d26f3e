"""The best stack is the best there is: every choice of awards in small random programmes, counted another way."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.incentives.codes_data import EXCLUDES_ITSELF, DataRefused
from models.incentives.load import graph_of
from models.incentives.profile import Profile
from models.incentives.stack import best_stack, stack_for
from models.measures.economics import Figure
from tests.models.incentives.random_graphs import MEASURES, SURE, Made, made

ON = date(2026, 6, 1)


def by_hand(home: Made, at: int) -> int:
    """The most of every legal choice: 0 low, 1 typical, 2 high. Whole dollars."""
    least = (3, 2, 1)[at]
    awards = [(offer, measure) for offer in home.offers for measure in offer.cad if SURE[offer.sure] >= least]
    return max(
        _paid(home, [award for award, taken in zip(awards, choice, strict=True) if taken], at)
        for choice in product((False, True), repeat=len(awards))
        if _legal(home, [award for award, taken in zip(awards, choice, strict=True) if taken])
    )


def _legal(home: Made, chosen: list[tuple[object, str]]) -> bool:
    used = {offer.id for offer, _ in chosen}  # type: ignore[attr-defined]
    on_path = {measure for offer, measure in chosen if offer.by_path}  # type: ignore[attr-defined]
    if on_path and len(on_path) < home.least:
        return False
    if any(not set(group) & used for offer, _ in chosen for group in offer.needs):  # type: ignore[attr-defined]
        return False
    for (one,), (other,) in (groups for groups, same_job in home.exclusions if not same_job):
        if one in used and other in used:
            return False
    for (one,), (other,) in (groups for groups, same_job in home.exclusions if same_job):
        jobs = [{measure for offer, measure in chosen if offer.id == each} for each in (one, other)]  # type: ignore[attr-defined]
        if jobs[0] & jobs[1]:
            return False
    return True


def _paid(home: Made, chosen: list[tuple[object, str]], at: int) -> int:
    """The smallest cut: any limits in full, and whatever no chosen limit holds by its amount."""
    if not chosen:
        return 0
    amounts = np.array([offer.cad[measure][at] for offer, measure in chosen])  # type: ignore[attr-defined]
    limits = [([offer.id in covers for offer, _ in chosen], cad[at]) for covers, cad in home.caps]  # type: ignore[attr-defined]
    limits += [([each is offer for each, _ in chosen], offer.most) for offer in home.offers if offer.most is not None]
    limits += [([measure == each for _, measure in chosen], home.costs[each][at]) for each in MEASURES]
    held = np.array([covers for covers, _ in limits])
    most = np.array([cad for _, cad in limits])
    picks = np.array(list(product((False, True), repeat=len(limits))))
    covered = (picks[:, :, None] & held[None]).any(axis=1)
    return int((picks @ most + (~covered) @ amounts).min())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_no_choice_is_worth_more_and_none_so_good_is_missed(seed: int) -> None:
    home = made(seed)
    try:
        graph = graph_of([home.text()])
    except DataRefused as refused:
        assert refused.code is EXCLUDES_ITSELF  # an offer that needs only what it excludes
        return
    costs = {each: Figure(*home.costs[each], "CAD", "U", "2026") for each in MEASURES}
    total = stack_for(MEASURES, costs, Profile(), ON, graph=graph)
    assert (total.low_cad, total.typical_cad, total.high_cad) == tuple(by_hand(home, at) for at in range(3))
    assert total.low_cad <= total.typical_cad <= total.high_cad


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9))
def test_what_is_used_adds_up_and_pays_for_nothing_twice(seed: int) -> None:
    home = made(seed)
    try:
        graph = graph_of([home.text()])
    except DataRefused:
        return
    costs = {each: Figure(*home.costs[each], "CAD", "U", "2026") for each in MEASURES}
    stack = best_stack(MEASURES, costs, Profile(), ON, graph=graph)
    assert round(sum(each.cad for each in stack.trace), 2) == stack.total.typical_cad
    for measure in MEASURES:
        assert sum(each.cad for each in stack.used if each.measure_id == measure) <= costs[measure].typical
    counted = {each.offer_id for each in stack.used}
    assert counted.isdisjoint(stack.not_used)
    assert counted | set(stack.not_used) == {each.offer.id for each in stack.verdicts}
    assert all(stack.not_used.values()), "every offer that is not used says why"
