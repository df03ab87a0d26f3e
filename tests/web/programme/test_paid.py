"""What programs paid on the staff's page and in its file: the same numbers, and no number of fewer than ten homes."""

from __future__ import annotations

from flask_babel import force_locale
from sqlalchemy import Engine

from coach.projects.paid_together import Together
from greener_homes.settings import Settings
from tests.web import visiting
from web.components import Tone
from web.programme import paid

FOUND = [
    Together("HRS", "Home Renovation Savings", 2026, 20, 1_440_000, 2_160_000),
    Together("EAP", "=Energy Affordability Program", 2026, 10, 510_000, 500_000),
    Together("CGHG", "Greener Homes Grant", 2026),
    Together("", "", 2025, 10, 70_000, 0),
]


def test_page_and_file_say_the_same_and_where_it_differs(engine: Engine, settings: Settings) -> None:
    with visiting.application(engine, settings).test_request_context("/programme/payments"):
        page = paid.paid_page(FOUND)
        alarm, calm = page.alarm, paid.paid_page(FOUND[1:3]).alarm
        assert paid.paid_page(FOUND[2:3]).alarm is None, "there is nothing to compare"
        with force_locale("fr_CA"):
            french = paid.paid_page(FOUND).alarm
    file = [dict(zip(paid.COLUMNS, row, strict=True)) for row in paid.lines(FOUND)]
    assert [(row["homes"], row["paid_cad"], row["counted_cad"], row["disagrees"]) for row in file] == [
        ("20", "14400", "21600", "yes"),
        ("10", "5100", "5000", "no"),
        ("<10", "", "", ""),
        ("10", "700", "0", "yes"),
    ]
    assert file[1]["program"] == "'=Energy Affordability Program"
    assert [(row.homes, row.paid, row.planned) for row in page.rows] == [
        ("20", "$14,400", "$21,600"),
        ("10", "$5,100", "$5,000"),
        ("fewer than 10", "", ""),
        ("10", "$700", "$0"),
    ]
    assert alarm is not None and calm is not None and french is not None
    assert alarm.tone is Tone.WARN and calm.tone is Tone.OK
    assert alarm.points == (
        "Home Renovation Savings, 2026: 33% less.",
        "Programs that are no longer listed, 2025: no plan counted on it.",
    )
    assert "33\u00a0% de moins" in french.points[0]


def test_staff_find_it_and_before_any_payment_it_says_so(engine: Engine, settings: Settings) -> None:
    visiting.registered(engine, settings)
    staff = visiting.signed_in(visiting.application(engine, settings))
    assert "/programme/payments" in staff.get("/programme/incentives").text
    assert "Nothing was paid yet" in staff.get("/programme/payments").text
    file = staff.get("/programme/payments.csv").text
    assert file == "\ufeff" + ",".join(paid.COLUMNS) + "\r\n"
