"""Connect My Data at a utility, below the level of permissions: addresses that are its own, and what it answers.

Only an address at the registered scheme, host, port and path of the utility's resources is ever asked, whatever an
answer, a link or a notification says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import quote, urljoin

from greener_homes.errors import Outage, Refusal
from utility_connectors import addresses, http
from utility_connectors.addresses import Address
from utility_connectors.codes_utility import FOREIGN_ADDRESS, NOT_DATA, OTHER_CUSTOMER
from utility_connectors.green_button import espi_documents
from utility_connectors.green_button.peer import Peer
from utility_connectors.green_button.wholeness import Wholeness
from utility_connectors.http import FILES, MB, TOKENS, Patience

LARGEST_DATA = 200 * MB
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=24)
_SUBSCRIPTION = re.compile(r"/(?:Batch/)?Subscription/([A-Za-z0-9._~%-]{1,200})")
_AUTHORIZATION = re.compile(r"/Authorization/([A-Za-z0-9._~%-]{1,200})")
_MENTIONED = re.compile(rb"Subscription/([A-Za-z0-9._~%-]{1,200})")
_OVERLAP = 256
"""More bytes than any mention has."""
_BLANK = b"\xef\xbb\xbf \t\r\n"
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
_NOT_XML_TYPES = ("text/html", "application/json", "application/pdf", "image/", "multipart/")
_ACCEPT = {"Accept": "application/atom+xml, application/xml;q=0.9"}


class Standing(StrEnum):
    """What a utility says of an authorization."""

    ACTIVE = "active"
    ENDED = "ended"
    UNAUTHORIZED = "unauthorized"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Window:
    """Which readings are asked for: from `since` to `until`, or everything changed since then."""

    since: datetime
    until: datetime | None
    by_change: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """How a request for readings ended: its status, and when the utility would like to be asked again.

    An answer without any use in it is a 204, whatever it calls itself. `next_page` says that these are not all
    readings of the window, and how to ask for the next ones.
    """

    status: int
    again_after: timedelta | None
    next_page: str | None = None


def subscription(peer: Peer, text: str) -> Address:
    """The address a subscription's readings are fetched from. Raises Refusal for any address not the utility's own."""
    return _own(peer, text, _SUBSCRIPTION, "/Batch/Subscription/")


def authorization(peer: Peer, text: str) -> Address:
    """The address of an authorization. Raises Refusal for any address not the utility's own."""
    return _own(peer, text, _AUTHORIZATION, "/Authorization/")


def resource_of(base_path: str, path: str) -> tuple[str, str] | None:
    """What a path under `base_path` speaks of: ("Subscription" or "Authorization", its identifier); None for others."""
    if not path.startswith(base_path + "/"):
        return None
    rest = path[len(base_path) :]
    for name, pattern in (("Subscription", _SUBSCRIPTION), ("Authorization", _AUTHORIZATION)):
        found = pattern.fullmatch(rest)
        if found:
            return name, found[1]
    return None


def fetch(
    peer: Peer,
    address: Address,
    access: str,
    window: Window,
    write: Callable[[bytes], object],
    *,
    page: str | None = None,
) -> Reply:
    """The readings of a window went through `write`, when the status is 200, and are whole and this customer's.

    `page` is what an earlier answer gave as `next_page`. Raises Refusal for what is no document of readings or another
    customer's, Outage for what is not whole; what was written until then must be thrown away.
    """
    asked = replace(address, query=_query(window) if page is None else page)
    own = address.path.rpartition("/")[2]
    with peer.door(FILES).open("GET", asked, headers=_bearer(access), most_bytes=LARGEST_DATA) as answer:
        again_after = _again_after(answer.headers.get("retry-after"))
        if answer.status != 200:
            return Reply(answer.status, again_after)
        if answer.headers.get("content-type", "").strip().lower().startswith(_NOT_XML_TYPES):
            raise Refusal(NOT_DATA)
        whole = _passed_on(answer.chunks(), own, write)
    if whole is None:
        return Reply(204, None)
    more = None if whole.next_page is None else _page(peer, asked, whole.next_page)
    return Reply(200 if whole.has_use else 204, again_after, more)


def _passed_on(chunks: Iterable[bytes], own: str, write: Callable[[bytes], object]) -> Wholeness | None:
    """What was learnt of a document while it passed by, whole; None where there was nothing but white space."""
    tail, begun, whole = b"", False, Wholeness()
    for chunk in chunks:
        joined = tail + chunk
        if not begun and joined.strip(_BLANK):
            begun = True
            _require_xml(joined)
            chunk = joined.lstrip(_BLANK)
        _require_own(joined, own, to_be_continued=True)
        tail = joined[-_OVERLAP:]
        if begun:
            whole.take(chunk)
            write(chunk)
    _require_own(tail, own)
    if not begun:
        return None
    whole.finish()
    return whole


def standing(peer: Peer, address: Address, access: str) -> Standing:
    """What the utility says of the authorization now. Raises Outage when it does not answer."""
    with peer.door(TOKENS).open("GET", address, headers=_bearer(access)) as answer:
        if answer.status in (401, 403):
            return Standing.UNAUTHORIZED
        if answer.status in (404, 410):
            return Standing.GONE
        if answer.status == 429 or answer.status >= 500:
            raise Outage(http.UNREACHABLE)
        if answer.status != 200:
            return Standing.UNKNOWN
        content = answer.body()
    try:
        said = espi_documents.read(content, {"status"}).first("status")
    except ValueError:
        return Standing.UNKNOWN
    return {"1": Standing.ACTIVE, "0": Standing.ENDED, "2": Standing.ENDED}.get(said or "", Standing.UNKNOWN)


def delete(peer: Peer, address: Address, access: str) -> int:
    """The status with which the utility answered the wish to end the authorization. Raises Outage."""
    with peer.door(TOKENS).open("DELETE", address, headers=_bearer(access)) as answer:
        return answer.status


def is_up(peer: Peer, access: str | None, *, patience: Patience = TOKENS) -> bool:
    """Whether the utility says that its service runs; True where it has no address to ask."""
    if peer.status is None:
        return True
    try:
        headers = _bearer(access) if access else _ACCEPT
        with peer.door(patience).open("GET", peer.status, headers=headers) as answer:
            if answer.status != 200:
                return answer.status in (401, 403)  # it answers, only not to us
            return espi_documents.read(answer.body(), {"currentStatus"}).first("currentStatus") == "1"
    except (Outage, ValueError):
        return False


def _own(peer: Peer, text: str, pattern: re.Pattern[str], place: str) -> Address:
    try:
        address = addresses.parse(text)
    except Refusal:
        raise Refusal(FOREIGN_ADDRESS) from None
    base = peer.resource
    found = pattern.fullmatch(address.path[len(base.path) :]) if address.path.startswith(base.path + "/") else None
    if address.origin != base.origin or address.query or found is None:
        raise Refusal(FOREIGN_ADDRESS)
    return replace(base, path=f"{base.path}{place}{found[1]}")


def _query(window: Window) -> str:
    name = "updated" if window.by_change else "published"
    terms = [f"{name}-min={_moment(window.since)}"]
    if window.until is not None:
        terms.append(f"{name}-max={_moment(window.until)}")
    return "&".join(terms)


def _moment(at: datetime) -> str:
    return quote(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), safe="")


def _bearer(access: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access}", **_ACCEPT}


def _require_own(text: bytes, own: str, *, to_be_continued: bool = False) -> None:
    """Nobody else's subscription is named. A name at the very end may go on in the next piece and is judged there."""
    for found in _MENTIONED.finditer(text):
        if found[1].decode("ascii") != own and not (to_be_continued and found.end() == len(text)):
            raise Refusal(OTHER_CUSTOMER)


def _page(peer: Peer, asked: Address, link: str) -> str:
    """The query of the page a feed goes on with. Raises Refusal for a link that is not to the same readings."""
    try:
        address = addresses.parse(urljoin(str(asked), link))
    except (Refusal, ValueError):
        raise Refusal(FOREIGN_ADDRESS) from None
    if not address.query or subscription(peer, str(replace(address, query=""))) != replace(asked, query=""):
        raise Refusal(FOREIGN_ADDRESS)
    return address.query


def _require_xml(start: bytes) -> None:
    plain = start.lstrip(_BLANK)
    if not plain.startswith(b"<") or b"\x00" in start[:64] or _WEB_PAGE.match(plain):
        raise Refusal(NOT_DATA)


def _again_after(said: str | None, *, now: datetime | None = None) -> timedelta | None:
    """How long the utility asks us to wait, never less than a minute or more than a day; None when it does not say."""
    if said is None:
        return None
    text = said.strip()
    if re.fullmatch(r"[0-9]{1,15}", text):
        return max(SHORTEST_WAIT, min(LONGEST_WAIT, timedelta(seconds=min(int(text), 10**9))))
    try:
        wait = parsedate_to_datetime(text) - (now or datetime.now(UTC))
    except (ValueError, TypeError, OverflowError):
        return LONGEST_WAIT / 24
    return max(SHORTEST_WAIT, min(LONGEST_WAIT, wait))
