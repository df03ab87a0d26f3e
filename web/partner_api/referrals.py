"""Referrals for a lender's software: its own list, what a resident sent it, and what it says happened.

Whatever is refused is put on record in a transaction of its own: who tried what, by opaque ids.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import Response, jsonify, request, url_for

from coach.referrals import charges, comparing, endings, fetching, lists, telling
from coach.referrals.comparing import Listed
from coach.referrals.lists import ReferralView
from coach.referrals.states import Told
from greener_homes import audit
from greener_homes.consent import ReferralField
from greener_homes.partner_clients import Scope
from web import current
from web.access import Access, access
from web.partner_api import strict_json
from web.partner_api.blueprint import api
from web.partner_api.describe import Operation, described, query_as
from web.partner_api.guard import caller, needs
from web.partner_api.models import Out
from web.partner_api.referral_models import (
    ChargeDocument,
    ComparisonDocument,
    ComparisonRequest,
    DifferenceDocument,
    EventRequest,
    NoticeDocument,
    NoticesDocument,
    PackageDocument,
    PackageQuery,
    ReferralDocument,
    ReferralEventDocument,
    ReferralsDocument,
    ReferralsQuery,
    ScheduleDocument,
    ToldDocument,
)
from web.referral_refused import refusals_on_record

View = TypeVar("View", bound=Callable[..., object])


def remembered(view: View) -> View:
    """What this view refuses is on record: by whom, on which referral, with which code."""

    @wraps(view)
    def told(**named: uuid.UUID) -> object:
        with refusals_on_record(caller().client.actor, next(iter(named.values()), None)):
            return view(**named)

    return told  # type: ignore[return-value]


@api.get("/referrals")
@access(Access.CLIENT)
@needs(Scope.REFERRALS_READ)
@described(
    Operation(
        "List the residents sent to you",
        {200: ReferralsDocument},
        text="Oldest first, with where each stands here: compare it with your own books. Follow `next`.",
        query=ReferralsQuery,
        refuses=(400,),
    )
)
@remembered
def referrals_listed() -> Response:
    """The organisation's own referrals, a page at a time."""
    asked, client = query_as(ReferralsQuery), caller().client
    found = lists.of_recipient(current.session(), client.organisation_id, limit=asked.limit + 1, after=asked.after)
    shown = list(found[: asked.limit])
    more = None
    if len(found) > asked.limit:
        more = url_for("api.referrals_listed", limit=asked.limit, after=shown[-1].id)
    audit.record(
        current.session(),
        client.actor,
        audit.Action.REFERRALS_LISTED,
        at=current.now(),
        object_id=client.organisation_id,
        count=len(shown),
    )
    return _said(ReferralsDocument(items=[document(one) for one in shown], next=more))


@api.get("/referrals/<uuid:referral_id>")
@access(Access.CLIENT)
@needs(Scope.REFERRALS_READ)
@described(Operation("Read where one referral stands", {200: ReferralDocument}, refuses=(404,)))
@remembered
def referral_shown(referral_id: uuid.UUID) -> Response:
    """One of the organisation's own, without anything of the resident."""
    return _said(document(lists.one_of_recipient(current.session(), caller().client.organisation_id, referral_id)))


@api.get("/referrals/<uuid:referral_id>/package")
@access(Access.CLIENT)
@needs(Scope.REFERRALS_READ)
@described(
    Operation(
        "Fetch what the resident sent you",
        {200: PackageDocument},
        text="Open while the resident's permission stands; the resident reads of every fetch. After an end it is not "
        "found. A field that was not agreed to is refused, and that is put on record.",
        query=PackageQuery,
        refuses=(400, 403, 404),
    )
)
@remembered
def package_fetched(referral_id: uuid.UUID) -> Response:
    """The package, under the permission in force at this moment."""
    asked, client = query_as(PackageQuery), caller().client
    found = fetching.fetch(
        current.session(),
        current.vault(),
        client.organisation_id,
        referral_id,
        actor=client.actor,
        now=current.now(),
        version=asked.version,
        fields=asked.fields,
    )
    answer = _said(
        PackageDocument(
            document_schema=found.schema,
            referral_id=found.referral_id,
            version=found.version,
            made_at=found.made_at,
            parts={ReferralField(name): part for name, part in found.parts.items()},
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@api.post("/referrals/<uuid:referral_id>/events")
@access(Access.CLIENT)
@needs(Scope.REFERRALS_WRITE)
@described(
    Operation(
        "Say what happened",
        {200: ToldDocument},
        text="Late, twice and out of order are all fine: events count by when they happened, each id once. What does "
        "not fit is kept for both of us to look at.",
        takes=EventRequest,
        refuses=(400, 404, 409, 413, 415, 422),
    )
)
@remembered
def event_told(referral_id: uuid.UUID) -> Response:
    """The event is on record once, and the referral stands where all events together put it."""
    said, client = strict_json.body(request, EventRequest), caller().client
    told = Told(
        key=said.event_id,
        kind=said.kind,
        occurred_at=said.occurred_at,
        needs=tuple(dict.fromkeys(said.needs)),
        amount_cents=said.amount,
        rate_thousandths=said.rate_percent,
        years=said.years,
    )
    session = current.session()
    _, is_new = telling.tell(session, client.organisation_id, referral_id, told, actor=client.actor, now=current.now())
    found = lists.one_of_recipient(session, client.organisation_id, referral_id)
    return _said(ToldDocument(is_new=is_new, referral=document(found)))


@api.get("/referrals/<uuid:referral_id>/schedule")
@access(Access.CLIENT)
@needs(Scope.REFERRALS_READ)
@described(
    Operation(
        "Read the charges of an enrolment",
        {200: ScheduleDocument},
        text="Of a loan on the bill: every month to the cent, as we work it out of what you said.",
        refuses=(404,),
    )
)
@remembered
def schedule_shown(referral_id: uuid.UUID) -> Response:
    """The charges of one of the organisation's own referrals; none before an enrolment."""
    found = lists.one_of_recipient(current.session(), caller().client.organisation_id, referral_id)
    items = [
        ChargeDocument(
            month=one.month, amount=f"{one.amount:.2f}", interest=f"{one.interest:.2f}", owed=f"{one.owed:.2f}"
        )
        for one in charges.charges(found.standing)
    ]
    return _said(ScheduleDocument(items=items))


@api.get("/referral-notices")
@access(Access.CLIENT)
@needs(Scope.REFERRALS_READ)
@described(
    Operation(
        "Read which referrals you have to stop",
        {200: NoticesDocument},
        text="Oldest first. Delete what you fetched, then confirm. Until you do, the resident reads that you have not.",
        query=ReferralsQuery,
        refuses=(400,),
    )
)
@remembered
def notices_listed() -> Response:
    """The organisation's own notices, a page at a time."""
    asked = query_as(ReferralsQuery)
    found = endings.notices(
        current.session(), caller().client.organisation_id, limit=asked.limit + 1, after=asked.after
    )
    shown = found[: asked.limit]
    more = None
    if len(found) > asked.limit:
        more = url_for("api.notices_listed", limit=asked.limit, after=shown[-1].id)
    return _said(NoticesDocument(items=[_notice(one) for one in shown], next=more))


@api.post("/referral-notices/<uuid:notice_id>/confirm")
@access(Access.CLIENT)
@needs(Scope.REFERRALS_WRITE)
@described(Operation("Confirm that you have stopped", {200: NoticeDocument}, refuses=(404,)))
@remembered
def notice_confirmed(notice_id: uuid.UUID) -> Response:
    """The lender has stopped; said twice it is said once."""
    client = caller().client
    found = endings.confirm(current.session(), client.organisation_id, notice_id, actor=client.actor, now=current.now())
    return _said(_notice(found))


@api.post("/referrals/comparison")
@access(Access.CLIENT)
@needs(Scope.REFERRALS_WRITE)
@described(
    Operation(
        "Compare your list with ours",
        {200: ComparisonDocument},
        text="Send all referrals you hold. Nothing is changed by it; differences stay on your page and the staff's.",
        takes=ComparisonRequest,
        refuses=(400, 413, 415, 422),
    )
)
@remembered
def lists_compared() -> Response:
    """What differs between the organisation's list and ours."""
    said, client = strict_json.body(request, ComparisonRequest), caller().client
    found = comparing.compare(
        current.session(),
        client.organisation_id,
        [Listed(one.referral_id, one.state, one.funded) for one in said.items],
        actor=client.actor,
        now=current.now(),
    )
    differences = [
        DifferenceDocument(referral_id=one.referral_id, how=one.how, ours=one.ours, theirs=one.theirs)
        for one in found.differences
    ]
    return _said(ComparisonDocument(at=found.at, compared=found.compared, differences=differences))


def document(one: ReferralView) -> ReferralDocument:
    """A referral as its lender reads it."""
    links = {"self": url_for("api.referral_shown", referral_id=one.id)}
    if one.withdrawn_at is None:
        links["package"] = url_for("api.package_fetched", referral_id=one.id)
        links["events"] = url_for("api.event_told", referral_id=one.id)
    standing = one.standing
    return ReferralDocument(
        id=one.id,
        state=standing.state,
        state_since=standing.since,
        sent_at=one.made_at,
        offer_id=one.offer_id,
        version=one.version,
        fields=list(one.fields),
        needs=list(standing.needs),
        funded=_dollars(standing.funded.amount_cents if standing.funded else None),
        events=[
            ReferralEventDocument(
                event_id=told.key,
                kind=told.kind,
                occurred_at=told.occurred_at,
                amount=_dollars(told.amount_cents),
                fits=told not in standing.conflicts,
            )
            for told in one.told
        ],
        links=links,
    )


def _notice(one: endings.NoticeView) -> NoticeDocument:
    return NoticeDocument(
        id=one.id,
        referral_id=one.referral_number,
        why=one.ended_as,
        at=one.made_at,
        confirmed_at=one.confirmed_at,
        links={"confirm": url_for("api.notice_confirmed", notice_id=one.id)},
    )


def _dollars(cents: int | None) -> str | None:
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def _said(document: Out) -> Response:
    return jsonify(document.model_dump(mode="json"))
