"""Files of offers: sent, looked over, stored or not, and what was refused given back. The same way as readings go."""

from __future__ import annotations

import uuid

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from greener_homes.errors import NotFound, Refusal
from greener_homes.organisations import OrganisationKind
from utility_connectors import partner_files
from utility_connectors.finance_reading import KILOBYTE, MOST_BYTES, MOST_ROWS
from utility_connectors.finance_terms import COLUMNS
from utility_connectors.partner_files import PartnerFileContent, PartnerFileView
from utility_connectors.partner_rejects import Report
from web import current, i18n, messages, report_csv, sealed_body
from web.access import Access, access
from web.components import Chip, Fact, Tone
from web.formatting import TORONTO, moment, number
from web.partners import file_shown, files, views
from web.partners.blueprint import partners
from web.partners.file_shown import as_csv
from web.partners.tenancy import partner
from web.security import takes_partner_files
from web.text import gettext as _

State = partner_files.PartnerFileState
EXAMPLES = {
    OrganisationKind.LENDER: (
        "home-loan,2026-11-01T09:00:00-05:00,loan,Example home loan,Exemple de prêt rénovation,6.5,12,120,1000,40000,"
        "free,follows_borrower,none,owner,2026-11-01,https://lender.example.org/home-loan,fixed,,each_payment,monthly,"
        "75,0,0,at_start,0,Oshawa;Whitby,,envelope;hvac,no,"
    ),
    OrganisationKind.UTILITY: (
        "on-your-bill,2026-11-01T09:00:00-05:00,on_bill,Example repayment on the bill,Exemple de paiement sur facture,"
        "4.5,12,120,500,15000,free,settled,utility_bill,both,2026-11-01,https://power.example.org/on-your-bill,fixed,,"
        "each_payment,monthly,0,0,0,by_lender,0,Oshawa,,envelope;hvac,no,"
    ),
    OrganisationKind.MUNICIPALITY: (
        "on-the-tax-bill,2026-11-01T09:00:00-05:00,local_improvement_charge,Example charge on the tax bill,Exemple de "
        "redevance sur l’impôt foncier,4.25,12,180,5000,80000,free,stays_with_home,property_tax_bill,owner,2026-11-01,"
        "https://town.example.org/on-the-tax-bill,fixed,,yearly,yearly,0,2,0,added,0,Whitby,,envelope;hvac,no,"
    ),
}
"""A row of every column for each kind of partner, of nobody: what it may offer, and nothing else."""


@partners.get("/offers/send")
@access(Access.PARTNER)
def offers_send() -> str:
    """The form to send a file of offers."""
    partner()
    return render_template("partners/send.html", send=send_page())


@partners.post("/offers/send")
@access(Access.PARTNER)
@takes_partner_files
def offers_sent() -> Answer | tuple[str, int]:
    """The file waits to be looked at; no offer is stored until its sender says so."""
    own = partner()
    try:
        file, named = sealed_body.received("file", largest=MOST_BYTES)
    except Refusal as refusal:
        error = messages.sentence(refusal.code.code, refusal.facts)
        return render_template("partners/send.html", send=send_page(error)), 422
    run = partner_files.accept(
        current.session(),
        current.vault(),
        own.id,
        file,
        named=named,
        idempotency_key=None,
        commit=False,
        actor=current.person().actor,
        now=current.now(),
        content=PartnerFileContent.OFFERS,
    )
    return redirect(url_for("partners.offers_file", file_id=run.id), code=303)


@partners.get("/offers/example.csv")
@access(Access.PARTNER)
def offers_example() -> Response:
    """The columns, with one row of nobody's that this partner could offer."""
    content = "\r\n".join((",".join(COLUMNS), EXAMPLES[partner().kind], "")).encode()
    return as_csv(content, "offers-example.csv")


@partners.get("/offers/files/<uuid:file_id>")
@access(Access.PARTNER)
def offers_file(file_id: uuid.UUID) -> str:
    """Where one file of offers stands, what it holds, and what can be done now."""
    run = _own(file_id)
    report = partner_files.report(current.session(), partner().id, file_id, vault=current.vault())
    return render_template("partners/file.html", file=file_page(run, report))


@partners.post("/offers/files/<uuid:file_id>/commit")
@access(Access.PARTNER)
def offers_file_committed(file_id: uuid.UUID) -> Answer:
    """The offers that were looked at will be stored."""
    _own(file_id)
    partner_files.commit(current.session(), partner().id, file_id, actor=current.person().actor, now=current.now())
    return redirect(url_for("partners.offers_file", file_id=file_id), code=303)


@partners.post("/offers/files/<uuid:file_id>/cancel")
@access(Access.PARTNER)
def offers_file_cancelled(file_id: uuid.UUID) -> Answer:
    """The file is gone; no offer of it was stored."""
    _own(file_id)
    partner_files.cancel(
        current.session(), current.vault(), partner().id, file_id, actor=current.person().actor, now=current.now()
    )
    flash(_("The file is deleted. Nothing of it was stored."), "success")
    return redirect(url_for("partners.offers"), code=303)


@partners.get("/offers/files/<uuid:file_id>/rejects.csv")
@access(Access.PARTNER)
def offers_file_rejects(file_id: uuid.UUID) -> Response:
    """The refused rows as they were sent, with the reason in a last column."""
    _own(file_id)
    content = b"".join(partner_files.rejects_file(current.session(), current.vault(), partner().id, file_id))
    return as_csv(content, f"rejects-{file_id}.csv")


@partners.get("/offers/files/<uuid:file_id>/report.csv")
@access(Access.PARTNER)
def offers_file_report(file_id: uuid.UUID) -> Response:
    """Every refused row: line, column, code, what stood there, and why."""
    _own(file_id)
    report = partner_files.report(current.session(), partner().id, file_id, vault=current.vault())
    return as_csv("".join(report_csv.written(report.rows, i18n.language())).encode(), f"report-{file_id}.csv")


def row(run: PartnerFileView) -> views.FileRow:
    """One file of offers in a list."""
    shown = files.row(run)
    return views.FileRow(
        shown.when, url_for("partners.offers_file", file_id=run.id), shown.state, shown.rows, shown.reference
    )


def send_page(error: str = "") -> views.Send:
    """The form as its page is told."""
    return views.Send(
        heading=_("Send your offers"),
        url=url_for("partners.offers_sent"),
        back_url=url_for("partners.offers"),
        hint=_(
            "CSV or JSON, up to %(rows)s offers and %(size)s kB.",
            rows=MOST_ROWS,
            size=number(MOST_BYTES // KILOBYTE, i18n.language()),
        ),
        error=error,
        guide=(
            _("One row an offer. The key is your own name for it and never changes."),
            _("Give stated_at the moment these terms were written. Of two versions the later one counts."),
            _("Amounts in dollars with a point, rates a year in percent: 6.5 is 6.5 percent."),
            _("Lists such as towns and kinds of work have a semicolon between. An empty list sets no condition."),
        ),
        label=_("What you offer"),
        nav="offers",
        example_url=url_for("partners.offers_example"),
    )


def file_page(run: PartnerFileView, report: Report) -> views.FileShown:
    """One file of offers as its page is told."""
    language, counts = i18n.language(), run.counts
    heading, lead = _said(run)
    refused = counts.get("refused", 0)
    has_rows = bool(counts.get("rows"))
    rows = file_shown.refused_rows(report, by_column=True)
    summed = _(
        "%(kept)s read + %(refused)s refused = %(rows)s offers",
        kept=number(counts.get("kept", 0), language),
        refused=number(refused, language),
        rows=number(counts.get("rows", 0), language),
    )
    return views.FileShown(
        heading=heading,
        lead=lead,
        steps=file_shown.steps(run.state),
        facts=_facts(run),
        here_url=url_for("partners.offers_file", file_id=run.id),
        back_url=url_for("partners.offers"),
        running=file_shown.running(run),
        bar=file_shown.bar(counts) if has_rows else (),
        bar_sentence=summed,
        chips=_chips(run) if has_rows else (),
        sum_sentence=summed,
        findings=file_shown.findings(run),
        reasons=file_shown.reasons(report),
        rows=rows,
        rows_sentence=_("%(shown)s of %(total)s shown.", shown=len(rows), total=number(refused, language)),
        commit_url=url_for("partners.offers_file_committed", file_id=run.id) if run.state is State.CHECKED else "",
        cancel_url=url_for("partners.offers_file_cancelled", file_id=run.id) if run.is_preview else "",
        rejects_url=url_for("partners.offers_file_rejects", file_id=run.id) if report.rows else "",
        report_url=url_for("partners.offers_file_report", file_id=run.id) if report.rows else "",
        again_url=url_for("partners.offers_send") if run.is_finished else "",
        nav="offers",
    )


def _own(file_id: uuid.UUID) -> PartnerFileView:
    run = partner_files.get(current.session(), partner().id, file_id)
    if run.content is not PartnerFileContent.OFFERS:
        raise NotFound
    return run


def _said(run: PartnerFileView) -> tuple[str, str]:
    language = i18n.language()
    kept, rows = (number(run.counts.get(name, 0), language) for name in ("kept", "rows"))
    if run.state is State.CHECKED:
        said = _("%(kept)s of %(rows)s offers can be stored.", kept=kept, rows=rows)
        return said, _("Nothing is stored yet. Look at what is new and what is refused, and decide.")
    if run.state is State.STORED:
        said = _("%(kept)s of %(rows)s offers are in.", kept=kept, rows=rows)
        return said, _("Residents see what is new or dearer once staff have looked at it.")
    return file_shown.said_of_any(run)


def _chips(run: PartnerFileView) -> tuple[Chip, ...]:
    language = i18n.language()
    said = (
        ("new", Tone.OK, "check", _("New: %(count)s")),
        ("changed", Tone.OK, "check", _("Changed: %(count)s")),
        ("same", None, "", _("As before: %(count)s")),
        ("late", Tone.WARN, "warn", _("Too late to count: %(count)s")),
        ("refused", Tone.BAD, "warn", _("%(count)s to mend")),
    )
    return tuple(
        Chip(text % {"count": number(run.counts[name], language)}, tone, icon)
        for name, tone, icon, text in said
        if run.counts.get(name)
    )


def _facts(run: PartnerFileView) -> tuple[Fact, ...]:
    return (
        Fact(_("Received"), moment(run.received_at.astimezone(TORONTO), i18n.language())),
        Fact(_("Size"), file_shown.size(run.size_bytes)),
        Fact(_("Fingerprint"), f"{run.sha256[:4]}…{run.sha256[-4:]}"),
        Fact(_("Reference"), str(run.id)[-12:]),
    )
