"""Only a whole document is whole, however it is cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Outage, Refusal
from tests.utility_connectors.documents import document, hours
from utility_connectors.green_button.wholeness import Wholeness

WHOLE = document(hours(3))


def passed(data: bytes, size: int) -> None:
    whole = Wholeness()
    for at in range(0, len(data), size):
        whole.take(data[at : at + size])
    whole.finish()


@given(size=st.integers(1, 5_000))
@settings(max_examples=30, deadline=None)
def test_a_whole_document_passes_in_any_pieces(size: int) -> None:
    passed(WHOLE, size)


@given(cut=st.integers(0, len(WHOLE.rstrip()) - 1), size=st.integers(1, 5_000))
@settings(max_examples=100, deadline=None)
def test_a_document_that_ends_early_is_an_outage(cut: int, size: int) -> None:
    with pytest.raises(Outage):
        passed(WHOLE[:cut], size)


def test_a_declaration_of_types_is_refused() -> None:
    with pytest.raises(Refusal):
        passed(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 7)


@pytest.mark.parametrize("encoding", ["gb18030", "idna", "hex", "undefined", "x-nobody"])
def test_an_encoding_nobody_can_read_is_an_outage(encoding: str) -> None:
    with pytest.raises(Outage):
        passed(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode(), 5_000)
