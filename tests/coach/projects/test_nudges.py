"""Reminders: only wanted ones, few, once for each occasion, whatever the night is run how often."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlmodel import Session, select

from coach.projects import moves, nudges, starting
from coach.projects.moves import Move
from coach.projects.states import Act
from coach.service import digest
from greener_homes import consent, mail, people
from greener_homes.consent import Answer, Purpose
from greener_homes.errors import Refusal
from greener_homes.tables.mail import Letter
from greener_homes.tables.project import ProjectNudge
from greener_homes.vault import Vault
from tests import scenes
from tests.coach.projects.begun import ATTIC, FURNACE, THERMOSTAT, advised, at, begun
from tests.scenes import NOW, Resident

TODAY = date(2026, 11, 21)


def agrees_to_letters(session: Session, who: Resident) -> None:
    words = consent.statement(session, Purpose.CONTACT_EMAIL, who.person.language)
    answer = Answer(who.person.id, who.home.id, None, (), words.id, None)
    consent.grant(session, answer, actor=who.person.actor, now=NOW)


def night(session: Session, keys: Vault, now: datetime) -> int:
    nudges.refresh_all(session, now=now)
    return nudges.write_due(session, keys, now=now)


def text_of(session: Session, keys: Vault, letter: Letter) -> str:
    key = people.key_of(session, keys, letter.person_id)
    assert key is not None
    return keys.open(key, letter.text_sealed, f"letter|text|{letter.person_id}")


def test_nobody_is_written_to_who_did_not_agree(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    begun(session, who)
    assert night(session, keys, NOW) == 0
    agrees_to_letters(session, who)
    assert night(session, keys, NOW) == 1
    (letter,) = session.exec(select(Letter))
    assert letter.topic is mail.Topic.PROJECT and "may end on 30 November" in text_of(session, keys, letter)
    assert night(session, keys, NOW) == 0, "once for an occasion"


def test_one_click_or_one_project_silences(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    agrees_to_letters(session, who)
    project = begun(session, who)
    moves.silence(session, who.home.id, project, on=True, actor=who.person.actor, now=NOW)
    assert night(session, keys, NOW) == 0
    moves.silence(session, who.home.id, project, on=False, actor=who.person.actor, now=NOW)
    mail.turn_off(session, who.person.id, mail.Topic.PROJECT, now=NOW)
    assert night(session, keys, NOW) == 0
    mail.turn_on(session, who.person.id, mail.Topic.PROJECT)
    assert night(session, keys, NOW) == 1


def test_never_more_than_a_few_a_month_and_one_a_project_a_week(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    agrees_to_letters(session, who)
    for measure in (ATTIC, FURNACE, THERMOSTAT):
        project = begun(session, who, measure)
        booked = Move(Act.BOOK, booked_for=TODAY + timedelta(days=1))
        moves.move(session, keys, who.home.id, project, booked, actor=who.person.actor, now=NOW)
    written = {day: night(session, keys, NOW + timedelta(days=day)) for day in range(60)}
    assert sum(written.values()) >= 4
    for first in range(31):
        assert sum(written[day] for day in range(first, first + 30)) <= nudges.A_MONTH_AT_MOST
    rows = session.exec(select(ProjectNudge).order_by(ProjectNudge.project_id, ProjectNudge.written_at)).all()  # type: ignore[arg-type]
    for one, next_one in pairwise(rows):
        if one.project_id == next_one.project_id:
            assert next_one.written_at - one.written_at >= nudges.BETWEEN


def test_a_plan_nobody_touches_is_asked_about_once(session: Session, keys: Vault) -> None:
    who, _ = advised(session, keys)
    agrees_to_letters(session, who)
    begun(session, who, FURNACE)
    written = [day for day in range(0, 150, 5) if night(session, keys, NOW + timedelta(days=day))]
    assert written == [60]


def test_the_coachs_week_counts_projects_that_need_a_hand(session: Session, keys: Vault) -> None:
    who, coach = advised(session, keys)
    project = begun(session, who, THERMOSTAT)
    moves.move(session, keys, who.home.id, project, Move(Act.FINISH, done_on=TODAY), actor=who.person.actor, now=NOW)
    said = Move(Act.COMPLAIN, words="It shows the wrong hour.")
    moves.move(session, keys, who.home.id, project, said, actor=who.person.actor, now=NOW)
    counted = {english: count for english, _, count in digest.lines(session, coach.id, now=at("2026-11-23"))}
    assert counted["projects that need a hand"] == 1


def test_whoever_agreed_to_letters_hears_that_their_coach_began_a_project(session: Session, keys: Vault) -> None:
    who, coach = advised(session, keys)
    starting.start_for_household(session, keys, coach, who.home.id, [FURNACE], now=NOW)
    assert session.exec(select(Letter)).all() == [], "nobody agreed yet"
    agrees_to_letters(session, who)
    made = starting.start_for_household(session, keys, coach, who.home.id, [ATTIC], now=NOW)
    (letter,) = session.exec(select(Letter))
    said = text_of(session, keys, letter)
    assert letter.topic is mail.Topic.PROJECT and f"/projects/{made}" in said and "Nothing is ordered" in said
    assert starting.may_begin(session, who.home.id) == (THERMOSTAT,)
    with pytest.raises(Refusal) as closed:
        other = scenes.resident(session, keys)
        starting.start_for_household(session, keys, coach, other.home.id, [ATTIC], now=NOW)
    assert closed.value.code is consent.MISSING
