"""The queue: which cases wait, in a fair order, and taking the next one.

This is the door to it: lists (queue_lists), what they can be narrowed to (queue_filters), whose turn is next
(queue_order) and the team's load (queue_load). Whoever takes a case has declared their interests this year (conduct).
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlmodel import Session

from coach.cases import conduct, experts, review
from coach.cases.queue_filters import NO_FILTERS as NO_FILTERS
from coach.cases.queue_filters import DataProblem as DataProblem
from coach.cases.queue_filters import Filters as Filters
from coach.cases.queue_lists import PAGE_SIZE as PAGE_SIZE
from coach.cases.queue_lists import Listed as Listed
from coach.cases.queue_lists import Mark as Mark
from coach.cases.queue_lists import QueueEntry as QueueEntry
from coach.cases.queue_lists import QueuePage as QueuePage
from coach.cases.queue_lists import Totals as Totals
from coach.cases.queue_lists import count as count
from coach.cases.queue_lists import next_in_turn
from coach.cases.queue_lists import page_of as page_of
from coach.cases.queue_lists import totals as totals
from coach.cases.queue_load import CoachLoad as CoachLoad
from coach.cases.queue_load import quarter_ago as quarter_ago
from coach.cases.queue_load import team_load as team_load
from coach.cases.queue_load import week_began as week_began
from coach.cases.queue_order import Lift as Lift
from coach.cases.queue_order import lifts as lifts
from coach.cases.review import ReviewView
from greener_homes.people import PersonView


def claim_next(
    session: Session, coach: PersonView, *, now: datetime, filters: Filters = NO_FILTERS
) -> ReviewView | None:
    """The case whose turn it is, of those the filters leave, is this coach's; None when none waits.

    Two coaches never get the same. Raises Refusal before the year's declaration of interests.
    """
    conduct.require_declared(session, coach, now=now)
    found = next_in_turn(session, coach, expert=experts.is_expert(session, coach.id), now=now, filters=filters)
    return review.claim(session, coach, found, now=now) if found else None


def take(session: Session, coach: PersonView, review_id: uuid.UUID, *, now: datetime) -> ReviewView:
    """This case is the coach's, as `review.claim`. Raises Refusal before the year's declaration of interests."""
    conduct.require_declared(session, coach, now=now)
    return review.claim(session, coach, review_id, now=now)
