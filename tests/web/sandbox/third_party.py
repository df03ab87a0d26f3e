"""The other side of the sandbox utility, small and honest: a customer's browser and a third party, over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]

from tests.web.linting import faults

FORM = "application/x-www-form-urlencoded"
STATE = "state-of-this-test"
GAS_HOUSE = ("8001-E", "8001-G")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, whole. `is_whole` is False when it broke off."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_whole: bool = True

    def json(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.body)
        return document


def ask(method: str, address: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Reply:
    """One request to one address; redirects are answers."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target or "/", body, headers or {})
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        try:
            return Reply(answer.status, said, answer.read())
        except http.client.IncompleteRead as broken:
            return Reply(answer.status, said, broken.partial, is_whole=False)
    finally:
        connection.close()


@dataclass(slots=True)
class Browser:
    """A customer's browser: keeps cookies, presses buttons, and refuses a page a strict reader would refuse."""

    cookies: dict[str, str] = field(default_factory=dict)
    address: str = ""
    page: Element | None = None

    def visit(self, address: str) -> Reply:
        return self._load("GET", address, None)

    def press(self, name: str, value: str, **ticked: list[str]) -> Reply:
        """The page's form is sent by this button, with these boxes ticked."""
        assert self.page is not None
        form = next(
            form for form in self.page.iter("form") if any(_is(one, name, value) for one in form.iter("button"))
        )
        fields = [
            (str(one.get("name")), str(one.get("value"))) for one in form.iter("input") if one.get("type") == "hidden"
        ]
        fields += [(box, value) for box, values in ticked.items() for value in values]
        body = urlencode([*fields, (name, value)]).encode()
        return self._load("POST", urljoin(self.address, form.get("action")), body)

    def _load(self, method: str, address: str, body: bytes | None) -> Reply:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        reply = ask(method, address, headers | ({"Content-Type": FORM} if body else {}), body)
        if "set-cookie" in reply.headers:
            name, _, value = reply.headers["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        self.address = address
        if reply.headers.get("content-type", "").startswith("text/html") and not 300 <= reply.status < 400:
            assert faults(reply.body.decode()) == []
            self.page = html5lib.parse(reply.body, namespaceHTMLElements=False)
        return reply


def _is(button: Element, name: str, value: str) -> bool:
    return button.get("name") == name and button.get("value") == value


@dataclass(slots=True)
class ThirdParty:
    """A client that does as the standards say, for one utility's description."""

    document: dict[str, Any]
    redirect_uri: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    customer: str = "gas-heated-house"
    accounts: tuple[str, ...] = GAS_HOUSE
    token: dict[str, Any] = field(default_factory=dict)

    def address(self, **changed: str | None) -> str:
        """Where the customer is sent to agree; None leaves a parameter out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        said = {
            "response_type": "code",
            "client_id": self.document["client_id"],
            "redirect_uri": self.redirect_uri,
            "scope": self.document["scope"],
            "state": STATE,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        } | changed
        query = urlencode({name: value for name, value in said.items() if value is not None})
        return f"{self.document['authorize_url']}?{query}"

    def authorize(self, decision: str = "agree", **changed: str | None) -> dict[str, str]:
        """What the third party is told at its own address, once the customer has decided."""
        browser = Browser()
        browser.visit(self.address(**changed))
        browser.press("customer", self.customer)
        return told(browser.press("decision", decision, account=list(self.accounts)))

    def exchange(self, code: str, /, **changed: str | None) -> Reply:
        said = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
        } | changed
        return self.post("token_url", {name: value for name, value in said.items() if value is not None})

    def connect(self) -> None:
        """Authorized, with tokens."""
        answer = self.exchange(self.authorize()["code"])
        assert answer.status == 200, answer.body
        self.token = answer.json()

    def refresh(self) -> Reply:
        return self.post("token_url", {"grant_type": "refresh_token", "refresh_token": self.token["refresh_token"]})

    def own_token(self) -> str:
        """The third party's own, by its credentials."""
        return str(self.post("token_url", {"grant_type": "client_credentials"}).json()["access_token"])

    def post(self, where: str, said: dict[str, str], secret: str | None = None) -> Reply:
        pair = f"{quote(self.document['client_id'])}:{quote(secret or self.document['client_secret'])}"
        headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode(), "Content-Type": FORM}
        return ask("POST", self.document[where], headers, urlencode(said).encode())

    def get(self, address: str, token: str | None = None, method: str = "GET", **window: int) -> Reply:
        query = {name.replace("_", "-"): _rfc3339(moment) for name, moment in window.items()}
        address += f"?{urlencode(query)}" if query else ""
        return ask(method, address, {"Authorization": f"Bearer {token or self.token['access_token']}"})

    def readings(self, **window: int) -> Reply:
        """The subscription's feed."""
        return self.get(self.token["resourceURI"], **window)


def told(reply: Reply) -> dict[str, str]:
    """What a redirect to the third party says."""
    assert reply.status in (302, 303), reply.body[-600:]
    return {name: values[0] for name, values in parse_qs(urlsplit(reply.headers["location"]).query).items()}


def _rfc3339(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
