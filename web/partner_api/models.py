"""The documents of the API: what it answers with and what it takes. Their schemas are the ones partners read.

Input is strict: no unknown field, nothing turned from one kind into another. Numbers and times in a question are
ASCII digits as written down, since a lenient reader would also take "1_000", other alphabets' digits and bare seconds.
"""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from web.partner_api.describe import Query

MOMENT = re.compile(
    r"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-][01][0-9]:[0-5][0-9])"
)
COUNT = re.compile(r"[0-9]{1,4}")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PAGE = 100
PAGE_MAXIMUM = 1000


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or MOMENT.fullmatch(value) is None:
        raise ValueError("a date and time with its offset, as RFC 3339 writes it")
    return datetime.fromisoformat(value)


def _id(value: Any) -> uuid.UUID:
    if not isinstance(value, str) or ID.fullmatch(value) is None:
        raise ValueError("an identifier as we write them")
    return uuid.UUID(value)


def _count(value: Any) -> int:
    if not isinstance(value, str) or COUNT.fullmatch(value) is None:
        raise ValueError("digits")
    return int(value)


Moment = Annotated[AwareDatetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Count = Annotated[
    int, BeforeValidator(_count), Field(ge=1, le=PAGE_MAXIMUM),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": PAGE_MAXIMUM, "default": PAGE}),
]  # fmt: skip
Flag = Annotated[
    bool, BeforeValidator(lambda value: {"true": True, "false": False}.get(value, value)), Field(strict=True)
]
Id = Annotated[uuid.UUID, BeforeValidator(_id), WithJsonSchema({"type": "string", "format": "uuid"})]
Pseudonym = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
FactValue = str | int | float | bool | None


class Out(BaseModel):
    """The parent of what the API answers with."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ProblemDocument(BaseModel):
    """What went wrong (RFC 9457). `code` is stable; `detail` is for people, in English or French."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    title: str
    status: int
    code: str
    instance: str
    detail: str | None = None


class FindingDocument(Out):
    """Something to know of a file: a stable code, how much it matters, and its facts."""

    code: str
    severity: str
    facts: dict[str, FactValue]
    sentence: str


class ImportDocument(Out):
    """One file you sent and what became of it."""

    id: uuid.UUID
    state: Literal["received", "checked", "running", "stored", "rejected", "cancelled"]
    format: str | None
    sha256: str
    size_bytes: int
    counts: dict[str, int]
    findings: list[FindingDocument]
    code: str | None
    reason: str | None
    progress: int | None
    received_at: AwareDatetime
    finished_at: AwareDatetime | None
    supersedes: uuid.UUID | None
    links: dict[str, str]


class ImportsDocument(Out):
    """Files you sent, newest first."""

    items: list[ImportDocument]
    next: str | None
    """Where the page after this one is; none on the last."""


class RejectDocument(Out):
    """One row that was not taken. `value` is there only where the customer's permission stands."""

    line: int
    column: str | None
    code: str
    value: str | None
    sentence: str


class ReportDocument(Out):
    """Row by row, what was not taken and why; `counts` are exact, rows are the first ones."""

    id: uuid.UUID
    counts: dict[str, int]
    rows: list[RejectDocument]
    shown: int
    total: int


class ConsentDocument(Out):
    """One customer's permission began or ended. `data_from` is the first day you may send, by local date."""

    id: str
    at: AwareDatetime
    pseudonym: str
    commodity: str
    change: Literal["granted", "withdrawn"]
    data_from: date | None


class ConsentsDocument(Out):
    """What changed, oldest first."""

    items: list[ConsentDocument]
    next: str | None
    """Where the page after this one is; none on the last."""
    poll_since: AwareDatetime
    """What to ask from next time."""


class ManifestItem(Out):
    """A customer whose usage of one commodity may be sent now."""

    pseudonym: str
    commodity: str
    data_from: date | None
    until: AwareDatetime


class ManifestDocument(Out):
    """Whose usage may be sent now."""

    items: list[ManifestItem]
    next: str | None


class PseudonymsDocument(Out):
    """How a pseudonym is made: HMAC-SHA-256 of `account|meter` in UTF-8 with this key, as hexadecimal digits."""

    algorithm: Literal["HMAC-SHA-256"] = "HMAC-SHA-256"
    message: Literal["account|meter"] = "account|meter"
    key: str


class ConsentsQuery(Query):
    """Which answers to list."""

    since: Moment | None = None
    limit: Count = PAGE


class ManifestQuery(Query):
    """Which part of the manifest to list."""

    after: Pseudonym | None = None
    limit: Count = PAGE_MAXIMUM


class HistoryQuery(Query):
    """Which files to list."""

    limit: Count = PAGE
    before: Id | None = None
    """The last file of the page before this one."""


class UploadQuery(Query):
    """Whether to store what is good at once, or to look first."""

    commit: Flag = True
    supersedes: Id | None = None
    """The stored file that this one corrects."""
