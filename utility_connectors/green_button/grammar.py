"""Which elements of a Green Button document matter, and where: the table of states that `feed` walks.

Each state lists the child elements it looks at; all others lead `elsewhere`, or, where that is None, are passed
over with all that is in them. A leaf holds one number as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from utility_connectors.green_button.vocabulary import ATOM_NAMESPACE, NAMESPACE, SUMMARY_AMOUNTS


@dataclass(slots=True, eq=False)
class State:
    """Where in a document we are. `enter` and `leave` name what the reader does; a leaf's text goes to `slot`."""

    name: str
    enter: str = ""
    leave: str = ""
    slot: str = ""
    children: dict[str, State] = field(default_factory=dict)
    elsewhere: State | None = None
    is_leaf: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_leaf = bool(self.slot)


def _leaves(names: Iterable[str], leave: str = "") -> list[State]:
    return [State(name, leave=leave, slot=name) for name in names]


def _holding(state: State, children: Iterable[State]) -> State:
    for child in children:
        state.children[f"{NAMESPACE} {child.name}"] = child
    return state


def _numbers_of(name: str, inner: Iterable[str]) -> State:
    """An element of a resource whose own numbers are kept under both names, as in "billingPeriod.start"."""
    return _holding(State(name), [State(leaf, leave="leave_number", slot=f"{name}.{leaf}") for leaf in inner])


SKIP = State("skip")
OUTSIDE = State("outside")
OUTSIDE.elsewhere = OUTSIDE
ENTRY = State("entry", enter="enter_entry", leave="leave_entry", elsewhere=OUTSIDE)

_PERIOD = _holding(State("timePeriod"), _leaves(["duration", "start"]))
_QUALITY = State("quality", leave="leave_quality", slot="code")
_READING = _holding(
    State("IntervalReading", enter="enter_reading", leave="leave_reading"),
    [_PERIOD, _holding(State("ReadingQuality"), [_QUALITY]), *_leaves(["value", "cost"])],
)
_INTERVAL = _holding(State("interval", enter="enter_interval", leave="leave_interval"), _leaves(["duration", "start"]))
_BLOCK = _holding(State("IntervalBlock", enter="enter_block"), [_INTERVAL, _READING])
_TYPE = _holding(
    State("ReadingType", enter="enter_resource", leave="leave_resource"),
    _leaves(
        [
            "accumulationBehaviour",
            "commodity",
            "currency",
            "defaultQuality",
            "flowDirection",
            "intervalLength",
            "kind",
            "powerOfTenMultiplier",
            "tou",
            "uom",
        ],
        leave="leave_number",
    ),
)
_METER = State("MeterReading", enter="enter_resource", leave="leave_resource", elsewhere=OUTSIDE)
_POINT = _holding(
    State("UsagePoint", enter="enter_resource", leave="leave_resource", elsewhere=OUTSIDE),
    [_holding(State("ServiceCategory"), _leaves(["kind"], leave="leave_number"))],
)
_LINE_ITEM = _holding(
    State("costAdditionalDetailLastPeriod", enter="enter_line_item", leave="leave_line_item"),
    [*_leaves(["amount"]), _holding(State("measurement"), _leaves(["powerOfTenMultiplier", "uom"]))],
)
_SUMMARY = _holding(
    State("UsageSummary", enter="enter_resource", leave="leave_resource"),
    [
        _numbers_of("billingPeriod", ["duration", "start"]),
        *(_numbers_of(name, ["powerOfTenMultiplier", "timeStamp", "uom", "value"]) for name in SUMMARY_AMOUNTS),
        _LINE_ITEM,
        *_leaves(
            ["billLastPeriod", "billToDate", "commodity", "currency", "qualityOfReading"],
            leave="leave_number",
        ),
    ],
)
_ZONE = _holding(
    State("LocalTimeParameters", enter="enter_resource", leave="leave_resource"),
    _leaves(["tzOffset"], leave="leave_number"),
)

_RESOURCES = {f"{NAMESPACE} {state.name}": state for state in (_POINT, _METER, _TYPE, _BLOCK, _SUMMARY, _ZONE)}
_RESOURCES[f"{NAMESPACE} ElectricPowerUsageSummary"] = _SUMMARY
for _state in (OUTSIDE, ENTRY, _METER, _POINT):
    _state.children.update(_RESOURCES)

LINK = State("link")
_UPDATED = State("updated", leave="leave_updated", slot="updated")
for _prefix in (f"{ATOM_NAMESPACE} ", ""):
    OUTSIDE.children[f"{_prefix}entry"] = ENTRY
    OUTSIDE.children[f"{_prefix}updated"] = _UPDATED
    ENTRY.children[f"{_prefix}link"] = LINK
    ENTRY.children[f"{_prefix}updated"] = _UPDATED
