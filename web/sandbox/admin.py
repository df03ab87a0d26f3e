"""The time machine and the strings behind the scenes, under /sandbox/; there only when asked for.

JSON in, JSON out, and nothing but JSON taken, so that no page in a browser can pull them.
"""

from __future__ import annotations

from flask import Blueprint, abort, request

from web.sandbox.memory import Sandbox
from web.sandbox.news import tell
from web.sandbox.oauth import sandbox
from web.sandbox.scenarios import SCENARIOS

admin = Blueprint("admin", __name__, url_prefix="/sandbox")
Document = dict[str, object]


@admin.get("/state")
def state() -> Document:
    """What is played, what time it is, and which permissions there are. No tokens."""
    return _state(sandbox())


@admin.post("/advance")
def advance() -> Document:
    """It is `seconds` later, and whoever is to be told of what is new has been told."""
    seconds = _asked("seconds")
    if type(seconds) is not int:
        abort(400)
    try:
        sandbox().clock.advance(seconds)
    except ValueError:
        abort(400)
    return {"now": sandbox().clock.now(), "told": tell(sandbox())}


@admin.post("/tell")
def tell_now() -> Document:
    """What is new has been told."""
    return {"told": tell(sandbox())}


@admin.post("/scenario")
def change_scenario() -> Document:
    """Another scenario is played from here on, from its beginning."""
    scenario = SCENARIOS.get(str(_asked("scenario")))
    if scenario is None:
        abort(400)
    utility = sandbox()
    with utility.changing():
        utility.scenario, utility.faults_played = scenario, 0
    return _state(utility)


@admin.post("/revoke")
def revoke() -> Document:
    """The customer takes a permission back at the utility."""
    utility = sandbox()
    permission = utility.permissions.get(str(_asked("permission")))
    if permission is None:
        abort(404)
    utility.end(permission, told=True)
    return _state(utility)


def _asked(name: str) -> object:
    document = request.get_json()
    if not isinstance(document, dict) or set(document) != {name}:
        abort(400)
    return document[name]


def _state(utility: Sandbox) -> Document:
    return {
        "scenario": utility.scenario.name,
        "now": utility.clock.now(),
        "news": len(utility.news),
        "permissions": [
            {
                "id": one.id,
                "customer": one.customer_id,
                "accounts": list(one.account_ids),
                "status": one.status.name.lower(),
                "requests": one.requests,
            }
            for one in utility.permissions.values()
        ],
    }
