"""Receipts: one for every yes, no and end, in plain words, and signed to keep."""

from __future__ import annotations

import uuid

from flask import Response, render_template, url_for

from greener_homes import consent, consent_receipts, organisations
from greener_homes.consent import ConsentAction
from greener_homes.consent_receipts import ReceiptView
from web import current, i18n
from web.access import Access, access
from web.commodities import commodity_names
from web.components import Fact, Link
from web.formatting import TORONTO, moment, number
from web.portal import sharing_views
from web.portal.blueprint import portal
from web.portal.sharing_asking import terms_of
from web.portal.sharing_words import action_name, channel_name, local_day, purpose_name, source_name, went_name
from web.referral_shown import short_names
from web.text import gettext as _

NAMES_FIELDS = (ConsentAction.GRANT, ConsentAction.SEND)
"""Acts on a partner that name what may go there; a no and an end name nothing."""


@portal.get("/sharing/receipts")
@access(Access.RESIDENT)
def receipts() -> str:
    """All of them, newest first."""
    found = consent_receipts.of_person(current.session(), current.person().id)
    return render_template(
        "portal/receipts.html",
        receipts=tuple(
            sharing_views.ReceiptLine(
                at=one.at.astimezone(TORONTO),
                what=action_name(one.action),
                about=_about(one),
                how=channel_name(one.channel) if one.on_behalf else "",
                href=url_for("portal.receipt", receipt_id=one.id),
            )
            for one in found
        ),
    )


@portal.get("/sharing/receipts/<uuid:receipt_id>")
@access(Access.RESIDENT)
def receipt(receipt_id: uuid.UUID) -> str:
    """One in plain words, with the exact words it is about. Another person's is not found."""
    session = current.session()
    found = consent_receipts.get(session, current.person().id, receipt_id)
    words = consent.statement_shown(session, found.statement_id)
    language = i18n.language()
    facts = [
        Fact(_("What happened"), action_name(found.action)),
        Fact(_("When"), moment(found.at.astimezone(TORONTO), language)),
        Fact(_("What it is about"), _about(found)),
        Fact(_("Which words"), _("Version %(version)s, kept word for word below", version=found.version)),
    ]
    if found.recipient_id is not None and found.action in NAMES_FIELDS:
        facts.append(Fact(_("What may go"), short_names(found.fields) or _("Nothing was named")))
    if found.sent:
        facts.append(Fact(_("How much went"), _("%(bytes)s bytes", bytes=number(int(found.sent["bytes"]), language))))
        facts.append(Fact(_("Its digest"), str(found.sent["digest"])[:16]))
    if found.on_behalf:
        facts.append(Fact(_("How it reached us"), channel_name(found.channel)))
    if found.expires_at is not None:
        facts.append(Fact(_("Ends"), local_day(found.expires_at)))
    went = tuple(
        Fact(went_name(name).capitalize(), number(count, language)) for name, count in found.went.items() if count
    )
    return render_template(
        "portal/receipt.html",
        receipt=sharing_views.ReceiptPage(
            facts=tuple(facts),
            went=went,
            title=words.title,
            terms=terms_of(words),
            digest=found.sha256,
            reference=str(found.id)[-12:],
            download_url=url_for("portal.receipt_file", receipt_id=found.id),
            wrong=Link(_("I did not say that"), url_for("portal.written_down")) if found.on_behalf else None,
        ),
    )


@portal.get("/sharing/receipts/<uuid:receipt_id>.json")
@access(Access.RESIDENT)
def receipt_file(receipt_id: uuid.UUID) -> Response:
    """The signed record to keep. Another person's is not found."""
    document = consent_receipts.document(current.session(), current.vault(), current.person().id, receipt_id)
    headers = {
        "Content-Disposition": f'attachment; filename="receipt-{str(receipt_id)[-12:]}.json"',
        "Cache-Control": "no-store",
    }
    return Response(document, mimetype="application/json", headers=headers)


def _about(found: ReceiptView) -> str:
    """The question in one line."""
    session = current.session()
    parts = [purpose_name(found.purpose)]
    if found.source is not None:
        supplier = organisations.get(session, found.supplier_id).name if found.supplier_id else ""
        parts.append(source_name(found.source, supplier))
    if found.recipient_id is not None:
        parts.append(organisations.get(session, found.recipient_id).name)
    if found.commodities:
        parts.append(commodity_names(found.commodities))
    return " · ".join(parts)
