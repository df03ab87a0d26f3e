"""A household’s first time, from the front door to its own readings: each page that opened, each thing that was done.

Shared by the walk, which counts, and by `benchmarks/journey.py`, which also measures how long the machine lets people
wait and works out how long a person takes. Sources: the keystroke-level model (Card, Moran, Newell, 1980) for
hands, Brysbaert (2019) for eyes; what neither knows is our judgement, and says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.web.browser import until

ADVICE, CONSENT = "my plan", "consent"
EMAIL, NAME, PASSWORD = "newcomer@test.example", "Sam", "trombone gravel atlas"
FILE_IN_S = 60.0

PREPARE_S, POINT_S, BUTTON_S, HOME_S = 1.35, 1.1, 0.2, 0.4
"""Mentally prepare, point at a thing, press it, move a hand to the keys and back (keystroke-level model)."""
KEY_S = 0.28
"""A character by somebody who types 40 words a minute (keystroke-level model, “average non-secretary typist”)."""
WORDS_PER_MINUTE = 238.0
"""Adults who read silently, on average; most lie between 175 and 300 (Brysbaert 2019)."""
SCANNED = 0.28
"""The share of a page's words that people read at most on an average visit (Weinreich and others 2008, by Nielsen)."""
MAIL_S = 60.0
"""Our judgement: to open one's mail, find the letter and its link."""
FILE_S = 30.0
"""Our judgement: to find a file that is on the device already. Getting it from the utility is not counted."""
MAIN_WORDS = "(document.querySelector('main').innerText.match(/[\\p{L}\\p{N}]+/gu) || []).length"
HEADED = "heading => document.querySelector('h1')?.innerText === heading"
LOADED = """() => {
  const [opened] = performance.getEntriesByType("navigation");
  return (opened.loadEventEnd || performance.now()) / 1000;
}"""
"""Seconds from asking for the page, form and redirects included, until all of it is there, by the browser's clock."""


@dataclass(slots=True)
class Opened:
    """A page that opened: how long the machine took, how many words it holds, and what the person did there."""

    name: str
    path: str
    waited_s: float
    words: int
    clicks: int = 0
    choices: int = 0
    fields: int = 0
    characters: int = 0
    other_s: float = 0.0

    @property
    def hands_s(self) -> float:
        """Seconds of doing what was done there, and of finding a letter or a file for it."""
        pointed = self.clicks + self.choices + self.fields
        return (
            pointed * (PREPARE_S + POINT_S + BUTTON_S)
            + self.fields * 2 * HOME_S
            + self.characters * KEY_S
            + self.other_s
        )

    @property
    def every_word_s(self) -> float:
        """Seconds of reading all of the page."""
        return self.words / WORDS_PER_MINUTE * 60.0

    @property
    def person_s(self) -> float:
        """Seconds of a person there, who reads a consent whole and scans any other page. The advice itself is what they
        came for: reading it is not part of the way."""
        share = 1.0 if self.name.startswith(CONSENT) else 0.0 if self.name == ADVICE else SCANNED
        return self.every_word_s * share + self.hands_s


@dataclass(slots=True)
class Journey:
    """One person's way through the pages in one tab; `look` is called on each page that opened."""

    page: Page
    look: Callable[[Page], None] = lambda page: None
    opened: list[Opened] = field(default_factory=list)

    def goes_to(self, name: str, address: str) -> None:
        """The page of this address opens, as by a link from elsewhere."""
        self.page.goto(address)
        self._opens(name)

    def presses(self, name: str, what: Locator) -> None:
        """The button or link opens the next page."""
        self.here.clicks += 1
        with self.page.expect_navigation():
            what.click()
        self._opens(name)

    def chooses(self, name: str, value: str) -> None:
        """An answer is ticked."""
        self.here.choices += 1
        self.page.locator(f"input[name={name}][value='{value}']").check()

    def writes(self, where: Locator, words: str) -> None:
        """A field is filled."""
        self.here.fields += 1
        self.here.characters += len(words)
        where.fill(words)

    def picks(self, where: Locator, file: Path) -> None:
        """A file is chosen."""
        self.here.clicks += 1
        self.here.other_s += FILE_S
        where.set_input_files(file)

    def sees(self, heading: str) -> None:
        """What the machine works on is there; the wait for it belongs to the page that waits."""
        began = time.perf_counter()
        until(self.page, HEADED, heading, FILE_IN_S)
        self.here.waited_s += time.perf_counter() - began
        self.here.words = int(self.page.evaluate(MAIN_WORDS))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name)

    @property
    def here(self) -> Opened:
        return self.opened[-1]

    @property
    def answers(self) -> int:
        """Everything that was ticked, written or chosen as a file."""
        return sum(one.choices + one.fields + (one.other_s == FILE_S) for one in self.opened)

    def _opens(self, name: str) -> None:
        path = self.page.evaluate("location.pathname")
        self.opened.append(Opened(name, path, self.page.evaluate(LOADED), int(self.page.evaluate(MAIN_WORDS))))
        self.look(self.page)


def first_time(journey: Journey, site: str, letter: Callable[[], str], readings: Path) -> None:
    """A household begins, answers, agrees, sends a file, sees its energy. `letter` gives the path its mail holds."""
    _estimate(journey, site)
    _account(journey, site, letter)
    _questions(journey)
    _agreement(journey)
    _file(journey, readings)


def _estimate(journey: Journey, site: str) -> None:
    journey.goes_to("front door", f"{site}/")
    for name, value in (("type", "detached"), ("age", "1970_1979"), ("fuel", "natural_gas")):
        journey.chooses(name, value)
    journey.presses("estimate", journey.button("Show my estimate"))
    expect(journey.page.get_by_text("People most often start with")).to_be_in_viewport()


def _account(journey: Journey, site: str, letter: Callable[[], str]) -> None:
    journey.presses("account", journey.link("Make it about my home"))
    journey.writes(journey.page.get_by_label("E-mail address"), EMAIL)
    journey.presses("look in your mail", journey.button("Send me the link"))
    began = time.perf_counter()
    path = letter()
    journey.here.waited_s += time.perf_counter() - began
    journey.here.other_s += MAIL_S
    journey.goes_to("letter opened", f"{site}{path}")
    journey.writes(journey.page.locator("input[name=name]"), NAME)
    journey.writes(journey.page.locator("input[name=password]"), PASSWORD)
    journey.presses("question", journey.page.locator("main form button[type=submit]").first)


def _questions(journey: Journey) -> None:
    """The front door's three are answered already; these five are enough for a first plan."""
    journey.chooses("tenure", "owner")
    journey.presses("question", journey.button("Save and go on"))
    journey.presses("question", journey.button("This is my order"))
    journey.presses("question", journey.button("I don’t know"))
    journey.writes(journey.page.locator("input[name=occupants]"), "3")
    journey.presses("question", journey.button("Save and go on"))
    journey.presses("enough for a first plan", journey.button("I don’t know"))
    expect(journey.page.get_by_text("That is enough for a first plan.")).to_be_visible()


def _agreement(journey: Journey) -> None:
    journey.presses("how to share", journey.link("Share my readings"))
    journey.presses("consent: advice", journey.link("A Green Button file from my utility"))
    expect(journey.page.locator("input[name=commodity]:checked")).to_have_count(0)
    _tick_both(journey)
    journey.writes(journey.page.locator("input[name=moved_in]"), "2020-06-01")
    journey.presses("consent: coach", journey.button("I agree"))
    expect(journey.page.get_by_role("heading", level=1)).to_contain_text("Let a Home Energy Coach look")
    _tick_both(journey)
    journey.presses("send a file", journey.button("I agree"))


def _tick_both(journey: Journey) -> None:
    for kind in ("electricity", "natural_gas"):
        journey.chooses("commodity", kind)


def _file(journey: Journey, readings: Path) -> None:
    journey.picks(journey.page.get_by_label("Your usage file"), readings)
    journey.presses("readings arrive", journey.button("Send the file"))
    journey.sees("Your readings are in.")
    expect(journey.page.get_by_text("New readings")).to_be_visible()
    journey.presses("my energy", journey.link("See my energy"))
    expect(journey.page.get_by_role("heading", name="Natural gas", exact=True).first).to_be_visible()
