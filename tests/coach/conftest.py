"""Who stands beside most tests of the desk and of advice."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from greener_homes.people import PersonView
from greener_homes.vault import Vault
from tests import scenes


@pytest.fixture
def coach(session: Session, keys: Vault) -> PersonView:
    """A coach who said that nothing stands against coaching."""
    return scenes.coach(session, keys)
