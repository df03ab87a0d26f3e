"""Damage done without knowing what a file means: bits, bytes, lines, numbers, encodings, pieces of other files."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.hostile.seeds import Seed, seeds

TOKENS = (
    b"NaN", b"-1", b"1e999", b"0x7fffffff", b"9" * 40, b"9" * 5_000, b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xed\xa0\x80", b"\r", b"\n\n", b'"', b'""',
    b"'", b",", b";", b"\t", b"<", b">", b"&", b"&#0;", b"&#xFFFFFFFF;", b"]]>", b"<![CDATA[", b"<!--",
    b"<!DOCTYPE a>", b"<?xml?>", b"=1+1", b"@SUM(A1)",
    b"../../etc/passwd", b"%s%n", b"{{7*7}}", b"${x}", "Ａ".encode(), "\u202e".encode(), "\u0661".encode(),
    b"\x1a", b"\x85", "\u2028".encode(), b"PK\x03\x04",
    b"PK\x05\x06", b"99999999999999999999", b"2026-03-08 02:30", b"2026-11-01 01:30", b"0001-01-01",
    b"9999-12-31T23:59:59", b"9999-12-31 23:00", b"true", b"null", b"[", b"{",
    b'encoding="utf-7"', b'encoding="gb18030"', b'encoding="hex"', b'encoding="idna"', b"24:00", b"00:60",
    b"Infinity", b"1_0", b"-0", b"1" * 309,
)  # fmt: skip
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")
_ENCODING = re.compile(rb'encoding="[^"]*"')
ENCODINGS = (
    b"utf-16",
    b"utf-7",
    b"utf-32",
    b"hex",
    b"idna",
    b"punycode",
    b"gb18030",
    b"shift_jis",
    b"cp037",
    b"x",
    b"",
    b"rot13",
    b"undefined",
    b"UTF-8\0",
)


def damaged(random: Random) -> tuple[Seed, str, bytes]:
    """A seed, what was done to it, and the result."""
    seed = random.choice(seeds())
    data = seed.data
    done = []
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        name, do = random.choice(DAMAGES)
        data = do(random, data) if data else data
        done.append(name)
    return seed, f"{seed.name}: {', '.join(done)}", data


def _bits(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 4, 64))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _bytes(random: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 16))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data))]


def _without(random: Random, data: bytes) -> bytes:
    first = random.randrange(len(data))
    return data[:first] + data[first + random.choice((1, 2, 10, 100, 1000)) :]


def _token(random: Random, data: bytes) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.choice(TOKENS) + data[place + random.choice((0, 0, 1, 5)) :]


def _number(random: Random, data: bytes) -> bytes:
    found = list(_NUMBER.finditer(data[:200_000]))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + random.choice(TOKENS) + data[one.end() :]


def _repeat(random: Random, data: bytes) -> bytes:
    first = random.randrange(len(data))
    piece = data[first : first + random.choice((1, 20, 200, 2_000))]
    return data[:first] + piece * random.choice((2, 2, 10, 300)) + data[first:]


def _lines(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    how = random.randrange(4)
    if how == 0:
        random.shuffle(lines)
    elif how == 1:
        lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
    elif how == 2:
        del lines[random.randrange(len(lines))]
    else:
        lines = [*lines[1:], lines[0]]
    return b"\n".join(lines)


def _spliced(random: Random, data: bytes) -> bytes:
    other = random.choice(seeds()).data[:20_000]
    place, first = random.randrange(len(data) + 1), random.randrange(len(other))
    return data[:place] + other[first : first + random.choice((10, 100, 5_000))] + data[place:]


def _recoded(random: Random, data: bytes) -> bytes:
    try:
        text = data[:500_000].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data[:500_000].decode("latin-1")
    return text.encode(
        random.choice(("utf-16", "utf-16-be", "utf-32", "utf-7", "cp1252", "cp037", "utf-8-sig")), errors="replace"
    )


def _declared(random: Random, data: bytes) -> bytes:
    said = b'encoding="' + random.choice(ENCODINGS) + b'"'
    return (
        _ENCODING.sub(said, data, count=1) if _ENCODING.search(data) else b"<?xml version='1.0' " + said + b"?>" + data
    )


def _letters(random: Random, data: bytes) -> bytes:
    """Every one of a byte's places filled with another: delimiters, quotes, signs."""
    old, new = random.sample(
        (b",", b";", b'"', b"'", b".", b"-", b":", b"\n", b"\r\n", b"<", b">", b"/", b" ", b"0", b"=", b"T", b"\t"), 2
    )
    return data.replace(old, new)


def _swapped(random: Random, data: bytes) -> bytes:
    a, b = sorted((random.randrange(len(data)), random.randrange(len(data))))
    return data[b:] + data[a:b] + data[:a]


DAMAGES: tuple[tuple[str, Callable[[Random, bytes], bytes]], ...] = (
    ("bits", _bits), ("bytes", _bytes), ("cut", _cut), ("without", _without), ("token", _token), ("token",
    _token), ("number", _number),
    ("number", _number), ("repeat", _repeat), ("lines", _lines), ("spliced", _spliced), ("recoded",
    _recoded), ("declared", _declared),
    ("letters", _letters), ("swapped", _swapped),
)  # fmt: skip
