"""What a resident's pages are told: frozen nouns that answer questions, filled by the portal's services.

Text is finished and in the resident's language; numbers, ranges and dates stay values and are formatted
by the template. Nothing here knows a row, a request or a rule: a template asks, and never computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from web.charts import Chart
from web.components import Basis, House, Link, NextStep, Notice, Tag
from web.formatting import Quantity, Span
from web.portal.energy_views import Glance, SimilarHomes, Trend
from web.ranges import PeerBand, Split


@dataclass(frozen=True, slots=True)
class CoachNote:
    """The coach's own words to this household."""

    words: str
    on: date
    by: str = ""
    ask_url: str = ""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What to do first: the porch light. `saving` is on the yearly bill, negative where it rises."""

    title: str
    text: str
    pay: Span
    saving: Span
    reviewed_on: date
    href: str
    after_rebate: bool = False


@dataclass(frozen=True, slots=True)
class NextAction:
    """What lights the porch when there is no advice yet: share readings, answer, wait."""

    flag: str
    heading: str
    text: str
    go: Link | None = None
    icon: str = "home"


@dataclass(frozen=True, slots=True)
class YearStat:
    """One fuel's year: a single number because it was measured. `fuel` is "gas" or "electric".

    `peers` compare a year of ordinary weather; `peers_url` says who they are.
    """

    fuel: str
    title: str
    amount: Quantity
    tag: Tag
    peers: PeerBand | None = None
    peers_url: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class YearCost:
    """What the year cost, in dollars, cut by fuel."""

    total: float
    split: Split
    tag: Tag


@dataclass(frozen=True, slots=True)
class Year:
    """The latest full year: first and last month, the fuels, the cost."""

    months: tuple[date, date]
    stats: tuple[YearStat, ...]
    cost: YearCost | None
    energy_url: str


@dataclass(frozen=True, slots=True)
class Home:
    """The resident's home page. Exactly one of `first` and `action` lights the porch."""

    eyebrow: str
    finding: str
    lead: str
    house: House
    first: FirstStep | None = None
    action: NextAction | None = None
    coach_note: CoachNote | None = None
    year: Year | None = None
    after: tuple[NextStep, ...] = ()
    plan_url: str = ""
    based_on: tuple[Basis, ...] = ()
    correct_url: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class TitledChart:
    """A chart with the finding as its heading and one sentence under it. `id` is unique on the page."""

    id: str
    heading: str
    sentence: str
    chart: Chart
    total: Quantity | None = None
    file_url: str = ""


@dataclass(frozen=True, slots=True)
class EndUses:
    """Where a fuel goes, estimated."""

    heading: str
    sentence: str
    split: Split
    tag: Tag


@dataclass(frozen=True, slots=True)
class Energy:
    """My energy: a year of usage. With no charts the page says how to begin (`connect_url`)."""

    months: tuple[date, date] | None
    finding: str
    lead: str
    tags: tuple[Tag, ...] = ()
    by_month: tuple[TitledChart, ...] = ()
    end_uses: tuple[EndUses, ...] = ()
    by_temperature: tuple[TitledChart, ...] = ()
    by_hour: tuple[TitledChart, ...] = ()
    by_week: tuple[TitledChart, ...] = ()
    glance: tuple[Glance, ...] = ()
    trends: tuple[Trend, ...] = ()
    similar: SimilarHomes | None = None
    days: Link | None = None
    notices: tuple[Notice, ...] = ()
    earlier_url: str = ""
    later_url: str = ""
    download_url: str = ""
    sharing_url: str = ""
    connect_url: str = ""

    @property
    def is_empty(self) -> bool:
        return self.months is None
