"""How the sandbox credit union can behave with one referral: what happened there, in which order it says so, how often.

What happened has one meaning, whatever becomes of the telling: `leaves` is where the referral must stand in the end.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.referrals.states import ReferralEventKind, ReferralNeed, ReferralState

_K, _S = ReferralEventKind, ReferralState


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened at the credit union."""

    kind: ReferralEventKind
    needs: tuple[ReferralNeed, ...] = ()
    amount: str = ""


@dataclass(frozen=True, slots=True)
class LenderScenario:
    """What happened, one after the other; the places of it in the order of telling; and where that must lead."""

    name: str
    plays: str
    course: tuple[Happened, ...]
    telling: tuple[int, ...]
    leaves: ReferralState
    conflicts: int = 0


_LENT = (Happened(_K.RECEIVED), Happened(_K.APPROVED, amount="18500.00"), Happened(_K.FUNDED, amount="18500.00"))
_ASKED = (Happened(_K.RECEIVED), Happened(_K.NEEDS_INFORMATION, (ReferralNeed.INCOME,)), Happened(_K.RECEIVED))

LENDER_SCENARIOS = (
    LenderScenario("normal", "Everything once and in order.", _LENT, (0, 1, 2), _S.FUNDED),
    LenderScenario("late", "The payment is told first, and what came before it later.", _LENT, (2, 1, 0), _S.FUNDED),
    LenderScenario("twice", "Everything is told twice.", _LENT, (0, 0, 1, 1, 2, 2), _S.FUNDED),
    LenderScenario("wrong-order", "In no order, and some of it again.", _LENT, (1, 2, 0, 2, 1), _S.FUNDED),
    LenderScenario(
        "declines", "It looks, and says no.", (Happened(_K.RECEIVED), Happened(_K.DECLINED)), (1, 0), _S.DECLINED
    ),
    LenderScenario(
        "asks",
        "It needs something, gets it, and says yes.",
        (*_ASKED, Happened(_K.APPROVED)),
        (1, 3, 0, 2),
        _S.APPROVED,
    ),
    LenderScenario("forgets", "It looks, and nothing more is heard.", (Happened(_K.RECEIVED),), (0,), _S.RECEIVED),
    LenderScenario(
        "contradicts",
        "It pays, and then says that it declined.",
        (*_LENT, Happened(_K.DECLINED)),
        (3, 2, 1, 0),
        _S.FUNDED,
        conflicts=1,
    ),
)
