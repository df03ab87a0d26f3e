"""What a process loads beside its pages: once, later, and behind everything that somebody waits for."""

from __future__ import annotations

import os
import threading

import pytest

from coach import jobs
from web import paper, warming


def test_it_is_loaded_once_behind_everything_else() -> None:
    seen: list[int] = []
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    thread = warming.load_later(lambda: seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id())), 0.0)
    thread.join(30)
    assert seen == [max(before, warming.BEHIND)]
    assert thread.daemon  # who stops the pages does not wait for it
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_it_waits_until_the_first_pages_are_out() -> None:
    seen: list[int] = []
    thread = warming.load_later(lambda: seen.append(1), 3_600.0)
    assert thread.is_alive()
    assert not seen


def test_what_is_loaded_is_what_sums_and_papers_are_made_with(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(jobs, "prepare", lambda: asked.append("sums"))
    monkeypatch.setattr(paper, "as_pdf", lambda *_paper, **_now: asked.append("paper"))
    warming.everything()
    assert asked == ["sums", "paper"]
