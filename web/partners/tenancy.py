"""Whose pages these are: every view asks here first, and reaches nothing but its own organisation's."""

from __future__ import annotations

from greener_homes.errors import NotFound
from greener_homes.organisations import OrganisationKind, OrganisationView
from web import current

WITH_PAGES = (OrganisationKind.UTILITY, OrganisationKind.LENDER, OrganisationKind.MUNICIPALITY)
"""Partners whose people sign in. Researchers have no pages."""


def partner() -> OrganisationView:
    """The partner the signed-in person works for. Raises NotFound for whoever works for none."""
    found = current.organisation()
    if found is None or found.kind not in WITH_PAGES:
        raise NotFound
    return found


def utility() -> OrganisationView:
    """The utility the signed-in person works for. Raises NotFound for whoever works for none."""
    found = current.organisation()
    if found is None or found.kind is not OrganisationKind.UTILITY:
        raise NotFound
    return found
