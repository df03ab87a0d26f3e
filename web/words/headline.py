"""The one sentence over a home that has advice: what its first step says of the house."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.components import Zone
from web.words.phrase import Phrase

HEADLINES: Final[Mapping[Zone, Phrase]] = MappingProxyType(
    {
        Zone.ATTIC: Phrase("A sound house with a thin attic.", "Une maison solide, un grenier mal isolé."),
        Zone.AIR: Phrase("A house that lets the wind in.", "Une maison qui laisse entrer le vent."),
        Zone.WALLS: Phrase("A house with thin walls.", "Une maison aux murs peu isolés."),
        Zone.WINDOWS: Phrase("A house with windows due for a change.", "Une maison aux fenêtres à remplacer."),
        Zone.DOOR: Phrase("A house with a draughty door.", "Une maison à la porte mal étanche."),
        Zone.HEADER: Phrase("A house with a cold edge at the floor.", "Une maison froide au ras du plancher."),
        Zone.BASEMENT: Phrase("A house with a cold basement.", "Une maison au sous-sol froid."),
        Zone.FLOOR: Phrase("A house with a cold floor.", "Une maison au plancher froid."),
        Zone.THERMOSTAT: Phrase(
            "A house that can rest when you do.", "Une maison qui peut se reposer en même temps que vous."
        ),
        Zone.HEATING: Phrase("A house due for better heating.", "Une maison à mieux chauffer."),
        Zone.HEAT_PUMP: Phrase("A house made for a heat pump.", "Une maison faite pour une thermopompe."),
        Zone.VENTILATION: Phrase("A house that wants fresh air.", "Une maison qui demande de l’air frais."),
        Zone.HOT_WATER: Phrase("A house where hot water counts.", "Une maison où l’eau chaude compte."),
        Zone.APPLIANCES: Phrase(
            "A house where small things add up.", "Une maison où les petites choses s’additionnent."
        ),
        Zone.LIGHTS: Phrase("A house where small things add up.", "Une maison où les petites choses s’additionnent."),
        Zone.SOLAR: Phrase("A house with a roof to use.", "Une maison dont le toit peut servir."),
        Zone.WIRING: Phrase("A house to make ready.", "Une maison à préparer."),
        Zone.BILL: Phrase("A house with hours to shift.", "Une maison aux heures à déplacer."),
        Zone.SAFETY: Phrase("A house to make safe first.", "Une maison à sécuriser d’abord."),
    }
)


def headline(zone: Zone, language: str) -> str:
    """The sentence for a home whose first step touches `zone`."""
    return HEADLINES[zone](language)
