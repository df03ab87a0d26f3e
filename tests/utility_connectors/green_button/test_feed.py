"""What a Green Button document may and may not be, before anything in it is believed."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from greener_homes.errors import Refusal
from tests.utility_connectors.documents import (
    ESPI,
    JANUARY_2026,
    block,
    document,
    entry,
    feed,
    finding_codes,
    hours,
    only,
    read,
    reading,
    refused,
    usage_point,
)
from utility_connectors.green_button.feed import read_feed
from utility_connectors.limits import DEFAULT
from utility_connectors.tally import Tally

PLAIN = document(hours(24))


def test_a_document_type_declaration_is_refused_even_when_empty() -> None:
    assert refused(b"<!DOCTYPE feed>" + PLAIN.split(b"?>", 1)[1]) == "xml.doctype"
    assert (
        refused(b'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + PLAIN.split(b"?>", 1)[1])
        == "xml.doctype"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_declaration_does_not_hide_in_utf_16(encoding: str) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE feed><feed/>'
    assert refused(text.encode(encoding)) == "xml.doctype"


def test_utf_16_with_its_mark_reads_like_utf_8() -> None:
    text = PLAIN.decode().replace("UTF-8", "UTF-16")
    assert only(read(text.encode("utf-16"))) == only(read(PLAIN))


def test_a_byte_order_mark_and_a_stylesheet_instruction_change_nothing() -> None:
    styled = PLAIN.replace(b"?>", b'?><?xml-stylesheet type="text/xsl" href="http://127.0.0.1/x.xsl"?>', 1)
    assert only(read(b"\xef\xbb\xbf" + styled)) == only(read(PLAIN))


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "rot13", "utf-32", "made-up", "idna"])
def test_an_encoding_outside_the_list_is_refused(encoding: str) -> None:
    assert refused(PLAIN.replace(b"UTF-8", encoding.encode(), 1)) == "xml.encoding"


def test_windows_1252_is_read() -> None:
    text = (
        document(hours(3)).decode().replace("UTF-8", "windows-1252").replace("<content>", "<title>’</title><content>")
    )
    assert only(read(text.encode("cp1252"))) == (3, 1.203)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-7],
        lambda data: data + b"x",
        lambda data: data + data,
        lambda data: b"\n" + data,
        lambda data: data.replace(b"</value>", b"</valve>", 1),
        lambda data: data.replace(b"<value>", b"<value>&nbsp;", 1),
        lambda data: data.replace(b"<value>", b"<value>\x00", 1),
        lambda data: data.replace(b"<value>", b"<value>\xff", 1),
        lambda data: data.replace(b'xmlns="http://naesb.org/espi"', b"", 1).replace(
            b"<UsagePoint", b"<u:UsagePoint", 1
        ),
    ],
)
def test_a_document_that_is_not_well_formed_anywhere_is_refused_whole(damage: object) -> None:
    assert callable(damage)
    assert refused(damage(PLAIN)) == "xml.not_well_formed"


def test_the_refusal_names_the_line_even_after_a_long_run_of_readings() -> None:
    lines = document(["\n" + one for one in hours(500)]).replace(b"</feed>", b"\n</food>")
    with pytest.raises(Refusal) as caught:
        read(lines)
    assert caught.value.facts == {"line": 502}


def test_nesting_beyond_the_limit_is_refused_and_at_the_limit_is_read() -> None:
    limits = replace(DEFAULT, xml_max_depth=20)
    nested = entry("<a>" * 17 + "</a>" * 17)  # feed, entry and content stand above
    fits, deeper = feed(nested), feed(nested.replace("<a>", "<a><b>", 1).replace("</a>", "</b></a>", 1))
    assert refused(fits, limits=limits) == "espi.not_green_button"
    assert refused(deeper, limits=limits) == "xml.too_deep"


def test_too_many_attributes_on_one_element_are_refused() -> None:
    many = " ".join(f'a{i}="1"' for i in range(11))
    assert (
        refused(feed(f"<entry {many}/>"), limits=replace(DEFAULT, xml_max_attributes=10)) == "xml.too_many_attributes"
    )


@pytest.mark.parametrize("node", ['<entry a="{}"/>', "<!-- {} -->", "<title>{}</title>", "<?p {}?>"])
def test_a_single_node_beyond_the_limit_is_refused(node: str) -> None:
    big = feed(node.format("x" * 3_000_000))
    assert refused(big, limits=replace(DEFAULT, xml_max_node_bytes=1_000_000)) == "xml.node_too_big"


def test_too_many_elements_are_refused() -> None:
    assert refused(feed("<a/>" * 2_000), limits=replace(DEFAULT, xml_max_tags=1_000)) == "xml.too_many_tags"


@pytest.mark.parametrize(
    "one",
    ["<a{}/>", '<a b{}="1"/>', '<a xmlns:p{}="u"/>', '<a xmlns="u{}"/>', '<entry><a xmlns="u{}"/></entry>'],
)
def test_names_without_end_are_refused(one: str) -> None:
    many = feed("".join(one.format(number) for number in range(200)))
    assert refused(many, limits=replace(DEFAULT, xml_max_names=100)) == "xml.too_many_names"
    assert refused(many) == "espi.not_green_button"


def test_too_many_resources_are_refused_but_blocks_of_one_meter_are_not_resources() -> None:
    limits = replace(DEFAULT, espi_max_resources=50)
    points = feed(*(entry(usage_point(), f"UsagePoint/{i}") for i in range(60)))
    assert refused(points, limits=limits) == "espi.too_many_resources"
    blocks = [
        entry(block([reading(JANUARY_2026 + 3600 * i, 5)]), f"UsagePoint/1/MeterReading/1/IntervalBlock/{i}")
        for i in range(60)
    ]
    head = document([]).decode().removesuffix("</feed>").split("?>", 1)[1]
    assert only(read(f"{head}{''.join(blocks)}</feed>".encode(), limits=limits))[0] == 60


def test_only_the_espi_namespace_is_data() -> None:
    other = PLAIN.replace(b"http://naesb.org/espi", b"http://naesb.org/espi2")
    assert refused(other) == "espi.not_green_button"


def test_prefixes_do_not_count() -> None:
    text = PLAIN.decode()
    for name in ("IntervalBlock", "IntervalReading", "timePeriod", "duration", "start", "value"):
        text = text.replace(f"<{name}", f"<ns0:{name}").replace(f"</{name}", f"</ns0:{name}")
    prefixed = text.replace("<feed ", '<feed xmlns:ns0="http://naesb.org/espi" ').encode()
    assert only(read(prefixed)) == only(read(PLAIN))


def test_a_reading_inside_a_comment_or_cdata_is_no_reading() -> None:
    hidden = f"<!-- {reading(1, 1)} --><note><![CDATA[{reading(2, 2)}]]></note>"
    data = document([*hours(2), hidden, *hours(2, JANUARY_2026 + 7200, 402)])
    assert only(read(data)) == (4, 1.606)


@pytest.mark.parametrize("hiding", ["<!-- {} -->", "<?p {}?>", "<note><![CDATA[{}]]></note>"])
def test_a_great_many_readings_that_are_none_do_not_hold_the_reader_up(hiding: str) -> None:
    hidden = hiding.format("<IntervalReading></IntervalReading>" * 60_000)
    assert only(read(document([*hours(2), hidden, *hours(2, JANUARY_2026 + 7200, 402)]))) == (4, 1.606)


def test_customer_details_are_never_looked_at() -> None:
    inner = f'<c:Customer xmlns:c="http://naesb.org/espi/customer"><c:name>Pat</c:name>{usage_point()}{block(hours(3))}</c:Customer>'
    assert refused(feed(entry(inner))) == "espi.customer_only"
    assert only(read(PLAIN.replace(b"</feed>", entry(inner).encode() + b"</feed>"))) == only(read(PLAIN))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"<Authorization {ESPI}/>", "espi.not_usage"),
        (f"<ApplicationInformation {ESPI}/>", "espi.not_usage"),
        (usage_point(), "espi.no_readings"),
        (block([]), "espi.no_readings"),
        ("<x/>", "espi.not_green_button"),
    ],
)
def test_documents_without_readings_are_refused_by_what_they_are(content: str, code: str) -> None:
    assert refused(feed(entry(content))) == code


@pytest.mark.parametrize("value", ["", "-", "1_000", "１２", "4e2", "0x10", "NaN", "1.5", "4 00", "9" * 19, "<a/>4"])
def test_a_value_that_is_no_whole_number_drops_its_reading_only(value: str) -> None:
    file = read(document([*hours(23), reading(JANUARY_2026 + 23 * 3600, value)]))
    assert only(file)[0] == 23
    assert dict(file.reject_counts) == {"reading.value": 1}


@pytest.mark.parametrize("start", ["", "soon", "1.5", "١٧٦٨٤٥٣٢٠٠"])
def test_a_start_that_is_no_whole_number_drops_its_reading_only(start: str) -> None:
    file = read(document([*hours(23), reading(start, 5)]))
    assert (only(file)[0], dict(file.reject_counts)) == (23, {"reading.time": 1})


@pytest.mark.parametrize("duration", ["", "0", "-3600", "59", "3024001", "PT1H", "1e3"])
def test_a_duration_that_cannot_be_drops_its_reading_only(duration: str) -> None:
    file = read(document([*hours(23), reading(JANUARY_2026 + 23 * 3600, 5, duration)]))
    assert (only(file)[0], dict(file.reject_counts)) == (23, {"reading.duration": 1})
    assert [(reject.code, reject.line) for reject in file.rejects] == [("reading.duration", 1)]


def test_white_space_and_character_references_around_numbers_are_xml() -> None:
    odd = reading(f"\n {JANUARY_2026} ", "&#52;00", " 3600\t")
    assert only(read(document([odd, *hours(1, JANUARY_2026 + 3600)]))) == (2, 0.8)


def test_a_number_given_twice_is_no_number() -> None:
    twice = reading(JANUARY_2026, "5</value><value>6")
    assert dict(read(document([twice, *hours(1, JANUARY_2026 + 3600)])).reject_counts) == {"reading.value": 1}


def test_numbers_inside_extensions_are_not_the_readings_own() -> None:
    extended = reading(JANUARY_2026, 400, extra="<extension><value>9</value><cost>1</cost></extension>")
    file = read(document([extended, *hours(1, JANUARY_2026 + 3600)]))
    assert only(file) == (2, 0.8)
    assert file.streams[0].cost is None


def test_the_document_is_read_whatever_the_size_of_the_pieces_it_comes_in() -> None:
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 7, 7))

    assert len(read_feed(Dripping(PLAIN), DEFAULT, Tally(10)).columns) == 24


def test_a_document_may_be_a_single_resource() -> None:
    root = f"<UsagePoint {ESPI}><ServiceCategory><kind>0</kind></ServiceCategory><MeterReading>"
    root += f"<ReadingType><uom>72</uom></ReadingType>{block(hours(5))}</MeterReading></UsagePoint>"
    assert only(read(root.encode())) == (5, 2.01)
    assert finding_codes(read(root.encode())) == []
