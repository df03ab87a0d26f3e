"""Which of the partner's own customers agreed: answers since a day, and how many may be sent now."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from flask import render_template, request, url_for

from greener_homes import audit, manifests, match_decisions
from greener_homes.errors import Refusal
from greener_homes.manifests import Change, ConsentChange
from greener_homes.match_decisions import SupplierClaim
from greener_homes.matches import MatchReason, MatchState
from models.quantities import Commodity
from web import current, forms, messages
from web.access import Access, access
from web.commodities import commodity_name
from web.components import Chip, Fact, Field, FieldError, Tone
from web.formatting import TORONTO
from web.partners import views
from web.partners.blueprint import partners
from web.partners.tenancy import utility
from web.text import gettext as _
from web.text import ngettext

PAGE = 100
LOOKED_BACK = timedelta(days=30)
PSEUDONYM_SHOWN = 12


@partners.get("/customers")
@access(Access.UTILITY)
def consents() -> str | tuple[str, int]:
    """Answers of the utility's own customers since a day, by pseudonym."""
    organisation, now = utility(), current.now()
    usual = (now - LOOKED_BACK).astimezone(TORONTO).date()
    try:
        asked = forms.day(request.args, "since") or usual
        since, status, error = _begin(asked), 200, ""
    except Refusal as refusal:
        asked, since, status = usual, _begin(usual), 422
        error = messages.sentence(refusal.code.code, refusal.facts)
    found = manifests.consents_since(current.session(), organisation.id, _after() or since, PAGE, at=now)
    more = url_for("partners.consents", since=asked, after=found[-1].at.isoformat()) if len(found) >= PAGE else ""
    audit.record(
        current.session(),
        current.person().actor,
        audit.Action.CONSENTS_LISTED,
        at=now,
        object_id=organisation.id,
        count=len(found),
    )
    page = views.Consents(
        rows=tuple(_row(one) for one in found),
        since=Field(
            "since",
            _("Answers since"),
            asked.isoformat(),
            hint=_("Year, month and day. Answers are listed oldest first."),
            error=error,
            kind="date",
            maximum=now.astimezone(TORONTO).date().isoformat(),
        ),
        here_url=url_for("partners.consents"),
        more_url=more,
        errors=(FieldError("since", error),) if error else (),
        standing=_standing(
            Counter(one.commodity for one in manifests.manifest(current.session(), organisation.id, at=now))
        ),
        claims=tuple(_claim(one) for one in match_decisions.of_supplier(current.session(), organisation.id, now=now)),
    )
    return render_template("partners/consents.html", consents=page), status


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), TORONTO).astimezone(UTC)


def _after() -> datetime | None:
    """Where the page before this one ended; nothing for what is not a time of ours."""
    try:
        found = datetime.fromisoformat(request.args.get("after", ""))
    except ValueError:
        return None
    return found if found.tzinfo is not None and 2000 <= found.year < 2100 else None


def _row(one: ConsentChange) -> views.ConsentRow:
    answer = Chip(_("Agreed"), Tone.OK) if one.change is Change.GRANTED else Chip(_("Withdrew"), Tone.BAD, "leave")
    return views.ConsentRow(
        when=one.at.astimezone(TORONTO),
        pseudonym=one.pseudonym[:PSEUDONYM_SHOWN],
        answer=answer,
        commodity=commodity_name(one.commodity),
    )


def _claim(one: SupplierClaim) -> views.ClaimRow:
    """A customer claimed twice, in the partner's words: pseudonyms, and nothing of either home."""
    states = {
        MatchState.HELD: Chip(_("We are looking at it"), Tone.WARN),
        MatchState.LIVE: Chip(_("The later home"), Tone.OK),
        MatchState.REFUSED: Chip(_("The home that was first"), Tone.OK),
    }
    reasons = {
        MatchReason.SUPPLIER_SAYS_THIS: _("You told us who the customer is."),
        MatchReason.OTHER_LEFT: _("The household that was first has moved away."),
        MatchReason.SUPPLIER_SAYS_OTHER: _("You told us who the customer is."),
        MatchReason.NOT_SHOWN: _("The later claim could not be shown to be true."),
    }
    waiting = _("Two homes gave this customer’s numbers. Until we decide, rows go to the home that was first.")
    return views.ClaimRow(
        pseudonym=one.pseudonym[:PSEUDONYM_SHOWN],
        commodity=commodity_name(one.match.commodity),
        state=states[one.match.state],
        why=reasons.get(one.match.reason, waiting) if one.match.reason else waiting,
        since=(one.match.decided_at or one.match.made_at).astimezone(TORONTO),
    )


def _standing(counts: Counter[Commodity]) -> tuple[Fact, ...]:
    return tuple(
        Fact(commodity_name(commodity), ngettext("One customer", "%(num)s customers", count))
        for commodity, count in sorted(counts.items())
    )
