"""A utility's and a lender's pages, full and empty."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.web.samples.pages import UTILITY, Page
from tests.web.samples.speaking import speaking
from utility_connectors import codes
from utility_connectors.partner_files import PartnerFileState, PartnerFileView
from utility_connectors.partner_rejects import Report, ReportRow
from web.components import Chip, Choice, Fact, Field, FieldError, Question, Tone
from web.partners import dashboard, views
from web.partners.file_shown import shown
from web.partners.files import row
from web.text import gettext as _

AT = datetime(2026, 11, 21, 7, 2, tzinfo=UTC)
COUNTS = {
    "rows": 412_680,
    "kept": 371_420,
    "refused": 1_260,
    "not_customers": 36_000,
    "not_consented": 3_000,
    "outside_window": 1_000,
    "homes": 516,
    "accounts_not_customers": 50,
    "added": 371_000,
    "replaced": 420,
}


def file(state: PartnerFileState, *, days_ago: int = 0) -> PartnerFileView:
    """A nightly file in one of its states."""
    counted = state in (PartnerFileState.CHECKED, PartnerFileState.STORED, PartnerFileState.CANCELLED)
    read = state not in (PartnerFileState.RECEIVED, PartnerFileState.REJECTED)
    return PartnerFileView(
        uuid.UUID(int=(0xA1B2 << 32) + days_ago),
        state,
        "standard-readings" if read else None,
        "3f9a0c12b7de" * 5 + "77aa",
        48_210_334,
        COUNTS if counted else {},
        (),
        codes.FILE_UNKNOWN.code if state is PartnerFileState.REJECTED else None,
        {},
        42 if state is PartnerFileState.RUNNING else None,
        AT - timedelta(days=days_ago),
        AT if counted else None,
        None,
    )


def file_page(state: PartnerFileState) -> views.FileShown:
    """One file's page; where rows were refused, a few of them."""
    lines = (
        ReportRow(18, "interval_start", codes.CSV_TIME_SKIPPED.code, "2026-03-08T02:30:00"),
        ReportRow(204, "quantity", codes.READING_VALUE.code, "n/a"),
        ReportRow(51_377, "unit", codes.CSV_UNIT.code, None),
        ReportRow(391_002, None, codes.CSV_FIELD_COUNT.code, None),
    )
    counts = {one.code: count for one, count in zip(lines, (60, 900, 200, 100), strict=True)}
    has_rows = state in (PartnerFileState.CHECKED, PartnerFileState.STORED)
    return shown(file(state), Report(counts, lines) if has_rows else Report({}, ()), keeps_rejects=has_rows)


def files() -> tuple[views.FileRow, ...]:
    states = (
        PartnerFileState.CHECKED,
        PartnerFileState.RUNNING,
        PartnerFileState.STORED,
        PartnerFileState.REJECTED,
        PartnerFileState.CANCELLED,
        PartnerFileState.RECEIVED,
    )
    return tuple(row(file(state, days_ago=place)) for place, state in enumerate(states))


def feed() -> views.Dashboard:
    """A feed with something to decide and something to mend."""
    past = [file(PartnerFileState.CHECKED), file(PartnerFileState.STORED), file(PartnerFileState.REJECTED)]
    heading, lead = dashboard._said(past, past[1:2])
    return views.Dashboard(
        "Lakeside Power",
        heading,
        lead,
        dashboard._figures(past[1:2]),
        dashboard._health(past, past[1:2]),
        files()[:5],
        "/partner_send",
        "/partner_files",
        "/partner_file",
    )


def first_feed() -> views.Dashboard:
    heading, lead = dashboard._said([], [])
    return views.Dashboard("Lakeside Power", heading, lead, send_url="/partner_send", all_url="/partner_files")


def nobodys() -> views.Dashboard:
    return views.Dashboard(
        "",
        _("Your sign-in belongs to no organisation yet."),
        _("Ask the program to add you to your organisation, then sign in again."),
    )


def send(error: str = "") -> views.Send:
    return views.Send(
        _("Send a file"),
        "/partner_file",
        "/partner_files",
        _("CSV, Green Button XML or a ZIP of them, up to %(size)s MB.", size=2000),
        error,
        (_("Account and meter exactly as on the bill. A pair that differs by a space is nobody’s."),),
    )


def claims() -> tuple[views.ClaimRow, ...]:
    """One that waits, one that was decided."""
    waiting = _("Two homes gave this customer’s numbers. Until we decide, rows go to the home that was first.")
    return (
        views.ClaimRow("3f9a0c12b7de", _("Electricity"), Chip(_("We are looking at it"), Tone.WARN), waiting, AT),
        views.ClaimRow(
            "77aa0c12b7de",
            _("Electricity"),
            Chip(_("The home that was first"), Tone.OK),
            _("The later claim could not be shown to be true."),
            AT,
        ),
    )


def consents(*, rows: bool = True, wrong: str = "") -> views.Consents:
    agreed, withdrew = Chip(_("Agreed"), Tone.OK), Chip(_("Withdrew"), Tone.BAD, "leave")
    return views.Consents(
        (
            views.ConsentRow(AT - timedelta(days=3), "9f03c2d1a7b4", agreed, _("Electricity")),
            views.ConsentRow(AT, "41bb0e9c5d20", withdrew, _("Natural gas")),
        )
        if rows
        else (),
        Field(
            "since",
            _("Answers since"),
            "2026-10-21",
            _("Year, month and day. Answers are listed oldest first."),
            wrong,
            "date",
        ),
        "/partner_consents",
        more_url="/partner_consents" if rows else "",
        errors=(FieldError("since", wrong),) if wrong else (),
        standing=(Fact(_("Electricity"), "516"),) if rows else (),
        claims=claims() if rows else (),
    )


def clients(*, rows: bool = True, new: bool = False) -> views.Clients:
    made = views.Client(
        str(uuid.UUID(int=0x5EED << 80)),
        "Nightly export",
        ", ".join((_("send, commit and cancel files").capitalize(), _("follow files and read their reports"))),
        (
            views.Secret(AT - timedelta(days=80), AT, AT + timedelta(days=10), "/partner_clients", "1"),
            views.Secret(AT, None, None, "/partner_clients", "2"),
        ),
        "/partner_clients",
    )
    bare = replace(made, id=str(uuid.UUID(int=0x5EEE << 80)), name="Test", secrets=(), rotate_url="/partner_clients")
    return views.Clients(
        (made, bare) if rows else (),
        Field("name", _("What do you call it?"), hint=_("For example “Nightly export”. Only you see it.")),
        Question(
            "scope",
            _("What may it do?"),
            (
                Choice("imports:write", _("send, commit and cancel files").capitalize()),
                Choice("imports:read", _("follow files and read their reports").capitalize()),
                Choice("consents:read", _("read which customers agreed or withdrew").capitalize()),
            ),
            hint=_("As little as it needs."),
            many=True,
        ),
        "/partner_clients",
        "https://homes.example/oauth/token",
        "/api/v1/openapi.json",
        Chip(_("No secret in force: it cannot ask for tokens"), Tone.WARN),
        views.NewSecret(made.id, made.name, "ghs_" + "k4Tz9wQm" * 5) if new else None,
    )


def not_a_file(language: str) -> str:
    return speaking(language)("This file is empty.", "Ce fichier est vide.")


def _file(state: PartnerFileState) -> Page:
    return Page(UTILITY, "partners/file.html", lambda lang: {"file": file_page(state)})


PAGES = {
    "partner": Page(UTILITY, "partners/dashboard.html", lambda lang: {"dashboard": feed()}),
    "partner_first": Page(UTILITY, "partners/dashboard.html", lambda lang: {"dashboard": first_feed()}),
    "partner_nobody": Page(UTILITY, "partners/dashboard.html", lambda lang: {"dashboard": nobodys()}),
    "partner_files": Page(
        UTILITY, "partners/files.html", lambda lang: {"files": views.Files(files(), "/partner_send", "/partner_files")}
    ),
    "partner_no_files": Page(UTILITY, "partners/files.html", lambda lang: {"files": views.Files((), "/partner_send")}),
    "partner_send": Page(UTILITY, "partners/send.html", lambda lang: {"send": send()}),
    "partner_send_wrong": Page(UTILITY, "partners/send.html", lambda lang: {"send": send(not_a_file(lang))}),
    "partner_file": _file(PartnerFileState.CHECKED),
    "partner_file_received": _file(PartnerFileState.RECEIVED),
    "partner_file_running": _file(PartnerFileState.RUNNING),
    "partner_file_stored": _file(PartnerFileState.STORED),
    "partner_file_rejected": _file(PartnerFileState.REJECTED),
    "partner_file_cancelled": _file(PartnerFileState.CANCELLED),
    "partner_consents": Page(UTILITY, "partners/consents.html", lambda lang: {"consents": consents()}),
    "partner_no_consents": Page(
        UTILITY, "partners/consents.html", lambda lang: {"consents": consents(rows=False, wrong=not_a_file(lang))}
    ),
    "partner_clients": Page(UTILITY, "partners/clients.html", lambda lang: {"clients": clients()}),
    "partner_no_clients": Page(UTILITY, "partners/clients.html", lambda lang: {"clients": clients(rows=False)}),
    "partner_secret": Page(UTILITY, "partners/clients.html", lambda lang: {"clients": clients(new=True)}),
}
"""The pages of partner organisations."""
