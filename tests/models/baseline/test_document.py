"""What is written can be read again, and nothing else can."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.baseline.document import FORMAT, from_document, to_document
from models.baseline.fit import Baseline, fit_billing, fit_daily, predict_daily
from models.baseline.normalise import normalise
from models.quantities import Commodity, Unit
from tests.models.baseline.made_homes import daily, monthly, use_of, weather

SKY = weather(51)


def baselines() -> list[Baseline]:
    rng = np.random.default_rng(5)
    amounts = [
        use_of(SKY.mean_c, heating=0.6) + rng.normal(0, 1, 365),
        use_of(SKY.mean_c, heating=0.6, cooling=1.0) + rng.normal(0, 1, 365),
        use_of(SKY.mean_c)[:200] + rng.normal(0, 1, 200),
    ]
    by_day = fit_daily([daily(one) for one in amounts], SKY, Commodity.ELECTRICITY, Unit.KWH)
    by_bill = fit_billing([monthly(one) for one in amounts[:2]], SKY, Commodity.NATURAL_GAS, Unit.M3)
    return [result.baseline for result in (*by_day, *by_bill) if result.baseline is not None]


FITTED = baselines()


@pytest.mark.parametrize("baseline", FITTED, ids=lambda one: f"{one.frequency}-{one.model}")
def test_a_baseline_survives_json_unchanged(baseline: Baseline) -> None:
    again = from_document(json.loads(json.dumps(to_document(baseline), allow_nan=False)))

    assert again == baseline
    assert normalise(again, SKY) == normalise(baseline, SKY)
    assert predict_daily(again, SKY.mean_c).tolist() == predict_daily(baseline, SKY.mean_c).tolist()


def test_the_contracts_fields_are_there_under_their_names() -> None:
    names = "commodity days model balance_point_heating_c balance_point_cooling_c base_load_per_day heating_slope"

    assert set(f"{names} cooling_slope cvrmse nmbe r2 findings".split()) <= set(to_document(FITTED[0]))


def test_findings_come_back_with_their_facts() -> None:
    short = from_document(json.loads(json.dumps(to_document(FITTED[2]))))

    assert [finding.code for finding in short.findings] == ["baseline.too_short", "baseline.no_weather_pattern"]
    assert dict(short.findings[0].facts) == {"days": 200, "needed": 365}


@pytest.mark.parametrize("field", sorted(to_document(FITTED[0])))
def test_a_document_with_a_field_missing_is_refused_by_its_name(field: str) -> None:
    document = to_document(FITTED[0])
    del document[field]

    with pytest.raises(ValueError, match=field):
        from_document(document)


@given(
    field=st.sampled_from([field for field in to_document(FITTED[0]) if field != "findings"]),
    value=st.one_of(
        st.booleans(),
        st.just(float("nan")),
        st.just(float("inf")),
        st.text(max_size=5),
        st.lists(st.integers()),
        st.none(),
    ),
)
@settings(max_examples=150, deadline=None)
def test_a_field_of_another_kind_is_refused_or_was_right(field: str, value: object) -> None:
    document = {**to_document(FITTED[0]), field: value}
    try:
        again = to_document(from_document(document))
    except ValueError:
        return
    assert again[field] == value


@pytest.mark.parametrize(
    "finding", ["x", {}, {"code": 1, "severity": "note", "facts": {}}, {"code": "a.b", "severity": "loud", "facts": {}}]
)
def test_findings_that_are_not_findings_are_refused(finding: object) -> None:
    with pytest.raises(ValueError):
        from_document({**to_document(FITTED[0]), "findings": [finding]})


def test_the_format_carries_its_version() -> None:
    assert FORMAT.endswith("/1")
    assert to_document(FITTED[0])["format"] == FORMAT
