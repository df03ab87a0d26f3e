"""Answers that staff write down: by telephone at once, on paper with a second person, never against the resident."""

from __future__ import annotations

import threading
import uuid
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from greener_homes import (
    consent,
    consent_receipts,
    db,
    erasure,
    erasure_rows,
    export,
    homes,
    jobs,
    organisations,
    people,
    privacy_endings,
    readings,
    retention,
    written_answers,
    written_answers_kept,
    written_callers,
    written_confirmations,
)
from greener_homes.belongings import Whose
from greener_homes.consent import Answer, Channel, ConsentAction, Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import LOCAL, Relation
from greener_homes.organisations import OrganisationKind
from greener_homes.people import Audience, Language, PersonView
from greener_homes.readings import Incoming
from greener_homes.scans import Scan
from greener_homes.settings import Settings
from greener_homes.tables.audit import AuditEvent
from greener_homes.tables.consent import ConsentEvent, ConsentStatement, WrittenAnswer
from greener_homes.tables.home import HomeMember
from greener_homes.vault import Vault, open_vault
from greener_homes.written_answers import EvidenceKind, Said, WhyWritten, Written, WrittenState
from greener_homes.written_answers_kept import WAITS
from greener_homes.written_codes import (
    NOT_LIVING_THERE,
    NOT_WAITING,
    NOTHING_TO_STOP,
    OVERTAKEN,
    SAME_PERSON,
)
from models.findings import Code
from models.quantities import Commodity
from tests import scenes
from tests.consent_oracle import Joined, Oracle, Stopped, Yes
from tests.greener_homes.test_scans import PDF
from tests.scenes import BOTH, MOVED_IN, NOW

TODAY = NOW.astimezone(LOCAL).date()
LATER = NOW + timedelta(days=3)
NOTE = "zyxw canary: her daughter was on the line too"
ADVICE = (Purpose.ADVICE, Source.UPLOAD)


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    consent.publish_statements(session, now=NOW)
    return scenes.resident(session, keys)


@pytest.fixture
def staff(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.PROGRAMME)


@pytest.fixture
def second(session: Session, keys: Vault) -> PersonView:
    return scenes.person(session, keys, Audience.PROGRAMME)


def said(
    session: Session,
    who: scenes.Resident,
    what: Said = Said.YES,
    channel: Channel = Channel.PHONE,
    purpose: Purpose = Purpose.ADVICE,
    language: Language = Language.ENGLISH,
) -> Written:
    return Written(
        who.person.id,
        who.home.id,
        what,
        purpose,
        None if purpose.is_contact else Source.UPLOAD,
        () if purpose.is_contact else BOTH,
        consent.statement(session, purpose, language).id,
        channel,
        WhyWritten.NO_INTERNET,
        "tests-1",
        data_from=None if purpose.is_contact else MOVED_IN,
    )


def open_now(session: Session, who: scenes.Resident, at: datetime = NOW) -> set[tuple[Purpose, Source | None]]:
    return {(one.purpose, one.source) for one in consent.in_force(session, who.home.id, at=at)}


def refused(code: Code) -> AbstractContextManager[object]:
    return pytest.raises(Refusal, match=code.code.replace(".", r"\."))


def test_a_yes_by_telephone_counts_at_once_and_stays_the_persons(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    written = written_answers.write_down(
        session, keys, said(session, who, language=Language.FRENCH), staff=staff, now=NOW
    )
    assert written.state is WrittenState.COUNTS
    assert open_now(session, who) == {ADVICE}
    grants = consent.in_force(session, who.home.id, at=NOW)
    assert {(one.person_id, one.channel) for one in grants} == {(who.person.id, Channel.PHONE)}
    event = session.exec(select(ConsentEvent).where(ConsentEvent.person_id == who.person.id)).first()
    assert event is not None
    assert (event.channel, event.on_behalf_reason, event.actor_id) == (Channel.PHONE, "no_internet", staff.id)
    assert session.get_one(ConsentStatement, event.statement_id).language is Language.FRENCH
    (receipt,) = consent_receipts.of_person(session, who.person.id)
    assert receipt.id == written.receipt_id
    assert (receipt.channel, receipt.on_behalf, receipt.action) == (Channel.PHONE, True, ConsentAction.GRANT)


def test_a_yes_on_paper_waits_for_a_second_person(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, second: PersonView
) -> None:
    written = written_answers.write_down(session, keys, said(session, who, channel=Channel.PAPER), staff=staff, now=NOW)
    assert written.state is WrittenState.WAITING and written.receipt_id is None
    assert open_now(session, who) == set()
    assert [one.id for one in written_answers_kept.waiting(session, now=NOW)] == [written.id]
    with refused(SAME_PERSON):
        written_confirmations.confirm(session, keys, written.id, staff=staff, now=LATER)
    confirmed = written_confirmations.confirm(session, keys, written.id, staff=second, now=LATER)
    assert confirmed.state is WrittenState.COUNTS and confirmed.receipt_id is not None
    assert open_now(session, who, LATER) == {ADVICE}
    assert {one.expires_at for one in consent.in_force(session, who.home.id, at=LATER)} == {LATER + consent.LASTS}
    assert written_answers_kept.waiting(session, now=LATER) == []
    with refused(NOT_WAITING):
        written_confirmations.confirm(session, keys, written.id, staff=second, now=LATER)


def test_a_yes_on_paper_can_be_declined_also_by_who_wrote_it(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, second: PersonView
) -> None:
    for one in (staff, second):
        paper = said(session, who, channel=Channel.PAPER)
        written = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
        assert written_confirmations.decline(session, written.id, staff=one, now=NOW).state is WrittenState.DECLINED
        with refused(NOT_WAITING):
            written_confirmations.confirm(session, keys, written.id, staff=second, now=NOW)
    assert open_now(session, who) == set()


def test_nobody_confirms_after_thirty_days_and_then_it_goes(
    session: Session, settings: Settings, staff: PersonView, second: PersonView
) -> None:
    keys = open_vault(settings)
    consent.publish_statements(session, now=NOW)
    who = scenes.resident(session, keys)
    paper = said(session, who, channel=Channel.PAPER)
    long_ago = NOW - WAITS - timedelta(seconds=1)
    written = written_answers.write_down(
        session, keys, replace(paper, data_from=date(2026, 1, 1)), staff=staff, now=long_ago
    )
    assert written_answers_kept.waiting(session, now=NOW) == []
    with refused(NOT_WAITING):
        written_confirmations.confirm(session, keys, written.id, staff=second, now=NOW)
    retention.sweep(session, jobs.NOBODY, now=NOW, settings=settings, step=lambda _: None)
    assert session.exec(select(WrittenAnswer)).all() == []


@pytest.mark.parametrize("since", ["yes", "no", "stop", "by telephone"])
def test_a_newer_answer_of_the_person_overtakes_a_paper_that_waits(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, second: PersonView, since: str
) -> None:
    if since == "stop":
        scenes.agree(session, who, at=NOW - timedelta(days=1))
    paper = said(session, who, channel=Channel.PAPER)
    written = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
    between = NOW + timedelta(days=1)
    own = Answer(who.person.id, who.home.id, Source.UPLOAD, BOTH, paper.statement_id, MOVED_IN)
    match since:
        case "yes":
            consent.grant(session, own, actor=who.person.actor, now=between)
        case "no":
            consent.refuse(session, own, actor=who.person.actor, now=between)
        case "stop":
            scenes.end_consent(session, who, Purpose.ADVICE, at=between)
        case _:
            written_answers.write_down(session, keys, said(session, who, Said.NO), staff=second, now=between)
    before = open_now(session, who, LATER)
    with refused(OVERTAKEN):
        written_confirmations.confirm(session, keys, written.id, staff=second, now=LATER)
    assert open_now(session, who, LATER) == before


def test_a_stop_under_way_overtakes_a_confirmation_that_waits_for_it(engine: Engine, settings: Settings) -> None:
    keys = open_vault(settings)
    with db.transaction(engine) as session:
        consent.publish_statements(session, now=NOW)
        who = scenes.resident(session, keys)
        scenes.agree(session, who, at=NOW - timedelta(days=1))
        staff, second = (scenes.person(session, keys, Audience.PROGRAMME) for _ in range(2))
        paper = said(session, who, channel=Channel.PAPER)
        written = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
    came: list[Code | None] = []

    def confirms() -> None:
        try:
            with db.transaction(engine) as session:
                written_confirmations.confirm(session, keys, written.id, staff=second, now=LATER)
            came.append(None)
        except Refusal as refusal:
            came.append(refusal.code)

    confirming = threading.Thread(target=confirms)
    with db.transaction(engine) as session:
        stop = {"source": Source.UPLOAD, "commodities": BOTH, "actor": who.person.actor}
        consent.withdraw(session, who.home.id, Purpose.ADVICE, **stop, now=LATER)  # type: ignore[arg-type]
        confirming.start()
        confirming.join(timeout=0.3)  # long enough to reach the lock; the outcome is the same if it has not
    confirming.join()
    assert came == [OVERTAKEN]
    with db.reading(engine) as session:
        assert open_now(session, who, LATER) == set()


def test_a_stop_by_telephone_acts_at_once_erases_and_says_how_it_came(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    scenes.agree(session, who)
    with_readings(session, keys, who)
    stop = replace(said(session, who, Said.STOP), commodities=())
    written = written_answers.write_down(session, keys, stop, staff=staff, now=NOW)
    assert open_now(session, who) == set()
    assert not readings.has_any(session, who.home.id)
    receipt = consent_receipts.get(session, who.person.id, written.receipt_id or uuid.uuid4())
    assert (receipt.action, receipt.channel, receipt.on_behalf) == (ConsentAction.WITHDRAW, Channel.PHONE, True)
    assert receipt.went["readings"] == 48
    ended = session.exec(select(ConsentEvent).where(ConsentEvent.action == ConsentAction.WITHDRAW)).all()
    assert {(one.channel, one.actor_id, one.person_id) for one in ended} == {(Channel.PHONE, staff.id, who.person.id)}


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.PAPER])
def test_one_kind_is_stopped_and_another_members_answer_stays(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, channel: Channel
) -> None:
    scenes.agree(session, who)
    other = scenes.person(session, keys)
    homes.join(session, other.id, who.home.id, relation=Relation.MEMBER, moved_in=MOVED_IN, now=NOW)
    scenes.agree(session, scenes.Resident(other, who.home))
    stop = replace(said(session, who, Said.STOP, channel), commodities=(Commodity.NATURAL_GAS,))
    written_answers.write_down(session, keys, stop, staff=staff, now=NOW)
    left = {(one.person_id, one.commodity) for one in consent.in_force(session, who.home.id, at=NOW)}
    assert left == {(who.person.id, Commodity.ELECTRICITY), *((other.id, one) for one in BOTH)}


def test_there_is_nothing_to_stop_where_nobody_said_yes(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    stranger = scenes.resident(session, keys)
    scenes.agree(session, stranger)
    with refused(NOTHING_TO_STOP):
        written_answers.write_down(session, keys, said(session, who, Said.STOP), staff=staff, now=NOW)
    assert open_now(session, stranger) == {ADVICE}


def test_a_stop_also_ends_a_paper_that_waits(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, second: PersonView
) -> None:
    paper = said(session, who, channel=Channel.PAPER)
    waiting = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
    written_answers.write_down(session, keys, said(session, who, Said.STOP), staff=second, now=NOW)
    assert written_answers_kept.get(session, waiting.id).state is WrittenState.DECLINED
    with refused(NOT_WAITING):
        written_confirmations.confirm(session, keys, waiting.id, staff=second, now=LATER)


def test_a_no_is_remembered_and_changes_nothing(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    scenes.agree(session, who)
    for channel in (Channel.PHONE, Channel.PAPER):
        written = written_answers.write_down(session, keys, said(session, who, Said.NO, channel), staff=staff, now=NOW)
        assert written.state is WrittenState.COUNTS
    assert open_now(session, who) == {ADVICE}
    noes = session.exec(select(ConsentEvent.channel).where(ConsentEvent.action == ConsentAction.REFUSE)).all()
    assert set(noes) == {Channel.PHONE, Channel.PAPER}


def test_a_contradicted_yes_is_withdrawn_with_what_rests_on_it(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    written = written_answers.write_down(session, keys, said(session, who), staff=staff, now=NOW)
    with_readings(session, keys, who)
    for _ in range(2):
        answered = written_confirmations.contradict(session, keys, written.id, who.person, now=LATER)
        assert answered.state is WrittenState.CONTRADICTED
    assert open_now(session, who, LATER) == set()
    assert not readings.has_any(session, who.home.id)
    acts = session.exec(select(AuditEvent.action).where(AuditEvent.object_id == written.id)).all()
    assert sorted(acts) == ["consent.contradicted", "consent.written_down"]


def test_contradicting_leaves_what_the_person_has_answered_themselves_since(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    written = written_answers.write_down(session, keys, said(session, who), staff=staff, now=NOW)
    scenes.agree(session, who, commodities=(Commodity.ELECTRICITY,), at=NOW + timedelta(hours=1))
    written_confirmations.contradict(session, keys, written.id, who.person, now=LATER)
    left = consent.in_force(session, who.home.id, at=LATER)
    assert [(one.commodity, one.channel) for one in left] == [(Commodity.ELECTRICITY, Channel.WEB)]


def test_a_contradicted_paper_never_counts(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, second: PersonView
) -> None:
    paper = said(session, who, channel=Channel.PAPER)
    written = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
    written_confirmations.contradict(session, keys, written.id, who.person, now=NOW)
    with refused(NOT_WAITING):
        written_confirmations.confirm(session, keys, written.id, staff=second, now=NOW)
    assert open_now(session, who) == set()


def test_nobody_contradicts_anothers_answer(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    other = scenes.person(session, keys)
    homes.join(session, other.id, who.home.id, relation=Relation.MEMBER, moved_in=MOVED_IN, now=NOW)
    written = written_answers.write_down(session, keys, said(session, who), staff=staff, now=NOW)
    with pytest.raises(NotFound):
        written_confirmations.contradict(session, keys, written.id, other, now=NOW)


@pytest.mark.parametrize("audience", [one for one in Audience if one is not Audience.PROGRAMME])
def test_only_programme_staff_write_find_and_confirm(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, audience: Audience
) -> None:
    someone = scenes.person(session, keys, audience)
    paper = written_answers.write_down(session, keys, said(session, who, channel=Channel.PAPER), staff=staff, now=NOW)
    with pytest.raises(NotFound):
        written_answers.write_down(session, keys, said(session, who), staff=someone, now=NOW)
    with pytest.raises(NotFound):
        written_callers.find(session, keys, who.home.reference, "x@test.example", staff=someone, now=NOW)
    with pytest.raises(NotFound):
        written_confirmations.confirm(session, keys, paper.id, staff=someone, now=NOW)
    with pytest.raises(NotFound):
        written_confirmations.decline(session, paper.id, staff=someone, now=NOW)


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.PAPER])
def test_the_rules_of_every_answer_hold_when_it_is_written_down(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, channel: Channel
) -> None:
    good = said(session, who, channel=channel)
    supplier = organisations.register(
        session, OrganisationKind.UTILITY, f"utility-{uuid.uuid4().hex[:8]}", "A utility", now=NOW
    )
    other_words = consent.statement(session, Purpose.RESEARCH, Language.ENGLISH).id
    for wrong, code in (
        (replace(good, commodities=()), consent.NOTHING_CHOSEN),
        (replace(good, data_from=TODAY + timedelta(days=1)), consent.MOVED_IN_LATER),
        (replace(good, statement_id=other_words), consent.STATEMENT_CHANGED),
        (replace(good, source=Source.UTILITY, supplier_id=supplier.id), consent.NOT_ACCOUNT_HOLDER),
    ):
        with refused(code):
            written_answers.write_down(session, keys, wrong, staff=staff, now=NOW)
    assert session.exec(select(WrittenAnswer)).all() == []
    with pytest.raises(ValueError, match="telephone or on paper"):
        written_answers.write_down(session, keys, replace(good, channel=Channel.WEB), staff=staff, now=NOW)


def test_words_that_are_no_longer_the_newest_are_neither_written_down_nor_confirmed(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, second: PersonView
) -> None:
    paper = said(session, who, channel=Channel.PAPER)
    written = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
    old = session.get_one(ConsentStatement, paper.statement_id)
    session.add(ConsentStatement(**{**old.model_dump(), "id": uuid.uuid4(), "version": 99}))
    session.flush()
    with refused(consent.STATEMENT_CHANGED):
        written_confirmations.confirm(session, keys, written.id, staff=second, now=LATER)
    with refused(consent.STATEMENT_CHANGED):
        written_answers.write_down(session, keys, paper, staff=staff, now=LATER)


def test_who_moved_out_can_stop_and_answer_nothing_more(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, second: PersonView
) -> None:
    scenes.agree(session, who)
    paper = said(session, who, channel=Channel.PAPER, purpose=Purpose.RESEARCH)
    waiting = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
    privacy_endings.move_out(session, keys, who.person.id, who.home.id, TODAY, actor=who.person.actor, now=NOW)
    with refused(NOT_LIVING_THERE):
        written_answers.write_down(session, keys, said(session, who), staff=staff, now=NOW)
    with refused(NOT_LIVING_THERE):
        written_confirmations.confirm(session, keys, waiting.id, staff=second, now=NOW)
    stopped = written_answers.write_down(session, keys, said(session, who, Said.STOP), staff=staff, now=NOW)
    assert stopped.receipt_id is not None
    assert consent.lapsed(session, who.person.id) == []


def test_a_caller_is_found_by_home_and_address_together_and_never_by_one(session: Session, keys: Vault) -> None:
    staff = scenes.person(session, keys, Audience.PROGRAMME)
    who = scenes.resident(session, keys, email="caller@test.example")
    stranger = scenes.resident(session, keys, email="stranger@test.example")
    for reference, email in (
        (who.home.reference, "stranger@test.example"),
        (stranger.home.reference, "caller@test.example"),
        (who.home.reference, ""),
        ("", "caller@test.example"),
        ("GH-999999999", "caller@test.example"),
        ("GH-" + "9" * 40, "caller@test.example"),
    ):
        assert written_callers.find(session, keys, reference, email, staff=staff, now=NOW) is None
    found = written_callers.find(
        session, keys, f" {who.home.reference.lower()} ", "Caller@test.example", staff=staff, now=NOW
    )
    assert found is not None
    assert (found.person_id, found.home_id, found.name) == (who.person.id, who.home.id, "Test resident")
    looks = session.exec(
        select(AuditEvent).where(AuditEvent.action == "home.listed", col(AuditEvent.home_id) == who.home.id)
    ).all()
    assert [one.actor_id for one in looks] == [staff.id]


def test_staff_who_guess_are_paused(session: Session, keys: Vault) -> None:
    staff, who = scenes.person(session, keys, Audience.PROGRAMME), scenes.resident(session, keys)
    for _ in range(people.FAILURES_ALLOWED):
        assert written_callers.find(session, keys, who.home.reference, "no@test.example", staff=staff, now=NOW) is None
    with refused(people.SIGN_IN_PAUSED):
        written_callers.find(session, keys, who.home.reference, "no@test.example", staff=staff, now=NOW)


def test_the_scan_and_the_note_are_sealed_with_the_persons_key(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    paper = replace(said(session, who, channel=Channel.PAPER), note=NOTE, scan=Scan(EvidenceKind.PDF, PDF))
    written = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
    row = session.exec(select(WrittenAnswer)).one()
    held = (row.note_sealed or b"") + (row.evidence_sealed or b"")
    assert b"canary" not in held and b"%PDF" not in held and len(held) > len(PDF)
    opened = written_answers_kept.evidence(session, keys, written.id, reader=staff.actor, now=NOW)
    assert opened == Scan(EvidenceKind.PDF, PDF)
    assert written_answers_kept.note(session, keys, written.id) == NOTE
    assert session.exec(select(AuditEvent.action).where(AuditEvent.action == "consent.evidence_opened")).all()
    copy = dict(export.documents(session, keys, who.person.id))
    assert NOTE.encode() in b"".join(copy["data/written_answer.json"]), "its person gets it"
    stranger = scenes.resident(session, keys)
    assert b"".join(dict(export.documents(session, keys, stranger.person.id))["data/written_answer.json"]) == b"[\n]\n"


def test_erasure_takes_it_all_and_who_is_being_erased_is_not_found(
    session: Session, keys: Vault, staff: PersonView, second: PersonView
) -> None:
    consent.publish_statements(session, now=NOW)
    who = scenes.resident(session, keys, email="gone@test.example")
    paper = replace(said(session, who, channel=Channel.PAPER), note=NOTE)
    written = written_answers.write_down(session, keys, paper, staff=staff, now=NOW)
    erasure.begin(session, keys, who.person.id, "reference", now=NOW)
    assert written_callers.find(session, keys, who.home.reference, "gone@test.example", staff=staff, now=NOW) is None
    with refused(NOT_LIVING_THERE):
        written_confirmations.confirm(session, keys, written.id, staff=second, now=NOW)
    erasure_rows.delete_rows(session, Whose(who.person.id, [who.home.id]))
    assert session.exec(select(WrittenAnswer)).all() == []


def test_scans_and_notes_go_after_two_years_and_that_it_was_said_stays(session: Session, settings: Settings) -> None:
    keys, now = open_vault(settings), NOW
    consent.publish_statements(session, now=now)
    who, staff = scenes.resident(session, keys), scenes.person(session, keys, Audience.PROGRAMME)
    for days, purpose in ((731, Purpose.CONTACT_POST), (729, Purpose.CONTACT_EMAIL)):
        scan = Scan(EvidenceKind.PDF, PDF)
        written = replace(said(session, who, purpose=purpose), note=NOTE, scan=scan)
        written_answers.write_down(session, keys, written, staff=staff, now=now - timedelta(days=days))
    retention.sweep(session, jobs.NOBODY, now=now, settings=settings, step=lambda _: None)
    rows = session.exec(select(WrittenAnswer).order_by(col(WrittenAnswer.written_at))).all()
    assert [(row.evidence_sealed is None, row.evidence_kind is None, row.note_sealed is None) for row in rows] == [
        (True, True, True),
        (False, False, False),
    ]


def test_a_coachs_look_that_was_allowed_by_telephone_is_worked_on(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView
) -> None:
    scenes.agree(session, who)
    with_readings(session, keys, who)
    from greener_homes.tables.work import Work

    before = len(session.exec(select(Work).where(Work.name == "home.assess")).all())
    coach = said(session, who, purpose=Purpose.COACH_ACCESS)
    written_answers.write_down(session, keys, coach, staff=staff, now=NOW)
    assert len(session.exec(select(Work).where(Work.name == "home.assess")).all()) == before + 1


def test_the_day_of_moving_in_is_kept(session: Session, keys: Vault, who: scenes.Resident, staff: PersonView) -> None:
    moved = date(2025, 2, 3)
    written_answers.write_down(session, keys, replace(said(session, who), data_from=moved), staff=staff, now=NOW)
    assert session.get_one(HomeMember, (who.person.id, who.home.id)).moved_in == moved


def test_the_written_rules_agree_about_paper_telephone_and_contradiction(
    session: Session, keys: Vault, who: scenes.Resident, staff: PersonView, second: PersonView
) -> None:
    """Paper counts from its confirmation, telephone from the call, and a contradiction is a stop of that answer."""
    oracle, me = Oracle(), str(who.person.id)
    key = ("advice", "upload", None, None)
    oracle.log.append(Joined(NOW, me, first_household=True))

    def agrees(at: datetime) -> None:
        covered = {
            commodity.value: (since, None)
            for live in consent.live(session, who.home.id, Purpose.ADVICE, at=at)
            for commodity, since in live.windows
        }
        assert covered == oracle.covered(key, at)

    paper = written_answers.write_down(session, keys, said(session, who, channel=Channel.PAPER), staff=staff, now=NOW)
    agrees(NOW)
    written_confirmations.confirm(session, keys, paper.id, staff=second, now=LATER)
    oracle.log.append(Yes(LATER, me, key, ("electricity", "natural_gas"), MOVED_IN))
    for at in (NOW, LATER, NOW + timedelta(days=365), LATER + timedelta(days=365)):
        agrees(at)
    call_at = LATER + timedelta(days=10)
    call = replace(said(session, who), commodities=(Commodity.ELECTRICITY,), data_from=date(2025, 1, 1))
    phone = written_answers.write_down(session, keys, call, staff=staff, now=call_at)
    oracle.log.append(Yes(call_at, me, key, ("electricity",), date(2025, 1, 1)))
    agrees(call_at)
    never_at = call_at + timedelta(days=1)
    written_confirmations.contradict(session, keys, phone.id, who.person, now=never_at)
    oracle.log.append(Stopped(never_at, me, key, ("electricity",)))
    agrees(never_at)
    assert oracle.covered(key, never_at) == {"natural_gas": (MOVED_IN, None)}


def with_readings(session: Session, keys: Vault, who: scenes.Resident) -> None:
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.UPLOAD, at=NOW, lock=True)
    run = scenes.stored_run(session, who)
    series = scenes.hourly(datetime(2025, 1, 1, 5, tzinfo=UTC), 48)
    readings.store(session, live, keys, Incoming("meter", series), run, now=NOW)
