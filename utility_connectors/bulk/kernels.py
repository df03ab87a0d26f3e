"""The loop over bytes that reading a bulk file spends its time in, compiled (numba) and free of the interpreter.

What a regular row says, as plain functions on arrays. A row it does not vouch for is not wrong: the ordinary row reader
decides about it. Nothing here is lenient. A row much like the one before, as nearly all are, is only compared with it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled, inlined
from models.series import Ints
from utility_connectors.bulk.eight import alike, eight, next_mark, unmarked

Bytes = NDArray[np.uint8]

ACCOUNT, METER, START, END, QUANTITY, COMMODITY, UNIT, FLOW, QUALITY = range(9)
WORDS = (COMMODITY, UNIT, FLOW, QUALITY)
"""Columns that hold words of a closed list."""
LONGEST_IDENTIFIER = 64
NO_LINE_ENDS, NO_ROOM = -1, -2
"""What `read_rows` answers where newlines alone do not tell lines apart, and where there are more than expected."""
FIRST_YEAR, LAST_YEAR = 1970, 2199
_MONTHS = np.arange(np.datetime64(f"{FIRST_YEAR}-01"), np.datetime64(f"{LAST_YEAR + 1}-02"))
_DAYS = _MONTHS.astype("datetime64[D]").astype(np.int64)
MONTH_STARTS: Ints = _DAYS[:-1].copy()
MONTH_DAYS: Ints = np.diff(_DAYS)


@inlined
def _two(text: Any, at: Any) -> Any:
    """A number of two digits, or less than -1000."""
    high, low = np.int64(text[at]) - 48, np.int64(text[at + 1]) - 48
    if high < 0 or high > 9 or low < 0 or low > 9:
        return -1_000_000
    return high * 10 + low


@compiled
def _moment(text: Any, begin: Any, end: Any, month_starts: Any, month_days: Any) -> Any:
    """Seconds of an ISO 8601 time and what they count: 1 universal, 2 the wall clock's, 0 nothing vouched for."""
    length = end - begin
    if length != 25 and length != 20 and length != 19:
        return 0, 0
    if text[begin + 4] != 45 or text[begin + 7] != 45 or text[begin + 13] != 58 or text[begin + 16] != 58:
        return 0, 0
    if text[begin + 10] != 84 and text[begin + 10] != 32:
        return 0, 0
    year = _two(text, begin) * 100 + _two(text, begin + 2)
    month, day = _two(text, begin + 5), _two(text, begin + 8)
    hour, minute, second = _two(text, begin + 11), _two(text, begin + 14), _two(text, begin + 17)
    if year < FIRST_YEAR or year > LAST_YEAR or month < 1 or month > 12:
        return 0, 0
    number = (year - FIRST_YEAR) * 12 + month - 1
    if day < 1 or day > month_days[number]:
        return 0, 0
    if hour < 0 or hour > 23 or minute < 0 or minute > 59 or second < 0 or second > 59:
        return 0, 0
    wall = (month_starts[number] + day - 1) * 86_400 + hour * 3600 + minute * 60 + second
    if length == 19:
        return wall, 2
    sign = text[begin + 19]
    if length == 20:
        return wall, 1 if sign == 90 else 0
    hours, minutes = _two(text, begin + 20), _two(text, begin + 23)
    if text[begin + 22] != 58 or hours < 0 or hours > 13 or minutes < 0 or minutes > 59:
        return 0, 0
    if sign == 45:
        return wall + hours * 3600 + minutes * 60, 1
    if sign == 43:
        return wall - hours * 3600 - minutes * 60, 1
    return 0, 0


@inlined
def _amount(text: Any, begin: Any, end: Any) -> Any:
    """A plain decimal number in millionths, and whether it is one."""
    at = begin
    negative = at < end and text[at] == 45
    if negative:
        at += 1
    whole, count = np.int64(0), 0
    while at < end and 48 <= text[at] <= 57:
        whole = whole * 10 + (np.int64(text[at]) - 48)
        at += 1
        count += 1
        if count > 9:
            return 0, False
    if count == 0:
        return 0, False
    value, left = whole, 6
    if at < end:
        if text[at] != 46 or at + 1 == end or end - at - 1 > 6:
            return 0, False
        at += 1
        while at < end:
            if text[at] < 48 or text[at] > 57:
                return 0, False
            value = value * 10 + (np.int64(text[at]) - 48)
            left -= 1
            at += 1
    for _ in range(left):
        value *= 10
    return (-value if negative else value), True


@compiled
def _word(text: Any, begin: Any, end: Any, spellings: Any, lengths: Any, column: Any, count: Any, guess: Any) -> Any:
    """Which of a column's spellings this is, or -1. The guess is tried first."""
    length = end - begin
    for turn in range(count + 1):
        number = guess if turn == 0 else turn - 1
        if lengths[column, number] != length:
            continue
        same = True
        for place in range(length):
            if text[begin + place] != spellings[column, number, place]:
                same = False
                break
        if same:
            return number
    return -1


@inlined
def _like(text: Any, begin: Any, end: Any, known: Any, month_starts: Any, month_days: Any) -> Any:
    """As `_moment`, for a time likely of the day and offset of the `known` one (its begin, end, seconds, clock)."""
    length = end - begin
    if known[3] == 0 or length < 19 or length != known[1] - known[0]:
        return _moment(text, begin, end, month_starts, month_days)
    other = known[0]
    if eight(text, begin) != eight(text, other) or not alike(text, begin + 8, text, other + 8, 3):
        return _moment(text, begin, end, month_starts, month_days)
    if length > 19 and not alike(text, begin + 19, text, other + 19, length - 19):
        return _moment(text, begin, end, month_starts, month_days)
    hour, minute, second = _two(text, begin + 11), _two(text, begin + 14), _two(text, begin + 17)
    if text[begin + 13] != 58 or text[begin + 16] != 58:
        return 0, 0
    if hour < 0 or hour > 23 or minute < 0 or minute > 59 or second < 0 or second > 59:
        return 0, 0
    before = _two(text, other + 11) * 3600 + _two(text, other + 14) * 60 + _two(text, other + 17)
    return known[2] + hour * 3600 + minute * 60 + second - before, known[3]


@inlined
def _line(text: Any, at: Any, width: Any, spans: Any, fresh: Any, last: Any, group: Any) -> Any:
    """Where the line ends and how many fields it has; -1 of them when it is not plain, -2 when lines are unclear.

    `spans` becomes where its first fields begin and end; `fresh` which of them are not letter for letter those of the
    line that `last` speaks of, tried `group` by group of columns first.
    """
    begin, field, plain, size = at, 0, True, text.size
    while True:
        if field < width and last[field, 1] >= 0:
            until = group[field]
            old = last[field, 0]
            length = last[until, 1] + 1 - old
            if at + length < size and alike(text, at, text, old, length):
                for column in range(field, until + 1):
                    spans[column, 0], spans[column, 1] = last[column, 0] - old + at, last[column, 1] - old + at
                    fresh[column] = False
                at += length - 1
                field = until
            elif until > field:
                length = last[field, 1] + 1 - old
                if at + length < size and alike(text, at, text, old, length):
                    spans[field, 0], spans[field, 1] = at, at + length - 1
                    fresh[field] = False
                    at += length - 1
                else:
                    spans[field, 0], fresh[field] = at, True
            else:
                spans[field, 0], fresh[field] = at, True
        elif field < width:
            spans[field, 0], fresh[field] = at, True
        while True:
            at = next_mark(text, at)
            letter = text[at]
            if letter == 44 or letter == 10:
                break
            if letter == 34:
                plain = False
            elif letter == 13 and text[at + 1] != 10:
                return at, -2
            at += 1
        stop = at
        if letter == 10 and at > begin and text[at - 1] == 13:
            stop = at - 1
        if field < width:
            spans[field, 1] = stop
        field += 1
        if letter == 10:
            return at, (field if plain else -1)
        at += 1


@inlined
def _same_day(text: Any, at: Any, old: Any, length: Any) -> Any:
    """Seconds of the day of a time that is letter for letter the old one but for hour and minute; -1 if it is not.

    Compares one letter more than the time has: the comma after it.
    """
    if eight(text, at) != eight(text, old) or eight(text, at + 3) != eight(text, old + 3):
        return -1
    if not alike(text, at + 16, text, old + 16, length - 15) or text[at + 13] != 58:
        return -1
    hour, minute = _two(text, at + 11), _two(text, at + 14)
    if hour < 0 or hour > 23 or minute < 0 or minute > 59:
        return -1
    return hour * 3600 + minute * 60


@inlined
def _again(text: Any, at: Any, old: Any, shape: Any, tail: Any, started: Any, ended: Any, midnight: Any) -> Any:
    """The line at `at`, if it is like the one at `old` but for numbers, times of the same day, and the quantity.

    Answers where the quantity's end stands (-1: not alike), whether account and meter are the same, start, end and
    quantity. Of the old line: its `shape`, where its `tail` begins, its times, and the midnight before its end.
    """
    one, one_long, other, other_long, first, start_long, end_long, tail_long = shape
    nothing = np.int64(0)
    if at + first + start_long + end_long + tail_long + 40 > text.size:
        return -1, False, nothing, nothing, nothing
    same = alike(text, at, text, old, first)
    if not same:
        between = one + one_long
        rest = other + other_long
        if not (
            alike(text, at, text, old, one)
            and unmarked(text, at + one, one_long)
            and alike(text, at + between, text, old + between, other - between)
            and unmarked(text, at + other, other_long)
            and alike(text, at + rest, text, old + rest, first - rest)
        ):
            return -1, False, nothing, nothing, nothing
    begin = at + first
    old_begin, old_end = old + first, old + first + start_long + 1
    if start_long == end_long and alike(text, begin, text, old_end, end_long + 1):
        start = ended
    elif alike(text, begin, text, old_begin, start_long + 1):
        start = started
    else:
        second = _same_day(text, begin, old_end, end_long) if start_long == end_long else -1
        if second < 0:
            return -1, False, nothing, nothing, nothing
        start = midnight + second
    begin += start_long + 1
    if alike(text, begin, text, old_end, end_long + 1):
        end = ended
    else:
        second = _same_day(text, begin, old_end, end_long)
        if second < 0:
            return -1, False, nothing, nothing, nothing
        end = midnight + second
    begin += end_long + 1
    stop = begin
    while stop < begin + 17 and text[stop] > 44:
        stop += 1
    value, fits = _amount(text, begin, stop)
    if not fits or not alike(text, stop, text, tail, tail_long):
        return -1, False, nothing, nothing, nothing
    return stop, same, start, end, value


@inlined
def _shape(begin: Any, spans: Any, columns: Any, end: Any) -> Any:
    """Where account and meter of a line of the usual order stand, where its times begin, and how long what is."""
    account, meter, first = columns[ACCOUNT], columns[METER], columns[START]
    low, high = min(account, meter), max(account, meter)
    return (
        spans[low, 0] - begin,
        spans[low, 1] - spans[low, 0],
        spans[high, 0] - begin,
        spans[high, 1] - spans[high, 0],
        spans[first, 0] - begin,
        spans[first, 1] - spans[first, 0],
        spans[first + 1, 1] - spans[first + 1, 0],
        end + 1 - spans[first + 2, 1],
    )


@inlined
def _clock_seconds(text: Any, at: Any) -> Any:
    """What hour and minute of the time at `at` count, in seconds."""
    return _two(text, at + 11) * 3600 + _two(text, at + 14) * 60


@compiled
def read_rows(
    text: Any,
    width: Any,
    columns: Any,
    group: Any,
    spellings: Any,
    lengths: Any,
    counts: Any,
    absent: Any,
    known_kind: Any,
    month_starts: Any,
    month_days: Any,
    longest_sure: Any,
    begins: Any,
    sure: Any,
    others: Any,
    heads: Any,
    head: Any,
    kinds: Any,
    qualities: Any,
    when: Any,
    clocks: Any,
    values: Any,
    sizes: Any,
) -> Any:
    """Whether the text's lines, each ended by a newline, could be told apart; what they say is in the last arrays.

    `begins` are where lines begin. Of the lines that are vouched for, whose numbers are in `sure`: `head` is the place
    in `heads` of where account and meter begin and end, the same for rows in a row that name the same; `kinds` numbers
    commodity, unit and flow together; `when` is start and end, with what they count in `clocks`. `others` are the
    numbers of all other lines. `sizes`: lines, sure ones, heads, the longest line, whether any time is a wall clock's.
    """
    size, at, row, many, rest, accounts, longest, wall = text.size, 0, 0, 0, 0, 0, 0, 0
    spans, last = np.zeros((width, 2), dtype=np.int64), np.full((width, 2), -1, dtype=np.int64)
    fresh, words = np.zeros(width, dtype=np.bool_), np.zeros(4, dtype=np.int64)
    kind = np.int64(0)
    moments = np.zeros((2, 4), dtype=np.int64)
    account, meter, quantity = columns[ACCOUNT], columns[METER], columns[QUANTITY]
    begun = moved = templated = False
    usual_order = max(account, meter) < columns[START] == columns[END] - 1 == quantity - 2
    old: Any = np.int64(0)
    tail = started = ended = midnight = old
    shape = (old, old, old, old, old, old, old, old)
    while at < size:
        if row == begins.size:
            return NO_ROOM
        begins[row] = at
        if templated:
            stop, same, begin, until, value = _again(text, at, old, shape, tail, started, ended, midnight)
            length = stop + shape[7] - at
            if stop >= 0 and length <= longest_sure:
                if not same:
                    low, high = (0, 2) if account < meter else (2, 0)
                    heads[accounts, low], heads[accounts, low + 1] = at + shape[0], at + shape[0] + shape[1]
                    heads[accounts, high], heads[accounts, high + 1] = at + shape[2], at + shape[2] + shape[3]
                    accounts, moved = accounts + 1, True
                when[many, 0], when[many, 1], values[many] = begin, until, value
                clocks[many, 0] = clocks[many, 1] = moments[0, 3]
                sure[many], head[many] = row, accounts - 1
                kinds[many], qualities[many] = kind, words[3]
                old, tail, started, ended = at, stop, begin, until
                longest = max(longest, length)
                at = stop + shape[7]
                many += 1
                row += 1
                continue
        end, fields = _line(text, at, width, spans, fresh, last, group)
        if fields == -2:
            return NO_LINE_ENDS
        length = end - at
        if length > 0 and text[end - 1] == 13:
            length -= 1
        longest = max(longest, length)
        old, at = at, end + 1
        vouched = fields == width and length <= longest_sure
        if vouched:
            if not begun or moved or fresh[account] or fresh[meter]:
                long_one, long_other = spans[account, 1] - spans[account, 0], spans[meter, 1] - spans[meter, 0]
                vouched = 1 <= long_one <= LONGEST_IDENTIFIER and 1 <= long_other <= LONGEST_IDENTIFIER
                new_head = True
            else:
                new_head = False
            changed = not begun
            for place in range(4):
                column = columns[COMMODITY + place]
                number = absent[place] if column < 0 else words[place]
                if column >= 0 and (not begun or fresh[column]):
                    number = _word(
                        text,
                        spans[column, 0],
                        spans[column, 1],
                        spellings,
                        lengths,
                        place,
                        counts[place],
                        max(words[place], 0),
                    )
                changed = changed or number != words[place]
                words[place] = number
                vouched = vouched and number >= 0
            if vouched and changed:
                kind = (words[0] * counts[1] + words[1]) * counts[2] + words[2]
            vouched = vouched and known_kind[kind]
        if vouched:
            for place in range(2):
                column = columns[START + place]
                first, stop = spans[column, 0], spans[column, 1]
                found, clock = np.int64(0), np.int64(0)
                for other in (place, 1 - place):
                    same = moments[other, 1] - moments[other, 0] == stop - first and moments[other, 3] > 0
                    if clock == 0 and same and alike(text, first, text, moments[other, 0], stop - first):
                        found, clock = moments[other, 2], moments[other, 3]
                if clock == 0:
                    found, clock = _like(text, first, stop, moments[1], month_starts, month_days)
                when[many, place], clocks[many, place] = found, clock
                vouched = vouched and clock > 0
                if clock == 2:
                    wall = 1
            if vouched:
                for place in range(2):
                    column = columns[START + place]
                    moments[place, 0], moments[place, 1] = spans[column, 0], spans[column, 1]
                    moments[place, 2], moments[place, 3] = when[many, place], clocks[many, place]
                values[many], vouched = _amount(text, spans[quantity, 0], spans[quantity, 1])
        if vouched:
            if new_head:
                heads[accounts, 0], heads[accounts, 1] = spans[account, 0], spans[account, 1]
                heads[accounts, 2], heads[accounts, 3] = spans[meter, 0], spans[meter, 1]
                accounts += 1
            sure[many], head[many] = row, accounts - 1
            kinds[many], qualities[many] = kind, words[3]
            if usual_order and moments[0, 3] == moments[1, 3]:
                shape = _shape(old, spans, columns, end)
                tail, started, ended = spans[quantity, 1], when[many, 0], when[many, 1]
                midnight = ended - _clock_seconds(text, spans[columns[END], 0])
                templated = True
            else:
                templated = False
            spans, last = last, spans
            begun, moved = True, False
            many += 1
        else:
            # what is remembered is of the last row that was vouched for: the next is compared with nothing
            last[:, 1] = -1
            words[:] = 0
            begun = templated = False
            others[rest] = row
            rest += 1
        row += 1
    sizes[0], sizes[1], sizes[2], sizes[3], sizes[4] = row, many, accounts, longest, wall
    return 0
