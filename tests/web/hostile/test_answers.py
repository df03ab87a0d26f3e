"""Answers a person cannot have given, about the home and about consent: refused beside their field, nothing kept."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.web.hostile.browsing import MARKUP, NEWCOMER, counts, post, signed_in, statement
from web.app import GreenerHomes

NUMBERS = ("<b>1</b>", "١٩٧٨", "1_978", "1e3", "NaN", "inf", "1978\x00", "-0x7ba", "９", "1" * 5_000, "1,978")
DATES = ("2021-02-30", "２０２１-01-01", "2021-1-1", "0000-00-00", "'; DROP TABLE person; --", "2999-01-01", "\x00")


@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_that_is_none_is_refused_beside_its_field(
    resident: FlaskClient, engine_of: Engine, value: str
) -> None:
    before = counts(engine_of)
    response = post(resident, "/about/year_built", {"year_built": value})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.get_data(as_text=True)
    assert counts(engine_of) == before


@pytest.mark.parametrize("value", ["castle", "\x00", MARKUP, "yes", "x" * 100_000])
def test_an_answer_nobody_offered_is_refused(resident: FlaskClient, engine_of: Engine, value: str) -> None:
    before = counts(engine_of)
    response = post(resident, "/about/dwelling_type", {"dwelling_type": value})
    assert response.status_code == 422
    assert "<script>alert" not in response.get_data(as_text=True)
    assert counts(engine_of) == before


@pytest.mark.parametrize("key", ["castle", "%00", "..", "%2e%2e%2fdesk"])
def test_a_group_of_questions_nobody_wrote_is_not_found(resident: FlaskClient, key: str) -> None:
    assert resident.get(f"/about/{key}").status_code == 404


def test_a_field_too_large_is_refused(resident: FlaskClient, engine_of: Engine) -> None:
    before = counts(engine_of)
    response = post(resident, "/about/year_built", {"year_built": "1" * 600_000})
    assert response.status_code == 413
    assert counts(engine_of) == before


def test_more_parts_than_a_form_has_are_refused(resident: FlaskClient) -> None:
    many = {f"field_{number}": "x" for number in range(1_001)}
    response = resident.post("/about/year_built", data=many, content_type="multipart/form-data")
    assert response.status_code == 413


@pytest.mark.parametrize("content_type", ["text/xml", "application/json", "multipart/form-data", "x/y; charset=utf-7"])
def test_a_body_of_another_kind_is_no_form(resident: FlaskClient, content_type: str) -> None:
    response = resident.post("/about/year_built", data=b"year_built=1901", content_type=content_type)
    assert response.status_code == 400


KINDS = {"commodity": "electricity"}


@pytest.mark.parametrize("granted", ["", "YES", "true", "1", "on", "yes\x00", "NO", " yes"])
def test_only_yes_is_yes(site: GreenerHomes, engine_of: Engine, granted: str) -> None:
    newcomer, before = signed_in(site, NEWCOMER), counts(engine_of)
    given = {"granted": granted, "moved_in": "2020-01-01", "statement": statement(newcomer)} | KINDS
    assert post(newcomer, "/sharing/consent/advice", given).status_code == 303
    assert counts(engine_of) == before


@pytest.mark.parametrize("moved_in", DATES)
def test_a_day_nobody_can_move_in_on_is_refused(site: GreenerHomes, engine_of: Engine, moved_in: str) -> None:
    newcomer, before = signed_in(site, NEWCOMER), counts(engine_of)
    given = {"granted": "yes", "moved_in": moved_in, "statement": statement(newcomer)} | KINDS
    assert post(newcomer, "/sharing/consent/advice", given).status_code == 422
    assert counts(engine_of) == before


@pytest.mark.parametrize("words", ["", "x", "\x00", "00000000-0000-0000-0000-000000000001"])
def test_a_yes_to_words_we_never_showed_is_not_kept(site: GreenerHomes, engine_of: Engine, words: str) -> None:
    newcomer, before = signed_in(site, NEWCOMER), counts(engine_of)
    given = {"granted": "yes", "moved_in": "2020-01-01", "statement": words} | KINDS
    assert post(newcomer, "/sharing/consent/advice", given).status_code == 422
    assert counts(engine_of) == before


@pytest.mark.parametrize("kind", ["", "ELECTRICITY", "oil", "water", "\x00", "electricity ", "x" * 400])
def test_a_yes_to_a_kind_of_energy_that_was_not_offered_is_not_kept(
    site: GreenerHomes, engine_of: Engine, kind: str
) -> None:
    newcomer, before = signed_in(site, NEWCOMER), counts(engine_of)
    given = {"granted": "yes", "moved_in": "2020-01-01", "statement": statement(newcomer), "commodity": kind}
    assert post(newcomer, "/sharing/consent/advice", given).status_code == 422
    assert counts(engine_of) == before


@pytest.mark.parametrize(
    "address",
    [
        "/sharing/consent/advice?source=utility",
        "/sharing/consent/advice?source=utility&supplier=nobody",
        "/sharing/consent/advice?source=x",
        "/sharing/consent/referral?source=upload",
        "/sharing/consent/referral?source=upload&recipient=%00",
        "/sharing/consent/ADVICE",
        "/sharing/stop/advice?source=bills",
        "/sharing/stop/contact_post",
    ],
)
def test_a_question_that_cannot_be_asked_is_not_found(site: GreenerHomes, address: str) -> None:
    assert signed_in(site, NEWCOMER).get(address).status_code == 404
