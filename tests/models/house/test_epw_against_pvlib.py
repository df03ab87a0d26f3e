"""The strict EPW reader against pvlib's: whatever ours reads, pvlib reads alike; what pvlib lets pass, ours refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pvlib.iotools import read_epw as pvlib_read

from models.house.epw import EpwYear, WeatherUnreadable, read_epw
from tests.models.house.test_epw import REAL, epw, lines, replaced

TORONTO = REAL / "CAN_ON_Toronto.Intl.AP.716240_CWEC2020.epw"
COLUMNS = {
    "temperature_c": "temp_air",
    "irradiance_w_m2": "ghi",
    "direct_normal_w_m2": "dni",
    "diffuse_w_m2": "dhi",
}
"""What we call a column, and what pvlib does."""


NAMES = {6: "temp_air", 13: "ghi", 14: "dni", 15: "dhi"}


def padded(data: bytes) -> bytes:
    """The file with rows of all 35 columns, as pvlib wants them."""
    rows = data.decode("latin-1").splitlines()
    return "\n".join([*rows[:8], *(row + ",0" * (35 - len(row.split(","))) for row in rows[8:])]).encode("latin-1")


def agree(ours: EpwYear, path: Path) -> None:
    data, location = pvlib_read(path, coerce_year=2001)
    for mine, theirs in COLUMNS.items():
        np.testing.assert_array_equal(getattr(ours, mine), data[theirs].to_numpy(dtype=float), err_msg=mine)
    assert (ours.latitude, ours.longitude, ours.utc_offset_h) == (
        location["latitude"],
        location["longitude"],
        location["TZ"],
    )
    assert data.index[0].utcoffset().total_seconds() == ours.utc_offset_h * 3600


def test_a_made_up_year_reads_alike(tmp_path: Path) -> None:
    path = tmp_path / "made.epw"
    path.write_bytes(padded(epw(lines())))
    agree(read_epw(path.read_bytes()), path)


def test_the_toronto_year_reads_alike() -> None:
    if not TORONTO.is_file():
        pytest.skip("the typical year of Toronto does not lie beside the repository")
    agree(read_epw(TORONTO.read_bytes()), TORONTO)


@pytest.mark.parametrize(("column", "text"), [(6, "99.9"), (6, "-99.0"), (13, "9999"), (14, "-5"), (15, "1e9")])
def test_a_value_that_pvlib_would_pass_on_is_refused_by_ours(tmp_path: Path, column: int, text: str) -> None:
    path = tmp_path / "odd.epw"
    path.write_bytes(padded(replaced(500, column, text)))
    data, _ = pvlib_read(path, coerce_year=2001)
    assert float(data[NAMES[column]].iloc[500 - 9]) == float(text)
    with pytest.raises(WeatherUnreadable):
        read_epw(path.read_bytes())


def test_a_year_cut_short_that_pvlib_would_take_is_refused_by_ours(tmp_path: Path) -> None:
    path = tmp_path / "short.epw"
    path.write_bytes(padded(epw(lines()[:-24])))
    data, _ = pvlib_read(path, coerce_year=2001)
    assert len(data) == 8736
    with pytest.raises(WeatherUnreadable):
        read_epw(path.read_bytes())
