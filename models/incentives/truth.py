"""How sure we are that something holds: no, unknown, likely, yes. All of several is the least sure, any the surest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from models.findings import Finding


class Truth(IntEnum):
    """In order of sureness, so that `min` says “all” and `max` says “any”.

    LIKELY is what the stock assumes of a home, or what holds for nearly every home until somebody says otherwise.
    """

    NO = 0
    UNKNOWN = 1
    LIKELY = 2
    YES = 3


@dataclass(frozen=True, slots=True)
class Says:
    """What a condition says of a home: how sure, which facts would settle it, and what speaks against it.

    `missing` is empty when it is settled (NO, YES); `against` is empty unless it is NO.
    """

    truth: Truth
    missing: tuple[str, ...] = ()
    against: tuple[Finding, ...] = ()


YES = Says(Truth.YES)


def every(parts: tuple[Says, ...]) -> Says:
    """All of them hold; nothing at all holds by itself."""
    if not parts:
        return YES
    truth = min(part.truth for part in parts)
    if truth is Truth.NO:
        return Says(truth, against=_against(part for part in parts if part.truth is Truth.NO))
    return Says(truth, _missing(parts))


def some(parts: tuple[Says, ...]) -> Says:
    """At least one of them holds."""
    truth = max(part.truth for part in parts)
    if truth is Truth.NO:
        return Says(truth, against=_against(parts))
    return YES if truth is Truth.YES else Says(truth, _missing(parts))


def _missing(parts: tuple[Says, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.missing))


def _against(parts: Iterable[Says]) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for part in parts:
        found.extend(finding for finding in part.against if finding not in found)
    return tuple(found)
