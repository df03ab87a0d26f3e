"""What is refused to a lender is put on record, over the API and on its pages alike: by whom, on what, with which code.

In a transaction of its own, for the request's is undone with the refusal.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from greener_homes import audit, db
from greener_homes.consent import Purpose
from greener_homes.errors import Refusal
from web import current


@contextmanager
def refusals_on_record(actor: audit.Actor, object_id: uuid.UUID | None) -> Iterator[None]:
    """What the block refuses is on record, and refused all the same."""
    try:
        yield
    except Refusal as refusal:
        with db.transaction(current.engine()) as own:
            audit.record(
                own,
                actor,
                audit.Action.REFERRAL_REFUSED,
                at=current.now(),
                object_id=object_id,
                purpose=Purpose.REFERRAL.value,
                code=refusal.code.code,
            )
        raise
