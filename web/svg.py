"""Writes SVG elements with every value escaped, and nothing that a strict content policy would refuse.

Only attributes, never a style; only what it is given, never a size it guesses.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

Value = str | int | float


def element(tag: str, *children: str | Markup, **attributes: Value) -> Markup:
    """`<tag …>children</tag>`; `_` in an attribute's name becomes `-`, and a trailing one is dropped."""
    opening, closing = _tags(tag, tuple(attributes))
    written = opening % tuple([_written(value) for value in attributes.values()])
    inner = "".join([escape(child) for child in children])
    return Markup(f"{written}{inner}{closing}")  # noqa: S704  # nosec B704  every part was escaped above


def picture(width: float, height: float, *children: Markup, class_: str = "") -> Markup:
    """A drawing of that many units, decorative by itself: what it shows is said by the element around it."""
    extra: dict[str, Value] = {"class": class_} if class_ else {}
    view = f"0 0 {_short(width)} {_short(height)}"
    return element("svg", *children, viewBox=view, aria_hidden="true", focusable="false", **extra)


def path(points: list[tuple[float, float]]) -> str:
    """The `d` of a line through the points."""
    return " ".join(f"{'L' if i else 'M'}{_short(x)} {_short(y)}" for i, (x, y) in enumerate(points))


@lru_cache(maxsize=512)
def _tags(tag: str, names: tuple[str, ...]) -> tuple[str, str]:
    """The opening tag with a place for the value of each attribute, and the closing one: a drawing has few kinds."""
    written = "".join([f' {_name(name)}="\0"' for name in names])
    opening = f"<{_name(tag)}{written}>".replace("%", "%%").replace("\0", "%s")
    return opening, f"</{_name(tag)}>"


def _name(name: str) -> str:
    return str(escape(name.rstrip("_").replace("_", "-")))


def _written(value: Value) -> str:
    return str(escape(value)) if isinstance(value, str) else _short(value)


def _short(value: Value) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
