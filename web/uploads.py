"""Uploads that never touch the disk in clear: a file part is sealed while it arrives.

The web framework would otherwise keep larger parts in plain temporary files before any check has run.
"""

from __future__ import annotations

import io
from typing import IO, Any

from flask import Request, current_app, g

from greener_homes.vault import SpooledFile, SpoolWriter, Vault
from web import access, security


class SealedPart(io.RawIOBase):
    """What the form parser writes a file part into. Rewinding it, as the parser does, changes nothing."""

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._writer: SpoolWriter | None = vault.spool()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return 0

    def write(self, data: Any) -> int:
        if self._writer is None:
            raise ValueError("this upload is already finished")
        return self._writer.write(bytes(data))

    def finish(self) -> SpooledFile:
        """The sealed file, whole."""
        if self._writer is None:
            raise ValueError("this upload is already finished")
        writer, self._writer = self._writer, None
        return writer.finish()

    def abandon(self) -> None:
        """Nothing of the part remains, unless it was finished."""
        if self._writer is not None:
            self._writer.abandon()
            self._writer = None


class SealingRequest(Request):
    """A request whose file parts are sealed as they arrive, on routes that take uploads, and dropped elsewhere."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        view = current_app.view_functions.get(self.endpoint or "")
        # the form may be read before anybody asks who sent it: a stranger's file is not kept even until then
        if not getattr(view, security.TAKES_UPLOADS, False) or not access.may_enter(current_app):
            return _Dropped()
        part = SealedPart(current_app.config["VAULT"])
        g.setdefault("sealed_parts", []).append(part)
        return part  # type: ignore[return-value]  # the parser only writes and rewinds


class _Dropped(io.BytesIO):
    def write(self, data: Any) -> int:
        return len(data)


def abandon_unfinished(_: BaseException | None = None) -> None:
    """Parts nobody finished are gone at the end of the request."""
    for part in g.pop("sealed_parts", []):
        part.abandon()
