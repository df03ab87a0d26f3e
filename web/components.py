"""The values that page components are drawn from: plain, frozen, in the reader's words or in numbers.

Each type here answers the questions of one macro in `templates/components/`. Text fields hold finished
sentences in the reader's language; numbers and dates stay values and are formatted by the template's
filters. Knows nothing of rows, services or requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Zone(StrEnum):
    """The part of the home a measure touches: which piece of the little house is lit."""

    ATTIC = "attic"
    AIR = "air"
    WALLS = "walls"
    WINDOWS = "windows"
    DOOR = "door"
    HEADER = "header"
    BASEMENT = "basement"
    FLOOR = "floor"
    THERMOSTAT = "thermostat"
    HEATING = "heating"
    HEAT_PUMP = "heat_pump"
    VENTILATION = "ventilation"
    HOT_WATER = "hot_water"
    APPLIANCES = "appliances"
    LIGHTS = "lights"
    SOLAR = "solar"
    WIRING = "wiring"
    BILL = "bill"
    SAFETY = "safety"


_ZONE_OF_PREFIX = {
    "ENV-ATTIC": Zone.ATTIC,
    "ENV-CATH": Zone.ATTIC,
    "ENV-AIR": Zone.AIR,
    "ENV-DIY": Zone.AIR,
    "ENV-WALL": Zone.WALLS,
    "ENV-BSMT": Zone.BASEMENT,
    "ENV-CRAWL": Zone.BASEMENT,
    "ENV-HEADER": Zone.HEADER,
    "ENV-FLOOR": Zone.FLOOR,
    "ENV-WIN": Zone.WINDOWS,
    "ENV-FILM": Zone.WINDOWS,
    "ENV-DOOR": Zone.DOOR,
    "HVAC-ASHP": Zone.HEAT_PUMP,
    "HVAC-GSHP": Zone.HEAT_PUMP,
    "HVAC-OIL": Zone.HEAT_PUMP,
    "HVAC-TSTAT": Zone.THERMOSTAT,
    "HVAC-ZONE": Zone.THERMOSTAT,
    "HVAC-HRV": Zone.VENTILATION,
    "HVAC": Zone.HEATING,
    "DHW": Zone.HOT_WATER,
    "APP-LED": Zone.LIGHTS,
    "APP": Zone.APPLIANCES,
    "COOL-AC": Zone.HEAT_PUMP,
    "COOL": Zone.WINDOWS,
    "GEN-PV": Zone.SOLAR,
    "GEN": Zone.WIRING,
    "EV": Zone.WIRING,
    "PANEL": Zone.WIRING,
    "HS": Zone.SAFETY,
}


@lru_cache(maxsize=1_024)
def zone_of(measure: str) -> Zone:
    """The zone of a measure id such as ENV-ATTIC-MID; what changes only the bill lights the bill."""
    matches = [prefix for prefix in _ZONE_OF_PREFIX if measure.startswith(prefix)]
    return _ZONE_OF_PREFIX[max(matches, key=len)] if matches else Zone.BILL


class Provenance(StrEnum):
    """How a fact came to be known; each has its own border and icon, readable in grey."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    TOLD = "told"
    ENERGUIDE = "energuide"
    COACH = "coach"


@dataclass(frozen=True, slots=True)
class Tag:
    """A provenance tag. `on` is the day measured to or visited; `text` replaces the usual word."""

    kind: Provenance
    on: date | None = None
    text: str = ""


class Tone(StrEnum):
    """What a chip or a notice is about; always shown with an icon and words."""

    INFO = "info"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Chip:
    """A status in two or three words. `tone` None is neutral; `icon` empty takes the tone's own."""

    text: str
    tone: Tone | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know: a heading, what it means and what to do, or a list of points."""

    tone: Tone
    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """A measure in a list: one line of words, and where it is explained. `number` None is not counted."""

    zone: Zone
    title: str
    line: str
    href: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place in the main navigation. `short` is the word under the icon on a phone."""

    label: str
    href: str
    icon: str
    active: bool = False
    key: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a consent: what, who, why, how long, how to stop, what could go wrong."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about a home or a fit: its name, its value in words, where it came from, and where it is changed."""

    label: str
    value: str
    tag: Tag | None = None
    href: str = ""
    confidence: str = ""
    """How sure it is, for coaches: "low", "medium" or "high"; empty where nobody asks."""


@dataclass(frozen=True, slots=True)
class Basis:
    """One thing the advice rests on, with its tag; `icon` names the drawing beside it."""

    icon: str
    text: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class House:
    """The cut-open house of the hero: what it looks like and the zones marked on it, first one lit."""

    sentence: str
    marks: tuple[Zone, ...]
    storeys: int = 2
    attached: int = 0
    """How many neighbours share a wall: 0 detached, 1 semi or end row, 2 middle row."""


class StepState(StrEnum):
    """Where a step of a timeline or a journey stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a journey shown as a line of steps."""

    title: str
    state: StepState


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field and what to write instead; `field` is the field's name."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input with its label. `kind` is an HTML input type, or "textarea"."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    kind: str = "text"
    autocomplete: str = ""
    suffix: str = ""
    minimum: str = ""
    maximum: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose from."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question answered by choosing. `many` allows several answers; `help` says why we ask."""

    name: str
    legend: str
    choices: tuple[Choice, ...]
    hint: str = ""
    error: str = ""
    many: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a long list we are; an address is empty when there is nowhere to go."""

    shown: int
    total: int
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be done: what happened, is anything lost, what to do, and a reference.

    `status` and `back` are for a page of its own; where the problem stands inside a page they stay empty.
    """

    heading: str
    what: str
    safe: str
    todo: tuple[str, ...]
    reference: str = ""
    status: int = 0
    back: Link | None = None
