"""The only door out: what it goes to, what it never goes to, and how long and how much it listens."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from greener_homes.errors import Outage, Refusal
from tests.utility_connectors.green_button.rogue_utility import Reply, RogueUtility, running
from utility_connectors import http
from utility_connectors.addresses import Origin, parse
from utility_connectors.http import Door, Patience


@pytest.fixture
def utility() -> Iterator[RogueUtility]:
    with running() as utility:
        yield utility


def door(utility: RogueUtility, *, loopback: bool = True, overall_s: float = 2) -> Door:
    return Door(frozenset({parse(utility.origin).origin}), loopback, Patience(1, 1, overall_s))


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "//host/x", "file:///etc/passwd", "ftp://host/", "javascript:alert(1)", "https://", "https:///x",
        "https://user@host/", "https://user:pass@host/", "https://host:0/", "https://host:99999/", "https://host:/x",
        "https://host:1x/", "https://ho st/", "https://host/a b", "https://host/\r\nX: y", "https://host\\@evil/",
        "https://host/../x", "https://host/a/./b", "https://host/%2e%2e/x", "https://host/a//b", "https://host/x#y",
        "https://h\u00f6st/", "https://host/\u202e", "https://" + "a" * 3_000, "https://host/%zz", "https://-x/",
        "https://[::1/", "https://host?x=<y>",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse(text)


def test_an_address_is_taken_apart_and_put_together_the_same() -> None:
    for text in ("https://host/a/b?c=d", "https://host:8443/", "http://127.0.0.1:80/x", "https://[::1]:443/x"):
        assert parse(str(parse(text))) == parse(text)
    assert parse("HTTPS://Host.Example:443/Path").origin == Origin("https", "host.example", 443)


@given(st.text(max_size=200))
@hypothesis_settings(deadline=None)
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse(text)
    except Refusal:
        return
    assert str(address).isascii()
    assert "@" not in str(address.origin)


def test_only_registered_origins_are_reached(utility: RogueUtility) -> None:
    for other in (f"http://127.0.0.1:{utility.port + 1}/", f"https://127.0.0.1:{utility.port}/", "http://localhost/"):
        with pytest.raises(Refusal), door(utility).open("GET", parse(other)):
            pass
    assert utility.asked == []


def test_plain_http_and_this_machine_are_reached_only_where_allowed(utility: RogueUtility) -> None:
    with pytest.raises(Refusal), door(utility, loopback=False).open("GET", parse(utility.origin)):
        pass
    secure = parse(f"https://localhost:{utility.port}/")
    with pytest.raises(Refusal), Door(frozenset({secure.origin})).open("GET", secure):
        pass
    assert utility.asked == []


@pytest.mark.parametrize(
    "answers",
    [
        ["10.0.0.1"], ["192.168.1.1"], ["172.16.0.1"], ["127.0.0.1"], ["169.254.169.254"], ["0.0.0.0"], ["100.64.0.1"],
        ["224.0.0.1"], ["::1"], ["fe80::1"], ["fd00::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"],
        ["64:ff9b:1::7f00:1"], ["8.8.8.8", "10.0.0.1"], ["192.0.2.1"], ["255.255.255.255"], ["::"],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(
    monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    _names(monkeypatch, answers)
    for loopback in (False, True):
        with pytest.raises(Refusal):
            http.resolve("utility.example", 443, loopback=loopback)


def test_a_name_is_looked_up_once_and_the_connection_goes_to_that_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _names(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    reached: list[object] = []

    def connect(_self: socket.socket, where: object) -> None:
        reached.append(where)
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", connect)
    address = parse("https://utility.example/x")
    with pytest.raises(Outage), Door(frozenset({address.origin})).open("GET", address):
        pass
    assert reached == [("8.8.8.8", 443)]
    assert len(asked) == 1


def _names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[object]:
    """The name service answers like this, in order, the last one for ever."""
    asked: list[object] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_redirect_is_an_answer_and_is_not_followed(utility: RogueUtility) -> None:
    utility.play("GET /x", Reply(302, headers={"Location": "/y"}))
    with door(utility).open("GET", parse(f"{utility.origin}/x")) as answer:
        assert answer.status == 302
    assert [one.path for one in utility.asked] == ["/x"]


def test_what_is_too_large_too_slow_or_cut_short_is_an_outage(utility: RogueUtility) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    cases = {
        "large": (Reply(200, b"x" * 2_000), http.TOO_LARGE),
        "drip": (Reply(raw=[head, *[b"x"] * 100], pause=0.02), http.TOO_SLOW),
        "headers": (Reply(raw=[b"HTTP/1.1 200 OK\r\n", *[b"x"] * 100], pause=0.02), http.TOO_SLOW),
        "short": (Reply(raw=[b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"]), http.CUT_SHORT),
        "packed": (Reply(200, b"x", {"Content-Encoding": "gzip"}), http.CUT_SHORT),
        "nonsense": (Reply(raw=[b"220 mail.example ESMTP\r\n"]), http.UNREACHABLE),
        "nothing": (Reply(raw=[b""]), http.UNREACHABLE),
    }
    for name, (reply, code) in cases.items():
        utility.play(f"GET /{name}", reply)
        with pytest.raises(Outage) as outage:
            door(utility, overall_s=0.5).fetch(f"{utility.origin}/{name}", most_bytes=1_000)
        assert outage.value.code is code, name


def test_a_header_of_ours_never_carries_a_line_break(utility: RogueUtility) -> None:
    headers = {"Authorization": "Bearer x\r\nX: y"}
    with pytest.raises(ValueError, match="header"), door(utility).open("GET", parse(utility.origin), headers=headers):
        pass
    assert utility.asked == []


def test_a_certificate_nobody_vouches_for_is_not_accepted(tmp_path: Path) -> None:
    certificate = _self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve_once, args=(server, context, heard))
        thread.start()
        address = parse(f"https://localhost:{server.getsockname()[1]}/secret")
        with pytest.raises(Outage) as outage, Door(frozenset({address.origin}), loopback=True).open("GET", address):
            pass
        thread.join()
    assert outage.value.code is http.UNREACHABLE
    assert heard == [], "not a byte of the request was sent"


def _self_signed(folder: Path) -> Path:
    """A certificate for localhost that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2060, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "self-signed.pem"
    plain = serialization.NoEncryption()
    kind = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, kind, plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def _serve_once(server: socket.socket, context: ssl.SSLContext, heard: list[bytes]) -> None:
    plain, _ = server.accept()
    with plain:
        try:
            with context.wrap_socket(plain, server_side=True) as secure:
                if data := secure.recv(100):
                    heard.append(data)
        except OSError:
            return  # the client turned away, as it should
