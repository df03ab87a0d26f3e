"""What templates can say: the filters for numbers, ranges and dates in the language of the page.

Compiling a template takes longer than the page it is for, and every process would compile each anew: what was compiled
is kept in a folder for all of them.

Expects `web.i18n` and `web.assets` to be installed beside it. Holds no routes and decides nothing about
who may see what.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, MutableMapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask
from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from web import formatting, i18n, opportunity

FILTERS: dict[str, Callable[..., str]] = {
    "number": formatting.number,
    "money": formatting.money,
    "quantity": formatting.quantity,
    "amount_only": formatting.amount_only,
    "round_number": formatting.round_number,
    "on_axis": formatting.on_axis,
    "span": formatting.span,
    "span_words": formatting.span_words,
    "bill_change": formatting.bill_change,
    "yearly_effect": formatting.yearly_effect,
    "percent": formatting.percent,
    "day": formatting.day,
    "short_day": formatting.short_day,
    "month_year": formatting.month_year,
    "moment": formatting.moment,
    "clock": formatting.clock,
    "price_of": opportunity.price_said,
    "carbon_of": opportunity.carbon_said,
    "cents_of": opportunity.cents,
}
"""Filters by name. Each is a function of `web.formatting` or `web.opportunity`, called with the page's language."""


class Templates(Environment):
    """Flask's, whose templates look at its globals themselves, not through a chain of dictionaries for each of them.

    Every import of one template by another compares the names of all globals, and there are a dozen a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """The filters of every template of this package are known to `app`.

    So is `drawn_once`, which makes of a macro one that draws the same words no second time: for pictures, which know
    no language and no home.
    """
    for name, function in FILTERS.items():
        app.add_template_filter(_in_this_language(function), name)
    app.add_template_filter(_period, "period")
    app.jinja_env.globals["drawn_once"] = lru_cache(maxsize=1_024)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


class _Kept(FileSystemBytecodeCache):
    """Jinja's own, which looks at a template's words before it believes; a full disk is no reason to show no page."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def keep_compiled(app: Flask, folder: Path) -> None:
    """Templates of `app` that were compiled are kept under `folder`, which may be emptied at any time.

    Nothing changes where nothing can be written there, or where they are kept elsewhere already.
    """
    how = hashlib.sha256(Path(__file__).read_bytes() + jinja2.__version__.encode()).hexdigest()[:12]
    if app.jinja_env.bytecode_cache is None:
        with contextlib.suppress(OSError):
            (folder / how).mkdir(mode=0o700, parents=True, exist_ok=True)
            app.jinja_env.bytecode_cache = _Kept(str(folder / how))


def _period(dates: tuple[date, date]) -> str:
    return formatting.period(*dates, i18n.language())


def _in_this_language(function: Callable[..., str]) -> Callable[..., str]:
    def said(value: object, *rest: object) -> str:
        return function(value, i18n.language(), *rest)

    return said
