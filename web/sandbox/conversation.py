"""Talking to a data custodian as a careful third party does, for the check of partners: one request, one whole answer.

Everything goes through the platform's own door: registered origins only, bounded, redirects never followed.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from greener_homes.errors import Outage
from utility_connectors.addresses import is_loopback, parse
from utility_connectors.custodians import Description
from utility_connectors.http import FILES, MB, Door
from utility_connectors.strict_json import read_object

FORM = "application/x-www-form-urlencoded"
MOST_READINGS = 200 * MB


@dataclass(frozen=True, slots=True)
class Said:
    """What came back. `trouble` is the code of what went wrong on the way, with status 0; empty for a whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    trouble: str = ""

    @property
    def document(self) -> dict[str, object]:
        """The JSON object it is; empty for anything else."""
        try:
            return read_object(self.body)
        except ValueError:
            return {}

    def text(self, name: str) -> str:
        """A string of the JSON object; empty where there is none."""
        found = self.document.get(name)
        return found if isinstance(found, str) else ""


@dataclass(slots=True)
class Conversation:
    """One utility and this third party's side: credentials, and a fresh PKCE verifier for each permission."""

    utility: Description
    redirect_uri: str
    verifier: str = ""
    state: str = ""
    _door: Door = field(init=False)

    def __post_init__(self) -> None:
        said = self.utility
        urls = (said.authorize_url, said.token_url, said.revoke_url, said.resource_url, said.service_status_url)
        origins = frozenset(parse(url).origin for url in urls if url)
        self._door = Door(origins, loopback=all(map(is_loopback, origins)), patience=FILES)

    def authorize_address(self, **changed: str | None) -> str:
        """Where the customer agrees, with a new verifier and state; None leaves a parameter out."""
        self.verifier, self.state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        said: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.utility.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.utility.scope,
            "state": self.state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        query = urlencode({name: value for name, value in (said | changed).items() if value is not None})
        return f"{self.utility.authorize_url}{'&' if '?' in self.utility.authorize_url else '?'}{query}"

    def exchange(self, code: str, verifier: str | None = None) -> Said:
        """Tokens for a code."""
        fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect_uri}
        return self.post(self.utility.token_url, fields | {"code_verifier": verifier or self.verifier})

    def refresh(self, refresh_token: str) -> Said:
        """New tokens for old."""
        return self.post(self.utility.token_url, {"grant_type": "refresh_token", "refresh_token": refresh_token})

    def post(self, url: str, fields: Mapping[str, str], secret: str | None = None) -> Said:
        """A form, with the third party's credentials or, to see what happens, a wrong secret."""
        pair = f"{quote(self.utility.client_id, '')}:{quote(secret or self.utility.client_secret, '')}"
        headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode(), "Content-Type": FORM}
        return self._ask("POST", url, headers | {"Accept": "application/json"}, urlencode(fields).encode())

    def get(self, url: str, token: str = "", **query: str) -> Said:
        """A resource, with this token or without any."""
        if query:
            url += ("&" if "?" in url else "?") + urlencode(
                {name.replace("_", "-"): said for name, said in query.items()}
            )
        return self._ask("GET", url, {"Authorization": f"Bearer {token}"} if token else {}, None)

    def _ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Said:
        try:
            with self._door.open(method, parse(url), most_bytes=MOST_READINGS, headers=headers, body=body) as answer:
                return Said(answer.status, answer.headers, answer.body())
        except Outage as outage:
            return Said(0, {}, b"", outage.code.code)
