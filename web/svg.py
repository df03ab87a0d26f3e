"""Writes SVG elements with every value escaped, and nothing that a strict content policy would refuse.

Only attributes, never a style; only what it is given, never a size it guesses.
"""

from __future__ import annotations

from markupsafe import Markup

Value = str | int | float


def element(tag: str, *children: str | Markup, **attributes: Value) -> Markup:
    """`<tag …>children</tag>`; `_` in an attribute's name becomes `-`, and a trailing one is dropped."""
    written = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), _short(value))
        for name, value in attributes.items()
    )
    return Markup("<{tag}{written}>{inner}</{tag}>").format(tag=tag, written=written, inner=Markup("").join(children))


def picture(width: float, height: float, *children: Markup, class_: str = "") -> Markup:
    """A drawing of that many units, decorative by itself: what it shows is said by the element around it."""
    extra: dict[str, Value] = {"class": class_} if class_ else {}
    view = f"0 0 {_short(width)} {_short(height)}"
    return element("svg", *children, viewBox=view, aria_hidden="true", focusable="false", **extra)


def path(points: list[tuple[float, float]]) -> str:
    """The `d` of a line through the points."""
    return " ".join(f"{'L' if i else 'M'}{_short(x)} {_short(y)}" for i, (x, y) in enumerate(points))


def _short(value: Value) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
