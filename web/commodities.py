"""What the kinds of energy are called, the same on everybody's pages."""

from __future__ import annotations

from collections.abc import Iterable

from models.quantities import Commodity
from web.text import gettext as _


def commodity_name(commodity: Commodity) -> str:
    """One kind of energy."""
    match commodity:
        case Commodity.ELECTRICITY:
            return _("Electricity")
        case Commodity.NATURAL_GAS:
            return _("Natural gas")
        case Commodity.WATER:
            return _("Water")
        case Commodity.STEAM:
            return _("Steam")
        case Commodity.OIL:
            return _("Heating oil")
        case Commodity.PROPANE:
            return _("Propane")
        case Commodity.WOOD:
            return _("Wood")
        case Commodity.OTHER:
            return _("Other")


def commodity_names(commodities: Iterable[Commodity]) -> str:
    """Several kinds in one line: the first with a capital."""
    names = [commodity_name(one) for one in sorted(set(commodities))]
    return ", ".join(name if place == 0 else name.lower() for place, name in enumerate(names))
