"""A test client that also reads every page it is given, as a strict reader would.

Use it in place of Flask's: `app.test_client_class = LintingClient`. A page with a fault raises `PageFault`
naming the address and every fault found, so that no test of a page can pass over a broken one.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped]
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

from web.catalogue import catalogue

VARYING = re.compile(r'(?<=name="csrf_token" value=")[^"]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')
"""What differs between two readings of the same page: tokens against forgery, and the ids of rows."""
UNLABELLED_TYPES = frozenset({"hidden", "submit", "button", "image", "reset"})
SPOKEN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-label")
SHORT = 3
"""Words of fewer letters are not taken for untranslated: too many are the same in both languages."""


class PageFault(AssertionError):  # noqa: N818  a failed assertion about a page
    """A page that a strict reader would not accept, with everything that is wrong with it."""


class LintingClient(FlaskClient):
    """Flask's test client; every HTML response it gets is checked before the test sees it.

    A page that was sound is not read a second time.
    """

    sound: ClassVar[set[bytes]] = set()

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data and not 300 <= response.status_code < 400:
            page = response.get_data(as_text=True)
            shape = shape_of(page)
            if shape not in self.sound:
                found = faults(page)
                if found:
                    raise PageFault(f"{response.request.path}:\n  " + "\n  ".join(found))
                self.sound.add(shape)
        return response


def shape_of(page: str) -> bytes:
    """The same for pages that differ in nothing but tokens and ids, each id standing where another one stood."""
    known: dict[str, str] = {}
    plain = VARYING.sub(lambda found: known.setdefault(found[0], f"\0{len(known)}\0"), page)
    return blake2b(plain.encode()).digest()


def faults(page: str) -> list[str]:
    """Everything wrong with a page; nothing for a sound one."""
    try:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    except ParseError as error:
        return [f"not valid HTML: {error}"]
    checks = (_language, _headings, _title, _labels, _ids, _references, _inline, _buttons, _posting, _untranslated)
    return [fault for check in checks for fault in check(tree)]


def _language(tree: Element) -> list[str]:
    return [] if tree.get("lang") in ("en", "fr") else ["<html> says no language"]


def _headings(tree: Element) -> list[str]:
    count = len(list(tree.iter("h1")))
    found = [] if count == 1 else [f"{count} <h1> instead of one"]
    levels = [int(one.tag[1]) for one in tree.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    found += [f"a heading jumps from h{a} to h{b}" for a, b in pairwise(levels) if b > a + 1]
    return found


def _title(tree: Element) -> list[str]:
    heading, title = next(tree.iter("h1"), None), next(tree.iter("title"), None)
    if heading is None or title is None:
        return ["no <title> or no <h1>"]
    if not _text(title).startswith(_text(heading)):
        return [f"the title “{_text(title)}” does not begin with the heading “{_text(heading)}”"]
    return []


def _labels(tree: Element) -> list[str]:
    pointed = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(field) for label in tree.iter("label") for field in label.iter()}
    found = []
    for field in (*tree.iter("input"), *tree.iter("select"), *tree.iter("textarea")):
        if field.get("type") in UNLABELLED_TYPES or field.get("aria-label") or field.get("aria-labelledby"):
            continue
        if field.get("id") not in pointed and id(field) not in wrapped:
            found.append(f"the field “{field.get('name')}” has no label")
    return found


def _ids(tree: Element) -> list[str]:
    counted = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    return [f"the id “{name}” is there {count} times" for name, count in counted.items() if count > 1]


def _references(tree: Element) -> list[str]:
    known = {one.get("id") for one in tree.iter()}
    found = []
    for one in tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for", "form"):
            wanted = (one.get(attribute) or "").split()
            found += [f"{attribute} names “{name}”, which is not there" for name in wanted if name not in known]
        href = one.get("href") or ""
        if href.startswith("#") and href[1:] not in known:
            found.append(f"a link leads to {href}, which is not there")
    return found


def _inline(tree: Element) -> list[str]:
    found = [f"a style attribute on <{one.tag}>" for one in tree.iter() if one.get("style") is not None]
    found += ["a <style> element" for _ in tree.iter("style")]
    found += [f"{name} on <{one.tag}>" for one in tree.iter() for name in one.attrib if str(name).startswith("on")]
    for script in tree.iter("script"):
        if not script.get("src") and script.get("type") != "application/json":
            found.append("a script inside the page")
    found += ["a javascript: address" for one in tree.iter() if (one.get("href") or "").startswith("javascript:")]
    return found


def _buttons(tree: Element) -> list[str]:
    primary = [one for one in tree.iter() if "primary" in (one.get("class") or "").split()]
    found = [f"{len(primary)} primary buttons instead of at most one"] if len(primary) > 1 else []
    pressed = (*tree.iter("button"), *tree.iter("a"))
    return found + [f"a <{one.tag}> without words" for one in pressed if not _text(one) and not one.get("aria-label")]


def _posting(tree: Element) -> list[str]:
    found = []
    for form in tree.iter("form"):
        names = {field.get("name") for field in form.iter("input")}
        if (form.get("method") or "").lower() == "post" and "csrf_token" not in names:
            found.append(f"the form to {form.get('action')} has no csrf token")
    return found


def _untranslated(tree: Element) -> list[str]:
    """English words of ours on a French page. What services wrote in French is theirs to check."""
    if tree.get("lang") != "fr":
        return []
    return [f"not in French: “{said}”" for said in _spoken(tree, in_english=False) if _is_ours_in_english(said)]


def _spoken(one: Element, in_english: bool) -> list[str]:
    here = in_english or one.get("lang") == "en"
    if str(one.tag) in ("script", "style"):
        return []
    said = [] if here else [one.text or "", *(one.get(name) or "" for name in SPOKEN_ATTRIBUTES)]
    for child in one:
        said += _spoken(child, here)
        if not here:
            said.append(child.tail or "")
    return [words for words in (" ".join(text.split()) for text in said) if words]


def _is_ours_in_english(said: str) -> bool:
    exact, patterns = _english()
    return said in exact or any(pattern.fullmatch(said) for pattern in patterns)


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Messages whose French differs: those said as they are, and those with something filled in."""
    pairs = getattr(catalogue("fr"), "_catalog", {})
    french = {text for text in pairs.values() if isinstance(text, str)}
    exact, patterns = set(), []
    for key, translated in pairs.items():
        message = key if isinstance(key, str) else key[0]
        plain = re.sub(r"%\(\w+\)s", "", message)
        if message == translated or message in french or sum(map(str.isalpha, plain)) < SHORT:
            continue
        if "%(" not in message:
            exact.add(message.replace("%%", "%"))
        elif sum(map(str.isalpha, plain)) > 3 * SHORT:
            parts = (re.escape(part) for part in re.split(r"%\(\w+\)s", message))
            patterns.append(re.compile(".+".join(parts)))
    return frozenset(exact), tuple(patterns)


def _text(one: Element) -> str:
    return " ".join("".join(one.itertext()).split())
