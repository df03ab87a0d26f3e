"""Every setting, typed, read once from the environment, and refused when it would be unsafe.

A default must be both safe in production and public; anything else is either made by the machine on first
use (kept under `var/`, readable by its owner only) or must be given.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MINIMUM_SECRET_BYTES = 32


class Settings(BaseSettings):
    """The application's settings. Environment names carry the prefix GREENER_HOMES_, except three well-known ones."""

    model_config = SettingsConfigDict(
        env_prefix="GREENER_HOMES_", frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True
    )

    production: bool = False
    """True on a machine that serves residents: refuses the demonstration and generated keys."""
    demo: bool = False
    """True seeds a made-up street and shows its sign-ins on the front page."""
    var: Path = Path("var")
    """Folder for the embedded servers' state, generated keys and built assets."""
    database_url: str | None = Field(default=None, alias="DATABASE_URL")
    """External PostgreSQL, `postgresql://…`; None starts the embedded one under `var`."""
    redis_url: str | None = Field(default=None, alias="REDIS_URL")
    """External Valkey or Redis, `redis://…`, `rediss://…` or `unix://…`; None starts the embedded one."""
    port: int = Field(default=8000, alias="PORT", ge=1, le=65535)
    """The port the pages are served on, on the loopback address."""
    web_workers: int = Field(default=2, ge=1, le=64)
    """How many processes answer pages."""
    secret_key: SecretStr | None = None
    """Signs sessions and queue messages; at least 32 bytes. None generates one under `var` (not in production)."""
    vault_key_file: Path | None = None
    """File with the key-encryption key, 64 hex digits a line, newest first. None generates one under `var`."""
    secure_cookies: bool = False
    """True behind TLS; required in production."""
    upload_max_bytes: int = Field(default=100_000_000, ge=1)
    """The largest file a resident or partner may send."""
    session_hours: int = Field(default=12, ge=1, le=168)
    """How long a sign-in lasts."""
    log_level: str = "INFO"
    """The least important events that are logged: DEBUG, INFO, WARNING or ERROR."""
    log_format: Literal["json", "console"] = "json"
    """One JSON object a line for machines, or lines for people to read."""
    lease_seconds: float = Field(default=30, gt=0, le=30)
    """How long a worker owns a job without a heartbeat; an interrupted job runs again soon after it ends."""
    heartbeat_seconds: float = Field(default=6, gt=0)
    """How often a running job renews its lease; at most a third of it."""
    relay_seconds: float = Field(default=2, gt=0, le=10)
    """How often the relay looks for work that nobody was told about."""
    resend_seconds: float = Field(default=5, gt=0, le=30)
    """How long a wake-up may be on its way before the relay sends another."""
    extra_jobs: str | None = None
    """Tests only: a module whose JOBS join the catalogue of background jobs."""
    halt_at_step: str | None = None
    """Tests only: a job's named step at which the worker stops, once, and waits to be killed."""

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> Self:
        problems = []
        if self.secret_key and len(self.secret_key.get_secret_value().encode()) < MINIMUM_SECRET_BYTES:
            problems.append("GREENER_HOMES_SECRET_KEY must be at least 32 bytes")
        if self.production:
            if self.demo:
                problems.append("the demonstration (GREENER_HOMES_DEMO) cannot run in production")
            if self.secret_key is None:
                problems.append("GREENER_HOMES_SECRET_KEY must be set in production")
            if self.vault_key_file is None:
                problems.append("GREENER_HOMES_VAULT_KEY_FILE must be set in production")
            if not self.secure_cookies:
                problems.append("GREENER_HOMES_SECURE_COOKIES must be true in production")
            if self.halt_at_step is not None:
                problems.append("GREENER_HOMES_HALT_AT_STEP is for tests only")
            if self.extra_jobs is not None:
                problems.append("GREENER_HOMES_EXTRA_JOBS is for tests only")
        if 3 * self.heartbeat_seconds > self.lease_seconds:
            problems.append("GREENER_HOMES_HEARTBEAT_SECONDS must be at most a third of GREENER_HOMES_LEASE_SECONDS")
        if self.database_url and not self.database_url.startswith(("postgresql://", "postgresql+psycopg://")):
            problems.append("DATABASE_URL must be a postgresql:// address: there is no other dialect")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def signing_key(self) -> bytes:
        """The secret that signs sessions and queue messages; made on first use outside production."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        return _kept_secret(self.var / "keys" / "signing.key")

    def vault_keys(self) -> tuple[bytes, ...]:
        """Key-encryption keys of 32 bytes, newest first; made on first use outside production."""
        if self.vault_key_file is None:
            return (bytes.fromhex(_kept_secret(self.var / "keys" / "vault.key").decode()),)
        lines = self.vault_key_file.read_text(encoding="ascii").split()
        keys = tuple(bytes.fromhex(line) for line in lines)
        if not keys or any(len(key) != MINIMUM_SECRET_BYTES for key in keys):
            raise ValueError("the vault key file must hold one or more lines of 64 hex digits")
        return keys


def load() -> Settings:
    """Settings from the environment; raises pydantic's ValidationError, naming each problem."""
    return Settings()


def _kept_secret(path: Path) -> bytes:
    """64 hex digits kept in `path`; whole and the same for all, even when several processes start together."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # for its owner's eyes only
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(MINIMUM_SECRET_BYTES))
        with contextlib.suppress(FileExistsError):  # another process or thread was first: its key counts
            os.link(draft, path)
        Path(draft).unlink()
    kept = path.read_bytes().strip()
    if len(kept) != 2 * MINIMUM_SECRET_BYTES:
        raise ValueError(f"the key file {path.name} is damaged")
    return kept
