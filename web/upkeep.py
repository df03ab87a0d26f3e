"""What operators do from the command line to keep the platform's promises: audit, keys, retention, erasures.

Each function does one command's work and returns what to say; web/cli.py says it. They speak to the database that is
set, or to the embedded one while it runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from greener_homes import audit_chain, audit_check, audit_sealing, db, erasure, key_rotation, log, retention
from greener_homes.audit_chain import Signer
from greener_homes.db import Engine
from greener_homes.errors import Refusal
from greener_homes.settings import Settings, load
from greener_homes.vault import Vault, open_vault
from web import database_at_hand
from web.codes_command import ANCHOR_DAMAGED, FILE_MISSING, LIST_DAMAGED

PATIENCE_MS = 3_600_000
"""How long one statement may take: these commands read whole tables."""
LOCK_PATIENCE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answers: as a document and as lines, and whether that is bad news."""

    document: dict[str, object]
    lines: list[str] = field(default_factory=list)
    refused: bool = False


def audit_arguments(parser: argparse.ArgumentParser) -> None:
    """`audit verify [--anchor FILE]` and `audit anchor`."""
    parser.add_argument("what", choices=["verify", "anchor"], help="check the chain; or write its newest head outside")
    parser.add_argument("--anchor", metavar="FILE", help="heads kept outside; default: GREENER_HOMES_AUDIT_ANCHOR_FILE")


def audit(given: argparse.Namespace) -> Said:
    """The audit's chain was checked, or what waited is sealed and its head anchored. Raises Refusal."""
    with _installation() as (settings, engine, vault):
        file = Path(given.anchor) if given.anchor else settings.audit_anchor_file
        if given.what == "anchor":
            return _anchor(engine, vault, file)
        with db.reading(engine, one_moment=True) as session:
            anchors = _anchors(file, asked=given.anchor is not None)
            verdict = audit_check.verify(session, Signer(vault), anchors, made_up_past=settings.demo)
    document: dict[str, object] = {
        "sound": verdict.is_sound,
        "sealed": verdict.sealed,
        "waiting": verdict.waiting,
        "heads": verdict.heads,
        "anchors": verdict.anchors,
        "last_sealed_at": verdict.last_sealed_at.isoformat() if verdict.last_sealed_at else None,
        "faults": [{"code": fault.code, "number": fault.number} for fault in verdict.faults],
    }
    lines = [
        f"{verdict.sealed} events sealed under {verdict.heads} heads, {verdict.waiting} waiting, "
        f"{verdict.anchors} heads compared from outside."
    ]
    lines += [f"BROKEN: {fault.code}" + (f" at {fault.number}" if fault.number else "") for fault in verdict.faults]
    if verdict.is_sound:
        lines.append("The audit is whole." if anchors else "The audit is whole, as far as it knows its own end.")
    return Said(document, lines, refused=not verdict.is_sound)


def keys_arguments(parser: argparse.ArgumentParser) -> None:
    """`rotate-keys [--rewrap | --finish]`."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--rewrap", action="store_true", help="add no key: only wrap all keys by the newest again")
    way.add_argument("--finish", action="store_true", help="remove the older keys from the key file")


def keys(given: argparse.Namespace) -> Said:
    """There is a new key-encryption key and all keys are wrapped by it; or the old ones are gone. Raises Refusal."""
    with _installation() as (settings, engine, vault):
        file = settings.key_file()
        if given.finish:
            with db.transaction(engine) as session:
                key_rotation.remove_old_keys(session, vault, file, now=datetime.now(UTC))
            return Said({"keys": 1, "rewrapped": 0}, ["Only the newest key is left in the key file."])
        if not given.rewrap:
            key_rotation.add_key(file)
        with db.transaction(engine) as session:
            changed = key_rotation.rewrap(session, vault)
        count = len(settings.vault_keys())
    minutes = int(key_rotation.SETTLED.total_seconds() // 60)
    told = [f"{changed} keys were wrapped again; the key file holds {count} keys."]
    told += [f"In {minutes} minutes: greener-homes rotate-keys --rewrap, then --finish."] if count > 1 else []
    return Said({"keys": count, "rewrapped": changed}, told)


def retention_backlog(given: argparse.Namespace) -> Said:
    """Every rule of retention, and how much of it is still to be done."""
    with _installation() as (_, engine, _vault), db.reading(engine) as session:
        backlog = retention.backlog(session, now=datetime.now(UTC))
    document: dict[str, object] = {
        "rules": [
            {"name": left.rule.name, "what": left.rule.what, "days": left.rule.lasts.days, "backlog": left.rows}
            for left in backlog
        ],
        "backlog": sum(left.rows for left in backlog),
    }
    lines = [f"{left.rows:>8}  past {left.rule.lasts.days:>3} days: {left.rule.what}" for left in backlog]
    return Said(document, lines)


def erasures_arguments(parser: argparse.ArgumentParser) -> None:
    """`erasures [--replay FILE]`."""
    parser.add_argument("--replay", metavar="FILE", help="after a restore: erase again whoever is on this list")


def erasures(given: argparse.Namespace) -> Said:
    """The list for restores; or whoever is on such a list and is back will be erased again. Raises Refusal."""
    with _installation() as (_, engine, vault), db.transaction(engine) as session:
        if given.replay is None:
            listed = [digest.hex() for digest in erasure.digests(session)]
            return Said({"erasures": listed}, listed)
        try:
            wanted = [bytes.fromhex(line) for line in _text(given.replay).split()]
        except ValueError:
            raise Refusal(LIST_DAMAGED, name=given.replay) from None
        again = erasure.erase_again(session, vault, wanted, now=datetime.now(UTC))
    return Said(
        {"listed": len(wanted), "again": again}, [f"{again} of {len(wanted)} are back and will be erased again."]
    )


def _anchor(engine: Engine, vault: Vault, file: Path | None) -> Said:
    with db.transaction(engine) as session:
        signer = Signer(vault)
        while audit_chain.seal(session, signer, now=datetime.now(UTC)) is not None:
            continue
        head = audit_chain.newest_head(session)
    if head is None:
        return Said({"number": 0}, ["Nothing is recorded yet."])
    audit_sealing.anchor(head, file)
    where = f"added to {file}" if file else "in the log: no anchor file is set"
    document: dict[str, object] = {"number": head.number, "hash": head.hash.hex(), "file": str(file) if file else None}
    return Said(document | {"public_key": signer.public_bytes.hex()}, [f"{head.number} events; the head is {where}."])


def _anchors(file: Path | None, *, asked: bool) -> list[audit_chain.Head]:
    if file is None or not (asked or file.exists()):
        return []
    try:
        return list(audit_chain.read_anchors(_text(str(file)).splitlines()))
    except ValueError:
        raise Refusal(ANCHOR_DAMAGED, name=str(file)) from None


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise Refusal(FILE_MISSING, name=name) from None


@contextmanager
def _installation() -> Iterator[tuple[Settings, Engine, Vault]]:
    settings = load()
    log.configure(settings)
    with database_at_hand.opened(
        settings, statement_timeout_ms=PATIENCE_MS, lock_timeout_ms=LOCK_PATIENCE_MS
    ) as engine:
        yield settings, engine, open_vault(settings)


COMMANDS: tuple[
    tuple[str, str, Callable[[argparse.ArgumentParser], None] | None, Callable[[argparse.Namespace], Said]], ...
] = (
    ("audit", "verify the audit's chain, or anchor its head outside; exit 2 when it is broken", audit_arguments, audit),
    ("rotate-keys", "a new key-encryption key, and every key wrapped by it", keys_arguments, keys),
    ("retention", "how much is past its time and still there", None, retention_backlog),
    ("erasures", "the list of erasures, for restores", erasures_arguments, erasures),
)
