"""The check of a partner's data custodian: the walk of a careful third party, each step passed or failed with a reason.

Two permissions are asked for, so somebody has to agree twice; the second is ended again before the walk is over.
Nothing read is kept. A step that cannot be taken because an earlier one failed is skipped, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from time import sleep

from greener_homes.errors import Refusal
from utility_connectors.custodians import Description
from web.sandbox import walk_permission as permission
from web.sandbox import walk_readings as readings
from web.sandbox.conversation import Conversation
from web.sandbox.walk import Agree, Failed, Skipped, Walk


class Verdict(StrEnum):
    """How a step went."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One step: what it holds the custodian to, by which clause, how it went and, where not well, why."""

    step: str
    expects: str
    clause: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk."""

    name: str
    expects: str
    clause: str
    take: Callable[[Walk], None]


STEPS = (
    Step(
        "transport", "every address is https and under the one given", "ESPI 3.3; RFC 6749 §3.1", permission.transport
    ),
    Step("own-token", "the third party gets a token of its own", "ESPI 3.3; RFC 6749 §4.4", permission.own_token),
    Step("wrong-secret", "a wrong client secret is refused", "RFC 6749 §5.2", permission.wrong_secret),
    Step("service-status", "the service says that it is up", "ESPI ReadServiceStatus", readings.service_status),
    Step("pkce", "an authorization without PKCE is refused", "RFC 9700 §2.1.1", permission.pkce),
    Step("no-plain", "the plain PKCE method is refused", "RFC 9700 §2.1.1", permission.no_plain),
    Step("redirect", "nobody is sent to an unregistered address", "RFC 9700 §2.1", permission.registered_redirect),
    Step(
        "authorize", "a customer who agrees comes back with our state and a code", "RFC 6749 §4.1", permission.authorize
    ),
    Step("issuer", "the answer says who gives it", "RFC 9207", permission.issuer),
    Step("wrong-verifier", "a code with a wrong verifier gives nothing", "RFC 7636 §4.6", permission.wrong_verifier),
    Step("exchange", "a code gives tokens", "RFC 6749 §4.1.3", permission.exchange),
    Step(
        "token-answer",
        "the token answer is complete and no wider than asked",
        "ESPI 3.3; RFC 6749 §5.1",
        permission.token_answer,
    ),
    Step("no-token", "readings need a token", "RFC 6750 §3", readings.no_token),
    Step("wrong-token", "readings need a right token", "RFC 6750 §3.1", readings.wrong_token),
    Step(
        "readings", "the subscription is a Green Button feed we can store", "ESPI Batch/Subscription", readings.readings
    ),
    Step("clean", "nothing in the feed has to be left out or warned of", "ESPI 3.3", readings.clean),
    Step("fresh", "the newest reading is at most eight days old", "the platform's stopped-feed alarm", readings.fresh),
    Step("no-person", "the feed holds no customer data", "the platform's consent", readings.no_person),
    Step("same-again", "the same request gives the same readings", "RFC 9110 §9.2.2", readings.same_again),
    Step("window", "published-min and published-max are kept to", "ESPI query parameters", readings.window),
    Step("other-subscription", "another subscription is not ours to read", "ESPI 3.3", readings.other_subscription),
    Step(
        "authorization", "the permission can be looked at and is active", "ESPI Authorization", readings.authorization
    ),
    Step("refresh", "a refresh gives new tokens, both of them", "RFC 9700 §4.14", permission.refresh),
    Step("refresh-once", "an old refresh token gives nothing", "RFC 9700 §4.14", permission.refresh_once),
    Step("revoke", "a token can be revoked; an unknown one too", "RFC 7009", permission.revoke),
    Step("after-revoke", "after that nothing is open", "RFC 7009 §2.1", permission.after_revoke),
    Step("code-once", "a used code gives nothing", "RFC 6749 §4.1.2", permission.code_once),
)
"""The walk, in its order. Notifications are not part of it: they come when a custodian has news, not when asked."""


def check(
    base_url: str,
    utility: Description,
    redirect_uri: str,
    agree: Agree,
    *,
    now: int,
    pause: Callable[[float], None] = sleep,
) -> Iterator[Outcome]:
    """Every step's outcome, as it is taken. Raises Refusal for addresses that are none."""
    walk = Walk(base_url, Conversation(utility, redirect_uri), agree, now, pause)
    for step in STEPS:
        verdict, reason = Verdict.PASSED, ""
        try:
            step.take(walk)
        except Failed as failed:
            verdict, reason = Verdict.FAILED, str(failed)
        except Skipped as skipped:
            verdict, reason = Verdict.SKIPPED, str(skipped)
        except Refusal as refusal:
            verdict, reason = Verdict.FAILED, f"{refusal.code.code}: {refusal.sentence('en')}"
        yield Outcome(step.name, step.expects, step.clause, verdict, reason)
