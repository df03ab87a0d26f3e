"""Our Green Button reader beside greenbutton-objects and beside bare XML passes that look at nothing, in one run.

    python benchmarks/green_button_parsing.py [--megabytes 45] [--runs 3] [--python PATH]

One generated file, every pass in a process of its own, the best of its runs. Ours is all the reader does with a
resident's file: refusing DTDs, limits, links, units, quality, order, overlaps. greenbutton-objects builds its objects
and counts their readings. The bare passes check that the file is well formed and keep nothing: libxml2 without SAX
handlers (lxml with an empty target) and expat without handlers are the floors any reader stands on.

greenbutton-objects and lxml are no part of the application:

    python3 -m venv ENV && ENV/bin/pip install 'greenbutton-objects==2024.7.11' 'lxml>=6.1'

Name its interpreter with `--python` or in GREENBUTTON_PYTHON; what is not installed there is left out, and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

START = 1_704_085_200
YEAR_H = 8_784
HOUR_S = 3600
MB = 1_000_000
NOW = 1_795_300_000
AROUND = """
import json, sys, time
sys.path.insert(0, {root!r})
{imports}
def one():
{body}
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
before, best, readings = peak(), 1e9, 0
for _ in range({runs}):
    begun = time.perf_counter()
    readings = one()
    best = min(best, time.perf_counter() - begun)
print(json.dumps([readings, best, peak() - before, peak()]))
"""
OURS = (
    "from utility_connectors.usage_file import read_usage_file",
    "    with open({path!r}, 'rb') as source:\n"
    "        return sum(one.count for one in read_usage_file(source, 'file', now={now}).streams)",
)
OBJECTS = (
    "from greenbutton_objects.parse import parse_feed",
    "    meters = [meter for point in parse_feed({path!r}) for meter in point.meterReadings]\n"
    "    return sum(1 for meter in meters for _ in meter.intervalReadings)",
)
LIBXML2 = (
    "from lxml import etree\nclass Nothing:\n    def close(self): return 0",
    "    parser = etree.XMLParser(target=Nothing(), resolve_entities=False, no_network=True, load_dtd=False)\n"
    "    with open({path!r}, 'rb') as source:\n"
    "        while data := source.read(65536): parser.feed(data)\n"
    "    return parser.close()",
)
EXPAT = (
    "from xml.parsers import expat",
    "    parser = expat.ParserCreate()\n"
    "    with open({path!r}, 'rb') as source:\n"
    "        while data := source.read(65536): parser.Parse(data, False)\n"
    "    parser.Parse(b'', True)\n"
    "    return 0",
)


@dataclass(frozen=True, slots=True)
class Result:
    """Readings found (0 where none are looked for), best seconds, and the peak of memory, above the start and whole."""

    readings: int
    seconds: float
    added_bytes: int
    peak_bytes: int


def main() -> int:
    """Print the table; 1 when ours and greenbutton-objects count differently."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "usage.xml"
        written = write(path, options.megabytes * MB)
        size = path.stat().st_size
        print(f"{size / MB:.1f} MB, {written:,} hourly readings with quality, best of {options.runs}")
        ours = measure(OURS, path, sys.executable, options.runs)
        if ours is None:
            return 1
        others = {
            "greenbutton-objects": measure(OBJECTS, path, options.python, 1),
            "libxml2, no handlers": measure(LIBXML2, path, options.python, options.runs),
            "expat, no handlers": measure(EXPAT, path, sys.executable, options.runs),
        }
    print(f"{'':22s} {'s':>7s} {'readings/s':>12s} {'ours is':>9s} {'memory':>9s} {'added':>9s}")
    for name, result in {"ours": ours, **others}.items():
        if result is None:
            print(f"{name:22s} not installed in {options.python}")
            continue
        ratio = f"{result.seconds / ours.seconds:8.2f}×"
        memory = f"{result.peak_bytes / MB:6.0f} MB {result.added_bytes / MB:6.0f} MB"
        print(f"{name:22s} {result.seconds:7.2f} {written / result.seconds:12,.0f} {ratio} {memory}")
    peer = others["greenbutton-objects"]
    counted = [ours.readings] + ([peer.readings] if peer else [])
    print(f"readings counted: {', '.join(f'{one:,}' for one in counted)} of {written:,}")
    return 0 if set(counted) == {written} else 1


def write(path: Path, size: int) -> int:
    """A file of about `size` bytes: homes with a year of hours each; returns how many readings it holds."""
    import numpy as np

    from models.quantities import Commodity, Flow, Unit
    from models.series import UsageSeries
    from utility_connectors.green_button.writer import write_parts
    from utility_connectors.ports import UsageStream

    rng = np.random.default_rng(17)

    def home(number: int, hours: int) -> UsageStream:
        starts = START + HOUR_S * np.arange(hours, dtype=np.int64)
        values, quality = rng.integers(80, 6_000, hours), np.where(rng.random(hours) < 0.02, 2, 0).astype(np.uint8)
        series = UsageSeries(
            Commodity.ELECTRICITY,
            Flow.DELIVERED,
            Unit.KWH,
            starts,
            np.full(hours, HOUR_S, dtype=np.int64),
            values.astype(np.int64),
            -3,
            quality,
        )
        point = f"UsagePoint/{number}"
        return UsageStream(point, series.commodity, series.flow, series.unit, HOUR_S, hours, series)

    each = sum(map(len, write_parts([home(0, YEAR_H)], updated=NOW)))
    homes = max(1, round(size / each))
    with path.open("wb") as file:
        for part in write_parts((home(number, YEAR_H) for number in range(homes)), updated=NOW):
            file.write(part)
    return homes * YEAR_H


def measure(what: tuple[str, str], path: Path, python: str, runs: int) -> Result | None:
    """The pass in a process of its own; None where it cannot be imported."""
    imports, body = what
    source = AROUND.format(root=str(ROOT), imports=imports, body=body.format(path=str(path), now=NOW), runs=runs)
    run = subprocess.run([python, "-c", source], capture_output=True, text=True)  # noqa: S603  the operator's own
    if run.returncode:
        if "ModuleNotFoundError" in run.stderr:
            return None
        raise SystemExit(run.stderr)
    readings, seconds, added, peak = json.loads(run.stdout)
    return Result(readings, seconds, added * 1024, peak * 1024)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=45)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", default=os.environ.get("GREENBUTTON_PYTHON", sys.executable))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
