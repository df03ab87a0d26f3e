"""Whose readings an answer holds does not depend on how it is cut into pieces on the way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from utility_connectors.codes_utility import OTHER_CUSTOMER
from utility_connectors.green_button.connect_my_data import _passed_on

OWN = "5000000000"
LINK = '<link xmlns="http://www.w3.org/2005/Atom" rel="up" href="/resource/Subscription/{}/UsagePoint"/>'
CUTS = st.lists(st.integers(0, 3_000), max_size=12)


def document(*names: str) -> bytes:
    links = "".join(LINK.format(name) for name in names)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{links}</feed>'.encode()


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    borders = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    return [data[start:end] for start, end in pairwise(borders)]


@given(cuts=CUTS)
@settings(max_examples=200, deadline=None)
def test_our_own_name_is_ours_wherever_it_is_cut(cuts: list[int]) -> None:
    written: list[bytes] = []
    data = document(*[OWN] * 20)
    assert _passed_on(pieces(data, cuts), OWN, written.append) is not None
    assert b"".join(written) == data


@given(cuts=CUTS, name=st.sampled_from([OWN + "1", OWN[:-1], "6", "5"]), place=st.integers(0, 19))
@settings(max_examples=200, deadline=None)
def test_another_customers_name_is_seen_wherever_it_is_cut(cuts: list[int], name: str, place: int) -> None:
    names = [OWN] * 20
    names[place] = name
    with pytest.raises(Refusal) as refused:
        _passed_on(pieces(document(*names), cuts), OWN, lambda _: None)
    assert refused.value.code is OTHER_CUSTOMER


def test_a_name_is_judged_where_it_ends_although_the_document_breaks_off_there() -> None:
    with pytest.raises(Refusal) as refused:
        _passed_on([b"<feed>/Subscription/", b"6"], OWN, lambda _: None)
    assert refused.value.code is OTHER_CUSTOMER
