"""How many hostile inputs are answered as they must be: no crash, no hang, no wrong total, a code for every refusal.

    .venv/bin/python -m benchmarks.hostile_files [--count N] [--seed S] [--processes P] [--only NUMBER]

Makes N inputs (20,000) of all formats that are read, from a seed: honest ones hidden among what must not count, whose
total is known, and blind damage. Prints the figures as one JSON object, then whatever was wrong by its number;
`--only NUMBER` makes and judges that one again and keeps its bytes in `/tmp`. Exits with 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.hostile import cases
from tests.hostile.cases import Verdict

PART = 200


def main(count: int, seed: int, processes: int) -> int:
    """The figures are printed; 0 when nothing was wrong."""
    begun = time.monotonic()
    parts = [range(first, min(first + PART, count)) for first in range(0, count, PART)]
    with ProcessPoolExecutor(processes) as pool:
        done = list(pool.map(_judged, [seed] * len(parts), parts))
    verdicts = [verdict for found, _ in done for verdict in found]
    wrong = [verdict for verdict in verdicts if verdict.wrong]
    figures = {
        "inputs": len(verdicts),
        "outcomes": dict(Counter(verdict.outcome for verdict in verdicts).most_common()),
        "codes": len({verdict.code for verdict in verdicts if verdict.code}),
        "wrong": len(wrong),
        "slowest_s": round(max(verdict.seconds for verdict in verdicts), 2),
        "most_memory_mb": max(memory for _, memory in done),
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(figures))
    for verdict in wrong[:100]:
        print(f"{verdict.number}: {verdict.outcome} {verdict.code} ({verdict.label}): {verdict.wrong}")
    return 1 if wrong else 0


def again(seed: int, number: int) -> int:
    """One input is made again, kept in a file, judged and printed."""
    _, label, data, truth = cases.made(seed, number)
    with tempfile.NamedTemporaryFile(prefix=f"hostile-{seed}-{number}-", delete=False) as file:
        file.write(data)
    print(f"{label}\n{truth}\n{Path(file.name)}\n{cases.judged(seed, number)}")
    return 0


def _judged(seed: int, numbers: range) -> tuple[list[Verdict], int]:
    """Verdicts, and the most memory this process ever held [MB]."""
    found = [cases.judged(seed, number) for number in numbers]
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int)
    given = parser.parse_args()
    sys.exit(
        again(given.seed, given.only) if given.only is not None else main(given.count, given.seed, given.processes)
    )
