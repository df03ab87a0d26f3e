"""`greener-homes add-partner`: a partner organisation, its people, and the first client of its software."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from greener_homes import audit, organisations, partner_clients, people
from greener_homes.db import Session
from greener_homes.errors import Refusal
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience
from greener_homes.vault import Vault
from models.findings import Code, Severity

FIRST_CLIENT = "First client"
AUDIENCES = {
    OrganisationKind.UTILITY: Audience.UTILITY_PARTNER,
    OrganisationKind.LENDER: Audience.FINANCIAL_PARTNER,
    OrganisationKind.MUNICIPALITY: Audience.FINANCIAL_PARTNER,
}
"""Who may sign in for each kind of partner. Researchers have no pages."""

KEY = Code(
    "partner.key",
    Severity.REFUSAL,
    "A partner’s key is 3 to 60 lower-case letters, digits and dashes, and nobody else’s.",
    "La clé d’un partenaire compte de 3 à 60 lettres minuscules, chiffres et tirets, et n’est à personne d’autre.",
)
MEMBER = Code(
    "partner.member",
    Severity.REFUSAL,
    "Somebody named is not registered, or not as the staff of such a partner. Use add-person first.",
    "Une personne nommée n’est pas inscrite, ou pas au service d’un tel partenaire. Utilisez d’abord add-person.",
)
CODES = (KEY, MEMBER)


@dataclass(frozen=True, slots=True)
class Added:
    """What was made. `client` and `secret` are empty where no scope is open to this kind of partner yet."""

    organisation: str
    client: str
    secret: str


def add(
    session: Session,
    vault: Vault,
    kind: OrganisationKind,
    key: str,
    name: str,
    emails: Sequence[str],
    *,
    now: datetime,
) -> Added:
    """The partner is known, these people sign in for it, and its software has a client. Raises Refusal."""
    try:
        organisation = organisations.register(session, kind, key, name, now=now)
    except ValueError:
        raise Refusal(KEY) from None
    for email in emails:
        person = people.find(session, vault, email)
        if person is None or person.audience is not AUDIENCES.get(kind):
            raise Refusal(MEMBER)
        organisations.add_member(session, organisation.id, person.id, now=now)
    scopes = partner_clients.OPEN_TO[kind]
    if not scopes:
        return Added(str(organisation.id), "", "")
    made = partner_clients.make(session, vault, organisation.id, FIRST_CLIENT, scopes, actor=audit.PLATFORM, now=now)
    return Added(str(organisation.id), str(made.client.id), made.secret)
