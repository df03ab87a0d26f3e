"""The coldest night: a bigger or a leakier house, and a colder place, need more."""

from __future__ import annotations

from models.house.degree_hours import DegreeHours
from models.house.facts import DwellingType, HomeFacts
from models.house.stock import assumed
from models.house.weather import design_temperature_c, typical_year
from models.savings.belief import believe
from models.savings.design_load import design_load_kw

WEATHER = DegreeHours.of(typical_year())
HOUSE = {"dwelling_type": DwellingType.DETACHED, "year_built": 1975, "municipality": "Oshawa"}


def middle(**facts: object) -> float:
    found = design_load_kw(believe(assumed(HomeFacts(**{**HOUSE, **facts})), {}, WEATHER))  # type: ignore[arg-type]
    assert found.p10 < found.p50 < found.p90
    return found.p50


def test_size_air_and_place_count() -> None:
    plain = middle(heated_area_m2=140.0)
    assert 5.0 < plain < 20.0
    assert middle(heated_area_m2=240.0) > plain
    assert middle(heated_area_m2=140.0, ach50=12.0) > middle(heated_area_m2=140.0, ach50=3.0)
    assert middle(heated_area_m2=140.0, municipality="Brock") > plain


def test_an_unknown_place_is_as_cold_as_oshawa() -> None:
    assert design_temperature_c(None) == design_temperature_c("Nowhere") == design_temperature_c("Oshawa") == -19.0
    assert design_temperature_c("Beaverton") == design_temperature_c("Brock") == -24.0
