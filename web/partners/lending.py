"""A lender's page: the truth about what is connected, which today is little."""

from __future__ import annotations

from flask import render_template

from web import current
from web.access import Access, access
from web.components import Fact
from web.partners import views
from web.partners.blueprint import partners
from web.text import gettext as _


@partners.get("/lending")
@access(Access.LENDER)
def lending() -> str:
    """What is connected between this lender and the platform."""
    organisation = current.organisation()
    page = views.Lending(
        organisation=organisation.name if organisation else "",
        today=(
            Fact(_("Your organisation"), _("Registered")),
            Fact(_("Your offers"), _("Cannot be entered yet")),
            Fact(_("Referrals to you"), _("Cannot be made yet")),
            Fact(_("Residents’ data you can see"), _("None")),
        ),
    )
    return render_template("partners/lending.html", lending=page)
