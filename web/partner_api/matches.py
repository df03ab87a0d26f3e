"""A match token that a customer brought back to its supplier: the customer's home is known from then on."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field

from greener_homes import matches
from greener_homes.partner_clients import Scope
from web import current
from web.access import Access, access
from web.partner_api import strict_json
from web.partner_api.blueprint import api
from web.partner_api.describe import Operation, described
from web.partner_api.guard import caller, needs
from web.partner_api.models import Out

Number = Annotated[str, Field(min_length=1, max_length=64)]


class MatchRequest(BaseModel):
    """The token the customer gave you, and which of your customers that is, as your files write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: Number
    account: Number
    meter: Number


class MatchDocument(Out):
    """Whether rows for this account and meter will reach the customer's home.

    Held: another home was matched with the same numbers first. Staff ask you who the customer is, and decide; until
    then rows go to the home that was first. Your page of customers says how it ended, by pseudonym.
    """

    state: Literal["live", "held"]
    commodity: str


@api.post("/matches")
@access(Access.CLIENT)
@needs(Scope.MATCHES_WRITE)
@described(
    Operation(
        "Hand back a match token",
        {200: MatchDocument},
        text="The token is used up. Nothing of the customer or the home is told.",
        takes=MatchRequest,
        refuses=(400, 413, 415, 422),
    )
)
def match_made() -> Response:
    """The home whose resident was given this token is this customer."""
    wanted = strict_json.body(request, MatchRequest)
    client = caller().client
    made = matches.link_by_token(
        current.session(),
        current.vault(),
        client.organisation_id,
        token=wanted.token,
        account=wanted.account,
        meter=wanted.meter,
        actor=client.actor,
        now=current.now(),
    )
    state: Literal["live", "held"] = "live" if made.is_live else "held"
    return jsonify(MatchDocument(state=state, commodity=made.commodity.value).model_dump(mode="json"))
