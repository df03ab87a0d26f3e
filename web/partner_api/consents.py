"""Which of a partner's own customers agreed: what changed since a time, and who may be sent today.

Customers are pseudonyms that only their own supplier can work out from its account and meter numbers. Nothing here
names a home, a person or a number.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Response, jsonify, url_for

from greener_homes import audit, manifests, matches
from greener_homes.manifests import ConsentChange, ManifestEntry
from greener_homes.partner_clients import Scope
from web import current
from web.access import Access, access
from web.partner_api.blueprint import api
from web.partner_api.describe import Operation, described, query_as
from web.partner_api.guard import caller, needs
from web.partner_api.models import (
    ConsentDocument,
    ConsentsDocument,
    ConsentsQuery,
    ManifestDocument,
    ManifestItem,
    ManifestQuery,
    PseudonymsDocument,
)

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
SETTLING = timedelta(minutes=1)
"""An answer given this long ago is on record for certain, whatever order transactions end in."""


@api.get("/consents")
@access(Access.CLIENT)
@needs(Scope.CONSENTS_READ)
@described(
    Operation(
        "Read what your customers answered since a time",
        {200: ConsentsDocument},
        text="Oldest first. Follow `next` while there is one, then ask again later from `poll_since`. That overlaps "
        "by a minute, so that no answer is missed: leave out ids you have seen.",
        query=ConsentsQuery,
        refuses=(400,),
    )
)
def consents_listed() -> Response:
    """Permissions of the partner's own customers that began or ended after `since`."""
    asked, client, now = query_as(ConsentsQuery), caller().client, current.now()
    since = asked.since.astimezone(UTC) if asked.since else BEGINNING
    found = manifests.consents_since(current.session(), client.organisation_id, since, asked.limit, at=now)
    more = len(found) >= asked.limit
    audit.record(
        current.session(),
        client.actor,
        audit.Action.CONSENTS_LISTED,
        at=now,
        object_id=client.organisation_id,
        count=len(found),
    )
    page = ConsentsDocument(
        items=[_change(one) for one in found],
        next=url_for("api.consents_listed", since=_spelled(found[-1].at), limit=asked.limit) if more else None,
        poll_since=max(since, min(now - SETTLING, found[-1].at if found else now)),
    )
    return jsonify(page.model_dump(mode="json"))


@api.get("/manifest")
@access(Access.CLIENT)
@needs(Scope.CONSENTS_READ)
@described(
    Operation(
        "Read whose usage may be sent now",
        {200: ManifestDocument},
        text="Filter your file by it, and nothing of anybody else leaves your systems. Ordered by pseudonym.",
        query=ManifestQuery,
        refuses=(400,),
    )
)
def manifest_listed() -> Response:
    """Every customer of the partner whose permission is in force and who is matched, a page at a time."""
    asked, client = query_as(ManifestQuery), caller().client
    items: list[ManifestItem] = []
    more = None
    for entry in manifests.manifest(current.session(), client.organisation_id, at=current.now(), after=asked.after):
        if len(items) >= asked.limit and entry.pseudonym != items[-1].pseudonym:
            more = url_for("api.manifest_listed", after=items[-1].pseudonym, limit=asked.limit)
            break
        items.append(_entry(entry))
    audit.record(
        current.session(),
        client.actor,
        audit.Action.CONSENTS_LISTED,
        at=current.now(),
        object_id=client.organisation_id,
        count=len(items),
    )
    return jsonify(ManifestDocument(items=items, next=more).model_dump(mode="json"))


@api.get("/pseudonyms")
@access(Access.CLIENT)
@needs(Scope.CONSENTS_READ)
@described(
    Operation(
        "Read how your customers’ pseudonyms are made",
        {200: PseudonymsDocument},
        text="The key is yours alone: another supplier's gives other pseudonyms. Keep it as you keep a secret.",
    )
)
def pseudonyms() -> Response:
    """The partner's own key and the way a pseudonym comes of an account and a meter."""
    key = matches.pseudonym_key(current.vault(), caller().client.organisation_id)
    return jsonify(PseudonymsDocument(key=key.hex()).model_dump(mode="json"))


def _change(one: ConsentChange) -> ConsentDocument:
    return ConsentDocument(
        id=one.id,
        at=one.at,
        pseudonym=one.pseudonym,
        commodity=one.commodity.value,
        change=one.change.value,
        data_from=one.data_from,
    )


def _entry(one: ManifestEntry) -> ManifestItem:
    return ManifestItem(
        pseudonym=one.pseudonym, commodity=one.commodity.value, data_from=one.data_from, until=one.until
    )


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
