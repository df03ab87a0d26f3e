"""Who may reach what: every route is decided here by name, and every audience is tried on every route."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.routing import Rule

from greener_homes import db
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from web.access import AUDIENCES, Access, level_of
from web.app import create_app

LEVELS = {
    "static": Access.PUBLIC,
    "assets.font": Access.PUBLIC,
    "assets.plotly_script": Access.PUBLIC,
    "assets.plotly_stylesheet": Access.PUBLIC,
    "assets.stylesheet": Access.PUBLIC,
    "health.healthz": Access.PUBLIC,
    "health.readyz": Access.PUBLIC,
    "public.front": Access.PUBLIC,
    "public.privacy": Access.PUBLIC,
    "public.accessibility": Access.PUBLIC,
    "public.methods": Access.PUBLIC,
    "auth.sign_in": Access.PUBLIC,
    "auth.sign_in_submitted": Access.PUBLIC,
    "auth.sign_out": Access.SIGNED_IN,
    "auth.sign_up": Access.PUBLIC,
    "auth.sign_up_asked": Access.PUBLIC,
    "auth.letter": Access.PUBLIC,
    "auth.letter_asked": Access.PUBLIC,
    "auth.letter_sent": Access.PUBLIC,
    "auth.letter_opened": Access.PUBLIC,
    "auth.letter_used": Access.PUBLIC,
    "auth.account": Access.SIGNED_IN,
    "auth.password_changed": Access.SIGNED_IN,
    "auth.device_ended": Access.SIGNED_IN,
    "auth.others_ended": Access.SIGNED_IN,
    "auth.everywhere_ended": Access.SIGNED_IN,
    "auth.second_step": Access.PUBLIC,
    "auth.second_step_given": Access.PUBLIC,
    "auth.second_step_set_up": Access.PUBLIC,
    "auth.second_step_confirmed": Access.PUBLIC,
    "auth.second_step_ended": Access.SIGNED_IN,
    "auth.begin": Access.RESIDENT,
    "auth.begun": Access.RESIDENT,
    "auth.passkey_asked": Access.PUBLIC,
    "auth.passkey_answered": Access.PUBLIC,
    "auth.passkey_asked_to_add": Access.SIGNED_IN,
    "auth.passkey_added": Access.SIGNED_IN,
    "auth.passkey_removed": Access.SIGNED_IN,
    "auth.provider": Access.PUBLIC,
    "auth.provider_returned": Access.PUBLIC,
    "auth.provider_ended": Access.SIGNED_IN,
    "portal.home": Access.RESIDENT,
    "portal.known_facts": Access.RESIDENT,
    "portal.energy": Access.RESIDENT,
    "portal.similar_chosen": Access.RESIDENT,
    "portal.energy_month": Access.RESIDENT,
    "portal.energy_day": Access.RESIDENT,
    "portal.energy_file": Access.RESIDENT,
    "portal.plan": Access.RESIDENT,
    "portal.roadmap_shown": Access.RESIDENT,
    "portal.plan_money": Access.RESIDENT,
    "portal.plan_money_file": Access.RESIDENT,
    "portal.price_plans_shown": Access.RESIDENT,
    "portal.not_advised": Access.RESIDENT,
    "portal.plan_printed": Access.RESIDENT,
    "portal.plan_as_pdf": Access.RESIDENT,
    "portal.plan_as_json": Access.RESIDENT,
    "portal.plan_schema": Access.PUBLIC,
    "portal.reports_shown": Access.RESIDENT,
    "portal.reports_asked": Access.RESIDENT,
    "portal.report_shown": Access.RESIDENT,
    "portal.report_as_pdf": Access.RESIDENT,
    "portal.money_file": Access.RESIDENT,
    "portal.recommendation": Access.RESIDENT,
    "portal.looked": Access.RESIDENT,
    "portal.my_data": Access.RESIDENT,
    "portal.copy_asked": Access.RESIDENT,
    "portal.copy_fetched": Access.RESIDENT,
    "portal.delete_asked": Access.RESIDENT,
    "portal.deleted": Access.RESIDENT,
    "portal.gone": Access.PUBLIC,
    "portal.about": Access.RESIDENT,
    "portal.about_answered": Access.RESIDENT,
    "portal.about_all": Access.RESIDENT,
    "portal.about_finished": Access.RESIDENT,
    "portal.about_go_on": Access.RESIDENT,
    "portal.health": Access.RESIDENT,
    "programme.sources": Access.PROGRAMME,
    "programme.source_ended": Access.PROGRAMME,
    "programme.matches": Access.PROGRAMME,
    "programme.match": Access.PROGRAMME,
    "programme.match_released": Access.PROGRAMME,
    "programme.match_refused": Access.PROGRAMME,
    "programme.match_standing_undone": Access.PROGRAMME,
    "programme.match_reopened": Access.PROGRAMME,
    "programme.prices": Access.PROGRAMME,
    "programme.prices_sent": Access.PROGRAMME,
    "programme.price_sheet": Access.PROGRAMME,
    "programme.price_sheet_approved": Access.PROGRAMME,
    "programme.price_sheet_declined": Access.PROGRAMME,
    "programme.partners": Access.PROGRAMME,
    "programme.partners_file": Access.PROGRAMME,
    "programme.partner": Access.PROGRAMME,
    "programme.agreement_entered": Access.PROGRAMME,
    "programme.agreement_ended": Access.PROGRAMME,
    "partners.agreement": Access.PARTNER,
    "portal.project_payments": Access.RESIDENT,
    "portal.project_paid": Access.RESIDENT,
    "portal.project_payment_removed": Access.RESIDENT,
    "desk.project_payments": Access.COACH,
    "desk.project_paid": Access.COACH,
    "desk.project_payment_removed": Access.COACH,
    "programme.incentives": Access.PROGRAMME,
    "programme.payments": Access.PROGRAMME,
    "programme.payments_file": Access.PROGRAMME,
    "programme.incentive_programme": Access.PROGRAMME,
    "programme.incentive_change_new": Access.PROGRAMME,
    "programme.incentive_change_sent": Access.PROGRAMME,
    "programme.incentive_change": Access.PROGRAMME,
    "programme.incentive_change_approved": Access.PROGRAMME,
    "programme.incentive_change_declined": Access.PROGRAMME,
    "programme.incentive_change_undone": Access.PROGRAMME,
    "programme.incentive_new": Access.PROGRAMME,
    "programme.incentive_new_sent": Access.PROGRAMME,
    "programme.incentive_part": Access.PROGRAMME,
    "programme.incentive_part_sent": Access.PROGRAMME,
    "programme.incentive_part_new": Access.PROGRAMME,
    "programme.incentive_part_new_sent": Access.PROGRAMME,
    "programme.requests": Access.PROGRAMME,
    "programme.request_begun": Access.PROGRAMME,
    "programme.request_shown": Access.PROGRAMME,
    "programme.request_confirmed": Access.PROGRAMME,
    "programme.request_dropped": Access.PROGRAMME,
    "portal.typed_bills": Access.RESIDENT,
    "portal.typed_bill_added": Access.RESIDENT,
    "portal.typed_bill_removed": Access.RESIDENT,
    "portal.energuide_shown": Access.RESIDENT,
    "portal.energuide_sent": Access.RESIDENT,
    "portal.energuide_forgotten": Access.RESIDENT,
    "portal.sharing": Access.RESIDENT,
    "portal.consent_asked": Access.RESIDENT,
    "portal.consent_answered": Access.RESIDENT,
    "portal.upload": Access.RESIDENT,
    "portal.utilities": Access.RESIDENT,
    "portal.utility": Access.RESIDENT,
    "portal.utility_connected": Access.RESIDENT,
    "portal.utility_returned": Access.RESIDENT,
    "portal.utility_stop_asked": Access.RESIDENT,
    "portal.utility_stopped": Access.RESIDENT,
    "green_button.notified": Access.PEER,
    "portal.import_shown": Access.RESIDENT,
    "portal.stop_asked": Access.RESIDENT,
    "portal.stop": Access.RESIDENT,
    "portal.stop_everything_asked": Access.RESIDENT,
    "portal.stop_everything": Access.RESIDENT,
    "portal.who_sees": Access.RESIDENT,
    "portal.receipts": Access.RESIDENT,
    "portal.receipt": Access.RESIDENT,
    "portal.receipt_file": Access.RESIDENT,
    "portal.moving_out": Access.RESIDENT,
    "portal.moved_out": Access.RESIDENT,
    "portal.left_homes": Access.RESIDENT,
    "portal.merged": Access.RESIDENT,
    "portal.merged_objected": Access.RESIDENT,
    "portal.merged_deleted": Access.RESIDENT,
    "portal.address": Access.RESIDENT,
    "portal.address_said": Access.RESIDENT,
    "portal.address_forgotten": Access.RESIDENT,
    "portal.letters": Access.RESIDENT,
    "portal.letters_chosen": Access.RESIDENT,
    "portal.left_home_deleted": Access.RESIDENT,
    "desk.queue": Access.COACH,
    "desk.mine": Access.COACH,
    "desk.find": Access.COACH,
    "desk.asked": Access.COACH,
    "desk.take_next": Access.COACH,
    "desk.take": Access.COACH,
    "desk.give_back": Access.COACH,
    "desk.case": Access.COACH,
    "desk.change": Access.COACH,
    "desk.decide": Access.COACH,
    "desk.add": Access.COACH,
    "desk.without": Access.COACH,
    "desk.facts": Access.COACH,
    "desk.fact": Access.COACH,
    "desk.fact_stated": Access.COACH,
    "desk.held": Access.COACH,
    "desk.escalated": Access.COACH,
    "desk.second_looks": Access.COACH,
    "desk.duplicates": Access.COACH,
    "desk.duplicate": Access.COACH,
    "desk.duplicate_merged": Access.COACH,
    "desk.duplicate_apart": Access.COACH,
    "desk.duplicate_undone": Access.COACH,
    "desk.bill_left_out": Access.COACH,
    "desk.bill_taken_back": Access.COACH,
    "desk.hold": Access.COACH,
    "desk.case_as_pdf": Access.COACH,
    "desk.escalate": Access.COACH,
    "desk.hand_back": Access.COACH,
    "desk.look_again": Access.COACH,
    "desk.conduct": Access.COACH,
    "desk.conduct_declared": Access.COACH,
    "public.conduct": Access.PUBLIC,
    "portal.projects_shown": Access.RESIDENT,
    "portal.project_started": Access.RESIDENT,
    "portal.project": Access.RESIDENT,
    "portal.project_moved": Access.RESIDENT,
    "portal.project_step": Access.RESIDENT,
    "portal.project_silenced": Access.RESIDENT,
    "portal.project_photos_sent": Access.RESIDENT,
    "portal.project_photo": Access.RESIDENT,
    "portal.project_photo_removed": Access.RESIDENT,
    "portal.project_quote": Access.RESIDENT,
    "portal.project_quote_kept": Access.RESIDENT,
    "portal.project_quote_chosen": Access.RESIDENT,
    "portal.project_quote_removed": Access.RESIDENT,
    "desk.projects_list": Access.COACH,
    "desk.project_new": Access.COACH,
    "desk.project_begun": Access.COACH,
    "desk.project": Access.COACH,
    "desk.project_moved": Access.COACH,
    "desk.project_photo": Access.COACH,
    "portal.ask": Access.RESIDENT,
    "portal.ask_new": Access.RESIDENT,
    "portal.asked": Access.RESIDENT,
    "portal.ask_thread": Access.RESIDENT,
    "portal.ask_written": Access.RESIDENT,
    "portal.ask_closed": Access.RESIDENT,
    "portal.ask_photo": Access.RESIDENT,
    "public.help": Access.PUBLIC,
    "public.events": Access.PUBLIC,
    "public.event_file": Access.PUBLIC,
    "programme.events": Access.PROGRAMME,
    "programme.event_new": Access.PROGRAMME,
    "programme.event_announced": Access.PROGRAMME,
    "programme.event": Access.PROGRAMME,
    "programme.event_changed": Access.PROGRAMME,
    "programme.event_cancelled": Access.PROGRAMME,
    "public.contacted": Access.PUBLIC,
    "public.contacted_said": Access.PUBLIC,
    "public.unsubscribe": Access.PUBLIC,
    "public.unsubscribed": Access.PEER,
    "portal.contact_said": Access.RESIDENT,
    "portal.appointments": Access.RESIDENT,
    "portal.appointment_new": Access.RESIDENT,
    "portal.appointment_booked": Access.RESIDENT,
    "portal.appointment_move": Access.RESIDENT,
    "portal.appointment_moved": Access.RESIDENT,
    "portal.appointment_cancelled": Access.RESIDENT,
    "portal.appointment_file": Access.RESIDENT,
    "desk.calendar": Access.COACH,
    "desk.times_offered": Access.COACH,
    "desk.time_taken_back": Access.COACH,
    "desk.meeting_cancelled": Access.COACH,
    "desk.meeting_file": Access.COACH,
    "desk.visit_begun": Access.COACH,
    "desk.appointment_visit_begun": Access.COACH,
    "desk.visit": Access.COACH,
    "desk.visit_saved": Access.COACH,
    "desk.visit_taken": Access.COACH,
    "desk.visit_choosing": Access.COACH,
    "desk.visit_chosen": Access.COACH,
    "desk.visit_photos_added": Access.COACH,
    "desk.visit_photo": Access.COACH,
    "desk.visit_photo_removed": Access.COACH,
    "desk.visit_brief": Access.COACH,
    "desk.visit_without_signal": Access.COACH,
    "desk.visit_worker": Access.PUBLIC,
    "desk.visit_signing": Access.COACH,
    "desk.visit_signed": Access.COACH,
    "desk.visit_corrected": Access.COACH,
    "desk.visit_plan": Access.COACH,
    "desk.visit_plan_as_pdf": Access.COACH,
    "desk.visit_given": Access.COACH,
    "portal.visited": Access.RESIDENT,
    "portal.visited_as_pdf": Access.RESIDENT,
    "portal.visited_photo": Access.RESIDENT,
    "programme.workload": Access.PROGRAMME,
    "programme.lists": Access.PROGRAMME,
    "public.help_article": Access.PUBLIC,
    "desk.questions_list": Access.COACH,
    "desk.question": Access.COACH,
    "desk.question_taken": Access.COACH,
    "desk.question_answered": Access.COACH,
    "desk.question_closed": Access.COACH,
    "desk.question_photo": Access.COACH,
    "desk.articles": Access.COACH,
    "desk.article_new": Access.COACH,
    "desk.article_made": Access.COACH,
    "desk.article": Access.COACH,
    "desk.article_saved": Access.COACH,
    "desk.article_published": Access.COACH,
    "desk.article_retired": Access.COACH,
    "desk.answer_promoted": Access.COACH,
    "desk.answer_promoted_saved": Access.COACH,
    "portal.suppliers": Access.RESIDENT,
    "portal.supplier": Access.RESIDENT,
    "portal.supplier_linked": Access.RESIDENT,
    "portal.supplier_token": Access.RESIDENT,
    "portal.supplier_undone": Access.RESIDENT,
    "partners.clients": Access.PARTNER,
    "partners.client_made": Access.PARTNER,
    "partners.secret_made": Access.PARTNER,
    "partners.secret_ended": Access.PARTNER,
    "partners.client_closed": Access.PARTNER,
    "partners.lending": Access.LENDER,
    "portal.household": Access.RESIDENT,
    "portal.household_invited": Access.RESIDENT,
    "portal.invitation_revoked": Access.RESIDENT,
    "portal.invited": Access.RESIDENT,
    "portal.joined": Access.RESIDENT,
    "portal.written_down": Access.RESIDENT,
    "portal.written_contradicted": Access.RESIDENT,
    "portal.written_scan": Access.RESIDENT,
    "programme.answers": Access.PROGRAMME,
    "programme.answer_new": Access.PROGRAMME,
    "programme.caller_found": Access.PROGRAMME,
    "programme.answer_question": Access.PROGRAMME,
    "programme.answer_asked": Access.PROGRAMME,
    "programme.answer_said": Access.PROGRAMME,
    "programme.answer": Access.PROGRAMME,
    "programme.answer_confirmed": Access.PROGRAMME,
    "programme.answer_declined": Access.PROGRAMME,
    "programme.answer_scan": Access.PROGRAMME,
    "programme.formats": Access.PROGRAMME,
    "programme.format_document": Access.PROGRAMME,
    "programme.format_retired": Access.PROGRAMME,
    "programme.format_new": Access.PROGRAMME,
    "programme.format_example": Access.PROGRAMME,
    "programme.draft_columns": Access.PROGRAMME,
    "programme.draft_columns_said": Access.PROGRAMME,
    "programme.draft_reading": Access.PROGRAMME,
    "programme.draft_reading_said": Access.PROGRAMME,
    "programme.draft_preview": Access.PROGRAMME,
    "programme.draft_saved": Access.PROGRAMME,
    "programme.draft_dropped": Access.PROGRAMME,
    "partners.dashboard": Access.UTILITY,
    "partners.files": Access.UTILITY,
    "partners.consents": Access.UTILITY,
    "partners.file": Access.UTILITY,
    "partners.file_committed": Access.UTILITY,
    "partners.file_cancelled": Access.UTILITY,
    "partners.file_rejects": Access.UTILITY,
    "partners.file_report": Access.UTILITY,
    "partners.send": Access.UTILITY,
    "partners.sent": Access.UTILITY,
    "oauth.token": Access.PEER,
    "oauth.revoke": Access.PEER,
    "oauth.introspect": Access.PEER,
    "api.openapi": Access.PUBLIC,
    "api.match_made": Access.CLIENT,
    "partners.offers": Access.PARTNER,
    "partners.offer": Access.PARTNER,
    "partners.offer_withdrawn": Access.PARTNER,
    "partners.offers_send": Access.PARTNER,
    "partners.offers_sent": Access.PARTNER,
    "partners.offers_example": Access.PARTNER,
    "partners.offers_file": Access.PARTNER,
    "partners.offers_file_committed": Access.PARTNER,
    "partners.offers_file_cancelled": Access.PARTNER,
    "partners.offers_file_rejects": Access.PARTNER,
    "partners.offers_file_report": Access.PARTNER,
    "programme.offers": Access.PROGRAMME,
    "programme.offer": Access.PROGRAMME,
    "programme.offer_approved": Access.PROGRAMME,
    "programme.offer_declined": Access.PROGRAMME,
    "api.offer_stated": Access.CLIENT,
    "api.offers_listed": Access.CLIENT,
    "api.offer_versions": Access.CLIENT,
    "api.offer_withdrawn": Access.CLIENT,
    "portal.referrals": Access.RESIDENT,
    "portal.referral": Access.RESIDENT,
    "portal.referral_file": Access.RESIDENT,
    "portal.referral_charges": Access.RESIDENT,
    "portal.referral_stop_asked": Access.RESIDENT,
    "portal.referral_stopped": Access.RESIDENT,
    "portal.referral_asked": Access.RESIDENT,
    "portal.referral_offer": Access.RESIDENT,
    "portal.referral_looked": Access.RESIDENT,
    "portal.referral_answered": Access.RESIDENT,
    "partners.referrals": Access.PARTNER,
    "partners.referrals_file": Access.PARTNER,
    "partners.referral": Access.PARTNER,
    "partners.referral_opened": Access.PARTNER,
    "partners.referral_told": Access.PARTNER,
    "partners.notice_confirmed": Access.PARTNER,
    "programme.referrals": Access.PROGRAMME,
    "api.referrals_listed": Access.CLIENT,
    "api.referral_shown": Access.CLIENT,
    "api.package_fetched": Access.CLIENT,
    "api.event_told": Access.CLIENT,
    "api.schedule_shown": Access.CLIENT,
    "api.notices_listed": Access.CLIENT,
    "api.notice_confirmed": Access.CLIENT,
    "api.lists_compared": Access.CLIENT,
    "api.consents_listed": Access.CLIENT,
    "api.manifest_listed": Access.CLIENT,
    "api.pseudonyms": Access.CLIENT,
    "api.import_sent": Access.CLIENT,
    "api.imports_listed": Access.CLIENT,
    "api.import_shown": Access.CLIENT,
    "api.import_committed": Access.CLIENT,
    "api.import_cancelled": Access.CLIENT,
    "api.import_report": Access.CLIENT,
    "api.import_rejects": Access.CLIENT,
}
"""The access matrix. A new route fails the first test until somebody decides here who it is for."""

EXAMPLE = {
    "filename": "img/mark.svg",
    "browser_id": uuid.UUID(int=1),
    "linked_id": uuid.UUID(int=1),
    "provider": "x",
    "name": "x",
    "run_id": uuid.UUID(int=1),
    "export_id": uuid.UUID(int=1),
    "reference": "x",
    "entry_id": uuid.UUID(int=1),
    "pair_id": uuid.UUID(int=1),
    "merge_id": uuid.UUID(int=1),
    "bill_id": uuid.UUID(int=1),
    "review_id": uuid.UUID(int=1),
    "measure": "ENV-AIR",
    "programme_id": "HRS",
    "part": "offer",
    "target": "HRS-TSTAT",
    "aspect": "when",
    "change_id": uuid.UUID(int=1),
    "payment_id": uuid.UUID(int=1),
    "agreement_id": uuid.UUID(int=1),
    "month": "2026-10",
    "on": "2026-10-14",
    "token": "x",
    "caller": "x",
    "invitation_id": uuid.UUID(int=1),
    "offer_id": uuid.UUID(int=1),
    "answer_id": uuid.UUID(int=1),
    "purpose": "advice",
    "receipt_id": uuid.UUID(int=1),
    "key": "house",
    "match_id": uuid.UUID(int=1),
    "client_id": uuid.UUID(int=1),
    "file_id": uuid.UUID(int=1),
    "secret_id": uuid.UUID(int=1),
    "profile_id": uuid.UUID(int=1),
    "draft_id": uuid.UUID(int=1),
    "sheet_id": uuid.UUID(int=1),
    "request_id": uuid.UUID(int=1),
    "feed_id": uuid.UUID(int=1),
    "thread_id": uuid.UUID(int=1),
    "project_id": uuid.UUID(int=1),
    "quote_id": uuid.UUID(int=1),
    "photo_id": uuid.UUID(int=1),
    "message_id": uuid.UUID(int=1),
    "attachment_id": uuid.UUID(int=1),
    "slug": "radon",
    "mark": "x",
    "kind": "call",
    "slot_id": uuid.UUID(int=1),
    "appointment_id": uuid.UUID(int=1),
    "check_id": uuid.UUID(int=1),
    "visit_id": uuid.UUID(int=1),
    "passkey_id": uuid.UUID(int=1),
    "referral_id": uuid.UUID(int=1),
    "notice_id": uuid.UUID(int=1),
    "event_id": uuid.UUID(int=1),
}


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Flask:
    return create_app(settings, engine)


@pytest.fixture
def clients(app: Flask, engine: Engine, settings: Settings, tmp_path: Path) -> Iterator[dict[str, FlaskClient]]:
    keys = open_vault(settings)
    signed_in: dict[str, FlaskClient] = {"anonymous": app.test_client()}
    app.config["WTF_CSRF_ENABLED"] = False
    for audience in Audience:
        email = f"{audience.value}@test.example"
        with db.transaction(engine) as session:
            if audience is Audience.RESIDENT:
                scenes.resident(session, keys, email=email)
            else:
                scenes.person(session, keys, audience, email)
        client = app.test_client()
        answered = client.post("/sign-in", data={"email": email, "password": scenes.PASSWORD})
        assert answered.status_code == 303
        signed_in[audience.value] = client
    yield signed_in


def test_every_route_is_decided_in_the_matrix(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {endpoint: level_of(app, endpoint) for endpoint in endpoints} == LEVELS


def test_a_route_nobody_decided_is_closed(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert app.test_client().get("/forgotten").status_code == 404


def test_every_audience_meets_its_own_pages_and_no_others(app: Flask, clients: dict[str, FlaskClient]) -> None:
    for rule in app.url_map.iter_rules():
        level = LEVELS[rule.endpoint]
        for who, client in clients.items():
            if rule.endpoint in ("auth.sign_out", "auth.everywhere_ended", "health.readyz"):
                continue
            status = _try(client, rule)
            if level in (Access.PUBLIC, Access.PEER):
                assert status < 500, (who, rule)
            elif level is Access.CLIENT:
                assert status == 401, (who, rule)
            elif who == "anonymous":
                assert status == 303, (who, rule)
            elif Audience(who) not in AUDIENCES[level]:
                assert status == 404, (who, rule)
            else:
                assert status < 500, (who, rule)


def test_reading_a_page_changes_nothing_but_the_record_of_reading(
    app: Flask, clients: dict[str, FlaskClient], engine: Engine
) -> None:
    from sqlalchemy import text

    tables = [
        "person", "home", "home_member", "home_fact", "consent_grant", "consent_event", "import_run", "usage_point",
        "interval_block", "assessment", "opportunity", "review", "override", "review_event", "recommendation", "work",
    ]  # fmt: skip

    def counts() -> dict[str, int]:
        with db.reading(engine) as session:
            return {name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables}

    before = counts()
    for rule in app.url_map.iter_rules():
        if rule.methods and "GET" in rule.methods:
            for client in clients.values():
                _try(client, rule)
    assert counts() == before


def test_a_form_without_its_token_changes_nothing(app: Flask, clients: dict[str, FlaskClient]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    for rule in app.url_map.iter_rules():
        if rule.methods and "POST" in rule.methods:
            if LEVELS[rule.endpoint] in (Access.CLIENT, Access.PEER):
                continue  # these believe no cookie, so there is nothing to ride on
            for client in clients.values():
                assert client.post(_address(app, rule)).status_code == 400, rule


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "/home\r\nSet-Cookie: a=b", "javascript:x"]
)
def test_signing_in_never_leads_to_another_site(app: Flask, clients: dict[str, FlaskClient], address: str) -> None:
    answered = app.test_client().post(
        "/sign-in", data={"email": "resident@test.example", "password": scenes.PASSWORD, "next": address}
    )
    assert answered.headers["Location"] == "/home"


def _try(client: FlaskClient, rule: Rule) -> int:
    app = client.application
    method = next(name for name in ("GET", "POST", "PUT", "DELETE") if name in (rule.methods or ()))
    with client.open(_address(app, rule), method=method) as response:
        return response.status_code


def _address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        values = {name: EXAMPLE[name] for name in rule.arguments}
        return app.url_for(rule.endpoint, **values)
