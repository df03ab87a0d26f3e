"""Eight letters of a text at once, as one number: what makes comparing and scanning eight times as fast."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from models.compiled import inlined

_EACH_45 = np.uint64(0x2D2D2D2D2D2D2D2D)
_EACH_HIGH = np.uint64(0x8080808080808080)
_THREE = np.uint64(3)
_LETTER, _EIGHT = ir.IntType(8), ir.IntType(64)


def _eight(typing: Any, text: Any, at: Any) -> Any:
    """Eight letters as one number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(array.data, [arguments[1]], source_etype=_LETTER)
        loaded = builder.load(builder.bitcast(place, _EIGHT.as_pointer()), typ=_EIGHT)
        loaded.align = 1
        return loaded

    return types.uint64(text, types.int64), generate


def _zeros(typing: Any, number: Any) -> Any:
    """How many zero bits there are below the lowest one bit."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.uint64(types.uint64), generate


eight: Any = intrinsic(_eight)
"""`eight(text, at)`: the letters from `at` on, the first in the lowest byte. There must be eight of them."""
_zeros_below: Any = intrinsic(_zeros)


@inlined
def alike(text: Any, one: Any, other_text: Any, other: Any, length: Any) -> Any:
    """Whether two stretches of so many letters, both within their texts, are the same."""
    if length < 8:
        for place in range(length):  # noqa: SIM110  compiled code has no generators
            if text[one + place] != other_text[other + place]:
                return False
        return True
    place = 0
    while place + 8 <= length:
        if eight(text, one + place) != eight(other_text, other + place):
            return False
        place += 8
    return eight(text, one + length - 8) == eight(other_text, other + length - 8)


@inlined
def next_mark(text: Any, at: Any) -> Any:
    """Where the first letter up to a comma stands (comma, quote, line end, blank…), from `at` on. There must be one."""
    while at + 8 <= text.size:
        word: Any = eight(text, at)
        found = (word - _EACH_45) & ~word & _EACH_HIGH
        if found != 0:
            return at + np.int64(_zeros_below(found) >> _THREE)
        at += 8
    while text[at] > 44:
        at += 1
    return at


@inlined
def unmarked(text: Any, at: Any, length: Any) -> Any:
    """Whether none of so many letters is a mark, as `next_mark` finds them."""
    place = 0
    while place + 8 <= length:
        word: Any = eight(text, at + place)
        if (word - _EACH_45) & ~word & _EACH_HIGH != 0:
            return False
        place += 8
    while place < length:
        if text[at + place] <= 44:
            return False
        place += 1
    return True
