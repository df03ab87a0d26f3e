"""A baseline document, as it is kept, in the forms pages draw: the fitted line and its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.quantities import Commodity, Fuel
from web.charts import FittedLine, fuel_name
from web.components import Fact
from web.formatting import number, percent
from web.text import gettext as _


def fitted_line(document: Mapping[str, object]) -> FittedLine | None:
    """The fitted line, or None when none was fitted."""
    base = number_in(document, "base_load_per_day")
    if base is None:
        return None
    return FittedLine(
        base=base,
        heating_slope=number_in(document, "heating_slope") or 0.0,
        heating_balance_c=number_in(document, "balance_point_heating_c"),
        cooling_slope=number_in(document, "cooling_slope") or 0.0,
        cooling_balance_c=number_in(document, "balance_point_cooling_c"),
    )


def document_of(documents: Sequence[Mapping[str, object]], commodity: Commodity) -> Mapping[str, object] | None:
    """The first document of a commodity that was fitted; None when there is none."""
    kept = (one for one in documents if one.get("commodity") == commodity.value)
    return next((one for one in kept if number_in(one, "base_load_per_day") is not None), None)


def fit_facts(documents: Sequence[Mapping[str, object]], language: str) -> tuple[Fact, ...]:
    """What a coach wants to know of each fit: its days, its error, its balance point and its normal year."""
    facts: list[Fact] = []
    for document in documents:
        normal = document.get("normalised_annual")
        if not isinstance(normal, Mapping):
            continue
        gas = document.get("commodity") == Commodity.NATURAL_GAS
        fuel = fuel_name(Fuel.NATURAL_GAS if gas else Fuel.ELECTRICITY, language)
        unit = "m³" if gas else "kWh"
        error = number_in(document, "cvrmse")
        days = number_in(document, "days") or 0
        facts.append(
            Fact(
                _("%(fuel)s baseline", fuel=fuel),
                _(
                    "%(days)s days, fit error %(error)s",
                    days=number(days, language),
                    error=percent(error, language) if error is not None else "–",
                ),
            )
        )
        balance = number_in(document, "balance_point_heating_c")
        if balance is not None:
            facts.append(Fact(_("Heating starts below"), f"{number(balance, language, 1)}\u00a0°C"))
        facts.append(Fact(_("Normal year"), _amount(normal, "total", unit, language)))
        for name, label in (("heating", _("of it heating")), ("cooling", _("of it cooling"))):
            if (number_in(normal, name) or 0) > 0:
                facts.append(Fact(label, _amount(normal, name, unit, language)))
    return tuple(facts)


def number_in(document: Mapping[str, object], name: str) -> float | None:
    """A number of a document; None when it is not there or not a number."""
    value = document.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _amount(normal: Mapping[str, object], name: str, unit: str, language: str) -> str:
    amount = f"{number(number_in(normal, name) or 0, language)}\u00a0{unit}"
    interval = normal.get("ci90")
    if name == "total" and isinstance(interval, list | tuple) and len(interval) == 2:
        low, high = (number(float(end), language) for end in interval)
        return f"{amount} ({low}–{high})"
    return amount
