"""Small ESPI documents: read whole and bounded, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.utility_connectors.green_button.rogue_utility import authorization, batch_list, service_status
from utility_connectors.green_button import espi_documents


def test_what_is_asked_for_is_found_whatever_the_prefix() -> None:
    assert espi_documents.read(authorization(1), {"status"}).first("status") == "1"
    prefixed = (
        b'<e:ServiceStatus xmlns:e="http://naesb.org/espi"><e:currentStatus> 1\n</e:currentStatus></e:ServiceStatus>'
    )
    assert espi_documents.read(prefixed, {"currentStatus"}).first("currentStatus") == "1"
    assert espi_documents.read(service_status(0), {"currentStatus"}).first("currentStatus") == "0"


def test_other_namespaces_are_not_data() -> None:
    foreign = b'<Authorization xmlns="http://evil.example"><status>1</status></Authorization>'
    assert espi_documents.read(foreign, {"status"}).first("status") is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<a", b"<a></b>", b"<!DOCTYPE a><a/>", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', b"<a/><b/>",
        b"<a>" * 100 + b"</a>" * 100, b'<?xml version="1.0" encoding="ebcdic"?><a/>', b"<a>&undefined;</a>",
        batch_list(*["x"] * 101), batch_list("y" * 5_000),
    ],
    ids=lambda content: content[:30].decode("latin-1"),
)  # fmt: skip
def test_what_is_not_whole_or_not_bounded_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        espi_documents.read(content, {"resources"})


@given(st.lists(st.text("abc/:.0189?=", max_size=40), max_size=20))
@hypothesis_settings(deadline=None)
def test_every_address_named_is_read_in_order(addresses: list[str]) -> None:
    found = espi_documents.read(batch_list(*addresses), {"resources"})
    assert [text for _, text in found.texts] == addresses


@given(st.binary(max_size=300))
@hypothesis_settings(deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        espi_documents.read(content, {"resources"})
    except ValueError:
        return
