"""Every page a signed-in partner can reach, imported so that their routes exist."""

from __future__ import annotations

from web.partners import clients, consents, dashboard, files, lending, sending
from web.partners.blueprint import partners

__all__ = ["clients", "consents", "dashboard", "files", "lending", "partners", "sending"]
