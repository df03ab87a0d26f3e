"""The pages that ask about a home: questions of every kind, an order of wishes, and all answers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from coach.homes import questionnaire_order
from coach.homes.questionnaire import Kind, Question
from coach.homes.questionnaire_assumed import assumption
from coach.homes.questionnaire_wishes import Wish
from greener_homes.homes import FactValue, HowKnown, KnownFact, KnownHow, Statement
from greener_homes.homes import Provenance as Source
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import speaking
from web import question_fields
from web.components import Choice, Field, FieldError, Link, Provenance, Tag
from web.portal import about_views as views
from web.portal import known as known_page
from web.words import about_home as words
from web.words import assumed, home_facts
from web.words.answers_change import CHANGES
from web.words.wishes import WISHES

HOME: dict[str, FactValue] = {"dwelling_type": "detached", "year_built": 1978, "heating_fuel": "natural_gas"}
SEEN_AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
GUESS = Tag(Provenance.ESTIMATED)
EVALUATED = Tag(Provenance.ENERGUIDE, on=date(2024, 3, 9))


def walk(language: str, position: int, *, returning: bool = False) -> views.Walk:
    w = speaking(language)
    return views.Walk(position, 20, "/about_choice", Link(w("Back", "Retour"), "/about_choice"), returning)


def question(
    language: str,
    name: str,
    position: int,
    *,
    chosen: str = "",
    known: views.Known | None = None,
    usual: views.Usual | None = None,
    wrong: str = "",
    returning: bool = False,
) -> views.Asked:
    said, asked = home_facts.question(name), asked_of(name)
    is_number = asked.kind is Kind.NUMBER
    return views.Asked(
        name=name,
        heading=said.legend(language),
        hint=said.hint(language),
        walk=walk(language, position, returning=returning),
        unsure=assumed.assumed(assumption(HOME, name), language),
        changes=CHANGES[name](language),
        why=said.help(language),
        choices=None if is_number else question_fields.choices(asked, chosen, wrong),
        field=question_fields.field(asked, chosen, wrong) if is_number else None,
        picks=depths(language) if name == "attic_r" else (),
        picks_legend=words.PICKS(language),
        known=known,
        usual=usual,
        errors=(FieldError(name, wrong),) if wrong else (),
        file_url="/energuide" if position == 1 else "",
    )


def asked_of(name: str) -> Question:
    found = questionnaire_order.question(name)
    assert found is not None
    return found


def depths(language: str) -> tuple[Choice, ...]:
    return tuple(Choice(str(cm), said(language), f"R-{max(1, cm)}") for cm, said in words.DEPTHS.items())


def usual(language: str, name: str, value: str, said: str) -> views.Usual:
    if asked_of(name).kind is Kind.NUMBER:
        return views.Usual(words.USUAL_IS(language, value=said), value, GUESS, words.YES_RIGHT(language, value=said))
    return views.Usual(words.USUAL(language), value, GUESS)


def evaluated(language: str) -> views.Known:
    return views.Known(words.WE_HAVE(language, value="R-20"), EVALUATED, words.OUTRANKED(language, value="R-50"))


def moved_in(language: str) -> views.Asked:
    return views.Asked(
        name="moved_in",
        heading=words.MOVED_IN(language),
        hint=words.MOVED_IN_HINT(language),
        walk=walk(language, 20),
        unsure=words.MOVED_IN_UNSURE(language),
        changes=CHANGES["moved_in"](language),
        why="",
        field=Field("moved_in", words.MOVED_IN(language), kind="date", maximum="2026-11-22"),
    )


def order(language: str) -> views.Ordered:
    offered = (Wish.COMFORT, Wish.BILL, Wish.HEALTH, Wish.CARBON, Wish.UPFRONT)
    rows = []
    for wish in offered:
        label = WISHES[wish].label(language)
        up = words.MOVE_UP(language, name=label)
        down = words.MOVE_DOWN(language, name=label)
        rows.append(views.Row(wish.value, label, WISHES[wish].hint(language), up, down, moved=wish is Wish.COMFORT))
    return views.Ordered(
        heading=home_facts.question("goal").legend(language),
        hint=words.ORDER_HINT(language),
        note=words.ORDER_NOTE(language),
        walk=walk(language, 5),
        rows=tuple(rows),
        unsure=assumed.assumed(assumption(HOME, "goal"), language),
        unsure_label=words.ORDER_UNSURE(language),
        save=words.ORDER_SAVE(language),
        changes=CHANGES["goal"](language),
    )


def everything(language: str, *, state: str) -> views.All:
    w = speaking(language)
    on = {"empty": words.BEGIN, "some": words.GO_ON}.get(state, words.SHARE)
    leads = {
        "empty": words.NOTHING_YET(language),
        "some": words.SOME(language, done=4, of=20),
        "enough": words.ENOUGH(language, left=12),
    }
    done = {"empty": 0, "some": 4, "enough": 8}[state]
    told = {"dwelling_type": "detached", "year_built": 1978, "heated_area_m2": 150, "heating_fuel": "natural_gas"}
    order_said = "comfort,bill,health,carbon,upfront"

    def line(name: str) -> views.Answer:
        label = home_facts.label(name, language)
        answered = done and (name in told or (name == "goal" and state == "enough"))
        to = Link((words.CHANGE if answered else words.ANSWER)(language), "/about_choice")
        if name in told and done:
            return views.Answer(label, assumed.value(name, told[name], language), "", Tag(Provenance.TOLD), to)
        if name == "goal" and state == "enough":
            said = home_facts.describe_fact("priorities", order_said, language)
            return views.Answer(label, said, "", Tag(Provenance.TOLD), to)
        stands_in = assumption(HOME, name)
        note = f"{words.NOT_ANSWERED(language)} {assumed.assumed(stands_in, language)}"
        return views.Answer(label, "", note, Tag(Provenance.ESTIMATED) if stands_in.from_stock else None, to)

    return views.All(
        heading=words.ALL(language),
        lead=leads[state],
        go=Link(on(language), "/about_choice"),
        other=Link(words.ANSWER_MORE(language), "/about_choice") if state == "enough" else None,
        done=done,
        of=20,
        sections=()
        if state == "empty"
        else (
            views.Section(
                "house", words.GROUPS["house"](language), tuple(map(line, ("dwelling_type", "year_built", "storeys")))
            ),
            views.Section(
                "shell", words.GROUPS["shell"](language), tuple(map(line, ("attic_r", "window_type", "vermiculite")))
            ),
            views.Section("living", words.GROUPS["living"](language), tuple(map(line, ("occupants", "goal")))),
            views.Section(
                "more",
                words.FROM_FILES(language),
                (
                    views.Answer(home_facts.label("wall_r", language), "R-12", "", EVALUATED, None),
                    views.Answer(
                        home_facts.label("attic_r", language), "R-28", "", Tag(Provenance.COACH), None, by_a_coach()
                    ),
                ),
            ),
        ),
        question=w("How deep is the insulation in your attic?", "Quelle épaisseur d’isolant avez-vous au grenier?")
        if state == "enough"
        else "",
        done_url="/about_all" if state == "enough" else "",
        file_url="/energuide",
        look_again_url="/ask" if state == "enough" else "",
    )


def by_a_coach() -> tuple[str, ...]:
    """What a coach wrote down of the attic, while the household says another number."""
    coachs = KnownFact("attic_r", 28, Source.COACH, SEEN_AT, HowKnown(KnownHow.PHOTO, SEEN_AT.date()))
    own = Statement(KnownFact("attic_r", 32, Source.RESIDENT, SEEN_AT), None, None)
    return known_page.sentences(coachs, "Test coach", own)


def _question(name: str, position: int, chosen: str = "", returning: bool = False) -> Page:
    return Page(
        RESIDENT,
        "portal/about_question.html",
        lambda lang: {"asked": question(lang, name, position, chosen=chosen, returning=returning)},
    )


PAGES = {
    "about_choice": _question("dwelling_type", 1),
    "about_heating": Page(
        RESIDENT,
        "portal/about_question.html",
        lambda lang: {
            "asked": question(
                lang,
                "heating_system",
                4,
                usual=usual(
                    lang, "heating_system", "furnace", home_facts.option_label("heating_system", "furnace", lang)
                ),
            )
        },
    ),
    "about_fuel": _question("heating_fuel", 3, "natural_gas"),
    "about_plain": _question("tenure", 4, "unknown"),
    "about_windows": _question("window_type", 16),
    "about_basement": _question("basement_insulation", 15),
    "about_cooling": _question("cooling", 14),
    "about_town": _question("municipality", 20),
    "about_number": Page(
        RESIDENT,
        "portal/about_question.html",
        lambda lang: {
            "asked": question(
                lang,
                "heated_area_m2",
                6,
                usual=usual(lang, "heated_area_m2", "118", assumed.value("heated_area_m2", 118, lang)),
            )
        },
    ),
    "about_attic": Page(
        RESIDENT,
        "portal/about_question.html",
        lambda lang: {"asked": question(lang, "attic_r", 11, chosen="50", known=evaluated(lang), returning=True)},
    ),
    "about_wrong": Page(
        RESIDENT,
        "portal/about_question.html",
        lambda lang: {
            "asked": question(
                lang,
                "year_built",
                2,
                chosen="78",
                wrong=speaking(lang)("Write a number from 1800 to 2030.", "Écrivez un nombre de 1800 à 2030."),
            )
        },
    ),
    "about_moved_in": Page(RESIDENT, "portal/about_question.html", lambda lang: {"asked": moved_in(lang)}),
    "about_order": Page(RESIDENT, "portal/about_order.html", lambda lang: {"asked": order(lang)}),
    "about_all": Page(RESIDENT, "portal/about_all.html", lambda lang: {"all": everything(lang, state="enough")}),
    "about_some": Page(RESIDENT, "portal/about_all.html", lambda lang: {"all": everything(lang, state="some")}),
    "about_none": Page(RESIDENT, "portal/about_all.html", lambda lang: {"all": everything(lang, state="empty")}),
}
"""These pages by name."""
