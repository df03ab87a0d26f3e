"""`greener-homes bench`: the measurements in `benchmarks/`, each beside its peer, from a checkout of the repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from greener_homes.errors import Refusal
from models.findings import Code, Severity

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"

NO_BENCHMARK = Code(
    "bench.unknown",
    Severity.REFUSAL,
    "There is no such benchmark here. Known: {known}.",
    "Il n’y a pas un tel banc d’essai ici. Connus\u00a0: {known}.",
)
CODES = (NO_BENCHMARK,)


def known() -> list[str]:
    """The benchmarks of this checkout, by name; none where the package was installed without one."""
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


def run(name: str | None, arguments: list[str]) -> int:
    """Runs one benchmark, or each in turn, printing as it goes; the first failure's exit code. Raises Refusal."""
    chosen = known() if name is None else [one for one in known() if one == name]
    if not chosen:
        raise Refusal(NO_BENCHMARK, known=", ".join(known()) or "–")
    for one in chosen:
        print(f"== {one}", flush=True)
        finished = subprocess.run([sys.executable, str(FOLDER / f"{one}.py"), *arguments], check=False)  # noqa: S603
        if finished.returncode:
            return finished.returncode
    return 0
