"""A day at the desk in a real browser: two coaches, forty cases of all kinds, and everything that gets in between.

Both go for the same home at once. Newer readings arrive while a home is being reviewed, a permission is taken back
while another is. A question is answered and made into an answer for everybody, a call is booked. A coach's change is
kept through the night's recomputation, and raised again when the evidence has moved. Whatever else waits is decided.
One coach works at 1280 pixels with the keyboard alone, the other on a telephone; axe looks over every page.
`GREENER_HOMES_SHOTS=folder` keeps pictures of the day.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from sqlalchemy import Engine, text
from werkzeug.serving import make_server

from coach.clock import working_days
from greener_homes import db
from greener_homes.local_days import LOCAL
from greener_homes.settings import Settings
from tests import scenes
from tests.walk import forty_homes
from tests.walk.forty_homes import CASES, CLOSED, ONE, TWO, Household
from tests.walk.looked_over import look_over
from tests.web.browser import launch, whole
from web.app import create_app

pytestmark = pytest.mark.browser

PATIENCE_MS = 30_000
NIGHT = ("import.run", "home.assess", "home.clear")
QUESTION = "Do I seal the attic before I insulate it?"
ANSWER = "Seal first. Insulation over a leak hides it and lets damp in."
NOTE = "A sound house. The first step before winter."
OWN_WORDS = "Begin in the hall, where the draught is."


class Day:
    """The site, its people's pages, and the night's work."""

    def __init__(self, browser: Browser, site: str, engine: Engine, settings: Settings) -> None:
        self.site, self.engine, self.settings = site, engine, settings
        self._browser = browser

    def page_of(self, email: str, *, width: int, at: str, javascript: bool = True) -> Page:
        """A page of somebody who has just signed in."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900}, locale="en-CA", java_script_enabled=javascript
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{self.site}{at}")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(scenes.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{at}")
        return page

    def night(self) -> None:
        """What was asked for in the background has been done."""
        forty_homes.work_off(self.engine, self.settings, *NIGHT)

    def one(self, query: str, **values: object) -> object:
        """The one value a query finds."""
        with db.reading(self.engine) as session:
            return session.execute(text(query), values).scalar_one()

    def found(self, query: str) -> set[object]:
        """The values a query finds."""
        with db.reading(self.engine) as session:
            return set(session.execute(text(query)).scalars())

    def states(self) -> dict[str, int]:
        """How many cases are in which state."""
        with db.reading(self.engine) as session:
            return {str(state): int(count) for state, count in session.execute(text(COUNTED))}


COUNTED = "SELECT state, count(*) FROM review GROUP BY state"
SOUND = """
SELECT home_id FROM review
WHERE state = 'waiting' AND language = 'en' AND heating_fuel = 'natural_gas' AND data_problem <> 'no_readings'
"""
ATTIC_OF = """
SELECT measure FROM opportunity JOIN assessment ON assessment.id = assessment_id
WHERE home_id = :home AND measure LIKE 'ENV-ATTIC%' ORDER BY opportunity.rank LIMIT 1
"""
WITH_ATTIC = """
SELECT home_id FROM opportunity JOIN assessment ON assessment.id = assessment_id WHERE measure LIKE 'ENV-ATTIC%'
"""
CASE_OF = "SELECT id FROM review WHERE home_id = :home AND state <> 'superseded' ORDER BY id DESC LIMIT 1"


@pytest.fixture
def day(engine: Engine, settings: Settings) -> Iterator[Day]:
    server = make_server("127.0.0.1", 0, whole(create_app(settings, engine)), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = launch(play)
        yield Day(browser, f"http://127.0.0.1:{server.server_port}", engine, settings)
        browser.close()
    server.shutdown()
    server.server_close()


def test_a_day_at_the_desk(day: Day, engine: Engine, settings: Settings) -> None:
    street = forty_homes.settled(engine, settings)
    one = day.page_of(ONE, width=1280, at="/desk/queue")
    two = day.page_of(TWO, width=390, at="/desk/queue")

    expect(one.get_by_role("heading", level=1)).to_have_text(f"{CASES} homes are waiting for you.")
    assert street[CLOSED].home_id not in day.found("SELECT home_id FROM review")
    _look(one, two, name="morning")
    _race(one, two)
    _by_keyboard_alone(one)
    _narrowed(one)

    waiting = day.found(SOUND)
    sound = [household for household in street if household.home_id in waiting]
    _newer_readings_in_mid_review(day, one, sound[0])
    _permission_taken_back_in_mid_review(day, two, sound[1])
    _a_question_becomes_an_answer_for_everybody(day, one, sound[2])
    _a_call(day, two, sound[3])
    attics = day.found(WITH_ATTIC)
    attic = next(household for household in sound[4:] if household.home_id in attics)
    _a_change_outlives_the_night_until_the_evidence_moves(day, one, attic)
    one.goto(f"{day.site}/desk/queue")
    _asked_and_answered(day, one, street)

    plain = day.page_of(TWO, width=390, at="/desk/queue", javascript=False)
    _the_rest(one, plain, plain, plain)
    one.goto(f"{day.site}/desk/queue")
    _look(one, name="evening")
    expect(one.get_by_role("heading", level=1)).to_have_text("No home is waiting.")
    states = day.states()
    assert states["waiting"] == day.one("SELECT count(*) FROM review WHERE state = 'waiting' AND lane = 'experts'")
    assert "claimed" not in states and min(states[one] for one in ("approved", "changed", "declined", "held")) > 0
    assert len(day.found("SELECT home_id FROM review")) == CASES - 1, "each but the home that took its permission back"


def _look(*pages: Page, name: str) -> None:
    for page in pages:
        look_over(page, name)


def _race(one: Page, two: Page) -> None:
    """Both press at the same moment: one has the home, the other is told so and has lost nothing."""
    first = one.locator("tbody tr").first
    address = first.locator("th a").get_attribute("href") or ""
    reference = first.locator("th a").inner_text()
    for page in (one, two):
        page.evaluate(
            """address => {
              const form = document.querySelector(`form[action="${address}/take"]`);
              setTimeout(() => form.requestSubmit(), 50);
            }""",
            address,
        )
    for page in (one, two):
        page.locator("[role=status], .opportunity").first.wait_for()
    won = [page for page in (one, two) if address in page.url]
    assert len(won) == 1, (one.url, two.url)
    lost = two if won == [one] else one
    expect(won[0].get_by_role("heading", level=1)).to_have_text(reference)
    expect(won[0].get_by_text("Yours until")).to_be_visible()
    expect(lost.get_by_role("status")).to_contain_text("Another coach took this home a moment ago.")
    _look(lost, name="race_lost")
    won[0].get_by_role("button", name="Give back").click()
    expect(won[0].get_by_role("heading", level=1)).to_contain_text("waiting for you")
    lost.reload()


def _by_keyboard_alone(page: Page) -> None:
    """From the list to a published plan without a pointer."""
    page.reload()
    page.keyboard.press("Alt+j")
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    wanted = page.locator("tbody tr").nth(2).locator("th a")
    expect(wanted).to_be_focused()
    reference = wanted.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(reference)
    _tab_to(page, page.get_by_role("button", name="Take this home"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Yours until")).to_be_visible()
    second = page.locator(".opportunity").nth(1)
    title = second.locator("h3").inner_text()
    _tab_to(page, second.locator("summary", has_text="Change"))
    page.keyboard.press("Enter")
    _tab_to(page, second.locator("select[name=reason]").first)
    page.keyboard.type("Safety")
    _tab_to(page, second.get_by_role("button", name="Move up"), backwards=True)
    page.keyboard.press("Enter")
    expect(page.locator(".opportunity").first.locator("h3")).to_have_text(title)
    _tab_to(page, page.locator("#f-approve-note"))
    page.keyboard.type("Your own order, with safety first.")
    page.keyboard.press("Alt+a")
    expect(page.get_by_role("status")).to_contain_text("Approved with changes")


def _tab_to(page: Page, wanted: Locator, *, backwards: bool = False) -> None:
    for _ in range(250):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"{wanted} is not reached with the keyboard")


def _narrowed(page: Page) -> None:
    """Whom a coach can help best: by language, and by what their readings can carry."""
    page.locator("summary", has_text="Narrow the list").click()
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_text("Language: French")).to_be_visible()
    french = page.locator("tbody tr").count()
    assert 0 < french < CASES
    look_over(page, "narrowed")
    page.get_by_role("link", name="Show all").first.click()


def _take(day: Day, page: Page, household: Household) -> None:
    """The household's case is this coach's."""
    page.goto(f"{day.site}/desk/cases/{day.one(CASE_OF, home=household.home_id)}")
    page.get_by_role("button", name="Take this home").click()
    expect(page.get_by_text("Yours until")).to_be_visible()


def _approve(page: Page) -> None:
    page.get_by_role("button", name="Approve and publish").click()
    page.wait_for_url("**/desk/queue")


def _send(page: Page, household: Household) -> None:
    """The household sends its newest file, and sees that it is on its way."""
    file = {"name": "usage.xml", "mimeType": "application/xml", "buffer": household.newer_file()}
    page.get_by_label("Your usage file").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Send the file").click()
    page.wait_for_url("**/sharing/imports/*")


def _newer_readings_in_mid_review(day: Day, page: Page, household: Household) -> None:
    """The coach's press on Approve publishes nothing of the older evidence, and leads to the case as it stands."""
    _take(day, page, household)
    older = page.url
    resident = day.page_of(household.email, width=390, at="/sharing")
    _send(resident, household)
    day.night()
    page.locator("#f-approve-note").fill(NOTE)
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Newer evidence has arrived")).to_be_visible()
    expect(page.get_by_text(f"You had written: “{NOTE}”")).to_be_visible()
    look_over(page, "superseded")
    page.goto(older)
    page.get_by_role("button", name="Take this home").click()
    page.locator("#f-approve-note").fill(NOTE)
    _approve(page)
    resident.goto(f"{day.site}/plan")
    expect(resident.get_by_text("Reviewed by your coach").first).to_be_visible()
    resident.context.close()


def _permission_taken_back_in_mid_review(day: Day, page: Page, household: Household) -> None:
    """What was on the coach's screen cannot be published, and the page has nothing of the home any more."""
    _take(day, page, household)
    case = page.url
    resident = day.page_of(household.email, width=390, at="/sharing")
    resident.get_by_role("link", name="Stop sharing Files I send: a coach may look at them").click()
    resident.get_by_role("button", name="Stop sharing and delete").click()
    expect(resident.get_by_role("status")).to_be_visible()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_role("status")).to_contain_text("not open to coaches any more")
    look_over(page, "withdrawn")
    expect(page.locator("body")).not_to_contain_text(household.reference)
    answer = page.goto(case)
    assert answer is not None and answer.status == 404
    page.goto(f"{day.site}/desk/queue")
    resident.goto(f"{day.site}/plan")
    expect(resident.get_by_text("Your plan will be here").first).to_be_visible()
    resident.context.close()


def _a_question_becomes_an_answer_for_everybody(day: Day, page: Page, household: Household) -> None:
    """Asked on a card, answered beside the same card, promoted, published, found by a stranger's search."""
    _take(day, page, household)
    _approve(page)
    resident = day.page_of(household.email, width=390, at="/plan")
    resident.locator("main a[href^='/plan/']").first.click()
    about = resident.get_by_role("heading", level=1).inner_text()
    resident.locator("form[action^='/ask/new'] textarea[name=question]").fill(QUESTION)
    resident.locator("form[action^='/ask/new'] button[type=submit]").click()
    expect(resident.get_by_text(QUESTION)).to_be_visible()

    page.goto(f"{day.site}/desk/questions")
    look_over(page, "questions")
    expect(page.get_by_text(QUESTION)).to_be_visible()
    page.get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", name="What they were looking at")).to_be_visible()
    expect(page.get_by_text(about).first).to_be_visible()
    look_over(page, "question")
    page.locator("textarea[name=answer]").fill(ANSWER)
    page.get_by_role("button", name="Send the answer").click()
    resident.reload()
    expect(resident.get_by_text(ANSWER)).to_be_visible()
    look_over(resident, "answered")
    resident.context.close()

    page.goto(f"{day.site}/desk/questions")
    page.goto(f"{day.site}/desk/questions/{day.one('SELECT id FROM thread')}")
    page.locator("a[href$='/promote']").click()
    page.locator("[name=title_en]").fill("Does sealing the attic come before insulating it?")
    page.locator("[name=title_fr]").fill("Faut-il étanchéifier le grenier avant de l’isoler?")
    page.locator("[name=body_en]").fill(ANSWER)
    page.locator("[name=body_fr]").fill("Étanchéifiez d’abord. Sous l’isolant, une fuite se cache et amène l’humidité.")
    page.locator("[name=checked]").check()
    look_over(page, "promoted")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("button", name="Publish in both languages").click()
    anybody = page.context.browser.new_page()  # type: ignore[union-attr]
    anybody.goto(f"{day.site}/help?q=seal+attic+insulating")
    anybody.get_by_role("link", name="Does sealing the attic come before insulating it?").click()
    expect(anybody.get_by_text(ANSWER)).to_be_visible()
    anybody.close()


def _a_call(day: Day, page: Page, household: Household) -> None:
    """The coach offers times, the household books one, and both have it in their calendars."""
    page.goto(f"{day.site}/desk/calendar")
    expect(page.get_by_text("Nothing is booked")).to_be_visible()
    day_offered = working_days.after(datetime.now(LOCAL).date(), 3)
    page.locator("input[name=kind][value=call]").check()
    page.locator("[name=day]").fill(day_offered.isoformat())
    page.locator("[name=begins]").fill("13:00")
    page.locator("[name=ends]").fill("15:00")
    page.get_by_role("button", name="Offer them").click()
    expect(page.get_by_role("heading", name="Offered and free")).to_be_visible()

    resident = day.page_of(household.email, width=390, at="/appointments/book/call")
    resident.locator("input[name=slot]").first.check()
    resident.locator("[name=reach]").fill("905 555 0100")
    look_over(resident, "booking")
    resident.get_by_role("button", name="Book this time").click()
    look_over(resident, "booked")
    page.reload()
    expect(page.get_by_text(household.reference).first).to_be_visible()
    look_over(page, "calendar")
    with page.expect_download() as download:
        page.get_by_role("link", name="Into my calendar").click()
    assert "BEGIN:VEVENT" in download.value.path().read_text(encoding="utf-8")
    resident.context.close()


def _a_change_outlives_the_night_until_the_evidence_moves(day: Day, page: Page, household: Household) -> None:
    """Kept where a few days are new; raised where the house is another than was thought, and nothing of it lost."""
    _take(day, page, household)
    first = page.locator("#opportunity-" + str(day.one(ATTIC_OF, home=household.home_id)))
    title = first.locator("h3").inner_text()
    first.locator("summary", has_text="Change").click()
    first.locator("summary", has_text="Say it in my words").click()
    first.locator("textarea[name=wording]").fill(OWN_WORDS)
    first.get_by_role("button", name="Save my words").click()
    expect(page.get_by_text(OWN_WORDS).first).to_be_visible()
    _approve(page)

    resident = day.page_of(household.email, width=390, at="/sharing")
    _send(resident, household)
    day.night()
    page.goto(f"{day.site}/desk/cases/{day.one(CASE_OF, home=household.home_id)}")
    expect(page.get_by_text("Newer data came in. Promised by").first).to_be_visible()
    kept = page.locator(".opportunity", has=page.get_by_role("heading", name=title, exact=True))
    expect(kept.get_by_text(OWN_WORDS).first).to_be_visible()
    look_over(page, "kept")

    resident.goto(f"{day.site}/about/attic_r")
    resident.locator("#f-attic_r").fill("60")
    resident.get_by_role("button", name="Save and go on").click()
    day.night()
    page.goto(f"{day.site}/desk/cases/{day.one(CASE_OF, home=household.home_id)}")
    look_over(page, "raised")
    expect(page.get_by_text("Far from what a coach saw.")).to_be_visible()
    expect(page.get_by_text(OWN_WORDS).first).to_be_visible()
    resident.context.close()


def _asked_and_answered(day: Day, page: Page, street: Sequence[Household]) -> None:
    """A question goes to the resident, and the case comes back to the same coach with the answer."""
    page.get_by_role("button", name="Take the next home").click()
    reference = page.get_by_role("heading", level=1).inner_text()
    page.locator("summary", has_text="Ask for information").click()
    page.locator("#f-ask-note").fill("How deep is the insulation in your attic?")
    page.get_by_role("button", name="Send the question").click()
    page.wait_for_url("**/desk/queue")
    household = next(one for one in street if one.reference == reference)
    resident = day.page_of(household.email, width=390, at="/home")
    look_over(resident, "asked")
    expect(resident.get_by_text("How deep is the insulation in your attic?")).to_be_visible()
    resident.get_by_role("link", name="Answer").click()
    expect(resident.get_by_text("How deep is the insulation in your attic?")).to_be_visible()
    resident.locator("a[href='/about/attic_r?back=all']").click()
    resident.locator("#f-attic_r").fill("12")
    resident.get_by_role("button", name="Save").click()
    look_over(resident, "answered")
    resident.get_by_role("button", name="I have answered").click()
    resident.context.close()
    day.night()
    page.reload()
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_text("The household answered.")).to_be_visible()
    page.get_by_role("button", name="Take this home").click()
    expect(page.get_by_text("Yours until")).to_be_visible()
    _approve(page)


def _the_rest(*pages: Page) -> None:
    """Whoever is free takes the next home, until none waits, one of them without script; some of each kind of end."""
    ends = itertools.cycle((_approve, _approve, _hold, _approve, _escalate, _decline))
    for page in itertools.cycle(pages):
        take = page.get_by_role("button", name="Take the next home")
        if not take.count():
            return
        take.click()
        page.wait_for_load_state()
        if not page.locator("#decide").count():
            expect(page.get_by_text("No home is waiting that you can take.")).to_be_visible()
            return
        next(ends)(page)


def _hold(page: Page) -> None:
    page.locator("summary", has_text="Put on hold until a day").click()
    page.locator("#f-hold-until").fill((datetime.now(LOCAL).date() + timedelta(days=9)).isoformat())
    page.locator("#f-hold-note").fill("A blower door test is booked.")
    page.get_by_role("button", name="Put on hold", exact=True).click()
    page.wait_for_url("**/desk/queue")


def _escalate(page: Page) -> None:
    page.locator("summary", has_text="Escalate to an expert").click()
    page.locator("#f-escalate-note").fill("Is the chimney shared with the neighbour?")
    page.get_by_role("button", name="Escalate", exact=True).click()
    page.wait_for_url("**/desk/queue")


def _decline(page: Page) -> None:
    page.locator("summary", has_text=re.compile("^Decline$")).click()
    page.locator("#f-decline-note").fill("We need a year of readings first.")
    page.get_by_role("button", name="Decline this plan").click()
    page.wait_for_url("**/desk/queue")
