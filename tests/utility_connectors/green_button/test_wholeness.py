"""Only a whole document is whole, however it is cut into pieces."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Outage, Refusal
from tests.utility_connectors.documents import document, hours
from utility_connectors.green_button.wholeness import Wholeness
from utility_connectors.http import TOO_LARGE
from utility_connectors.limits import DEFAULT

WHOLE = document(hours(3))


SMALL = replace(DEFAULT, xml_max_depth=20, xml_max_names=50, xml_max_node_bytes=2_000)
ATOM = "http://www.w3.org/2005/Atom"


def passed(data: bytes, size: int) -> Wholeness:
    whole = Wholeness(SMALL)
    for at in range(0, len(data), size):
        whole.take(data[at : at + size])
    whole.finish()
    return whole


@given(size=st.integers(1, 5_000))
@settings(max_examples=30, deadline=None)
def test_a_whole_document_passes_in_any_pieces(size: int) -> None:
    assert passed(WHOLE, size).has_use


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


@pytest.mark.parametrize(
    "data",
    [
        b"<feed>" + b"<a>" * 20,
        b"<feed>" + b"".join(b"<a%d/>" % number for number in range(50)),
        b"<feed>" + b"".join(b'<a b%d=""/>' % number for number in range(50)),
        b"<feed>" + b"".join(b'<a xmlns:p%d="u"/>' % number for number in range(50)),
        b"<feed><a b='" + b"x" * 3_000,
        b"<feed><!-- " + b"x" * 3_000,
    ],
    ids=["depth", "elements", "attributes", "prefixes", "attribute", "comment"],
)
def test_memory_is_bounded_however_a_document_tries(data: bytes) -> None:
    with pytest.raises(Outage) as outage:
        passed(data, 100)
    assert outage.value.code is TOO_LARGE


@pytest.mark.parametrize("root", ["html", "error", "soap", "HouseFile"])
def test_a_document_about_something_else_is_refused(root: str) -> None:
    with pytest.raises(Refusal):
        passed(f"<{root}>{document(hours(1)).decode().partition('?>')[2]}</{root}>".encode(), 50)


def test_an_empty_feed_is_whole_and_an_empty_entry_is_nothing() -> None:
    assert not passed(f'<feed xmlns="{ATOM}"/>'.encode(), 5).has_use
    with pytest.raises(Refusal):
        passed(f'<entry xmlns="{ATOM}"/>'.encode(), 5)


def test_only_the_feeds_own_link_leads_to_the_next_page() -> None:
    inner = '<entry><link rel="next" href="inner"/></entry>'
    assert passed(f'<feed xmlns="{ATOM}">{inner}</feed>'.encode(), 9).next_page is None
    links = '<link rel="self" href="a"/><link href="?page=2" rel="next"/>'
    assert passed(f'<feed xmlns="{ATOM}">{links}{inner}</feed>'.encode(), 9).next_page == "?page=2"
