"""JSON the strict way: whatever the bytes, an object or a ValueError."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from utility_connectors.strict_json import DEEPEST, read_object

NAMES = st.text("abcdefghij", max_size=8)
VALUES = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text("xyz é", max_size=20)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"1", b'"x"', b"null", b'{"a":1,"a":1}', b'{"a":NaN}', b'{"a":Infinity}', b'{"a":-Infinity}',
        b'{"a":' + b"9" * 5_000 + b"}", b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", b'{"a":"\\ud800"}',
        b'{"a":"\\u0000"}', b'{"a":1}x', b"{'a':1}", b'{"a":1,}', b"\xff\xfe{\x00}\x00", b'{"\\ud800":1}',
        b'{"a":["\\ud800"]}', b'{"a":[{"b":"\\u0000"}]}', b'{"a":1e999}', b'{"a":-1e999}',
        b'{"a":' + b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST + b"}",
    ],
    ids=lambda content: content[:20].decode("latin-1"),
)  # fmt: skip
def test_what_is_no_plain_object_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        read_object(content)


@given(st.dictionaries(NAMES, VALUES, max_size=10))
@hypothesis_settings(deadline=None)
def test_an_object_is_read_as_it_was_written(document: dict[str, object]) -> None:
    assert read_object(json.dumps(document).encode()) == document


@given(st.binary(max_size=300))
@hypothesis_settings(deadline=None)
def test_any_bytes_are_an_object_or_refused(content: bytes) -> None:
    try:
        assert isinstance(read_object(content), dict)
    except ValueError:
        return
