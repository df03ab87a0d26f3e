"""The search for cycles is held back for a while, and is as before afterwards, whatever happens."""

from __future__ import annotations

import gc

import pytest

from greener_homes.garbage import SELDOM, seldom_searched


def test_cycles_are_searched_for_seldom_meanwhile_and_as_usual_afterwards() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), seldom_searched():
        assert gc.get_threshold()[:2] == SELDOM[:2]
        assert gc.isenabled()
        with seldom_searched():
            pass
        assert gc.get_threshold()[:2] == SELDOM[:2]
        _ = 1 / 0
    assert gc.get_threshold() == usual
