"""A file of programmes is read strictly: what is unknown, missing, circular or crossing is refused with a code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.incentives import codes_data
from models.incentives.codes_data import CODES, DataRefused
from models.incentives.files_read import BYTES_MAXIMUM
from models.incentives.load import graph, graph_of
from models.measures.catalogue import measures

PROGRAMME = """
[[programmes]]
id = "P"
name = "P"
administrator = "A"
state = "open"
last_seen = "2026-05"
source_id = "S51"
"""


def offer(name: str, more: str = "") -> str:
    return f"""
[[offers]]
id = "{name}"
programme = "P"
name_en = "x"
name_fr = "y"
pay = {{ rule = "fixed", cad = 100 }}
work = [{{ measure = "ENV-AIR" }}]
source_id = "S51"
confidence = "low"
{more}
"""


def cap(name: str, *covers: str) -> str:
    names = ", ".join(f'"{each}"' for each in covers)
    return f'[[caps]]\nid = "{name}"\ncovers = [{names}]\ncad = 5\nsource_id = "U"\nconfidence = "low"\n'


def refusal(text: str) -> DataRefused:
    with pytest.raises(DataRefused) as caught:
        graph_of([text])
    return caught.value


def test_offers_that_need_each_other_in_a_circle_are_refused_with_the_circle() -> None:
    text = PROGRAMME + offer("A", 'needs = { offer = "B" }') + offer("B", 'needs = { any = [{ offer = "C" }] }')
    refused = refusal(text + offer("C", 'needs = { all = [{ offer = "A" }, { work = ["ENV-AIR"] }] }'))
    assert refused.code is codes_data.CYCLE
    assert {"A", "B", "C"} <= set(str(refused.facts["path"]).split(" → "))


def test_an_offer_that_needs_its_own_programme_is_a_circle() -> None:
    assert refusal(PROGRAMME + offer("A", 'needs = { offer = "P" }')).code is codes_data.CYCLE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not toml [", codes_data.UNREADABLE),
        (PROGRAMME + PROGRAMME, codes_data.TWICE),
        (PROGRAMME + offer("A") + offer("A"), codes_data.TWICE),
        (PROGRAMME + offer("A", "colour = 3"), codes_data.FIELD_UNKNOWN),
        ("[[wishes]]\nid = 3", codes_data.FIELD_UNKNOWN),
        (offer("A"), codes_data.NAMES_NOTHING),
        (PROGRAMME.replace('last_seen = "2026-05"\n', ""), codes_data.FIELD_MISSING),
        (PROGRAMME.replace("2026-05", "2026-13"), codes_data.FIELD_WRONG),
        (PROGRAMME.replace("S51", "somewhere"), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A").replace("cad = 100", "cad = [3, 2, 1]"), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A").replace("cad = 100", "cad = nan"), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A").replace("cad = 100", "cad = -1"), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A").replace("cad = 100", "cad = true"), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A", 'when = { fact = "heating_fuel", among = ["coal"] }'), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A", 'when = { fact = "shoe_size", at_most = 3 }'), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A", 'when = { fact = "attic_r" }'), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A", "when = { all = [] }"), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A", 'when = { income_within = "NOBODY" }'), codes_data.NAMES_NOTHING),
        (PROGRAMME + offer("A", 'needs = { offer = "NOBODY" }'), codes_data.NAMES_NOTHING),
        (PROGRAMME + offer("A", 'path = "NOWHERE"'), codes_data.NAMES_NOTHING),
        (PROGRAMME + offer("A", "when = " + "{ any = [" * 12 + "{}" + "] }" * 12), codes_data.FIELD_WRONG),
        (PROGRAMME + offer("A") + cap("C", "NOBODY"), codes_data.NAMES_NOTHING),
        (
            PROGRAMME + offer("A") + offer("B") + offer("C") + cap("C1", "A", "B") + cap("C2", "B", "C"),
            codes_data.CAPS_CROSS,
        ),
        (
            PROGRAMME
            + offer("A")
            + offer("B", 'needs = { offer = "A" }')
            + '[[exclusions]]\nid = "E"\nat_most_one = ["A", "B"]\nsource_id = "U"\n',
            codes_data.EXCLUDES_ITSELF,
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_code(text: str, code: object) -> None:
    refused = refusal(text)
    assert refused.code is code
    for language in ("en", "fr"):
        assert "…" not in refused.code.sentence(language, refused.facts)


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert refusal("#" * (BYTES_MAXIMUM + 1)).code is codes_data.UNREADABLE


def test_limits_that_nest_are_accepted() -> None:
    text = PROGRAMME + offer("A") + offer("B") + cap("C1", "A") + cap("C2", "A", "B") + cap("C3", "P")
    assert [each.id for each in graph_of([text]).caps] == ["C1", "C2", "C3"]


VALID = PROGRAMME + offer("A", 'when = { any = [{ fact = "attic_r", above = 3 }, { never_had = ["X"] }] }')


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(VALID) - 1), st.integers(1, 12), st.text(max_size=6))
def test_a_damaged_file_is_read_or_refused_and_never_anything_else(at: int, length: int, put: str) -> None:
    damaged = VALID[:at] + put + VALID[at + length :]
    try:
        graph_of([damaged])
    except DataRefused as refused:
        assert refused.code in CODES


def test_the_built_in_graph_answers_to_measures_there_are() -> None:
    known = {each.id for each in measures()} | {"EG-ASSESS"}
    assert set(graph().by_measure) <= known
    assert graph().version == graph.__wrapped__().version, "read again, it is the same"
