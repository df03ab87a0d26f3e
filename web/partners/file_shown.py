"""One file in words: what it holds, what became of each row, and what its sender can do now."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, url_for

from utility_connectors.partner_files import PartnerFileState, PartnerFileView
from utility_connectors.partner_rejects import Report
from web import i18n, messages, report_csv
from web.components import Chip, Fact, Step, StepState, Tone
from web.formatting import TORONTO, moment, number
from web.partners import views
from web.text import gettext as _
from web.text import ngettext
from web.words.mending import mending

ROWS_SHOWN = 50
MEGABYTE = 1_000_000
DROPPED = ("not_customers", "not_consented", "outside_window")


def shown(run: PartnerFileView, report: Report, *, keeps_rejects: bool) -> views.FileShown:
    """The page of one file. `keeps_rejects`: there are refused rows that may be given back."""
    language = i18n.language()
    heading, lead = _said(run)
    rows = refused_rows(report)
    refused = run.counts.get("refused", 0)
    has_counts = bool(run.counts.get("rows"))
    return views.FileShown(
        heading=heading,
        lead=lead,
        steps=steps(run.state),
        facts=_facts(run),
        here_url=url_for("partners.file", file_id=run.id),
        back_url=url_for("partners.files"),
        running=running(run),
        bar=bar(run.counts) if has_counts else (),
        bar_sentence=_sum(run.counts),
        chips=_chips(run.counts) if has_counts else (),
        sum_sentence=_sum(run.counts),
        findings=findings(run),
        reasons=reasons(report),
        rows=rows,
        rows_sentence=_("%(shown)s of %(total)s shown.", shown=len(rows), total=number(refused, language)),
        commit_url=url_for("partners.file_committed", file_id=run.id) if run.state is PartnerFileState.CHECKED else "",
        cancel_url=url_for("partners.file_cancelled", file_id=run.id) if run.is_preview else "",
        rejects_url=url_for("partners.file_rejects", file_id=run.id) if keeps_rejects else "",
        report_url=url_for("partners.file_report", file_id=run.id) if report.rows else "",
        again_url=url_for("partners.send", corrects=run.id) if run.state is PartnerFileState.STORED else "",
        what_now=_what_now(run, refused, keeps_rejects),
    )


def _said(run: PartnerFileView) -> tuple[str, str]:
    """The heading, which is the finding, and what it means."""
    language = i18n.language()
    kept, rows = (number(run.counts.get(name, 0), language) for name in ("kept", "rows"))
    if run.state is PartnerFileState.CHECKED:
        return (
            _("%(kept)s of %(rows)s rows can be stored.", kept=kept, rows=rows),
            _("Nothing is stored yet. Look at what would be left out, and decide."),
        )
    if run.state is PartnerFileState.STORED:
        return (
            _("%(kept)s of %(rows)s rows are in.", kept=kept, rows=rows),
            _("Nothing from the other rows was stored, and the file itself is deleted."),
        )
    return said_of_any(run)


def said_of_any(run: PartnerFileView) -> tuple[str, str]:
    """The heading of a file of any content that is under way, was stopped or could not be read, and what it means."""
    if run.state is PartnerFileState.RECEIVED:
        return _("We are looking at your file."), _("Nothing is stored. You can close this page and come back.")
    if run.state is PartnerFileState.RUNNING:
        return _("Your file is being stored."), _("All of it or nothing. You can close this page: we will carry on.")
    if run.state is PartnerFileState.CANCELLED:
        return _("This file was not stored."), _("You stopped it. Nothing of it remains but its size and fingerprint.")
    why = messages.sentence(run.code, run.facts) if run.code else ""
    return _("We could not read this file."), f"{why} {_('Nothing from it was stored. What you sent before is safe.')}"


def findings(run: PartnerFileView) -> tuple[str, ...]:
    """What there is to know of the file, in sentences."""
    return tuple(messages.sentence(str(one.get("code")), _facts_of(one)) for one in run.findings)


def reasons(report: Report) -> tuple[Fact, ...]:
    """Why rows were refused, each reason with its count, the most first."""
    language = i18n.language()
    return tuple(
        Fact(mending(code, language), number(count, language))
        for code, count in sorted(report.counts.items(), key=lambda one: -one[1])
    )


def refused_rows(report: Report, *, by_column: bool = False) -> tuple[views.Refused, ...]:
    """The first refused rows with how to mend each; `by_column` where a column has words of its own for it."""
    language = i18n.language()
    return tuple(
        views.Refused(
            number(one.line, language),
            one.column or "",
            one.value or "",
            mending(one.code, language, one.column if by_column else None),
        )
        for one in report.rows[:ROWS_SHOWN]
    )


def as_csv(content: bytes, name: str) -> Response:
    """The content as a file of that name."""
    return Response(
        content, mimetype=report_csv.MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def steps(state: PartnerFileState) -> tuple[Step, ...]:
    """The four steps of every file, the present one marked."""
    names = (_("Received"), _("Looked at"), _("You decide"), _("Stored"))
    reached = {
        PartnerFileState.RECEIVED: 1,
        PartnerFileState.CHECKED: 2,
        PartnerFileState.RUNNING: 3,
        PartnerFileState.STORED: 4,
        PartnerFileState.REJECTED: 1,
        PartnerFileState.CANCELLED: 2,
    }[state]
    return tuple(
        Step(name, StepState.DONE if place < reached else StepState.NOW if place == reached else StepState.NEXT)
        for place, name in enumerate(names)
    )


def running(run: PartnerFileView) -> str:
    """What is going on, where something is."""
    if run.state is PartnerFileState.RECEIVED:
        return _("Reading now")
    if run.state is PartnerFileState.RUNNING:
        return _("%(percent)s per cent read", percent=run.progress or 0)
    return ""


def bar(counts: Mapping[str, int]) -> tuple[views.Slice, ...]:
    """What became of the rows, as parts of a bar."""
    whole = counts["rows"]
    parts = (
        ("kept", counts.get("kept", 0)),
        ("refused", counts.get("refused", 0)),
        ("dropped", sum(counts.get(name, 0) for name in DROPPED)),
    )
    slices, at = [], 0.0
    for kind, count in parts:
        width = 100 * count / whole
        if count:
            slices.append(views.Slice(kind, f"{at:.2f}%", f"{width:.2f}%"))
        at += width
    return tuple(slices)


def _chips(counts: Mapping[str, int]) -> tuple[Chip, ...]:
    language = i18n.language()
    said = (
        ("kept", Tone.OK, "check", _("%(count)s of customers who agreed")),
        ("refused", Tone.BAD, "warn", _("%(count)s to mend")),
        ("not_customers", None, "", _("%(count)s of people who are not here, dropped")),
        ("not_consented", None, "", _("%(count)s without a permission, dropped")),
        ("outside_window", None, "", _("%(count)s from before or after they lived there, dropped")),
    )
    return tuple(
        Chip(text % {"count": number(counts[name], language)}, tone, icon)
        for name, tone, icon, text in said
        if counts.get(name)
    )


def _sum(counts: Mapping[str, int]) -> str:
    language = i18n.language()
    kept, refused = counts.get("kept", 0), counts.get("refused", 0)
    dropped = sum(counts.get(name, 0) for name in DROPPED)
    return _(
        "%(kept)s kept + %(refused)s refused + %(dropped)s dropped = %(rows)s rows read",
        kept=number(kept, language),
        refused=number(refused, language),
        dropped=number(dropped, language),
        rows=number(counts.get("rows", 0), language),
    )


def _facts(run: PartnerFileView) -> tuple[Fact, ...]:
    language = i18n.language()
    facts = [
        Fact(_("Received"), moment(run.received_at.astimezone(TORONTO), language)),
        Fact(_("Size"), size(run.size_bytes)),
    ]
    if run.format:
        facts.append(Fact(_("Format"), run.format))
    if run.counts.get("homes"):
        facts.append(Fact(_("Homes reached"), number(run.counts["homes"], language)))
    if run.counts.get("accounts_not_customers"):
        facts.append(Fact(_("Accounts that matched no home"), number(run.counts["accounts_not_customers"], language)))
    names = (
        ("added", _("New readings")),
        ("replaced", _("Corrected readings")),
        ("repeated", _("Readings we already had")),
    )
    facts += [Fact(label, number(run.counts[name], language)) for name, label in names if run.counts.get(name)]
    if run.supersedes:
        facts.append(Fact(_("Corrects"), str(run.supersedes)[-12:]))
    facts.append(Fact(_("Fingerprint"), f"{run.sha256[:4]}…{run.sha256[-4:]}"))
    facts.append(Fact(_("Reference"), str(run.id)[-12:]))
    return tuple(facts)


def size(size_bytes: int) -> str:
    """In megabytes from one of them on, in kilobytes below."""
    language = i18n.language()
    if size_bytes >= MEGABYTE:
        return _("%(size)s MB", size=number(size_bytes / MEGABYTE, language, 1))
    return _("%(size)s kB", size=number(max(1, size_bytes / 1000), language))


def _what_now(run: PartnerFileView, refused: int, keeps_rejects: bool) -> tuple[str, ...]:
    if run.state is PartnerFileState.REJECTED:
        return (_("Send it again as your system wrote it. If it happens twice, tell us the reference."),)
    if not refused or run.state not in (PartnerFileState.CHECKED, PartnerFileState.STORED):
        return ()
    count = number(refused, i18n.language())
    mend = ngettext("One row was refused.", "%(count)s rows were refused.", refused, count=count)
    if not keeps_rejects:
        nothing = _("None of them is of a customer who agreed, so there is nothing to send again.")
        return (f"{mend} {nothing}",)
    download = _("Download them: your rows, with the reason in a last column.")
    return (
        f"{mend} {download}",
        _("Mend them, and send that file alone. Rows that are in are not counted twice."),
    )


def _facts_of(found: Mapping[str, object]) -> Mapping[str, object]:
    facts = found.get("facts")
    return facts if isinstance(facts, Mapping) else {}
