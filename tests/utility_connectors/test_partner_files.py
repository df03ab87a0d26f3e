"""A supplier's file: only consented homes' rows are stored, exactly, once; everything else is a count."""

from __future__ import annotations

import io
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from greener_homes import consent, db, jobs, matches, readings, retention
from greener_homes.consent import Purpose, Source
from greener_homes.errors import NotFound, Refusal
from greener_homes.page_questions import AtOnce
from greener_homes.settings import Settings
from greener_homes.vault import Vault
from models.quantities import Commodity
from tests import scenes
from tests.scenes import NOW
from tests.utility_connectors import partner_scenes as partners
from utility_connectors import imports, partner_codes, partner_files, partner_intake
from utility_connectors.green_button import writer
from utility_connectors.partner_files import PartnerFileState
from utility_connectors.partner_rejects import REASON_COLUMN
from utility_connectors.ports import UsageStream
from utility_connectors.usage_file import read_usage_file

DAY = 24
ARRIVED = AtOnce(imports.ARRIVED)


@pytest.fixture
def utility(session: Session) -> uuid.UUID:
    return partners.supplier(session)


def series_of(session: Session, who: scenes.Resident, utility: uuid.UUID) -> list[readings.PointSeries]:
    live = consent.require(session, who.home.id, Purpose.ADVICE, Source.PARTNER, at=NOW, supplier_id=utility)
    return list(readings.series_for(session, live, commodity=Commodity.ELECTRICITY))


def total(lines: list[str]) -> float:
    return sum(float(line.split(",")[5]) for line in lines)


def test_a_consented_homes_rows_are_stored_exactly(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    lines = partners.rows(one.account, one.meter, 40 * DAY)
    view = partners.stored(session, keys, utility, partners.written(lines))
    assert view.state is PartnerFileState.STORED
    assert (view.counts["rows"], view.counts["added"], view.counts["homes"]) == (40 * DAY, 40 * DAY, 1)
    (point,) = series_of(session, one.who, utility)
    assert len(point.series) == 40 * DAY
    assert point.series.total == pytest.approx(total(lines))
    assert point.series.starts[0] == int(partners.FIRST.timestamp())


def test_rows_of_anybody_else_leave_a_count(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    silent = partners.customer(session, keys, utility, 2, agreed=False)
    lines = [
        *partners.rows(one.account, one.meter, DAY),
        *partners.rows(silent.account, silent.meter, DAY),
        *partners.rows("A9999999", "M9999999", DAY),
        *partners.rows("A9999998", "M9999998", DAY),
    ]
    view = partners.stored(session, keys, utility, partners.written(list(partners.shuffled(lines))))
    assert view.counts["added"] == DAY
    assert (view.counts["not_customers"], view.counts["accounts_not_customers"]) == (2 * DAY, 2)
    assert view.counts["not_consented"] == DAY
    assert view.counts["rows"] == 4 * DAY
    assert session.execute(text("SELECT count(*) FROM usage_point")).scalar_one() == 1
    assert session.execute(text("SELECT count(*) FROM partner_reject")).scalar_one() == 0


@pytest.mark.parametrize(
    ("account", "meter"),
    [
        ("a2000001", "M1000001"),
        ("A2000001 ", "M1000001"),
        (" A2000001", "M1000001"),
        ("A02000001", "M1000001"),
        ("А2000001", "M1000001"),  # a Cyrillic letter
        ("A200\u00ad0001", "M1000001"),
        ("A2000001\u200b", "M1000001"),
        ("Ａ2000001", "M1000001"),
        ("A2000001", "M1000002"),
        ("A2000002", "M1000001"),
        ("A2000001", ""),
        ("", "M1000001"),
        ("", ""),
        ('"=""A2000001"""', "M1000001"),
    ],
)
def test_numbers_that_only_look_alike_never_match(
    session: Session, keys: Vault, utility: uuid.UUID, account: str, meter: str
) -> None:
    partners.customer(session, keys, utility, 1)
    other = partners.rows("A1", "M1", 1)
    view = partners.stored(session, keys, utility, partners.written([*partners.rows(account, meter, DAY), *other]))
    assert view.counts["added"] == 0
    assert session.execute(text("SELECT count(*) FROM usage_point")).scalar_one() == 0


def test_the_quoted_exact_pair_does_match(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    lines = partners.rows(f'"{one.account}"', one.meter, DAY)
    assert partners.stored(session, keys, utility, partners.written(lines)).counts["added"] == DAY


def test_another_suppliers_customer_with_the_same_numbers_is_a_stranger(session: Session, keys: Vault) -> None:
    mine, other = partners.supplier(session), partners.supplier(session)
    one = partners.customer(session, keys, mine, 1)
    view = partners.stored(session, keys, other, partners.written(partners.rows(one.account, one.meter, DAY)))
    assert (view.counts["added"], view.counts["not_customers"]) == (0, DAY)


def test_a_commodity_nobody_agreed_to_is_dropped(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    who = scenes.resident(session, keys)
    partners.agree(session, who, utility, commodities=(Commodity.ELECTRICITY,))
    one = partners.Customer(who, "A2000002", "M1000002")
    for commodity in scenes.BOTH:
        partners.link(session, keys, utility, one, commodity=commodity)
    lines = [
        *partners.rows(one.account, one.meter, DAY),
        *partners.rows(one.account, one.meter, DAY, commodity="natural_gas", unit="m3"),
    ]
    view = partners.stored(session, keys, utility, partners.written(lines))
    assert (view.counts["added"], view.counts["not_consented"]) == (DAY, DAY)


def test_readings_from_before_moving_in_are_dropped(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    who = scenes.resident(session, keys)
    partners.agree(session, who, utility, data_from=date(2026, 3, 2))
    one = partners.Customer(who, "A2000005", "M1000005")
    partners.link(session, keys, utility, one)
    view = partners.stored(session, keys, utility, partners.written(partners.rows(one.account, one.meter, 3 * DAY)))
    assert (view.counts["added"], view.counts["outside_window"]) == (2 * DAY, DAY)
    (point,) = series_of(session, who, utility)
    assert point.series.starts[0] == int((partners.FIRST + timedelta(days=1)).timestamp())


def test_a_withdrawal_between_sending_and_storing_is_obeyed(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    view = partners.send(session, keys, utility, partners.written(partners.rows(one.account, one.meter, DAY)))
    partners.withdraw(session, keys, one.who, utility)
    partner_intake.store(session, keys, view.id, now=NOW, step=partners.no_step)
    assert partner_files.get(session, utility, view.id).counts["added"] == 0
    assert session.execute(text("SELECT count(*) FROM usage_point")).scalar_one() == 0


def test_a_withdrawal_while_the_file_is_read_is_obeyed(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    view = partners.send(session, keys, utility, partners.written(partners.rows(one.account, one.meter, DAY)))

    def step(name: str) -> None:
        if name == "read":
            consent.withdraw(
                session,
                one.who.home.id,
                Purpose.ADVICE,
                source=Source.PARTNER,
                commodities=scenes.BOTH,
                actor=one.who.person.actor,
                now=NOW,
                supplier_id=utility,
            )

    partner_intake.store(session, keys, view.id, now=NOW, step=step)
    assert partner_files.get(session, utility, view.id).state is PartnerFileState.STORED
    assert session.execute(text("SELECT count(*) FROM interval_block")).scalar_one() == 0
    assert session.execute(text("SELECT count(*) FROM import_run")).scalar_one() == 0


def test_withdrawal_deletes_everything_that_came(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    lines = partners.rows(one.account, one.meter, DAY)
    bad = partners.rows(one.account, one.meter, 1, first=partners.FIRST + timedelta(days=2))[0].replace(",kWh", ",kw")
    partners.stored(session, keys, utility, partners.written([*lines, bad]))
    receipt = partners.withdraw(session, keys, one.who, utility)
    assert (receipt.readings, receipt.imports) == (DAY, 1)
    for table in ("usage_point", "interval_block", "import_run", "partner_reject"):
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0, table
    assert session.execute(text("SELECT count(*) FROM home_match WHERE pair_match IS NOT NULL")).scalar_one() == 0


def test_the_same_file_again_changes_nothing(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    data = partners.written(partners.rows(one.account, one.meter, 40 * DAY))
    partners.stored(session, keys, utility, data)
    again = partners.stored(session, keys, utility, data, key="another", at=NOW + timedelta(hours=1))
    assert (again.counts["added"], again.counts["repeated"]) == (0, 40 * DAY)
    assert session.execute(text("SELECT count(*) FROM import_run")).scalar_one() == 1


def test_the_next_night_goes_on_where_the_last_ended(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    first = partners.rows(one.account, one.meter, DAY)
    second = partners.rows(one.account, one.meter, DAY, first=partners.FIRST + timedelta(days=1), seed=1)
    partners.stored(session, keys, utility, partners.written(first))
    view = partners.stored(session, keys, utility, partners.written(second), at=NOW + timedelta(hours=1))
    assert view.counts["added"] == DAY
    (point,) = series_of(session, one.who, utility)
    assert point.series.total == pytest.approx(total(first) + total(second))
    assert session.execute(text("SELECT count(*), sum(count) FROM interval_block")).one() == (1, 2 * DAY)


def test_a_correction_replaces_and_keeps_what_was(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    first = partners.rows(one.account, one.meter, DAY)
    before = partners.stored(session, keys, utility, partners.written(first))
    mended = [first[0].replace(first[0].split(",")[5], "9.999"), *first[1:]]
    later = NOW + timedelta(hours=1)
    after = partners.stored(session, keys, utility, partners.written(mended), at=later, supersedes=before.id)
    assert (after.counts["replaced"], after.counts["repeated"], after.supersedes) == (1, DAY - 1, before.id)
    (point,) = series_of(session, one.who, utility)
    assert point.series.total == pytest.approx(total(mended))
    assert session.execute(text("SELECT count(*) FROM block_revision")).scalar_one() == 1


def test_an_earlier_file_never_overwrites_a_later_one(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    late = partners.rows(one.account, one.meter, DAY, seed=1)
    early = partners.send(session, keys, utility, partners.written(partners.rows(one.account, one.meter, DAY, seed=2)))
    partners.stored(session, keys, utility, partners.written(late), at=NOW + timedelta(hours=1))
    partner_intake.store(session, keys, early.id, now=NOW + timedelta(hours=2), step=partners.no_step)
    assert partner_files.get(session, utility, early.id).counts["replaced"] == 0
    (point,) = series_of(session, one.who, utility)
    assert point.series.total == pytest.approx(total(late))


def test_a_preview_stores_nothing_and_says_what_would_be(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    lines = [*partners.rows(one.account, one.meter, DAY), *partners.rows("A3", "M3", 2), "short,row"]
    view = partners.send(session, keys, utility, partners.written(lines), commit=False)
    assert view.state is PartnerFileState.RECEIVED
    partner_intake.check(session, keys, view.id, now=NOW, step=partners.no_step)
    view = partner_files.get(session, utility, view.id)
    assert view.state is PartnerFileState.CHECKED
    assert (view.counts["kept"], view.counts["not_customers"], view.counts["refused"]) == (DAY, 2, 1)
    assert session.execute(text("SELECT count(*) FROM interval_block")).scalar_one() == 0
    partner_files.commit(session, utility, view.id, actor=partners.UTILITY, now=NOW)
    partner_intake.store(session, keys, view.id, now=NOW, step=partners.no_step)
    assert partner_files.get(session, utility, view.id).counts["added"] == DAY


def test_a_cancelled_file_leaves_its_digest(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    view = partners.send(session, keys, utility, partners.written(partners.rows("A1", "M1", 2)), commit=False)
    partner_intake.check(session, keys, view.id, now=NOW, step=partners.no_step)
    cancelled = partner_files.cancel(session, keys, utility, view.id, actor=partners.UTILITY, now=NOW)
    assert (cancelled.state, cancelled.counts) == (PartnerFileState.CANCELLED, {})
    with pytest.raises(Refusal) as refused:
        partner_files.commit(session, utility, view.id, actor=partners.UTILITY, now=NOW)
    assert refused.value.code is partner_codes.NOT_OPEN
    partner_intake.store(session, keys, view.id, now=NOW, step=partners.no_step)
    assert partner_files.get(session, utility, view.id).state is PartnerFileState.CANCELLED


def test_a_key_means_one_file(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    data = partners.written(partners.rows("A1", "M1", 2))
    first = partners.send(session, keys, utility, data, key="night-1")
    assert partners.send(session, keys, utility, data, key="night-1").id == first.id
    assert partners.send(session, keys, utility, data, key=None).id == first.id, "the same bytes while it is open"
    with pytest.raises(Refusal) as refused:
        partners.send(session, keys, utility, data + b"\r\n", key="night-1")
    assert refused.value.code is partner_codes.KEY_REUSED
    assert len(list(keys.spooled_names())) == 1


def test_anothers_file_is_not_found(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    other = partners.supplier(session)
    view = partners.send(session, keys, utility, partners.written(partners.rows("A1", "M1", 2)))
    for ask in (
        lambda: partner_files.get(session, other, view.id),
        lambda: partner_files.report(session, other, view.id),
        lambda: partner_files.rejects_file(session, keys, other, view.id),
        lambda: partner_files.commit(session, other, view.id, actor=partners.UTILITY, now=NOW),
        lambda: partner_files.cancel(session, keys, other, view.id, actor=partners.UTILITY, now=NOW),
        lambda: partner_files.history(session, other, before=view.id),
    ):
        with pytest.raises(NotFound):
            ask()
    assert list(partner_files.history(session, other)) == []


def test_history_goes_back_page_by_page(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    sent = [
        partners.send(
            session, keys, utility, partners.written(partners.rows("A1", "M1", n + 1)), at=NOW + timedelta(minutes=n)
        ).id
        for n in range(5)
    ]
    newest = [view.id for view in partner_files.history(session, utility, limit=2)]
    older = [view.id for view in partner_files.history(session, utility, limit=9, before=newest[-1])]
    assert newest + older == sent[::-1]


def test_nothing_of_a_refused_file_is_stored(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    data = partners.written(partners.rows(one.account, one.meter, DAY)) + b"A1,\0,\r\n"
    view = partners.stored(session, keys, utility, data)
    assert (view.state, view.code) == (PartnerFileState.REJECTED, "csv.nul")
    assert session.execute(text("SELECT count(*) FROM usage_point")).scalar_one() == 0


# What is said of refused rows -------------------------------------------------------------------------------------


def refusing(session: Session, keys: Vault, utility: uuid.UUID) -> tuple[partner_files.PartnerFileView, list[str]]:
    one = partners.customer(session, keys, utility, 1)
    lines = partners.rows(one.account, one.meter, 4)
    lines[1] = lines[1].replace(",kWh,", ",kilowatts,")
    lines[2] = ",".join([*lines[2].split(",")[:5], '"=cmd|1,5"', *lines[2].split(",")[6:]])
    stranger = partners.rows("A8888888", "M8888888", 1)[0].replace(",kWh,", ",secretunit,")
    stranger_short = "A8888888,M8888888,electricity"
    view = partners.stored(session, keys, utility, partners.written([*lines, stranger, stranger_short]))
    return view, lines


def test_the_report_names_line_column_code_and_only_a_consenting_homes_value(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    view, _ = refusing(session, keys, utility)
    report = partner_files.report(session, utility, view.id, vault=keys)
    assert [(row.line, row.column, row.code, row.value) for row in report.rows] == [
        (3, "unit", "csv.unit", "kilowatts"),
        (4, "quantity", "reading.value", "=cmd|1,5"),
        (7, None, "csv.field_count", None),
    ]
    assert dict(report.counts) == {"csv.unit": 1, "reading.value": 1, "csv.field_count": 1}
    assert report.is_complete
    assert view.counts["not_customers"] == 1, "a stranger's row is not looked at any further"
    assert all(row.value is None for row in partner_files.report(session, utility, view.id).rows)


def test_the_rejects_file_is_in_the_senders_form_and_harmless(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    view, lines = refusing(session, keys, utility)
    text_ = b"".join(partner_files.rejects_file(session, keys, utility, view.id)).decode()
    head, *body = text_.splitlines()
    assert head == f"{partners.HEADER},{REASON_COLUMN}"
    assert body[0] == f"{lines[1]},csv.unit"
    assert body[1] == f"{lines[2]},reading.value".replace('"=cmd', "\"'=cmd")
    assert len(body) == 2
    assert "8888888" not in text_


def test_a_column_that_is_a_formula_comes_back_as_words(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    lines = [f"{line},1" for line in partners.rows(one.account, one.meter, 3)]
    lines[1] = lines[1].replace(",kWh,", ",kilowatts,")
    view = partners.stored(session, keys, utility, partners.written(lines, header=f"{partners.HEADER},=cmd()"))
    head = next(iter(partner_files.rejects_file(session, keys, utility, view.id))).decode()
    assert head == f"{partners.HEADER},'=cmd(),{REASON_COLUMN}\r\n"


def test_a_mended_rejects_file_is_read_with_its_reason_column(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    view, _ = refusing(session, keys, utility)
    sent = b"".join(partner_files.rejects_file(session, keys, utility, view.id)).decode()
    mended = sent.replace("kilowatts", "kWh").replace('"\'=cmd|1,5"', "1.5")
    again = partners.stored(session, keys, utility, mended.encode(), at=NOW + timedelta(hours=1))
    assert (again.counts["added"], again.counts["refused"]) == (2, 0)


def test_a_refused_row_from_before_moving_in_is_listed_without_content(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    who = scenes.resident(session, keys)
    partners.agree(session, who, utility, data_from=date(2026, 6, 1))
    one = partners.Customer(who, "A2000001", "M1000001")
    partners.link(session, keys, utility, one)
    lines = [line.replace(",kWh,", ",kW,") for line in partners.rows(one.account, one.meter, 2)]
    good = partners.rows("A1", "M1", 1)
    view = partners.stored(session, keys, utility, partners.written([*lines, *good]))
    report = partner_files.report(session, utility, view.id, vault=keys)
    assert [(row.code, row.value) for row in report.rows] == [("csv.unit", None)] * 2
    assert session.execute(text("SELECT count(*) FROM partner_reject WHERE row_sealed IS NOT NULL")).scalar_one() == 0


def test_what_is_known_of_refused_rows_is_forgotten_after_thirty_days(
    session: Session, keys: Vault, utility: uuid.UUID, settings: Settings
) -> None:
    view, _ = refusing(session, keys, utility)
    retention.sweep(session, jobs.NOBODY, now=NOW + timedelta(days=29), settings=settings, step=partners.no_step)
    assert len(partner_files.report(session, utility, view.id, vault=keys).rows) == 3
    retention.sweep(session, jobs.NOBODY, now=NOW + timedelta(days=31), settings=settings, step=partners.no_step)
    assert partner_files.report(session, utility, view.id, vault=keys).rows == ()
    with pytest.raises(NotFound):
        partner_files.rejects_file(session, keys, utility, view.id)


def test_a_preview_nobody_commits_is_cancelled(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    view = partners.send(session, keys, utility, partners.written(partners.rows("A1", "M1", 2)), commit=False)
    assert partner_files.forget(session, keys, now=NOW + timedelta(hours=47)) == 0
    assert partner_files.forget(session, keys, now=NOW + timedelta(hours=49)) == 1
    assert partner_files.get(session, utility, view.id).state is PartnerFileState.CANCELLED


# Other formats ----------------------------------------------------------------------------------------------------


def test_a_preview_that_is_committed_meanwhile_is_not_cancelled(engine: Engine, keys: Vault) -> None:
    data = partners.written(partners.rows("A1", "M1", 3))
    with db.transaction(engine) as session:
        utility = partners.supplier(session)
        view = partners.send(session, keys, utility, data, commit=False)
    with db.transaction(engine) as late:
        seen = partner_files.history(late, utility)  # as it was a moment ago
        with db.transaction(engine) as session:
            partner_files.commit(session, utility, view.id, actor=partners.UTILITY, now=NOW)
        with pytest.raises(Refusal):
            partner_files.cancel(late, keys, utility, view.id, actor=partners.UTILITY, now=NOW)
        assert [one.state for one in seen] == [PartnerFileState.RECEIVED]
    with db.reading(engine) as session:
        assert partner_files.get(session, utility, view.id).state is PartnerFileState.RUNNING


def test_a_file_is_seen_as_committed_while_it_is_stored(engine: Engine, keys: Vault) -> None:
    with db.transaction(engine) as session:
        utility = partners.supplier(session)
        view = partners.send(session, keys, utility, partners.written(partners.rows("A1", "M1", 3)))
    with db.transaction(engine) as worker, db.transaction(engine) as session:
        worker.execute(text("SELECT id FROM partner_file WHERE id = :id FOR UPDATE"), {"id": view.id})
        again = partner_files.commit(session, utility, view.id, actor=partners.UTILITY, now=NOW)
        assert again.state is PartnerFileState.RUNNING
        with pytest.raises(Refusal):
            partner_files.cancel(session, keys, utility, view.id, actor=partners.UTILITY, now=NOW)


def test_a_green_button_file_is_matched_by_the_usage_point_a_resident_linked(
    session: Session, keys: Vault, utility: uuid.UUID
) -> None:
    who = scenes.resident(session, keys)
    partners.agree(session, who, utility)
    series = scenes.hourly(partners.FIRST, DAY)
    streams = [
        UsageStream(name, one.commodity, one.flow, one.unit, 3600, len(one), one)
        for name, one in (("mine", series), ("other", series))
    ]
    data = writer.write(streams, updated=int(NOW.timestamp()))
    unlinked = partners.stored(session, keys, utility, data)
    names = _usage_points_of(data)
    matches.link_usage_point(
        session,
        keys,
        who.home.id,
        who.person.id,
        utility,
        usage_point=names[0],
        commodity=Commodity.ELECTRICITY,
        actor=who.person.actor,
        now=NOW,
    )
    view = partners.stored(session, keys, utility, data, at=NOW + timedelta(hours=1), key="again")
    assert (unlinked.counts["added"], view.counts["added"], view.counts["not_customers"]) == (0, DAY, DAY)
    assert view.format == "green-button"


def _usage_points_of(data: bytes) -> list[str]:
    return [stream.usage_point for stream in read_usage_file(io.BytesIO(data), "", now=int(NOW.timestamp())).streams]


def test_the_residents_own_imports_show_what_came(session: Session, keys: Vault, utility: uuid.UUID) -> None:
    one = partners.customer(session, keys, utility, 1)
    partners.stored(session, keys, utility, partners.written(partners.rows(one.account, one.meter, DAY)))
    (arrived,) = ARRIVED.ask(session, {"home": one.who.home.id})
    (run,) = (imports.get(session, one.who.home.id, each.id) for each in imports.arrivals(arrived))
    assert (run.source, run.kept) == (Source.PARTNER, DAY)
