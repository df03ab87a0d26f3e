"""What a list of cases can be narrowed to: closed sets and words of the review's own columns, nothing of a home."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col

from greener_homes.tables.advice import DataProblem as DataProblem
from greener_homes.tables.advice import Review
from greener_homes.tables.advice import WaitingReason as WaitingReason


@dataclass(frozen=True, slots=True)
class Filters:
    """What must hold of every case in a list; None asks nothing. They are combined."""

    municipality: str | None = None
    heating_fuel: str | None = None
    reason: WaitingReason | None = None
    goal: str | None = None
    language: str | None = None
    income_qualified: bool | None = None
    data_problem: DataProblem | None = None

    @property
    def are_set(self) -> bool:
        """Whether anything is asked."""
        return self != NO_FILTERS

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same in SQL, over `review`."""
        wanted = (
            (col(Review.municipality), self.municipality),
            (col(Review.heating_fuel), self.heating_fuel),
            (col(Review.reason), self.reason),
            (col(Review.goal), self.goal),
            (col(Review.language), self.language),
            (col(Review.income_qualified), self.income_qualified),
            (col(Review.data_problem), self.data_problem),
        )
        return [column == value for column, value in wanted if value is not None]


NO_FILTERS = Filters()
