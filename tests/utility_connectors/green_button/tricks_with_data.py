"""What a utility can do to a permission in use: with tokens, with data, with notifications, and with its end."""

from __future__ import annotations

import gzip
from datetime import timedelta
from unittest import mock

import pytest

from greener_homes import consent, db, permissions, privacy
from greener_homes.consent import Purpose, Source
from tests import scenes
from tests.utility_connectors.green_button.rogue_utility import (
    AUTHORIZATION,
    BASE,
    SUBSCRIPTION,
    Reply,
    authorization,
    batch_list,
    service_status,
)
from tests.utility_connectors.green_button.stage import Stage
from utility_connectors import codes_utility as codes
from utility_connectors import credentials, http

TOKEN, REVOKE = "POST /oauth/token", "POST /oauth/revoke"
DATA = f"GET {SUBSCRIPTION}"
STATUS, DELETE = f"GET {AUTHORIZATION}", f"DELETE {AUTHORIZATION}"
XML = {"Content-Type": "application/atom+xml"}
READINGS = 24 * 88


def tomorrow(stage: Stage, *replies: Reply) -> None:
    """Connected; and the next day the utility answers like this."""
    stage.connect()
    stage.utility.play(DATA, *replies)
    stage.later(days=1, minutes=1)


def at_first(stage: Stage, *replies: Reply) -> None:
    """The utility answers like this from the beginning."""
    stage.utility.play(DATA, *replies)
    stage.connect()


# Tokens --------------------------------------------------------------------------------------------------------
def refreshed_when_too_old(stage: Stage) -> None:
    stage.connect()
    stage.utility.access.clear()
    stage.later(days=1, minutes=1)
    assert stage.utility.count(TOKEN) == 2
    row = stage.permission
    assert row.previous_sealed is None, "the old refresh token is forgotten once the new access token has worked"


def killed_between_answer_and_commit(stage: Stage) -> None:
    stage.connect()
    first = stage.utility.refresh
    with mock.patch.object(credentials, "keep", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        stage.later(days=1, minutes=1)
    assert stage.permission.refresh_sealed is not None
    stage.utility.refresh = first  # the utility, as it should, still takes a token whose successor was never used
    release(stage)
    stage.later(minutes=2)


def killed_between_commit_and_first_use(stage: Stage) -> None:
    stage.connect()
    first = stage.utility.refresh
    with (
        mock.patch("utility_connectors.green_button.connect_my_data.fetch", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        stage.later(days=1, minutes=1)
    assert stage.permission.previous_sealed is not None
    stage.utility.access.clear()  # and now it has forgotten the change
    stage.utility.refresh = first
    release(stage)
    stage.later(hours=2)


def release(stage: Stage) -> None:
    """The lease of the worker that was killed is over."""
    from sqlalchemy import text

    with db.transaction(stage.engine) as session:
        session.execute(
            text("UPDATE work SET state = 'queued', crashes = 0 WHERE state = 'running' AND subject_id = :id"),
            {"id": stage.permission.id},
        )


def refresh_token_not_rotated(stage: Stage) -> None:
    stage.connect()
    kept = stage.utility.refresh
    stage.utility.access.clear()
    body = stage.utility.tokens(refresh_token=None, resourceURI=None)
    stage.utility.refresh = kept
    stage.utility.play(TOKEN, Reply(200, body))
    stage.later(days=1, minutes=1)
    stage.utility.played.clear()
    stage.utility.access.clear()
    stage.later(days=1, minutes=1)


def refresh_points_elsewhere(stage: Stage) -> None:
    stage.connect()
    stage.utility.access.clear()
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(resourceURI=f"https://evil.example{SUBSCRIPTION}")))
    stage.later(days=1, minutes=1)


def refresh_is_a_page(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(TOKEN, Reply(200, b"<html>captive portal</html>"))
    stage.later(days=1, minutes=1)


def refresh_redirected(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(TOKEN, Reply(302, headers={"Location": "http://127.0.0.1:1/"}))
    stage.later(days=1, minutes=1)


def new_token_refused_too(stage: Stage) -> None:
    tomorrow(stage, Reply(401))
    assert stage.utility.count(TOKEN) == 3, "the code, the day's, and one more after the refusal; never a loop"


def refused_once(stage: Stage) -> None:
    stage.connect()
    stage.later(minutes=1)
    body = stage.utility.feed()
    stage.utility.play(DATA, Reply(401), Reply(200, body, XML))
    stage.later(days=1, minutes=1)


def grant_gone(stage: Stage) -> None:
    stage.connect()
    stage.utility.is_active = False
    stage.later(days=1, minutes=1)


def grant_gone_before_anything_came(stage: Stage) -> None:
    stage.utility.play(DATA, Reply(401))
    answer = stage.ask()
    stage.come_back(answer)
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens()), Reply(400, b'{"error":"invalid_grant"}'))
    stage.work()


def client_not_recognised_later(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(TOKEN, Reply(401, b'{"error":"invalid_client"}'))
    stage.later(days=1, minutes=1)
    assert stage.breaker == (1, "utility.client_refused")
    before = stage.utility.count(TOKEN)
    stage.later(minutes=30)
    assert stage.utility.count(TOKEN) == before, "nobody knocks for an hour"


# Data ----------------------------------------------------------------------------------------------------------
def data_redirected(stage: Stage) -> None:
    at_first(stage, Reply(302, headers={"Location": "http://127.0.0.1:1/"}))


def data_is_a_sign_in_page(stage: Stage) -> None:
    at_first(stage, Reply(200, b"<!DOCTYPE html><html><body>Sign in</body></html>", {"Content-Type": "text/html"}))


def data_is_a_page_in_disguise(stage: Stage) -> None:
    at_first(stage, Reply(200, b"\n <html><body>Sign in</body></html>", XML))


def data_is_json(stage: Stage) -> None:
    at_first(stage, Reply(200, b'{"error":"soon"}', {"Content-Type": "application/json"}))


def data_without_type(stage: Stage) -> None:
    at_first(stage, Reply(200, stage.utility.feed()))


def data_of_an_odd_type(stage: Stage) -> None:
    at_first(stage, Reply(200, stage.utility.feed(), {"Content-Type": "binary/octet-stream; q=1"}))


def data_compressed_unasked(stage: Stage) -> None:
    bomb = gzip.compress(b"<feed>" + b" " * 5_000_000)
    at_first(stage, Reply(200, bomb, {"Content-Encoding": "gzip"} | XML))


def data_without_end(stage: Stage) -> None:
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    with mock.patch("utility_connectors.green_button.connect_my_data.LARGEST_DATA", 3_000_000):
        at_first(stage, Reply(raw=[head, b"6\r\n<feed>\r\n", *[chunk] * 10]))


def data_that_drips(stage: Stage) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\n\r\n<feed>"
    with mock.patch("utility_connectors.green_button.connect_my_data.FILES", http.Patience(1, 1, 0.4)):
        at_first(stage, Reply(raw=[head, *[b" "] * 200], pause=0.02))


def headers_that_drip(stage: Stage) -> None:
    with mock.patch("utility_connectors.green_button.connect_my_data.FILES", http.Patience(1, 1, 0.4)):
        at_first(stage, Reply(raw=[b"HTTP/1.1 200 OK\r\n", *[b"X"] * 200], pause=0.02))


def headers_without_end(stage: Stage) -> None:
    at_first(stage, Reply(raw=[b"HTTP/1.1 200 OK\r\n", *[b"X-%d: y\r\n" % number for number in range(500)], b"\r\n"]))


def data_cut_short(stage: Stage) -> None:
    body = stage.utility.feed()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    at_first(stage, Reply(raw=[head, body[: len(body) // 2]]))


def data_cut_short_in_chunks(stage: Stage) -> None:
    body = stage.utility.feed()[:5_000]
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    at_first(stage, Reply(raw=[head, b"%x\r\n" % len(body), body, b"\r\n"]))


def data_that_ends_early_but_says_it_is_whole(stage: Stage) -> None:
    at_first(stage, Reply(200, stage.utility.feed()[:-200], XML), Reply(204))


def data_with_entities(stage: Stage) -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>'
    at_first(stage, Reply(200, body, XML), Reply(204))


def data_of_another_customer(stage: Stage) -> None:
    body = stage.utility.feed().replace(b'href="UsagePoint/', b'href="/espi/1_1/resource/Subscription/99/UsagePoint/')
    at_first(stage, Reply(200, body, XML))


def data_of_two_customers(stage: Stage) -> None:
    body = stage.utility.feed()
    ours = body.replace(b'href="UsagePoint/', b'href="/espi/1_1/resource/Subscription/5/UsagePoint/')
    other = b'<link rel="related" href="/espi/1_1/resource/Subscription/55/UsagePoint/2"/></feed>'
    at_first(stage, Reply(200, ours.replace(b"</feed>", other), XML))


def data_of_our_customer_by_name(stage: Stage) -> None:
    body = stage.utility.feed().replace(b'href="UsagePoint/', b'href="/espi/1_1/resource/Subscription/5/UsagePoint/')
    at_first(stage, Reply(200, body, XML), Reply(204))


def data_twice(stage: Stage) -> None:
    tomorrow(stage, Reply(200, stage.utility.feed() + b"\n", XML))


def data_from_the_future(stage: Stage) -> None:
    series = stage.utility.series[0]
    series.starts[-48:] += 400 * 86_400
    at_first(stage, Reply(200, stage.utility.feed(), XML), Reply(204))


def older_than_we_have(stage: Stage) -> None:
    stage.connect()
    stage.utility.updated -= 1_000
    stage.utility.series[0].values[:] = 9_000
    stage.later(days=1, minutes=1)
    assert stage.energy == pytest.approx(READINGS * 0.5)


def nothing_in_some_windows(stage: Stage) -> None:
    stage.utility.play(DATA, Reply(204), Reply(200, stage.utility.feed(), XML), Reply(204))
    stage.connect()


def nothing_in_an_empty_body(stage: Stage) -> None:
    at_first(stage, Reply(200, b"", XML))


def not_ready_at_first(stage: Stage) -> None:
    stage.utility.play(DATA, Reply(202))
    stage.connect()
    assert (stage.state, stage.permission.code, stage.stored) == ("accepted", codes.NOT_READY.code, 0)
    stage.utility.played.clear()
    stage.notify(batch_list(stage.utility.origin + SUBSCRIPTION))


def never_ready(stage: Stage) -> None:
    stage.utility.play(DATA, Reply(202))
    stage.connect()
    for _ in range(40):
        stage.later(days=1)
    assert stage.utility.count(DATA) == 30


def too_many_requests_for_ever(stage: Stage) -> None:
    at_first(stage, Reply(429, headers={"Retry-After": "99999999999999"}))
    assert stage.permission.held_until == stage.now + timedelta(days=1), "absurd waits are waited for a day"
    before = stage.utility.count(DATA)
    stage.notify(batch_list(stage.utility.origin + SUBSCRIPTION))
    stage.later(hours=23)
    assert stage.utility.count(DATA) == before, "what the utility asked for is kept to, whoever knocks"


def come_back_in_the_past(stage: Stage) -> None:
    at_first(stage, Reply(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}))
    assert stage.permission.held_until == stage.now + timedelta(minutes=1)


def come_back_in_words(stage: Stage) -> None:
    at_first(stage, Reply(429, headers={"Retry-After": "soon; DROP TABLE"}))
    assert stage.permission.held_until == stage.now + timedelta(hours=1)


def errors_until_it_is_left_alone(stage: Stage) -> None:
    at_first(stage, Reply(500))
    for minutes in (2, 6, 31, 121):
        stage.later(minutes=minutes)
    assert stage.breaker == (5, codes.UNAVAILABLE.code)
    before = len(stage.utility.asked)
    stage.utility.play(f"GET {BASE}/ReadServiceStatus", Reply(200, service_status(0)))
    stage.later(hours=7)
    assert [one.path for one in stage.utility.asked[before:]] == [f"{BASE}/ReadServiceStatus"], "first: are you well?"
    stage.utility.played.clear()
    stage.later(hours=7)
    assert stage.breaker == (0, None)


def refused_although_active(stage: Stage) -> None:
    tomorrow(stage, Reply(403))


def refused_because_ended(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(STATUS, Reply(200, authorization(0)))
    stage.utility.play(DATA, Reply(403))
    stage.later(days=1, minutes=1)


def not_found_although_active(stage: Stage) -> None:
    tomorrow(stage, Reply(404))


def refused_for_a_month(stage: Stage) -> None:
    stage.utility.play(DATA, Reply(403))
    stage.connect()
    for _ in range(40):
        stage.later(days=1)


def ended_there_in_mid_fetch(stage: Stage) -> None:
    def end() -> None:
        stage.utility.is_active = False
        stage.utility.access.clear()

    stage.utility.play(DATA, Reply(200, stage.utility.feed(), XML), Reply(401, before=end))
    stage.connect()


def consent_withdrawn_in_mid_fetch(stage: Stage) -> None:
    def withdraw() -> None:
        with db.transaction(stage.engine) as session:
            privacy.withdraw(
                session,
                stage.vault,
                stage.who.home.id,
                Purpose.ADVICE,
                source=Source.UTILITY,
                supplier_id=stage.supplier_id,
                commodities=scenes.BOTH,
                actor=stage.who.person.actor,
                now=stage.now,
            )

    stage.utility.play(DATA, Reply(200, stage.utility.feed(), XML, before=withdraw))
    stage.connect()
    assert stage.files() == 0


def consent_runs_out(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(DATA, Reply(204))
    with mock.patch.object(consent, "LASTS", timedelta(days=365)):
        stage.later(days=366)
    stage.work()


# Notifications -------------------------------------------------------------------------------------------------
def notified_a_thousand_times(stage: Stage) -> None:
    stage.connect()
    stage.now += timedelta(hours=1)
    before = stage.utility.count(DATA)
    ours = stage.utility.origin + SUBSCRIPTION
    stage.notify(batch_list(*[f"{ours}?x={number}" for number in range(1_000)]))
    for _ in range(20):
        stage.notify(batch_list(ours))
    assert stage.utility.count(DATA) == before + 1


def notified_of_others(stage: Stage) -> None:
    stage.connect()
    before = len(stage.utility.asked)
    port = stage.utility.port
    heard = stage.notify(
        batch_list(
            f"{stage.utility.origin}{BASE}/Batch/Subscription/6",
            f"https://127.0.0.1:{port}{SUBSCRIPTION}",
            f"http://127.0.0.1:{port + 1}{SUBSCRIPTION}",
            f"http://localhost:{port}{SUBSCRIPTION}",
            f"http://user@127.0.0.1:{port}{SUBSCRIPTION}",
            f"http://127.0.0.1:{port}{BASE}/Batch/Bulk/5",
            f"http://127.0.0.1:{port}{BASE}/../resource/Batch/Subscription/5",
            f"http://127.0.0.1:{port}{SUBSCRIPTION}/UsagePoint/1",
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
            "gopher://127.0.0.1:70/",
            "not an address",
        )
    )
    assert heard == 1, "another's subscription is recognised as one, and leads nowhere"
    assert len(stage.utility.asked) == before


def notified_of_an_end_that_is_none(stage: Stage) -> None:
    stage.connect()
    stage.notify(batch_list(stage.utility.origin + AUTHORIZATION))


def notified_of_its_end(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(STATUS, Reply(200, authorization(0)))
    stage.notify(batch_list(stage.utility.origin + AUTHORIZATION))


# The end -------------------------------------------------------------------------------------------------------
def stop(stage: Stage) -> None:
    """The resident stops."""
    with db.transaction(stage.engine) as session:
        permissions.stop(session, stage.who.home.id, stage.supplier_id, now=stage.now)
    stage.work()


def says_stopped_and_is_not(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(REVOKE, Reply(200))
    stage.utility.play(DELETE, Reply(204))
    stage.utility.play(STATUS, Reply(200, authorization(1)))
    stop(stage)
    assert stage.permission.access_sealed is not None, "needed to go on asking"


def nothing_to_revoke_at(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(REVOKE, Reply(404))
    stop(stage)


def knows_neither_way(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(REVOKE, Reply(404))
    stage.utility.play(DELETE, Reply(405))
    stop(stage)


def down_for_days_when_asked_to_stop(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(REVOKE, Reply(503))
    stage.utility.play(DELETE, Reply(503))
    stop(stage)
    for _ in range(5):
        stage.later(days=1)
        assert (stage.state, stage.permission.code) == ("failed_to_terminate", codes.NOT_CONFIRMED.code)
    stage.utility.played.clear()
    stage.later(days=1)


def stops_by_itself_before_we_ask(stage: Stage) -> None:
    stage.connect()
    stage.utility.is_active = False
    stage.now += timedelta(hours=2)
    stop(stage)


def revocation_redirected(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(REVOKE, Reply(307, headers={"Location": "http://127.0.0.1:1/"}))
    stage.utility.play(DELETE, Reply(307, headers={"Location": "http://127.0.0.1:1/"}))
    stop(stage)
