"""Compiled templates are kept: what one process compiled, the next finds, and only for the same words."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import jinja2
import pytest
from flask import Flask, render_template
from flask.templating import Environment
from jinja2 import pass_context, pass_environment, pass_eval_context
from markupsafe import Markup

from web import templating


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what was compiled, as it happens."""
    seen: list[str] = []
    compile_one = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: str, name: str, filename: str) -> object:
        seen.append(name)
        return compile_one(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    return seen


def process(templates: Path, kept: Path) -> Flask:
    """An application as a process of its own would make it: nothing was compiled in it before."""
    app = Flask("kept", template_folder=str(templates))
    app.jinja_env.bytecode_cache = None  # tests keep theirs for all applications of a run
    templating.keep_compiled(app, kept)
    return app


def said(app: Flask) -> str:
    with app.test_request_context():
        return render_template("one.html", name="<Sam>")


def test_what_one_process_compiled_the_next_one_finds(tmp_path: Path, compiled: list[str]) -> None:
    page = tmp_path / "one.html"
    page.write_text("Hello {{ name }}", encoding="utf-8")
    assert said(process(tmp_path, tmp_path / "kept")) == "Hello &lt;Sam&gt;"
    assert compiled == ["one.html"]
    assert said(process(tmp_path, tmp_path / "kept")) == "Hello &lt;Sam&gt;"
    assert compiled == ["one.html"]
    page.write_text("Good day {{ name }}", encoding="utf-8")
    assert said(process(tmp_path, tmp_path / "kept")) == "Good day &lt;Sam&gt;"
    assert compiled == ["one.html", "one.html"]


def test_pages_are_shown_where_nothing_can_be_kept(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "one.html").write_text("Hello {{ name }}", encoding="utf-8")
    (tmp_path / "kept").write_text("a file, and no folder", encoding="utf-8")
    assert said(process(tmp_path, tmp_path / "kept")) == "Hello &lt;Sam&gt;"
    app = process(tmp_path, tmp_path / "other")
    for folder in (tmp_path / "other").iterdir():
        folder.rmdir()  # emptied while the process runs
    assert said(app) == "Hello &lt;Sam&gt;"
    assert compiled == ["one.html", "one.html"]


def test_a_picture_is_drawn_once_for_the_same_words() -> None:
    drawn: list[str] = []

    def noted(name: str) -> str:
        drawn.append(name)
        return name

    app = Flask("drawn")
    templating.install(app)
    app.jinja_env.globals["noted"] = noted
    macro = (
        "{% macro _star(name, small=False) %}<i{% if small %} class=s{% endif %}>{{ noted(name) }}</i>{% endmacro %}"
    )
    stars = '{% for name in ("a", "b", "a") %}{{ star(name) }}{% endfor %}{{ star("a", small=True) }}'
    page = app.jinja_env.from_string(macro + "{% set star = drawn_once(_star) %}" + stars)
    assert page.render() == "<i>a</i><i>b</i><i>a</i><i class=s>a</i>"
    assert drawn == ["a", "b", "a"]


class Badge:
    """Words that are HTML by themselves."""

    def __html__(self) -> str:
        return "<b>badge</b>"

    def __str__(self) -> str:
        return "no HTML"

    def named(self, name: str) -> str:
        return f"<{name}>"


VALUES = {
    "plain": "Sam",
    "sharp": '<Sam & "O\'Neil">',
    "markup": Markup("<i>markup</i>"),
    "badge": Badge(),
    "number": 1.5,
    "nothing": None,
    "several": ["<a>", 2],
}
CALLED = {
    "function": lambda name: f"<{name}>",
    "once": lru_cache(lambda name: f"<{name}>"),
    "method": Badge().named,
    "with_context": pass_context(lambda context, name: f"{context['plain']} {name}"),
    "with_environment": pass_environment(lambda environment, name: f"{environment.autoescape} {name}"),
    "with_escaping": pass_eval_context(lambda eval_context, name: f"{eval_context.autoescape} {name}"),
}


def test_templates_show_values_and_call_as_flasks_own_do() -> None:
    """Ours take shorter ways to the same page: each kind of value, and each kind of what can be called."""
    shown = "".join(f"{{{{ {name} }}}}|" for name in (*VALUES, "no_such", "plain ~ sharp", "markup ~ sharp"))
    called = "".join(f"{{{{ {name}('<x>') }}}}|{{{{ {name}(plain) }}}}|" for name in CALLED)
    macro = "{% macro bold(word, end='') %}<b>{{ word }}{{ end }}</b>{{ caller() if caller }}{% endmacro %}"
    page = (
        macro
        + shown
        + called
        + "{% for each in several %}{{ bold(each, end=loop.index) }}{{ function(each) }}{% endfor %}"
        + "{% call bold(sharp) %}{{ badge }}{% endcall %}"
        + "{% autoescape false %}{{ sharp }}{{ bold(sharp) }}{% endautoescape %}"
    )
    said = []
    for kind in (Environment, templating.Templates):
        app = Flask("shown")
        app.jinja_environment = kind
        app.jinja_env.autoescape = True
        said.append(app.jinja_env.from_string(page).render(**VALUES, **CALLED))
    assert said[1] == said[0]
    assert "&lt;Sam &amp; &#34;O&#39;Neil&#34;&gt;|<i>markup</i>|<b>badge</b>|1.5|None|" in said[0]
