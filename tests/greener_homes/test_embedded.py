"""The servers in wheels: started where they can be, recovered when killed, refused with a sentence where not."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from greener_homes import codes_work, embedded_folders
from greener_homes.embedded import Postgres, Valkey
from greener_homes.embedded_folders import Passage, passage_for, socket_folder
from greener_homes.errors import Refusal

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run PostgreSQL as somebody else")
AS_ANYBODY = pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path, open to be passed through."""
    with tempfile.TemporaryDirectory(prefix="gh-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def count(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


class TestPostgres:
    def test_data_outlives_a_stop_and_a_kill(self, folder: Path) -> None:
        server = Postgres(folder, durable=False)
        server.start()
        try:
            with psycopg.connect(server.url) as connection:
                connection.execute("CREATE TABLE kept AS SELECT 1")
            server.stop()
            assert server.pid is None
            server.start()
            assert count(server.url) == 1
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            server.start()
            assert count(server.url) == 1
        finally:
            server.stop()

    def test_a_server_left_by_a_crashed_run_is_replaced(self, folder: Path) -> None:
        first, second = Postgres(folder, durable=False), Postgres(folder, durable=False)
        first.start()
        with psycopg.connect(first.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1")
        second.start()
        try:
            assert first.pid is None
            assert count(second.url) == 1
        finally:
            second.stop()

    def test_a_note_with_a_strangers_number_does_not_stop_the_start(self, folder: Path) -> None:
        server = Postgres(folder, durable=False)
        server.start()
        server.stop()
        note = server.data / "postmaster.pid"
        note.write_text(f"{os.getpid()}\n{server.data}\n1\n5432\n{server.sockets}\n\n  1 1\nready\n")
        server.start()
        server.stop()

    def test_an_interrupted_first_start_is_begun_again(self, folder: Path) -> None:
        server = Postgres(folder, durable=False)
        half_made = folder / "postgres.new"
        half_made.mkdir()
        (half_made / "PG_VERSION").write_text("18")
        server.start()
        server.stop()
        assert not half_made.exists()

    def test_only_its_owner_reaches_the_server_and_only_by_socket(self, folder: Path) -> None:
        server = Postgres(folder, durable=False)
        server.start()
        try:
            socket = server.sockets / ".s.PGSQL.5432"
            assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
            assert not socket.stat().st_mode & 0o077
            with psycopg.connect(server.url) as connection:
                assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
                assert connection.execute("SHOW fsync").fetchone() == ("off",)
        finally:
            server.stop()

    def test_the_default_is_safe_against_power_failure(self, folder: Path) -> None:
        server = Postgres(folder)
        server.start()
        try:
            with psycopg.connect(server.url) as connection:
                settings = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "full_page_writes")]
            assert settings == [("on",), ("on",)]
        finally:
            server.stop()

    def test_a_path_too_long_for_sockets_is_no_obstacle(self, folder: Path) -> None:
        far = folder / "a folder with spaces, é and %25" / ("x" * 90)
        server = Postgres(far, durable=False)
        server.start()
        try:
            assert len(os.fsencode(server.sockets)) < 100
            with psycopg.connect(server.url) as connection:
                assert connection.execute("SELECT current_database()").fetchone() == ("greener_homes",)
        finally:
            server.stop()
            server.sockets.rmdir()
            server.sockets.parent.rmdir()

    @AS_ROOT
    def test_a_closed_home_is_passed_without_being_opened(self, folder: Path) -> None:
        home = folder / "home"
        home.mkdir(mode=0o700)
        server = Postgres(home / "project" / "var", durable=False)
        server.start()
        try:
            assert psycopg.connect(server.url).close() is None
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
            assert server.pid is not None
            assert Path(f"/proc/{server.pid}").stat().st_uid == pwd.getpwnam(embedded_folders.SYSTEM_USER).pw_uid
        finally:
            server.stop()

    @AS_ROOT
    def test_a_closed_home_that_cannot_be_passed_is_refused_with_its_name(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = folder / "home"
        home.mkdir(mode=0o700)
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(Refusal) as refused:
            Postgres(home / "var", durable=False).start()
        assert refused.value.code is codes_work.FOLDER_CLOSED
        assert str(home) in refused.value.sentence("en")
        assert stat.S_IMODE(home.stat().st_mode) == 0o700

    @AS_ROOT
    def test_root_runs_the_server_as_the_owner_of_existing_data(self, folder: Path) -> None:
        owner = pwd.getpwnam("nobody")
        (folder / "postgres").mkdir()
        os.chown(folder / "postgres", owner.pw_uid, owner.pw_gid)
        found = embedded_folders.database_user(folder / "postgres")
        assert found is not None and found.pw_uid == owner.pw_uid

    def test_ordinary_users_run_the_server_as_themselves(self) -> None:
        assert passage_for(None, Path(sys.executable)) == Passage()


class TestFolders:
    @pytest.mark.parametrize("kind", [Postgres, Valkey])
    def test_a_folder_that_cannot_be_made_is_refused_with_its_name(
        self, folder: Path, kind: type[Postgres | Valkey]
    ) -> None:
        (folder / "file").write_text("in the way")
        with pytest.raises(Refusal) as refused:
            kind(folder / "file" / "var").start()
        assert refused.value.code is codes_work.FOLDER_UNWRITABLE
        assert str(folder / "file") in refused.value.sentence("fr")

    @AS_ANYBODY
    def test_a_folder_that_may_not_be_written_is_refused(self, folder: Path) -> None:
        (folder / "var").mkdir(mode=0o500)
        with pytest.raises(Refusal) as refused:
            Postgres(folder / "var").start()
        assert refused.value.code is codes_work.FOLDER_UNWRITABLE

    def test_a_short_folder_that_is_not_ours_is_refused(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(embedded_folders, "SHORT_FOLDERS", folder)
        far = folder / ("x" * 100)
        short = socket_folder(far, "postgres").parent
        short.rmdir()
        short.symlink_to(tempfile.gettempdir())
        with pytest.raises(Refusal) as refused:
            socket_folder(far, "postgres")
        assert refused.value.code is codes_work.PATH_TOO_LONG


class TestValkey:
    def test_what_was_written_outlives_a_kill(self, folder: Path) -> None:
        server = Valkey(folder)
        server.start()
        try:
            with redis.Redis.from_url(server.url) as client:
                client.set("kept", "yes")
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            server.start()
            with redis.Redis.from_url(server.url) as client:
                assert client.get("kept") == b"yes"
                shown = client.config_get("appendfsync", "maxmemory-policy", "port", "appendonly")
            assert shown == {
                "appendfsync": "everysec",
                "maxmemory-policy": "noeviction",
                "port": "0",
                "appendonly": "yes",
            }
            assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        finally:
            server.stop()

    def test_a_broker_left_by_a_crashed_run_is_replaced(self, folder: Path) -> None:
        first, second = Valkey(folder), Valkey(folder)
        first.start()
        second.start()
        try:
            assert first.pid is None
            assert second.pid is not None
        finally:
            second.stop()


def test_importing_the_servers_is_silent() -> None:
    said = subprocess.run([sys.executable, "-W", "error", "-c", "import greener_homes.embedded"], capture_output=True)
    assert (said.returncode, said.stdout, said.stderr) == (0, b"", b"")
