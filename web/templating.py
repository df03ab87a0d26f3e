"""What templates can say: the filters for numbers, ranges and dates in the language of the page.

Expects `web.i18n` and `web.assets` to be installed beside it. Holds no routes and decides nothing about
who may see what.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask

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


def install(app: Flask) -> None:
    """The filters of every template of this package are known to `app`."""
    for name, function in FILTERS.items():
        app.add_template_filter(_in_this_language(function), name)
    app.add_template_filter(_period, "period")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _period(dates: tuple[date, date]) -> str:
    return formatting.period(*dates, i18n.language())


def _in_this_language(function: Callable[..., str]) -> Callable[..., str]:
    def said(value: object, *rest: object) -> str:
        return function(value, i18n.language(), *rest)

    return said
