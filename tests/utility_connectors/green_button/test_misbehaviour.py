"""A utility that misbehaves: after each trick it is said exactly what is stored and where the permission stands.

Besides, always: no token, code or secret is in clear in the database or anywhere in a log, no sealed file is left
behind, and nobody but the registered utility was ever asked for anything.
"""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from greener_homes import db, log
from tests.utility_connectors.green_button import tricks_on_the_way as way
from tests.utility_connectors.green_button import tricks_with_data as data
from tests.utility_connectors.green_button import tricks_with_form as form
from tests.utility_connectors.green_button.stage import Stage
from utility_connectors import codes_utility as codes
from utility_connectors import http
from utility_connectors.green_button import authorization, connect_my_data

ALL = 24 * 88
Trick = Callable[[Stage], None]

OUTCOMES: tuple[tuple[Trick, str, int, str | None], ...] = (
    (way.resident_says_no, "rejected", 0, codes.DENIED.code),
    (way.issuer_of_another, "invalid", 0, codes.RETURN_MISMATCH.code),
    (way.answer_at_anothers_door, "invalid", 0, codes.RETURN_MISMATCH.code),
    (way.state_made_up, "sent", 0, None),
    (way.state_missing, "sent", 0, None),
    (way.state_of_another_browser, "sent", 0, None),
    (way.state_of_another_person, "sent", 0, None),
    (way.state_twice_in_one_answer, "sent", 0, None),
    (way.answer_replayed, "accepted", ALL, None),
    (way.two_codes_in_one_answer, "invalid", 0, codes.RETURN_BROKEN.code),
    (way.code_and_error_together, "invalid", 0, codes.RETURN_BROKEN.code),
    (way.answer_without_code, "invalid", 0, codes.RETURN_BROKEN.code),
    (way.code_with_line_break, "invalid", 0, codes.RETURN_BROKEN.code),
    (way.code_without_end, "invalid", 0, codes.RETURN_BROKEN.code),
    (way.answer_too_late, "timed_out", 0, codes.NO_RETURN.code),
    (way.nobody_comes_back, "timed_out", 0, codes.NO_RETURN.code),
    (way.somebody_elses_code, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.proof_key_of_another, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.token_request_redirected, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.token_answer_huge, "timed_out", 0, codes.NO_RETURN.code),
    (way.token_answer_drips, "timed_out", 0, codes.NO_RETURN.code),
    (way.token_answer_is_a_page, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.token_answer_compressed, "timed_out", 0, codes.NO_RETURN.code),
    (way.names_twice, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.not_a_number, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.nested_without_end, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.list_instead_of_object, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.lone_surrogate, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.token_type_of_another_kind, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.token_with_header_in_it, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.token_without_token, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.token_that_is_a_number, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.lasts_a_negative_time, "accepted", ALL, None),
    (way.lasts_for_ever, "accepted", ALL, None),
    (way.lasts_in_words, "accepted", ALL, None),
    (way.lasts_half_a_second, "accepted", ALL, None),
    (way.no_data_address, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.data_at_another_host, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_at_another_port, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_at_another_scheme, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_at_a_private_address, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_in_a_file, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_behind_a_user_name, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_up_the_path, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_up_the_path_in_disguise, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_of_everybody, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.data_that_is_a_number, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.authorization_at_another_host, "invalid", 0, codes.FOREIGN_ADDRESS.code),
    (way.scope_without_readings, "terminated", 0, codes.SCOPE_USELESS.code),
    (way.scope_narrower, "accepted", ALL, None),
    (way.scope_wider, "accepted", ALL, None),
    (way.client_not_recognised, "accepted", ALL, None),
    (way.token_address_down_for_a_while, "accepted", ALL, None),
    (way.token_address_down_for_good, "timed_out", 0, codes.NO_RETURN.code),
    (way.cookies_set, "accepted", ALL, None),
    (way.error_with_secrets_in_it, "invalid", 0, codes.TOKEN_BROKEN.code),
    (way.stopped_while_the_code_is_exchanged, "terminated", 0, "permission.stopped"),
    (data.refreshed_when_too_old, "accepted", ALL, None),
    (data.killed_between_answer_and_commit, "accepted", ALL, None),
    (data.killed_between_commit_and_first_use, "accepted", ALL, None),
    (data.refresh_token_not_rotated, "accepted", ALL, None),
    (data.refresh_points_elsewhere, "accepted", ALL, None),
    (data.refresh_is_a_page, "accepted", ALL, codes.UNAVAILABLE.code),
    (data.refresh_redirected, "accepted", ALL, codes.UNAVAILABLE.code),
    (data.new_token_refused_too, "invalid", ALL, codes.TOKEN_REFUSED.code),
    (data.refused_once, "accepted", ALL, None),
    (data.grant_gone, "externally_terminated", ALL, codes.ENDED_THERE.code),
    (data.grant_gone_before_anything_came, "invalid", 0, codes.TOKEN_REFUSED.code),
    (data.client_not_recognised_later, "accepted", ALL, codes.CLIENT_REFUSED.code),
    (data.data_redirected, "accepted", 0, codes.UNAVAILABLE.code),
    (data.data_is_a_sign_in_page, "accepted", 0, codes.NOT_DATA.code),
    (data.data_is_a_page_in_disguise, "accepted", 0, codes.NOT_DATA.code),
    (data.data_is_json, "accepted", 0, codes.NOT_DATA.code),
    (data.data_without_type, "accepted", ALL, None),
    (data.data_of_an_odd_type, "accepted", ALL, None),
    (data.data_compressed_unasked, "accepted", 0, http.CUT_SHORT.code),
    (data.data_without_end, "accepted", 0, http.TOO_LARGE.code),
    (data.data_that_drips, "accepted", 0, http.TOO_SLOW.code),
    (data.headers_that_drip, "accepted", 0, http.TOO_SLOW.code),
    (data.headers_without_end, "accepted", 0, http.UNREACHABLE.code),
    (data.data_cut_short, "accepted", 0, http.CUT_SHORT.code),
    (data.data_cut_short_in_chunks, "accepted", 0, http.CUT_SHORT.code),
    (data.data_that_ends_early_but_says_it_is_whole, "accepted", 0, http.CUT_SHORT.code),
    (data.data_with_entities, "accepted", 0, codes.NOT_DATA.code),
    (data.data_of_another_customer, "accepted", 0, codes.OTHER_CUSTOMER.code),
    (data.data_of_two_customers, "accepted", 0, codes.OTHER_CUSTOMER.code),
    (data.data_of_our_customer_by_name, "accepted", ALL, None),
    (data.data_twice, "accepted", ALL, None),
    (data.data_from_the_future, "accepted", ALL - 48, None),
    (data.older_than_we_have, "accepted", ALL, None),
    (data.nothing_in_some_windows, "accepted", ALL, None),
    (data.nothing_in_an_empty_body, "accepted", 0, None),
    (data.not_ready_at_first, "accepted", ALL, None),
    (data.never_ready, "terminated", 0, codes.NOT_READY.code),
    (data.too_many_requests_for_ever, "accepted", 0, codes.BUSY.code),
    (data.come_back_in_the_past, "accepted", 0, codes.BUSY.code),
    (data.come_back_in_words, "accepted", 0, codes.BUSY.code),
    (data.errors_until_it_is_left_alone, "accepted", ALL, None),
    (data.refused_although_active, "accepted", ALL, codes.REFUSED.code),
    (data.refused_because_ended, "externally_terminated", ALL, codes.ENDED_THERE.code),
    (data.not_found_although_active, "accepted", ALL, codes.NOTHING_THERE.code),
    (data.refused_for_a_month, "terminated", 0, codes.REFUSED.code),
    (data.ended_there_in_mid_fetch, "externally_terminated", ALL, codes.ENDED_THERE.code),
    (data.consent_withdrawn_in_mid_fetch, "terminated", 0, "permission.stopped"),
    (data.consent_runs_out, "terminated", ALL, codes.CONSENT_ENDED.code),
    (data.notified_a_thousand_times, "accepted", ALL, None),
    (data.notified_of_others, "accepted", ALL, None),
    (data.notified_of_an_end_that_is_none, "accepted", ALL, None),
    (data.notified_of_its_end, "externally_terminated", ALL, codes.ENDED_THERE.code),
    (data.says_stopped_and_is_not, "failed_to_terminate", ALL, codes.NOT_CONFIRMED.code),
    (data.nothing_to_revoke_at, "terminated", ALL, "permission.stopped"),
    (data.knows_neither_way, "failed_to_terminate", ALL, codes.NOT_CONFIRMED.code),
    (data.down_for_days_when_asked_to_stop, "terminated", ALL, codes.NOT_CONFIRMED.code),
    (data.stops_by_itself_before_we_ask, "terminated", ALL, "permission.stopped"),
    (data.revocation_redirected, "failed_to_terminate", ALL, codes.NOT_CONFIRMED.code),
    (form.state_of_the_question_before, "accepted", ALL, None),
    (form.names_twice_in_disguise, "invalid", 0, codes.TOKEN_BROKEN.code),
    (form.error_beside_tokens, "invalid", 0, codes.TOKEN_BROKEN.code),
    (form.scope_in_a_list, "invalid", 0, codes.TOKEN_BROKEN.code),
    (form.lasts_in_digits_of_text, "accepted", ALL, None),
    (form.no_refresh_token_given, "externally_terminated", ALL, codes.ENDED_THERE.code),
    (form.data_of_a_connected_home, "invalid", 0, codes.SUBSCRIPTION_TAKEN.code),
    (form.closed_by_its_operator_on_the_way, "invalid", 0, codes.CLOSED.code),
    (form.moved_by_its_operator, "accepted", ALL, codes.FOREIGN_ADDRESS.code),
    (form.moved_before_it_was_asked_to_stop, "failed_to_terminate", ALL, codes.NOT_CONFIRMED.code),
    (form.stopped_while_a_token_is_renewed, "terminated", ALL, "permission.stopped"),
    (form.answer_about_the_end_is_a_page, "failed_to_terminate", ALL, codes.NOT_CONFIRMED.code),
    (form.notified_while_it_answers, "accepted", ALL, None),
    (form.data_nested_without_end, "accepted", 0, http.TOO_LARGE.code),
    (form.data_of_names_without_end, "accepted", 0, http.TOO_LARGE.code),
    (form.data_in_one_tag_without_end, "accepted", 0, http.TOO_LARGE.code),
    (form.data_is_a_page_in_xhtml, "accepted", 0, codes.NOT_DATA.code),
    (form.data_is_an_error_in_xml, "accepted", 0, codes.NOT_DATA.code),
    (form.data_is_another_document, "accepted", 0, codes.NOT_DATA.code),
    (form.data_is_an_archive, "accepted", 0, codes.NOT_DATA.code),
    (form.data_after_a_blank_line, "accepted", ALL, None),
    (form.data_without_entries, "accepted", 0, None),
    (form.data_with_customer_details, "accepted", ALL, None),
    (form.data_of_a_customer_and_nothing_else, "accepted", 0, None),
    (form.data_that_names_us_at_every_turn, "accepted", ALL, None),
    (form.data_in_pages, "accepted", ALL, None),
    (form.pages_in_a_circle, "accepted", ALL, codes.NOT_DATA.code),
    (form.pages_without_end, "accepted", ALL, codes.NOT_DATA.code),
    (form.page_at_another_host, "accepted", 0, codes.FOREIGN_ADDRESS.code),
    (form.page_of_another_customer, "accepted", 0, codes.OTHER_CUSTOMER.code),
    (form.page_that_is_no_address, "accepted", 0, codes.FOREIGN_ADDRESS.code),
    (form.ended_there_between_pages, "externally_terminated", 24 * 44, codes.ENDED_THERE.code),
    (form.data_not_modified_unasked, "accepted", 0, codes.UNAVAILABLE.code),
    (form.data_in_part, "accepted", 0, codes.UNAVAILABLE.code),
    (form.status_of_no_number, "accepted", 0, http.UNREACHABLE.code),
    (form.no_http_at_all, "accepted", 0, http.UNREACHABLE.code),
    (form.two_lengths_at_once, "accepted", 0, http.UNREACHABLE.code),
    (form.length_below_nothing, "accepted", ALL, None),
    (form.length_of_half_the_data, "accepted", 0, http.CUT_SHORT.code),
    (form.piece_of_no_size, "accepted", 0, http.CUT_SHORT.code),
    (form.piece_with_an_endless_size, "accepted", 0, http.CUT_SHORT.code),
    (form.continues_without_end, "accepted", 0, http.TOO_SLOW.code),
    (form.told_to_refresh_in_a_header, "accepted", ALL, None),
    (form.error_of_json_with_secrets, "accepted", 0, codes.UNAVAILABLE.code),
)
"""Each trick, and then: the permission's state, the readings in store, and the code that says why."""


@pytest.fixture
def logged(loopback_settings: object) -> Iterator[list[str]]:
    """Every line that is logged, as it would be written."""
    lines: list[str] = []
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    log.configure(loopback_settings)  # type: ignore[arg-type]
    handler = root.handlers[0]
    handler.emit = lambda record: lines.append(handler.format(record))  # type: ignore[method-assign]
    root.setLevel(logging.DEBUG)
    yield lines
    root.handlers, root.level = before, level


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every address that a connection was made to."""
    seen: list[tuple[str, int]] = []
    connect = socket.socket.connect

    def watched(self: socket.socket, where: object) -> None:
        if isinstance(where, tuple):
            seen.append((str(where[0]), int(where[1])))
        connect(self, where)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", watched)
    return seen


@pytest.mark.parametrize(("trick", "state", "stored", "code"), OUTCOMES, ids=[one[0].__name__ for one in OUTCOMES])
def test_a_trick_ends_exactly_so(
    stage: Stage,
    logged: list[str],
    reached: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    trick: Trick,
    state: str,
    stored: int,
    code: str | None,
) -> None:
    monkeypatch.setattr(authorization, "TOKENS", http.Patience(2, 2, 2))
    trick(stage)
    assert (stage.state, stage.stored, stage.permission.code) == (state, stored, code)
    assert stage.files() == 0, "no sealed file is left behind"
    assert set(reached) <= {("127.0.0.1", stage.utility.port)}, "nobody else was asked for anything"
    assert not [line for line in logged if "CANARY" in line], "a secret in a log"
    assert not _in_clear(stage), "a secret in clear in the database"
    for line in logged:
        json.loads(line)


def test_there_are_at_least_58_tricks() -> None:
    assert len({one[0] for one in OUTCOMES}) == len(OUTCOMES) >= 58
    named = {one[0] for one in OUTCOMES}
    assert connect_my_data.SHORTEST_WAIT < connect_my_data.LONGEST_WAIT
    for module in (way, data, form):
        tricks = {
            value
            for name, value in vars(module).items()
            if getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")
        }
        assert tricks - named <= {way.refused, data.tomorrow, data.at_first, data.stop, data.release}


def _in_clear(stage: Stage) -> list[str]:
    found = []
    with db.reading(stage.engine) as session:
        for table in ("permission", "permission_event", "custodian", "import_run", "work", "audit_event"):
            rows = session.execute(text(f"SELECT t::text FROM {table} t")).scalars()
            found += [table for row in rows if "CANARY" in row or b"CANARY".hex() in row]
    return found
