"""Changes to programmes: refused like a file, previewed on homes that agreed, approved by another, told, undone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach.cases import review
from coach.cases.review import Decision
from coach.fleet_wide import codes_incentives as codes
from coach.fleet_wide import incentive_notices as telling
from coach.fleet_wide import incentive_proposals as proposals
from coach.fleet_wide.incentive_effect import Effect, Flip, effects, preview
from coach.homes import figures_in_use
from coach.service import resident_letters
from greener_homes import consent, homes, incentive_changes, incentive_notices, privacy
from greener_homes.consent import Purpose
from greener_homes.errors import Refusal
from greener_homes.homes import Provenance
from greener_homes.incentive_changes import ChangedPart, ChangeState, Proposal
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.mail import Letter, Topic
from greener_homes.tables.work import Work
from greener_homes.vault import Vault
from models.incentives import codes_data
from models.incentives.load import graph
from tests import scenes
from tests.scenes import NOW

TODAY = date(2026, 11, 21)
ATTIC = Proposal(
    ChangedPart.OFFER,
    "HRS-ATTIC-12-25",
    {"pay.cad": 400, "pay.max_cad": 400},
    TODAY,
    TODAY,
    TODAY + timedelta(days=90),
    "https://example.org/programmes",
    "The attic rebate is smaller now.",
    "La remise pour le grenier est plus petite.",
)


def staff(session: Session, keys: Vault) -> uuid.UUID:
    return scenes.person(session, keys, Audience.PROGRAMME).id


def advised(session: Session, keys: Vault, measures: tuple[str, ...] = ("ENV-ATTIC-MID",)) -> scenes.Resident:
    """A gas-heated home with a thin attic, to which a coach recommended this work."""
    who = scenes.resident(session, keys)
    scenes.agree(session, who)
    scenes.agree(session, who, Purpose.COACH_ACCESS)
    facts = {"heating_fuel": "natural_gas", "attic_r": 20, "municipality": "Oshawa", "dwelling_type": "detached"}
    told = {"provenance": Provenance.RESIDENT, "actor": who.person.actor, "now": NOW}
    homes.state_facts(session, who.home.id, facts, **told)  # type: ignore[arg-type]
    case, coach = scenes.assessed(session, who, measures), scenes.coach(session, keys)
    review.claim(session, coach, case, now=NOW)
    review.decide(session, coach, case, Decision.APPROVE, "", now=NOW)
    return who


def effects_of(session: Session, proposal: Proposal) -> Sequence[Effect]:
    change = incentive_changes.propose(
        session, proposal, number=incentive_changes.next_number(session), by=None, now=NOW
    )
    before, after = proposals.both(session, change, TODAY)
    return list(effects(session, before, after, TODAY, at=NOW))


def test_another_person_approves_and_then_everything_counts_with_it(session: Session, keys: Vault) -> None:
    one, two = staff(session, keys), staff(session, keys)
    made = proposals.propose(session, ATTIC, by=one, now=NOW)
    assert (made.number, made.state) == (1, ChangeState.PROPOSED)
    assert figures_in_use.in_use(session, TODAY) is graph()
    with pytest.raises(Refusal) as own:
        proposals.approve(session, made.id, by=one, now=NOW)
    assert own.value.code is incentive_changes.OWN_PROPOSAL
    edition = figures_in_use.edition(session, NOW)
    proposals.approve(session, made.id, by=two, now=NOW)
    held = figures_in_use.figures(session, TODAY)
    assert held.incentives is not None and held.incentives.offers[ATTIC.target].pay.cents[1] == 40_000
    assert held.incentives.offers[ATTIC.target].source_id == "C1"
    assert figures_in_use.edition(session, NOW) != edition and held.incentives_version.endswith("+C1")
    assert figures_in_use.in_use(session, TODAY - timedelta(days=1)) is graph(), "it has its first day"
    with pytest.raises(Refusal) as again:
        incentive_changes.decline(session, made.id, by=two, now=NOW)
    assert again.value.code is incentive_changes.DECIDED


def test_advice_names_its_programmes_and_they_can_be_had_again(session: Session, keys: Vault) -> None:
    before = figures_in_use.figures(session, TODAY).incentives_version
    proposals.approve(session, proposals.propose(session, ATTIC, by=None, now=NOW).id, by=staff(session, keys), now=NOW)
    after = figures_in_use.figures(session, TODAY).incentives_version
    assert figures_in_use.of_version(session, before) is graph()
    assert figures_in_use.of_version(session, after) is figures_in_use.in_use(session, TODAY)
    assert figures_in_use.of_version(session, before.replace("+", "+0")) is None
    assert figures_in_use.of_version(session, f"{after}+C99") is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"fields": {"pay.cad": [500, 400, 300]}}, codes_data.FIELD_WRONG),
        ({"fields": {"work": [{"measure": "HVAC-NONE"}]}}, codes_data.NAMES_NOTHING),
        ({"fields": {"needs": {"offer": "HRS-ATTIC-12-25"}}}, codes_data.CYCLE),
        ({"fields": {"pay.max_cad": 1500}}, codes.NOTHING_CHANGES),
        ({"seen_on": TODAY + timedelta(days=1)}, codes.SEEN_WHEN),
        ({"review_on": TODAY}, codes.REVIEW_WHEN),
        ({"effective_from": TODAY + timedelta(days=999)}, codes.FROM_WHEN),
        ({"source": "a friend"}, codes.SOURCE_WRONG),
        ({"source": "S9999"}, codes.SOURCE_WRONG),
        ({"source": "http://example.org"}, codes.SOURCE_WRONG),
        ({"why": "  "}, codes.WHY_MISSING),
        ({"why_fr": ""}, codes.WHY_MISSING),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_kept(
    session: Session, changed: dict[str, object], code: object
) -> None:
    with pytest.raises(Refusal) as refused:
        proposals.propose(session, replace(ATTIC, **changed), by=None, now=NOW)  # type: ignore[arg-type]
    assert refused.value.code is code
    assert not incentive_changes.listed(session)


def test_two_proposals_that_need_each_other_are_refused_when_the_second_is_approved(
    session: Session, keys: Vault
) -> None:
    two = staff(session, keys)
    ring = [
        replace(ATTIC, target=target, fields={"needs": {"offer": other}})
        for target, other in (("HRS-TSTAT", "HRS-HPWH"), ("HRS-HPWH", "HRS-TSTAT"))
    ]
    first, second = (proposals.propose(session, each, by=None, now=NOW) for each in ring)
    proposals.approve(session, first.id, by=two, now=NOW)
    with pytest.raises(Refusal) as refused:
        proposals.approve(session, second.id, by=two, now=NOW)
    assert refused.value.code is codes_data.CYCLE


def test_undoing_is_another_change_and_puts_everything_back(session: Session, keys: Vault) -> None:
    two = staff(session, keys)
    made = proposals.propose(session, ATTIC, by=None, now=NOW)
    proposals.approve(session, made.id, by=two, now=NOW)
    undone = proposals.undo(session, made.id, by=None, now=NOW)
    assert undone.undoes_id == made.id
    proposals.approve(session, undone.id, by=two, now=NOW)
    offer, shipped = figures_in_use.in_use(session, TODAY).offers[ATTIC.target], graph().offers[ATTIC.target]
    assert (offer.pay, offer.source_id) == (shipped.pay, shipped.source_id)


def test_a_change_is_counted_on_homes_that_agreed_only(session: Session, keys: Vault) -> None:
    touched, other, gone = advised(session, keys), advised(session, keys, ("HVAC-TSTAT",)), advised(session, keys)
    given = {"source": consent.Source.UPLOAD, "commodities": scenes.BOTH, "actor": gone.person.actor, "now": NOW}
    consent.withdraw(session, gone.home.id, Purpose.ADVICE, **given)  # type: ignore[arg-type]
    found = {each.home_id: each for each in effects_of(session, ATTIC)}
    assert found.keys() == {touched.home.id, other.home.id}
    assert (found[touched.home.id].before_cents, found[touched.home.id].after_cents) == (120_000, 40_000)
    assert found[touched.home.id].is_material and not found[other.home.id].changes


def test_a_few_dollars_are_not_worth_a_letter_and_an_end_is() -> None:
    home = uuid.uuid4()
    assert not Effect(home, 100_000, 95_000, (), ()).is_material
    assert Effect(home, 100_000, 90_000, (), ()).is_material
    assert Effect(home, 0, 0, (Flip("HRS-WALL", "maybe", "not"),), ()).is_material
    assert not Effect(home, 0, 0, (Flip("HRS-WALL", "maybe", "eligible"),), ()).is_material


def test_a_preview_says_nothing_of_a_few_homes() -> None:
    flip = Flip("HRS-WALL", "maybe", "not")
    moved = [Effect(uuid.uuid4(), 120_000, 40_000 + 1_000 * place, (), ()) for place in range(24)]
    few = [Effect(uuid.uuid4(), 0, 0, (flip,), ()) for _ in range(9)]
    said = preview([*moved, *few])
    assert (said.homes, said.changed, said.told) == (30, 30, 30)
    assert said.spread == (-780, -680, -590) and [(each.flip, each.homes) for each in said.flips] == [(flip, None)]
    small = preview(moved[:9])
    assert (small.homes, small.changed, small.spread) == (None, None, None)
    assert preview([Effect(uuid.uuid4(), 5, 5, (), ())] * 12).changed == 0


def test_only_households_it_touches_are_told_and_once(session: Session, keys: Vault, settings: Settings) -> None:
    touched, other = advised(session, keys), advised(session, keys, ("HVAC-TSTAT",))
    scenes.by_telephone(session, keys, touched, Purpose.CONTACT_EMAIL)
    change = proposals.approve(
        session, proposals.propose(session, ATTIC, by=None, now=NOW).id, by=staff(session, keys), now=NOW
    )
    asked = session.exec(select(Work).where(Work.name == "incentives.tell", Work.subject_id == change.id)).one()
    assert asked.available_at == NOW
    for _ in range(2):
        telling.tell(session, change.id, now=NOW, settings=settings, step=lambda name: None)
    (notice,) = incentive_notices.of_home(session, touched.home.id, since=NOW - timedelta(days=1))
    assert (notice.before_cents, notice.after_cents, notice.change.why) == (120_000, 40_000, ATTIC.why)
    assert not incentive_notices.of_home(session, other.home.id, since=NOW - timedelta(days=1))
    waiting = session.exec(select(Work.subject_id).where(Work.name == "home.assess", Work.state == "queued"))
    assert touched.home.id in set(waiting)
    for _ in range(2):
        resident_letters.money_changed(session, keys, now=NOW)
    letters = session.exec(select(Letter).where(col(Letter.topic) == Topic.PLAN, Letter.about_id == change.id)).all()
    assert [each.person_id for each in letters] == [touched.person.id]


def test_a_notice_goes_with_the_permission(session: Session, keys: Vault, settings: Settings) -> None:
    who = advised(session, keys)
    change = proposals.approve(
        session, proposals.propose(session, ATTIC, by=None, now=NOW).id, by=staff(session, keys), now=NOW
    )
    telling.tell(session, change.id, now=NOW, settings=settings, step=lambda name: None)
    assert incentive_notices.of_home(session, who.home.id, since=NOW - timedelta(days=1))
    privacy.withdraw_everything(session, keys, who.home.id, actor=who.person.actor, now=NOW, person_id=who.person.id)
    assert not incentive_notices.of_home(session, who.home.id, since=NOW - timedelta(days=1))


def test_a_change_that_was_overtaken_before_it_began_touches_nobody(
    session: Session, keys: Vault, settings: Settings
) -> None:
    who, two = advised(session, keys), staff(session, keys)
    later = replace(ATTIC, effective_from=TODAY + timedelta(days=5))
    first = proposals.approve(session, proposals.propose(session, later, by=None, now=NOW).id, by=two, now=NOW)
    telling.tell(session, first.id, now=NOW, settings=settings, step=lambda name: None)
    undone = proposals.undo(session, first.id, by=None, now=NOW)
    proposals.approve(session, undone.id, by=two, now=NOW)
    begun = NOW + timedelta(days=5)
    telling.tell(session, first.id, now=begun, settings=settings, step=lambda name: None)
    assert not incentive_notices.of_home(session, who.home.id, since=NOW - timedelta(days=1))
