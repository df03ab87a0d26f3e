"""What exists is documented: the reference pages are what the code says today, and every code speaks both languages."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from greener_homes.settings import Settings
from models.findings import Code, Severity
from web import messages

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
BREAKS = re.compile("(?<!\u00a0): |« | »|[0-9] [0-9]{3}")


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_reference", ROOT / "docs" / "write_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["codes.md", "settings.md", "jobs.md", "pages.md", "commands.md"])
def test_the_reference_says_what_the_code_says(page: str) -> None:
    written = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert written == reference().PAGES[page](), f"run docs/write_reference.py: {page} is out of date"


def test_every_setting_says_what_it_does() -> None:
    undocumented = set(Settings.model_fields) - set(reference()._docstrings())
    assert undocumented == set()


@pytest.mark.parametrize("code", messages.register().values(), ids=lambda code: code.code)
def test_every_code_is_a_dotted_name_with_a_sentence_in_both_languages(code: Code) -> None:
    assert CODE.fullmatch(code.code)
    assert code.en.strip()
    assert code.fr.strip()
    assert code.en != code.fr
    assert _places(code.en) == _places(code.fr), "both languages name the same facts"
    assert "!" not in code.en + code.fr
    assert not BREAKS.search(code.fr), "a line may not break before a colon, inside guillemets or a number"
    assert isinstance(code.severity, Severity)


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}
