"""The only door out: every connection to another system is opened here, to an address somebody registered.

https, to an exact scheme, host and port from a list the caller brings; a name is looked up once, every answer must
be a public address, and the connection goes to that very address. Redirects are answers like any other, never
followed. Time and size are bounded from the first byte sent to the last one read, however slowly it drips. Plain
http, and this machine itself, can be reached only where the settings allow it (the sandbox, tests), never in
production. No cookies, no proxies, no retries, no compression: what comes is what was measured.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from greener_homes.errors import Outage, Refusal
from models.findings import Code, Severity
from utility_connectors.addresses import ADDRESS_REFUSED, Address, Origin, is_loopback, parse

MB = 1_000_000
CHUNK = 1 << 16
KEPT_HEADERS = (
    "content-type",
    "content-encoding",
    "retry-after",
    "last-modified",
    "etag",
    "location",
    "cache-control",
    "www-authenticate",
)
"""Of an answer's headers, what anybody here asks for. The rest is never looked at."""
_HEADER = re.compile(r"[\x20-\x7e]{0,8192}")
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))

UNREACHABLE = Code(
    "http.unreachable",
    Severity.OUTAGE,
    "The other system does not answer. We will try again by ourselves.",
    "L’autre système ne répond pas. Nous réessaierons de nous-mêmes.",
)
TOO_SLOW = Code(
    "http.too_slow",
    Severity.OUTAGE,
    "The other system answered too slowly. We will try again by ourselves.",
    "L’autre système a répondu trop lentement. Nous réessaierons de nous-mêmes.",
)
TOO_LARGE = Code(
    "http.too_large",
    Severity.OUTAGE,
    "The other system sent more than we take at once. Nothing of it was stored.",
    "L’autre système a envoyé plus que nous ne prenons à la fois. Rien n’a été gardé.",
)
CUT_SHORT = Code(
    "http.cut_short",
    Severity.OUTAGE,
    "The other system’s answer broke off or was damaged. Nothing of it was stored.",
    "La réponse de l’autre système s’est interrompue ou était abîmée. Rien n’a été gardé.",
)
CODES = (ADDRESS_REFUSED, UNREACHABLE, TOO_SLOW, TOO_LARGE, CUT_SHORT)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, between two reads, and for the whole exchange."""

    connect_s: float = 5.0
    read_s: float = 10.0
    overall_s: float = 10.0


TOKENS = Patience()
"""For answers of a page or so."""
FILES = Patience(connect_s=5.0, read_s=30.0, overall_s=300.0)
"""For answers of many megabytes."""


@dataclass(slots=True)
class Answer:
    """What came back: a status, the few headers in KEPT_HEADERS, and a body still to be read."""

    status: int
    headers: Mapping[str, str]
    _response: BaseHTTPResponse
    _most: int
    _watch: _Watch

    def chunks(self) -> Iterator[bytes]:
        """The body piece by piece; raises Outage when it is too large, too slow, or not whole."""
        given = 0
        try:
            for chunk in self._response.stream(CHUNK, decode_content=False):
                given += len(chunk)
                if given > self._most:
                    raise Outage(TOO_LARGE)
                yield chunk
        except (HTTPError, OSError, http.client.HTTPException, ValueError):
            raise Outage(TOO_SLOW if self._watch.rang else CUT_SHORT) from None
        if self._watch.rang:
            raise Outage(TOO_SLOW)

    def body(self) -> bytes:
        """The whole body. Raises as `chunks`."""
        return b"".join(self.chunks())


@dataclass(frozen=True, slots=True)
class Door:
    """Reaches the origins it was made for, and no others. `loopback` also lets it reach this machine."""

    origins: frozenset[Origin]
    loopback: bool = False
    patience: Patience = field(default=TOKENS)

    @contextmanager
    def open(
        self,
        method: str,
        address: Address,
        *,
        most_bytes: int = MB,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Iterator[Answer]:
        """The answer to one request, closed when the block ends. Any status is an answer, also a redirect.

        Raises Refusal for an address that is not this door's; Outage when nothing sound comes back in time.
        """
        self._require(address)
        connection = self._connection(address.origin)
        sent = {"User-Agent": "GreenerHomes/1", "Accept-Encoding": "identity", **(headers or {})}
        if not all(_HEADER.fullmatch(value) for value in sent.values()):
            raise ValueError("a request header holds what no header may")
        with _Watch(connection, self.patience.overall_s) as watch:
            try:
                connection.connect()
                watch.socket = connection.sock
                watch.socket.settimeout(self.patience.read_s)
                connection.timeout = self.patience.read_s  # urllib3 goes back to this one when it waits for the answer
                connection.request(
                    method, address.target, body=body, headers=sent, preload_content=False, decode_content=False
                )
                response = connection.getresponse()
            except (HTTPError, OSError, http.client.HTTPException, ValueError) as error:
                raise Outage(TOO_SLOW if watch.rang or _is_slow(error) else UNREACHABLE) from None
            kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            try:
                if kept.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
                    raise Outage(CUT_SHORT)  # compressed although we asked for it not to be
                yield Answer(response.status, kept, response, most_bytes, watch)
            finally:
                response.close()

    def fetch(self, text: str, *, most_bytes: int = MB, headers: Mapping[str, str] | None = None) -> bytes:
        """The body at an address, when its status is 200. Raises Refusal and Outage as `open`."""
        with self.open("GET", parse(text), most_bytes=most_bytes, headers=headers) as answer:
            if answer.status != 200:
                raise Outage(UNREACHABLE)
            return answer.body()

    def _require(self, address: Address) -> None:
        origin = address.origin
        if origin not in self.origins or (origin.scheme != "https" and not (self.loopback and is_loopback(origin))):
            raise Refusal(ADDRESS_REFUSED)

    def _connection(self, origin: Origin) -> HTTPConnection:
        host = origin.host.strip("[]")
        if origin.scheme == "https":
            secure = _SecureConnection(
                host, origin.port, timeout=self.patience.connect_s, ssl_context=_trust(), cert_reqs="CERT_REQUIRED"
            )
            secure.loopback = self.loopback
            return secure
        plain = _PlainConnection(host, origin.port, timeout=self.patience.connect_s)
        plain.loopback = self.loopback
        return plain


def resolve(host: str, port: int, *, loopback: bool) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """The one address to connect to. Raises Refusal when any address of the name is not a public one."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    named_loopback = loopback and is_loopback(Origin("http", host, port))
    for _, _, _, _, where in found:
        if not _may_connect(str(where[0]), loopback=named_loopback):
            raise Refusal(ADDRESS_REFUSED)
    family, _, _, _, where = found[0]
    return family, (str(where[0]), port)


def _may_connect(text: str, *, loopback: bool) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return _may_connect(str(inner), loopback=loopback)
        if address.teredo is not None or any(address in network for network in _NAT64):
            return False
    if loopback:
        return address.is_loopback
    return address.is_global and not address.is_multicast


def _connect(host: str, port: int, timeout: object, *, loopback: bool) -> socket.socket:
    family, where = resolve(host, port, loopback=loopback)
    connected = socket.socket(family, socket.SOCK_STREAM)
    try:
        connected.settimeout(float(timeout) if isinstance(timeout, int | float) else TOKENS.connect_s)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.connect(where)
    except BaseException:
        connected.close()
        raise
    return connected


class _PlainConnection(HTTPConnection):
    loopback = False

    def _new_conn(self) -> socket.socket:
        return _connect(self.host, self.port, self.timeout, loopback=self.loopback)


class _SecureConnection(HTTPSConnection):
    loopback = False

    def _new_conn(self) -> socket.socket:
        return _connect(self.host, int(self.port or 443), self.timeout, loopback=self.loopback)


class _Watch:
    """Ends a connection when its time is up, from a thread of its own: a drip never makes a read time out."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self._connection = connection
        self._until = time.monotonic() + seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._wait, name="watch", daemon=True)
        self.socket: socket.socket | None = None
        self.rang = False

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._connection.close()

    def _wait(self) -> None:
        while not self._over.wait(min(0.05, max(0.001, self._until - time.monotonic()))):
            if time.monotonic() >= self._until:
                self.rang = True
                self._cut()
                if self._over.wait(0.05):
                    return

    def _cut(self) -> None:
        if self.socket is not None:
            with suppress(OSError):  # closed already is all we want; and only the connection ends, not TLS in mid-read
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


@cache
def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _is_slow(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError) or "timed out" in str(error)
