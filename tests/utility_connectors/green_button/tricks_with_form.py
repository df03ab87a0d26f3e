"""What a utility can do with the form of its answers (pages, nesting, names, lengths) and with a bad moment."""

from __future__ import annotations

import json
from datetime import timedelta
from unittest import mock

from sqlalchemy import text

from greener_homes import db, permissions
from tests.utility_connectors.green_button.rogue_utility import AUTHORIZATION, BASE, SUBSCRIPTION, Reply, batch_list
from tests.utility_connectors.green_button.stage import Stage, staged
from tests.utility_connectors.green_button.tricks_on_the_way import refused
from utility_connectors import custodians, fetching, http, notifications

TOKEN, REVOKE = "POST /oauth/token", "POST /oauth/revoke"
DATA = f"GET {SUBSCRIPTION}"
XML = {"Content-Type": "application/atom+xml"}
FILES = "utility_connectors.green_button.connect_my_data.FILES"


def _answer(stage: Stage, *bodies: bytes) -> None:
    """The utility gives these, then nothing more."""
    stage.utility.play(DATA, *[Reply(200, body, XML) for body in bodies], Reply(204))
    stage.connect()


def _raw(stage: Stage, *pieces: bytes, pause: float = 0) -> None:
    stage.utility.play(DATA, Reply(raw=list(pieces), pause=pause))
    stage.connect()


def _halves(stage: Stage) -> tuple[bytes, bytes]:
    middle = int(stage.utility.series[0].starts[24 * 44])
    return stage.utility.feed(until=middle), stage.utility.feed(since=middle)


def _goes_on(body: bytes, link: str) -> bytes:
    return body.replace(b"<entry>", f'<link rel="next" href="{link}"/><entry>'.encode(), 1)


def _stop(stage: Stage) -> None:
    with db.transaction(stage.engine) as session:
        permissions.stop(session, stage.who.home.id, stage.supplier_id, now=stage.now)


# Questions and tokens ------------------------------------------------------------------------------------------
def state_of_the_question_before(stage: Stage) -> None:
    first = stage.ask()
    stage.now += timedelta(minutes=1)
    second = stage.ask()
    refused(stage, second | {"state": first["state"]})
    stage.come_back(second)
    stage.work()


def names_twice_in_disguise(stage: Stage) -> None:
    body = stage.utility.tokens().replace(b'"token_type"', b'"access\\u005ftoken": "CANARY-other", "token_type"')
    stage.utility.play(TOKEN, Reply(200, body))
    stage.connect()


def error_beside_tokens(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(error="invalid_grant")))
    stage.connect()


def scope_in_a_list(stage: Stage) -> None:
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(scope=["FB=4_5"])))
    stage.connect()


def lasts_in_digits_of_text(stage: Stage) -> None:
    answer = stage.ask()
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(expires_in="7200")))
    stage.come_back(answer)
    stage.work()
    until = stage.permission.access_until
    assert until is not None and until - stage.now == timedelta(hours=2)


def no_refresh_token_given(stage: Stage) -> None:
    answer = stage.ask()
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(refresh_token=None)))
    stage.come_back(answer)
    stage.work()
    stage.utility.access.clear()
    stage.later(days=1, minutes=1)
    assert stage.utility.count(TOKEN) == 1, "with nothing to renew by, nothing is asked"


def data_of_a_connected_home(stage: Stage) -> None:
    with staged(stage.engine, stage.settings, stage.utility) as other:
        other.connect()
        assert other.state == "accepted"
        stage.connect()
        assert other.state == "accepted", "whoever came first keeps what is theirs"
        with db.transaction(stage.engine) as session:
            session.execute(text("DELETE FROM permission WHERE home_id = :home"), {"home": other.who.home.id})
            session.execute(text("DELETE FROM custodian WHERE organisation_id = :id"), {"id": other.supplier_id})


def closed_by_its_operator_on_the_way(stage: Stage) -> None:
    stage.come_back(stage.ask())
    _described(stage, enabled=False)
    stage.work()
    assert stage.utility.count(TOKEN) == 0


def moved_by_its_operator(stage: Stage) -> None:
    stage.connect()
    _described(stage, resource_url=f"{stage.utility.origin}/elsewhere")
    before = len(stage.utility.asked)
    stage.later(days=1, minutes=1)
    stage.later(days=1)
    assert len(stage.utility.asked) == before, "what we hold opens nothing at the new address"


def moved_before_it_was_asked_to_stop(stage: Stage) -> None:
    stage.connect()
    _described(stage, resource_url=f"{stage.utility.origin}/elsewhere")
    _stop(stage)
    stage.work()


def _described(stage: Stage, **changes: object) -> None:
    content = stage.utility.description(key=stage.key, name="Rogue", **changes)
    with db.transaction(stage.engine) as session:
        custodians.register(session, stage.vault, content, stage.settings, now=stage.now)


def stopped_while_a_token_is_renewed(stage: Stage) -> None:
    answer = stage.ask()
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(authorizationURI=None)))
    stage.come_back(answer)
    stage.work()
    body = stage.utility.tokens(resourceURI=None, authorizationURI=None)
    stage.utility.play(TOKEN, Reply(200, body, before=lambda: _stop(stage)))
    before = stage.utility.count(DATA)
    stage.later(days=1, minutes=1)
    assert stage.utility.count(DATA) == before, "nothing is asked for with a token that came too late"
    given_back = [one.form["token"] for one in stage.utility.asked if one.path == "/oauth/revoke"]
    assert given_back == [stage.utility.refresh], "the newest token is the one to be revoked"


def answer_about_the_end_is_a_page(stage: Stage) -> None:
    stage.connect()
    stage.utility.play(REVOKE, Reply(404))
    stage.utility.play(f"DELETE {AUTHORIZATION}", Reply(200, b"<html>thank you</html>"))
    stage.utility.play(f"GET {AUTHORIZATION}", Reply(200, b"<html>thank you</html>"))
    _stop(stage)
    stage.work()


def notified_while_it_answers(stage: Stage) -> None:
    def notify() -> None:
        with db.transaction(stage.engine) as session:
            content = batch_list(stage.utility.origin + SUBSCRIPTION)
            notifications.hear(session, stage.vault, content, now=stage.now + timedelta(seconds=30))

    stage.utility.play(DATA, Reply(200, stage.utility.feed(), XML), Reply(204, before=notify), Reply(204))
    stage.connect()
    before = stage.utility.count(DATA)
    stage.later(minutes=2)
    assert stage.utility.count(DATA) == before + 1, "what it told us of meanwhile is looked at, and not a day later"


# Documents -----------------------------------------------------------------------------------------------------
def data_nested_without_end(stage: Stage) -> None:
    _answer(stage, b"<feed>" + b"<a>" * 200_000)


def data_of_names_without_end(stage: Stage) -> None:
    _answer(stage, b"<feed>" + b"".join(b"<a%d/>" % number for number in range(50_000)) + b"</feed>")


def data_in_one_tag_without_end(stage: Stage) -> None:
    _answer(stage, b'<feed a="' + b"x" * 12_000_000 + b'"/>')


def data_is_a_page_in_xhtml(stage: Stage) -> None:
    page = b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>Maintenance</body></html>'
    _answer(stage, page)
    assert stage.permission.fetched_to is None, "the window counts as not asked for"


def data_is_an_error_in_xml(stage: Stage) -> None:
    _answer(stage, b"<error><message>try later</message></error>")


def data_is_another_document(stage: Stage) -> None:
    _answer(stage, b'<ServiceStatus xmlns="http://naesb.org/espi"><currentStatus>1</currentStatus></ServiceStatus>')


def data_is_an_archive(stage: Stage) -> None:
    _answer(stage, b"PK\x03\x04" + b"\x00" * 100)


def data_after_a_blank_line(stage: Stage) -> None:
    _answer(stage, b"\xef\xbb\xbf\r\n" + stage.utility.feed())


def data_without_entries(stage: Stage) -> None:
    _answer(stage, b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Nothing new</title></feed>')
    with db.reading(stage.engine) as session:
        runs = text("SELECT count(*) FROM import_run WHERE home_id = :home")
        assert session.execute(runs, {"home": stage.who.home.id}).scalar_one() == 0, "nothing is no file"


def data_with_customer_details(stage: Stage) -> None:
    customer = (
        b'<entry><content><Customer xmlns="http://naesb.org/espi/customer"><Organisation><name>CANARY Person</name>'
        b"</Organisation></Customer></content></entry></feed>"
    )
    _answer(stage, stage.utility.feed().replace(b"</feed>", customer))


def data_of_a_customer_and_nothing_else(stage: Stage) -> None:
    _answer(
        stage,
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><content><Customer xmlns="http://naesb.org/espi/customer">'
        b"<name>CANARY Person</name></Customer></content></entry></feed>",
    )


def data_that_names_us_at_every_turn(stage: Stage) -> None:
    own = f"{BASE}/Batch/Subscription/5000000000000000"
    answer = stage.ask()
    stage.utility.play(TOKEN, Reply(200, stage.utility.tokens(resourceURI=stage.utility.origin + own)))
    link = f'<link rel="related" href="{own.replace("/Batch", "")}"/>'.encode()
    body = stage.utility.feed().replace(b"<entry>", link * 4_000 + b"<entry>", 1)
    stage.utility.play(f"GET {own}", Reply(200, body, XML), Reply(204))
    stage.come_back(answer)
    stage.work()


# Pages ---------------------------------------------------------------------------------------------------------
def data_in_pages(stage: Stage) -> None:
    first, second = _halves(stage)
    _answer(stage, _goes_on(first, "?start-index=2"), second)
    asked = [one.query for one in stage.utility.asked if one.path == SUBSCRIPTION]
    assert asked[1] == {"start-index": "2"}
    assert len(asked) == 9, "one more than there are windows"


def pages_in_a_circle(stage: Stage) -> None:
    stage.utility.play(DATA, Reply(200, _goes_on(stage.utility.feed(), "?start-index=2"), XML))
    stage.connect()
    assert stage.utility.count(DATA) == 2
    assert stage.permission.fetched_to is None, "the window is not done"


def pages_without_end(stage: Stage) -> None:
    body = stage.utility.feed()
    endless = [Reply(200, _goes_on(body, f"?start-index={number}"), XML) for number in range(20)]
    stage.utility.play(DATA, *endless)
    with mock.patch.object(fetching, "MOST_PAGES", 5):
        stage.connect()
    assert stage.utility.count(DATA) == 5


def page_at_another_host(stage: Stage) -> None:
    _answer(stage, _goes_on(stage.utility.feed(), f"http://127.0.0.1:1{SUBSCRIPTION}?start-index=2"))


def page_of_another_customer(stage: Stage) -> None:
    link = f"{stage.utility.origin}{BASE}/Batch/Subscription/6?start-index=2"
    _answer(stage, _goes_on(stage.utility.feed(), link))


def page_that_is_no_address(stage: Stage) -> None:
    _answer(stage, _goes_on(stage.utility.feed(), "http://[::1"))


def ended_there_between_pages(stage: Stage) -> None:
    def end() -> None:
        stage.utility.is_active = False
        stage.utility.access.clear()

    first, _ = _halves(stage)
    page = Reply(200, _goes_on(first, "?start-index=2"), XML)
    stage.utility.play(DATA, page, Reply(401, before=end))
    stage.connect()


# Answers that are hardly HTTP ----------------------------------------------------------------------------------
def data_not_modified_unasked(stage: Stage) -> None:
    stage.utility.play(DATA, Reply(304, headers={"ETag": '"1"'}))
    stage.connect()
    assert not any("if-none-match" in one.headers for one in stage.utility.asked)


def data_in_part(stage: Stage) -> None:
    body = stage.utility.feed()
    stage.utility.play(DATA, Reply(206, body, XML | {"Content-Range": f"bytes 0-{len(body) - 1}/{len(body) * 2}"}))
    stage.connect()


def status_of_no_number(stage: Stage) -> None:
    _raw(stage, b"HTTP/1.1 fine OK\r\n\r\n")


def no_http_at_all(stage: Stage) -> None:
    _raw(stage, b"SSH-2.0-OpenSSH_9.2\r\n")


def two_lengths_at_once(stage: Stage) -> None:
    _raw(stage, b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Length: 700\r\n\r\n", stage.utility.feed())


def length_below_nothing(stage: Stage) -> None:
    _raw(stage, b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", stage.utility.feed()[:-1])


def length_of_half_the_data(stage: Stage) -> None:
    body = stage.utility.feed()
    _raw(stage, f"HTTP/1.1 200 OK\r\nContent-Length: {len(body) // 2}\r\n\r\n".encode(), body)


def piece_of_no_size(stage: Stage) -> None:
    _raw(stage, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n")


def piece_with_an_endless_size(stage: Stage) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    _raw(stage, head, b"1;" + b"a" * 1_000_000)


def continues_without_end(stage: Stage) -> None:
    with mock.patch(FILES, http.Patience(1, 1, 0.4)):
        _raw(stage, *[b"HTTP/1.1 100 Continue\r\n\r\n"] * 200, pause=0.02)


def told_to_refresh_in_a_header(stage: Stage) -> None:
    headers = XML | {"Refresh": "0; url=http://127.0.0.1:1/", "Link": '<http://127.0.0.1:1/>; rel="next"'}
    stage.utility.play(DATA, Reply(200, stage.utility.feed(), headers), Reply(204))
    stage.connect()


def error_of_json_with_secrets(stage: Stage) -> None:
    said = json.dumps({"error": "CANARY-error", "token": "CANARY-token"}).encode()
    stage.utility.play(DATA, Reply(500, said, {"Content-Type": "application/json", "WWW-Authenticate": "CANARY"}))
    stage.connect()
