"""Folders, users and children for the embedded servers: who may write where, and who runs as whom.

No permission of a folder that was there before us is ever changed. When we are root, PostgreSQL runs as a
system user; a folder that this user may not enter is passed with one capability given to the server alone
(whoever can open its socket is root already), and where that cannot be, we refuse and say so.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from greener_homes.codes_work import FOLDER_CLOSED, FOLDER_UNWRITABLE, NO_SYSTEM_USER, PATH_TOO_LONG
from greener_homes.errors import Refusal

SYSTEM_USER = "pgserver"
SOCKET_PATH_LIMIT = 100
"""Bytes a socket's path may have; 107 on Linux and 103 on macOS are the systems' own limits."""
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
SHORT_FOLDERS = Path("/tmp")  # noqa: S108  # nosec B108
"""Where sockets go when their own path is too long: only inside a folder that is ours and closed to others."""
PASS_FOLDERS = ("--securebits", "+no_setuid_fixup", "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override")


@dataclass(frozen=True, slots=True)
class Passage:
    """How a PostgreSQL program is run: as ourselves, or as its system user, given passage where needed."""

    owner: pwd.struct_passwd | None = None
    through_closed: bool = False

    def launch(self, command: list[str], log: int | IO[bytes]) -> subprocess.Popen[bytes]:
        """The program as a child that has started."""
        if self.owner is None or not self.through_closed:
            return launch(command, log, self.owner)
        uid, gid = str(self.owner.pw_uid), str(self.owner.pw_gid)
        return launch(["setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", *PASS_FOLDERS, *command], log)

    def run(self, command: list[str], log: int | IO[bytes]) -> int:
        """The exit code of the program, once it has ended."""
        return self.launch(command, log).wait()


def passage_for(owner: pwd.struct_passwd | None, program: Path, *folders: Path) -> Passage:
    """The least that lets PostgreSQL run; raises Refusal when nothing does without opening a folder."""
    if owner is None:
        return Passage()
    above = [folder for place in (*folders, program) for folder in place.parents]
    closed = [folder for folder in above if not folder.stat().st_mode & 0o001]
    if not closed and _can_run(program, Passage(owner)):
        return Passage(owner)
    if shutil.which("setpriv") and _can_run(program, Passage(owner, through_closed=True)):
        return Passage(owner, through_closed=True)
    raise Refusal(FOLDER_CLOSED, user=owner.pw_name, folder=str(closed[-1] if closed else program.parent))


def database_user(data: Path) -> pwd.struct_passwd | None:
    """Who PostgreSQL runs as when it cannot be us: the owner of the data, or a system user added for it."""
    if data.exists() and (uid := data.stat().st_uid) != os.geteuid():
        if os.geteuid() != 0:
            raise Refusal(FOLDER_UNWRITABLE, folder=str(data))
        return pwd.getpwuid(uid)
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    with contextlib.suppress(OSError, subprocess.CalledProcessError, KeyError):
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        return pwd.getpwnam(SYSTEM_USER)
    raise Refusal(NO_SYSTEM_USER, user=SYSTEM_USER)


def make_folder(folder: Path, owner: pwd.struct_passwd | None = None) -> None:
    """The folder exists, closed to others, and its owner may write in it; raises Refusal when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        if owner is not None or folder.stat().st_uid == os.geteuid():
            folder.chmod(0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refusal(FOLDER_UNWRITABLE, folder=str(folder)) from error


def socket_folder(var: Path, name: str) -> Path:
    """`var/run/…`, or a folder of ours with a short name when that path is too long for a socket."""
    wanted = var / "run" / name
    if len(os.fsencode(wanted / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return wanted
    short = SHORT_FOLDERS / f"gh-{os.geteuid()}-{hashlib.sha256(os.fsencode(var)).hexdigest()[:12]}"
    with contextlib.suppress(FileExistsError):
        short.mkdir(mode=0o711)
    facts = short.lstat()
    if facts.st_uid != os.geteuid() or short.is_symlink() or facts.st_mode & 0o022:
        raise Refusal(PATH_TOO_LONG, folder=str(var), fallback=str(short))
    return short / name


def launch(command: list[str], log: int | IO[bytes], owner: pwd.struct_passwd | None = None) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches us first and we stop it in our order."""
    return subprocess.Popen(  # noqa: S603
        command,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )


def _can_run(program: Path, passage: Passage) -> bool:
    try:
        return passage.run([str(program), "--version"], subprocess.DEVNULL) == 0
    except OSError:
        return False
