"""Bodies from strangers: strict JSON or a refusal, never a crash, a guess or an echo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from greener_homes.errors import Refusal
from web.partner_api import strict_json

HOSTILE = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples" / "hostile"
KEPT = [
    ("a name twice", b'{"granted": false, "granted": true}'),
    ("not a number", b'{"a": NaN}'),
    ("endless", b'{"a": Infinity}'),
    ("overflows", b'{"a": 1e999}'),
    ("five thousand digits", b'{"a": ' + b"9" * 5000 + b"}"),
    ("as many after the point", b'{"a": 0.' + b"9" * 5000 + b"}"),
    ("a leading zero", b'{"a": 012}'),
    ("a hundred thousand brackets", b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    ("one bracket too deep", b'{"a": ' + b"[" * 64 + b"]" * 64 + b"}"),
    ("half a pair", b'{"a": "\\ud800"}'),
    ("NUL", b'{"a": "x\\u0000"}'),
    ("NUL in a name", b'{"\\u0000": 1}'),
    ("not UTF-8", b'{"a": "\xff"}'),
    ("a byte order mark", b'\xef\xbb\xbf{"a": 1}'),
    ("UTF-16", '{"a": 1}'.encode("utf-16")),
    ("an array", b"[]"),
    ("a word", b"true"),
    ("nothing", b""),
    ("more behind it", b'{"a": 1} {"b": 2}'),
    ("a comment", b'{"a": 1 /* one */}'),
    ("single quotes", b"{'a': 1}"),
    ("a megabyte", b'{"a": "' + b"x" * 1_000_000 + b'"}'),
    ("quotes that never end", b'"\\' * 300_000),
]


class Small(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: str
    account: str


@pytest.mark.parametrize("content", [content for _, content in KEPT], ids=[name for name, _ in KEPT])
def test_what_is_not_strict_json_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        strict_json.parse(content)
    assert refused.value.code is strict_json.JSON_BROKEN


def test_sound_json_is_taken_as_it_is() -> None:
    content = {"a": [1, 2.5, None, True, {"b": "é \\u0000 [{"}], "c": "[" * 500}
    assert strict_json.parse(json.dumps(content).encode()) == content
    assert strict_json.parse(b'{"a": ' + b"[" * 63 + b"]" * 63 + b"}")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"token": "x"}, "account"),
        ({"token": 1, "account": None}, "account, token"),
        ({"token": {"$ne": None}, "account": "a"}, "token"),
        ({"token": "x", "account": "a", "is_admin": True}, "–"),
    ],
)
def test_fields_of_another_kind_are_named_and_unknown_ones_never_repeated(
    content: dict[str, object], named: str
) -> None:
    with pytest.raises(Refusal) as refused:
        strict_json.as_model(json.dumps(content).encode(), Small)
    assert (refused.value.code, refused.value.facts) == (strict_json.FIELDS, {"fields": named})


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\0129eE+-.truefalsnulNaInfiy \u00e9', max_size=200))
def test_any_bytes_are_an_object_or_refused(content: bytes | str) -> None:
    try:
        found = strict_json.parse(content if isinstance(content, bytes) else content.encode())
    except Refusal as refusal:
        assert refusal.code is strict_json.JSON_BROKEN
    else:
        assert isinstance(found, dict)
        json.dumps(found, allow_nan=False)


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile samples do not lie beside this checkout")
def test_the_hostile_samples_are_as_labelled() -> None:
    cases = [one for one in json.loads((HOSTILE / "manifest.json").read_text())["cases"] if one["kind"] == "json_api"]
    assert cases
    for case in cases:
        content = (HOSTILE / case["file"]).read_bytes()
        if case.get("request", {}).get("content_type") != "application/json":
            continue
        with pytest.raises(Refusal) as refused:  # none of them is a hand-back of a match token
            strict_json.as_model(content, Small)
        broken = case.get("claim", {}).get("json") is False or "dos" in case["tags"] or "number" in case["tags"]
        if broken or "type" in case["tags"]:
            assert refused.value.code is strict_json.JSON_BROKEN, case["id"]
