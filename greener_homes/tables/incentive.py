"""Changes to programmes and offers that staff looked up, and what households are told when one touches their plan."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from greener_homes.tables.base import Row, closed_set, new_id


class ChangedPart(StrEnum):
    """What of the incentives' data a change is about."""

    PROGRAMME = "programme"
    OFFER = "offer"
    CAP = "cap"
    PATH = "path"
    EXCLUSION = "exclusion"


class ChangeAct(StrEnum):
    """What a change does to it."""

    CHANGE = "change"
    ADD = "add"
    REMOVE = "remove"


class ChangeState(StrEnum):
    """Where a change stands: only approved ones are ever counted with."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


class IncentiveChange(Row, table=True):
    """One change. Its words never change: what was wrong is undone by another change.

    `number` names it in sources and versions (C7). `fields` are those of the incentives' files; null takes one out.
    `seen_on` is the day somebody looked it up at `source` (ids of our list, or an address), `review_on` the day by
    which somebody should look again. Households read `why`, or `why_fr`, in their language.
    """

    __tablename__ = "incentive_change"
    __table_args__ = (Index("ix_incentive_change_in_force", "state", "effective_from", "number"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    number: int = Field(unique=True)
    part: ChangedPart = Field(sa_type=closed_set(ChangedPart))
    act: ChangeAct = Field(default=ChangeAct.CHANGE, sa_type=closed_set(ChangeAct))
    target: str = Field(max_length=60)
    fields: dict[str, object] = Field(default_factory=dict, sa_type=JSONB)
    effective_from: date
    seen_on: date
    review_on: date
    source: str = Field(max_length=300)
    why: str = Field(max_length=500)
    why_fr: str = Field(max_length=500)
    state: ChangeState = Field(default=ChangeState.PROPOSED, sa_type=closed_set(ChangeState))
    undoes_id: uuid.UUID | None = Field(default=None, foreign_key="incentive_change.id")
    proposed_by: uuid.UUID | None = None
    proposed_at: datetime
    decided_by: uuid.UUID | None = None
    decided_at: datetime | None = None


class IncentiveNotice(Row, table=True):
    """What one household is told of one change: the money counted for its recommended work before and after, in cents.

    `answers`: offers that may be had now and could not, or the other way round, as "OFFER=eligible>not". It rests on
    the permissions named in `grant_ids` and goes with them.
    """

    __tablename__ = "incentive_notice"
    __table_args__ = (UniqueConstraint("change_id", "home_id"),)

    id: uuid.UUID = Field(default_factory=new_id, primary_key=True)
    change_id: uuid.UUID = Field(foreign_key="incentive_change.id", ondelete="CASCADE")
    home_id: uuid.UUID = Field(foreign_key="home.id", index=True, ondelete="CASCADE")
    before_cents: int
    after_cents: int
    answers: list[str] = Field(default_factory=list, sa_type=JSONB)
    grant_ids: list[str] = Field(default_factory=list, sa_type=JSONB)
    made_at: datetime
