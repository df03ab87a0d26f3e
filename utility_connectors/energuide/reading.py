"""Numbers and words on their way out of a house file: within limits or absent, and what was wrong counted."""

from __future__ import annotations

import math
import re

from models.findings import Finding
from utility_connectors.energuide.document import Element

NUMBER = re.compile(r"[ \t\r\n]*-?[0-9]{1,12}(\.[0-9]{1,15})?([eE][-+]?[0-9]{1,3})?[ \t\r\n]*")
FactValue = str | float | bool | None


class Reading:
    """One reading of one file: `wrong` counts what was outside its limits, `findings` what is worth saying."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.wrong = 0

    def number(self, element: Element | None, attribute: str, low: float, high: float) -> float | None:
        """The number in an attribute, or None where it is absent; one outside its limits is absent and counted."""
        text = element.attributes.get(attribute) if element is not None else None
        if text is None or not text.strip():
            return None
        value = float(text) if NUMBER.fullmatch(text) else math.nan
        if not low <= value <= high:
            self.wrong += 1
            return None
        return value


def english(element: Element | None) -> str:
    """The English word of a choice in the file, in lower case; empty where there is none."""
    label = element.first("English") if element is not None else None
    return label.text.strip().lower() if label is not None else ""


def rounded(value: float | None, places: int) -> float | None:
    """The value to so many places, if there is one."""
    return round(value, places) if value is not None else None
