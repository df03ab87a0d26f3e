"""Paper: a PDF tagged by the rules of PDF/UA-1, in both languages, with the words of the page; nothing is markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from tests.web.sample_app import create
from tests.web.samples import plan, visits
from web import paper
from web.advice.visit_paper import visit_paper
from web.portal import plan_pdf

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


@lru_cache(maxsize=4)
def pages(made: bytes) -> tuple[str, ...]:
    """The text of each page with single spaces, the no-break ones among them."""
    return tuple(" ".join(page.extract_text().split()) for page in read(made).pages)


def words(made: bytes) -> str:
    return " ".join(pages(made))


def tags(node: object) -> Iterator[DictionaryObject]:
    """Every element of the structure tree below this one, in reading order."""
    if isinstance(node, ArrayObject):
        for each in node:
            yield from tags(each.get_object())
    elif isinstance(node, DictionaryObject) and ("/S" in node or "/K" in node):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from tags(node["/K"].get_object() if hasattr(node["/K"], "get_object") else node["/K"])


@pytest.fixture(scope="module", params=["en", "fr"])
def made(request: pytest.FixtureRequest) -> tuple[str, paper.Paper, bytes]:
    language: str = request.param
    with create().test_request_context(f"/?lang={language}"):
        said = plan_pdf.plan_paper(plan.printed(language))
    return language, said, paper.as_pdf(said, now=NOW)


def test_it_says_that_it_is_tagged_and_by_which_rules(made: tuple[str, paper.Paper, bytes]) -> None:
    language, said, file = made
    found = read(file)
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == f"{language}-CA"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata is not None and found.metadata.title == said.title
    about_itself = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>", about_itself)
    assert all(page["/Tabs"] == "/S" for page in found.pages)


def test_its_tree_has_headings_lists_and_tables_with_header_cells(made: tuple[str, paper.Paper, bytes]) -> None:
    _language, said, file = made
    root = read(file).trailer["/Root"]["/StructTreeRoot"]
    kinds = Counter(str(each["/S"]) for each in tags(root))
    headings = [part for part in said.parts if isinstance(part, paper.Heading)]
    for level in (1, 2, 3):
        assert kinds[f"/H{level}"] == sum(one.level == level for one in headings)
    assert kinds["/Table"] == 1 and kinds["/TH"] == 5 and kinds["/BlockQuote"] == 1
    assert kinds["/TD"] == 5 * sum(len(part.rows) for part in said.parts if isinstance(part, paper.Table))
    assert kinds["/L"] == sum(isinstance(part, paper.Listed | paper.Amounts) for part in said.parts)
    columns = [one for each in tags(root) if each["/S"] == "/TH" for one in _attributes(each) if "/Scope" in one]
    assert len(columns) == 5 and {one["/Scope"] for one in columns} == {"/Column"}


def _attributes(node: DictionaryObject) -> list[DictionaryObject]:
    found = node.get("/A", ArrayObject())
    return [each.get_object() for each in (found if isinstance(found, ArrayObject) else [found])]


def test_its_bookmarks_are_its_headings(made: tuple[str, paper.Paper, bytes]) -> None:
    _language, said, file = made

    def titles(found: list[object]) -> Iterator[str]:
        for each in found:
            if isinstance(each, list):
                yield from titles(each)
            else:
                yield str(getattr(each, "title", ""))

    expected = [part.text for part in said.parts if isinstance(part, paper.Heading)]
    assert list(titles(list(read(file).outline))) == expected


def test_every_page_says_whose_plan_it_is_and_of_when_the_prices_are(made: tuple[str, paper.Paper, bytes]) -> None:
    _language, said, file = made
    assert "GH-2041" in said.foot and "2026" in said.foot
    assert all(" ".join(said.foot.split()) in page for page in pages(file))


def test_every_word_of_the_plan_stands_in_it(made: tuple[str, paper.Paper, bytes]) -> None:
    _language, said, file = made
    text = re.sub(r"\W+", "", words(file))
    for part in said.parts:
        for each in _texts(part):
            assert re.sub(r"\W+", "", each) in text, each


def _texts(part: paper.Part) -> Iterator[str]:
    if isinstance(part, paper.Heading | paper.Text):
        yield part.text
    elif isinstance(part, paper.Listed):
        yield from (each.text for each in part.items)
    elif isinstance(part, paper.Amounts):
        yield from (each.said for each in part.amounts)
    elif isinstance(part, paper.Quote):
        yield part.words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_plan_after_a_visit_holds_every_word_of_its_page(language: str) -> None:
    with create().test_request_context(f"/?lang={language}"):
        plan_after = visits.paper(language)
        said = visit_paper(plan_after)
    text = re.sub(r"\W+", "", words(paper.as_pdf(said, now=NOW)))
    told = [
        *plan_after.in_your_words,
        *plan_after.stops,
        *plan_after.summary,
        *(each for part in plan_after.parts for each in (*part.seen, *part.notes)),
        *(each for one in plan_after.measured for each in (one.label, one.before, one.now)),
        *(each for one in plan_after.steps for each in (one.what, one.who, one.by)),
    ]
    assert len(told) > 15
    for each in told:
        assert re.sub(r"\W+", "", each) in text, each


def test_the_same_words_make_the_same_file(made: tuple[str, paper.Paper, bytes]) -> None:
    _language, said, file = made
    assert paper.as_pdf(said, now=NOW) == file


def document(*parts: paper.Part) -> paper.Paper:
    head = paper.Heading("A title", 1)
    return paper.Paper("A title", "en", "Homes", "Durham", "about", ("GH-1",), "GH-1", (head, *parts))


def test_what_somebody_wrote_is_never_read_as_markup() -> None:
    hostile = '#read("paper.typ") $x^2$ *bold* @label <tag> \\ #import "@preview/cetz:0.3.0" #{panic()} "]}'
    text = words(paper.as_pdf(document(paper.Quote(hostile, hostile), paper.Text(hostile)), now=NOW))
    assert text.count('#read("paper.typ") $x^2$ *bold* @label <tag>') == 3
    assert text.count('#import "@preview/cetz:0.3.0" #{panic()} "]}') == 3


def test_signs_the_font_cannot_draw_are_said_to_be_missing() -> None:
    strange = "snow ☃ house 🏠 家 \u202e back \x00\x1b[0m e\u0301 \ud83c end"
    text = words(paper.as_pdf(document(paper.Text(strange), paper.Quote(strange, "x")), now=NOW))
    assert text.count("snow ? house ? ? ? back ??[0m é ? end") == 2


def test_a_drawing_says_in_words_what_it_shows() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><rect width="80" height="30"/></svg>'
    file = paper.as_pdf(document(paper.Picture(drawing, "Gas fell by a tenth.")), now=NOW)
    figures = [each for each in tags(read(file).trailer["/Root"]["/StructTreeRoot"]) if each["/S"] == "/Figure"]
    assert [each["/Alt"] for each in figures] == ["Gas fell by a tenth."]


def test_nothing_is_loaded_before_paper_is_asked_for() -> None:
    assert "typst" not in vars(paper) and "TTFont" not in vars(paper)


ANY = st.text(max_size=40)


@settings(deadline=None, max_examples=15)
@given(ANY, ANY, ANY)
def test_whatever_was_written_makes_a_paper_that_can_be_read(one: str, two: str, three: str) -> None:
    said = document(
        paper.Heading(one or "x"),
        paper.Text(two, start=three),
        paper.Listed((paper.Item(one, start=two), paper.Item(three)), to_tick=True),
        paper.Table((paper.Column(one), paper.Column(two, is_number=True)), ((two, three), (one, ""))),
        paper.Amounts((paper.Said(three, two, one), paper.Said("", "", ""))),
        paper.Quote(two, three),
    )
    found = read(paper.as_pdf(replace(said, title=f"T {one}", foot=two, reference=(three,)), now=NOW))
    assert len(found.pages) >= 1 and found.trailer["/Root"]["/MarkInfo"]["/Marked"]
