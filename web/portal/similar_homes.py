"""My home among similar homes: shown on two pages, and turned off and on by the household itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from coach.homes import similar
from coach.homes.similar import FEWEST_HOMES
from greener_homes.consent import LiveConsent
from models.quantities import Fuel
from web import current
from web import similar as shown
from web.access import Access, access
from web.portal.blueprint import portal
from web.portal.energy_views import SimilarHomes
from web.ranges import PeerBand
from web.text import gettext as _


def card(
    permitted: Sequence[LiveConsent], evidence: Mapping[str, object], *, is_off: bool, is_counted: bool
) -> SimilarHomes:
    """The card of the home these permissions open; `evidence` is that of its newest assessment.

    `is_off` when its household does not want to be compared, `is_counted` when it is counted for others.
    """
    found = () if is_off else similar.of_comparing_home(current.session(), permitted, evidence)
    return SimilarHomes(
        fuels=shown.fuels(found),
        is_off=is_off,
        is_counted=is_counted,
        fewest=FEWEST_HOMES,
        choose_url=url_for("portal.similar_chosen"),
        counted_url=url_for("portal.sharing"),
    )


def bands(permitted: Sequence[LiveConsent]) -> Mapping[Fuel, PeerBand]:
    """Only the bands, of fuels that are compared."""
    found = similar.of_home(current.session(), permitted) if permitted else None
    return {one.fuel: drawn for one in found or () if (drawn := shown.band(one)) is not None}


@portal.post("/energy/similar")
@access(Access.RESIDENT)
def similar_chosen() -> Response:
    """The household's pages compare from now on, or do not. Anything but yes or no is refused."""
    said = request.form.get("compare")
    if said not in ("yes", "no"):
        raise BadRequest
    home = current.home()
    similar.choose(current.session(), home.id, on=said == "yes", actor=current.person().actor, now=current.now())
    flash(_("Saved. It counts from now on."), "success")
    return redirect(url_for("portal.energy", _anchor="similar"), code=303)
