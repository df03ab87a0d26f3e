"""Hostile inputs by number: the same seed and number make the same input, given to its reader and judged."""

from __future__ import annotations

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import psutil

from tests.hostile import blind, known_csv, known_green_button, wrapped
from tests.hostile.readers import WrongAnswer, give, inspected
from tests.hostile.truth import Truth

HANGS_AFTER_S = 60
MOST_GROWTH_BYTES = 400_000_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one input. `wrong` is empty where everything held."""

    number: int
    label: str
    outcome: str
    code: str
    seconds: float
    wrong: str = ""


class TooLong(BaseException):
    """An input held its reader for longer than anything may."""


def made(seed: int, number: int) -> tuple[str, str, bytes, Truth | None]:
    """Reader, label, bytes, and what is known of them; None for blind damage."""
    random = Random(f"{seed}/{number}")
    if random.random() < 0.6:
        found, label, data = blind.damaged(random)
        return found.reader, label, data, None
    known = random.choice(
        (known_csv.standard, known_csv.standard, known_csv.local, known_green_button.green_button,
         known_green_button.green_button, known_green_button.units, known_green_button.twice_told)
    )(random)  # fmt: skip
    chance = random.random()
    if chance < 0.2:
        known = wrapped.zipped(random, known)
    elif chance < 0.3 and not known[1].lstrip(b"\xef\xbb\xbf\xff\xfe").startswith(b"<"):
        known = wrapped.in_workbook(random, known)
    return "usage", *known


def judged(seed: int, number: int) -> Verdict:
    """The verdict on one input. Never raises for what a reader does."""
    reader, label, data, truth = made(seed, number)
    memory = psutil.Process().memory_info().rss
    begun = time.monotonic()
    outcome, code, wrong = "crashed", "", ""
    try:
        with _alarm():
            if truth is None:
                outcome, code = give(reader, data)
            else:
                said = inspected(data)
                outcome, code = said["status"], said["code"] or ""
                wrong = truth.contradiction(said) or ""
    except TooLong:
        outcome, wrong = "hung", f"more than {HANGS_AFTER_S} s"
    except WrongAnswer as answer:
        outcome, wrong = "wrong", str(answer)
    except Exception as error:  # noqa: BLE001  whatever it is, it is what this looks for
        where = traceback.extract_tb(error.__traceback__)[-1]
        wrong = f"{type(error).__name__}: {str(error)[:200]} at {where.filename}:{where.lineno}"
    grown = psutil.Process().memory_info().rss - memory
    if not wrong and grown > MOST_GROWTH_BYTES:
        wrong = f"{grown // 1_000_000} MB more memory"
    return Verdict(number, label, outcome, code, time.monotonic() - begun, wrong)


@contextmanager
def _alarm() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(HANGS_AFTER_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
