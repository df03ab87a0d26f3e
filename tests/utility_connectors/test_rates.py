"""The regulator's published files: what they say, and everything that is refused rather than believed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.errors import Refusal
from tests.utility_connectors import published_rates
from tests.utility_connectors.published_rates import DURHAM, electricity, gas
from utility_connectors import codes_rates as codes
from utility_connectors.rates import read_rates
from utility_connectors.rates_xml import MAX_BYTES

NOVEMBER = date(2026, 11, 1)
ELSEWHERE = ("Elsewhere Inc.", "RESIDENTIAL", {"RPP1": "0.11"})


def refused(data: bytes, on: date | None = NOVEMBER) -> str:
    with pytest.raises(Refusal) as caught:
        read_rates(data, on)
    assert caught.value.sentence("en") and caught.value.sentence("fr")
    return caught.value.code.code


def test_the_provinces_prices_are_read_with_their_rebate_and_last_day() -> None:
    found = read_rates(electricity(), NOVEMBER)
    by_key = {(row.plan, row.period): row for row in found.book.electricity}
    assert len(by_key) == 9
    assert by_key["tou", "off_peak"].cents_per_kwh == 9.8
    assert by_key["ulo", "on_peak"].cents_per_kwh == 39.1
    assert {row.oer_percent for row in by_key.values()} == {23.5}
    assert {(row.effective_from, row.known_until) for row in by_key.values()} == {(NOVEMBER, date(2027, 10, 31))}
    assert found.findings == ()


def test_prices_set_before_november_hold_until_the_next_one() -> None:
    found = read_rates(electricity(), date(2026, 5, 1))
    assert {row.known_until for row in found.book.electricity} == {date(2026, 10, 31)}


def test_durhams_six_distributors_are_found_by_words_and_nobody_else() -> None:
    found = {row.distributor: row for row in read_rates(electricity(), NOVEMBER).book.delivery}
    assert set(found) == {
        "elexicon-veridian",
        "elexicon-whitby",
        "oshawa-power",
        "hydro-one-ur",
        "hydro-one-r1",
        "hydro-one-r2",
    }
    assert found["oshawa-power"].fixed_cad_per_month == 31.75
    assert found["oshawa-power"].loss_factor == 1.0432
    assert not any(row.stand_in for row in found.values())


def test_distribution_rate_protection_caps_the_fixed_charge_and_leaves_the_riders() -> None:
    found = {row.distributor: row for row in read_rates(electricity(), NOVEMBER).book.delivery}
    protected, plain = found["hydro-one-r1"], found["hydro-one-ur"]
    assert (protected.fixed_cad_per_month, protected.variable_cad_per_kwh) == (42.88, -0.0003)
    assert (plain.fixed_cad_per_month, plain.variable_cad_per_kwh) == (42.62, -0.0007)


def test_a_distributor_that_is_missing_or_there_twice_is_said_and_left_as_it_was() -> None:
    twice = [*DURHAM[1:], DURHAM[2]]
    found = read_rates(electricity(distributors=twice), NOVEMBER)
    said = [finding.facts["distributor"] for finding in found.findings]
    assert [finding.code for finding in found.findings] == [codes.RATES_DISTRIBUTOR_MISSING.code] * 2
    assert said == ["Elexicon Energy (Veridian rate zone)", "Oshawa Power"]
    assert {row.distributor for row in found.book.delivery}.isdisjoint({"elexicon-veridian", "oshawa-power"})


def test_a_row_of_another_rate_year_is_said() -> None:
    found = read_rates(electricity(), date(2027, 1, 1))
    assert {finding.code for finding in found.findings} == {codes.RATES_YEAR.code}


def test_the_gas_tariff_is_read_with_its_day_and_quarter() -> None:
    (price,) = read_rates(gas()).book.gas
    assert (price.effective_from, price.known_until) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (price.block_1_upto_m3, price.block_3_upto_m3, price.delivery_4) == (30.0, 170.0, 0.1249)
    assert (price.supply, price.supply_adjustment, price.facility_carbon) == (0.113, -0.0125, 0.000145)


def test_a_gas_day_without_a_time_is_the_same_day() -> None:
    assert read_rates(gas({"ED": "2026-10-01"})).effective_from == date(2026, 10, 1)


def test_storage_that_is_billed_is_not_lost() -> None:
    (price,) = read_rates(gas({"SC": "0.01", "SCPA": "0.002"})).book.gas
    assert price.delivery_adjustment == pytest.approx(0.0195)


def test_the_digest_is_the_files() -> None:
    assert read_rates(gas()).sha256 == read_rates(gas()).sha256 != read_rates(gas({"MC": "28"})).sha256


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", codes.RATES_NOT_WELL_FORMED),
        (b"<html><body>Not found</body></html>", codes.RATES_NOT_A_TABLE),
        (b"<BillDataTable/>", codes.RATES_NOT_A_TABLE),
        (electricity()[:-30], codes.RATES_NOT_WELL_FORMED),
        (b"<!DOCTYPE BillDataTable>" + electricity(), codes.RATES_DOCTYPE),
        (electricity().replace(b"?>", b"?><!DOCTYPE a [<!ENTITY x 'y'>]>"), codes.RATES_DOCTYPE),
        (b"<BillDataTable>" + b" " * MAX_BYTES + b"</BillDataTable>", codes.RATES_TOO_LARGE),
        (electricity().replace(b"<SC>33.10</SC>", b"<SC>33.10</SC><SC>1</SC>"), codes.RATES_NOT_A_TABLE),
        (electricity().replace(b"<SC>33.10</SC>", b"<SC><b>33.10</b></SC>"), codes.RATES_NOT_A_TABLE),
        (electricity().replace(b"<SC>33.10</SC>", b"<SC>" + b"3" * 300 + b"</SC>"), codes.RATES_NOT_A_TABLE),
        (electricity().replace(b"<SC>33.10</SC>", b"<SC>1e3</SC>"), codes.RATES_FIELD),
        (electricity().replace(b"<SC>33.10</SC>", b"<SC>NaN</SC>"), codes.RATES_FIELD),
        (electricity().replace(b"<SC>33.10</SC>", b"<SC/>"), codes.RATES_FIELD),
        (electricity().replace(b"<SC>33.10</SC>", b"<SC>3310</SC>"), codes.RATES_OUT_OF_RANGE),
        (electricity({"RPPOffP": "9.8"}), codes.RATES_OUT_OF_RANGE),
        (electricity({"RPPOffP": "0.3"}), codes.RATES_ORDER),
        (electricity({"ULO_overnight": "0.099"}), codes.RATES_ORDER),
        (electricity({"GST": "0.05"}), codes.RATES_TAX),
        (electricity({"Rebate": ""}), codes.RATES_FIELD),
        (
            electricity(distributors=[*DURHAM, ("Elsewhere Inc.", "RESIDENTIAL", {"RPP1": "0.11"})]),
            codes.RATES_PRICES_DIFFER,
        ),
        (electricity(distributors=[("Algoma", "SEASONAL CUSTOMERS", {})]), codes.RATES_FIELD),
    ],
)
def test_electricity_that_cannot_be_believed_is_refused(data: bytes, code: object) -> None:
    assert refused(data) == code.code  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gas({"Dist": "Union Gas"}), codes.RATES_NO_GAS),
        (gas({"SA": "South"}), codes.RATES_NO_GAS),
        (gas({"ED": "soon"}), codes.RATES_FIELD),
        (gas({"ED": "2026-13-01"}), codes.RATES_FIELD),
        (gas({"DT2High": "20"}), codes.RATES_BLOCKS),
        (gas({"DT5High": "500"}), codes.RATES_BLOCKS),
        (gas({"CM": "11.3"}), codes.RATES_OUT_OF_RANGE),
        (gas({"MC": ""}), codes.RATES_FIELD),
        (gas({"GST": "0.15"}), codes.RATES_TAX),
    ],
)
def test_gas_that_cannot_be_believed_is_refused(data: bytes, code: object) -> None:
    assert refused(data, None) == code.code  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["gb18030", "idna", "hex", "undefined", "x-nobody"])
def test_an_encoding_nobody_can_read_is_refused(encoding: str) -> None:
    assert refused(electricity().replace(b"UTF-8", encoding.encode())) == codes.RATES_NOT_WELL_FORMED.code


def test_electricity_without_a_day_and_gas_with_another_one_are_refused() -> None:
    assert refused(electricity(), None) == codes.RATES_NEED_DATE.code
    assert refused(gas(), date(2026, 7, 1)) == codes.RATES_OTHER_DATE.code


GOOD = electricity(distributors=DURHAM[:2])


@settings(deadline=None, max_examples=150)
@given(at=st.integers(0, len(GOOD)), junk=st.binary(max_size=5), cut=st.integers(0, 8))
def test_damage_is_refused_or_read_within_its_ranges(at: int, junk: bytes, cut: int) -> None:
    try:
        found = read_rates(GOOD[:at] + junk + GOOD[at + cut :], NOVEMBER)
    except Refusal as refusal:
        assert refusal.code in codes.CODES
    else:
        assert all(0.5 <= row.cents_per_kwh <= 100 for row in found.book.electricity)
        assert all(0 <= row.fixed_cad_per_month <= 250 for row in found.book.delivery)


def test_the_made_up_files_have_the_published_shape() -> None:
    assert b"<BillDataTable>" in electricity()
    assert b"<dataroot " in gas()
    assert set(published_rates.PRICES) >= {"RPP1", "Rebate", "GST"}
