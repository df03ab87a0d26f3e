"""Every page a signed-in partner can reach, imported so that their routes exist."""

from __future__ import annotations

from web.partners import (
    agreement,
    clients,
    consents,
    dashboard,
    files,
    lending,
    offers,
    offers_files,
    referral_list,
    referrals,
    sending,
)
from web.partners.blueprint import partners

__all__ = [
    "agreement",
    "clients",
    "consents",
    "dashboard",
    "files",
    "lending",
    "offers",
    "offers_files",
    "partners",
    "referral_list",
    "referrals",
    "sending",
]
