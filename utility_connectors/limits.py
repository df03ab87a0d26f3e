"""How much of anything a usage file may hold before it is refused. One place, so that tests can lower them.

The names are those of the acceptance limits; where ours differ from a partner's, the smaller one counts.
"""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts, seconds and epoch seconds, as each name says; `amount_max` in any unit, for one reading."""

    upload_max_bytes: int = 100 * MB
    xml_max_depth: int = 512
    xml_max_node_bytes: int = 10 * MB
    xml_max_attributes: int = 10_000
    xml_max_tags: int = 12_000_000
    xml_max_names: int = 10_000
    espi_max_links: int = 10_000
    espi_max_resources: int = 100_000
    csv_max_columns: int = 200
    csv_max_field_bytes: int = 131_072
    csv_max_line_bytes: int = 1 * MB
    csv_max_lines: int = 5_000_000
    csv_preamble_lines: int = 20
    xlsx_max_unpacked_bytes: int = 60 * MB
    zip_max_members: int = 1_000
    zip_max_unpacked_bytes: int = 200 * MB
    zip_max_ratio: int = 200
    zip_max_name: int = 255
    streams_max: int = 50_000
    rejects_listed: int = 1_000
    reading_min_start: int = 946_684_800
    reading_max_future_s: int = 24 * 3600
    duration_min_s: int = 60
    duration_max_s: int = 35 * 86_400
    bill_max_s: int = 400 * 86_400
    summary_max_s: int = 100 * 86_400
    electricity_max_kw: int = 100
    amount_max: float = 1e9


DEFAULT = Limits()
