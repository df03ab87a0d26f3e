"""Visits as services: begun once, sealed, merged, signed off into facts that supersede, corrected, given, closed."""

from __future__ import annotations

import json
import uuid
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session, select

from coach import assessment
from coach.cases import since_last
from coach.cases.order import CaseOpportunity
from coach.service import appointments, slots
from coach.service.slots import MeetingKind
from coach.visits import brief, given, signing, visit_photos, visits
from coach.visits import codes_visits as codes
from coach.visits.form import Part
from greener_homes import audit, consent, export, homes
from greener_homes.consent import Purpose
from greener_homes.errors import NotFound, Refusal
from greener_homes.homes import HowKnown, KnownHow, Provenance
from greener_homes.mail import Topic
from greener_homes.people import PersonView
from greener_homes.photos import Photo, PhotoKind
from greener_homes.tables.home import HomeFact
from greener_homes.tables.mail import Letter
from greener_homes.tables.visit import Visit, VisitPhoto, VisitRevision
from greener_homes.tables.work import Work
from greener_homes.vault import Vault
from tests import scenes
from tests.scenes import NOW

LATER = NOW + timedelta(hours=2)
CANARY = "canary behind the furnace"
SAID = {"held_on": "2026-11-21", "attic_value": "20", "attic_value_unit": "r", "note_attic": CANARY}


@pytest.fixture
def who(session: Session, keys: Vault) -> scenes.Resident:
    found = scenes.resident(session, keys)
    for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
        scenes.agree(session, found, purpose)
    told = {"attic_r": 32, "goal": "comfort", "window_type": "double"}
    homes.state_facts(session, found.home.id, told, provenance=Provenance.RESIDENT, actor=found.person.actor, now=NOW)
    return found


def begun(session: Session, keys: Vault, coach: PersonView, who: scenes.Resident) -> uuid.UUID:
    return visits.begin_at_home(session, keys, coach, who.home.id, MeetingKind.VISIT, now=NOW)


def saved(
    session: Session, keys: Vault, coach: PersonView, visit: uuid.UUID, said: dict[str, str], on: int = 1
) -> visits.VisitView:
    return visits.save(session, keys, coach, visit, said, based_on=on, now=LATER)


def signed(session: Session, keys: Vault, coach: PersonView, visit: uuid.UUID, *names: str) -> None:
    version = session.get_one(Visit, visit).version
    signing.sign(session, keys, coach, visit, names, version=version, now=LATER)


def booked(session: Session, keys: Vault, coach: PersonView, who: scenes.Resident) -> uuid.UUID:
    slots.offer(session, coach, MeetingKind.VISIT, date(2026, 11, 27), time(9), time(10, 30), now=NOW)
    (slot,) = slots.offered_by(session, coach.id, now=NOW)
    return appointments.book(session, keys, who.person, who.home.id, slot.id, "1 Sample St", "A cold room", now=NOW)


def test_a_visit_is_begun_once_from_either_side_and_holds_the_residents_wish(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    assert begun(session, keys, coach, who) == begun(session, keys, coach, who)
    at = booked(session, keys, coach, who)
    one = visits.begin_at_appointment(session, keys, coach, at, now=NOW)
    assert visits.begin_at_appointment(session, keys, coach, at, now=LATER) == one
    found = visits.get(session, keys, coach, one, now=NOW)
    assert found.answers == {"held_on": "2026-11-27", "concern_1": "A cold room"}
    with pytest.raises(NotFound):
        visits.begin_at_appointment(session, keys, scenes.coach(session, keys), at, now=NOW)
    looks = audit.sittings(session, who.home.id, besides=who.person.id)
    assert audit.Action.VISIT_READ in {one.action for one in looks}, "the resident can read that it was opened"


def test_what_is_written_is_sealed_and_an_older_device_loses_nothing(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    visit = begun(session, keys, coach, who)
    first = saved(session, keys, coach, visit, SAID)
    assert first.visit.version == 2
    assert saved(session, keys, coach, visit, SAID, on=2).visit.version == 2, "the same again changes nothing"
    both = saved(session, keys, coach, visit, {"held_on": "2026-11-21", "note_attic": "seen from the hatch"})
    assert both.answers["attic_value"] == "20" and both.form.aside == {"note_attic": ("seen from the hatch",)}
    with pytest.raises(Refusal) as undecided:
        signed(session, keys, coach, visit)
    assert undecided.value.code is codes.TWO_VERSIONS
    visits.choose(session, keys, coach, visit, {"note_attic": "seen from the hatch"}, now=LATER)
    found = visits.get(session, keys, coach, visit, now=LATER)
    assert found.answers["note_attic"] == "seen from the hatch" and not found.form.aside
    for row in session.exec(select(VisitRevision)):
        assert CANARY.encode() not in row.form_sealed
    with pytest.raises(Refusal) as stranger:
        saved(session, keys, scenes.coach(session, keys), visit, SAID)
    assert stranger.value.code is codes.OF_ANOTHER


def test_signing_off_states_what_was_ticked_beside_what_was_said_and_asks_for_the_advice_again(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    visit = begun(session, keys, coach, who)
    found = saved(session, keys, coach, visit, SAID | {"fact_window_type": "triple", "panel_amps": "100"})
    planned = signing.to_sign(session, found, now=LATER)
    assert {one.name: (one.value, one.before and one.before.value) for one in planned.becoming} == {
        "attic_r": (20, 32),
        "window_type": ("triple", "double"),
        "panel_amps": (100, None),
    }
    signed(session, keys, coach, visit, "attic_r", "panel_amps", "year_built")
    known = {fact.name: (fact.value, fact.provenance) for fact in homes.known_facts(session, who.home.id)}
    assert known["attic_r"] == (20, Provenance.COACH) and known["panel_amps"] == (100, Provenance.COACH)
    assert known["window_type"] == ("double", Provenance.RESIDENT) and "year_built" not in known
    assert session.exec(select(Work.name).where(Work.subject_id == who.home.id)).all() == ["home.assess"]
    with pytest.raises(Refusal) as after:
        saved(session, keys, coach, visit, SAID, on=2)
    assert after.value.code is codes.SIGNED
    (seen,) = (fact for fact in homes.known_facts(session, who.home.id) if fact.name == "attic_r")
    assert seen.how == HowKnown(KnownHow.VISIT, date(2026, 11, 21)), "on the day of the visit"
    assert given.known_before(session, found)["attic_r"].value == 32


def test_what_the_household_said_matters_is_read_from_what_was_signed(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    visit = begun(session, keys, coach, who)
    saved(session, keys, coach, visit, SAID | {"concern_1": "the cold room", "concern_2": "the bill"})
    assert visits.in_their_words(session, keys, coach, who.home.id, now=LATER) == (), "not signed yet"
    signed(session, keys, coach, visit)
    assert visits.in_their_words(session, keys, coach, who.home.id, now=LATER) == ("the cold room", "the bill")


def test_a_correction_supersedes_and_takes_back_and_overwrites_nothing(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    visit = begun(session, keys, coach, who)
    saved(session, keys, coach, visit, SAID | {"panel_amps": "100"})
    signed(session, keys, coach, visit, "attic_r", "panel_amps")
    signing.correct(session, coach, visit, now=LATER)
    found = saved(session, keys, coach, visit, {"held_on": "2026-11-21", "attic_value": "12"}, on=2)
    planned = {one.name: one.value for one in signing.to_sign(session, found, now=LATER).becoming}
    assert planned == {"attic_r": 12, "panel_amps": None}
    signed(session, keys, coach, visit, *planned)
    rows = session.exec(select(HomeFact).where(HomeFact.home_id == who.home.id, HomeFact.name == "attic_r"))
    assert {(row.value, row.provenance, row.ended_at is None) for row in rows} == {
        (32, Provenance.RESIDENT, True),
        (20, Provenance.COACH, False),
        (12, Provenance.COACH, True),
    }
    known = {fact.name: fact.value for fact in homes.known_facts(session, who.home.id)}
    assert known["panel_amps"] is None and session.get_one(Visit, visit).facts == ["attic_r"]


def test_an_evaluation_goes_on_counting_and_the_coach_is_told(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    told = {"attic_r": 40}
    homes.state_facts(session, who.home.id, told, provenance=Provenance.ENERGUIDE, actor=who.person.actor, now=NOW)
    found = saved(session, keys, coach, begun(session, keys, coach, who), SAID)
    (one,) = signing.to_sign(session, found, now=LATER).becoming
    assert one.is_outranked
    signed(session, keys, coach, found.visit.id, "attic_r")
    known = {fact.name: fact.value for fact in homes.known_facts(session, who.home.id)}
    assert known["attic_r"] == 40


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"held_on": "2026-11-22"}, codes.DAY_NEEDED),
        ({"held_on": "2026-11-21", "blower": "900"}, codes.BLOWER),
    ],
)
def test_what_is_impossible_is_kept_as_a_draft_and_never_signed(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident, said: dict[str, str], code: object
) -> None:
    visit = begun(session, keys, coach, who)
    assert saved(session, keys, coach, visit, said).answers == said
    with pytest.raises(Refusal) as refused:
        signed(session, keys, coach, visit)
    assert refused.value.code is code
    with pytest.raises(Refusal) as changed:
        signing.sign(session, keys, coach, visit, (), version=1, now=LATER)
    assert changed.value.code is codes.CHANGED


def test_the_household_reads_its_plan_once_it_was_given_and_then_as_it_was_given(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    visit = begun(session, keys, coach, who)
    saved(session, keys, coach, visit, SAID)
    with pytest.raises(Refusal):
        signing.give(session, keys, coach, visit, now=LATER)
    signed(session, keys, coach, visit)
    with pytest.raises(NotFound):
        given.for_resident(session, keys, who.person, visit)
    signing.give(session, keys, coach, visit, now=LATER)
    assert given.for_resident(session, keys, who.person, visit).answers == SAID
    drafts = session.exec(select(VisitRevision.signed).where(VisitRevision.visit_id == visit)).all()
    assert drafts == [True], "drafts are gone"
    signing.correct(session, coach, visit, now=LATER)
    saved(session, keys, coach, visit, SAID | {"summary": "not yet"}, on=2)
    assert "summary" not in given.for_resident(session, keys, who.person, visit).answers
    assert [one.id for one in given.of_person(session, who.person.id)] == [visit]
    with pytest.raises(NotFound):
        given.for_resident(session, keys, scenes.resident(session, keys).person, visit)


def test_whoever_wants_letters_has_one_when_a_plan_is_given_and_once_for_each_version(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    visit = begun(session, keys, coach, who)
    saved(session, keys, coach, visit, SAID)
    signed(session, keys, coach, visit)
    signing.give(session, keys, coach, visit, now=LATER)
    assert session.exec(select(Letter)).all() == [], "nobody agreed to letters"
    scenes.by_telephone(session, keys, who, Purpose.CONTACT_EMAIL, at=NOW)
    for _ in range(2):
        signing.give(session, keys, coach, visit, now=LATER)
    assert [one.topic for one in session.exec(select(Letter))] == [Topic.PLAN]


def test_photos_are_sealed_bounded_and_the_visits_own(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    visit = begun(session, keys, coach, who)
    row, sent = session.get_one(Visit, visit), Photo(PhotoKind.PDF, b"%PDF-1.7 canary %%EOF")
    visit_photos.add(session, keys, row, Part.ATTIC, (sent,), now=NOW)
    (found,) = visits.get(session, keys, coach, visit, now=NOW).photos
    assert visits.photo(session, keys, coach, visit, found.id, now=NOW) == sent
    assert b"canary" not in session.exec(select(VisitPhoto.data_sealed)).one()
    with pytest.raises(Refusal):
        visit_photos.add(session, keys, row, Part.ATTIC, (sent,) * visit_photos.PHOTOS_MAXIMUM, now=NOW)
    other = begun(session, keys, scenes.coach(session, keys), who)
    with pytest.raises(NotFound):
        visits.photo(session, keys, coach, other, found.id, now=NOW)
    visit_photos.remove(session, row, found.id)
    assert visits.get(session, keys, coach, visit, now=NOW).photos == ()


def test_without_permission_nothing_is_begun_read_or_shown_but_what_was_booked(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    visit = begun(session, keys, coach, who)
    mine = visits.begin_at_appointment(session, keys, coach, booked(session, keys, coach, who), now=NOW)
    colleague = scenes.coach(session, keys)
    visits.take(session, colleague, visit, now=NOW)
    visits.take(session, coach, visit, now=NOW)
    scenes.take_back(session, keys, who, Purpose.COACH_ACCESS)
    for refused in (
        lambda: begun(session, keys, coach, who),
        lambda: visits.get(session, keys, coach, visit, now=NOW),
        lambda: visits.get(session, keys, colleague, mine, now=NOW),
        lambda: visits.take(session, colleague, mine, now=NOW),
    ):
        with pytest.raises(Refusal) as closed:
            refused()
        assert closed.value.code is consent.MISSING
    found = visits.get(session, keys, coach, mine, now=NOW)
    told = brief.brief(session, found, now=NOW)
    assert told.is_closed and told.concerns == ("A cold room",)
    assert (told.known, told.wishes, told.look_at, told.questions) == ((), {}, (), ())
    planned = signing.to_sign(session, saved(session, keys, coach, mine, SAID, on=1), now=LATER)
    assert [one.before for one in planned.becoming] == [None], "what was known is not shown"


def test_the_brief_puts_first_what_moves_the_advice_most(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    def put(measure: str, place: int, low: float, high: float, **origins: str) -> CaseOpportunity:
        numbers = {"bill_cad_per_year": {"p10": low, "p90": high}}
        trace = [{"label": "trace.fact", "name": name, "origin": origin} for name, origin in origins.items()]
        return CaseOpportunity(None, measure, place, place, numbers, numbers, trace)

    found = brief.look_at(
        [
            put("ENV-ATTIC-MID", 1, 50, 250, attic_r="resident", year_built="stock", heated_area_m2="energuide"),
            put("ENV-AIR", 2, 20, 320, ach50="stock", year_built="stock"),
            put("HVAC-TSTAT", 3, 10, 10, price_plan="stock"),
        ]
    )
    assert [(one.name, one.is_told, one.measures) for one in found] == [
        ("year_built", False, ("ENV-ATTIC-MID", "ENV-AIR")),
        ("ach50", False, ("ENV-AIR",)),
        ("attic_r", True, ("ENV-ATTIC-MID",)),
    ]
    scenes.assessed(session, who, ("ENV-AIR",))
    told = brief.brief(session, visits.get(session, keys, coach, begun(session, keys, coach, who), now=NOW), now=NOW)
    assert told.wishes == {"goal": "comfort"} and {fact.name for fact in told.known} == {"attic_r", "window_type"}
    assert {one.purpose for one in told.allowed} == {Purpose.ADVICE, Purpose.COACH_ACCESS}


def test_a_copy_of_a_persons_data_holds_what_was_written_at_their_visits(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    saved(session, keys, coach, begun(session, keys, coach, who), SAID)
    files = {name: b"".join(pieces) for name, pieces in export.documents(session, keys, who.person.id)}
    forms = [json.loads(one["form"])["answers"] for one in json.loads(files["data/visit_revision.json"])]
    assert SAID in forms
    assert str(coach.id) not in files["data/visit.json"].decode()


def test_advice_that_was_worked_out_gives_the_brief_its_reasons_and_shows_what_the_visit_changed(
    session: Session, keys: Vault, coach: PersonView, who: scenes.Resident
) -> None:
    def assessed() -> uuid.UUID:
        made = assessment.assess(session, who.home.id, now=LATER, step=lambda name: None)
        assert made is not None
        return made

    told = {"year_built": 1945, "heating_fuel": "natural_gas", "dwelling_type": "detached"}
    homes.state_facts(session, who.home.id, told, provenance=Provenance.RESIDENT, actor=who.person.actor, now=NOW)
    assessed()
    visit = begun(session, keys, coach, who)
    page = brief.brief(session, visits.get(session, keys, coach, visit, now=NOW), now=NOW)
    assert len(page.look_at) == brief.LOOKED_AT and page.look_at[0].low_cad < page.look_at[0].high_cad
    assert {"check.vermiculite", "check.knob_and_tube"} <= {one["code"] for one in page.doubts}
    assert "HS-CO" in page.stops

    saved(session, keys, coach, visit, SAID | {"fact_vermiculite": "yes"})
    signed(session, keys, coach, visit, "attic_r", "vermiculite")
    opened = consent.live(session, who.home.id, Purpose.COACH_ACCESS, at=LATER)
    since = since_last.since_last(session, opened, assessed())
    assert since is not None
    assert {(one.name, one.before, one.after) for one in since.facts} == {
        ("attic_r", 32, 20),
        ("vermiculite", None, True),
    }
    again = brief.brief(session, visits.get(session, keys, coach, visit, now=LATER), now=LATER)
    assert "attic_r" not in {one.name for one in again.look_at}, "what a coach has seen is settled"
    assert "stop.vermiculite" in {one["code"] for one in again.doubts}
