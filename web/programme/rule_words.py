"""Conditions and prerequisites in words, part by part, and what may be asked of a home and called by which name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from coach.fleet_wide.incentive_shown import Vocabulary
from web import i18n
from web.formatting import money, number
from web.text import gettext as _
from web.text import ngettext
from web.words import home_facts

FACT_OF: Final[Mapping[str, str]] = {"household_size": "occupants"}
ENDS: Final = ("above", "at_least", "at_most", "below")


def fact(name: str) -> str:
    """What a fact is called in a rule."""
    others = {
        "electricity_utility": _("Who delivers the electricity"),
        "gas_utility": _("Who delivers the gas"),
        "income_cad": _("Household income a year"),
        "income_below_median": _("Income below the median"),
        "benefits": _("Receives a benefit that qualifies"),
        "heat_pump": _("Has a heat pump"),
        "central_cooling": _("Has central cooling"),
        "net_metering": _("Solar power is net metered"),
        "work_started": _("Work has begun"),
    }
    return others.get(name) or home_facts.label(FACT_OF.get(name, name), i18n.language())


def word(name: str, value: object) -> str:
    """A word of a fact."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return home_facts.option_label(name, str(value), i18n.language())


def rule(raw: object, known: Vocabulary) -> str:
    """A whole rule in one sentence, groups in brackets."""
    if not isinstance(raw, Mapping):
        return _("none")
    for group, joined in (("all", _("and")), ("any", _("or"))):
        if isinstance(raw.get(group), list):
            parts = [each for each in raw[group] if isinstance(each, Mapping)]
            said = [f"({rule(each, known)})" if each.keys() & {"all", "any"} else rule(each, known) for each in parts]
            return f" {joined} ".join(said) or _("none")
    return part(raw, known)


def part(raw: Mapping[str, object], known: Vocabulary) -> str:
    """One part in words. What nobody could have chosen here is shown as it is."""
    language = i18n.language()
    if "offer" in raw:
        return _("together with %(offer)s", offer=known.name(str(raw["offer"]), language))
    if "work" in raw:
        names = ", ".join(known.name(each, language) for each in words(raw["work"]))
        least = raw.get("at_least", 1)
        return ngettext(
            "at least %(num)s of: %(work)s",
            "at least %(num)s of: %(work)s",
            least if isinstance(least, int) else 1,
            work=names,
        )
    if "income_within" in raw:
        return _("income within the limit %(limit)s", limit=str(raw["income_within"]))
    if "never_had" in raw:
        names = ", ".join(known.name(each, language) for each in words(raw["never_had"]))
        return _("no earlier money from %(programs)s", programs=names)
    if "target_r_at_least" in raw:
        return _("R-%(value)s or more after the work", value=_number(raw["target_r_at_least"]))
    said = _fact(raw)
    return _("%(condition)s (taken as likely until somebody says otherwise)", condition=said) if _likely(raw) else said


def words(raw: object) -> Sequence[str]:
    """A list of words, or none."""
    return [str(each) for each in raw] if isinstance(raw, list | tuple) else []


def _likely(raw: Mapping[str, object]) -> bool:
    return raw.get("likely") is True


def _fact(raw: Mapping[str, object]) -> str:
    name = str(raw.get("fact", ""))[:60]
    if isinstance(raw.get("is"), bool):
        return _("%(fact)s: %(value)s", fact=fact(name), value=word(name, raw["is"]))
    for field in ("among", "not_among"):
        if field in raw:
            said = f" {_('or')} ".join(word(name, each) for each in words(raw[field]))
            if field == "not_among":
                return _("%(fact)s: not %(value)s", fact=fact(name), value=said)
            return _("%(fact)s: %(value)s", fact=fact(name), value=said)
    ends = {
        "above": _("more than %(value)s"),
        "at_least": _("%(value)s or more"),
        "at_most": _("%(value)s or less"),
        "below": _("less than %(value)s"),
    }
    said = ", ".join(ends[end].replace("%(value)s", _amount(name, raw[end])) for end in ENDS if end in raw)
    return _("%(fact)s: %(value)s", fact=fact(name), value=said)


def _amount(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)[:20]
    if name == "income_cad":
        return money(float(value), i18n.language())
    if home_facts.has_label(name):
        return home_facts.describe_fact(name, value, i18n.language())
    return number(float(value), i18n.language())


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)[:20]
