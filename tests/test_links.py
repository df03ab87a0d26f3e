"""Every relative link in the documents leads to a file that is there, and to a heading that is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    broken = [link for link in _links(document) if not _leads(document, link)]
    assert broken == []


def test_the_documents_are_found_and_link_to_each_other() -> None:
    assert ROOT / "README.md" in DOCUMENTS
    assert sum(1 for document in DOCUMENTS for _ in _links(document)) > 20


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached:
            continue
        reached.add(document)
        for link in _links(document):
            place = (document.parent / unquote(link.partition("#")[0])).resolve()
            waiting += sorted(place.glob("*.md")) if place.is_dir() else [place] if place.suffix == ".md" else []
    assert [path.relative_to(ROOT).as_posix() for path in DOCUMENTS if path not in reached] == []


def test_a_link_to_nothing_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n[a](page.md#a-page) [b](gone.md) [c](#gone) [d](https://x.example) `[e](code.md)`\n")
    assert [link for link in _links(page) if not _leads(page, link)] == ["gone.md", "#gone"]


def _links(document: Path) -> Iterator[str]:
    text = CODE.sub("", FENCED.sub("", document.read_text(encoding="utf-8")))
    yield from (link for link in LINK.findall(text) if not ELSEWHERE.match(link))


def _leads(document: Path, link: str) -> bool:
    name, _, heading = unquote(link).partition("#")
    place = document.parent / name if name else document
    if not place.exists():
        return False
    return not heading or (place.suffix == ".md" and heading in _headings(place))


def _headings(document: Path) -> set[str]:
    """The headings of a document as links name them."""
    lines = FENCED.sub("", document.read_text(encoding="utf-8")).splitlines()
    titles = (line.lstrip("#").strip().lower() for line in lines if re.match(r"#{1,6} ", line))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}
