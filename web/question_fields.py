"""Questions about a home as fields of a form: what was answered, what is known already, and how both are shown.

For every page that asks them, a resident's and a coach's alike: which answers count and how they are written is said
here once. What an answer means is coach/homes/questionnaire.py's to know, and its words web/words/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from coach.homes import questionnaire
from coach.homes.questionnaire import Kind, Question
from greener_homes.errors import Refusal
from greener_homes.homes import FactValue
from web import components, forms, i18n, messages
from web.components import Choice, Field
from web.text import gettext as _
from web.words import home_facts

UNKNOWN: Final = "unknown"
"""What a form sends for "I don't know"."""


def options_of(question: Question) -> tuple[str, ...]:
    """What can be chosen besides "I don't know"; nothing for a number."""
    return ("yes", "no") if question.kind is Kind.YES_NO else question.options


def answer(form: forms.Form, question: Question) -> FactValue:
    """The fact that the form gives; None for "I don't know" and for nothing at all. Raises Refusal."""
    if question.kind is Kind.NUMBER:
        return questionnaire.fact_of(question, forms.number(form, question.name, low=question.low, high=question.high))
    given = form.get(question.name, "")
    if given in ("", UNKNOWN):
        return None
    if given not in options_of(question):
        raise Refusal(forms.BAD_CHOICE)
    return questionnaire.fact_of(question, given)


def answers(form: forms.Form, questions: Iterable[Question]) -> tuple[dict[str, FactValue], dict[str, str]]:
    """What the form gives for each question, and by name what is wrong, in the reader's language."""
    facts: dict[str, FactValue] = {}
    wrong: dict[str, str] = {}
    for question in questions:
        try:
            facts[question.name] = answer(form, question)
        except Refusal as refusal:
            wrong[question.name] = messages.sentence(refusal.code.code, refusal.facts)
    return facts, wrong


def written(question: Question, known: Mapping[str, FactValue]) -> str:
    """A known fact as its field would hold it; an honest "I don't know" stays chosen."""
    if question.name not in known:
        return ""
    value = known[question.name]
    if question.kind is Kind.NUMBER:
        return "" if value is None else f"{value:g}"
    if value is None:
        return UNKNOWN
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def choices(question: Question, chosen: str = "", error: str = "") -> components.Question:
    """A question answered by choosing, "I don't know" the last of its answers."""
    language = i18n.language()
    words = home_facts.question(question.name)
    return components.Question(
        name=question.name,
        legend=words.legend(language),
        choices=tuple(
            Choice(
                option,
                home_facts.option_label(question.name, option, language),
                home_facts.option_hint(question.name, option, language),
                chosen=option == chosen,
            )
            for option in (*options_of(question), UNKNOWN)
        ),
        hint=words.hint(language),
        error=error,
        help=words.help(language),
    )


def field(question: Question, value: str = "", error: str = "") -> Field:
    """A question answered by a number, which may be left empty."""
    language = i18n.language()
    words = home_facts.question(question.name)
    hint, leave_out = words.hint(language), _("Leave it empty if you don’t know.")
    return Field(
        name=question.name,
        label=words.legend(language),
        value=value,
        hint=f"{hint} {leave_out}".strip(),
        error=error,
        kind="text",
        suffix=question.unit,
    )
