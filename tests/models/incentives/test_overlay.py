"""Changes over the shipped programmes: read by the same loader, refused by the same rules, the same object again."""

from __future__ import annotations

from datetime import date

import pytest

from models.incentives import codes_data
from models.incentives.codes_data import DataRefused
from models.incentives.load import graph
from models.incentives.overlay import Change, Part, checked, laid_over, values_of
from models.incentives.profile import NOBODY
from models.incentives.stack import best_stack
from models.measures.economics import Figure

ON = date(2026, 11, 1)
COST = {"HVAC-TSTAT": Figure(200, 250, 300, "CAD", "U", "2026")}


def offer(number: int, target: str, **fields: object) -> Change:
    return Change.of(number, Part.OFFER, target, {name.replace("__", "."): value for name, value in fields.items()})


def test_no_change_is_the_shipped_graph_itself() -> None:
    assert laid_over(()).graph is graph() and graph().changes == ()


def test_a_changed_amount_counts_and_names_the_version() -> None:
    change = offer(7, "HRS-TSTAT", pay__cad=100, pay__max_cad=100, source_id="C7")
    held = laid_over((change,)).graph
    before, after = (best_stack(["HVAC-TSTAT"], COST, NOBODY, ON, graph=one) for one in (graph(), held))
    assert (before.total.typical_cad, after.total.typical_cad) == (75.0, 100.0)
    assert after.used[0].source_id == "C7" and after.version != before.version
    assert held.changes == (7,) and held is laid_over((change,)).graph
    assert held.version != laid_over((offer(8, "HRS-TSTAT", pay__cad=100, pay__max_cad=100),)).graph.version


def test_a_later_change_wins_field_by_field_and_null_takes_a_field_out() -> None:
    first = offer(1, "HRS-TSTAT", pay__cad=100, pay__max_cad=None)
    second = offer(2, "HRS-TSTAT", pay__cad=110)
    pay = laid_over((first, second)).graph.offers["HRS-TSTAT"].pay
    assert (pay.cents, pay.max_cents) == ((11_000,) * 3, None)
    assert values_of(Part.OFFER, "HRS-TSTAT", ["pay.cad", "pay.max_cad"]) == {"pay.cad": 75, "pay.max_cad": 75}
    assert values_of(Part.OFFER, "HRS-TSTAT", ["pay.cad"], (first,)) == {"pay.cad": 100}


def test_a_programme_that_closes_pays_nothing_from_that_day() -> None:
    fields = {"state": "closed", "since": "2026-10-15", "last_seen": "2026-10-20", "closes": None}
    held = checked((Change.of(3, Part.PROGRAMME, "HRS", fields),))
    assert best_stack(["HVAC-TSTAT"], COST, NOBODY, ON, graph=held).total.typical_cad == 0.0
    assert best_stack(["HVAC-TSTAT"], COST, NOBODY, date(2026, 10, 1), graph=held).total.typical_cad == 75.0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ((offer(1, "HRS-NOTHING", pay__cad=1),), codes_data.NAMES_NOTHING),
        ((offer(1, "HRS-TSTAT", id="X"),), codes_data.FIELD_UNKNOWN),
        ((offer(1, "HRS-TSTAT", pay__cad="much"),), codes_data.FIELD_WRONG),
        ((offer(1, "HRS-TSTAT", pay__cad=[3, 2, 1]),), codes_data.FIELD_WRONG),
        ((offer(1, "HRS-TSTAT", state="open"),), codes_data.FIELD_MISSING),
        ((offer(1, "HRS-TSTAT", work=[{"measure": "HVAC-NONE"}]),), codes_data.NAMES_NOTHING),
        ((offer(1, "HRS-TSTAT", source_id="somewhere"),), codes_data.FIELD_WRONG),
        ((offer(1, "HRS-TSTAT", state="open", last_seen="2026-10", closes="soon"),), codes_data.FIELD_WRONG),
        (
            (
                offer(1, "HRS-TSTAT", needs={"offer": "HRS-HPWH"}),
                offer(2, "HRS-HPWH", needs={"offer": "HRS-TSTAT"}),
            ),
            codes_data.CYCLE,
        ),
        ((Change.of(1, Part.CAP, "HRS-HOME-GAS", {"cad": None}),), codes_data.FIELD_WRONG),
    ],
)
def test_what_the_loader_refuses_in_a_file_it_refuses_here(changes: tuple[Change, ...], code: object) -> None:
    with pytest.raises(DataRefused) as refused:
        checked(changes)
    assert refused.value.code is code


def test_a_change_that_fits_no_longer_is_left_out_and_named_and_the_rest_count() -> None:
    gone, kept = offer(4, "HRS-LONG-GONE", pay__cad=1), offer(5, "HRS-TSTAT", pay__cad=60)
    found = laid_over((gone, kept))
    assert found.left_out == (4,) and found.graph.changes == (5,)
    assert found.graph.offers["HRS-TSTAT"].pay.cents[1] == 6_000
