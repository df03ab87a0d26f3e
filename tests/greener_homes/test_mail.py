"""Letters: written once, sealed, sent over a real SMTP dialogue with STARTTLS, and turned off by one click."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import ipaddress
import smtplib
import socket
import ssl
import uuid
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import ValidationError
from sqlmodel import Session, select

from greener_homes import erasure, export, jobs, mail, mail_send
from greener_homes.errors import NotFound, Outage
from greener_homes.mail import LetterState, Topic, Words
from greener_homes.people import Language
from greener_homes.settings import Settings
from greener_homes.tables.mail import Letter
from greener_homes.tables.people import Person
from greener_homes.tables.work import Work
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.scenes import NOW

ADDRESS = "somebody@mail.example"
WORDS = Words("An answer, canary subject", ("Your coach writes:", "Seal it <first> & then insulate.", "{pages}/ask/7"))


class Postbox:
    """A mail server's side: keeps what it is given, or says what it is told to say."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.say: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if "rcpt" in self.say:
            return self.say["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if "data" in self.say:
            return self.say["data"]
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(read, EmailMessage) and session.ssl is not None and session.authenticated
        self.taken.append(read)
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture(scope="module")
def mail_server(certificate: tuple[Path, Path]) -> Iterator[tuple[int, Postbox]]:
    """A mail server on the loopback address that insists on STARTTLS and a password."""

    def may_enter(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (b"homes", b"a mail password")
        return AuthResult(success=right)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=may_enter,
    )
    controller.start()
    yield port, box
    controller.stop()


@pytest.fixture
def posted(
    settings: Settings,
    mail_server: tuple[int, Postbox],
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Settings, Postbox]:
    """Settings with that server, whose certificate this machine believes."""
    port, box = mail_server
    box.taken.clear()
    box.say.clear()
    real = ssl.create_default_context
    monkeypatch.setattr(ssl, "create_default_context", lambda: real(cafile=str(certificate[0])))
    mended = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_user": "homes",
        "smtp_password": "a mail password",
        "mail_from": "Greener Homes <homes@greener.example>",
        "public_url": "https://greener.example",
    }
    return Settings(**{**settings.model_dump(), **mended}), box


def written(session: Session, keys: Vault, person: uuid.UUID, about: int = 1) -> uuid.UUID | None:
    return mail.write(session, keys, person, Topic.ANSWER, uuid.UUID(int=about), WORDS, Language.ENGLISH, now=NOW)


def send(session: Session, settings: Settings, letter: uuid.UUID) -> Letter:
    mail_send.send(session, letter, now=NOW, settings=settings, step=lambda name: None)
    return session.get_one(Letter, letter)


def test_a_letter_arrives_in_text_and_html_with_one_click_to_stop(
    session: Session, posted: tuple[Settings, Postbox]
) -> None:
    settings, box = posted
    keys = open_vault(settings)
    who = scenes.resident(session, keys, email=ADDRESS)
    letter = written(session, keys, who.person.id)
    assert letter and send(session, settings, letter).state is LetterState.SENT
    (got,) = box.taken
    assert (got["To"], got["Subject"]) == (ADDRESS, WORDS.subject)
    assert got["Message-ID"] == f"<{letter}@greener.example>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    mark = got["List-Unsubscribe"].removeprefix("<https://greener.example/unsubscribe/").removesuffix(">")
    assert mail.read_mark(keys, mark) == (who.person.id, Topic.ANSWER)
    plain, rich = got.get_body(("plain",)), got.get_body(("html",))
    assert plain and rich
    assert "Seal it <first> & then insulate." in plain.get_content()
    assert "https://greener.example/ask/7" in plain.get_content()
    html = rich.get_content()
    assert "Seal it &lt;first&gt; &amp; then insulate." in html and '<html lang="en">' in html
    assert '<a href="https://greener.example/ask/7">' in html
    assert "<img" not in html and "http://" not in html, "a letter tells nobody that it was read"


def test_the_same_letter_sent_twice_has_the_same_name(session: Session, posted: tuple[Settings, Postbox]) -> None:
    settings, box = posted
    keys = open_vault(settings)
    letter = written(session, keys, scenes.person(session, keys).id)
    assert letter
    with pytest.raises(KeyboardInterrupt):  # killed after the server's word and before our commit
        mail_send.send(session, letter, now=NOW, settings=settings, step=_stopping_at("sent"))
    row = session.get_one(Letter, letter)
    row.state = LetterState.WAITING
    session.add(row)
    send(session, settings, letter)
    send(session, settings, letter)
    first, second = box.taken
    assert first["Message-ID"] == second["Message-ID"]


def test_an_event_makes_one_letter_and_its_words_lie_sealed(session: Session, settings: Settings) -> None:
    keys = open_vault(settings)
    who = scenes.resident(session, keys)
    first, again = written(session, keys, who.person.id), written(session, keys, who.person.id)
    assert first is not None and again is None
    row = session.get_one(Letter, first)
    assert b"canary" not in bytes(row.subject_sealed) + bytes(row.text_sealed)
    waiting = session.exec(select(Work).where(Work.name == "mail.send", Work.subject_id == first)).all()
    assert len(waiting) == 1
    copy = b"".join(piece for _, pieces in export.documents(session, keys, who.person.id) for piece in pieces)
    assert b"canary subject" in copy


def test_without_a_server_letters_wait_and_the_sweep_sends_them_later(
    session: Session, settings: Settings, posted: tuple[Settings, Postbox]
) -> None:
    ready, box = posted
    keys = open_vault(settings)
    letter = written(session, keys, scenes.person(session, keys).id)
    assert letter and send(session, settings, letter).state is LetterState.WAITING
    session.exec(select(Work).where(Work.subject_id == letter)).one().state = "done"  # type: ignore[assignment]
    session.flush()
    for given, asked in ((settings, 0), (ready, 1)):
        mail_send.sweep(session, jobs.NOBODY, now=NOW, settings=given, step=lambda name: None)
        found = session.exec(select(Work).where(Work.subject_id == letter, Work.state == "queued")).all()
        assert len(found) == asked
    assert send(session, ready, letter).state is LetterState.SENT and len(box.taken) == 1


@pytest.mark.parametrize(
    ("say", "ends"),
    [
        ({"rcpt": "550 No such person"}, LetterState.FAILED),
        ({"data": "554 Not that"}, LetterState.FAILED),
        ({"rcpt": "451 Later"}, None),
        ({"data": "451 Later"}, None),
    ],
)
def test_a_no_for_good_ends_a_letter_and_a_no_for_now_is_an_outage(
    session: Session, posted: tuple[Settings, Postbox], say: dict[str, str], ends: LetterState | None
) -> None:
    settings, box = posted
    keys = open_vault(settings)
    letter = written(session, keys, scenes.person(session, keys).id)
    box.say.update(say)
    assert letter
    if ends is None:
        with pytest.raises(Outage):
            send(session, settings, letter)
        assert session.get_one(Letter, letter).state is LetterState.WAITING
    else:
        row = send(session, settings, letter)
        assert (row.state, row.error_code) == (ends, "mail.refused")


@pytest.mark.parametrize("other", [{"smtp_port": 9}, {"smtp_password": "wrong"}, {"smtp_security": "tls"}])
def test_a_server_out_of_reach_or_not_what_it_should_be_is_an_outage(
    session: Session, posted: tuple[Settings, Postbox], other: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_send, "TIMEOUT_S", 0.5)  # after a wrong password that server says nothing more
    settings, box = posted
    keys = open_vault(settings)
    letter = written(session, keys, scenes.person(session, keys).id)
    assert letter
    with pytest.raises(Outage):
        send(session, Settings(**{**settings.model_dump(), **other}), letter)
    assert box.taken == []


def test_a_certificate_nobody_vouches_for_gets_no_letter(
    session: Session, posted: tuple[Settings, Postbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, box = posted
    keys = open_vault(settings)
    letter = written(session, keys, scenes.person(session, keys).id)
    monkeypatch.setattr(ssl, "create_default_context", lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    assert letter
    with pytest.raises(Outage):
        send(session, settings, letter)
    assert box.taken == []


def test_a_topic_that_was_turned_off_is_not_written_about(session: Session, posted: tuple[Settings, Postbox]) -> None:
    settings, box = posted
    keys = open_vault(settings)
    person = scenes.person(session, keys).id
    before = written(session, keys, person)
    for _ in range(2):
        mail.turn_off(session, person, Topic.ANSWER, now=NOW)
    assert before and send(session, settings, before).state is LetterState.DROPPED
    assert written(session, keys, person, about=2) is None
    other = mail.write(session, keys, person, Topic.REMINDER, uuid.UUID(int=3), WORDS, Language.ENGLISH, now=NOW)
    assert other is not None
    assert mail.turned_off(session, person) == {Topic.ANSWER}
    mail.turn_on(session, person, Topic.ANSWER)
    assert written(session, keys, person, about=2) is not None
    assert box.taken == []


def test_nobody_who_is_going_is_written_to(session: Session, posted: tuple[Settings, Postbox]) -> None:
    settings, _box = posted
    keys = open_vault(settings)
    who = scenes.resident(session, keys)
    letter = written(session, keys, who.person.id)
    erasure.ask(session, keys, who.person, scenes.PASSWORD, now=NOW)
    assert session.get_one(Person, who.person.id).closed_at is not None
    assert letter and send(session, settings, letter).state is LetterState.DROPPED


def test_a_mark_that_is_not_ours_turns_nothing_off(session: Session, settings: Settings) -> None:
    keys = open_vault(settings)
    person = scenes.person(session, keys).id
    mark = mail.unsubscribe_mark(keys, person, Topic.ANSWER)
    wrong = (mark[:-1] + ("0" if mark[-1] != "0" else "1"), mark.replace("answer", "digest"), "", "x-y-z", mark + "0")
    for one in wrong:
        with pytest.raises(NotFound):
            mail.read_mark(keys, one)


def test_a_mail_server_without_an_address_to_write_from_is_refused() -> None:
    with pytest.raises(ValidationError, match="MAIL_FROM"):
        Settings(smtp_host="mail.example")
    with pytest.raises(ValidationError, match="SMTP_SECURITY"):
        Settings(production=True, smtp_host="mail.example", mail_from="a@b.example", smtp_security="none")


def test_the_library_would_have_sent_it_in_clear_had_we_let_it(mail_server: tuple[int, Postbox]) -> None:
    with smtplib.SMTP("127.0.0.1", mail_server[0], timeout=5) as plain:
        plain.ehlo()
        assert plain.mail("a@b.example")[0] == 530, "the server of these tests insists on STARTTLS"


def _stopping_at(halt: str):  # type: ignore[no-untyped-def]
    def step(name: str) -> None:
        if name == halt:
            raise KeyboardInterrupt

    return step
