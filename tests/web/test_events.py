"""Events from the form of staff to the front door, in both languages, and off it again when they are cancelled."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from greener_homes.homes import LOCAL
from greener_homes.settings import Settings
from tests.web import visiting


def test_what_staff_announce_everybody_reads_until_it_is_cancelled(engine: Engine, settings: Settings) -> None:
    app = visiting.application(engine, settings)
    visiting.registered(engine, settings)
    staff, visitor = visiting.signed_in(app), app.test_client()
    assert "Nothing is planned right now" in visitor.get("/events").text
    assert "Meet us near you" not in visitor.get("/").text
    day = (datetime.now(UTC).astimezone(LOCAL) + timedelta(days=20)).date().isoformat()
    said = {
        "title_en": "Draughts & what to do",
        "title_fr": "Les courants d’air",
        "day": day,
        "begins": "18:30",
        "ends": "20:30",
        "place": "Library",
        "address": "1 Example Street, Oshawa",
        "step_free": "yes",
        "spoken": "both",
        "seats": "40",
    }
    for name, value in (("seats", "0"), ("ends", "half past"), ("step_free", "maybe"), ("title_fr", "a\u0000b")):
        refused = staff.post("/programme/events/new", data={**said, name: value})
        assert refused.status_code == 422 and "needs you" in refused.text, name
        assert "Draughts &amp; what to do" in refused.text, "what was typed is there again"
    assert "Nothing is planned right now" in visitor.get("/events").text
    assert "To come" in staff.post("/programme/events/new", data=said, follow_redirects=True).text

    assert "Draughts &amp; what to do" in visitor.get("/").text
    page = visitor.get("/events").text
    assert "18:30 to 20:30" in page and "Just come. There are 40 seats." in page and "No steps to get in" in page
    file = re.search(r'href="(/events/[0-9a-f-]+\.ics)"', page)
    assert file is not None
    calendar = visitor.get(file[1])
    assert calendar.mimetype == "text/calendar" and "METHOD:PUBLISH" in calendar.text
    french = visitor.get("/events?lang=fr").text
    assert "Les courants d’air" in french and "de 18\u00a0h\u00a030 à 20\u00a0h\u00a030" in french

    address = file[1].removesuffix(".ics")
    assert 'value="Les courants d’air"' in staff.get(f"/programme{address}").text
    moved = {**said, "begins": "19:00", "contact": "905 555 0100"}
    assert staff.post(f"/programme{address}", data=moved).status_code == 303
    assert "Pour venir\u00a0: 905 555 0100." in visitor.get("/events").text
    assert staff.post(f"/programme{address}/cancel", data={"why_en": "No heat."}).status_code == 422
    why = {"why_en": "No heat.", "why_fr": "Pas de chauffage."}
    assert staff.post(f"/programme{address}/cancel", data=why).status_code == 303
    assert "Celui-ci est annulé." in visitor.get("/").text
    gone = visitor.get("/events?lang=en").text
    assert "No heat." in gone and "905 555 0100" not in gone and ".ics" not in gone
    assert "METHOD:CANCEL" in visitor.get(file[1]).text
    assert staff.post(f"/programme{address}", data=said).status_code == 422
    assert "cannot be changed" in staff.get(f"/programme{address}").text
