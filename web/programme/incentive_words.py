"""Programmes, offers and changes to them in words: states, amounts, fields before and after, and answers that turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from coach.fleet_wide.incentive_effect import Flip
from coach.fleet_wide.incentive_shown import CapShown, OfferShown, StandingShown
from greener_homes.incentive_changes import ChangeState
from web import i18n
from web.components import Chip, Tone
from web.formatting import day, money, number, short_day
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
    }.get(name, name)


def value(name: str, given: object) -> str:
    """A field's value; low, typical and high where they differ."""
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


def answer(word: str) -> str:
    """An answer to a household."""
    return {"eligible": _("eligible"), "maybe": _("maybe"), "not": _("not")}.get(word, _("no answer"))


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
