"""A home among similar homes, in words and as a band: the same for the household and for its coach. No grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.homes.similar import FEWEST_HOMES, Age, Definition, Group, Kind, Similar, Size, Standing
from models.quantities import Fuel
from web import charts, i18n
from web.formatting import Shown, month_year, number
from web.ranges import PeerBand
from web.text import gettext as _

UNITS = {Fuel.NATURAL_GAS: Shown.M3, Fuel.ELECTRICITY: Shown.KWH}
COLOURS = {Fuel.NATURAL_GAS: "gas", Fuel.ELECTRICITY: "electric"}


@dataclass(frozen=True, slots=True)
class SimilarFuel:
    """One fuel: its band and its group in words, or in one sentence why there is none."""

    fuel: str
    title: str
    peers: PeerBand | None = None
    group: str = ""
    why_not: str = ""


def band(found: Similar) -> PeerBand | None:
    """The middle half and this home's place in it; None when it is not compared."""
    if found.group is None or found.you is None:
        return None
    return PeerBand(found.group.low, found.group.high, found.you, UNITS[found.fuel])


def fuels(found: Sequence[Similar]) -> tuple[SimilarFuel, ...]:
    """Each fuel that can be compared, or may be one day."""
    language = i18n.language()
    return tuple(
        SimilarFuel(
            fuel=COLOURS[one.fuel],
            title=charts.fuel_name(one.fuel, language),
            peers=band(one),
            group=group_words(one.group) if one.group is not None else "",
            why_not=_why_not(one.standing),
        )
        for one in found
    )


def compared(found: Sequence[Similar] | None) -> tuple[SimilarFuel, ...]:
    """Only the fuels that are compared; none where the household turned it off."""
    return tuple(one for one in fuels(found or ()) if one.peers is not None)


def group_words(group: Group) -> str:
    """Who is meant, how many they are, and as of when."""
    language = i18n.language()
    return _(
        "At least %(count)s homes: %(who)s. Worked out for %(month)s.",
        count=number(group.homes, language),
        who=definition_words(group.definition),
        month=month_year(group.month, language),
    )


def definition_words(definition: Definition) -> str:
    """The definition of a group in words, widest part first."""
    parts = [_kind(definition.kind), _heating(definition.heating)]
    parts += [_age(definition.age)] if definition.age else []
    parts += [_size(definition.size)] if definition.size else []
    return ", ".join(parts)


def _kind(kind: Kind | None) -> str:
    return {
        None: _("homes of every kind"),
        Kind.DETACHED: _("detached homes"),
        Kind.ATTACHED: _("homes with a shared wall"),
        Kind.MOBILE: _("mobile homes"),
    }[kind]


def _heating(fuel: Fuel) -> str:
    return {
        Fuel.NATURAL_GAS: _("heated with gas"),
        Fuel.ELECTRICITY: _("heated with electricity"),
        Fuel.OIL: _("heated with oil"),
        Fuel.PROPANE: _("heated with propane"),
        Fuel.WOOD: _("heated with wood"),
    }[fuel]


def _age(age: Age) -> str:
    return {
        Age.BEFORE_1946: _("built before 1946"),
        Age.FROM_1946: _("built from 1946 to 1980"),
        Age.FROM_1981: _("built from 1981 to 2000"),
        Age.FROM_2001: _("built since 2001"),
    }[age]


def _size(size: Size) -> str:
    return {
        Size.BELOW_100: _("below 100 m² above ground"),
        Size.FROM_100: _("100 to 149 m² above ground"),
        Size.FROM_150: _("150 to 199 m² above ground"),
        Size.FROM_200: _("200 m² or more above ground"),
    }[size]


def _why_not(standing: Standing) -> str:
    return {
        Standing.COMPARED: "",
        Standing.TOO_FEW: _("We compare once %(count)s homes like yours take part.", count=FEWEST_HOMES),
        Standing.NO_YEAR: _("We compare once your readings tell of a normal year."),
        Standing.NO_HEATING_FUEL: _("Tell us what heats your home, and we look for homes like it."),
        Standing.SOLAR: _("Your meter does not see what your solar panels give, so we compare no power."),
    }[standing]
