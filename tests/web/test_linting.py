"""What the linting client takes for a page it has read already."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from tests.web.linting import LintingClient, PageFault, shape_of

ONE, OTHER, THIRD = (str(uuid.UUID(int=number)) for number in (1, 2, 3))
FORM = '<form><input name="csrf_token" value="{}"></form>'


def test_pages_that_differ_in_ids_and_tokens_only_are_the_same_page() -> None:
    assert shape_of(f"<a href='/{ONE}'></a><p id='{OTHER}'>") == shape_of(f"<a href='/{OTHER}'></a><p id='{THIRD}'>")
    assert shape_of(FORM.format("IjE2.Zw-a")) == shape_of(FORM.format("another"))


@pytest.mark.parametrize("page", [f"<p id='{ONE}'><p id='{ONE}'>", "<p id='0'><p id='1'>", f"<p id='{ONE}'><p id='1'>"])
def test_an_id_that_stands_twice_is_never_taken_for_two(page: str) -> None:
    assert shape_of(page) != shape_of(f"<p id='{ONE}'><p id='{OTHER}'>")


def test_a_page_with_a_fault_is_a_fault_each_time_it_is_read() -> None:
    app = Flask(__name__)
    app.test_client_class = LintingClient
    app.add_url_rule("/", view_func=lambda: "<!doctype html><title>a</title><h1>a</h1>")
    for _ in range(2):
        with pytest.raises(PageFault, match="no language"):
            app.test_client().get("/")
