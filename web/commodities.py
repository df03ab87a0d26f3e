"""What the kinds of energy are called, the same on everybody's pages."""

from __future__ import annotations

from collections.abc import Iterable

from models.quantities import Commodity
from web.text import gettext as _


def commodity_name(commodity: Commodity) -> str:
    """One kind of energy."""
    return {
        Commodity.ELECTRICITY: _("Electricity"),
        Commodity.NATURAL_GAS: _("Natural gas"),
        Commodity.WATER: _("Water"),
        Commodity.STEAM: _("Steam"),
        Commodity.OIL: _("Heating oil"),
        Commodity.PROPANE: _("Propane"),
        Commodity.WOOD: _("Wood"),
        Commodity.OTHER: _("Other"),
    }[commodity]


def commodity_names(commodities: Iterable[Commodity]) -> str:
    """Several kinds in one line: the first with a capital."""
    names = [commodity_name(one) for one in sorted(set(commodities))]
    return ", ".join(name if place == 0 else name.lower() for place, name in enumerate(names))
