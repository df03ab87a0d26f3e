"""What a referral sends and where it stands, in words: the same before it is sent, after it, and to the lender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coach.referrals.states import ReferralNeed, ReferralState
from greener_homes.consent import ReferralField
from models.quantities import Commodity
from web import i18n
from web.commodities import commodity_name
from web.components import Chip, Fact, Tone
from web.formatting import TORONTO, day, money, number
from web.text import gettext as _
from web.text import ngettext
from web.words.measures import measure_words


@dataclass(frozen=True, slots=True)
class Part:
    """One field of what goes: its name, its content in rows, and a sentence where there is something to know."""

    title: str
    facts: tuple[Fact, ...]
    note: str = ""


def field_name(field: ReferralField) -> str:
    """What a field is called where somebody ticks it."""
    return {
        ReferralField.CONTACT: _("My name and e-mail address"),
        ReferralField.PLAN: _("My plan in short"),
        ReferralField.WORK: _("The work and what it costs"),
        ReferralField.SAVINGS: _("What it may save"),
        ReferralField.MUNICIPALITY: _("My town"),
        ReferralField.YEARLY_USE: _("My energy use over a year"),
        ReferralField.INTERVALS: _("My readings, one by one"),
    }[field]


def field_hint(field: ReferralField) -> str:
    """What it holds, for whoever decides."""
    return {
        ReferralField.CONTACT: _("So that they can answer you."),
        ReferralField.PLAN: _("The steps, and the day your coach approved them."),
        ReferralField.WORK: _("Costs as a range, and the rebates counted."),
        ReferralField.SAVINGS: _("Each year, as a range."),
        ReferralField.MUNICIPALITY: _("Not your street."),
        ReferralField.YEARLY_USE: _("One total for each kind of energy."),
        ReferralField.INTERVALS: _("They show when somebody is at home. A loan seldom needs them."),
    }[field]


def short_names(fields: Sequence[ReferralField]) -> str:
    """The fields in one line."""
    names = {
        ReferralField.CONTACT: _("name and e-mail"),
        ReferralField.PLAN: _("plan"),
        ReferralField.WORK: _("work and cost"),
        ReferralField.SAVINGS: _("savings"),
        ReferralField.MUNICIPALITY: _("town"),
        ReferralField.YEARLY_USE: _("yearly use"),
        ReferralField.INTERVALS: _("readings"),
    }
    return ", ".join(names[field] for field in ReferralField if field in fields)


def state_chip(state: ReferralState) -> Chip:
    """The state in two or three words."""
    text, tone = {
        ReferralState.SENT: (_("Waiting for an answer"), None),
        ReferralState.RECEIVED: (_("Being looked at"), Tone.INFO),
        ReferralState.NEEDS_INFORMATION: (_("Something is missing"), Tone.WARN),
        ReferralState.APPROVED: (_("Answer: yes"), Tone.OK),
        ReferralState.DECLINED: (_("Answer: no"), Tone.BAD),
        ReferralState.ENROLLED: (_("On the bill"), Tone.OK),
        ReferralState.FUNDED: (_("Paid out"), Tone.OK),
        ReferralState.REPAID: (_("Paid back"), Tone.OK),
        ReferralState.ENDED: (_("Ended with a move"), None),
        ReferralState.TRANSFERRED: (_("Passed on with a move"), None),
        ReferralState.WITHDRAWN: (_("Stopped"), None),
    }[state]
    return Chip(text, tone)


def need_name(need: ReferralNeed) -> str:
    """One thing a lender still needs."""
    return {
        ReferralNeed.IDENTITY: _("proof of who you are"),
        ReferralNeed.INCOME: _("proof of income"),
        ReferralNeed.OWNERSHIP: _("proof that the home is yours"),
        ReferralNeed.QUOTE: _("a contractor’s quote"),
        ReferralNeed.TAX_BILL: _("a property tax bill"),
        ReferralNeed.UTILITY_BILL: _("a utility bill"),
        ReferralNeed.SIGNATURE: _("your signature"),
    }[need]


def dollars(cents: int) -> str:
    """An amount to the cent."""
    language = i18n.language()
    text = number(cents / 100, language, 2)
    return f"{text}\u00a0$" if language == "fr" else f"${text}"


def local_day(moment: datetime) -> str:
    """The local day of a moment, in words."""
    return day(moment.astimezone(TORONTO).date(), i18n.language())


def parts(content: Mapping[str, object], *, to_lender: bool = False) -> tuple[Part, ...]:
    """Everything that goes, field by field, in the order of the fields; named as its reader would name it."""
    return tuple(_part(field, content[field.value], to_lender) for field in ReferralField if field.value in content)


def _part(field: ReferralField, value: object, to_lender: bool) -> Part:
    makers = {
        ReferralField.CONTACT: _contact,
        ReferralField.PLAN: _plan,
        ReferralField.WORK: _work,
        ReferralField.SAVINGS: _savings,
        ReferralField.YEARLY_USE: _totals,
        ReferralField.INTERVALS: _readings,
    }
    if field is ReferralField.MUNICIPALITY:
        facts: tuple[Fact, ...] = (Fact(_("Town"), str(value)),) if value else ()
    else:
        facts = makers[field](value)
    note = _("Every single reading goes, not only what is said here.") if field is ReferralField.INTERVALS else ""
    title = short_names((field,)).capitalize() if to_lender else field_name(field)
    return Part(title, facts, note if facts else _("We know nothing here, so nothing goes."))


def _contact(value: object) -> tuple[Fact, ...]:
    said = _mapping(value)
    return (Fact(_("Name"), str(said.get("name", ""))), Fact(_("E-mail"), str(said.get("email", ""))))


def _plan(value: object) -> tuple[Fact, ...]:
    said = _mapping(value)
    approved = date.fromisoformat(str(said.get("approved_on")))
    steps = [
        Fact(
            _("Step %(number)s", number=place),
            _("%(step)s (for later)", step=_title(one)) if one.get("later") else _title(one),
        )
        for place, one in enumerate(_rows(said.get("steps")), start=1)
    ]
    return (Fact(_("Approved by a coach on"), day(approved, i18n.language())), *steps)


def _work(value: object) -> tuple[Fact, ...]:
    found = []
    for one in _rows(value):
        said = _dollars_between(_mapping(one.get("cost_cad")), "low", "high")
        rebates = one.get("rebates_cad")
        if isinstance(rebates, int) and rebates:
            said = _("%(cost)s, rebates %(rebates)s", cost=said, rebates=_dollars_between({"a": rebates}, "a", "a"))
        found.append(Fact(_title(one), said))
    return tuple(found)


def _savings(value: object) -> tuple[Fact, ...]:
    return tuple(
        Fact(_title(one), _dollars_between(_mapping(one.get("bill_cad_per_year")), "p10", "p90"))
        for one in _rows(value)
    )


def _totals(value: object) -> tuple[Fact, ...]:
    language = i18n.language()
    found = []
    for one in _rows(value):
        total, days = one.get("total"), one.get("days")
        amount = number(float(total), language) if isinstance(total, int | float) else ""
        over = ngettext("%(num)s day", "%(num)s days", days if isinstance(days, int) else 0)
        unit = {"m3": "m³"}.get(str(one.get("unit")), str(one.get("unit")))
        found.append(Fact(_commodity(one), _("%(amount)s over %(days)s", amount=f"{amount}\u00a0{unit}", days=over)))
    return tuple(found)


def _readings(value: object) -> tuple[Fact, ...]:
    found = []
    for one in _rows(value):
        starts = one.get("starts")
        moments = starts if isinstance(starts, list) else []
        if not moments:
            continue
        first, last = (datetime.fromtimestamp(int(moments[place]), TORONTO) for place in (0, -1))
        counted = ngettext("%(num)s reading", "%(num)s readings", len(moments))
        said = _("%(count)s, %(first)s to %(last)s", count=counted, first=local_day(first), last=local_day(last))
        found.append(Fact(_commodity(one), said))
    return tuple(found)


def _title(one: Mapping[str, object]) -> str:
    return measure_words(str(one.get("measure"))).title(i18n.language())


def _commodity(one: Mapping[str, object]) -> str:
    return commodity_name(Commodity(str(one.get("commodity"))))


def _dollars_between(said: Mapping[str, object], low: str, high: str) -> str:
    ends = [said.get(name) for name in (low, high)]
    if not all(isinstance(one, int | float) for one in ends):
        return _("Not known")
    first, last = (_whole(float(str(one))) for one in ends)
    return first if first == last else _("%(low)s to %(high)s", low=first, high=last)


def _whole(cad: float) -> str:
    """The very number that goes, not a rounder one."""
    return money(cad, i18n.language())


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _rows(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
