"""What the sandbox utility can be asked to play: one declarative object a scenario, `normal` and its departures.

Each changes one thing, so that what a client makes of it can be told. `docs/how-to/sandbox-utility.md` says what a
sound client does in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

ALWAYS = 1_000_000_000
"""So many times that nobody will see the end of it."""


class DataFault(StrEnum):
    """How the readings depart from what the meters said."""

    DUPLICATE = "duplicate"
    REVISED = "revised"
    GAP = "gap"
    WRONG_UNIT = "wrong_unit"
    OUT_OF_ORDER = "out_of_order"


class AnswerFault(StrEnum):
    """How an answer to a request for readings departs from the feed itself."""

    SLOW = "slow"
    SERVER_ERROR = "server_error"
    TRUNCATED = "truncated"
    NOT_READY = "not_ready"
    RATE_LIMITED = "rate_limited"
    REDIRECTING = "redirecting"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way the utility behaves; a field left at its default is as a good utility does it.

    `plays` says it in a sentence. `answer_fault` holds for the first `answer_times` requests for readings. `late_days`
    pass before a day's readings are there. `token_uses`: requests after which an access token counts as expired.
    `revoked_after`: requests for readings after which the customer takes the permission back at the utility.
    """

    name: str
    plays: str
    data_fault: DataFault | None = None
    answer_fault: AnswerFault | None = None
    answer_times: int = 0
    late_days: int = 0
    token_uses: int = ALWAYS
    revoked_after: int = ALWAYS
    refuses_consent: bool = False
    narrows_scope: bool = False
    notifies: bool = True
    confirms_revocation: bool = True


_PLAYED = (
    Scenario("normal", "Everything as the standard has it; yesterday's readings are there at six in the morning."),
    Scenario("late", "Readings come twelve days after the day they are of.", late_days=12),
    Scenario("duplicate", "Every block of readings is in the feed twice.", data_fault=DataFault.DUPLICATE),
    Scenario(
        "revised",
        "The newest days are estimates; four days later the true readings take their place.",
        data_fault=DataFault.REVISED,
    ),
    Scenario("gap", "Two days of every forty-one are missing.", data_fault=DataFault.GAP),
    Scenario("wrong-unit", "Electricity is said to be in cubic feet.", data_fault=DataFault.WRONG_UNIT),
    Scenario(
        "out-of-order",
        "Blocks come newest first and before what they belong to.",
        data_fault=DataFault.OUT_OF_ORDER,
    ),
    Scenario(
        "slow",
        "Every answer with readings trickles: a pause before each twentieth of it.",
        answer_fault=AnswerFault.SLOW,
        answer_times=ALWAYS,
    ),
    Scenario(
        "server-errors",
        "The first two requests for readings are answered 500.",
        answer_fault=AnswerFault.SERVER_ERROR,
        answer_times=2,
    ),
    Scenario("token-expired", "An access token is good for one request, whatever was said.", token_uses=1),
    Scenario(
        "revoked-at-utility",
        "After the first readings were fetched the customer takes the permission back at the utility.",
        revoked_after=1,
    ),
    Scenario(
        "truncated",
        "The first answer with readings breaks off in the middle.",
        answer_fault=AnswerFault.TRUNCATED,
        answer_times=1,
    ),
    Scenario("refuses-consent", "Whatever the customer presses, the answer is no.", refuses_consent=True),
    Scenario(
        "narrower-scope",
        "A year of history and no bill summaries are granted, whatever was asked for.",
        narrows_scope=True,
    ),
    Scenario(
        "async-202",
        "The first request for readings is answered 202; a notification follows when they are ready.",
        answer_fault=AnswerFault.NOT_READY,
        answer_times=1,
    ),
    Scenario(
        "rate-limited",
        "The first two requests for readings are answered 429 with Retry-After.",
        answer_fault=AnswerFault.RATE_LIMITED,
        answer_times=2,
    ),
    Scenario("forgets-notifications", "New readings come, and nobody is told.", notifies=False),
    Scenario(
        "never-confirms-revocation",
        "A request to end a permission is answered 503, always.",
        confirms_revocation=False,
    ),
    Scenario(
        "redirecting",
        "Requests for readings are redirected to another address.",
        answer_fault=AnswerFault.REDIRECTING,
        answer_times=ALWAYS,
    ),
    Scenario(
        "html-instead-of-xml",
        "The first request for readings is answered 200 with a page about maintenance.",
        answer_fault=AnswerFault.HTML,
        answer_times=1,
    ),
)

SCENARIOS: Mapping[str, Scenario] = MappingProxyType({one.name: one for one in _PLAYED})
NORMAL = SCENARIOS["normal"]
