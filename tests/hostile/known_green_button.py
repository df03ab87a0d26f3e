"""Green Button documents whose truth is known whatever was done to them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.hostile.truth import Truth
from tests.utility_connectors.documents import (
    ESPI,
    JANUARY_2026,
    block,
    document,
    entry,
    feed,
    interval,
    reading,
    reading_type,
    usage_point,
)

STARTS = (JANUARY_2026, 1_772_946_000, 1_793_505_600, 1_762_056_000)
"""Midnight of an ordinary day, of the day with 23 hours and of two with 25; epoch seconds."""
ELSEWHERE = 1_777_900_000
NUMBERS = (
    "NaN", "", " ", "1e3", "1_000", "١٢", "0x1F", "1.5", "-", "+-1", "inf", "9" * 30, "9" * 5000,
    "２", "1 2", "&#49;&#x2e;", "null",
)  # fmt: skip
TIMES = (
    *((ELSEWHERE, 30), (ELSEWHERE, 0), (ELSEWHERE, -3600), (ELSEWHERE, 40 * 86_400), (ELSEWHERE, 2**64)),
    *((1, 3600), (4_000_000_000, 3600), (-(2**63), 3600), (2**63, 3600), (2**70, 60)),
)
"""Starts and durations that cannot be."""
DOCTYPES = (
    "<!DOCTYPE feed>",
    "<!DOCTYPE feed []>",
    '<!DOCTYPE feed SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE f [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
    '<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE f [<!ENTITY % p SYSTEM "http://127.0.0.1:9/e">%p;]>',
)
ENCODINGS = (
    *(
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("latin-1", "ISO-8859-1"),
        ("ascii", "US-ASCII"),
        ("utf-8-sig", "UTF-8"),
    ),
    *(("utf-8", said) for said in ("utf-7", "UTF-16", "x-no-such", "gb18030", "idna", "hex", "cp037")),
)
"""How a document is written, and how it says it is."""
Change = Callable[[Random, list[str], Truth], tuple[list[str], Truth]]


def green_button(random: Random) -> tuple[str, bytes, Truth]:
    """A day of hours of one meter, hidden among things that must not count."""
    start = random.choice(STARTS)
    amounts = [random.randint(0, 9000) for _ in range(random.choice((23, 24, 25)))]
    rows = [reading(start + 3600 * hour, amount) for hour, amount in enumerate(amounts)]
    truth = Truth((sum(amounts),))
    label = ["green-button"]
    for name, change in sorted(random.sample(_ROWS, random.randint(0, 3)), key=_ROWS.index):
        rows, truth = change(random, rows, truth)
        label.append(name)
    inside = interval(start, 3600 * len(amounts)) if random.random() < 0.3 else ""
    data = document(rows, interval=inside)
    for name, dress in random.sample(_DRESSES, random.randint(0, 2)):
        data = dress(random, data)
        label.append(name)
    if random.random() < 0.3:
        name, spoil = random.choice(_SPOILERS)
        data, truth = spoil(random, data), Truth()
        label.append(name)
    elif random.random() < 0.1:
        data, truth = _recoded(random, data, truth)
        label.append("recoded")
    return " ".join(label), data, truth


def units(random: Random) -> tuple[str, bytes, Truth]:
    """One reading under a reading type that may be absurd: kept exactly, or not at all."""
    multiplier = random.choice(
        (-12, -9, -6, -3, -2, -1, 0, 1, 2, 3, 6, 9, 12, 4, -400, 400, 99999, "NaN", "3.0", "", "٣")
    )
    uom = random.choice((72, 72, 72, 38, 42, 119, 169, 999, "", "72x", -72, 0))
    amount = random.randint(1, 9_000)
    made = document([reading(JANUARY_2026, amount)], type_=reading_type(uom=uom, powerOfTenMultiplier=multiplier))
    label = f"units uom={uom} multiplier={multiplier}"
    allowed = isinstance(multiplier, int) and multiplier in (-12, -9, -6, -3, -2, -1, 0, 1, 2, 3, 6, 9, 12)
    watt_hours = amount * 10.0**multiplier if allowed and isinstance(multiplier, int) else 0.0
    if uom != 72 or not allowed or watt_hours > 100_000:
        return label, made, Truth()
    return label, made, Truth((watt_hours,))


def _shuffled(random: Random, rows: list[str], truth: Truth) -> tuple[list[str], Truth]:
    return random.sample(rows, len(rows)), truth


def _repeated(random: Random, rows: list[str], truth: Truth) -> tuple[list[str], Truth]:
    return [*rows, *(random.choice(rows) for _ in range(random.randint(1, 30)))], truth


def _overlapped(random: Random, rows: list[str], truth: Truth) -> tuple[list[str], Truth]:
    starts = [int(row.partition("<start>")[2].partition("<")[0]) for row in rows]
    return [*rows, reading(min(starts), 40_000, random.choice((7_200, 21_600, 79_200)))], truth


def _bad_number(random: Random, rows: list[str], truth: Truth) -> tuple[list[str], Truth]:
    said: list[int | str] = [ELSEWHERE, 5, 3600]
    said[random.randint(0, 2)] = random.choice(NUMBERS)
    return [*rows, reading(*said)], truth


def _bad_time(random: Random, rows: list[str], truth: Truth) -> tuple[list[str], Truth]:
    start, duration = random.choice(TIMES)
    return [*rows, reading(start, 5, duration)], truth


def _too_much(random: Random, rows: list[str], truth: Truth) -> tuple[list[str], Truth]:
    return [*rows, reading(ELSEWHERE, random.choice((-5, 100_001, 10**15, 2**63, 10**400)))], truth


def _foreign(random: Random, rows: list[str], truth: Truth) -> tuple[list[str], Truth]:
    """Readings that are no ESPI: another namespace, or none."""
    name = random.choice(("http://example.org/espi", "http://naesb.org/espi/", "HTTP://NAESB.ORG/ESPI", "urn:x"))
    decoy = reading(ELSEWHERE, 777).replace("<IntervalReading", f'<f:IntervalReading xmlns:f="{name}"')
    return [*rows, decoy.replace("</IntervalReading", "</f:IntervalReading")], truth


_ROWS: list[tuple[str, Change]] = [
    ("overlapped", _overlapped),
    ("shuffled", _shuffled),
    ("repeated", _repeated),
    ("bad number", _bad_number),
    ("bad time", _bad_time),
    ("too much", _too_much),
    ("foreign", _foreign),
]


def _prefixed(random: Random, data: bytes) -> bytes:
    """The same names under a prefix instead of a default namespace."""
    for name in (b"IntervalReading", b"timePeriod", b"duration", b"start"):
        data = data.replace(b"<" + name + b">", b"<espi:" + name + b">").replace(
            b"</" + name + b">", b"</espi:" + name + b">"
        )
    return data.replace(b"<feed ", b'<feed xmlns:espi="http://naesb.org/espi" ')


def _commented(random: Random, data: bytes) -> bytes:
    noise = random.choice((b"<!-- <start>9</start> -->", b"<?php echo 1 ?>", b"\n\t ", b"<!---->"))
    return data.replace(b"<IntervalReading>", noise + b"<IntervalReading>").replace(
        b"</timePeriod>", b"</timePeriod>" + noise
    )


def _padded(random: Random, data: bytes) -> bytes:
    return data.replace(b"<value>", b"<value> \n\t").replace(b"</start>", b"\r\n </start>")


def _referenced(random: Random, data: bytes) -> bytes:
    """Digits as character references and in CDATA: the same text to any parser."""
    return data.replace(b"<start>1", b"<start>&#49;").replace(b"<duration>3", b"<duration><![CDATA[3]]>")


def _unknown(random: Random, data: bytes) -> bytes:
    more = b'<x:deep xmlns:x="urn:x">' * 50 + b"<IntervalReading/>" + b"</x:deep>" * 50
    return data.replace(b"</timePeriod>", b"</timePeriod><unknown a='1'>9</unknown>", 3).replace(
        b"</entry>", more + b"</entry>", 1
    )


def _customers(random: Random, data: bytes) -> bytes:
    who = '<Customer xmlns="http://naesb.org/espi/customer"><name>A Person</name></Customer>'
    return data.replace(b"</feed>", f"<entry><content>{who}</content></entry></feed>".encode())


_DRESSES: list[tuple[str, Callable[[Random, bytes], bytes]]] = [
    ("prefixed", _prefixed),
    ("commented", _commented),
    ("padded", _padded),
    ("references", _referenced),
    ("unknown", _unknown),
    ("customers", _customers),
]


def _doctype(random: Random, data: bytes) -> bytes:
    return data.replace(b"?>", b"?>" + random.choice(DOCTYPES).encode(), 1)


def _doctype_wide(random: Random, data: bytes) -> bytes:
    how = random.choice(("utf-16", "utf-16-be", "utf-16-le"))
    return _doctype(random, data).replace(b"UTF-8", b"UTF-16").decode().encode(how)


def _cut(random: Random, data: bytes) -> bytes:
    return data[: random.randint(len(data) // 2, len(data) - 2)]


def _after(random: Random, data: bytes) -> bytes:
    return data + random.choice((b"x", b"<a/>", b"&amp;", b"</feed>", b"\0", b"]]>"))


def _entity(random: Random, data: bytes) -> bytes:
    return data.replace(b"<value>", b"<value>&xxe;", 1)


def _deep(random: Random, data: bytes) -> bytes:
    depth = random.choice((600, 20_000, 200_000))
    return data.replace(b"</feed>", b"<a>" * depth + b"</a>" * depth + b"</feed>")


def _attributes(random: Random, data: bytes) -> bytes:
    many = b" ".join(b'a%d="1"' % number for number in range(random.choice((10_500, 40_000))))
    return data.replace(b"</feed>", b"<a " + many + b"/></feed>")


def _node(random: Random, data: bytes) -> bytes:
    return data.replace(b"<value>", b"<value>" + b"1" * 11_000_000, 1)


def _broken_letters(random: Random, data: bytes) -> bytes:
    return data.replace(
        b"<value>",
        random.choice((b"<value>\xff", b"<value>\0", b"<value>\xed\xa0\x80", b"<value>&#0;", b"<value>&#xD800;")),
        1,
    )


_SPOILERS: list[tuple[str, Callable[[Random, bytes], bytes]]] = [
    *[("doctype", _doctype), ("doctype wide", _doctype_wide), ("cut", _cut), ("after the end", _after)] * 3,
    *[("entity", _entity), ("broken letters", _broken_letters)] * 3,
    ("deep", _deep),
    ("attributes", _attributes),
    ("node", _node),
]


def _recoded(random: Random, data: bytes, truth: Truth) -> tuple[bytes, Truth]:
    how, said = random.choice(ENCODINGS)
    recoded = data.decode().replace("UTF-8", said).encode(how, "xmlcharrefreplace")
    return recoded, Truth(truth.totals, True, truth.must_say)


def twice_told(random: Random) -> tuple[str, bytes, Truth]:
    """The same meter in several blocks that repeat and correct each other: the later word counts, once."""
    amounts = [random.randint(0, 9000) for _ in range(24)]
    later = [amount + random.randint(0, 3) for amount in amounts]
    rows = [reading(JANUARY_2026 + 3600 * hour, amount) for hour, amount in enumerate(amounts)]
    mended = [reading(JANUARY_2026 + 3600 * hour, amount) for hour, amount in enumerate(later)]
    point, meter = "UsagePoint/1", "UsagePoint/1/MeterReading/1"
    told = ((rows, "2026-02-01T05:00:00Z"), (mended, "2026-02-03T05:00:00Z"), (rows, "2026-02-02T05:00:00Z"))
    blocks = [
        entry(block(one), f"{meter}/IntervalBlock/{number}", f"{meter}/IntervalBlock", updated=when)
        for number, (one, when) in enumerate(told)
    ]
    data = feed(
        entry(usage_point(), point, "UsagePoint", [f"{point}/MeterReading"]),
        entry(f"<MeterReading {ESPI}/>", meter, f"{point}/MeterReading", [f"{meter}/IntervalBlock", "ReadingType/1"]),
        entry(reading_type(), "ReadingType/1", "ReadingType"),
        *random.sample(blocks, 3),
    )
    return "corrected", data, Truth((sum(later),))
