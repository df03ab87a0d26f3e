"""Our daily baselines beside opendsm's, on the sample meters: speed, and error on days neither has seen.

    python benchmarks/baseline_against_opendsm.py [--python PATH] [--meters 4096] [--processes 2]

opendsm is slow to import and pins old libraries, so it lives in an environment of its own and is never part of
the application:

    python3 -m venv ENV && ENV/bin/pip install 'opendsm==1.2.7' 'multimethod<2.1'

Name its interpreter with `--python` or in OPENDSM_PYTHON; without it only our side is measured, and the output says
so. Cases: fit on the year before the samples' blackout, predict the year after it (the Illinois samples use 10 %
less there by construction, so their use is divided by 0.9); and fit on every other fortnight of the first year,
predict the rest. Two opendsm models are asked: `legacy` is the CalTRACK-style daily model, `current` adds splits by
season and day of week.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

SAMPLES = ROOT / ".." / "shared" / "samples" / "meters"
PEERS = ("legacy", "current")
PEER_FLAG = "--peer"
YEAR = 365
FORTNIGHT = 14
ALLOWED = 0.02
"""How far the mean ratio of errors may be from one."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """One fit and one test of it: use by day (NaN where not to be seen), temperature °C, first local day."""

    name: str
    electric: bool
    first_day: int
    mean_c: list[float]
    train: list[float]
    test: list[float]


def main() -> int:
    """Print both tables; exit code 0 whether or not opendsm could be asked."""
    options = _options()
    if not options.samples.is_dir():
        print(f"The sample meters are not here: {options.samples}")
        return 0
    cases = list(read_cases(options.samples))
    ours = [cvrmse(case, predict_ours(case)) for case in cases]
    speeds = our_speeds(cases, options.meters, options.processes)
    interpreter = peer_interpreter(options.python)
    if interpreter is None:
        print("opendsm is NOT installed here, so there is nothing to compare with: only our own side follows.")
        print("Install it in an environment of its own (see this file's head) and pass --python or OPENDSM_PYTHON.\n")
        for case, error in zip(cases, ours, strict=True):
            print(f"{case.name:52s} {error:8.4f}")
        print()
        for speed in speeds:
            print(f"ours: {speed}")
        return 0
    answers = ask_peer(interpreter, cases)
    print_errors(cases, ours, answers)
    print_speed(speeds, answers)
    return 0


def read_cases(samples: Path) -> Iterator[Case]:
    """The sample meters with daily or finer readings, cut into cases."""
    for name, about in json.loads((samples / "metadata.json").read_text()).items():
        if about["freq"].startswith("billing"):
            continue
        offset_h = -6 if name.startswith("il-") else 0
        first, use = _by_day(samples / about["meter_data_filename"], offset_h, whole=about["freq"] == "daily")
        weather_first, weather = _by_day(samples / about["temperature_filename"], offset_h, mean=True)
        if "tempF" in about["temperature_filename"]:
            weather = (weather - 32.0) / 1.8
        low, high = max(first, weather_first), min(first + use.size, weather_first + weather.size)
        use, weather = use[low - first : high - first], weather[low - weather_first : high - weather_first]
        begin, end = (_day(about[key]) - low for key in ("blackout_start_date", "blackout_end_date"))
        electric = about["interpretation"] == "electricity"
        if begin < YEAR or use.size < end + YEAR:
            continue
        factor = about["annual_reporting_total_load"] / about["annual_baseline_total_load"] if offset_h else 1.0
        start = begin - YEAR
        days = np.arange(start, end + 1 + YEAR)
        later = (days > end) if end > begin else (days >= end)
        yield _case(f"{name}: next year", electric, low, days, weather, use, later, days < begin, factor)
        days = np.arange(start, begin)
        for fold in (0, 1):
            seen = (days - start) // FORTNIGHT % 2 == fold
            yield _case(f"{name}: other fortnights {fold + 1}", electric, low, days, weather, use, ~seen, seen, 1.0)


def predict_ours(case: Case) -> list[float]:
    """Our prediction for every day of the case."""
    from models.baseline.fit import fit_daily, predict_daily
    from models.baseline.periods import DailyUse
    from models.quantities import Commodity, Unit
    from models.series import DailyTemperature

    commodity = Commodity.ELECTRICITY if case.electric else Commodity.NATURAL_GAS
    weather = DailyTemperature(case.first_day, np.array(case.mean_c))
    result = fit_daily([DailyUse(case.first_day, np.array(case.train))], weather, commodity, Unit.KWH)[0]
    if result.baseline is None:
        return [float("nan")] * len(case.mean_c)
    return [float(value) for value in predict_daily(result.baseline, weather.mean_c)]


def cvrmse(case: Case, predicted: list[float]) -> float:
    """Root mean square error over mean use, on the days kept from the fit."""
    test, guess = np.array(case.test), np.array(predicted)
    kept = np.isfinite(test) & np.isfinite(guess)
    return float(np.sqrt(np.mean((test[kept] - guess[kept]) ** 2)) / np.mean(test[kept]))


@dataclass(frozen=True, slots=True)
class Speed:
    """Meters fitted a second: by all processes together on the wall clock, and by a second of one processor's time.

    The second does not suffer from whatever else the machine is doing.
    """

    what: str
    a_second: float
    a_processor_second: float
    processes: int

    def __str__(self) -> str:
        return (
            f"{self.a_second:,.0f} daily meters a second on {self.processes} processes "
            f"({self.a_processor_second:,.0f} a second of one processor's time), {self.what}"
        )


WAYS = ("readings to a baseline each", "arrays to columns", "arrays to columns with a normal year and its interval")


def our_speeds(cases: list[Case], meters: int, processes: int) -> list[Speed]:
    """How fast all processes are, each fitting `meters` years made from the cases with noise, in each of `WAYS`."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_fit_many, [(cases, 64, i) for i in range(processes)]))
        took = list(pool.map(_fit_many, [(cases, meters, i) for i in range(processes)]))
    speeds = []
    for way, what in enumerate(WAYS):
        # The slowest process's own fitting time: making the test data is not part of it.
        slowest, spent = max(each[way][0] for each in took), sum(each[way][1] for each in took)
        speeds.append(Speed(what, processes * meters / slowest, processes * meters / spent, processes))
    return speeds


def _fit_many(job: tuple[list[Case], int, int]) -> list[tuple[float, float]]:
    """Seconds on the clock and of the processor, of each of `WAYS`."""
    from models.baseline.batch import daily_batch
    from models.baseline.fit import fit_daily
    from models.baseline.normalise import normalise_all
    from models.baseline.periods import DailyUse
    from models.quantities import Commodity, Unit
    from models.series import DailyTemperature

    cases, meters, seed = job
    rng = np.random.default_rng(seed)
    years = [case for case in cases if case.name.endswith("next year") and case.electric]
    chosen = [years[i % len(years)] for i in range(meters)]
    use = np.stack([np.array(case.train[:YEAR]) * rng.normal(1.0, 0.1, YEAR) for case in chosen])
    mean_c = np.stack([np.array(case.mean_c[:YEAR]) for case in chosen])
    first = np.array([case.first_day for case in chosen])
    uses = [DailyUse(int(day), row) for day, row in zip(first, use, strict=True)]
    weather = [DailyTemperature(int(day), row) for day, row in zip(first, mean_c, strict=True)]
    normal = DailyTemperature(0, np.nan_to_num(mean_c[0], nan=8.0))

    def to_columns() -> None:
        daily_batch(use, first, mean_c, Commodity.ELECTRICITY)

    def to_years() -> None:
        normalise_all(daily_batch(use, first, mean_c, Commodity.ELECTRICITY).fits, normal)

    took = []
    for way in (lambda: fit_daily(uses, weather, Commodity.ELECTRICITY, Unit.KWH), to_columns, to_years):
        wall, spent = time.perf_counter(), time.process_time()
        way()
        took.append((time.perf_counter() - wall, time.process_time() - spent))
    return took


def peer_interpreter(named: str | None) -> str | None:
    """The interpreter that has opendsm: the one named, or this one, or None."""
    wanted = named or os.environ.get("OPENDSM_PYTHON")
    if wanted:
        return wanted
    return sys.executable if importlib.util.find_spec("opendsm") else None


def ask_peer(interpreter: str, cases: list[Case]) -> dict[str, Any]:
    """Predictions and seconds a fit of each opendsm model, from a process of its own."""
    fields = Case.__dataclass_fields__
    question = json.dumps([{name: getattr(case, name) for name in fields} for case in cases])
    run = subprocess.run(  # noqa: S603  the operator's own interpreter
        [interpreter, __file__, PEER_FLAG], input=question, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    if run.returncode != 0:
        raise SystemExit(f"opendsm failed in {interpreter}: is it installed there, with multimethod<2.1?")
    answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return answer


def answer_as_peer() -> int:
    """Runs inside the environment that has opendsm: cases on standard input, one line of JSON on standard output."""
    import pandas as pd
    from opendsm.eemeter import DailyBaselineData, DailyModel, DailyReportingData

    answer: dict[str, Any] = {}
    for peer in PEERS:
        predictions, seconds = [], []
        cases = json.load(sys.stdin) if not answer else answer["cases"]
        answer["cases"] = cases
        for case in cases:
            index = pd.date_range("1970-01-01", periods=len(case["mean_c"]), freq="D", tz="Etc/GMT+6")
            index += pd.Timedelta(days=case["first_day"])
            frame = pd.DataFrame({"temperature": np.array(case["mean_c"]) * 1.8 + 32.0}, index=index)
            train = frame.assign(observed=np.array(case["train"], dtype=float))
            last = int(np.flatnonzero(np.isfinite(train["observed"].to_numpy()))[-1])
            begin = time.perf_counter()
            data = DailyBaselineData(train.iloc[: last + 1], is_electricity_data=case["electric"])
            model = DailyModel(model=peer).fit(data, ignore_disqualification=True)
            seconds.append(time.perf_counter() - begin)
            future = DailyReportingData(frame, is_electricity_data=case["electric"])
            predicted = model.predict(future, ignore_disqualification=True)["predicted"].reindex(index)
            predictions.append([float(value) for value in predicted])
        answer[peer] = {"predictions": predictions, "seconds": seconds}
    del answer["cases"]
    print(json.dumps(answer))
    return 0


def print_errors(cases: list[Case], ours: list[float], answers: dict[str, Any]) -> None:
    """CVRMSE on unseen days, ours beside each peer's, and the ratios."""
    print(f"{'out-of-sample CVRMSE':52s} {'ours':>8s} " + " ".join(f"{peer:>8s}  ratio" for peer in PEERS))
    ratios: dict[str, list[float]] = {peer: [] for peer in PEERS}
    for i, case in enumerate(cases):
        line = f"{case.name:52s} {ours[i]:8.4f} "
        for peer in PEERS:
            theirs = cvrmse(case, answers[peer]["predictions"][i])
            ratios[peer].append(ours[i] / theirs)
            line += f"{theirs:8.4f} {ours[i] / theirs:6.3f} "
        print(line)
    for peer in PEERS:
        log = np.log(ratios[peer])
        within = "within" if abs(np.exp(log.mean()) - 1.0) <= ALLOWED else "NOT within"
        print(
            f"ours / opendsm {peer}: geometric mean {np.exp(log.mean()):.4f}, worst {max(ratios[peer]):.4f} "
            f"({within} {ALLOWED:.0%})"
        )


def print_speed(speeds: list[Speed], answers: dict[str, Any]) -> None:
    """Meters a second, ours and each peer's (its first fit, which compiles, left out), and how many times theirs."""
    print()
    for speed in speeds:
        print(f"ours: {speed}")
    for peer in PEERS:
        theirs = 1.0 / float(np.median(answers[peer]["seconds"][1:]))
        times = [f"{speed.a_second / (theirs * speed.processes):,.0f}" for speed in speeds]
        print(f"opendsm {peer}: {theirs:.2f} a second on one process; ours do {', '.join(times)} times that")


def _case(
    name: str,
    electric: bool,
    low: int,
    days: Any,
    weather: Any,
    use: Any,
    test: Any,
    train: Any,
    factor: float,
) -> Case:
    known = use[days]
    return Case(
        name,
        electric,
        int(low + days[0]),
        weather[days].tolist(),
        np.where(train, known, np.nan).tolist(),
        (np.where(test, known, np.nan) / factor).tolist(),
    )


def _by_day(path: Path, offset_h: int, *, whole: bool = False, mean: bool = False) -> tuple[int, Any]:
    """Sum, or mean, of a gzipped CSV's last column by day of a clock `offset_h` from universal time; NaN where thin."""
    with gzip.open(path, "rt") as file:
        rows = list(csv.reader(file))[1:]
    times, values = [], []
    for row in rows:
        moment = datetime.fromisoformat(row[-2])
        times.append((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() + offset_h * 3600)
        values.append(float(row[-1] or "nan"))
    value = np.array(values)
    day = (np.array(times) // 86400).astype(np.int64)
    known = np.isfinite(value)
    first = int(day.min())
    counts = np.bincount(day[known] - first)
    sums = np.bincount(day[known] - first, weights=value[known])
    expected = 1 if whole else np.median(counts)
    result = np.full(sums.size, np.nan)
    enough = counts >= 0.5 * expected
    result[enough] = sums[enough] / counts[enough] * (1.0 if mean else expected)
    return first, result


def _day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=None, help="interpreter of the environment that has opendsm")
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    parser.add_argument("--meters", type=int, default=4096, help="meters a process fits in the speed test")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(answer_as_peer() if PEER_FLAG in sys.argv[1:] else main())
