"""Writes SVG elements with every value escaped, and nothing that a strict content policy would refuse.

Only attributes, never a style; only what it is given, never a size it guesses. What a drawing has many of is written
at once, by columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import TypeVar

from markupsafe import Markup, escape

Value = str | int | float
Each = TypeVar("Each")
Column = list[Each] | tuple[Each, ...]
"""A value for each of several elements."""

NEEDS_ESCAPING = re.compile("[&<>'\"]")
_TRAILING_ZEROS = re.compile(r"(?:\.00|0) ")
"""At the end of a number that was written with two decimals and a space."""
_as_markup = partial(str.__new__, Markup)
"""A string that is markup already; `Markup` itself asks each first whether it is something else."""


def element(tag: str, *children: str | Markup, **attributes: Value) -> Markup:
    """`<tag …>children</tag>`; `_` in an attribute's name becomes `-`, and a trailing one is dropped."""
    opening, closing = _tags(tag, tuple(attributes))
    written = opening % tuple([_written(value) for value in attributes.values()])
    inner = "".join([child if isinstance(child, Markup) else escape(child) for child in children])
    return Markup(f"{written}{inner}{closing}")  # noqa: S704  # nosec B704  every part was escaped above


def elements(
    tag: str, said: Column[str] | None = None, /, **attributes: Value | Column[str] | Column[float]
) -> list[Markup]:
    """Elements of one kind, each as `element` writes it: `said` are their texts, and an attribute that is a column has
    a value for each of them. At least one is a column; all are of one length.
    """
    given = list(attributes.values())
    count = len(next(each for each in (said, *given) if isinstance(each, list | tuple)))
    if not count:
        return []
    opening, closing = _tags(tag, tuple(attributes))
    pattern = f"{opening}%s{closing}"
    columns = [_column(each, count) for each in given]
    texts = [""] * count if said is None else escaped(said)
    return [*map(_as_markup, [pattern % row for row in zip(*columns, texts, strict=True)])]


def escaped(texts: Column[str]) -> list[str]:
    """Each text as it may stand in markup. They are looked through at once, for few have anything to escape."""
    if NEEDS_ESCAPING.search("".join(texts)) is None:
        return list(texts)
    return [escape(text) for text in texts]


def numbers(values: Iterable[float]) -> list[str]:
    """Each number as an attribute has it: two decimals at most."""
    kept = tuple(values)
    return _TRAILING_ZEROS.sub(" ", "%.2f " * len(kept) % kept).split()


def picture(width: float, height: float, *children: Markup, class_: str = "") -> Markup:
    """A drawing of that many units, decorative by itself: what it shows is said by the element around it."""
    extra: dict[str, Value] = {"class": class_} if class_ else {}
    view = f"0 0 {_short(width)} {_short(height)}"
    return element("svg", *children, viewBox=view, aria_hidden="true", focusable="false", **extra)


def path(points: Iterable[tuple[float, float]]) -> str:
    """The `d` of a line through the points, of which there is at least one."""
    written = numbers([end for point in points for end in point])
    return "M" + " L".join([f"{x} {y}" for x, y in zip(written[::2], written[1::2], strict=True)])


@lru_cache(maxsize=512)
def _tags(tag: str, names: tuple[str, ...]) -> tuple[str, str]:
    """The opening tag with a place for the value of each attribute, and the closing one: a drawing has few kinds."""
    written = "".join([f' {_name(name)}="\0"' for name in names])
    opening = f"<{_name(tag)}{written}>".replace("%", "%%").replace("\0", "%s")
    return opening, f"</{_name(tag)}>"


def _name(name: str) -> str:
    return str(escape(name.rstrip("_").replace("_", "-")))


def _column(given: Value | Column[str] | Column[float], count: int) -> list[str]:
    if isinstance(given, str | int | float):
        return [_written(given)] * count
    if isinstance(given[0], str):
        return escaped(given)
    return numbers(given)


def _written(value: Value) -> str:
    return str(escape(value)) if isinstance(value, str) else _short(value)


def _short(value: Value) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
