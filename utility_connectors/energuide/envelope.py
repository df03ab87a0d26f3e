"""What stands between a home and the weather, out of its house file: ceilings, walls, basement, windows."""

from __future__ import annotations

from collections.abc import Iterable

from utility_connectors.energuide.document import Element
from utility_connectors.energuide.reading import FactValue, Reading, english

R_PER_RSI = 5.678263337
"""ft²·°F·h/Btu in one m²·K/W."""
INSULATED_RSI = 0.5
"""From here on a section of basement wall counts as insulated: about R-3, more than any bare wall has."""
BARE_RSI = 0.5
"""What an uninsulated wall or ceiling resists: boards, cladding and air films, about R-3."""
FULL_SHARE, PARTIAL_SHARE = 0.8, 0.05
LOW_E_RSI = 0.40
"""A double window of no known make-up that resists more than this has a coating."""
SINGLE_RSI, TRIPLE_RSI = 0.25, 0.60
WITH_ATTIC = frozenset({"attic/gable", "attic/hip", "scissor"})
WITHOUT_ATTIC = frozenset({"cathedral", "flat"})


def envelope(reading: Reading, house: Element, root: Element) -> dict[str, FactValue]:
    """Insulation of attic and walls (nominal, ft²·°F·h/Btu), and the kind of windows."""
    attic: list[tuple[float, float]] = []
    sloped = 0.0
    for ceiling in house.all("Components/Ceiling"):
        area = reading.number(ceiling.first("Measurements"), "area", 0, 2000) or 0.0
        kind = english(ceiling.first("Construction/Type"))
        if kind in WITHOUT_ATTIC:
            sloped += area
        elif kind in WITH_ATTIC and (rsi := _nominal(reading, ceiling.first("Construction/CeilingType"))) is not None:
            attic.append((area, rsi))
    walls = [
        (_wall_area(reading, wall), rsi)
        for wall in house.all("Components/Wall")
        if (rsi := _nominal(reading, wall.first("Construction/Type"))) is not None
    ]
    return {
        "attic_r": _r(_parallel(attic)),
        "wall_r": _r(_parallel(walls)),
        "cathedral_ceiling": sloped > 0.2 * (sloped + sum(area for area, _ in attic)) if sloped or attic else None,
        "window_type": _windows(reading, house, root),
    }


def foundation(reading: Reading, house: Element) -> dict[str, FactValue]:
    """How far the basement is insulated, by the sections of its walls, and whether there is a crawl space."""
    basements = list(house.all("Components/Basement"))
    if not basements:
        known = any(True for kind in ("Crawlspace", "Slab") for _ in house.all(f"Components/{kind}"))
        return {
            "basement_insulation": "no_basement" if known else None,
            "crawl_space": True if house.first("Components/Crawlspace") else None,
        }
    insulated, whole = 0.0, 0.0
    for basement in basements:
        length = reading.number(basement, "exposedSurfacePerimeter", 0, 1000) or 1.0
        construction = basement.first("Wall/Construction")
        if construction is None:
            continue
        sides = [_insulated_share(reading, construction, side) for side in ("Interior", "Exterior")]
        # a wall to which nothing was added says nothing of it: that is a bare wall
        insulated += length * max((share for share in sides if share is not None), default=0.0)
        whole += length
    share = insulated / whole if whole else None
    return {
        "basement_insulation": None
        if share is None
        else "full"
        if share >= FULL_SHARE
        else "partial"
        if share >= PARTIAL_SHARE
        else "none",
        "crawl_space": True if house.first("Components/Crawlspace") else None,
    }


def _insulated_share(reading: Reading, construction: Element, side: str) -> float | None:
    """How much of the wall carries insulation on this side, 0 to 1, by its sections; None where nothing is said."""
    added = construction.first(f"{side}AddedInsulation")
    if added is None:
        return None
    sections = list(added.all("Composite/Section"))
    if not sections:
        headline = reading.number(added, "nominalInsulation", 0, 30)
        return None if headline is None else float(headline >= INSULATED_RSI)
    parts = [reading.number(section, "percentage", 0, 100) for section in sections]
    rest = max(0.0, 100.0 - sum(part for part in parts if part is not None))  # the last section often has no number
    share = 0.0
    for section, part in zip(sections, parts, strict=True):
        rsi = reading.number(section, "nominalRsi", 0, 30) or reading.number(section, "rsi", 0, 30) or 0.0
        share += (rest if part is None else part) if rsi >= INSULATED_RSI else 0.0
    return min(share, 100.0) / 100.0


def _windows(reading: Reading, house: Element, root: Element) -> str | None:
    """The kind that most of the glass is of, by area."""
    made_of = _glazing_codes(root)
    areas: dict[str, float] = {}
    for window in house.below("Window"):
        size, kind = window.first("Measurements"), window.first("Construction/Type")
        height = reading.number(size, "height", 0, 20_000)
        width = reading.number(size, "width", 0, 20_000)
        if not height or not width or kind is None:
            continue
        count = reading.number(window, "number", 0, 200) or 1.0
        rsi = reading.number(kind, "rValue", 0, 5)
        glazing = made_of.get(kind.attributes.get("idref", ""))
        name = _glazing(glazing, rsi)
        if name is not None:
            areas[name] = areas.get(name, 0.0) + height * width * count
    return max(sorted(areas), key=lambda name: areas[name]) if areas else None


def _glazing_codes(root: Element) -> dict[str, tuple[str, str]]:
    """How many panes and which coating each window code of the file has, in its English words."""
    found: dict[str, tuple[str, str]] = {}
    for code in root.all("Codes/Window/*/Code"):
        layers = code.first("Layers/Window") or code.first("Layers")
        if layers is not None and "id" in code.attributes:
            panes = layers.first("GlazingTypes") or layers.first("GlazingType")
            coating = layers.first("CoatingsTints") or layers.first("LowECoating")
            found[code.attributes["id"]] = english(panes), english(coating)
    return found


def _glazing(made_of: tuple[str, str] | None, rsi: float | None) -> str | None:
    if made_of is not None and made_of[0]:
        panes, coating = made_of
        if panes.startswith("single"):
            return "single"
        if panes.startswith("triple"):
            return "triple"
        return "double_lowe" if coating.startswith("low-e") else "double"
    if not rsi:
        return None
    return (
        "single"
        if rsi < SINGLE_RSI
        else "double"
        if rsi < LOW_E_RSI
        else "double_lowe"
        if rsi < TRIPLE_RSI
        else "triple"
    )


def _nominal(reading: Reading, construction: Element | None) -> float | None:
    """The nominal resistance of the insulation [m²·K/W]; the whole assembly's where no layer was named."""
    nominal = reading.number(construction, "nominalInsulation", 0, 30)
    if nominal:
        return nominal
    if construction is not None and construction.attributes.get("idref"):
        return nominal  # a known make-up without insulation
    return reading.number(construction, "rValue", 0, 30)


def _wall_area(reading: Reading, wall: Element) -> float:
    size = wall.first("Measurements")
    return (reading.number(size, "height", 0, 50) or 0.0) * (reading.number(size, "perimeter", 0, 1000) or 0.0)


def _parallel(parts: Iterable[tuple[float, float]]) -> float | None:
    """The insulation of parts side by side (area, resistance) that would let as much heat through, behind what
    every part has anyway: boards, air films."""
    kept = [(area, BARE_RSI + rsi) for area, rsi in parts if area > 0]
    if not kept:
        return None
    return max(0.0, sum(area for area, _ in kept) / sum(area / rsi for area, rsi in kept) - BARE_RSI)


def _r(rsi: float | None) -> float | None:
    return round(rsi * R_PER_RSI, 1) if rsi is not None else None
