"""The look without an account: worked out once for the same answers and figures, and anew for any others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coach.advising.figures import Figures
from coach.homes.first_look import AGES, _look
from models.house.facts import DwellingType
from models.quantities import Fuel


def test_other_figures_or_answers_are_never_told_what_was_kept_for_these() -> None:
    figures = Figures(date(2026, 11, 2))
    old, new = AGES["before_1946"], AGES["after_2000"]
    one = _look(DwellingType.DETACHED, old, Fuel.ELECTRICITY, figures)
    assert _look(DwellingType.DETACHED, old, Fuel.ELECTRICITY, Figures(date(2026, 11, 2))) is one
    dearer = _look(DwellingType.DETACHED, old, Fuel.ELECTRICITY, replace(figures, electricity_times=2.0))
    newer = _look(DwellingType.DETACHED, new, Fuel.ELECTRICITY, figures)
    for end in (0, 1):
        assert dearer.spending_cad[end] > one.spending_cad[end] > newer.spending_cad[end]
