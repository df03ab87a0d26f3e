"""Where a referral stands, in a resident's words: what it means and what to do."""

from __future__ import annotations

from coach.referrals.lists import ReferralView
from coach.referrals.states import ReferralEventKind, ReferralState, Told
from web.portal.referral_views import Stage
from web.referral_shown import dollars, local_day, need_name
from web.text import gettext as _


def heading(view: ReferralView, lender: str) -> str:
    """The one thing to know."""
    return {
        ReferralState.SENT: _("%(lender)s has not answered yet", lender=lender),
        ReferralState.RECEIVED: _("%(lender)s has it and is looking", lender=lender),
        ReferralState.NEEDS_INFORMATION: _("%(lender)s needs something from you", lender=lender),
        ReferralState.APPROVED: _("%(lender)s says yes", lender=lender),
        ReferralState.DECLINED: _("%(lender)s says no", lender=lender),
        ReferralState.ENROLLED: _("It is on your bill from %(lender)s", lender=lender),
        ReferralState.FUNDED: _("%(lender)s has paid out the money", lender=lender),
        ReferralState.REPAID: _("It is paid back"),
        ReferralState.ENDED: _("It ended when you moved"),
        ReferralState.TRANSFERRED: _("It was passed on when you moved"),
        ReferralState.WITHDRAWN: _("You stopped sharing with %(lender)s", lender=lender),
    }[view.state]


def text(view: ReferralView, lender: str) -> str:
    """What it means, and what comes next."""
    standing = view.standing
    if view.state is ReferralState.NEEDS_INFORMATION:
        return _(
            "It asks for %(what)s. Send that to %(lender)s yourself; we do not pass it on.",
            what=", ".join(need_name(one) for one in standing.needs),
            lender=lender,
        )
    if view.state is ReferralState.FUNDED and standing.funded and standing.funded.amount_cents is not None:
        return _(
            "%(amount)s on %(day)s, as it told us.",
            amount=dollars(standing.funded.amount_cents),
            day=local_day(standing.funded.occurred_at),
        )
    return {
        ReferralState.SENT: _("It can fetch what you sent. Its answer will stand here."),
        ReferralState.RECEIVED: _("You do not need to do anything now."),
        ReferralState.APPROVED: _("A yes is not yet a contract. Read its offer before you sign, and compare."),
        ReferralState.DECLINED: _("Ask it why. Your plan, your rebates and your coach stay as they are."),
        ReferralState.ENROLLED: _("You pay it off with your bill, as shown below."),
        ReferralState.FUNDED: _("It did not say how much."),
        ReferralState.REPAID: _("Nothing is owed any more, as it told us."),
        ReferralState.ENDED: _("What was owed on the bill was settled, as it told us."),
        ReferralState.TRANSFERRED: _("Whoever pays the bill there now pays the charge, as it told us."),
        ReferralState.WITHDRAWN: _("It can fetch nothing any more, and our copy of what you sent is deleted."),
    }[view.state]


def stages(view: ReferralView, lender: str) -> tuple[Stage, ...]:
    """Everything that happened, oldest first, in one line each."""
    found = [Stage(_("You sent it"), local_day(view.made_at), "", "done")]
    fetched = [one.first_fetched_at for one in view.packages if one.first_fetched_at is not None]
    if fetched:
        found.append(Stage(_("%(lender)s fetched it", lender=lender), local_day(min(fetched)), "", "done"))
    for one in view.told:
        doubt = _("This does not fit the rest.") if one in view.standing.conflicts else ""
        found.append(Stage(_said(one), local_day(one.occurred_at), doubt, "done"))
    if view.withdrawn_at is not None:
        found.append(Stage(_("You stopped"), local_day(view.withdrawn_at), "", "done"))
        if view.confirmed_at is not None:
            told = _("%(lender)s confirmed that it stopped", lender=lender)
            found.append(Stage(told, local_day(view.confirmed_at), "", "done"))
        else:
            found.append(Stage(_("%(lender)s confirms that it stopped", lender=lender), "", _("Not yet."), "now"))
    return tuple(found)


def _said(one: Told) -> str:
    said = {
        ReferralEventKind.RECEIVED: _("It has it"),
        ReferralEventKind.NEEDS_INFORMATION: _("It asked for more"),
        ReferralEventKind.APPROVED: _("It said yes"),
        ReferralEventKind.DECLINED: _("It said no"),
        ReferralEventKind.ENROLLED: _("It put the charge on your bill"),
        ReferralEventKind.FUNDED: _("It paid out the money"),
        ReferralEventKind.REPAID: _("It is paid back"),
        ReferralEventKind.ENDED: _("It ended when you moved"),
        ReferralEventKind.TRANSFERRED: _("It was passed on when you moved"),
    }[one.kind]
    return said if one.amount_cents is None else _("%(name)s: %(value)s", name=said, value=dollars(one.amount_cents))
