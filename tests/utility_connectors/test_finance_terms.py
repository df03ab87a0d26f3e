"""What strangers write of an offer: terms, or a refusal with a code that both languages know; never a crash."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from greener_homes.finance_offers_terms import sound
from models.measures.catalogue import measures
from tests.finance_scenes import WRITTEN, as_csv
from tests.scenes import NOW
from utility_connectors.finance_reading import MOST_ROWS, column_of, read_offers
from utility_connectors.finance_terms import CATEGORIES, COLUMNS, NEEDED, as_text, terms_of
from web import messages

LONG = "x" * 5_000
NUMBERS = (
    "-1",
    "+1",
    "1e3",
    "1E-3",
    "NaN",
    "Infinity",
    "-Infinity",
    "1,5",
    "1 000",
    "1_000",
    "0x10",
    "٣",
    "１２",
    "1.",
    ".5",
    "1.2345",
    "$5",
    "5%",
    "99999999999",
    "=1+1",
    "null",
)
"""What no amount, rate or count may be."""
HOSTILE: tuple[tuple[str, str], ...] = (
    *(("rate_low_percent", each) for each in NUMBERS),
    *(("amount_max_cad", each) for each in NUMBERS),
    *(("term_max_months", each) for each in NUMBERS),
    ("term_min_months", "0"),
    ("term_min_months", "121"),
    ("term_max_months", "481"),
    ("term_max_months", "6.5"),
    ("rate_low_percent", "35.001"),
    ("rate_high_percent", "6.499"),
    ("rate_high_percent", "99"),
    ("amount_min_cad", "0"),
    ("amount_min_cad", "40000.01"),
    ("amount_max_cad", "1000000.01"),
    ("admin_fee_cad", "500.01"),
    ("admin_fee_percent", "50"),
    ("registration_fee_cad", "-5"),
    ("early_amount", "3"),
    ("early_repayment", "months_of_interest"),
    ("early_repayment", "FREE"),
    ("early_repayment", "sometimes"),
    ("security", "utility_bill"),
    ("security", "house"),
    ("kind", "gift"),
    ("kind", "on_bill"),
    ("kind", "loan\u200b"),
    ("who", "everybody"),
    ("who", ""),
    ("low_income_only", "true"),
    ("low_income_only", "1"),
    ("municipalities", "Toronto"),
    ("municipalities", "Oshawa;Atlantis"),
    ("municipalities", "oshawa"),
    ("municipalities", "Oshawa,Ajax"),
    ("municipalities", "Oshawa;" * 201),
    ("measures", "ENV-AIR;DROP TABLE home"),
    ("measures", "env-air"),
    ("categories", "everything"),
    ("valid_from", "2026-02-31"),
    ("valid_from", "2026-13-01"),
    ("valid_from", "01/02/2026"),
    ("valid_from", "20260101"),
    ("valid_from", "2026-1-1"),
    ("valid_from", "1999-01-01"),
    ("valid_from", "٢٠٢٦-01-01"),
    ("valid_until", "2025-12-31"),
    ("stated_at", "yesterday"),
    ("stated_at", "2026-11-20"),
    ("stated_at", "2026-11-20T10:00:00"),
    ("stated_at", "2026-11-20T25:00:00Z"),
    ("stated_at", "2026-11-20T10:00:00+19:99"),
    ("stated_at", "2099-01-01T00:00:00Z"),
    ("stated_at", "1700000000"),
    ("key", "Home Loan"),
    ("key", "../../etc/passwd"),
    ("key", "-first"),
    ("key", "é"),
    ("key", "a" * 61),
    ("key", "a\nb"),
    ("name_en", LONG),
    ("name_en", "free\u202emoney"),
    ("name_en", "zero\u0000"),
    ("name_fr", "line\nbreak"),
    ("name_fr", "\ud800"),
    ("name_fr", "\u200bprêt"),
    ("page_url", "http://lender.example.org/"),
    ("page_url", "javascript:alert(1)"),
    ("page_url", "https://user:word@lender.example.org/"),
    ("page_url", "https://lender.example.org:8443/"),
    ("page_url", "https://localhost/"),
    ("page_url", "https://127.0.0.1/"),
    ("page_url", "https://[::1]/"),
    ("page_url", "https://[lender.example.org/"),
    ("page_url", 'https://lender.example.org/"onload=x'),
    ("page_url", "https://lender.example.org/<b>"),
    ("page_url", "https://lender.example.org/ a"),
    ("page_url", "https://lënder.example.org/"),
    ("page_url", "//lender.example.org/"),
    ("page_url", "https:lender.example.org"),
    ("page_url", f"https://lender.example.org/{LONG}"),
    ("payments", "daily"),
    ("compounding", "continuously"),
    ("fees_paid", "never"),
    ("on_moving", "runs away"),
    ("rate_kind", "teaser"),
)


def refused(written: dict[str, str]) -> Refusal:
    with pytest.raises(Refusal) as found:
        terms, stated_at = terms_of(written)
        sound(terms, stated_at, now=NOW)
    return found.value


@pytest.mark.parametrize(("column", "value"), HOSTILE)
def test_what_is_written_wrongly_is_refused_by_a_code_that_repeats_nothing(column: str, value: str) -> None:
    refusal = refused({**WRITTEN, column: value})
    for language in ("en", "fr"):
        said = messages.sentence(refusal.code.code, refusal.facts, language)
        assert refusal.code.code not in said
        assert len(value) < 4 or value not in said


def test_there_are_more_than_a_hundred_of_them() -> None:
    assert len(set(HOSTILE)) > 100


@pytest.mark.parametrize("column", NEEDED)
def test_nothing_needed_is_guessed(column: str) -> None:
    assert refused({**WRITTEN, column: "  "}).facts == {"column": column}
    assert refused({name: text for name, text in WRITTEN.items() if name != column}).facts == {"column": column}


def test_a_column_of_another_name_is_refused() -> None:
    assert refused({**WRITTEN, "rate": "0"}).code.code == "offer.unknown"


def test_what_is_written_is_what_is_meant_to_the_cent() -> None:
    terms, stated_at = terms_of(
        {
            **WRITTEN,
            "amount_max_cad": "12345.67",
            "rate_low_percent": "6.125",
            "municipalities": " Whitby ; Ajax;Ajax",
            "name_fr": "Prêt\u00a0: rénovation",
            "stated_at": "2026-11-19T10:00:00-05:00",
        }
    )
    assert (terms.amount_max_cad, terms.rate_low_percent) == (Decimal("12345.67"), Decimal("6.125"))
    assert terms.rate_high_percent == terms.rate_low_percent
    assert terms.municipalities == ("Ajax", "Whitby")
    assert stated_at == datetime(2026, 11, 19, 15, tzinfo=UTC)


def test_lists_in_another_order_are_the_same_content() -> None:
    one, other = (terms_of({**WRITTEN, "categories": text})[0] for text in ("hvac;envelope", "envelope ;hvac"))
    assert one.digest == other.digest
    assert one.digest != terms_of({**WRITTEN, "categories": "hvac"})[0].digest


def test_the_kinds_of_work_are_the_catalogues() -> None:
    assert {each.category for each in measures()} == CATEGORIES


@pytest.mark.parametrize("value", [1.5, -1, True, {}, [], [["Oshawa"]], ["a;b"], [1], {"a": None}, 10**30])
@pytest.mark.parametrize("column", COLUMNS)
def test_json_of_another_kind_is_refused_or_read_as_it_is(column: str, value: object) -> None:
    try:
        said = as_text({**WRITTEN, column: value})
        terms, stated_at = terms_of(said)
        sound(terms, stated_at, now=NOW)
    except Refusal as refusal:
        assert messages.sentence(refusal.code.code, refusal.facts, "en")
    else:
        assert (column, value) in [("low_income_only", True)] or value == []


def test_a_file_is_the_same_in_csv_and_json() -> None:
    of_csv = read_offers(as_csv(WRITTEN))
    of_json = read_offers(json.dumps({"offers": [dict(WRITTEN)]}).encode())
    assert of_csv.rows[0].terms == of_json.rows[0].terms is not None


def test_one_bad_row_refuses_only_itself_and_names_its_column() -> None:
    found = read_offers(as_csv(WRITTEN, {**WRITTEN, "key": "two", "kind": "gift"}, WRITTEN))
    assert [row.terms is None for row in found.rows] == [False, True, True]
    assert [(row.line, column_of(row.refusal)) for row in found.rows[1:]] == [(3, "kind"), (4, "key")]
    assert found.rows[2].refusal is not None and found.rows[2].refusal.code.code == "offer.twice"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"key\n",
        b"key,key\nx,y\n",
        b"[]",
        b"{}",
        b'{"offers": {}}',
        b'{"offers": []}',
        b'{"offers": [], "more": 1}',
        b'{"offers": [' + b"[" * 10_000,
        b'{"offers": [NaN]}',
        b'{"offers": [{"key": "a", "key": "b"}]}',
        b'{"offers": ["\\ud800"]}',
        b'"' + b"a" * 200_000,
        as_csv(WRITTEN)[:-40] + b'"unclosed',
        as_csv(WRITTEN).replace(b"home-loan,", b"home\x00loan,"),
        b"x" * 1_000_001,
        as_csv(*({**WRITTEN, "key": f"k{place}"} for place in range(MOST_ROWS + 1))),
    ],
)
def test_what_is_no_file_of_offers_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(Refusal) as found:
        file = read_offers(content)
        assert all(row.refusal is not None for row in file.rows)
        raise file.rows[0].refusal or AssertionError
    assert found.value.code.code.startswith("offer")


WORDS = st.one_of(st.text(max_size=40), st.sampled_from([text for _, text in HOSTILE]), st.sampled_from(NUMBERS))


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from(COLUMNS), WORDS, max_size=6))
def test_any_words_are_terms_or_a_refusal(changed: dict[str, str]) -> None:
    try:
        terms, stated_at = terms_of({**WRITTEN, **changed})
        sound(terms, stated_at, now=NOW)
    except Refusal as refusal:
        assert messages.sentence(refusal.code.code, refusal.facts, "fr")
    else:
        assert terms.fees_cad(terms.amount_min_cad) <= terms.amount_min_cad / 2


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_a_file_or_a_refusal(content: bytes) -> None:
    for mixed in (content, b'{"offers": [' + content + b"]}", as_csv(WRITTEN) + content):
        try:
            file = read_offers(mixed)
        except Refusal as refusal:
            assert refusal.code.code.startswith("offer")
        else:
            assert all((row.terms is None) is (row.refusal is not None) for row in file.rows)
