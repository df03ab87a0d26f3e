"""Teaching a format: an example nobody could read becomes a format the next file is read in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from greener_homes import db
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.utility_connectors.documents import NOW
from tests.web.visiting import application, signed_in
from utility_connectors import supplier_profiles
from utility_connectors.usage_file import read_usage_file

EMAIL = "staff@test.example"
HEADER = "Relevé le;Heure de fin;Volume facturé kWh;Drapeau"
UNKNOWN = "\n".join([HEADER, *(f"15/01/2026;{hour:02}:00;0,{hour:02}5;A" for hour in range(1, 24)), ""])
REFUSED = (
    UNKNOWN.replace("Relevé le", "Quand").replace("Heure de fin", "Marque").replace("Volume facturé kWh", "Combien")
)


@pytest.fixture
def client(engine: Engine, settings: Settings) -> Iterator[FlaskClient]:
    with db.transaction(engine) as session:
        scenes.person(session, open_vault(settings), Audience.PROGRAMME, EMAIL)
    staff = application(engine, settings).test_client()
    arrived = staff.post("/sign-in", data={"email": EMAIL, "password": scenes.PASSWORD})
    assert arrived.headers["Location"] == "/programme/formats"
    yield staff


def page(client: FlaskClient, address: str) -> str:
    answered = client.get(address)
    assert answered.status_code == 200
    return answered.get_data(as_text=True)


def sent(client: FlaskClient, example: str, name: str = "example.csv") -> str:
    answered = client.post(
        "/programme/formats/new",
        data={"file": (io.BytesIO(example.encode()), name)},
        content_type="multipart/form-data",
    )
    assert answered.status_code == 303
    return answered.headers["Location"].removesuffix("/columns")


def acts(engine: Engine) -> list[str]:
    """What staff did to formats, as the audit has it."""
    with db.reading(engine) as session:
        query = "SELECT action FROM audit_event WHERE action LIKE 'format.%' AND actor_id IS NOT NULL ORDER BY at, id"
        return list(session.execute(text(query)).scalars())


COLUMNS = {"use-0": "start", "use-1": "start_clock", "use-2": "amount", "use-3": "quality"}
ANSWERS = {
    "dates": "day_first",
    "zone": "standard",
    "label": "ending",
    "repeated": "order",
    "commodity": "electricity",
    "unit": "kWh",
    "mark": ",",
}


def test_an_unknown_format_is_taught_and_the_next_file_is_read(
    client: FlaskClient, engine: Engine, settings: Settings
) -> None:
    assert "No format taught yet" in page(client, "/programme/formats")
    page(client, "/programme/formats/new")
    draft = sent(client, REFUSED)
    columns = page(client, f"{draft}/columns")
    assert "Combien" in columns and "0,015" in columns
    assert client.post(f"{draft}/columns", data=COLUMNS).headers["Location"] == f"{draft}/reading"
    assert client.post(f"{draft}/reading", data={**ANSWERS, "then": "here"}).headers["Location"] == f"{draft}/reading"
    assert "0.015 kWh" in page(client, f"{draft}/reading")
    assert client.post(f"{draft}/reading", data={**ANSWERS, "then": "preview"}).status_code == 303
    preview = page(client, f"{draft}/preview")
    assert re.search(r"Readings</dt><dd><span>23<", preview)
    assert client.post(f"{draft}/save", data={"title": ""}).status_code == 422
    assert client.post(f"{draft}/save", data={"title": "Lakeside Power, hourly"}).status_code == 303
    listed = page(client, "/programme/formats")
    assert "Lakeside Power, hourly" in listed and "taught-lakeside-power-hourly" in listed
    assert client.get(f"{draft}/columns").status_code == 404
    assert list(open_vault(settings).spooled_names()) == []
    with db.transaction(engine) as session:
        profiles = supplier_profiles.known(session)
        file = read_usage_file(io.BytesIO(REFUSED.encode("cp1252")), "x", now=NOW, profiles=profiles)
        (stream,) = file.streams
        assert (file.format, stream.count) == ("taught-lakeside-power-hourly", 23)
        assert stream.series is not None
        assert int(stream.series.starts[0]) == 1_768_453_200  # 00:00 standard time: the first label names 01:00
        supplier_profiles.count_use(session, file.format, now=scenes.NOW)
    address = re.search(r"/programme/formats/[0-9a-f-]{36}\.json", page(client, "/programme/formats"))
    assert address is not None
    document = client.get(address[0])
    assert document.json is not None and document.json["name"] == "taught-lakeside-power-hourly"
    assert "0,015" not in document.get_data(as_text=True)
    assert client.post(address[0].removesuffix(".json") + "/retire").status_code == 303
    assert client.post(address[0].removesuffix(".json") + "/retire").status_code == 303
    assert "Retired" in page(client, "/programme/formats")
    assert acts(engine) == ["format.taught", "format.retired"]
    with db.transaction(engine) as session:
        assert not any(one.name.startswith("taught-") for one in supplier_profiles.known(session))


def test_a_format_taught_again_is_a_new_version(client: FlaskClient, engine: Engine) -> None:
    for _ in range(2):
        draft = sent(client, REFUSED)
        client.post(f"{draft}/columns", data=COLUMNS)
        client.post(f"{draft}/reading", data={**ANSWERS, "then": "preview"})
        assert client.post(f"{draft}/save", data={"title": "Same"}).status_code == 303
    with db.transaction(engine) as session:
        rows = supplier_profiles.listed(session)
        assert [(row.version, row.is_in_force) for row in rows] == [(2, True), (1, False)]
        assert sum(one.name == "taught-same" for one in supplier_profiles.known(session)) == 1
    assert sorted(acts(engine)) == ["format.retired", "format.taught", "format.taught"]


@pytest.mark.parametrize("text", ["", "hello", "\0", "a,a\n1,2\n", "x" * 300_000])
def test_what_is_no_example_is_refused_and_gone(client: FlaskClient, settings: Settings, text: str) -> None:
    answered = client.post(
        "/programme/formats/new",
        data={"file": (io.BytesIO(text.encode()), "example.csv")},
        content_type="multipart/form-data",
    )
    assert answered.status_code == 422
    assert list(open_vault(settings).spooled_names()) == []


def test_columns_that_do_not_fit_together_are_said_so(client: FlaskClient) -> None:
    draft = sent(client, REFUSED)
    refused = client.post(f"{draft}/columns", data={"use-2": "amount"})
    assert refused.status_code == 422
    assert "do not fit together" in refused.get_data(as_text=True)
    twice = client.post(f"{draft}/columns", data={**COLUMNS, "use-3": "start"})
    assert twice.status_code == 422
    assert client.get(f"{draft}/reading").status_code in (200, 303)


def test_a_day_in_columns_is_taught_with_one_answer(client: FlaskClient) -> None:
    header = ",".join(["Station", "Jour", *(f"{hour:02}" for hour in range(24))])
    rows = "\n".join(",".join(["x", f"2026-01-{day}", *["0.5"] * 24]) for day in (15, 16))
    draft = sent(client, f"{header}\n{rows}\n")
    assert "24 columns look like parts of the day" in page(client, f"{draft}/columns")
    assert client.post(f"{draft}/columns", data={"use-1": "start", "parts": "yes"}).status_code == 303
    assert re.search(r"Readings</dt><dd><span>48<", page(client, f"{draft}/preview"))


def test_a_draft_is_its_makers_own_and_lasts_an_hour(client: FlaskClient, engine: Engine, settings: Settings) -> None:
    sent(client, REFUSED)
    with db.transaction(engine) as session:
        stranger = scenes.person(session, open_vault(settings), Audience.PROGRAMME, "other@test.example")
    other = signed_in(application(engine, settings), "other@test.example")
    draft = sent(client, REFUSED)
    assert stranger.audience is Audience.PROGRAMME
    assert other.get(f"{draft}/columns").status_code == 404
    assert other.post(f"{draft}/drop").status_code == 404
    with db.transaction(engine) as session:
        later = scenes.NOW + timedelta(days=3650)
        assert supplier_profiles.forget_drafts(session, open_vault(settings), now=later) == 2
    assert client.get(f"{draft}/columns").status_code == 404
    assert list(open_vault(settings).spooled_names()) == []


def test_every_page_is_there_in_french(client: FlaskClient, engine: Engine) -> None:
    client.set_cookie("language", "fr")
    draft = sent(client, REFUSED)
    client.post(f"{draft}/columns", data=COLUMNS)
    client.post(f"{draft}/reading", data={**ANSWERS, "then": "preview"})
    for address in ("/programme/formats", "/programme/formats/new", f"{draft}/columns", f"{draft}/reading"):
        page(client, f"{address}?lang=fr")
    assert "Est-ce bien ce que dit le fichier" in page(client, f"{draft}/preview?lang=fr")
