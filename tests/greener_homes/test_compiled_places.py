"""Where a worker keeps what its jobs compile."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from greener_homes import worker
from greener_homes.settings import Settings


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The source may not be written, whoever runs the tests."""
    monkeypatch.setattr("greener_homes.worker.os.access", lambda *_: False)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set here is undone afterwards."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.delenv("NUMBA_CACHE_DIR")


def test_it_is_kept_beside_the_source_where_that_may_be_written(settings: Settings) -> None:
    worker._keep_compiled(settings)
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_it_is_kept_under_var_for_this_user_alone_where_it_may_not(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_only(monkeypatch)
    worker._keep_compiled(settings)
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    assert folder == settings.var.resolve() / "compiled"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_was_named_is_left_alone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    read_only(monkeypatch)
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/somewhere")
    worker._keep_compiled(settings)
    assert os.environ["NUMBA_CACHE_DIR"] == "/somewhere"
    assert not (settings.var / "compiled").exists()


def test_where_no_folder_can_be_made_the_worker_goes_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_only(monkeypatch)
    (tmp_path / "file").write_text("")
    worker._keep_compiled(settings.model_copy(update={"var": tmp_path / "file" / "var"}))
    assert "NUMBA_CACHE_DIR" not in os.environ
