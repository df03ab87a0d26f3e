"""Programmes, offers and changes to them in words: states, amounts, fields before and after, and answers that turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from coach.fleet_wide.incentive_choices import EVIDENCE, STEPS
from coach.fleet_wide.incentive_effect import Flip
from coach.fleet_wide.incentive_shown import CapShown, OfferShown, RuleShown, StandingShown, Vocabulary
from greener_homes.incentive_changes import ChangeAct, ChangeState
from web import i18n, messages
from web.components import Chip, Tone
from web.formatting import day, money, number, short_day
from web.programme import rule_words
from web.text import gettext as _
from web.words.fact_values import spoken_day

STATES = ("open", "paused", "closed", "unknown")
DAYS = frozenset({"since", "last_seen", "opens", "closes"})
MONEY = frozenset({"pay.cad", "pay.max_cad", "cad", "other_cad"})


def state(standing: StandingShown) -> Chip:
    """Whether it takes applications, as last seen."""
    tones = {"open": Tone.OK, "paused": Tone.WARN, "closed": None, "unknown": Tone.WARN}
    return Chip(state_name(standing.state), tones[standing.state])


def state_name(value: str) -> str:
    """A state by itself."""
    return {
        "open": _("Takes applications"),
        "paused": _("Paused"),
        "closed": _("Closed to applications"),
        "unknown": _("Not known"),
    }[value]


def window(standing: StandingShown) -> str:
    """From when to when applications are taken, where that is known."""
    language = i18n.language()
    if standing.closes is not None:
        ends = short_day(standing.closes, language)
        return _("until %(day)s", day=ends) if standing.closes_certain else _("perhaps until %(day)s", day=ends)
    return _("from %(day)s", day=short_day(standing.opens, language)) if standing.opens else ""


def decided(where: ChangeState, begins: date, today: date) -> Chip:
    """Where a change stands."""
    if where is ChangeState.APPROVED:
        if begins > today:
            return Chip(_("Counts later"), Tone.INFO)
        return Chip(_("Counts"), Tone.OK)
    if where is ChangeState.DECLINED:
        return Chip(_("Turned down"))
    return Chip(_("Waits for a second person"), Tone.WARN)


def act(one: ChangeAct) -> str:
    """What a change does, where that is not to change a value."""
    return {
        ChangeAct.CHANGE: "",
        ChangeAct.ADD: _("This is added."),
        ChangeAct.REMOVE: _("This is taken away."),
    }[one]


def amount(offer: OfferShown) -> str:
    """What an offer pays, in a few words."""
    language = i18n.language()
    if offer.rule == "no_cost":
        return _("The work itself, at no cost")
    if offer.percent is not None:
        said = _("%(share)s%% of the cost", share=_three(offer.percent, lambda each: number(each, language)))
    elif offer.cad is not None:
        said = _three(offer.cad, lambda each: money(each, language))
        if offer.rule == "per_unit":
            said = _("%(amount)s each", amount=said)
        elif offer.rule == "up_to":
            said = _("up to %(amount)s", amount=said)
    else:
        said = _("Amount not seen")
    if offer.max_cad is not None and (offer.cad is None or offer.cad[2] != offer.max_cad):
        return _("%(amount)s, at most %(most)s", amount=said, most=money(offer.max_cad, language))
    return said


def apart(one: RuleShown) -> str:
    """What a rule of what goes together says."""
    return _("Only one for the same work") if one.same_job else _("Only one in one home")


def limit(cap: CapShown) -> str:
    """What a limit is."""
    if cap.cad is None:
        return _("A share of the cost")
    return _three(cap.cad, lambda each: money(each, i18n.language()))


def field(name: str) -> str:
    """What a changed field is called."""
    return {
        "state": _("State"),
        "last_seen": _("State seen"),
        "since": _("Since"),
        "opens": _("First day"),
        "closes": _("Last day"),
        "closes_certain": _("The last day is certain"),
        "pay.cad": _("What it pays"),
        "pay.percent": _("Percent of the cost"),
        "pay.max_cad": _("At most"),
        "cad": _("Limit"),
        "share_of_cost": _("Limit as a share of the cost"),
        "covers": _("What it covers"),
        "except": _("Without"),
        "when": _("Who may have it"),
        "needs": _("What must go with it"),
        "work": _("Work it pays for"),
        "path": _("Steps to the money"),
        "steps": _("Steps"),
        "evidence": _("Proof"),
        "least_measures": _("Upgrades one application needs"),
        "at_most_one": _("What does not go together"),
        "same_job": _("Only for the same work"),
        "unseen": _("Kept apart to be safe"),
        "confidence": _("How good the source is"),
        "programme": _("Program"),
        "name": _("Name"),
        "administrator": _("Who gives"),
        "kind": _("What is given"),
        "name_en": _("Name in English"),
        "name_fr": _("Name in French"),
        "pay.rule": _("How the amount is worked out"),
        "pay.unit": _("Unit"),
        "source_id": _("Source"),
    }.get(name, name)


def value(name: str, given: object, known: Vocabulary | None = None) -> str:
    """A field's value; low, typical and high where they differ. `known` names what rules name."""
    if known is not None and given is not None and name in _TOLD:
        return _TOLD[name](given, known)
    language = i18n.language()
    if given is None:
        return _("none")
    if name == "state":
        return state_name(str(given))
    if isinstance(given, bool):
        return _("Yes") if given else _("No")
    if name in DAYS:
        return spoken_day(str(given), language)
    if isinstance(given, int | float):
        return money(float(given), language) if name in MONEY else number(float(given), language)
    if isinstance(given, list) and all(isinstance(each, int | float) for each in given):
        return ", ".join(value(name, each) for each in given)
    return str(given)


def step(name: str) -> str:
    """A step on the way to the money."""
    return messages.sentence(STEPS[name], {}) if name in STEPS else name


def evidence(name: str) -> str:
    """A document to keep."""
    return messages.sentence(EVIDENCE[name], {}) if name in EVIDENCE else name


def kind(value: str) -> str:
    """What is given."""
    return {
        "money": _("Money toward work"),
        "bill_credit": _("A credit on bills"),
        "yearly": _("Help every year"),
        "loan": _("A loan"),
    }[value]


def pay_rule(value: str) -> str:
    """How an amount is worked out."""
    return {
        "fixed": _("One amount"),
        "up_to": _("Up to an amount"),
        "per_unit": _("An amount each"),
        "percent": _("A share of the cost"),
        "not_seen": _("Nobody saw the amount"),
        "no_cost": _("The work itself, at no cost"),
    }[value]


def answer(word: str) -> str:
    """An answer to a household."""
    return {"eligible": _("eligible"), "maybe": _("maybe"), "not": _("not")}.get(word, _("no answer"))


def _named(given: object, known: Vocabulary) -> str:
    names = given if isinstance(given, list | tuple) else [given]
    return ", ".join(known.name(str(each), i18n.language()) for each in names)


def _work(given: object, known: Vocabulary) -> str:
    parts = [each for each in given if isinstance(each, dict)] if isinstance(given, list | tuple) else []
    return "; ".join(_one_work(each, known) for each in parts)


def _one_work(one: Mapping[str, object], known: Vocabulary) -> str:
    said = known.name(str(one.get("measure")), i18n.language())
    return f"{said} ({rule_words.rule(one['when'], known)})" if "when" in one else said


def _steps(given: object, known: Vocabulary) -> str:
    parts = [each for each in given if isinstance(each, dict)] if isinstance(given, list | tuple) else []
    return " → ".join(_one_step(each) for each in parts)


def _one_step(one: Mapping[str, object]) -> str:
    said = step(str(one.get("step"))).rstrip(".")
    if one.get("within_days") is None:
        return said
    return _(
        "%(step)s, within %(days)s days of “%(after)s”",
        step=said,
        days=str(one["within_days"]),
        after=step(str(one.get("after"))).rstrip("."),
    )


def _proof(given: object, known: Vocabulary) -> str:
    return " ".join(evidence(str(each)) for each in given) if isinstance(given, list | tuple) else str(given)


_TOLD: Mapping[str, Callable[[object, Vocabulary], str]] = {
    "when": rule_words.rule,
    "needs": rule_words.rule,
    "covers": _named,
    "except": _named,
    "at_most_one": _named,
    "programme": _named,
    "work": _work,
    "steps": _steps,
    "evidence": _proof,
    "kind": lambda given, known: kind(str(given)),
    "pay.rule": lambda given, known: pay_rule(str(given)),
}


def flip(one: Flip, names: Mapping[str, OfferShown]) -> tuple[str, str]:
    """Which offer turns, and from what to what."""
    offer = names.get(one.offer_id)
    said = offer.name(i18n.language()) if offer else one.offer_id
    return said, _("%(before)s → %(after)s", before=answer(one.before), after=answer(one.after))


def homes(count: int | None) -> str:
    """How many homes, when that can be said."""
    return _("fewer than 10") if count is None else _("about %(count)s", count=number(count, i18n.language()))


def review(by: date, today: date) -> str:
    """By when somebody looks again."""
    said = day(by, i18n.language())
    return _("Was to be looked at by %(day)s", day=said) if by < today else _("Look again by %(day)s", day=said)


def _three(values: Sequence[float], said: Callable[[float], str]) -> str:
    words = list(dict.fromkeys(said(each) for each in values))
    return words[0] if len(words) == 1 else _("%(low)s to %(high)s", low=words[0], high=words[-1])
