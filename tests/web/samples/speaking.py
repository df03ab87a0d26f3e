"""Sample sentences in either language, and the day most of them speak of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Words = Callable[[str, str], str]
REVIEWED = date(2026, 11, 12)
MONTHS = tuple(date(2025 + (10 + i) // 12, (10 + i) % 12 + 1, 1) for i in range(12))


def speaking(language: str) -> Words:
    """Chooses between the English and the French of a sample sentence."""
    return lambda english, french: french if language == "fr" else english
