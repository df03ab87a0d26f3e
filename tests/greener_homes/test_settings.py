"""Settings come from the environment, typed, and are refused when they would be unsafe."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from greener_homes import settings as module
from greener_homes.settings import Settings, load

SAFE: dict[str, object] = {
    "production": True,
    "secret_key": SecretStr("s" * 32),
    "vault_key_file": Path("vault.keys"),
    "secure_cookies": True,
}


def test_nothing_given_is_safe_and_not_a_demonstration() -> None:
    found = load()
    assert (found.production, found.demo, found.port, found.log_format) == (False, False, 8000, "json")
    assert found.database_url is None and found.redis_url is None


def test_the_three_well_known_names_have_no_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@b/c")
    monkeypatch.setenv("REDIS_URL", "redis://b:1/0")
    monkeypatch.setenv("PORT", "8080")
    monkeypatch.setenv("GREENER_HOMES_WEB_WORKERS", "5")
    found = load()
    assert (found.database_url, found.redis_url) == ("postgresql://a@b/c", "redis://b:1/0")
    assert (found.port, found.web_workers) == (8080, 5)


def test_production_with_all_it_needs_is_accepted() -> None:
    assert Settings.model_validate(SAFE).production


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"demo": True}, "GREENER_HOMES_DEMO"),
        ({"secret_key": None}, "GREENER_HOMES_SECRET_KEY"),
        ({"secret_key": SecretStr("short")}, "32 bytes"),
        ({"vault_key_file": None}, "GREENER_HOMES_VAULT_KEY_FILE"),
        ({"secure_cookies": False}, "GREENER_HOMES_SECURE_COOKIES"),
        ({"halt_at_step": "first"}, "GREENER_HOMES_HALT_AT_STEP"),
        ({"extra_jobs": "tests.somewhere"}, "GREENER_HOMES_EXTRA_JOBS"),
        ({"allow_loopback": True}, "GREENER_HOMES_ALLOW_LOOPBACK"),
        ({"public_url": "http://homes.example"}, "GREENER_HOMES_PUBLIC_URL"),
        ({"database_url": "sqlite:///x"}, "DATABASE_URL"),
        ({"heartbeat_seconds": 11}, "GREENER_HOMES_HEARTBEAT_SECONDS"),
    ],
)
def test_what_is_unsafe_in_production_is_refused_by_name(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(complaint)):
        Settings.model_validate(SAFE | change)


@pytest.mark.parametrize("change", [{"port": 0}, {"port": 70_000}, {"lease_seconds": 31}, {"web_workers": 0}])
def test_values_out_of_range_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(change)


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValidationError):
        load().demo = True  # type: ignore[misc]


def test_a_secret_is_not_shown(tmp_path: Path) -> None:
    shown = repr(Settings.model_validate(SAFE | {"secret_key": SecretStr("a-secret-of-more-than-32-bytes-in-all")}))
    assert "a-secret" not in shown


def test_a_made_key_is_kept_is_ours_alone_and_the_same_for_all_processes(tmp_path: Path) -> None:
    found = Settings(var=tmp_path)
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: found.signing_key(), range(16)))
    assert len(keys) == 1
    kept = tmp_path / "keys" / "signing.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["signing.key"]
    assert len(found.vault_keys()[0]) == 32


@pytest.mark.parametrize("damage", ["", "0" * 63, "0" * 65])
def test_a_damaged_key_is_refused(tmp_path: Path, damage: str) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "signing.key").write_text(damage)
    with pytest.raises(ValueError, match="damaged"):
        Settings(var=tmp_path).signing_key()


@pytest.mark.parametrize("damage", ["", "00", "zz" * 32])
def test_a_damaged_vault_key_file_is_refused(tmp_path: Path, damage: str) -> None:
    (tmp_path / "vault.keys").write_text(damage)
    with pytest.raises(ValueError, match=r"hex|hexadecimal"):
        Settings(vault_key_file=tmp_path / "vault.keys").vault_keys()


def test_newest_vault_keys_come_first(tmp_path: Path) -> None:
    (tmp_path / "vault.keys").write_text(f"{'aa' * 32}\n{'bb' * 32}\n")
    assert Settings(vault_key_file=tmp_path / "vault.keys").vault_keys() == (b"\xaa" * 32, b"\xbb" * 32)


def test_every_setting_that_needs_an_explanation_has_one() -> None:
    source = Path(module.__file__).read_text(encoding="utf-8")
    obvious = {"port", "web_workers", "upload_max_bytes", "session_hours", "log_level"}
    for name in Settings.model_fields.keys() - obvious:
        assert re.search(rf"\n    {name}: [^\n]*\n    \"\"\"", source), f"{name} is not explained"
