"""The regulator's two files, made up in the shape of the published ones (S27, S28), with Durham's distributors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PRICES = {
    "RPP1": "0.12",
    "RPP2": "0.142",
    "RPPOffP": "0.098",
    "RPPMidP": "0.157",
    "RPPOnP": "0.203",
    "ULO_overnight": "0.039",
    "ULO_weekendoffp": "0.098",
    "ULO_midp": "0.157",
    "ULO_onp": "0.391",
    "Rebate": "0.235",
    "GST": "0.13",
}
"""As in force from 1 November 2025."""
DISTRIBUTOR = {
    "YEAR": "2026",
    "ET1": "600",
    "SC": "35.48",
    "DC": "0.0009",
    "GA_RR_NONRPP": "",
    "Net": "0.0126",
    "Conn": "0.0049",
    "WMSR": "0.0047",
    "RRRP": "0.0006",
    "SSS": "0.25",
    "LF": "1.0369",
    "OFC": "1.05",
    "VC": "",
    "OC": "0.0009",
    "DRP": "0",
    "DRC": "",
    "DRP_Rate": "42.88",
}
DURHAM = (
    ("Elexicon Energy Inc.-Veridian Rate Zone", "RESIDENTIAL", {"SC": "33.10"}),
    ("Elexicon Energy Inc.-Whitby Rate Zone", "RESIDENTIAL", {"SC": "37.20"}),
    ("Oshawa PUC Networks Inc.", "RESIDENTIAL", {"SC": "31.75", "LF": "1.0432"}),
    ("Hydro One Networks Inc.", "UR RESIDENTIAL", {"SC": "42.62", "DC": "-0.0007", "LF": "1.057"}),
    ("Hydro One Networks Inc.", "R1 RESIDENTIAL", {"SC": "70.10", "DC": "0.021", "OC": "-0.0003", "DRP": "1"}),
    ("Hydro One Networks Inc.", "R2 RESIDENTIAL", {"SC": "120.0", "DC": "0.05", "OC": "0", "DRP": "1", "LF": "1.105"}),
    ("Alectra Utilities Corporation-PowerStream Rate Zone", "RESIDENTIAL", {}),
    ("Algoma Power Inc.", "SEASONAL CUSTOMERS", {"SC": "105.55", "RPPOffP": "0.5"}),
)
GAS = {
    "Lic": "1",
    "Dist": "Enbridge Gas",
    "SA": "All",
    "RC": "1",
    "ED": "2026-10-01T00:00:00",
    "MC": "27.69",
    **{"DT1Low": "0", "DT1High": "30", "DT2Low": "31", "DT2High": "85", "DT3Low": "85", "DT3High": "170"},
    **{"DT4Low": "170", "DT4High": "99999", "DT5Low": "0", "DT5High": "0"},
    **{"DCT1": "0.1447", "DCT2": "0.1363", "DCT3": "0.1298", "DCT4": "0.1249", "DCT5": "0"},
    **{"DCPA": "0.0075", "SC": "0", "SCPA": "0", "CM": "0.1130", "CMPA": "-0.0125", "TC": "0.0543", "TCPA": "0.0034"},
    **{"FedCC": "0", "FacCC": "1.45E-4", "GST": "0.13", "Jan": "419"},
}
OTHER_GAS = {**GAS, "Lic": "4", "Dist": "Union Gas", "SA": "North East", "RC": "01"}


def electricity(
    prices: Mapping[str, str] | None = None,
    distributors: Iterable[tuple[str, str, Mapping[str, str]]] = DURHAM,
) -> bytes:
    """A `BillData.xml`."""
    common = {**PRICES, **(prices or {})}
    rows = [
        _row("BillDataRow", {"Dist": name, "Class": kind, **DISTRIBUTOR, **common, **own})
        for name, kind, own in distributors
    ]
    return _document("BillDataTable", rows)


def gas(changed: Mapping[str, str] | None = None, *, others: bool = True) -> bytes:
    """A `GasBillData.xml`."""
    rows = [_row("GasBillData", {**GAS, **(changed or {})})]
    if others:
        rows.append(_row("GasBillData", OTHER_GAS))
    return _document(
        "dataroot", rows, ' xmlns:od="urn:schemas-microsoft-com:officedata" generated="2026-09-28T09:23:41"'
    )


def _row(name: str, fields: Mapping[str, str]) -> str:
    inside = "".join(f"\t\t<{key}>{value}</{key}>\n" if value else f"\t\t<{key}/>\n" for key, value in fields.items())
    return f"\t<{name}>\n{inside}\t</{name}>\n"


def _document(root: str, rows: Iterable[str], attributes: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{attributes}>\n{"".join(rows)}</{root}>\n'.encode()
