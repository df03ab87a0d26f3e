"""Scope strings: never more than was asked, and what was granted short of it remembered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from utility_connectors.green_button.scope import granted, history_s, is_scope

ASKED = "FB=4_5_15;IntervalDuration=3600;HistoryLength=63072000"
BLOCKS = st.sets(st.integers(1, 60), min_size=1, max_size=8)


def written(blocks: set[int]) -> str:
    return "FB=" + "_".join(map(str, sorted(blocks)))


def test_nothing_said_means_all_that_was_asked() -> None:
    assert granted(ASKED, None).scope == ASKED
    assert granted(ASKED, ASKED).scope == ASKED


def test_less_is_remembered_as_less() -> None:
    found = granted(ASKED, "FB=4;HistoryLength=100")
    assert (found.scope, found.is_narrower, found.is_wider) == (
        "FB=4;IntervalDuration=3600;HistoryLength=100",
        True,
        False,
    )
    assert history_s(found.scope) == 100


def test_more_is_not_used() -> None:
    found = granted(ASKED, "FB=4_5_15_51;HistoryLength=99999999")
    assert (found.scope, found.is_wider) == ("FB=4_5_15;IntervalDuration=3600;HistoryLength=63072000", True)


def test_customer_data_alone_is_of_no_use() -> None:
    assert not granted(ASKED, "FB=51_52").is_useful
    assert not granted(ASKED, "FB=13").is_useful
    assert granted(ASKED, "FB=15").is_useful


def test_a_scope_not_written_the_standards_way_counts_word_by_word() -> None:
    assert granted("usage", "usage").is_useful
    assert granted("usage bills", "bills").scope == "bills"
    assert not granted("usage", "everything").is_useful


@given(BLOCKS, BLOCKS)
@hypothesis_settings(deadline=None)
def test_what_is_kept_is_what_both_say(asked: set[int], answered: set[int]) -> None:
    found = granted(written(asked), written(answered))
    both = asked & answered
    assert found.scope == (written(both) if both else "")
    assert found.is_wider == bool(answered - asked)


@given(st.text(max_size=300))
@hypothesis_settings(deadline=None)
def test_any_answer_is_taken_or_is_no_scope(text: str) -> None:
    if is_scope(text):
        assert is_scope(granted(ASKED, text).scope or "x")
