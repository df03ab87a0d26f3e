"""Quotes of a project: written down by the household or a coach, side by side, never edited, only taken away.

Who gave it and which models it names are sealed with the resident's key; money and sizes are not about a person. What
is to be said of a quote is worked out when it is read (`quote_flags`), so that it follows the day and the evidence.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from sqlmodel import Session, col, func, select

from coach.projects import codes_projects, deadlines, notes, projects
from coach.projects import codes_quotes as codes
from coach.projects.quote_types import AreaUnit as AreaUnit
from coach.projects.quote_types import Line as Line
from coach.projects.quote_types import Pressure as Pressure
from coach.projects.quote_types import Quote as Quote
from coach.projects.quote_types import QuoteView as QuoteView
from coach.projects.quote_types import SizeUnit as SizeUnit
from coach.projects.quote_types import Tax as Tax
from coach.projects.scope_rules import scope_of
from coach.projects.states import Act, ProjectState
from greener_homes import audit, people
from greener_homes.errors import Refusal
from greener_homes.local_days import LOCAL
from greener_homes.reference import constant
from greener_homes.tables.project import Project, ProjectQuote
from greener_homes.vault import Vault

QUOTES_AT_MOST: Final = 6
CONTRACTOR_MAXIMUM: Final = 80
MODEL_MAXIMUM: Final = 60
TOTAL_MAXIMUM: Final = 500_000
"""CAD: no work on one home that we know of costs as much."""
VALID_AT_MOST: Final = timedelta(days=730)
OLDEST: Final = timedelta(days=1095)


@dataclass(frozen=True, slots=True)
class _Money:
    before: int
    tax: int
    rebate: int = field(default=0)


def add(
    session: Session,
    vault: Vault,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    quote: Quote,
    *,
    actor: audit.Actor,
    now: datetime,
) -> uuid.UUID:
    """The quote stands beside the others, and a planned project is quoted; returns its id. Raises NotFound, Refusal."""
    row = projects.held(session, home_id, project_id, actor, now)
    money = _checked(quote, now.astimezone(LOCAL).date())
    if _count(session, project_id) >= QUOTES_AT_MOST:
        raise Refusal(codes_projects.TOO_MANY_QUOTES, maximum=QUOTES_AT_MOST)
    lines = [line for line in quote.lines if line.measure in row.measures]
    owner = notes.owner_of(session, row.home_id, actor, now)
    words = {"contractor": quote.contractor.strip(), "models": {line.measure: line.model for line in lines}}
    made = ProjectQuote(
        project_id=row.id,
        person_id=owner,
        words_sealed=vault.seal(
            notes.key_of(session, vault, owner), json.dumps(words, sort_keys=True), f"project_quote|words|{owner}"
        ),
        given_on=quote.given_on,
        valid_until=quote.valid_until,
        total_cents=money.before,
        tax_cents=money.tax,
        rebate_cents=money.rebate,
        lines=[_as_kept(line) for line in lines],
        pressure=sorted(each.value for each in quote.pressure),
        added_at=now,
    )
    session.add(made)
    if row.state is ProjectState.PLANNED:
        row.state, row.state_since = ProjectState.QUOTED, now
        session.add(row)
        projects.note_event(session, row, Act.QUOTE, ProjectState.PLANNED, actor, now)
    audit.record(session, actor, audit.Action.PROJECT_QUOTED, at=now, home_id=row.home_id, object_id=row.id)
    deadlines.refresh(session, row, now=now)
    return made.id


def remove(
    session: Session,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    quote_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
) -> None:
    """The quote is gone. Raises NotFound, Refusal."""
    row, quote = _held(session, home_id, project_id, quote_id, actor, now)
    session.delete(quote)
    deadlines.refresh(session, row, now=now)


def choose(
    session: Session,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    quote_id: uuid.UUID,
    *,
    actor: audit.Actor,
    now: datetime,
) -> None:
    """This quote, and no other, is the one the household takes. Raises NotFound, Refusal."""
    row, wanted = _held(session, home_id, project_id, quote_id, actor, now)
    for each in session.exec(select(ProjectQuote).where(ProjectQuote.project_id == row.id)):
        each.chosen = each.id == wanted.id
        session.add(each)
    session.flush()


def of_project(session: Session, vault: Vault, project_id: uuid.UUID) -> Sequence[QuoteView]:
    """The project's quotes in the order they were written down."""
    rows = session.exec(
        select(ProjectQuote).where(ProjectQuote.project_id == project_id).order_by(col(ProjectQuote.id))
    ).all()
    keys = {owner: people.key_of(session, vault, owner) for owner in {row.person_id for row in rows}}
    return [_view(vault, keys[row.person_id], row) for row in rows]


def _checked(quote: Quote, today: date) -> _Money:
    if not 0 < len(quote.contractor.strip()) <= CONTRACTOR_MAXIMUM:
        raise Refusal(codes.CONTRACTOR_NEEDED, maximum=CONTRACTOR_MAXIMUM)
    if quote.total_cents is None or not 0 < quote.total_cents <= TOTAL_MAXIMUM * 100:
        raise Refusal(codes.TOTAL_NEEDED)
    if quote.tax is None:
        raise Refusal(codes.TAX_NEEDED)
    until = quote.valid_until
    if not today - OLDEST <= quote.given_on <= today:
        raise Refusal(codes.DAYS_WRONG)
    if until is not None and not quote.given_on <= until <= quote.given_on + VALID_AT_MOST:
        raise Refusal(codes.DAYS_WRONG)
    if any(len(line.model) > MODEL_MAXIMUM for line in quote.lines):
        raise Refusal(codes.MODEL_LONG, maximum=MODEL_MAXIMUM)
    before, tax = _taxed(quote.total_cents, quote.tax)
    return _Money(before, tax, min(max(quote.rebate_cents, 0), before + tax))


def _taxed(total: int, tax: Tax) -> tuple[int, int]:
    """The total before tax and the tax, in cents, each to the nearest."""
    share = Decimal(str(constant("hst_fraction").value))
    if tax is Tax.WITHOUT:
        return total, int((Decimal(total) * share).quantize(Decimal(1)))
    before = int((Decimal(total) / (1 + share)).quantize(Decimal(1)))
    return before, total - before


def _as_kept(line: Line) -> dict[str, object]:
    """A line without its model, which is sealed. Only what a quote for this measure is asked for."""
    says = {each.value for each in scope_of(line.measure).says}
    return {
        "measure": line.measure,
        "r_value": line.r_value if "r_value" in says else None,
        "area": line.area if "area" in says else None,
        "area_unit": line.area_unit.value,
        "size": line.size if "size" in says else None,
        "size_unit": line.size_unit.value,
    }


def _held(
    session: Session,
    home_id: uuid.UUID | None,
    project_id: uuid.UUID,
    quote_id: uuid.UUID,
    actor: audit.Actor,
    now: datetime,
) -> tuple[Project, ProjectQuote]:
    """A quote with its project, locked, for somebody who may change it. Raises NotFound, Refusal."""
    project = projects.held(session, home_id, project_id, actor, now)
    return project, projects.own_part(session, project, ProjectQuote, quote_id)


def _count(session: Session, project_id: uuid.UUID) -> int:
    return session.exec(
        select(func.count()).select_from(ProjectQuote).where(ProjectQuote.project_id == project_id)
    ).one()


def _view(vault: Vault, key: bytes | None, row: ProjectQuote) -> QuoteView:
    words: Mapping[str, object] = MappingProxyType({})
    if key is not None:
        words = json.loads(vault.open(key, row.words_sealed, f"project_quote|words|{row.person_id}"))
    models = words.get("models")
    named = {str(measure): str(model) for measure, model in models.items()} if isinstance(models, dict) else {}
    return QuoteView(
        row.id,
        str(words.get("contractor", "")),
        row.given_on,
        row.valid_until,
        row.total_cents,
        row.tax_cents,
        row.rebate_cents,
        tuple(_line(each, named) for each in row.lines),
        frozenset(Pressure(each) for each in row.pressure),
        row.chosen,
    )


def _line(kept: Mapping[str, object], models: Mapping[str, str]) -> Line:
    measure = str(kept["measure"])
    return Line(
        measure,
        _number(kept.get("r_value")),
        _number(kept.get("area")),
        AreaUnit(str(kept.get("area_unit"))),
        _number(kept.get("size")),
        SizeUnit(str(kept.get("size_unit"))),
        models.get(measure, ""),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
