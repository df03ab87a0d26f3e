"""Every message the pages and the code behind them may say, found where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_file

WEB = Path(__file__).resolve().parents[2] / "web"
Message = str | tuple[str, ...]
Keywords = dict[str, tuple[int, ...] | None]
KEYWORDS: Keywords = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


@cache
def messages() -> Mapping[Message, str]:
    """Each message with the first place it is written. Every file of ours is read for it, once a process."""
    found: dict[Message, str] = {}
    for path in sorted([*WEB.rglob("*.html"), *WEB.rglob("*.py")]):
        for line, message in _messages_in(path):
            found.setdefault(message, f"{path.relative_to(WEB.parent)}:{line}")
    return found


def _messages_in(path: Path) -> list[tuple[int, Message]]:
    if path.suffix == ".html":
        options = {"encoding": "utf-8", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
        rows = extract_from_file("jinja2.ext:babel_extract", path, keywords=KEYWORDS, options=options)
    else:
        # `say` speaks only where a speaker was asked for; elsewhere it may be anybody's word.
        speaks: Keywords = {"say": None} if "speaker(" in path.read_text(encoding="utf-8") else {}
        rows = extract_from_file("python", path, keywords=KEYWORDS | speaks)
    return [(line, message if isinstance(message, str) else tuple(message)) for line, message, *_ in rows]
