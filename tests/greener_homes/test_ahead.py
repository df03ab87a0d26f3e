"""Items made one ahead are the same items; what goes wrong goes wrong where they are used."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from greener_homes.ahead import ahead


def test_items_come_in_order_and_once() -> None:
    assert list(ahead([3, None, 0, 3])) == [3, None, 0, 3]
    assert list(ahead([])) == []


def test_the_next_item_is_made_while_this_one_is_used() -> None:
    second = threading.Event()

    def made() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    items = ahead(made())
    assert next(items) == 1
    assert second.wait(timeout=30), "the second was begun before it was asked for"
    assert list(items) == [2]


def test_a_fault_while_making_an_item_is_raised_after_the_items_before_it() -> None:
    def made() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    items = ahead(made())
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)


def test_an_abandoned_walk_leaves_no_thread() -> None:
    items = ahead(range(10))
    next(items)
    items.close()  # type: ignore[attr-defined]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]
