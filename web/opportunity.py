"""Reading the numbers of an opportunity, kept as plain values, into the page's ranges and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from web import messages
from web.components import Provenance
from web.formatting import Shown, Span

TAG_OF_ORIGIN = {
    "resident": Provenance.TOLD,
    "coach": Provenance.COACH,
    "energuide": Provenance.ENERGUIDE,
    "measured": Provenance.MEASURED,
    "utility": Provenance.MEASURED,
}


def pay(numbers: Mapping[str, object]) -> Span:
    """What the resident pays: the range of costs less the incentive that is likely, never below nothing."""
    cost, rebate = _mapping(numbers, "cost_cad"), _float(numbers.get("incentive_cad"))
    return Span(max(0.0, _float(cost.get("low")) - rebate), max(0.0, _float(cost.get("high")) - rebate))


def bill(numbers: Mapping[str, object]) -> Span:
    """The yearly effect on bills, positive where it saves."""
    return _range(numbers, "bill_cad_per_year", Shown.CAD)


def has_rebate(numbers: Mapping[str, object]) -> bool:
    """Whether an incentive was counted."""
    return _float(numbers.get("incentive_cad")) > 0


def relative_width(numbers: Mapping[str, object]) -> float | None:
    """Width of the yearly effect's range over its middle; None when the middle is nothing."""
    found = _mapping(numbers, "bill_cad_per_year")
    low, middle, high = (_float(found.get(name)) for name in ("p10", "p50", "p90"))
    return (high - low) / abs(middle) if middle else None


def carbon(numbers: Mapping[str, object]) -> Span:
    """kg CO₂e a year."""
    return _range(numbers, "carbon_kg_per_year", Shown.KG)


def reasons(numbers: Mapping[str, object]) -> Sequence[str]:
    """The codes of why it is put forward."""
    found = numbers.get("reasons")
    return [str(code) for code in found] if isinstance(found, list) else []


def reason_sentence(numbers: Mapping[str, object], code: str) -> str:
    """One of the reasons in words, with the facts it was given for."""
    return messages.sentence(code, _mapping(_mapping(numbers, "reason_facts"), code))


def findings(numbers: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    """What to mind."""
    found = numbers.get("findings")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def facts_of(entry: Mapping[str, object]) -> Mapping[str, object]:
    """The facts that fill a code's sentence."""
    found = entry.get("facts")
    return found if isinstance(found, Mapping) else {}


def _range(numbers: Mapping[str, object], name: str, unit: Shown) -> Span:
    found = _mapping(numbers, name)
    return Span(_float(found.get("p10")), _float(found.get("p90")), unit)


def _mapping(numbers: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = numbers.get(name)
    return found if isinstance(found, Mapping) else {}


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
