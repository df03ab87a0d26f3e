"""A home is on one side of training, whatever is made of it, and the sides have the sizes that were asked for."""

from __future__ import annotations

from models.evaluation.split import HELD_OUT_SHARE, is_held_out


def test_the_share_is_what_was_asked_for() -> None:
    held = sum(is_held_out(f"home-{number}") for number in range(5000))
    assert abs(held / 5000 - HELD_OUT_SHARE) < 0.02


def test_the_side_depends_on_the_home_alone() -> None:
    assert [is_held_out(name) for name in ("a", "b", "c", "d", "e", "f")] == [
        is_held_out(name) for name in ("a", "b", "c", "d", "e", "f")
    ]
    assert is_held_out("any", 1.0)
    assert not is_held_out("any", 0.0)


def test_a_larger_share_keeps_the_homes_of_a_smaller_one() -> None:
    small = {number for number in range(500) if is_held_out(str(number), 0.1)}
    assert small <= {number for number in range(500) if is_held_out(str(number), 0.3)}
