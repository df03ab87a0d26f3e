"""The regulator's bill-data documents as rows of text: one pass, bounded, no document type, nothing fetched.

`BillData.xml` is a `BillDataTable` of `BillDataRow`s, `GasBillData.xml` a `dataroot` of `GasBillData`s; each row is a
flat list of elements. Anything that is not such a table ends the reading.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from greener_homes.errors import Refusal
from utility_connectors.codes_rates import RATES_DOCTYPE, RATES_NOT_A_TABLE, RATES_NOT_WELL_FORMED, RATES_TOO_LARGE

MAX_BYTES = 5_000_000
"""The whole of Ontario is about 100 kB."""
MAX_ROWS = 2_000
MAX_FIELDS = 80
LONGEST_TEXT = 200
TABLES = {"BillDataTable": "BillDataRow", "dataroot": "GasBillData"}
"""What the documents are called, and their rows."""

Rows = list[dict[str, str]]


def read_rows(data: bytes) -> tuple[str, Rows]:
    """The name of the rows and each row's text by element. Raises Refusal."""
    if len(data) > MAX_BYTES:
        raise Refusal(RATES_TOO_LARGE, max_mb=MAX_BYTES // 1_000_000)
    table = _Table()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = table.start
    parser.EndElementHandler = table.end
    parser.CharacterDataHandler = table.text
    parser.StartDoctypeDeclHandler = table.doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refusal(RATES_NOT_WELL_FORMED, line=error.lineno) from None
    except (LookupError, ValueError):  # an encoding nobody has, or none for text
        raise Refusal(RATES_NOT_WELL_FORMED, line=1) from None
    finally:
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartDoctypeDeclHandler = None
    if not table.rows:
        raise Refusal(RATES_NOT_A_TABLE)
    return table.row_name, table.rows


class _Table:
    """One document on its way from events to rows."""

    def __init__(self) -> None:
        self.rows: Rows = []
        self.row_name = ""
        self._depth = 0
        self._field = ""
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self.row_name = TABLES.get(name, "")
        elif self._depth == 2:
            self.rows.append({})
        self._field, self._text = name, ""
        sound = self.row_name and self._depth <= 3 and (self._depth != 2 or name == self.row_name)
        if not sound or len(self.rows) > MAX_ROWS:
            raise Refusal(RATES_NOT_A_TABLE)

    def end(self, name: str) -> None:
        if self._depth == 3:
            row = self.rows[-1]
            if name in row or len(row) >= MAX_FIELDS:
                raise Refusal(RATES_NOT_A_TABLE)
            row[name] = self._text.strip()
        self._depth -= 1
        self._text = ""

    def text(self, data: str) -> None:
        if self._depth == 3:
            self._text += data
        elif data.strip():
            raise Refusal(RATES_NOT_A_TABLE)
        if len(self._text) > LONGEST_TEXT:
            raise Refusal(RATES_NOT_A_TABLE)

    def doctype(self, *_: object) -> NoReturn:
        raise Refusal(RATES_DOCTYPE)
