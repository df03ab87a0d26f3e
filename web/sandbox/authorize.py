"""The utility's own pages: sign in as a made-up customer, choose accounts, agree or refuse; and stop sharing again.

What the third party asked for stays in the address through the steps and is held against the rules at each, so that
no step can be reached with less than the first.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from web.sandbox.customers import CUSTOMERS, Customer, customer
from web.sandbox.memory import Permission, Sandbox, Status
from web.sandbox.oauth import ISSUER, sandbox, server
from web.sandbox.scope import DEFAULT_SCOPE, Scope, read_scope
from web.sandbox.views import account_views, customer_views, permission_views

pages = Blueprint("pages", __name__)

AGREE, REFUSE = "agree", "refuse"
MOST_QUERY = 4_000
MONTH_S = 31_557_600 / 12


@pages.get("/")
def front() -> str:
    """What this is, and what the customers share with whom."""
    utility = sandbox()
    return render_template(
        "sandbox/front.html",
        scenario=utility.scenario,
        permissions=permission_views(utility),
        third=_third_party(utility),
    )


@pages.post("/permissions/<permission_id>/stop")
def stop(permission_id: str) -> AnyResponse:
    """The customer takes a permission back here, at the utility; the third party is told."""
    utility = sandbox()
    permission = utility.permissions.get(permission_id)
    if permission is None:
        abort(404)
    if permission.status is Status.ACTIVE:
        utility.end(permission, told=True)
    return redirect(url_for("pages.front"), 303)


@pages.get("/oauth/authorize")
def authorize() -> AnyResponse | str | tuple[str, int]:
    """The first step: who are you?"""
    refused = _unsound()
    if refused is not None:
        return refused
    return _page("sandbox/sign_in.html", customers=customer_views(CUSTOMERS), third=_third_party(sandbox()))


@pages.post("/oauth/authorize")
def authorized() -> AnyResponse | str | tuple[str, int]:
    """The second step shows the accounts; the third ends at the third party with a code, or with a no."""
    refused = _unsound()
    if refused is not None:
        return refused
    known = customer(request.form.get("customer", ""))
    if known is None:
        return redirect(_here(), 303)
    decision = request.form.get("decision", "")
    if decision not in (AGREE, REFUSE):
        return _accounts_page(known, missing=False)
    chosen = [one.id for one in known.accounts if one.id in request.form.getlist("account")]
    if decision == AGREE and not chosen:
        return _accounts_page(known, missing=True)
    return _answer(_permission(known, chosen) if decision == AGREE else None)


def _permission(known: Customer, chosen: list[str]) -> Permission | None:
    utility, scope = sandbox(), _scope()
    if utility.scenario.refuses_consent:
        return None
    granted = scope.narrowed() if utility.scenario.narrows_scope else scope
    return utility.permit(known.id, chosen, str(granted))


def _answer(permission: Permission | None) -> AnyResponse:
    oauth = server()
    response = oauth.create_authorization_response(grant=oauth.get_consent_grant(), grant_user=permission)
    if response.location:
        response.status_code = 303
    return _sendable(response)


def _unsound() -> AnyResponse | tuple[str, int] | None:
    """An answer to a request that cannot go on: a page where nobody can be told, else an error for the third party."""
    registration = sandbox().registration
    asked_of = (request.values.get("client_id"), request.values.get("redirect_uri"))
    if asked_of[0] != registration.client_id or asked_of[1] not in registration.redirect_uris:
        return render_template("sandbox/unknown.html"), 400
    if len(request.query_string) > MOST_QUERY or request.values.get("response_type") != "code":
        return render_template("sandbox/unknown.html"), 400
    try:
        server().get_consent_grant()
    except OAuth2Error as error:
        response = server().handle_error_response(None, error)
        ISSUER.add_issuer_parameter(server(), response)
        return _sendable(response)
    return None


def _accounts_page(known: Customer, *, missing: bool) -> Response:
    page = _page(
        "sandbox/accounts.html",
        customer=customer_views([known])[0],
        accounts=account_views(known.accounts),
        months=round(_scope().history_s / MONTH_S),
        bills=_scope().has_bills,
        third=_third_party(sandbox()),
        missing=missing,
    )
    page.status_code = 422 if missing else 200
    return page


def _page(template: str, **context: object) -> Response:
    """A page whose form may lead to the third party: browsers hold redirects after a form to the same rule."""
    response = Response(render_template(template, here=_here(), **context))
    target = urlsplit(request.values["redirect_uri"])
    response.headers["Content-Security-Policy"] = _POLICY.format(target=f"{target.scheme}://{target.netloc}")
    return response


_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self' {target}; frame-ancestors 'none'; "
    "base-uri 'none'"
)


def _sendable(response: AnyResponse) -> AnyResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _here() -> str:
    return f"{request.path}?{request.query_string.decode('ascii', 'replace')}"


def _scope() -> Scope:
    scope = read_scope(request.values.get("scope", DEFAULT_SCOPE))
    if scope is None:
        abort(400)
    return scope


def _third_party(utility: Sandbox) -> str:
    return utility.registration.name
