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
from types import FunctionType, MethodType
from typing import Any, Final

import jinja2
from flask import Flask
from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup, escape

from web import formatting, i18n, opportunity
from web.svg import NEEDS_ESCAPING

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


class _Context(Context):
    """Jinja's, which knows of a macro or a function what it wants to be given: else each call asks five times."""

    @internalcode
    def call(self, called: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN:
            return super().call(called, *args, **named)
        elif (wanted := getattr(called, "jinja_pass_arg", None)) is not None:
            if wanted is not _WANTED_BY_MACROS:
                return super().call(called, *args, **named)
            args = (self.eval_ctx, *args)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*args, **named)


_PLAIN: Final = frozenset({FunctionType, MethodType, type(lru_cache(len))})
"""What can be called and says itself what it wants to be given, if anything."""
_WANTED_BY_MACROS: Final = Macro.__call__.jinja_pass_arg  # type: ignore[attr-defined]  # set by its decorator


class _Writer(CodeGenerator):
    """Jinja's, whose templates write a value as `Templates.shown` does, not by way of an object for each."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class Templates(Environment):
    """Flask's, whose templates look at its globals themselves, not through a chain of dictionaries for each of them.

    Every import of one template by another compares the names of all globals, and there are a dozen a page.
    """

    context_class = _Context
    code_generator_class = _Writer

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals

    @staticmethod
    def shown(value: object) -> str:
        """`value` as a page has it: markup as it is, anything else escaped. Few words have anything to escape."""
        if type(value) is Markup:
            return value
        return value if type(value) is str and NEEDS_ESCAPING.search(value) is None else escape(value)


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
