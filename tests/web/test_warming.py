"""What a process loads beside its pages: once, later, and behind everything that somebody waits for."""

from __future__ import annotations

import os
import threading
from typing import Any

import pytest
from flask import Flask
from jinja2 import DictLoader
from sqlalchemy import Engine, event

from coach import jobs
from greener_homes import db, home_facts
from greener_homes.settings import Settings
from greener_homes.vault import open_vault
from tests import scenes
from tests.web.visiting import application, signed_in
from web import paper, warming

EMAIL = "resident@test.example"


def test_it_is_loaded_once_behind_everything_else() -> None:
    seen: list[int] = []
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    priority = lambda: seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))  # noqa: E731
    thread = warming.later("it", priority, 0.0)
    thread.join(30)
    assert seen == [max(before, warming.BEHIND)]
    assert thread.daemon  # who stops the pages does not wait for it
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_it_waits_until_the_first_pages_are_out() -> None:
    seen: list[int] = []
    thread = warming.later("it", lambda: seen.append(1), 3_600.0)
    assert thread.is_alive()
    assert not seen


def test_what_is_loaded_is_what_sums_and_papers_are_made_with(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(jobs, "prepare", lambda: asked.append("sums"))
    monkeypatch.setattr(paper, "as_pdf", lambda *_paper, **_now: asked.append("paper"))
    warming.sums_and_papers()
    assert asked == ["sums", "paper"]


def test_templates_are_loaded_with_what_they_are_written_in(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(warming, "catalogue", said.append)
    app = Flask("pages")
    app.jinja_env.loader = DictLoader({"one.html": "{{ 1 }}", "two.html": "{% extends 'one.html' %}"})
    warming.pages(app)
    assert {name for _loader, name in app.jinja_env.cache or ()} == {"one.html", "two.html"}
    assert said == ["en", "fr"]


def test_what_pages_ask_in_one_statement_is_compiled_before_anybody_asks(
    engine: Engine, settings: Settings, database_url: str
) -> None:
    with db.transaction(engine) as session:
        scenes.resident(session, open_vault(settings), email=EMAIL)
    afresh = db.create_engine(database_url)
    try:
        browser = signed_in(application(afresh, settings), EMAIL)
        warming.questions(afresh)
        found: dict[str, str] = {}

        def note(_connection: Any, _cursor: Any, said: str, _values: Any, context: Any, _many: bool) -> None:
            if "AS answer_0" in said:
                found[said] = context.cache_hit.name

        event.listen(afresh, "before_cursor_execute", note)
        for page in ("/home", "/sharing", "/energy", "/ask", "/account"):
            assert browser.get(page).status_code == 200
    finally:
        afresh.dispose()
    assert len(found) >= 4
    assert set(found.values()) == {"CACHE_HIT"}


def test_what_a_form_asks_is_compiled_before_anybody_sends_one(
    engine: Engine, settings: Settings, database_url: str
) -> None:
    with db.transaction(engine) as session:
        who = scenes.resident(session, open_vault(settings), email=EMAIL)
    afresh = db.create_engine(database_url)
    try:
        browser = signed_in(application(engine, settings), EMAIL)
        cookie = browser.get_cookie("greener_homes")
        assert cookie is not None
        later = application(afresh, settings).test_client()  # another process of the same pages
        later.set_cookie("greener_homes", cookie.value)
        warming.questions(afresh)
        told: list[tuple[str, str]] = []

        def note(_connection: Any, _cursor: Any, said: str, _values: Any, context: Any, _many: bool) -> None:
            told.append((context.cache_hit.name, said))

        event.listen(afresh, "before_cursor_execute", note)
        answered = later.post("/about/occupants", data={"occupants": "3"})
        assert answered.status_code == 303
    finally:
        afresh.dispose()
    assert any("INSERT INTO home_fact" in said for _, said in told)
    assert [said for hit, said in told if hit != "CACHE_HIT"] == []
    with db.reading(engine) as session:
        assert {fact.name for fact in home_facts.known_facts(session, who.home.id)} >= {"occupants"}
