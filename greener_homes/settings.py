"""Every setting, typed, read once from the environment, and refused when it would be unsafe.

A default must be both safe in production and public; anything else is either made by the machine on first
use (kept under `var/`, readable by its owner only) or must be given.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from greener_homes import key_file

MINIMUM_SECRET_BYTES = 32


class IdentityProvider(BaseModel):
    """An OpenID Connect provider that people may sign in with, and whom it may sign in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")
    """Stands in our addresses; never changed, since linked accounts are kept by it."""
    name: str = Field(min_length=1, max_length=60)
    """What people read on the button."""
    issuer: str = Field(max_length=500)
    """Its address, exactly as its own discovery document says it."""
    client_id: str = Field(min_length=1, max_length=200)
    client_secret: SecretStr
    audiences: frozenset[Literal["resident", "coach", "utility_partner", "financial_partner", "programme"]]
    """The audiences it may sign in; nobody of another one comes in through it."""


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
    audit_anchor_file: Path | None = None
    """File to which the audit's signed heads are added, best kept on another machine. None: they go to the log only."""
    secure_cookies: bool = False
    """True behind TLS; required in production."""
    upload_max_bytes: int = Field(default=100_000_000, ge=1)
    """The largest file a resident may send."""
    partner_upload_max_bytes: int = Field(default=2_000_000_000, ge=1)
    """The largest file a utility partner may send, in the portal or through the API."""
    session_hours: int = Field(default=12, ge=1, le=168)
    """How long a sign-in lasts."""
    second_factor: bool | None = None
    """Whether staff and partners need a second factor to sign in; None: in production."""
    identity_providers: tuple[IdentityProvider, ...] = ()
    """OpenID Connect providers, as a JSON list of objects with key, name, issuer, client_id, client_secret and
    audiences, such as `["coach", "programme"]`."""
    log_level: str = "INFO"
    """The least important events that are logged: DEBUG, INFO, WARNING or ERROR."""
    log_format: Literal["json", "console"] = "json"
    """One JSON object a line for machines, or lines for people to read."""
    public_url: str | None = None
    """The address residents reach the pages at, such as `https://homes.example`: utilities send them back to it. None
    outside production is the loopback address with the port."""
    allow_loopback: bool = False
    """True lets the platform call this machine over plain http, for the sandbox utility and tests; never in production.
    The demonstration implies it."""
    weather_url: str | None = None
    """Where the weather service gives station files, such as
    `https://climate.weather.gc.ca/climate_data/bulk_data_e.html`; None fetches nothing: files can be loaded by hand."""
    second_look_share: float = Field(default=0.05, ge=0, le=1)
    """The share of decided cases that a second coach reads."""
    second_look_share_new: float = Field(default=0.25, ge=0, le=1)
    """The same for coaches who are new."""
    second_look_new_cases: int = Field(default=20, ge=0)
    """For how many decisions a coach is new."""
    report_held_back_share: float = Field(default=0.1, ge=0, le=0.5)
    """The share of homes, by lot, that get no monthly report at first, so that its effect can be measured; 0 draws
    none."""
    report_held_back_months: int = Field(default=12, ge=1, le=24)
    """For how many months such a home gets none, unless its household asks."""
    smtp_host: str | None = None
    """The mail server that takes our letters; None sends none: they wait."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    """The mail server's port."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the way to the mail server is sealed; none is for tests on this machine, never in production."""
    smtp_user: str | None = None
    """Who we are to the mail server; None signs in to it not at all."""
    smtp_password: SecretStr | None = None
    """The password that goes with it."""
    mail_from: str | None = None
    """The address letters come from, such as `Greener Homes <homes@homes.example>`; needed with a mail server."""
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
            if self.smtp_host is not None and self.smtp_security == "none":
                problems.append("GREENER_HOMES_SMTP_SECURITY must be starttls or tls in production")
            if self.allow_loopback:
                problems.append("GREENER_HOMES_ALLOW_LOOPBACK is for tests and the demonstration only")
            if self.public_url is not None and not self.public_url.startswith("https://"):
                problems.append("GREENER_HOMES_PUBLIC_URL must be an https:// address in production")
            if any(not one.issuer.startswith("https://") for one in self.identity_providers):
                problems.append("GREENER_HOMES_IDENTITY_PROVIDERS must have https:// issuers in production")
            if self.extra_jobs is not None:
                problems.append("GREENER_HOMES_EXTRA_JOBS is for tests only")
        if len({one.key for one in self.identity_providers}) < len(self.identity_providers):
            problems.append("GREENER_HOMES_IDENTITY_PROVIDERS must have a key of its own for each")
        if self.smtp_host is not None and not parseaddr(self.mail_from or "")[1].partition("@")[2]:
            problems.append("GREENER_HOMES_MAIL_FROM must be an address when GREENER_HOMES_SMTP_HOST is set")
        if 3 * self.heartbeat_seconds > self.lease_seconds:
            problems.append("GREENER_HOMES_HEARTBEAT_SECONDS must be at most a third of GREENER_HOMES_LEASE_SECONDS")
        if self.database_url and not self.database_url.startswith(("postgresql://", "postgresql+psycopg://")):
            problems.append("DATABASE_URL must be a postgresql:// address: there is no other dialect")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def asks_second_factor(self) -> bool:
        """Whether staff and partners cannot sign in without a second factor."""
        return self.production if self.second_factor is None else self.second_factor

    @property
    def reaches_itself(self) -> bool:
        """Whether the platform may call this machine over plain http."""
        return (self.allow_loopback or self.demo) and not self.production

    def identity_provider(self, key: str) -> IdentityProvider | None:
        """The provider of this key, or None."""
        return next((one for one in self.identity_providers if one.key == key), None)

    def pages_url(self) -> str | None:
        """Where residents reach the pages, without a slash at the end; None when production has not been told."""
        if self.public_url is not None:
            return self.public_url.rstrip("/")
        return None if self.production else f"http://127.0.0.1:{self.port}"

    def signing_key(self) -> bytes:
        """The secret that signs sessions and queue messages; made on first use outside production."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        return _kept_secret(self.var / "keys" / "signing.key")

    def key_file(self) -> Path:
        """Where the vault's keys are (greener_homes/key_file.py); made on first use outside production."""
        if self.vault_key_file is not None:
            return self.vault_key_file
        made = self.var / "keys" / "vault.key"
        _make_secret(made)
        return made

    def vault_keys(self) -> tuple[bytes, ...]:
        """Key-encryption keys of 32 bytes, newest first; made on first use outside production."""
        return key_file.read(self.key_file()).wrapping


def load() -> Settings:
    """Settings from the environment; raises pydantic's ValidationError, naming each problem."""
    return Settings()


def _kept_secret(path: Path) -> bytes:
    """64 hex digits kept in `path`; whole and the same for all, even when several processes start together."""
    _make_secret(path)
    kept = path.read_bytes().strip()
    if len(kept) != 2 * MINIMUM_SECRET_BYTES:
        raise ValueError(f"the key file {path.name} is damaged")
    return kept


def _make_secret(path: Path) -> None:
    """`path` holds a secret; whoever comes first makes it."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # for its owner's eyes only
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(MINIMUM_SECRET_BYTES))
    with contextlib.suppress(FileExistsError):  # another process or thread was first: its key counts
        os.link(draft, path)
    Path(draft).unlink()
