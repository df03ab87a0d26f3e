"""Keys are changed while everything runs: nothing is lost, nothing opens in another's place, and the old key can go."""

from __future__ import annotations

import os
import stat
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from greener_homes import key_file, key_rotation, people
from greener_homes import vault as vault_module
from greener_homes.errors import Refusal
from greener_homes.key_file import Keys
from greener_homes.people import Attempt
from greener_homes.settings import Settings
from greener_homes.tables.connection import ImportRun, ImportState
from greener_homes.tables.consent import Source
from greener_homes.tables.people import Person, PersonKey
from greener_homes.vault import SealBroken, Vault, open_vault
from tests import scenes
from tests.scenes import NOW


@pytest.fixture
def file(tmp_path: Path, settings: Settings) -> Path:
    """The key file of an installation from before there was a line for digests."""
    path = settings.key_file()
    path.write_text(f"{'ab' * 32}\n", encoding="ascii")
    return path


def long_after(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC) + key_rotation.SETTLED + timedelta(seconds=1)


def waiting_file(session: Session, keys: Vault, who: scenes.Resident) -> ImportRun:
    spool = keys.spool()
    spool.write(b"waiting")
    sealed = spool.finish()
    run = ImportRun(
        home_id=who.home.id,
        person_id=who.person.id,
        source=Source.UPLOAD,
        state=ImportState.RECEIVED,
        sha256=uuid.uuid4().hex,
        size_bytes=7,
        received_at=NOW,
        spool_name=sealed.name,
        spool_key=sealed.wrapped_key,
    )
    session.add(run)
    session.flush()
    return run


def opens(session: Session, keys: Vault, person_id: uuid.UUID) -> bool:
    return people.name_of(session, keys, person_id) == "Test resident"


def test_every_column_that_holds_a_wrapped_key_is_rotated() -> None:
    assert key_rotation.wrapped_columns() == set(key_rotation.WRAPPED)


def test_a_rotation_in_the_middle_of_traffic_loses_nothing(session: Session, settings: Settings, file: Path) -> None:
    running = open_vault(settings)  # a process that started long ago
    early = scenes.resident(session, running, email="early@test.example")
    upload = waiting_file(session, running, early)
    key_rotation.add_key(file)
    during = scenes.resident(session, running, email="during@test.example")  # the old process goes on
    assert key_rotation.rewrap(session, open_vault(settings)) == 2, "what came during was wrapped by the new key"
    late = scenes.resident(session, open_vault(settings), email="late@test.example")
    assert all(opens(session, running, who.person.id) for who in (early, during, late))

    key_rotation.remove_old_keys(session, open_vault(settings), file, now=long_after(file))
    assert len(settings.vault_keys()) == 1
    for keys in (running, open_vault(settings)):
        assert all(opens(session, keys, who.person.id) for who in (early, during, late))
        assert people.authenticate(session, keys, Attempt("early@test.example", scenes.PASSWORD, "n"), now=NOW)
        session.refresh(upload)
        assert upload.spool_name is not None and upload.spool_key is not None
        with keys.read_spooled(upload.spool_name, upload.spool_key) as stream:
            assert stream.read() == b"waiting"


def test_the_old_key_opens_nothing_after_a_rotation(session: Session, settings: Settings, file: Path) -> None:
    old = settings.vault_keys()
    who = scenes.resident(session, open_vault(settings))
    key_rotation.add_key(file)
    key_rotation.rewrap(session, open_vault(settings))
    wrapped = session.get_one(PersonKey, who.person.id).wrapped
    with pytest.raises(SealBroken):
        Vault(old, settings.var / "spool").unwrap(wrapped, f"person_key|{who.person.id}")


def test_rotating_again_and_again_keeps_digests_and_signatures(settings: Settings, file: Path) -> None:
    before = open_vault(settings)
    for _ in range(3):
        key_rotation.add_key(file)
        key_file.write(file, key_file.read(file).newest_only)
    after = open_vault(settings)
    assert after.match("email", "a@b.example") == before.match("email", "a@b.example")
    assert after.key_for("audit-heads") == before.key_for("audit-heads")


def test_old_keys_stay_while_a_transaction_from_before_may_be_under_way(
    session: Session, settings: Settings, file: Path
) -> None:
    key_rotation.add_key(file)
    just_now = datetime.fromtimestamp(file.stat().st_mtime, UTC) + timedelta(minutes=5)
    with pytest.raises(Refusal) as refused:
        key_rotation.remove_old_keys(session, open_vault(settings), file, now=just_now)
    assert refused.value.code is key_rotation.TOO_SOON
    assert len(settings.vault_keys()) == 2


def test_old_keys_stay_while_anything_was_wrapped_by_them(session: Session, settings: Settings, file: Path) -> None:
    old = settings.vault_keys()
    key_rotation.add_key(file)
    straggler = scenes.resident(session, Vault(old, settings.var / "spool", matching=key_file.read(file).matching))
    with pytest.raises(Refusal) as refused:
        key_rotation.remove_old_keys(session, open_vault(settings), file, now=long_after(file))
    assert refused.value.code is key_rotation.STILL_USED
    assert len(settings.vault_keys()) == 2
    assert opens(session, open_vault(settings), straggler.person.id)


def test_a_sealed_text_of_one_person_does_not_open_as_anothers(session: Session, settings: Settings) -> None:
    keys = open_vault(settings)
    one, other = scenes.resident(session, keys), scenes.resident(session, keys)
    first, second = session.get_one(Person, one.person.id), session.get_one(Person, other.person.id)
    first.name_sealed, second.name_sealed = second.name_sealed, first.name_sealed
    session.flush()
    with pytest.raises(SealBroken):
        people.name_of(session, keys, one.person.id)


@pytest.mark.parametrize("column", ["name_sealed", "wrapped"])
def test_a_swap_within_or_between_persons_is_refused(session: Session, settings: Settings, column: str) -> None:
    keys = open_vault(settings)
    one, other = scenes.resident(session, keys), scenes.resident(session, keys)
    if column == "wrapped":
        mine, theirs = session.get_one(PersonKey, one.person.id), session.get_one(PersonKey, other.person.id)
        mine.wrapped = theirs.wrapped
    else:
        person = session.get_one(Person, one.person.id)
        person.name_sealed = person.email_sealed
    session.flush()
    with pytest.raises(SealBroken):
        people.name_of(session, keys, one.person.id)


def test_a_destroyed_key_opens_no_more_also_with_every_wrapping_key(tmp_path: Path) -> None:
    keys = Vault((os.urandom(32),), tmp_path / "spool")
    key, wrapped = keys.new_key("person_key|1")
    _, another = keys.new_key("person_key|2")
    sealed = keys.seal(key, "words", "a|b|c")
    keys.destroy_key("person_key|1")
    keys.destroy_key("person_key|1")
    with pytest.raises(SealBroken):
        keys.unwrap(wrapped, "person_key|1")
    with pytest.raises(SealBroken):
        keys.open(keys.unwrap(another, "person_key|2"), sealed, "a|b|c")


def test_a_persons_key_from_before_there_were_shares_opens_and_gets_one_when_wrapped_again(tmp_path: Path) -> None:
    old, new, key = os.urandom(32), os.urandom(32), os.urandom(32)
    as_before = vault_module._kek_id(old) + vault_module._encrypt(old, key, "person_key|1")
    keys = Vault((new, old), tmp_path / "spool")
    assert keys.unwrap(as_before, "person_key|1") == key
    again = keys.rewrap(as_before, "person_key|1")
    assert again is not None and keys.unwrap(again, "person_key|1") == key
    (share,) = [path for path in (tmp_path / "key_shares").rglob("*") if path.is_file()]
    assert stat.S_IMODE(share.stat().st_mode) == 0o600
    keys.destroy_key("person_key|1")
    with pytest.raises(SealBroken):
        keys.unwrap(again, "person_key|1")


def test_each_recipient_has_digests_of_its_own(tmp_path: Path) -> None:
    keys = Vault((os.urandom(32),), tmp_path / "spool")
    digests = {keys.match("pair", "1|2"), *(keys.match_for(name, "pair", "1|2") for name in ("a", "b"))}
    assert len(digests) == 3
    assert keys.key_for("x") != keys.key_for("y") and len(keys.key_for("x")) == 32


def test_the_file_holds_the_line_for_digests_after_the_first_rotation(file: Path) -> None:
    before = key_file.read(file)
    key_rotation.add_key(file)
    assert file.read_text().splitlines()[-1] == f"match {before.matching.hex()}"
    assert key_file.read(file).wrapping[1:] == before.wrapping
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", ["", "match " + "00" * 32, "match 00\n" + "ab" * 32, "match " * 2, "é"])
def test_a_damaged_file_is_refused_without_its_content(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "vault.key"
    path.write_text(damage, encoding="utf-8")
    with pytest.raises(ValueError, match=r"vault key file|ascii") as refused:
        key_file.read(path)
    assert "00" not in str(refused.value)


def test_comments_and_blank_lines_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    path.write_text(f"# newest first\n\n{'ab' * 32}\nmatch {'cd' * 32}\n", encoding="ascii")
    assert key_file.read(path) == Keys((b"\xab" * 32,), b"\xcd" * 32)
