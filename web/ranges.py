"""Where a range, a home among similar homes, or the parts of a whole lie along a line, in percent of it.

Pure geometry for the bars that stand in text: never a single point for an estimate, one scale for all
measures, and whatever lies below zero drawn apart. Words and formats belong to the template.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import floor, log10

from web.formatting import Shown, Span

_ROUND = (1.0, 2.0, 4.0, 5.0, 10.0)
"""Axis ends that still look round when halved."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A fixed scale in one unit. Shared by every bar that may be compared."""

    low: float
    high: float
    unit: Shown = Shown.CAD

    @classmethod
    def covering(cls, spans: tuple[Span, ...]) -> Axis:
        """The smallest round scale that holds every span: from zero, or even on both sides of it."""
        reach = max((abs(end) for span in spans for end in (span.low, span.high)), default=0.0)
        top = _round_up(reach)
        below = any(span.low < 0 for span in spans)
        return cls(-top if below else 0.0, top, spans[0].unit if spans else Shown.CAD)

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def at(self, value: float) -> float:
        """How far along the axis a value lies, 0 to 100."""
        share = (value - self.low) / (self.high - self.low)
        return 100 * min(1.0, max(0.0, share))


class Tells(StrEnum):
    """What a range bar tells: decides its words and the words at the ends of its axis."""

    AMOUNT = "amount"
    BILL = "bill"
    """A saving on the yearly bill, negative where the bill rises."""


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A labelled range on its axis, with an optional note under it."""

    label: str
    span: Span
    axis: Axis
    note: str = ""
    tells: Tells = Tells.AMOUNT

    @property
    def crosses_zero(self) -> bool:
        return self.axis.low < 0

    @property
    def more(self) -> tuple[str, str] | None:
        """Start and width of the part below zero: what costs more. None when there is none."""
        return self._piece(self.span.low, min(self.span.high, 0.0)) if self.span.low < 0 else None

    @property
    def fill(self) -> tuple[str, str] | None:
        """Start and width of the part above zero; None when there is none."""
        return self._piece(max(self.span.low, 0.0), self.span.high) if self.span.high > 0 else None

    @property
    def zero(self) -> str:
        return _percent(self.axis.at(0.0))

    def _piece(self, low: float, high: float) -> tuple[str, str]:
        start, end = self.axis.at(low), self.axis.at(high)
        return _percent(start), _percent(max(end - start, 0.8))


class Place(StrEnum):
    """Where a home stands among similar homes; never a grade."""

    BELOW = "below"
    LOWER = "lower"
    MIDDLE = "middle"
    HIGHER = "higher"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class PeerBand:
    """The middle half of similar homes, and this home's own use, in one unit a year."""

    low: float
    high: float
    you: float
    unit: Shown

    @property
    def place(self) -> Place:
        share = (self.you - self.low) / (self.high - self.low)
        for limit, place in ((0.0, Place.BELOW), (0.38, Place.LOWER), (0.62, Place.MIDDLE), (1.0001, Place.HIGHER)):
            if share < limit:
                return place
        return Place.ABOVE

    @property
    def band(self) -> tuple[str, str]:
        """Start and width of the band."""
        start, end = self._axis.at(self.low), self._axis.at(self.high)
        return _percent(start), _percent(end - start)

    @property
    def band_end(self) -> str:
        return _percent(self._axis.at(self.high))

    @property
    def mark(self) -> str:
        return _percent(self._axis.at(self.you))

    @property
    def _axis(self) -> Axis:
        width = self.high - self.low
        return Axis(min(self.low - 0.4 * width, self.you), max(self.high + 0.4 * width, self.you))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: its share of one, its words, and the colour's name in the tokens."""

    label: str
    share: float
    colour: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A whole cut into parts side by side."""

    sentence: str
    parts: tuple[Part, ...]

    @property
    def pieces(self) -> tuple[tuple[Part, str, str, str], ...]:
        """Each part with its start, its width, and where its words begin, leaving a hair between parts."""
        whole = sum(part.share for part in self.parts) or 1.0
        placed, start = [], 0.0
        for part in self.parts:
            width = 100 * part.share / whole
            placed.append((part, _percent(start), _percent(max(width - 0.6, 0.4)), _percent(start + 2.5)))
            start += width
        return tuple(placed)


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def _round_up(value: float) -> float:
    if value < 1e-9:
        return 1.0
    scale = 10.0 ** floor(log10(value))
    return next(scale * step for step in _ROUND if scale * step >= value * 0.9999)
