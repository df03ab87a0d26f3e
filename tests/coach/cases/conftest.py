"""Whose case most tests of the queue and of decisions are about."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from greener_homes.consent import Purpose
from greener_homes.vault import Vault
from tests import scenes


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    """A resident whose home is open to advice and to coaches."""
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    return who
