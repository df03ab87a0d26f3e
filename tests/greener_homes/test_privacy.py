"""Withdrawal that undoes: raw and derived rows go together, nothing else goes, and no table is forgotten."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Table, text
from sqlmodel import Session

from coach.asking import questions
from coach.asking.questions import Question
from coach.cases import review
from coach.cases.order import Change, ChangeAction, Reason
from coach.cases.review import Decision
from coach.cases.second_look_sample import Sampling
from coach.homes import usage_shown
from coach.projects import moves, payments, project_photos, quotes, starting, step_marks
from coach.projects.moves import Move
from coach.projects.payments import Payment
from coach.projects.quotes import Quote, Tax
from coach.projects.states import Act
from coach.referrals import telling
from coach.referrals.states import ReferralEventKind, Told
from coach.service import appointments, slots
from coach.service.slots import MeetingKind
from coach.visits import visit_photos, visits
from coach.visits.form import Part
from greener_homes import (
    consent,
    home_marks,
    homes,
    incentive_changes,
    invitations,
    organisations,
    permissions,
    privacy,
    readings,
    weather,
)
from greener_homes.consent import Answer, Purpose, Source
from greener_homes.errors import Refusal
from greener_homes.incentive_changes import ChangedPart, Proposal
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience
from greener_homes.photos import Photo, PhotoKind
from greener_homes.privacy import Receipt
from greener_homes.readings import Incoming
from greener_homes.tables.advice import Screening
from greener_homes.tables.base import Row
from greener_homes.tables.connection import (
    EntryKind,
    ImportRun,
    ImportState,
    PartnerFile,
    PartnerReject,
    Permission,
    TypedEntry,
)
from greener_homes.tables.conversation import ContactCheck
from greener_homes.tables.desk import BillLeftOut, LeftOutWhy
from greener_homes.tables.incentive import IncentiveNotice
from greener_homes.tables.match import HomeMatch, MatchHow, MatchState
from greener_homes.tables.project import ProjectNudge, ProjectOutcome
from greener_homes.tables.report import MonthlyReport, ReportDraw, ReportGroup
from greener_homes.tables.similar import SimilarChoice
from greener_homes.tables.visit import Visit
from greener_homes.vault import Vault
from models.quantities import Commodity, Unit
from tests import scenes
from tests.coach.referrals import referred
from tests.scenes import NOW

KEPT = {
    "home": "the home itself, until its person asks for all of it to go",
    "home_member": "who lives there",
    "home_fact": "what the resident told us, which no usage permission covers",
    "home_invitation": "who may join the household, which no usage permission covers; goes with time",
    "home_station": "which weather station stands for the home: no usage, and goes with the home",
    "consent_grant": "the answers themselves: we must be able to show them",
    "consent_event": "their history",
    "permission": "how a utility is asked to stop, until it has; what opens anything there goes with its confirmation",
    "permission_event": "when it was asked for, given and ended",
    "home_mark": "a fingerprint of an address or e-mail box, which no usage permission covers; its giver takes it back",
    "similar_choice": "a wish about what its pages show, which no usage permission covers; goes with the household",
    "home_match": "that it ended, until the supplier has had time to hear of it; goes after thirty days",
    "written_answer": "how an answer reached us when staff wrote it down: evidence of the answer, as long as its rule",
    "consent_receipt": "what their giver was told of them: opaque ids, kept as long as the answers",
    "thread": "what they asked a coach, sealed with their own key; no usage permission covers it",
    "thread_message": "their words and the coach's answers, sealed the same way",
    "thread_attachment": "the photos they sent with them, sealed the same way",
    "appointment": "when they and a coach meet, and where to reach them, sealed",
    "contact_check": "whether they heard from us, in their own words",
    "visit": "when a coach came or called; what the household showed needs no permission about usage",
    "visit_revision": "what the coach wrote down there, sealed with the resident's own key",
    "visit_photo": "the photos taken there, sealed the same way",
    "project": "what they set out to do, which no usage permission covers; what was predicted of it goes",
    "project_event": "who moved it and when",
    "project_note": "their own words on it, sealed with their own key",
    "project_nudge": "that a reminder of it was written",
    "project_payment": "what programs paid them, as they or their coach wrote it down",
    "project_photo": "the pictures they keep of it, sealed the same way",
    "project_quote": "what contractors offered them; names and models sealed the same way",
    "referral": "that something was sent to a lender, to whom and when; what went is gone, and the lender has to stop",
    "referral_package": "which fields went, when, under which receipt; its content is erased",
    "referral_event": "what a lender said of a loan, which its household may need to show",
    "report_draw": "which group the lot of monthly reports put it in; drawn of no readings, and none stands in it",
    "project_step": "which steps to a rebate they have done",
}
"""Tables with rows about a home that outlive a withdrawal, and why."""
NEW_YEAR = datetime(2025, 1, 1, 5, tzinfo=UTC)
_NOTICED = {"before_cents": 120_000, "after_cents": 40_000, "made_at": NOW}


def _change(session: Session) -> uuid.UUID:
    """A program that changed."""
    day = NOW.date()
    words = ("Smaller now.", "Plus petite.")
    said = Proposal(ChangedPart.OFFER, "HRS-TSTAT", {"pay.cad": 60}, day, day, day, "S50", *words)
    number = incentive_changes.next_number(session)
    return incentive_changes.propose(session, said, number=number, by=None, now=NOW).id


def lived_in(session: Session, keys: Vault) -> scenes.Resident:
    """A home with readings, a revision, a waiting file, an override, and published advice."""
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    weather.assign(session, who.home.id, "oshawa")
    session.add(SimilarChoice(home_id=who.home.id, turned_off_at=NOW))
    _connection(session, who)
    _other_sources(session, who)
    _conversation(session, keys, who)
    told = homes.Provenance.RESIDENT
    homes.state_facts(session, who.home.id, {"attic_r": 20}, provenance=told, actor=who.person.actor, now=NOW)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    gas = scenes.hourly(NEW_YEAR, 48, commodity=Commodity.NATURAL_GAS, unit=Unit.M3)
    for place, (name, series) in enumerate(
        [
            ("power", scenes.hourly(NEW_YEAR, 48)),
            ("power", scenes.hourly(NEW_YEAR, 48, wh=600)),
            ("gas", gas),
        ]
    ):
        readings.store(session, live, keys, Incoming(name, series, updated=place), _run(session, who), now=NOW)
    usage_shown.keep(session, who.home.id, now=NOW)
    _run(session, who, keys)
    invitations.invite(session, keys, who.person, who.home.id, now=NOW)
    scenes.by_telephone(session, keys, who, Purpose.CONTACT_POST)
    case = scenes.assessed(session, who, ("ENV-AIR", "HVAC-TSTAT"))
    coach = scenes.person(session, keys, Audience.COACH)
    review.claim(session, coach, case, now=NOW)
    review.change(session, coach, case, Change("HVAC-TSTAT", ChangeAction.MOVE, Reason.OTHER, rank=1), now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW, sampling=Sampling(1.0, 1.0))
    _project(session, keys, who)
    _referral(session, keys, who)
    home_marks.mark_emails(session, keys, now=NOW, home_id=who.home.id)
    left_out = review.get(session, case).assessment_id
    stretch = {"commodity": Commodity.ELECTRICITY, "first": date(2025, 1, 1), "until": date(2025, 2, 1)}
    why = LeftOutWhy.UNUSUAL
    session.add(BillLeftOut(home_id=who.home.id, assessment_id=left_out, reason=why, made_at=NOW, **stretch))
    grants = [str(grant) for grant in live.grant_ids]
    session.add(ReportDraw(home_id=who.home.id, group=ReportGroup.SENT, share=0.1, drawn_at=NOW))
    session.add(MonthlyReport(home_id=who.home.id, month=date(2026, 10, 1), grant_ids=grants, made_at=NOW))
    session.add(Screening(home_id=who.home.id, evidence_digest="of all this", grant_ids=grants, made_at=NOW))
    session.add(IncentiveNotice(change_id=_change(session), home_id=who.home.id, grant_ids=grants, **_NOTICED))
    session.flush()
    return who


def _conversation(session: Session, keys: Vault, who: scenes.Resident) -> None:
    """The resident asks a coach with a photo, books a call, and is asked whether anybody was in touch."""
    asked = Question("Why?", who.person.language, photos=(Photo(PhotoKind.PDF, b"%PDF-1.7 %%EOF"),))
    questions.ask(session, keys, who.person, who.home.id, asked, now=NOW)
    coach, day = scenes.person(session, keys, Audience.COACH), NOW.date() + timedelta(days=4)
    slots.offer(session, coach, MeetingKind.CALL, day, time(9), time(9, 30), now=NOW)
    (slot,) = slots.offered_by(session, coach.id, now=NOW)
    booked = appointments.book(session, keys, who.person, who.home.id, slot.id, "905 555 0123", "", now=NOW)
    visit = visits.begin_at_appointment(session, keys, coach, booked, now=NOW)
    photo = Photo(PhotoKind.PDF, b"%PDF-1.7 %%EOF")
    visit_photos.add(session, keys, session.get_one(Visit, visit), Part.ATTIC, (photo,), now=NOW)
    session.add(
        ContactCheck(
            person_id=who.person.id,
            home_id=who.home.id,
            since=NOW,
            token_digest=uuid.uuid4().bytes,
            asked_at=NOW,
            expires_at=NOW,
        )
    )
    session.flush()


def _project(session: Session, keys: Vault, who: scenes.Resident) -> None:
    """The household carries a recommendation through, and is not content."""
    home, actor, today = who.home.id, who.person.actor, NOW.date()
    project = starting.start(session, home, ("ENV-AIR",), actor=actor, now=NOW)
    quotes.add(session, keys, home, project, Quote("Sealers", today, 100_000, Tax.WITH), actor=actor, now=NOW)
    step_marks.mark(session, home, project, "HRS-ASSESSED", "assessment_before", today, actor=actor, now=NOW)
    paid = Payment("HRS-AIR", "ENV-AIR", 25_000, today)
    payments.record(session, home, project, paid, actor=actor, now=NOW)
    photo = Photo(PhotoKind.PDF, b"%PDF-1.7 %%EOF")
    project_photos.add(session, keys, home, project, (photo,), actor=actor, now=NOW)
    for move in (Move(Act.FINISH, done_on=today), Move(Act.COMPLAIN, words="It whistles.")):
        moves.move(session, keys, home, project, move, actor=actor, now=NOW)
    session.add(ProjectNudge(project_id=project, person_id=who.person.id, kind="x", occasion=today, written_at=NOW))
    session.add(ProjectOutcome(project_id=project, home_id=home, commodity="natural_gas", said="x", looked_at=NOW))
    session.flush()


def _referral(session: Session, keys: Vault, who: scenes.Resident) -> None:
    """The resident sent their plan to a lender, which has it."""
    made = referred.sent(session, keys, who, referred.lender(session, f"lender-{uuid.uuid4().hex[:8]}"))
    told = Told("e", ReferralEventKind.RECEIVED, NOW)
    telling.tell(session, made.lender.id, made.sent.referral_id, told, actor=referred.SOFTWARE, now=NOW)


def _connection(session: Session, who: scenes.Resident) -> None:
    """The home is connected to a utility."""
    key = f"utility-{uuid.uuid4().hex[:8]}"
    supplier = organisations.register(session, OrganisationKind.UTILITY, key, "A utility", now=NOW)
    asked = Permission(
        home_id=who.home.id, person_id=who.person.id, supplier_id=supplier.id, created_at=NOW, moved_at=NOW
    )
    permissions.create(session, asked, now=NOW)


def _other_sources(session: Session, who: scenes.Resident) -> None:
    """The home also has a bill that was typed, and is a customer of a supplier that sends a file of many."""
    supplier = organisations.register(
        session, OrganisationKind.UTILITY, f"partner-{uuid.uuid4().hex[:8]}", "A supplier", now=NOW
    )
    words = consent.statement(session, Purpose.ADVICE, who.person.language)
    for source, supplier_id in ((Source.BILLS, None), (Source.PARTNER, supplier.id)):
        answer = Answer(
            who.person.id,
            who.home.id,
            source,
            (Commodity.ELECTRICITY,),
            words.id,
            scenes.MOVED_IN,
            supplier_id=supplier_id,
            account_holder=True,
        )
        consent.grant(session, answer, actor=who.person.actor, now=NOW)
    file = PartnerFile(organisation_id=supplier.id, sha256=uuid.uuid4().hex, size_bytes=1, received_at=NOW)
    session.add(file)
    session.flush()
    home, person = who.home.id, who.person.id
    session.add_all(
        [
            PartnerReject(file_id=file.id, home_id=home, line=7, code="x", row_sealed=b"sealed"),
            TypedEntry(
                home_id=home,
                person_id=person,
                kind=EntryKind.DELIVERY,
                commodity=Commodity.ELECTRICITY,
                ends_on=date(2025, 1, 1),
                amount=Decimal(1),
                entered_at=NOW,
            ),
            HomeMatch(
                home_id=home,
                person_id=person,
                supplier_id=supplier.id,
                commodity=Commodity.ELECTRICITY,
                state=MatchState.LIVE,
                how=MatchHow.ACCOUNT_AND_METER,
                pair_match=uuid.uuid4().bytes,
                made_at=NOW,
                changed_at=NOW,
            ),
        ]
    )
    session.flush()


def _run(session: Session, who: scenes.Resident, keys: Vault | None = None) -> uuid.UUID:
    run = ImportRun(
        home_id=who.home.id,
        person_id=who.person.id,
        source=Source.UPLOAD,
        state=ImportState.RECEIVED if keys else ImportState.STORED,
        sha256=uuid.uuid4().hex,
        size_bytes=1,
        received_at=NOW,
    )
    if keys:
        upload = keys.spool()
        upload.write(b"waiting")
        file = upload.finish()
        run.spool_name, run.spool_key = file.name, file.wrapped_key
    session.add(run)
    session.flush()
    return run.id


def withdraw(
    session: Session,
    keys: Vault,
    who: scenes.Resident,
    purpose: Purpose = Purpose.ADVICE,
    commodities: tuple[Commodity, ...] = scenes.BOTH,
) -> Receipt:
    return privacy.withdraw(
        session,
        keys,
        who.home.id,
        purpose,
        source=Source.UPLOAD,
        commodities=commodities,
        actor=who.person.actor,
        now=NOW,
    )


def rows_of(session: Session, home_id: uuid.UUID) -> dict[str, int]:
    """How many rows each table holds that lead to the home, however indirectly."""
    counts = {}
    for table in Row.metadata.sorted_tables:
        path = _path_to_home(table)
        if path is not None:
            counts[table.name] = session.execute(text(path), {"home": home_id}).scalar_one()
    return counts


def _path_to_home(table: Table) -> str | None:
    """SQL that counts the table's rows of one home, or None for a table that does not lead to one."""
    if table.name == "home":
        return "SELECT count(*) FROM home WHERE id = :home"
    chain = _chain(table, ())
    if chain is None:
        return None
    condition = "home_id = :home"
    for column, parent in reversed(chain):
        if parent != "home":
            condition = f"{column} IN (SELECT id FROM {parent} WHERE {condition})"
    return f"SELECT count(*) FROM {table.name} WHERE {condition}"


def _chain(table: Table, seen: tuple[str, ...]) -> list[tuple[str, str]] | None:
    """The foreign keys that lead from a table to a home, as pairs of column and parent."""
    if "home_id" in table.columns:
        return [("home_id", "home")]
    for key in table.foreign_keys:
        parent = key.column.table
        if parent.name in ("person", *seen):
            continue
        rest = _chain(parent, (*seen, table.name))
        if rest is not None:
            return [(key.parent.name, parent.name), *rest]
    return None


def test_every_table_about_a_home_is_emptied_or_kept_for_a_reason(session: Session, keys: Vault) -> None:
    who = lived_in(session, keys)
    before = rows_of(session, who.home.id)
    audited = before.pop("audit_event")
    assert {name for name, count in before.items() if not count} == set(), "the scene fills every table"
    privacy.withdraw_everything(session, keys, who.home.id, actor=who.person.actor, now=NOW)
    after = rows_of(session, who.home.id)
    assert after.pop("audit_event") > audited, "that it happened is on record"
    assert {name for name, count in after.items() if count} == set(KEPT)


def test_the_receipt_says_what_went(session: Session, keys: Vault) -> None:
    who = lived_in(session, keys)
    receipt = withdraw(session, keys, who)
    assert (receipt.permissions, receipt.readings, receipt.revisions) == (2, 96, 1)
    assert (receipt.imports, receipt.files) == (4, 1)
    assert (receipt.assessments, receipt.opportunities, receipt.recommendations) == (1, 2, 2)
    assert len(list(keys.spooled_names())) == 1, "a file cannot come back, so it goes only once all this is committed"
    scenes.committed(session)
    assert list(keys.spooled_names()) == []


def test_a_strangers_home_is_untouched(session: Session, keys: Vault) -> None:
    who, stranger = lived_in(session, keys), lived_in(session, keys)
    before = rows_of(session, stranger.home.id)
    withdraw(session, keys, who)
    assert rows_of(session, stranger.home.id) == before


def test_withdrawing_one_commodity_keeps_the_other_and_drops_the_advice(session: Session, keys: Vault) -> None:
    who = lived_in(session, keys)
    receipt = withdraw(session, keys, who, commodities=(Commodity.NATURAL_GAS,))
    assert (receipt.permissions, receipt.readings, receipt.recommendations) == (1, 48, 2)
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
    assert live.commodities == {Commodity.ELECTRICITY}
    assert sum(one.series.total for one in readings.series_for(session, live, commodity=Commodity.ELECTRICITY)) == (
        pytest.approx(48 * 0.6)
    )


def test_withdrawing_coach_access_keeps_the_readings_and_closes_them_to_coaches(session: Session, keys: Vault) -> None:
    who = lived_in(session, keys)
    receipt = withdraw(session, keys, who, Purpose.COACH_ACCESS)
    assert (receipt.readings, receipt.recommendations) == (0, 2)
    consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW)
    with pytest.raises(Refusal):
        consent.require(session, who.home.id, Purpose.COACH_ACCESS, Source.UPLOAD, at=NOW)


def test_withdrawing_twice_changes_nothing_more(session: Session, keys: Vault) -> None:
    who = lived_in(session, keys)
    withdraw(session, keys, who)
    again = withdraw(session, keys, who)
    assert (again.permissions, again.readings, again.imports, again.assessments) == (0, 0, 0, 0)
