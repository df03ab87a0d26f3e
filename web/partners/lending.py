"""A lender's first page: what it offers here, what waits, and where to go."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, url_for

from greener_homes import finance_offers
from greener_homes.finance_offers import OfferState, OfferView
from web import current, i18n
from web.access import Access, access
from web.components import Fact, Link
from web.formatting import TORONTO, number
from web.partners import views
from web.partners.blueprint import partners
from web.text import gettext as _


@partners.get("/lending")
@access(Access.LENDER)
def lending() -> str:
    """How things stand between this lender and the platform."""
    organisation = current.organisation()
    if organisation is None:
        return render_template("partners/lending.html", lending=lending_page("", (), seen=0))
    session, today = current.session(), current.now().astimezone(TORONTO).date()
    found = finance_offers.of_organisation(session, organisation.id)
    seen = sum(each.organisation_id == organisation.id for each in finance_offers.shown_on(session, today))
    return render_template("partners/lending.html", lending=lending_page(organisation.name, found, seen=seen))


def lending_page(organisation: str, found: Sequence[OfferView], *, seen: int) -> views.Lending:
    """The page as it is told; without an organisation it says what to do. `seen`: offers in force today."""
    language = i18n.language()
    live = [each for each in found if not each.is_withdrawn]

    def count(state: OfferState) -> str:
        return number(sum(each.state is state for each in live), language)

    return views.Lending(
        organisation=organisation,
        today=(
            Fact(_("Offers that residents can see"), number(seen, language)),
            Fact(_("Offers that staff look at"), count(OfferState.WAITING)),
            Fact(_("Offers turned down"), count(OfferState.DECLINED)),
        ),
        links=(
            Link(_("Your offers"), url_for("partners.offers")),
            Link(_("Send a file"), url_for("partners.offers_send")),
        ),
        heading=_("You offer nothing here yet.") if not live else _("What you lend, and who may see it"),
    )
