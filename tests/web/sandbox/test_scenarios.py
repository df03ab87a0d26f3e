"""Each scenario as a third party meets it: over HTTP, read by our own reader, with exact totals."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from greener_homes.errors import Refusal
from greener_homes.settings import Settings
from models.quantities import Commodity, Flow, Unit
from models.series import Quality
from tests.web.sandbox.conftest import NOON, Ear, Played
from tests.web.sandbox.third_party import Reply
from utility_connectors.ports import UsageFile, UsageStream
from utility_connectors.usage_file import examine
from web.sandbox.app import create_sandbox
from web.sandbox.clock import midnight
from web.sandbox.customers import CUSTOMERS
from web.sandbox.memory import Sandbox
from web.sandbox.news import tell
from web.sandbox.registration import Registration
from web.sandbox.scenarios import SCENARIOS
from web.sandbox.scope import YEAR_S
from web.sandbox.usage import meter_data

Play = Callable[..., Played]
TODAY = date(2026, 11, 22)
DAY_S = 86_400
SINCE = NOON - 63_072_000
GAS_HOUSE_ACCOUNTS = CUSTOMERS[0].accounts


def read(reply: Reply) -> UsageFile:
    assert reply.status == 200, reply.body[:300]
    assert reply.headers["content-type"].startswith("application/atom+xml")
    return examine(io.BytesIO(reply.body), "feed", now=NOON + 400 * DAY_S)


def truth(commodity: Commodity, begin: int, end: int) -> tuple[int, int]:
    """How many readings the gas-heated house's meter has from begin to end, and their sum in its own steps."""
    (data,) = meter_data(next(one for one in GAS_HOUSE_ACCOUNTS if one.commodity is commodity))
    inside = (data.series.starts >= begin) & (data.series.ends <= end)
    return int(inside.sum()), int(data.series.values[inside].sum())


def stream(file: UsageFile, commodity: Commodity, flow: Flow = Flow.DELIVERED) -> UsageStream:
    (found,) = (one for one in file.streams if (one.commodity, one.flow) == (commodity, flow))
    return found


def steps(one: UsageStream) -> tuple[int, int]:
    """Count and exact sum, in steps of the series."""
    assert one.series is not None
    return one.count, int(one.series.values.sum())


def in_wh(found: tuple[int, int], one: UsageStream) -> tuple[int, float]:
    assert one.series is not None
    return found[0], round(found[1] * 10.0 ** (one.series.exponent + 3), 6)


def connected(play: Play, name: str) -> Played:
    played = play(name)
    played.third.connect()
    return played


def test_every_scenario_is_listed_and_says_what_it_plays() -> None:
    assert list(SCENARIOS) == [
        "normal", "late", "duplicate", "revised", "gap", "wrong-unit", "out-of-order", "slow", "server-errors",
        "token-expired", "revoked-at-utility", "truncated", "refuses-consent", "narrower-scope", "async-202",
        "rate-limited", "forgets-notifications", "never-confirms-revocation", "redirecting", "html-instead-of-xml",
    ]  # fmt: skip
    assert all(one.plays.endswith(".") for one in SCENARIOS.values())


def test_normal_gives_two_years_until_yesterday_to_the_watt_hour(play: Play) -> None:
    file = read(connected(play, "normal").third.readings())
    assert file.findings == ()
    power, gas = stream(file, Commodity.ELECTRICITY), stream(file, Commodity.NATURAL_GAS)
    assert power.series is not None
    assert gas.series is not None
    assert in_wh(steps(power), power) == truth(Commodity.ELECTRICITY, SINCE, midnight(TODAY))
    count, hundredths = truth(Commodity.NATURAL_GAS, SINCE, midnight(TODAY))
    assert (gas.count, gas.series.total) == (count, pytest.approx(hundredths / 100, abs=1e-9))
    assert (power.unit, power.interval_s, gas.unit, gas.interval_s) == (Unit.KWH, 3600, Unit.M3, DAY_S)
    assert power.cost is not None
    assert power.cost.currency == "CAD"
    assert 500 < float(power.cost.amount) / 2 < 2_500
    assert all(one.storable for one in file.streams)


def test_days_of_23_and_25_hours_are_whole(play: Play) -> None:
    third = connected(play, "normal").third
    for day, hours in ((date(2026, 3, 8), 23), (date(2025, 11, 2), 25)):
        begin, end = midnight(day), midnight(day + timedelta(days=1))
        power = stream(read(third.readings(published_min=begin, published_max=end)), Commodity.ELECTRICITY)
        assert power.series is not None
        assert (power.count, int(power.series.durations.sum())) == (hours, hours * 3600)


def test_a_window_gives_what_is_in_it_and_nothing_else(play: Play) -> None:
    third = connected(play, "normal").third
    begin, end = midnight(date(2026, 1, 1)), midnight(date(2026, 2, 1))
    power = stream(read(third.readings(published_min=begin, published_max=end)), Commodity.ELECTRICITY)
    assert in_wh(steps(power), power) == truth(Commodity.ELECTRICITY, begin, end)
    recent = stream(read(third.readings(updated_min=NOON - 2 * DAY_S)), Commodity.ELECTRICITY)
    assert recent.count == 48
    assert third.readings(published_min=NOON, published_max=NOON + DAY_S).status == 204
    assert third.get(third.token["resourceURI"] + "?published-min=yesterday").status == 400


def test_the_windows_of_two_years_add_up_to_the_whole(play: Play) -> None:
    third = connected(play, "normal").third
    edges = [SINCE + n * (NOON - SINCE) // 8 // 3600 * 3600 for n in range(9)]
    count, sums = 0, 0
    for begin, end in zip(edges, [*edges[1:-1], NOON], strict=False):
        power = stream(read(third.readings(published_min=begin, published_max=end)), Commodity.ELECTRICITY)
        assert power.series is not None
        inside = power.series.starts >= begin
        count, sums = count + int(inside.sum()), sums + round(float(power.series.amounts[inside].sum()) * 1000)
    assert (count, sums) == truth(Commodity.ELECTRICITY, edges[0], midnight(TODAY))


def test_panels_send_back_and_that_stays_apart(play: Play) -> None:
    played = play("normal")
    played.third.customer, played.third.accounts = "solar-roof", ("8002-E",)
    played.third.connect()
    file = read(played.third.readings())
    used, sent = (stream(file, Commodity.ELECTRICITY, flow) for flow in (Flow.DELIVERED, Flow.RECEIVED))
    assert len(file.streams) == 2
    assert used.series is not None
    assert sent.series is not None
    both = (used.series.values > 0) & (sent.series.values > 0)
    assert not both.any()
    assert sent.series.total > 1_000


def test_prices_have_periods_and_months_have_bills(play: Play) -> None:
    third = connected(play, "normal").third
    body = third.readings(published_min=midnight(date(2026, 1, 1)), published_max=midnight(date(2026, 2, 1))).body
    assert {f"<espi:tou>{n}</espi:tou>".encode() in body for n in (1, 2, 3)} == {True}
    assert body.count(b"<espi:UsageSummary>") == 2
    assert body.count(b"<espi:billLastPeriod>") == 2


def test_late_readings_are_not_there_yet(play: Play) -> None:
    file = read(connected(play, "late").third.readings())
    power = stream(file, Commodity.ELECTRICITY)
    assert in_wh(steps(power), power) == truth(Commodity.ELECTRICITY, SINCE, midnight(TODAY - timedelta(days=12)))


def test_duplicates_are_counted_once(play: Play) -> None:
    file = read(connected(play, "duplicate").third.readings())
    power = stream(file, Commodity.ELECTRICITY)
    assert in_wh(steps(power), power) == truth(Commodity.ELECTRICITY, SINCE, midnight(TODAY))
    assert file.reject_counts["reading.repeated"] == sum(one.count for one in file.streams)


def test_revised_readings_are_estimates_first_and_true_four_days_later(play: Play) -> None:
    played = connected(play, "revised")
    begin, end = midnight(TODAY - timedelta(days=4)), midnight(TODAY)
    first = stream(read(played.third.readings(published_min=begin, published_max=end)), Commodity.ELECTRICITY)
    assert first.series is not None
    assert set(first.series.quality.tolist()) == {int(Quality.ESTIMATED)}
    assert in_wh(steps(first), first)[1] > truth(Commodity.ELECTRICITY, begin, end)[1]
    played.clock.advance(4 * DAY_S)
    played.third.token = played.third.refresh().json()
    second = stream(read(played.third.readings(published_min=begin, published_max=end)), Commodity.ELECTRICITY)
    assert second.series is not None
    assert set(second.series.quality.tolist()) == {int(Quality.ACTUAL)}
    assert in_wh(steps(second), second) == truth(Commodity.ELECTRICITY, begin, end)
    assert second.updated > first.updated


def test_gaps_are_found(play: Play) -> None:
    file = read(connected(play, "gap").third.readings())
    power = stream(file, Commodity.ELECTRICITY)
    assert [one.code for one in file.findings] == ["espi.gap"]
    assert power.count < truth(Commodity.ELECTRICITY, SINCE, midnight(TODAY))[0] * 0.96
    assert power.series is not None
    assert int(np.diff(power.series.starts).max()) == 49 * 3600


def test_a_wrong_unit_is_not_believed_and_the_gas_is_kept(play: Play) -> None:
    file = read(connected(play, "wrong-unit").third.readings())
    assert not stream(file, Commodity.ELECTRICITY).storable
    assert stream(file, Commodity.NATURAL_GAS).storable


def test_the_order_of_things_does_not_matter(play: Play) -> None:
    power = stream(read(connected(play, "out-of-order").third.readings()), Commodity.ELECTRICITY)
    assert in_wh(steps(power), power) == truth(Commodity.ELECTRICITY, SINCE, midnight(TODAY))


def test_slow_answers_trickle_and_are_whole(play: Play) -> None:
    played = connected(play, "slow")
    power = stream(read(played.third.readings()), Commodity.ELECTRICITY)
    assert in_wh(steps(power), power) == truth(Commodity.ELECTRICITY, SINCE, midnight(TODAY))
    assert played.pauses == [1.0] * 20


@pytest.mark.parametrize(("name", "status", "times"), [("server-errors", 500, 2), ("rate-limited", 429, 2)])
def test_some_requests_fail_and_then_all_is_well(play: Play, name: str, status: int, times: int) -> None:
    third = connected(play, name).third
    for _ in range(times):
        reply = third.readings()
        assert reply.status == status
        assert (status == 429) == ("retry-after" in reply.headers)
    assert stream(read(third.readings()), Commodity.ELECTRICITY).storable


def test_a_token_dies_after_one_use_and_a_refresh_helps(play: Play) -> None:
    third = connected(play, "token-expired").third
    assert third.readings().status == 200
    refused = third.readings()
    assert refused.status == 401
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]
    third.token = third.refresh().json()
    assert third.readings().status == 200


def test_a_permission_taken_back_at_the_utility_closes_everything_and_is_told(play: Play, ear: Ear) -> None:
    played = connected(play, "revoked-at-utility")
    third = played.third
    assert third.readings().status == 200
    assert third.readings().status == 401
    assert third.refresh().json()["error"] == "invalid_grant"
    assert b"<status>0</status>" in third.get(third.token["authorizationURI"], third.own_token()).body
    tell(played.running.utility)
    assert third.token["authorizationURI"].encode() in b"".join(ear.heard)


def test_a_truncated_answer_breaks_off_and_the_next_is_whole(play: Play) -> None:
    third = connected(play, "truncated").third
    broken = third.readings()
    assert (broken.status, broken.is_whole) == (200, False)
    assert len(broken.body) * 2 == pytest.approx(int(broken.headers["content-length"]), abs=2)
    whole = third.readings()
    assert whole.is_whole
    read(whole)


def test_consent_refused_is_refused_whatever_is_pressed(play: Play) -> None:
    assert play("refuses-consent").third.authorize("agree")["error"] == "access_denied"


def test_a_narrower_scope_is_said_and_kept_to(play: Play) -> None:
    third = connected(play, "narrower-scope").third
    assert f"HistoryLength={YEAR_S}" in third.token["scope"]
    assert not {"15", "16", "18"} & set(third.token["scope"].split(";")[0].removeprefix("FB=").split("_"))
    reply = third.readings()
    power = stream(read(reply), Commodity.ELECTRICITY)
    assert in_wh(steps(power), power) == truth(Commodity.ELECTRICITY, NOON - YEAR_S, midnight(TODAY))
    assert b"UsageSummary" not in reply.body


def test_what_is_not_ready_is_announced(play: Play, ear: Ear) -> None:
    played = connected(play, "async-202")
    assert played.third.readings().status == 202
    assert tell(played.running.utility) == 1
    assert played.third.token["resourceURI"].encode() in ear.heard[0]
    read(played.third.readings())


def test_new_readings_are_announced_once(play: Play, ear: Ear) -> None:
    played = connected(play, "normal")
    utility = played.running.utility
    assert tell(utility) == 0
    played.clock.advance(DAY_S)
    assert (tell(utility), tell(utility)) == (1, 0)
    assert ear.heard == [
        b'<?xml version="1.0" encoding="UTF-8"?>\n<BatchList xmlns="http://naesb.org/espi"><resources>'
        + played.third.token["resourceURI"].encode()
        + b"</resources></BatchList>\n"
    ]


def test_news_that_was_not_taken_is_told_again(play: Play, ear: Ear) -> None:
    played = connected(play, "normal")
    played.clock.advance(DAY_S)
    ear.status = 503
    assert tell(played.running.utility) == 0
    ear.status = 202
    assert tell(played.running.utility) == 1
    assert ear.heard[0] == ear.heard[1]


def test_forgotten_notifications_never_come(play: Play, ear: Ear) -> None:
    played = connected(play, "forgets-notifications")
    played.clock.advance(DAY_S)
    assert tell(played.running.utility) == 0
    assert ear.heard == []
    played.third.token = played.third.refresh().json()
    assert stream(read(played.third.readings(updated_min=NOON)), Commodity.ELECTRICITY).count == 24


def test_a_revocation_that_is_never_confirmed_leaves_everything_open(play: Play) -> None:
    third = connected(play, "never-confirms-revocation").third
    assert third.post("revoke_url", {"token": third.token["refresh_token"]}).status == 503
    assert third.get(third.token["authorizationURI"], method="DELETE").status == 503
    assert b"<status>1</status>" in third.get(third.token["authorizationURI"]).body
    assert third.readings().status == 200


def test_redirects_lead_elsewhere(play: Play) -> None:
    third = connected(play, "redirecting").third
    reply = third.readings()
    assert reply.status == 302
    assert reply.headers["location"].startswith("http://localhost:")


def test_a_page_instead_of_readings(play: Play) -> None:
    third = connected(play, "html-instead-of-xml").third
    reply = third.readings()
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    read(third.readings())


def test_production_refuses_it_even_when_asked_nicely(settings: Settings) -> None:
    production = settings.model_copy(update={"production": True})
    utility = Sandbox(SCENARIOS["normal"], Registration("a", "b", ()), "http://127.0.0.1:9")
    with pytest.raises(Refusal) as refused:
        create_sandbox(utility, production)
    assert refused.value.code.code == "sandbox.in_production"


def test_the_same_account_says_the_same_whenever_it_is_asked(play: Play) -> None:
    window = {"published_min": SINCE, "published_max": SINCE + 30 * DAY_S}
    first, second = (read(connected(play, "normal").third.readings(**window)) for _ in range(2))
    assert [one.series and one.series.total for one in first.streams] == [
        one.series and one.series.total for one in second.streams
    ]
    assert datetime.fromtimestamp(SINCE, UTC).year == 2024
