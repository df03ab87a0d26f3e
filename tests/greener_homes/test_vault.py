"""Sealing: what is sealed opens only with its key, in its place, and whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greener_homes.vault import CHUNK_BYTES, SealBroken, Vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault((os.urandom(32),), tmp_path / "spool")


def test_a_sealed_text_opens_in_its_place_only(vault: Vault) -> None:
    key, _ = vault.new_key("person_key|1")
    sealed = vault.seal(key, "5 Rue de l’Église", "person|address|1")
    assert vault.open(key, sealed, "person|address|1") == "5 Rue de l’Église"
    with pytest.raises(SealBroken):
        vault.open(key, sealed, "person|address|2")


def test_keys_wrapped_by_an_older_key_still_open_after_rotation(tmp_path: Path) -> None:
    old, new = os.urandom(32), os.urandom(32)
    key, wrapped = Vault((old,), tmp_path).new_key("person_key|1")
    rotated = Vault((new, old), tmp_path)
    assert rotated.unwrap(wrapped, "person_key|1") == key
    assert rotated.match("email", "a@b.example") == Vault((old,), tmp_path).match("email", "a@b.example")
    with pytest.raises(SealBroken):
        Vault((new,), tmp_path).unwrap(wrapped, "person_key|1")


def test_equal_texts_match_within_a_kind_only(vault: Vault) -> None:
    assert vault.match("email", "a@b.example") == vault.match("email", "a@b.example")
    assert vault.match("email", "a@b.example") != vault.match("usage_point", "a@b.example")


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 5])
def test_an_upload_comes_back_whole_and_is_never_on_disk_in_clear(vault: Vault, tmp_path: Path, size: int) -> None:
    content = (b"reading " * (size // 8 + 1))[:size]
    writer = vault.spool()
    for start in range(0, size, 65_536):
        writer.write(content[start : start + 65_536])
    file = writer.finish()
    assert file.size == size
    on_disk = (tmp_path / "spool" / file.name).read_bytes()
    assert b"reading " not in on_disk
    with vault.read_spooled(file.name, file.wrapped_key) as stream:
        assert stream.read() == content
        stream.seek(size // 2)
        assert stream.read() == content[size // 2 :]


@pytest.mark.parametrize("damage", ["flip", "cut", "swap"])
def test_a_damaged_upload_does_not_open(vault: Vault, tmp_path: Path, damage: str) -> None:
    writer = vault.spool()
    writer.write(os.urandom(3 * CHUNK_BYTES))
    file = writer.finish()
    path = tmp_path / "spool" / file.name
    sealed = bytearray(path.read_bytes())
    step = CHUNK_BYTES + 16
    if damage == "flip":
        sealed[step + 5] ^= 1
    elif damage == "cut":
        del sealed[2 * step :]
    else:
        sealed[:step], sealed[step : 2 * step] = sealed[step : 2 * step], sealed[:step]
    path.write_bytes(bytes(sealed))
    with pytest.raises(SealBroken), vault.read_spooled(file.name, file.wrapped_key) as stream:
        stream.read()


def test_an_abandoned_upload_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    writer = vault.spool()
    writer.write(b"x" * 10)
    writer.abandon()
    assert list((tmp_path / "spool").iterdir()) == []


@given(st.binary(max_size=200))
@settings(max_examples=30)
def test_any_bytes_survive_wrapping(text: bytes) -> None:
    vault = Vault((b"k" * 32,), Path("unused"))
    key, _ = vault.new_key("p")
    assert vault.open(key, vault.seal(key, text.hex(), "t|c|r"), "t|c|r") == text.hex()
