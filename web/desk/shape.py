"""What the hours of a home's electricity show a coach: a few numbers, and what was noticed, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from web import messages
from web import opportunity as numbers
from web.components import Fact
from web.fit import number_in
from web.formatting import number, percent
from web.text import gettext as _
from web.words.fact_values import spoken

ABOUT_SHAPE = "shape."


def shape_facts(evidence: Mapping[str, object], language: str) -> tuple[Fact, ...]:
    """The numbers of an assessment's load shape, those that are known; none where it has no shape."""
    shape = evidence.get("load_shape")
    if not isinstance(shape, Mapping):
        return ()
    found = []
    if (always := number_in(shape, "base_load_kw")) is not None:
        found.append(Fact(_("Always on"), f"{number(round(1000 * always, -1), language)}\u00a0W"))
    if (evening := number_in(shape, "evening_share")) is not None:
        found.append(Fact(_("Drawn from 5 to 9 p.m."), percent(evening, language)))
    if (night := number_in(shape, "night_share")) is not None:
        found.append(Fact(_("Drawn from midnight to 6 a.m."), percent(night, language)))
    if (summer := number_in(shape, "coincident_peak_kw")) is not None:
        found.append(Fact(_("Hottest weekdays, 4 to 7 p.m."), f"{number(summer, language, 1)}\u00a0kW"))
    return tuple(found)


def shape_sentences(findings: Sequence[Mapping[str, object]], language: str) -> tuple[str, ...]:
    """What was noticed, a sentence each; warnings stand among the things to check."""
    return tuple(
        messages.sentence(str(each["code"]), spoken(numbers.facts_of(each), language))
        for each in findings
        if str(each["code"]).startswith(ABOUT_SHAPE) and each.get("severity") == "note"
    )
