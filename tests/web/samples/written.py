"""Answers that programme staff write down: the list, finding a resident, the words, and the second person."""

from __future__ import annotations

from datetime import UTC, datetime

from greener_homes.consent import Channel, Purpose, ReferralField, Source
from greener_homes.written_answers import Said, WhyWritten
from models.quantities import Commodity
from tests.web.samples.pages import PROGRAMME, Page
from tests.web.samples.sharing import consent
from tests.web.samples.speaking import speaking
from web.commodities import commodity_name, commodity_names
from web.components import Chip, Choice, Fact, Field, FieldError, Question, Tone
from web.programme import written as listed
from web.programme import written_asking as asking
from web.programme import written_deciding as deciding
from web.programme import written_form as form
from web.programme import written_words as words
from web.referral_shown import field_hint, field_name
from web.text import gettext as _

AT = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
BOTH = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)


def about() -> str:
    return " · ".join((words.purpose_name(Purpose.ADVICE), words.source_name(Source.UPLOAD), commodity_names(BOTH)))


def _lent() -> str:
    return f"{words.purpose_name(Purpose.REFERRAL)} · Example Credit Union"


def answers() -> listed.Answers:
    waits = listed.Row(
        AT,
        "GH-2041",
        words.said_name(Said.YES),
        about(),
        words.channel_name(Channel.PAPER),
        Chip(_("Waits for a second person"), Tone.INFO, "clock"),
        "/answer",
    )
    lately = tuple(
        listed.Row(AT, home, words.said_name(said), about(), words.channel_name(Channel.PHONE), state, "/answer")
        for home, said, state in (
            ("GH-2050", Said.YES, Chip(_("Counts"), Tone.OK)),
            ("GH-2051", Said.STOP, Chip(_("Counts"), Tone.OK)),
            ("GH-2052", Said.YES, Chip(_("The resident contradicts it"), Tone.BAD)),
        )
    )
    return listed.Answers((waits,), lately, "/answer_new")


def caller(*, wrong: bool = False) -> listed.Caller:
    error = FieldError("email", _("Nobody with this address lives in this home. Ask them again."))
    return listed.Caller(
        fields=(
            Field(
                "reference",
                _("Their home"),
                value="GH-2041" if wrong else "",
                hint=_("As their pages and letters show it, for example GH-2041."),
            ),
            Field(
                "email",
                _("Their e-mail address"),
                value="nobody@mail.example" if wrong else "",
                hint=_("The one they sign in with, exactly."),
                kind="email",
                error=error.text if wrong else "",
            ),
        ),
        url="/answer_new",
        back_url="/answers",
        errors=(error,) if wrong else (),
    )


def question(language: str, error: str = "") -> asking.QuestionPage:
    w = speaking(language)
    sources = (
        *(Choice(one.value, words.source_name(one)) for one in (Source.UPLOAD, Source.BILLS)),
        *(
            Choice(f"{one.value}.x", words.source_name(one, "Lakeside Power"))
            for one in (Source.UTILITY, Source.PARTNER)
        ),
    )
    return asking.QuestionPage(
        name=w("Sample person", "Personne exemple"),
        reference="GH-2041",
        questions=(
            Question(
                "purpose", _("What was asked?"), tuple(Choice(one.value, words.purpose_name(one)) for one in Purpose)
            ),
            Question(
                "source",
                _("Where do the readings come from?"),
                sources,
                hint=_("Leave it open for e-mail, telephone, post and a lender."),
            ),
            Question(
                "language",
                _("In which language were the words read out, or is the paper?"),
                (Choice("en", _("English")), Choice("fr", _("French"))),
            ),
        ),
        url="/answer_words",
        back_url="/answer_new",
        error=error,
    )


def read_out(language: str, *, wrong: bool = False, to_lender: bool = False) -> form.AnswerPage:
    """The words are those of the sample statement, in the other language when something is wrong."""
    w = speaking(language)
    spoken = ("en" if language == "fr" else "fr") if wrong else language
    statement = consent(spoken)
    error = FieldError("scan", w("This is neither a PDF nor a picture.", "Ce n’est ni un PDF ni une image."))
    return form.AnswerPage(
        name=w("Sample person", "Personne exemple"),
        reference="GH-2041",
        about=_lent() if to_lender else about(),
        language=spoken,
        title=statement.heading,
        terms=statement.terms,
        statement="statement-1",
        version=2,
        url="/answer_words",
        back_url="/answer_question",
        said=Question(
            "said",
            _("What did they answer?"),
            (
                Choice("yes", words.said_name(Said.YES), _("For twelve months.")),
                Choice("no", words.said_name(Said.NO), _("It is remembered and changes nothing.")),
                Choice("stop", words.said_name(Said.STOP), _("It stops at once, and what came in is deleted.")),
            ),
        ),
        channel=Question(
            "channel",
            _("How did it reach us?"),
            (
                Choice("phone", words.channel_name(Channel.PHONE), _("I read the words out.")),
                Choice(
                    "paper",
                    words.channel_name(Channel.PAPER),
                    _("A yes waits until somebody else has looked at the paper."),
                ),
            ),
        ),
        why=Question(
            "why",
            _("Why do you write it down for them?"),
            tuple(Choice(one.value, words.why_name(one)) for one in WhyWritten),
        ),
        kinds=Question(
            "commodity",
            _("Which kinds of energy?"),
            tuple(Choice(one.value, commodity_name(one)) for one in BOTH),
            hint=_("Only those they named. For a stop, none means all."),
            many=True,
        )
        if not to_lender
        else None,
        parts=tuple((field_name(one), field_hint(one)) for one in ReferralField) if to_lender else (),
        fields=Question(
            "field",
            _("What may go?"),
            tuple(Choice(one.value, field_name(one)) for one in ReferralField),
            hint=_("For a yes: only those they named, one by one. The rest stays here."),
            many=True,
        )
        if to_lender
        else None,
        holder=Question(
            "account_holder",
            _("Is the account theirs?"),
            (Choice("yes", _("They say that their name is on the bill")),),
            hint=_("Needed for a yes: only the holder of the account can let it be shared."),
            many=True,
        )
        if wrong
        else None,
        move_in=Field(
            "moved_in",
            _("When did they move in?"),
            hint=_("For a yes: nothing from before that day is kept."),
            kind="date",
        )
        if not to_lender
        else None,
        note=Field(
            "note",
            _("A note, if it helps"),
            hint=_("Sealed. The resident gets it with a copy of their data."),
            kind="textarea",
        ),
        scan_error=error.text if wrong else "",
        errors=(error,) if wrong else (),
    )


def shown(language: str, *, mine: bool = False, done: bool = False) -> deciding.AnswerShown:
    w = speaking(language)
    facts = (
        Fact(_("Whose answer"), w("Sample person", "Personne exemple")),
        Fact(_("How it reached us"), words.channel_name(Channel.PAPER)),
        Fact(_("Why it was written down"), words.why_name(WhyWritten.AT_A_VISIT)),
        Fact(_("Written down"), w("21 November 2026, 10:04", "21 novembre 2026, 10 h 04")),
        Fact(_("By"), _("You") if mine else _("A colleague")),
    )
    return deciding.AnswerShown(
        heading=_("%(said)s, for %(home)s", said=words.said_name(Said.YES), home="GH-2041"),
        about=about(),
        state=Chip(_("Counts"), Tone.OK) if done else Chip(_("Waits for a second person"), Tone.INFO, "clock"),
        facts=facts[1:] if done else facts,
        note="" if done else w("Signed at the kitchen table.", "Signé à la table de la cuisine."),
        language=language,
        title=consent(language).heading,
        words=tuple(term.text for term in consent(language).terms),
        back_url="/answers",
        scan_url="/answer",
        confirm_url="" if mine or done else "/answer",
        decline_url="" if done else "/answer",
        is_mine=mine,
    )


PAGES = {
    "answers": Page(PROGRAMME, "programme/answers.html", lambda lang: {"answers": answers()}),
    "answers_none": Page(
        PROGRAMME, "programme/answers.html", lambda lang: {"answers": listed.Answers((), (), "/answer_new")}
    ),
    "answer_new": Page(PROGRAMME, "programme/caller.html", lambda lang: {"caller": caller()}),
    "answer_new_wrong": Page(PROGRAMME, "programme/caller.html", lambda lang: {"caller": caller(wrong=True)}),
    "answer_question": Page(PROGRAMME, "programme/answer_question.html", lambda lang: {"page": question(lang)}),
    "answer_question_wrong": Page(
        PROGRAMME,
        "programme/answer_question.html",
        lambda lang: {
            "page": question(
                lang, speaking(lang)("Choose one of the answers shown.", "Choisissez une des réponses proposées.")
            )
        },
    ),
    "answer_words": Page(PROGRAMME, "programme/answer_words.html", lambda lang: {"page": read_out(lang)}),
    "answer_words_wrong": Page(
        PROGRAMME, "programme/answer_words.html", lambda lang: {"page": read_out(lang, wrong=True)}
    ),
    "answer_words_lender": Page(
        PROGRAMME, "programme/answer_words.html", lambda lang: {"page": read_out(lang, to_lender=True)}
    ),
    "answer": Page(PROGRAMME, "programme/answer.html", lambda lang: {"answer": shown(lang)}),
    "answer_mine": Page(PROGRAMME, "programme/answer.html", lambda lang: {"answer": shown(lang, mine=True)}),
    "answer_done": Page(PROGRAMME, "programme/answer.html", lambda lang: {"answer": shown(lang, done=True)}),
}
"""The pages of answers written down."""
