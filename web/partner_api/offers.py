"""What a partner lends: state an offer, see what came of it, read its versions, withdraw it. Only its own, ever.

Stating is idempotent: the same content again is the same version, and terms stated earlier than what is known never
count. No resident sees an offer before staff have looked at it.
"""

from __future__ import annotations

from flask import Response, jsonify, request, url_for

from greener_homes import finance_offers
from greener_homes.finance_offers import OfferView, ReceivedVia
from greener_homes.partner_clients import Scope
from utility_connectors.finance_terms import as_text, terms_of
from web import current
from web.access import Access, access
from web.partner_api import strict_json
from web.partner_api.blueprint import api
from web.partner_api.describe import Operation, described
from web.partner_api.guard import caller, needs
from web.partner_api.offers_models import OfferDocument, OfferRequest, OffersDocument, StatedDocument, VersionsDocument


@api.put("/offers/<key>")
@access(Access.CLIENT)
@needs(Scope.OFFERS_WRITE)
@described(
    Operation(
        "State an offer",
        {200: StatedDocument},
        text="The key is yours. The same content again is the same version; of two versions the one with the later "
        "`stated_at` counts, whichever came first. Amounts and rates are text. Staff look before residents see it.",
        takes=OfferRequest,
        refuses=(400, 409, 413, 415, 422),
    )
)
def offer_stated(key: str) -> Response:
    """The terms are on record, once."""
    wanted = strict_json.body(request, OfferRequest)
    said = as_text({**wanted.model_dump(exclude_unset=True), "key": key})
    terms, stated_at = terms_of(said)
    client = caller().client
    stated = finance_offers.put(
        current.session(),
        client.organisation_id,
        terms,
        stated_at,
        via=ReceivedVia.API,
        actor=client.actor,
        now=current.now(),
    )
    document = StatedDocument(outcome=stated.outcome.value, offer=_document(stated.offer))
    return jsonify(document.model_dump(mode="json"))


@api.get("/offers")
@access(Access.CLIENT)
@needs(Scope.OFFERS_WRITE)
@described(Operation("List your offers", {200: OffersDocument}, text="Of each the version stated last."))
def offers_listed() -> Response:
    """The organisation's own offers."""
    found = finance_offers.of_organisation(current.session(), caller().client.organisation_id)
    return jsonify(OffersDocument(items=[_document(each) for each in found]).model_dump(mode="json"))


@api.get("/offers/<key>")
@access(Access.CLIENT)
@needs(Scope.OFFERS_WRITE)
@described(
    Operation(
        "Read the versions of one offer",
        {200: VersionsDocument},
        text="The hundred stated last, the newest first. Earlier ones are kept.",
        refuses=(404,),
    )
)
def offer_versions(key: str) -> Response:
    """The versions the organisation stated last of its own offer, the newest first."""
    found = finance_offers.versions(current.session(), caller().client.organisation_id, key)
    return jsonify(VersionsDocument(versions=[_document(each) for each in found]).model_dump(mode="json"))


@api.delete("/offers/<key>")
@access(Access.CLIENT)
@needs(Scope.OFFERS_WRITE)
@described(
    Operation(
        "Withdraw an offer",
        {200: OfferDocument},
        text="No resident sees it from now on. Its versions stay on record. Saying it twice changes nothing.",
        refuses=(404,),
    )
)
def offer_withdrawn(key: str) -> Response:
    """The organisation's own offer is shown to nobody."""
    client = caller().client
    found = finance_offers.withdraw(
        current.session(), client.organisation_id, key, actor=client.actor, now=current.now()
    )
    return jsonify(_document(found).model_dump(mode="json"))


def _document(offer: OfferView) -> OfferDocument:
    terms = offer.terms
    return OfferDocument(
        key=terms.key,
        version=offer.version,
        state="withdrawn" if offer.is_withdrawn else offer.state.value,
        stated_at=offer.stated_at,
        received_at=offer.received_at,
        received_via=offer.received_via.value,
        decided_at=offer.decided_at,
        withdrawn_at=offer.withdrawn_at,
        kind=terms.kind.value,
        name_en=terms.name_en,
        name_fr=terms.name_fr,
        rate_kind=terms.rate_kind.value,
        rate_low_percent=str(terms.rate_low_percent),
        rate_high_percent=str(terms.rate_high_percent),
        compounding=terms.compounding.value,
        payments=terms.payments.value,
        term_min_months=terms.term_min_months,
        term_max_months=terms.term_max_months,
        amount_min_cad=str(terms.amount_min_cad),
        amount_max_cad=str(terms.amount_max_cad),
        admin_fee_cad=str(terms.admin_fee_cad),
        admin_fee_percent=str(terms.admin_fee_percent),
        registration_fee_cad=str(terms.registration_fee_cad),
        fees_paid=terms.fees_paid.value,
        early_repayment=terms.early_repayment.value,
        early_amount=str(terms.early_amount),
        on_moving=terms.on_moving.value,
        security=terms.security.value,
        municipalities=list(terms.municipalities),
        measures=list(terms.measures),
        categories=list(terms.categories),
        who="both" if terms.for_owners and terms.for_tenants else "owner" if terms.for_owners else "tenant",
        low_income_only=terms.low_income_only,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        page_url=terms.page_url,
        links={"self": url_for("api.offer_versions", key=terms.key)},
    )
