"""Conditions and prerequisites put together step by step: what is chosen, where it goes, and the page of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from coach.fleet_wide.incentive_choices import ANSWERS, FACTS, NUMBERS, YES_OR_NO
from coach.fleet_wide.incentive_shown import Vocabulary
from greener_homes.errors import Refusal
from web import forms, i18n
from web.components import Choice, Field, FieldError, Link, Question
from web.programme import rule_tree, rule_words
from web.programme.incentive_seen import Item, Select
from web.programme.rule_tree import Node, Raw
from web.text import gettext as _

INCOME, EARLIER, TARGET = "income_within", "never_had", "target_r_at_least"
OFFER, WORK = "offer", "work"
WORDS_MAXIMUM: Final = 400
LEAST, MOST = -1e7, 1e7


@dataclass(frozen=True, slots=True)
class NodeShown:
    """A part in words, or a group with what is in it; `place` is where it stands."""

    place: str
    text: str
    group: str
    parts: tuple[NodeShown, ...]


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule as it is put together so far, and the boxes of what is being added (none: choose what about)."""

    heading: str
    lead: str
    url: str
    back: Link
    rule: str
    root: NodeShown
    about: Select
    into: Select | None
    chosen: str
    values: tuple[Item, ...]
    errors: tuple[FieldError, ...] = ()


def changed(rule: Raw, aspect: str, form: forms.Form, known: Vocabulary) -> str:
    """What a button asked for is done to the rule; what is chosen to be added next, if anything. Raises Refusal."""
    what, _colon, place = form.get("do", "").partition(":")
    if what == "remove":
        rule_tree.remove(rule, place)
    elif what == "turn":
        rule_tree.turn(rule, place)
    elif what == "group":
        outer = next((each for each in rule_tree.node(rule).groups() if each.place == place), None)
        rule_tree.add(rule, place, {"all" if outer and outer.group == "any" else "any": []})
    elif what == "about":
        return _about(aspect, form)
    elif what == "add":
        rule_tree.add(rule, form.get("into", ""), _part(_about(aspect, form), form, known))
    elif what not in ("back", "on"):
        raise Refusal(forms.BAD_CHOICE)
    return ""


def page(
    rule: Raw,
    aspect: str,
    chosen: str,
    known: Vocabulary,
    form: forms.Form,
    said: tuple[str, str, str, Link],
    error: FieldError | None = None,
) -> RulePage:
    """The page. `said`: heading, lead, its address, and the way back."""
    root = rule_tree.node(rule)
    labels = {each.place: _place(each) for each in root.groups()}
    return RulePage(
        *said,
        rule=rule_tree.written(rule),
        root=_shown(root, known),
        about=Select("about", _("What about?"), _choices(_abouts(aspect), chosen)),
        into=Select("into", _("Where does it go?"), _choices(labels, form.get("into", "")))
        if len(labels) > 1
        else None,
        chosen=chosen,
        values=_values(chosen, known, form) if chosen else (),
        errors=(error,) if error else (),
    )


def _shown(node: Node, known: Vocabulary) -> NodeShown:
    if not node.group:
        return NodeShown(node.place, rule_words.part(node.part, known), "", ())
    text = _("All of these") if node.group == "all" else _("Any one of these")
    return NodeShown(node.place, text, node.group, tuple(_shown(each, known) for each in node.parts))


def _place(node: Node) -> str:
    if not node.place:
        return _("At the top")
    at = ".".join(str(int(step) + 1) for step in node.place.split("."))
    return _("In group %(number)s", number=at)


def _choices(named: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(key, label, chosen=key == chosen) for key, label in named.items())


def _abouts(aspect: str) -> dict[str, str]:
    if aspect == "needs":
        return {OFFER: _("Another offer or program"), WORK: _("Other work in the same application")}
    facts = {name: rule_words.fact(name) for name in FACTS}
    others = {
        INCOME: _("Income within a published limit"),
        EARLIER: _("Money the home had earlier"),
        TARGET: _("Insulation after the work"),
    }
    return dict(sorted((facts | others).items(), key=lambda each: each[1]))


def _about(aspect: str, form: forms.Form) -> str:
    chosen = form.get("about", "")
    if chosen not in _abouts(aspect):
        raise Refusal(forms.BAD_CHOICE)
    return chosen


def _values(about: str, known: Vocabulary, form: forms.Form) -> tuple[Item, ...]:
    """The boxes for what is being added."""
    language = i18n.language()

    def ticked(name: str, value: str) -> bool:
        return value in form.getlist(name)

    def box(name: str, label: str, hint: str = "") -> Field:
        return Field(name, label, forms.as_typed(form, name), hint)

    if about == OFFER:
        named = dict(known.programmes) | {
            key: f"{known.name(known.of_programme[key], language)} · {known.name(key, language)}"
            for key in known.offers
        }
        return (Select("offer", _("Together with which?"), _choices(named, form.get("offer", ""))),)
    if about == WORK:
        work = {key: known.name(key, language) for key in known.measures}
        return (
            box("least", _("At least so many of them")),
            Question(
                "work",
                _("Which work?"),
                tuple(
                    Choice(key, label, chosen=ticked("work", key))
                    for key, label in sorted(work.items(), key=lambda each: each[1])
                ),
                many=True,
            ),
        )
    if about == INCOME:
        named = {each: each for each in known.limits}
        return (Select("limit", _("Which published limit?"), _choices(named, form.get("limit", ""))),)
    if about == EARLIER:
        programmes = tuple(Choice(key, name, chosen=ticked("earlier", key)) for key, name in known.programmes.items())
        return (Question("earlier", _("From which programs must it have had none?"), programmes, many=True),)
    if about == TARGET:
        return (box("r", _("At least R")),)
    return (*_fact_values(about, form), _likely(form))


def _fact_values(about: str, form: forms.Form) -> tuple[Item, ...]:
    name = rule_words.fact(about)
    if about in NUMBERS:
        ends = {
            "at_least": _("So much or more"),
            "above": _("More than"),
            "at_most": _("So much or less"),
            "below": _("Less than"),
        }
        return tuple(Field(end, f"{name} · {label}", forms.as_typed(form, end)) for end, label in ends.items())
    if about in YES_OR_NO:
        answers = (("yes", True), ("no", False))
        return (
            Question(
                "is",
                name,
                tuple(Choice(key, rule_words.word(about, said), chosen=form.get("is") == key) for key, said in answers),
            ),
        )
    how = form.get("how", "among")
    among = Question(
        "how",
        _("The home is"),
        (
            Choice("among", _("one of these"), chosen=how == "among"),
            Choice("not_among", _("none of these"), chosen=how == "not_among"),
        ),
    )
    if about not in ANSWERS:
        hint = _("As it is written in addresses and bills; several with commas.")
        return among, Field("words", name, forms.as_typed(form, "words"), hint)
    offered = tuple(
        Choice(each, rule_words.word(about, each), chosen=each in form.getlist("value")) for each in ANSWERS[about]
    )
    return among, Question("value", name, offered, many=True)


def _likely(form: forms.Form) -> Question:
    return Question(
        "likely",
        _("Where nobody said"),
        (Choice("yes", _("take it as likely: it holds for nearly every home"), chosen=forms.agreed(form, "likely")),),
        many=True,
    )


def _part(about: str, form: forms.Form, known: Vocabulary) -> Raw:
    """What was written, as a part of a rule; whether it can hold is the engine's to say. Raises Refusal."""
    if about == OFFER:
        return {"offer": _of(form.get("offer", ""), (*known.programmes, *known.offers))}
    if about == WORK:
        work = [_of(each, known.measures) for each in form.getlist("work")]
        least = forms.number(form, "least", low=1, high=max(len(work), 1))
        if not work:
            raise Refusal(forms.BAD_CHOICE)
        return {"work": work} if least is None else {"work": work, "at_least": int(least)}
    if about == INCOME:
        return {INCOME: _of(form.get("limit", ""), known.limits)}
    if about == EARLIER:
        programmes = [_of(each, known.programmes) for each in form.getlist("earlier")]
        if not programmes:
            raise Refusal(forms.BAD_CHOICE)
        return {EARLIER: programmes}
    if about == TARGET:
        value = forms.number(form, "r", low=0, high=120)
        if value is None:
            raise Refusal(forms.BAD_NUMBER, low=0, high=120)
        return {TARGET: value}
    part = _fact_part(about, form)
    return part | {"likely": True} if forms.agreed(form, "likely") else part


def _fact_part(about: str, form: forms.Form) -> Raw:
    if about in NUMBERS:
        ends = {end: forms.number(form, end, low=LEAST, high=MOST) for end in rule_words.ENDS}
        said = {end: value for end, value in ends.items() if value is not None}
        if not said:
            raise Refusal(forms.BAD_NUMBER, low=0, high=int(MOST))
        return {"fact": about, **said}
    if about in YES_OR_NO:
        return {"fact": about, "is": _of(form.get("is", ""), ("yes", "no")) == "yes"}
    how = _of(form.get("how", ""), ("among", "not_among"))
    if about in ANSWERS:
        values = [_of(each, ANSWERS[about]) for each in form.getlist("value")]
    else:
        typed = forms.text(form, "words", maximum=WORDS_MAXIMUM).split(",")
        values = list(dict.fromkeys(each.strip() for each in typed if each.strip()))
    if not values:
        raise Refusal(forms.BAD_CHOICE)
    return {"fact": about, how: values}


def _of(value: str, offered: Collection[str]) -> str:
    if value not in offered:
        raise Refusal(forms.BAD_CHOICE)
    return value
