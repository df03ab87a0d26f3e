"""The wizard's questions in words: what a column may be for, how times and amounts may be written."""

from __future__ import annotations

from models.quantities import Commodity
from utility_connectors.csv_profiles.conventions import DateStyle, DecimalMark, Label, Repeated, Zone
from utility_connectors.teaching import ColumnUse, Teaching, units_of
from web.components import Choice, Question
from web.text import gettext as _

COMMODITIES = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS, Commodity.WATER, Commodity.OTHER)


def use_names() -> dict[ColumnUse, str]:
    """What a column may be for."""
    return {
        ColumnUse.NOTHING: _("Not used"),
        ColumnUse.START: _("Date, or date and time"),
        ColumnUse.END: _("End date, or end date and time"),
        ColumnUse.PERIOD: _("Period (“a to b”)"),
        ColumnUse.START_CLOCK: _("Time of day"),
        ColumnUse.END_CLOCK: _("End time of day"),
        ColumnUse.HOUR: _("Hour as a number"),
        ColumnUse.DAYS: _("Days billed"),
        ColumnUse.AMOUNT: _("Amount used"),
        ColumnUse.AMOUNT_OUT: _("Amount sent to the grid"),
        ColumnUse.AMOUNT_PART: _("Amount at one price (added up)"),
        ColumnUse.PART_OF_DAY: _("Part of the day"),
        ColumnUse.UNIT: _("Unit"),
        ColumnUse.QUALITY: _("Measured or estimated"),
        ColumnUse.COST: _("Cost"),
        ColumnUse.ACCOUNT: _("Account number"),
        ColumnUse.METER: _("Meter number"),
    }


def commodity_names() -> dict[Commodity, str]:
    """What may be measured."""
    return {
        Commodity.ELECTRICITY: _("Electricity"),
        Commodity.NATURAL_GAS: _("Natural gas"),
        Commodity.WATER: _("Water"),
        Commodity.OTHER: _("Oil or propane"),
    }


def questions(said: Teaching) -> tuple[Question, ...]:
    """How times and amounts are written, the answers so far chosen."""
    dates = {
        DateStyle.ISO: ("2026-01-15", _("Year first")),
        DateStyle.MONTH_FIRST: ("1/15/2026", _("Month first")),
        DateStyle.DAY_FIRST: ("15/01/2026", _("Day first")),
        DateStyle.NAMED: ("15-Jan-2026", _("With the month’s name")),
        DateStyle.COMPACT: ("20260115", _("Digits only")),
        DateStyle.MONTH: ("January 2026", _("The month alone")),
        DateStyle.SERIAL: ("46037.25", _("Days as Excel counts them")),
        DateStyle.EPOCH: ("1768435200", _("Seconds since 1970")),
    }
    zones = {
        Zone.LOCAL: _("Toronto time, with summer time"),
        Zone.STANDARD: _("Standard time all year"),
        Zone.UTC: _("Universal time (UTC)"),
    }
    labels = {
        Label.BEGINNING: _("Its beginning: 13:00 is 13:00 to 14:00"),
        Label.ENDING: _("Its end: 13:00 is 12:00 to 13:00"),
    }
    repeated = {
        Repeated.ORDER: _("Twice, one after the other"),
        Repeated.FIRST: _("Once: the first of the two"),
        Repeated.TOGETHER: _("Once: both added up"),
        Repeated.ELAPSED: _("Hours are counted from midnight, 23 or 25 of them"),
        Repeated.REFUSED: _("We do not know: leave it out"),
    }
    marks = {DecimalMark.POINT: "1,234.5", DecimalMark.COMMA: "1 234,5"}
    units = tuple(dict.fromkeys(unit for what in COMMODITIES for unit in units_of(what)))
    return (
        Question(
            "dates",
            _("How are dates written?"),
            tuple(
                Choice(style.value, example, words, said.dates is style) for style, (example, words) in dates.items()
            ),
        ),
        Question(
            "zone",
            _("Which clock do times without an offset follow?"),
            tuple(Choice(zone.value, words, chosen=said.zone is zone) for zone, words in zones.items()),
        ),
        Question(
            "label",
            _("What does a reading’s time name?"),
            tuple(Choice(label.value, words, chosen=said.label is label) for label, words in labels.items()),
        ),
        Question(
            "repeated",
            _("How does the hour stand that clocks repeat in autumn?"),
            tuple(Choice(how.value, words, chosen=said.repeated is how) for how, words in repeated.items()),
        ),
        Question(
            "commodity",
            _("What is measured?"),
            tuple(Choice(what.value, name, chosen=said.commodity is what) for what, name in commodity_names().items()),
        ),
        Question(
            "unit",
            _("In which unit, where no column says it?"),
            tuple(Choice(unit, unit, chosen=said.unit == unit) for unit in units),
        ),
        Question(
            "mark",
            _("How are decimals written?"),
            tuple(Choice(mark.value, words, chosen=said.mark is mark) for mark, words in marks.items()),
        ),
    )
