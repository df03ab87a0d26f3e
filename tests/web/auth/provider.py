"""A small OpenID Connect provider on this machine: keeps to the rules, unless it is told to break one."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from utility_connectors.identity import discovery

CLIENT, SECRET = "greener-homes", "a secret of the provider's"


@dataclass
class Provider:
    """What it is asked and told. `bend` changes an identity's claims; `says` changes its discovery document."""

    issuer: str = ""
    person: dict[str, object] = field(default_factory=dict)
    bend: Callable[[dict[str, Any]], object] = lambda claims: None
    says: dict[str, object] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "now", "use": "sig"}))
    signs_with: ECKey | None = None
    unsigned: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def authorize(self, address: str) -> dict[str, str]:
        """What a browser would bring back from this address, once its person has signed in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        answers = {
            "/.well-known/openid-configuration": self._document,
            "/keys": self._keys,
            "/token": lambda: self._token(request),
        }
        status, found = answers[request.path]()
        return Response(json.dumps(found), status=status, mimetype="application/json")(environ, start)

    def _document(self) -> tuple[int, dict[str, object]]:
        return 200, {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["ES256", "none", "HS256"],
            "authorization_response_iss_parameter_supported": True,
            **self.says,
        }

    def _keys(self) -> tuple[int, dict[str, object]]:
        return 200, dict(KeySet([self.key]).as_dict(private=False))

    def _token(self, request: Request) -> tuple[int, dict[str, object]]:
        asked = self.codes.pop(request.form["code"], None)  # once
        proof = base64.urlsafe_b64encode(hashlib.sha256(request.form.get("code_verifier", "").encode()).digest())
        known = request.authorization and (request.authorization.username, request.authorization.password)
        if asked is None or proof.rstrip(b"=").decode() != asked["code_challenge"] or known != (CLIENT, SECRET):
            self.refused.append(request.form["code"])
            return 400, {"error": "invalid_grant"}
        now = int(datetime.now(UTC).timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        self.bend(claims)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.unsigned:
            parts = (json.dumps({"alg": "none"}), json.dumps(claims))
            return ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts) + "."
        return jwt.encode({"alg": "ES256", "kid": "now"}, claims, self.signs_with or self.key, algorithms=["ES256"])


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers on the loopback address."""
    made = Provider()
    server = make_server("127.0.0.1", 0, made, threaded=True)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        discovery._KNOWN.clear()


def query(given: dict[str, str]) -> str:
    """What the browser comes back with, as it stands in the address."""
    return urlencode(given)
