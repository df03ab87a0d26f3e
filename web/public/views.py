"""What the public pages are told: the front door and its three questions. Nothing personal, nothing kept."""

from __future__ import annotations

from dataclasses import dataclass

from web.components import Link, NextStep, Question, Tag
from web.events_shown import EventShown
from web.formatting import Span


@dataclass(frozen=True, slots=True)
class Estimate:
    """What homes like this usually spend a year, and where people start."""

    sentence: str
    spending: Span
    starts: tuple[NextStep, ...]
    tag: Tag
    go: Link


@dataclass(frozen=True, slots=True)
class Front:
    """The front door. The questions are sent by GET to `estimate_url`, the place of the answer: nothing is stored."""

    questions: tuple[Question, ...]
    estimate_url: str
    estimate: Estimate | None
    begin: Link
    towns: tuple[str, ...]
    events: tuple[EventShown, ...]
    """The next ones; often none."""
    events_url: str
