"""The parts of a program that are lists: steps and proof, what a limit covers, what goes together, the work an offer
pays for, and whatever is added. Each is one form; what it says is fields of a change, as the files have them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from coach.fleet_wide import codes_incentives as codes
from coach.fleet_wide.incentive_choices import EVIDENCE, FIXED, KINDS, MONEY, MOST_CAD, PERCENT, STATED, STEPS, UNKNOWN
from coach.fleet_wide.incentive_choices import RULES as PAY_RULES
from coach.fleet_wide.incentive_shown import Vocabulary
from greener_homes.errors import Refusal
from greener_homes.incentive_changes import ChangedPart
from web import forms, i18n
from web.components import Choice, Field, Question
from web.programme import incentive_words as words
from web.programme.incentive_seen import Item, Section, Select, figures
from web.text import gettext as _

Raw = Mapping[str, object]
ASPECTS: Final[Mapping[ChangedPart, tuple[str, ...]]] = {
    ChangedPart.PROGRAMME: (),
    ChangedPart.OFFER: ("work", "when", "needs"),
    ChangedPart.PATH: ("steps",),
    ChangedPart.CAP: ("limit", "when", "gone"),
    ChangedPart.EXCLUSION: ("together", "gone"),
}
RULES: Final = frozenset({"when", "needs"})
"""Put together step by step (`incentive_rules`); the rest are lists."""
NEW: Final[Mapping[ChangedPart, tuple[str, ...]]] = {
    ChangedPart.PROGRAMME: ("named",),
    ChangedPart.OFFER: ("offered", "work"),
    ChangedPart.PATH: ("steps",),
    ChangedPart.CAP: ("limit",),
    ChangedPart.EXCLUSION: ("together",),
}
UNSAID: Final[Raw] = {"least_measures": 1, "evidence": [], "same_job": False, "unseen": False}
"""What a field that is not there means."""
DEADLINES: Final = 2
NAME_MAXIMUM: Final = 120
CONFIDENCE: Final = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class About:
    """What a form is about: its fields now (none of what is new), what can be named, and the program it belongs to."""

    now: Raw
    known: Vocabulary
    programme_id: str
    given: forms.Form
    wrong: Mapping[str, str]

    def chosen(self, name: str, now: Iterable[str]) -> frozenset[str]:
        """What is ticked or chosen: as typed, else as it is."""
        return frozenset(self.given.getlist(name)) if self.given else frozenset(now)

    def text(self, name: str, now: object) -> str:
        """What stands in a box."""
        return forms.as_typed(self.given, name) if self.given else "" if now is None else str(now)

    def box(self, name: str, label: str, now: object = None, hint: str = "", suffix: str = "") -> Field:
        """One box."""
        return Field(name, label, self.text(name, now), hint, self.wrong.get(name, ""), suffix=suffix)


def drawn(aspect: str, about: About) -> tuple[Section, ...]:
    """The boxes of one aspect."""
    return _DRAWN[aspect](about)


def read(aspect: str, about: About) -> dict[str, object]:
    """What was written, as fields. Raises Refusal for what no page offered; what it means is the engine's to judge."""
    return _READ[aspect](about)


def changed(now: Raw, said: Raw) -> dict[str, object]:
    """Only what differs from how it is."""
    return {name: value for name, value in said.items() if now.get(name, UNSAID.get(name)) != value}


def aspect_name(aspect: str) -> str:
    """What an aspect is called."""
    return {
        "when": _("Who may have it"),
        "needs": _("What must go with it"),
        "work": _("Work it pays for, and the way to it"),
        "steps": _("Steps, deadlines and proof"),
        "limit": _("The limit and what it covers"),
        "together": _("What does not go together"),
        "gone": _("Take it away"),
    }[aspect]


def _steps(about: About) -> tuple[Section, ...]:
    steps = [each for each in _list(about.now.get("steps")) if isinstance(each, Mapping)]
    places = {str(each.get("step")): at for at, each in enumerate(steps, start=1)}
    late = [each for each in steps if each.get("within_days") is not None]
    order: list[Item] = [
        _select(about, f"place_{step}", words.step(step), _numbers(), str(places.get(step, ""))) for step in STEPS
    ]
    deadlines: list[Item] = []
    for at in range(DEADLINES):
        one = late[at] if at < len(late) else {}
        named = {"": _("No deadline")} | {step: words.step(step) for step in STEPS}
        deadlines += [
            _select(about, f"late_{at}", _("Step with a deadline"), named, str(one.get("step", ""))),
            about.box(f"days_{at}", _("Within so many days"), one.get("within_days")),
            _select(about, f"after_{at}", _("Counted from"), named | {"": _("Choose")}, str(one.get("after", ""))),
        ]
    kept = about.chosen("evidence", _words(about.now.get("evidence")))
    proof = Question(
        "evidence",
        _("What must be kept?"),
        tuple(Choice(each, words.evidence(each), chosen=each in kept) for each in EVIDENCE),
        many=True,
    )
    least = about.box("least", _("Upgrades one application needs"), about.now.get("least_measures", 1))
    return (
        Section("steps", _("Steps, by their place"), tuple(order)),
        Section("deadlines", _("Deadlines"), tuple(deadlines)),
        Section("proof", _("Proof"), (proof, least)),
    )


def _steps_read(about: About) -> dict[str, object]:
    form = about.given
    places = {step: forms.number(form, f"place_{step}", low=1, high=len(STEPS)) for step in STEPS}
    ordered = sorted((place, step) for step, place in places.items() if place is not None)
    if len({place for place, _step_ in ordered}) != len(ordered):
        raise Refusal(codes.STEPS_TWICE)
    late: dict[str, dict[str, object]] = {}
    for at in range(DEADLINES):
        step, days = form.get(f"late_{at}", ""), forms.number(form, f"days_{at}", low=1, high=3650)
        if step:
            late[step] = {"within_days": None if days is None else int(days), "after": form.get(f"after_{at}", "")}
    if not late.keys() <= {step for _place, step in ordered}:
        raise Refusal(codes.STEPS_TWICE)
    least = forms.number(form, "least", low=1, high=20)
    return {
        "steps": [{"step": step, **late.get(step, {})} for _place, step in ordered],
        "evidence": _ticked(form, "evidence", EVIDENCE),
        "least_measures": 1 if least is None else int(least),
    }


def _limit(about: About) -> tuple[Section, ...]:
    share = about.now.get("share_of_cost")
    amounts: tuple[Item, ...] = (
        *_three(about, about.now.get("cad")),
        about.box(
            "share",
            _("Or a share of the cost of the work"),
            f"{100 * share:g}" if isinstance(share, int | float) else None,
            suffix="%",
        ),
        _confidence(about),
    )
    covered = (
        _named(about, "covers", _("What does it cover together?"), _words(about.now.get("covers"))),
        _named(about, "except", _("Without"), _words(about.now.get("except"))),
    )
    return Section("amounts", _("Limit"), amounts), Section("covered", _("What it covers"), covered)


def _limit_read(about: About) -> dict[str, object]:
    share = forms.number(about.given, "share", low=0, high=100)
    names = (*about.known.programmes, *about.known.offers)
    return {
        "cad": _three_read(about.given),
        "share_of_cost": None if share is None else share / 100,
        "covers": _ticked(about.given, "covers", names),
        "except": _ticked(about.given, "except", names) or None,
        "confidence": _one_of(about.given, "confidence", CONFIDENCE),
    }


def _together(about: About) -> tuple[Section, ...]:
    shared = "job" if about.now.get("same_job") is True else "home"
    chosen = about.chosen("shared", [shared])
    where = Question(
        "shared",
        _("Only one of them may be used"),
        (
            Choice("home", _("in one home"), chosen="home" in chosen),
            Choice("job", _("for the same work"), chosen="job" in chosen),
        ),
    )
    guessed = about.chosen("unseen", ["yes"] if about.now.get("unseen") is True else [])
    unseen = Question(
        "unseen",
        _("How sure is it?"),
        (Choice("yes", _("Nobody saw this rule; we keep them apart to be safe"), chosen="yes" in guessed),),
        many=True,
    )
    groups = _named(about, "group", _("What does not go together?"), _words(about.now.get("at_most_one")))
    return (Section("apart", _("What does not go together"), (where, unseen, groups)),)


def _together_read(about: About) -> dict[str, object]:
    names = (*about.known.programmes, *about.known.offers)
    return {
        "at_most_one": _ticked(about.given, "group", names),
        "same_job": _one_of(about.given, "shared", ("home", "job")) == "job",
        "unseen": forms.agreed(about.given, "unseen"),
    }


def _work(about: About) -> tuple[Section, ...]:
    language = i18n.language()
    paid = [str(each.get("measure")) for each in _list(about.now.get("work")) if isinstance(each, Mapping)]
    ticked = about.chosen("work", paid)
    work = Question(
        "work",
        _("Which work does it pay for?"),
        tuple(
            Choice(key, about.known.name(key, language), chosen=key in ticked)
            for key in sorted(about.known.measures, key=lambda each: about.known.name(each, language))
        ),
        hint=_("None for help that pays for no work."),
        many=True,
    )
    ways = {"": _("No steps written down")}
    ways |= {key: key for key in about.known.of_programme if key not in about.known.offers and _mine(about, key)}
    way = _select(about, "path", _("Steps to the money"), ways, str(about.now.get("path") or ""))
    return Section("way", _("The way to it"), (way,)), Section("work", _("Work it pays for"), (work,))


def _work_read(about: About) -> dict[str, object]:
    held = {str(each.get("measure")): each for each in _list(about.now.get("work")) if isinstance(each, Mapping)}
    # Work of the files that is no measure (an assessment) is not on the list, and stays.
    hidden = [key for key in held if key not in about.known.measures]
    kept = [*hidden, *_ticked(about.given, "work", about.known.measures)]
    ways = [key for key in about.known.of_programme if key not in about.known.offers and _mine(about, key)]
    return {
        "work": [dict(held.get(key, {"measure": key})) for key in kept] or None,
        "path": _one_of(about.given, "path", ("", *ways)) or None,
    }


def _named_new(about: About) -> tuple[Section, ...]:
    state = about.chosen("state", [UNKNOWN])
    return (
        Section(
            "named",
            _("The program"),
            (
                about.box("name", _("Name of the program")),
                about.box("administrator", _("Who gives")),
                Question(
                    "state",
                    _("Does it take applications?"),
                    tuple(Choice(each, words.state_name(each), chosen=each in state) for each in words.STATES),
                ),
                about.box("opens", _("First day applications are taken"), hint=_("Year-month-day, if known.")),
                about.box("closes", _("Last day applications are taken"), hint=_("Year-month-day, if known.")),
            ),
        ),
    )


def _named_read(about: About) -> dict[str, object]:
    form = about.given
    name, giver = (forms.text(form, each, maximum=NAME_MAXIMUM) for each in ("name", "administrator"))
    if not name or not giver:
        raise Refusal(codes.NAME_MISSING)
    opens, closes, seen = (forms.day(form, each) for each in ("opens", "closes", "seen_on"))
    said: dict[str, object] = {
        "name": name,
        "administrator": giver,
        "state": _one_of(form, "state", words.STATES),
        "last_seen": seen.isoformat() if seen else None,
        "opens": opens.isoformat() if opens else None,
        "closes": closes.isoformat() if closes else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _offered(about: About) -> tuple[Section, ...]:
    kinds = {each: words.kind(each) for each in KINDS}
    rules = {each: words.pay_rule(each) for each in PAY_RULES}
    return (
        Section(
            "named",
            _("The offer"),
            (
                about.box("name", _("What it pays for, in English")),
                about.box("name_fr", _("The same in French")),
                _select(about, "kind", _("What is given"), kinds, MONEY),
            ),
        ),
        Section(
            "pays",
            _("What it gives"),
            (
                _select(about, "rule", _("How the amount is worked out"), rules, FIXED),
                *_three(about, None, hint=_("In dollars, or in percent for a share of the cost.")),
                about.box("most", _("Never more than, for one home"), suffix="$"),
                about.box("unit", _("Unit it is paid by"), hint=_("For an amount each: ton, opening, kW.")),
                _confidence(about),
            ),
        ),
    )


def _offered_read(about: About) -> dict[str, object]:
    form = about.given
    name, name_fr = (forms.text(form, each, maximum=NAME_MAXIMUM) for each in ("name", "name_fr"))
    if not name or not name_fr:
        raise Refusal(codes.NAME_MISSING)
    rule = _one_of(form, "rule", PAY_RULES)
    given, most = _three_read(form), forms.number(form, "most", low=0, high=MOST_CAD)
    unit = forms.text(form, "unit", maximum=20)
    said: dict[str, object] = {
        "programme": about.programme_id,
        "name_en": name,
        "name_fr": name_fr,
        "kind": _one_of(form, "kind", KINDS),
        "pay.rule": rule,
        "pay.cad": given if rule in STATED else None,
        "pay.percent": given if rule == PERCENT else None,
        "pay.max_cad": most,
        "pay.unit": unit or None,
        "confidence": _one_of(form, "confidence", CONFIDENCE),
    }
    return {key: value for key, value in said.items() if value is not None}


def _gone(about: About) -> tuple[Section, ...]:
    said = (_("It counts no more from the day below. It can be put back."),)
    return (Section("gone", _("Take it away"), (), said),)


def _nothing(about: About) -> dict[str, object]:
    return {}


_DRAWN: Final[Mapping[str, Callable[[About], tuple[Section, ...]]]] = {
    "steps": _steps,
    "limit": _limit,
    "together": _together,
    "work": _work,
    "named": _named_new,
    "offered": _offered,
    "gone": _gone,
}
_READ: Final[Mapping[str, Callable[[About], dict[str, object]]]] = {
    "steps": _steps_read,
    "limit": _limit_read,
    "together": _together_read,
    "work": _work_read,
    "named": _named_read,
    "offered": _offered_read,
    "gone": _nothing,
}


def _select(about: About, name: str, label: str, named: Mapping[str, str], now: str) -> Select:
    chosen = about.given.get(name, "") if about.given else now
    choices = tuple(Choice(key, said, chosen=key == chosen) for key, said in named.items())
    return Select(name, label, choices, error=about.wrong.get(name, ""))


def _named(about: About, name: str, legend: str, now: Iterable[str]) -> Question:
    """Programmes, which stand for all their offers, and offers; those of this programme first."""
    language, ticked = i18n.language(), about.chosen(name, now)
    whole = [(_("All of %(program)s", program=said), key) for key, said in about.known.programmes.items()]
    whole = [each for each in whole if each[1] not in about.known.offers]
    single = [
        (_offer_name(about, key, programme, language), key)
        for key, programme in about.known.of_programme.items()
        if key in about.known.offers
    ]
    mine = {key: programme == about.programme_id for key, programme in about.known.of_programme.items()}
    ranked = sorted([*whole, *single], key=lambda each: (not mine.get(each[1], each[1] == about.programme_id), each))
    choices = tuple(Choice(key, said, chosen=key in ticked) for said, key in ranked)
    return Question(name, legend, choices, error=about.wrong.get(name, ""), many=True)


def _offer_name(about: About, key: str, programme: str, language: str) -> str:
    """An offer by its name, with that of its programme where it is another one."""
    name = about.known.name(key, language)
    return name if programme == about.programme_id else f"{about.known.name(programme, language)} · {name}"


def _confidence(about: About) -> Select:
    named = {"low": _("Low: one weak source"), "medium": _("Medium"), "high": _("High: the program itself says so")}
    return _select(about, "confidence", _("How good the source is"), named, str(about.now.get("confidence", "medium")))


def _three(about: About, raw: object, hint: str = "") -> tuple[Field, ...]:
    amounts = _list(raw) if isinstance(raw, list) else [raw] * 3 if raw is not None else []
    now = [each if isinstance(each, int | float) else None for each in amounts] or [None] * 3
    labels = (("low", _("At least")), ("typical", _("Typical, which is counted")), ("high", _("At best")))
    return tuple(
        about.box(key, label, None if value is None else f"{value:g}", hint=hint if key == "low" else "")
        for (key, label), value in zip(labels, now, strict=True)
    )


def _three_read(form: forms.Form) -> object:
    """One number, or low, typical and high; None where nothing was written. One that was left open is the typical."""
    said = [forms.number(form, key, low=0, high=MOST_CAD) for key in ("low", "typical", "high")]
    if all(each is None for each in said):
        return None
    low, typical, high = said
    middle = next(each for each in (typical, high, low) if each is not None)
    return figures([middle if each is None else each for each in (low, middle, high)])


def _ticked(form: forms.Form, name: str, offered: Iterable[str]) -> list[str]:
    given, known = form.getlist(name), list(dict.fromkeys(offered))
    if not set(given) <= set(known):
        raise Refusal(forms.BAD_CHOICE)
    return [each for each in known if each in given]


def _one_of(form: forms.Form, name: str, offered: Iterable[str]) -> str:
    value = form.get(name, "")
    if value not in set(offered):
        raise Refusal(forms.BAD_CHOICE)
    return value


def _numbers() -> dict[str, str]:
    return {"": _("Not a step")} | {str(at): str(at) for at in range(1, len(STEPS) + 1)}


def _mine(about: About, key: str) -> bool:
    return about.known.of_programme[key] == about.programme_id


def _list(raw: object) -> list[object]:
    return list(raw) if isinstance(raw, list | tuple) else []


def _words(raw: object) -> list[str]:
    return [each for each in _list(raw) if isinstance(each, str)]
