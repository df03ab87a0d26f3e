"""Every pair of colours that words or shapes rely on can be told apart, in light and in dark (WCAG 2)."""

from __future__ import annotations

import re

import pytest

from web.assets import STATIC, STYLES

CSS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = CSS.split("@media screen and (prefers-color-scheme: dark)")
WORDS = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "card", "sunk", "lake-50")),
    *(("link", ground) for ground in ("paper", "card", "lake-50", "info-soft", "bad-soft")),
    *((tone, f"{tone}-soft") for tone in ("ok", "warn", "bad", "info")),
    *(("ink", f"{tone}-soft") for tone in ("ok", "warn", "bad", "info")),
    ("bad", "card"),
    ("bad", "paper"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("porch-ink", "porch"),
    ("ink-on-dark", "hero"),
    ("ink-on-dark-soft", "hero"),
    ("ink-on-dark-soft", "street"),
    ("ink-on-dark", "hero-deep"),
    ("on-fuel", "gas"),
    ("on-fuel", "electric"),
    ("ok", "lake-100"),
]
SHAPES = [
    *((fuel, "card") for fuel in ("gas", "electric", "hotwater", "solar", "weather", "line-strong", "lake-600")),
    ("line-strong", "paper"),
    ("lake-600", "sunk"),
    ("porch", "hero"),
    ("focus-ring", "focus"),
    ("draw-line", "draw-wall"),
]


def tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6}|var\(--[\w-]+\))", text))


THEMES = {"light": tokens(LIGHT), "dark": tokens(LIGHT) | tokens(DARK)}


def luminance(theme: dict[str, str], name: str) -> float:
    value = theme[name]
    while value.startswith("var("):
        value = theme[value[6:-1]]
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(theme: dict[str, str], one: str, other: str) -> float:
    high, low = sorted((luminance(theme, one), luminance(theme, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(theme: str, ink: str, ground: str) -> None:
    assert ratio(THEMES[theme], ink, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen(theme: str, shape: str, ground: str) -> None:
    assert ratio(THEMES[theme], shape, ground) >= 3.0


def test_every_token_that_is_read_is_there() -> None:
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(_css(name) for name in STYLES)))
    read = set(re.findall(r"var\((--[\w-]+)\)", "".join(_css(name) for name in STYLES)))
    assert read <= defined


def test_only_the_tokens_and_paper_hold_colours() -> None:
    allowed = {"tokens.css", "print.css"}
    loose = {name: re.findall(r"#[0-9A-Fa-f]{3,6}\b", _css(name)) for name in STYLES if name not in allowed}
    assert {name: found for name, found in loose.items() if found} == {}


def _css(name: str) -> str:
    return (STATIC / "css" / name).read_text(encoding="utf-8")
