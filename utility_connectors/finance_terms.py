"""One offer as somebody wrote it, read strictly: names with their text become terms, or a refusal naming a column.

The same reading serves a row of CSV, an object of JSON and the API. Nothing is guessed, rounded or repaired; what a
refusal says never repeats what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar
from urllib.parse import urlsplit

from greener_homes.errors import Refusal
from greener_homes.finance_offers_terms import (
    KEY,
    LISTS,
    Compounding,
    EarlyRepayment,
    FeesPaid,
    FinanceKind,
    FinanceSecurity,
    OfferTerms,
    OnMoving,
    PaymentFrequency,
    RateKind,
)
from greener_homes.reference import DistributorArea, MeasureCost, rows
from models.findings import Code
from utility_connectors import finance_codes as codes

CATEGORIES: Final = frozenset(
    {
        "appliance",
        "behaviour",
        "controls",
        "dhw",
        "enabling",
        "envelope",
        "generation",
        "health",
        "hvac",
        "lighting",
        "plug",
        "tariff",
        "transport",
        "ventilation",
    }
)
"""The kinds of work of the catalogue of measures."""
DEFAULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rate_kind": "fixed",
        "rate_high_percent": "",
        "compounding": "each_payment",
        "payments": "monthly",
        "admin_fee_cad": "0",
        "admin_fee_percent": "0",
        "registration_fee_cad": "0",
        "fees_paid": "at_start",
        "early_amount": "0",
        "municipalities": "",
        "measures": "",
        "categories": "",
        "low_income_only": "no",
        "valid_until": "",
    }
)
"""What stands where nothing is written, or the column is left out. All other columns are needed."""
NEEDED: Final = (
    "key",
    "stated_at",
    "kind",
    "name_en",
    "name_fr",
    "rate_low_percent",
    "term_min_months",
    "term_max_months",
    "amount_min_cad",
    "amount_max_cad",
    "early_repayment",
    "on_moving",
    "security",
    "who",
    "valid_from",
    "page_url",
)
COLUMNS: Final = (*NEEDED, *DEFAULTS)
WHOLE: Final = ("term_min_months", "term_max_months")
FLAGS: Final = ("low_income_only",)
NAME_MAXIMUM: Final = 120
URL_MAXIMUM: Final = 500
LIST_MAXIMUM: Final = 200
_MONEY: Final = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")
_PERCENT: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
_COUNT: Final = re.compile(r"[0-9]{1,4}")
_DAY: Final = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")
_MOMENT: Final = re.compile(
    r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-][01][0-9]:[0-5][0-9])"
)
_HOST: Final = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_PATH: Final = re.compile(r"[A-Za-z0-9/._~%?&=+,:;@-]*")
Member = TypeVar("Member", bound=StrEnum)


class BadField(Refusal):
    """A refusal that knows which column is to blame, for the report on a file."""

    def __init__(self, code: Code, column: str, **facts: int) -> None:
        super().__init__(code, **({"column": column} | facts))
        self.column = column


def as_text(written: Mapping[str, object]) -> dict[str, str]:
    """A JSON object as a row of CSV would say it. Raises BadField for a value of another kind than its column's."""
    found = {}
    for name, value in written.items():
        if name not in COLUMNS:
            raise Refusal(codes.UNKNOWN)
        if value is None:
            found[name] = ""
        elif name in LISTS and isinstance(value, list) and all(_is_item(each) for each in value):
            found[name] = ";".join(value)
        elif name in FLAGS and isinstance(value, bool):
            found[name] = "yes" if value else "no"
        elif (name in WHOLE and type(value) is int) or (isinstance(value, str) and name not in (*LISTS, *FLAGS)):
            found[name] = str(value)
        else:
            raise BadField(codes.SHAPE, name)
    return found


def terms_of(row: Mapping[str, str]) -> tuple[OfferTerms, datetime]:
    """The offer that these words are, and when it was stated. Raises Refusal; names are those of COLUMNS."""
    if not row.keys() <= set(COLUMNS):
        raise Refusal(codes.UNKNOWN)
    said = {name: row.get(name, "").strip() or DEFAULTS.get(name, "") for name in COLUMNS}
    for name in NEEDED:
        if not said[name]:
            raise BadField(codes.MISSING, name)
    if KEY.fullmatch(said["key"]) is None:
        raise BadField(codes.KEY, "key")
    who = _of_list("who", said["who"], ("owner", "tenant", "both"))
    terms = OfferTerms(
        key=said["key"],
        kind=_member(FinanceKind, "kind", said),
        name_en=_words("name_en", said),
        name_fr=_words("name_fr", said),
        rate_kind=_member(RateKind, "rate_kind", said),
        rate_low_percent=_percent("rate_low_percent", said),
        rate_high_percent=_percent("rate_high_percent" if said["rate_high_percent"] else "rate_low_percent", said),
        compounding=_member(Compounding, "compounding", said),
        payments=_member(PaymentFrequency, "payments", said),
        term_min_months=_whole("term_min_months", said),
        term_max_months=_whole("term_max_months", said),
        amount_min_cad=_money("amount_min_cad", said),
        amount_max_cad=_money("amount_max_cad", said),
        admin_fee_cad=_money("admin_fee_cad", said),
        admin_fee_percent=_percent("admin_fee_percent", said),
        registration_fee_cad=_money("registration_fee_cad", said),
        fees_paid=_member(FeesPaid, "fees_paid", said),
        early_repayment=_member(EarlyRepayment, "early_repayment", said),
        early_amount=_percent("early_amount", said),
        on_moving=_member(OnMoving, "on_moving", said),
        security=_member(FinanceSecurity, "security", said),
        municipalities=_items("municipalities", said, {row.municipality: None for row in rows(DistributorArea)}),
        measures=_items("measures", said, {row.measure_id: None for row in rows(MeasureCost)}),
        categories=_items("categories", said, dict.fromkeys(sorted(CATEGORIES))),
        for_owners=who in ("owner", "both"),
        for_tenants=who in ("tenant", "both"),
        low_income_only=_of_list("low_income_only", said["low_income_only"], ("yes", "no")) == "yes",
        valid_from=_day("valid_from", said["valid_from"]),
        valid_until=_day("valid_until", said["valid_until"]) if said["valid_until"] else None,
        page_url=_address(said["page_url"]),
    )
    return terms, _moment(said["stated_at"])


def _is_item(value: object) -> bool:
    return isinstance(value, str) and ";" not in value


def _member(kind: type[Member], column: str, said: Mapping[str, str]) -> Member:
    return kind(_of_list(column, said[column], tuple(kind)))


def _of_list(column: str, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise BadField(codes.NOT_ONE_OF, column)
    return text


def _items(column: str, said: Mapping[str, str], known: Mapping[str, None]) -> tuple[str, ...]:
    """Names from a closed list, in the list's own order, each once."""
    wanted = [each.strip() for each in said[column].split(";") if each.strip()]
    if len(wanted) > LIST_MAXIMUM or not set(wanted) <= known.keys():
        raise BadField(codes.NOT_ONE_OF, column)
    return tuple(each for each in known if each in set(wanted))


def _words(column: str, said: Mapping[str, str]) -> str:
    text = said[column]
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")  # French puts them before : and !
    if len(text) > NAME_MAXIMUM or not plain.isprintable():
        raise BadField(codes.TEXT, column, maximum=NAME_MAXIMUM)
    return text


def _number(column: str, text: str, pattern: re.Pattern[str]) -> Decimal:
    if pattern.fullmatch(text) is None:
        raise BadField(codes.NUMBER, column)
    return Decimal(text)


def _money(column: str, said: Mapping[str, str]) -> Decimal:
    return _number(column, said[column], _MONEY)


def _percent(column: str, said: Mapping[str, str]) -> Decimal:
    return _number(column, said[column], _PERCENT)


def _whole(column: str, said: Mapping[str, str]) -> int:
    return int(_number(column, said[column], _COUNT))


def _day(column: str, text: str) -> date:
    return _dated(lambda: date.fromisoformat(text), _DAY.fullmatch(text) is not None, BadField(codes.DAY, column))


def _moment(text: str) -> datetime:
    wrong = BadField(codes.MOMENT, "stated_at")
    found = _dated(lambda: datetime.fromisoformat(text), _MOMENT.fullmatch(text) is not None, wrong)
    return found.astimezone(UTC)


Moment = TypeVar("Moment", date, datetime)


def _dated(read: Callable[[], Moment], is_written: bool, wrong: BadField) -> Moment:
    if not is_written:
        raise wrong
    try:
        return read()
    except ValueError:  # the 31st of February
        raise wrong from None


def _address(text: str) -> str:
    """A public https page: a name with dots, no port, no user, and plain characters only."""
    wrong = BadField(codes.ADDRESS, "page_url")
    if len(text) > URL_MAXIMUM or not text.isascii():
        raise wrong
    try:
        parts = urlsplit(text)
    except ValueError:
        raise wrong from None
    after = f"{parts.path}?{parts.query}"
    if parts.scheme != "https" or _HOST.fullmatch(parts.netloc) is None or _PATH.fullmatch(after) is None:
        raise wrong
    return text
