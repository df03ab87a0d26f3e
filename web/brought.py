"""Which kinds of energy each source of usage may bring: what is offered wherever a question of consent is answered."""

from __future__ import annotations

from greener_homes.consent import Source
from models.quantities import Commodity

METERED = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)
TYPED = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS, Commodity.OIL, Commodity.PROPANE, Commodity.WOOD)
BROUGHT = {Source.UTILITY: METERED, Source.PARTNER: METERED, Source.UPLOAD: METERED, Source.BILLS: TYPED}
"""What each source may bring."""
