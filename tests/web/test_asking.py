"""Questions over HTTP: asked on a card, answered at the desk, made into an answer for everybody, found by search.

Each way is gone once, in one language; tests/web/samples/asking.py has every page in both.
"""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from coach.asking import knowledge, knowledge_suggest
from coach.asking.knowledge import ArticleView
from coach.cases import review
from coach.cases.review import Decision
from greener_homes import consent, db, privacy
from greener_homes.consent import Purpose
from greener_homes.people import Audience
from greener_homes.settings import Settings
from greener_homes.tables.conversation import Thread, ThreadAttachment
from greener_homes.vault import Vault, open_vault
from tests import scenes
from tests.greener_homes.test_photos import WHERE, exif, jpeg, segment
from tests.web.visiting import application, registered, signed_in
from web.app import GreenerHomes

RESIDENT, COACH = "resident@test.example", "coach@test.example"
WORDS = "Is the attic really first? The front bedroom is cold."
ANSWER = "Yes.\n\nSeal it before you insulate it."


@pytest.fixture
def keys(settings: Settings) -> Vault:
    return open_vault(settings)


@pytest.fixture
def site(engine: Engine, settings: Settings) -> GreenerHomes:
    return application(engine, settings)


@pytest.fixture
def who(engine: Engine, keys: Vault, settings: Settings) -> scenes.Resident:
    """A resident with published advice that coaches may see."""
    now = datetime.now(UTC)
    coach = registered(engine, settings, COACH, Audience.COACH)
    with db.transaction(engine) as session:
        found = scenes.resident(session, keys, email=RESIDENT)
        for purpose in (Purpose.ADVICE, Purpose.COACH_ACCESS):
            scenes.agree(session, found, purpose)
        case = scenes.assessed(session, found, ("ENV-ATTIC-MID", "HVAC-TSTAT"))
        review.claim(session, coach, case, now=now)
        review.decide(session, coach, case, Decision.APPROVE, "", now=now)
    return found


@pytest.fixture
def enter(site: GreenerHomes) -> Iterator[Callable[..., FlaskClient]]:
    def entered(email: str, language: str = "en") -> FlaskClient:
        client = signed_in(site, email)
        client.set_cookie("lang", language)
        return client

    yield entered


def one_thread(engine: Engine) -> uuid.UUID:
    with db.reading(engine) as session:
        return session.exec(select(Thread.id)).one()


def suggestions_are_ready(engine: Engine) -> None:
    """The index is made, which the list of questions began and no page waits for."""
    with db.reading(engine) as session:
        knowledge_suggest.suggest(knowledge.published(session), WORDS)


def test_a_coach_sends_a_photo_cleaned_and_sealed_and_within_the_same_bounds(
    engine: Engine, who: scenes.Resident, enter: Callable[..., FlaskClient]
) -> None:
    resident, coach = enter(RESIDENT), enter(COACH)
    resident.post("/ask/new", data={"question": WORDS})
    thread = one_thread(engine)

    def answer(*files: bytes) -> int:
        photos = [(io.BytesIO(one), f"{place}.jpg") for place, one in enumerate(files)]
        data = {"answer": ANSWER, "turn": "answer", "photos": photos}
        return coach.post(f"/desk/questions/{thread}", data=data, content_type="multipart/form-data").status_code

    tagged = jpeg(segment(0xE1, exif()))
    assert answer(b"not a photo") == 422
    assert answer(*(tagged,) * 5) == 422
    assert answer(tagged) == 303
    with db.reading(engine) as session:
        kept = session.exec(select(ThreadAttachment)).one()
        assert kept.person_id == who.person.id and WHERE not in kept.data_sealed
    page = resident.get(f"/ask/{thread}").get_data(as_text=True)
    photo = re.search(r'src="(/ask/photos/[0-9a-f-]{36})"', page)
    assert photo
    seen = resident.get(photo[1])
    assert seen.status_code == 200 and WHERE not in seen.data


def test_a_page_never_waits_for_suggestions(monkeypatch: pytest.MonkeyPatch) -> None:
    never: Future[object] = Future()
    monkeypatch.setattr(knowledge_suggest, "_preparing", lambda articles: never)
    words = knowledge.Words("Attic", "Seal it first.")
    article = ArticleView("attic", 0, words, words, (), date(2027, 1, 1), None)
    assert knowledge_suggest.ready_ones([article], WORDS) is None
    assert knowledge_suggest.ready_ones([], WORDS) == []


@pytest.mark.parametrize("language", ["fr"])
def test_a_question_on_a_card_is_answered_with_the_same_card_in_sight(
    engine: Engine, who: scenes.Resident, enter: Callable[..., FlaskClient], language: str
) -> None:
    resident, coach = enter(RESIDENT, language), enter(COACH, language)
    card = resident.get("/plan/ENV-ATTIC-MID").get_data(as_text=True)
    address = re.search(r'action="(/ask/new[^"]+)"', card)
    assert address, "the card has the form"
    sent = resident.post(address[1].replace("&amp;", "&"), data={"question": WORDS})
    thread = one_thread(engine)
    assert sent.headers["Location"] == f"/ask/{thread}"
    assert WORDS in resident.get(f"/ask/{thread}").get_data(as_text=True)
    listed = coach.get("/desk/questions").get_data(as_text=True)
    assert WORDS in listed and who.home.reference in listed
    suggestions_are_ready(engine)
    page = coach.get(f"/desk/questions/{thread}").get_data(as_text=True)
    assert WORDS in page and "#opportunity-ENV-ATTIC-MID" in page
    assert "start=attic-first" in page, "our own article on it is suggested"
    begun = coach.get(f"/desk/questions/{thread}?start=attic-first").get_data(as_text=True)
    assert "Warm air rises" in begun, "in the resident's language, whatever the coach's"
    assert coach.post(f"/desk/questions/{thread}", data={"answer": ANSWER, "turn": "answer"}).status_code == 303
    assert "Seal it before" in resident.get(f"/ask/{thread}").get_data(as_text=True)
    assert {"en": "A question from your household", "fr": "Une question de votre ménage"}[language] in resident.get(
        "/who-looked"
    ).get_data(as_text=True)


def test_without_permission_the_coach_sees_the_words_and_nothing_of_the_home(
    engine: Engine, keys: Vault, who: scenes.Resident, enter: Callable[..., FlaskClient]
) -> None:
    resident, coach = enter(RESIDENT), enter(COACH)
    resident.post("/ask/new?about=recommendation&key=ENV-ATTIC-MID", data={"question": WORDS})
    with db.transaction(engine) as session:
        privacy.withdraw(
            session,
            keys,
            who.home.id,
            Purpose.COACH_ACCESS,
            source=consent.Source.UPLOAD,
            commodities=scenes.BOTH,
            actor=who.person.actor,
            now=datetime.now(UTC),
        )
    page = coach.get(f"/desk/questions/{one_thread(engine)}").get_data(as_text=True)
    assert WORDS in page and "has not opened" in page
    assert "opportunity-ENV" not in page and "Where the numbers come from" not in page


def test_a_photo_arrives_clean_and_leaves_nothing_in_the_spool(
    engine: Engine, keys: Vault, who: scenes.Resident, enter: Callable[..., FlaskClient]
) -> None:
    resident, coach = enter(RESIDENT), enter(COACH)
    sent = {"question": WORDS, "photos": (io.BytesIO(jpeg(segment(0xE1, exif()))), "IMG_0001.heic.exe")}
    assert resident.post("/ask/new", data=sent, content_type="multipart/form-data").status_code == 303
    with db.reading(engine) as session:
        photo = session.exec(select(ThreadAttachment.id)).one()
    for client, address in ((resident, f"/ask/photos/{photo}"), (coach, f"/desk/questions/photos/{photo}")):
        shown = client.get(address)
        assert shown.mimetype == "image/jpeg" and WHERE not in shown.data
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
    bad = {"question": WORDS, "photos": (io.BytesIO(b"<svg onload=alert(1)>"), "photo.jpg")}
    refused = resident.post("/ask/new", data=bad, content_type="multipart/form-data")
    assert refused.status_code == 422 and "damaged" in refused.get_data(as_text=True)
    many = {"question": WORDS, "photos": [(io.BytesIO(jpeg()), "a.jpg") for _ in range(5)]}
    assert resident.post("/ask/new", data=many, content_type="multipart/form-data").status_code == 422
    assert list(keys.spooled_names()) == []


def test_a_stranger_finds_nothing(
    engine: Engine, keys: Vault, who: scenes.Resident, enter: Callable[..., FlaskClient]
) -> None:
    enter(RESIDENT).post("/ask/new", data={"question": WORDS})
    with db.transaction(engine) as session:
        scenes.resident(session, keys, email="stranger@test.example")
    stranger, thread = enter("stranger@test.example"), one_thread(engine)
    assert stranger.get(f"/ask/{thread}").status_code == 404
    assert stranger.post(f"/ask/{thread}", data={"question": "x"}).status_code == 404
    assert stranger.post(f"/ask/{thread}/close").status_code == 404
    for query in ("about=recommendation&key=ENV-ATTIC-MID", "about=import&key=x", "about=chart&key=x", "about=other"):
        assert stranger.get(f"/ask/new?{query}").status_code == 404, query
    assert WORDS not in stranger.get("/ask").get_data(as_text=True)


def test_what_is_wrong_is_said_beside_the_form(who: scenes.Resident, enter: Callable[..., FlaskClient]) -> None:
    resident = enter(RESIDENT)
    for data, said in (
        ({"question": ""}, "Write your question"),
        ({"question": WORDS, "reply_by": "phone"}, "Write the number to call"),
        ({"question": WORDS, "reply_by": "pigeon"}, "Choose one of the answers"),
    ):
        page = resident.post("/ask/new", data=data)
        assert page.status_code == 422 and said in page.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en"])
def test_a_good_answer_becomes_one_for_everybody(
    engine: Engine, who: scenes.Resident, site: GreenerHomes, enter: Callable[..., FlaskClient], language: str
) -> None:
    resident, coach, anybody = enter(RESIDENT, language), enter(COACH, language), site.test_client()
    anybody.set_cookie("lang", language)
    resident.post("/ask/new", data={"question": WORDS})
    thread = one_thread(engine)
    coach.post(f"/desk/questions/{thread}", data={"answer": "Dear Resident, call 905 555 0123.", "turn": "answer"})
    page = coach.get(f"/desk/questions/{thread}").get_data(as_text=True)
    address = re.search(r'href="(/desk/questions/[^"]+/promote)"', page)
    assert address
    form = coach.get(address[1]).get_data(as_text=True)
    assert "“905 555 0123”" in form or "«\u00a0905 555 0123\u00a0»" in form
    words = {
        "title_en": "Does sealing come before insulating?",
        "title_fr": "Étanchéifier avant d’isoler?",
        "body_en": "Yes, always.",
        "body_fr": "Oui, toujours.",
        "review_by": f"{datetime.now(UTC).year + 1}-06-01",
    }
    assert coach.post(address[1], data=words).status_code == 422, "nobody said that it was read"
    named = words | {"checked": "yes", "body_en": "Yes, Resident."}
    assert coach.post(address[1], data=named).status_code == 422
    kept = coach.post(address[1], data=words | {"checked": "yes"})
    slug = "does-sealing-come-before-insulating"
    assert kept.headers["Location"] == f"/desk/articles/{slug}"
    assert anybody.get(f"/help/{slug}").status_code == 404
    assert words["body_fr"] in coach.get(f"/desk/articles/{slug}").get_data(as_text=True)
    assert coach.post(f"/desk/articles/{slug}/publish").status_code == 303
    shown = anybody.get(f"/help/{slug}").get_data(as_text=True)
    assert words[f"body_{language}"] in shown
    assert f"/help/{slug}" in anybody.get("/help?q=sealing+insulating").get_data(as_text=True)
    assert words[f"title_{language}"].replace("?", "") in coach.get("/desk/articles").get_data(as_text=True)
    assert coach.post(f"/desk/articles/{slug}/retire").status_code == 303
    assert anybody.get(f"/help/{slug}").status_code == 404


@pytest.mark.parametrize("language", ["fr"])
def test_every_packaged_article_is_a_sound_page_and_search_is_bounded(site: GreenerHomes, language: str) -> None:
    anybody = site.test_client()
    anybody.set_cookie("lang", language)
    page = anybody.get("/help").get_data(as_text=True)
    addresses = set(re.findall(r'href="(/help/[a-z-]+)"', page))
    assert len(addresses) >= 12
    for address in addresses:
        assert anybody.get(address).status_code == 200
    for query in ("zzzz", "%00", "x" * 5000, "<script>", "'; DROP TABLE article;--"):
        assert anybody.get("/help", query_string={"q": query}).status_code == 200
    assert "/help/" not in re.sub(r'href="/help[?"]', "", anybody.get("/help?q=zzzz").get_data(as_text=True))
