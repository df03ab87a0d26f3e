"""A list of those who can send usage by themselves, to choose one from: utilities that are connected, suppliers that
send files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from web.components import Chip
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class SenderRow:
    """One of them; `state` is None where there is nothing yet."""

    name: str
    href: str
    state: Chip | None


@dataclass(frozen=True, slots=True)
class Senders:
    """The page; `none` is its heading where the list is empty, and `until` what that means."""

    title: str
    lead: str
    none: str
    until: str
    rows: Sequence[SenderRow]


def utilities(rows: Sequence[SenderRow]) -> Senders:
    """Utilities that can be connected."""
    return Senders(
        _("Connect your utility"),
        _("Choose one. Your readings then come by themselves, until you say stop."),
        _("No utility can be connected yet"),
        _("When one joins, it appears here. Until then you can send a file yourself."),
        rows,
    )


def suppliers(rows: Sequence[SenderRow]) -> Senders:
    """Suppliers that can send usage here."""
    return Senders(
        _("Let a supplier send your readings"),
        _("Choose one. You read what it would send and say yes or no before anything is linked."),
        _("No supplier yet"),
        _("When an electricity or gas utility joins, it appears here. Until then you can send a file yourself."),
        rows,
    )


def shown(senders: Senders) -> str:
    """The page that lists them."""
    return render_template("portal/senders.html", senders=senders)
