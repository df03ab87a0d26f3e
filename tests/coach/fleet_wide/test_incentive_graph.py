"""Staff add, take away and close parts of the programmes; who is alone waits a day; a preview says for whom."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach.fleet_wide import codes_incentives as codes
from coach.fleet_wide import incentive_effect
from coach.fleet_wide import incentive_proposals as proposals
from coach.fleet_wide.incentive_kinds import ALL_HOMES, NOT_KNOWN, OTHERS, Line, Seen, examples, for_whom
from coach.homes import figures_in_use
from greener_homes import incentive_changes
from greener_homes.errors import Refusal
from greener_homes.incentive_changes import ChangeAct, ChangedPart, ChangeView, Proposal
from greener_homes.tables.audit import AuditEvent
from greener_homes.vault import Vault
from models.incentives import codes_data
from models.incentives.load import graph
from tests.coach.fleet_wide.test_incentive_changes import ATTIC, TODAY, advised, staff
from tests.scenes import NOW

NAMED = {"name": "Town retrofit grant", "administrator": "Town", "state": "open", "last_seen": TODAY.isoformat()}
OFFERED = {
    **{"programme": "TOWN", "name_en": "Thermostat", "name_fr": "Thermostat", "pay.rule": "fixed", "pay.cad": 120},
    **{"work": [{"measure": "HVAC-TSTAT"}], "confidence": "high"},
}


def said(part: ChangedPart, target: str, fields: Mapping[str, object], act: ChangeAct = ChangeAct.ADD) -> Proposal:
    return replace(ATTIC, part=part, target=target, fields=fields, act=act)


def counts(session: Session, keys: Vault, proposal: Proposal) -> ChangeView:
    made = proposals.propose(session, proposal, by=None, now=NOW)
    return proposals.approve(session, made.id, by=staff(session, keys), now=NOW)


def test_a_programme_is_added_counts_closes_and_goes_again(session: Session, keys: Vault) -> None:
    with pytest.raises(Refusal) as early:
        proposals.propose(session, said(ChangedPart.OFFER, "TOWN-A", OFFERED), by=None, now=NOW)
    assert early.value.code is codes_data.NAMES_NOTHING, "its programme comes first"
    counts(session, keys, said(ChangedPart.PROGRAMME, "TOWN", NAMED))
    offered = counts(session, keys, said(ChangedPart.OFFER, "TOWN-A", OFFERED))
    held = figures_in_use.in_use(session, TODAY)
    assert held.offers["TOWN-A"].pay.cents == (12_000,) * 3 and held.offers["TOWN-A"].source_id == "C2"
    assert any({"TOWN-A"} in each.groups for each in held.exclusions), "one payer for the same work"
    assert proposals.free_id(session, "Town") == "TOWN-2" and proposals.free_id(session, "Été 2027!") == "ETE-2027"
    closed = said(ChangedPart.PROGRAMME, "TOWN", {"state": "closed", "since": TODAY.isoformat()}, ChangeAct.CHANGE)
    counts(session, keys, closed)
    assert figures_in_use.in_use(session, TODAY).offers["TOWN-A"].standing.state == "closed"
    undone = proposals.undo(session, offered.id, by=None, now=NOW)
    assert undone.act is ChangeAct.REMOVE and not undone.fields
    proposals.approve(session, undone.id, by=staff(session, keys), now=NOW)
    assert "TOWN-A" not in figures_in_use.in_use(session, TODAY).offers
    version = figures_in_use.figures(session, TODAY).incentives_version
    assert figures_in_use.of_version(session, version) is figures_in_use.in_use(session, TODAY)


def test_a_limit_is_taken_away_and_put_back_and_an_offer_is_closed_instead(session: Session, keys: Vault) -> None:
    with pytest.raises(Refusal) as refused:
        gone = said(ChangedPart.OFFER, "HRS-TSTAT", {}, ChangeAct.REMOVE)
        proposals.propose(session, gone, by=None, now=NOW)
    assert refused.value.code is codes.CLOSE_INSTEAD
    gone = counts(session, keys, said(ChangedPart.CAP, "HRS-HOME-GAS", {}, ChangeAct.REMOVE))
    assert "HRS-HOME-GAS" not in {each.id for each in figures_in_use.in_use(session, TODAY).caps}
    assert proposals.before(session, gone)["cad"] == [5000, 5000, 10000]
    back = proposals.undo(session, gone.id, by=None, now=NOW)
    assert back.act is ChangeAct.ADD
    proposals.approve(session, back.id, by=staff(session, keys), now=NOW)
    before, after = (
        {each.id: (each.covers, each.cents, each.when) for each in one.caps}
        for one in (graph(), figures_in_use.in_use(session, TODAY))
    )
    assert before == after


def test_a_change_that_fits_a_newer_file_no_longer_stops_nobody(session: Session, keys: Vault) -> None:
    gone = said(ChangedPart.OFFER, "HRS-LONG-GONE", {"pay.cad": 1}, ChangeAct.CHANGE)
    row = incentive_changes.propose(session, gone, number=1, by=None, now=NOW)
    incentive_changes.approve(session, row.id, by=staff(session, keys), now=NOW)
    assert proposals.current(session, ChangedPart.OFFER, "HRS-TSTAT", ["pay.cad"], TODAY) == {"pay.cad": 75}
    assert counts(session, keys, ATTIC).number == 2 and proposals.free_id(session, "x") == "X"
    assert figures_in_use.laid(session, TODAY).left_out == (1,)


def test_who_is_alone_approves_a_day_later_and_it_stays_visible(session: Session, keys: Vault) -> None:
    one = staff(session, keys)
    made = proposals.propose(session, ATTIC, by=one, now=NOW)
    for hours, code in ((0, incentive_changes.TOO_SOON), (23, incentive_changes.TOO_SOON)):
        with pytest.raises(Refusal) as refused:
            proposals.approve(session, made.id, by=one, now=NOW + timedelta(hours=hours))
        assert refused.value.code is code
    done = proposals.approve(session, made.id, by=one, now=NOW + timedelta(hours=24))
    assert done.approved_alone
    acts = session.exec(select(AuditEvent.action).where(col(AuditEvent.object_id) == made.id)).all()
    assert "incentive.approved_alone" in acts and "incentive.approved" not in acts
    again = proposals.propose(session, replace(ATTIC, fields={"pay.cad": 300}), by=one, now=NOW)
    two = staff(session, keys)
    with pytest.raises(Refusal) as own:
        proposals.approve(session, again.id, by=one, now=NOW + timedelta(days=3))
    assert own.value.code is incentive_changes.OWN_PROPOSAL, "somebody else could"
    assert not proposals.approve(session, again.id, by=two, now=NOW).approved_alone


def test_many_homes_are_sampled_by_chance_and_the_same_each_time(
    session: Session, keys: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = {advised(session, keys).home.id for _ in range(3)}
    seed = uuid.uuid4()
    assert incentive_effect.drawn(session, seed) == (None, 3)
    monkeypatch.setattr(incentive_effect, "SAMPLE", 2)
    sample, plans = incentive_effect.drawn(session, seed)
    assert plans == 3 and sample is not None and len(sample) == 2 and set(sample) < homes
    assert incentive_effect.drawn(session, seed) == (sample, plans)
    change = incentive_changes.propose(session, ATTIC, number=1, by=None, now=NOW)
    before, after = proposals.both(session, change, TODAY)
    found = list(incentive_effect.effects(session, before, after, TODAY, at=NOW, sample=sample))
    assert {each.home_id for each in found} == set(sample)
    assert found[0].seen.traits["heating_fuel"] == "natural_gas" and found[0].seen.moved("HRS") == -80_000
    assert incentive_effect.preview(found * 10, sampled=2, plans=300).homes == 3_000


def line(cents: int, offer: str = "HRS-TSTAT") -> Line:
    return Line(offer, offer[:3], "HVAC-TSTAT", cents, "S50", "2026-04")


def homes(many: int, before: int, after: int, **traits: str) -> list[Seen]:
    return [Seen(traits, (line(before),), (line(after),)) for _ in range(many)]


def test_kinds_of_few_homes_are_taken_together_and_nothing_of_few_is_said() -> None:
    found = [
        *homes(30, 10_000, 5_000, dwelling_type="detached", municipality="Oshawa"),
        *homes(12, 10_000, 30_000, dwelling_type="semi", municipality="Ajax"),
        *homes(4, 10_000, 10_000, dwelling_type="row_end", municipality="Brock"),
        *homes(3, 10_000, 99_000, municipality="Scugog"),
    ]
    (hrs,) = for_whom(found)
    groups = {(each.trait, each.value): each for each in hrs.groups}
    everyone = groups[ALL_HOMES, ""]
    assert (everyone.homes, everyone.gain.homes, everyone.lose.homes) == (50, 20, 30)
    assert (everyone.lose.middle, everyone.lose.most) == (50, 50)
    assert groups["dwelling_type", "detached"].gain.homes == 0
    assert ("dwelling_type", "row_end") not in groups and ("municipality", "Scugog") not in groups
    others = groups["dwelling_type", OTHERS]
    assert others.homes >= 10 and ("dwelling_type", "semi") not in groups, "with the next smallest, for 7 are too few"
    assert groups["tenure", NOT_KNOWN].homes == 50
    assert not for_whom(homes(9, 1, 2)) and not examples(homes(9, 1, 2))


def test_an_example_is_what_ten_homes_share_to_the_cent() -> None:
    common = homes(20, 10_000, 0, dwelling_type="detached", heating_fuel="natural_gas", municipality="Brock")
    worst = homes(10, 50_000, 0, dwelling_type="semi", heating_fuel="oil")
    nearly = homes(9, 90_000, 0, dwelling_type="row_end", heating_fuel="oil")
    found = examples([*common, *worst, *nearly, *homes(50, 5, 5)])
    assert [(each.homes, each.cents) for each in found] == [(20, -10_000), (10, -50_000)]
    assert found[0].whole and found[0].traits == {
        "dwelling_type": "detached",
        "heating_fuel": "natural_gas",
        "tenure": NOT_KNOWN,
    }, "and never where they are"
    different = [
        Seen({"dwelling_type": str(at)}, (line(at, "EAP"), line(10_000)), (line(at, "EAP"),)) for at in range(12)
    ]
    (alike,) = examples(different)
    assert not alike.whole and alike.before == (line(10_000),) and not alike.after and not alike.traits
