"""Every page a signed-in resident can reach, imported so that their routes exist."""

from __future__ import annotations

from web.portal import about, arrivals, energuide, energy, home, looked, plan, sharing
from web.portal.blueprint import portal

__all__ = ["about", "arrivals", "energuide", "energy", "home", "looked", "plan", "portal", "sharing"]
