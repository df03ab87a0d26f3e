"""Savings trained from nothing: simulated homes, a model, its comparison with the rule, its files and its card.

Seeded and without a clock: the same seed, count and versions give the same bytes. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version as installed
from typing import Any, Final

from coach.learning.train_types import Trained
from coach.learning.training_homes import training_table
from models.artifacts import LIBRARY, packed
from models.house.stock_sample import Part
from models.learning.card import Made, card
from models.learning.disagreement import between, levels
from models.learning.fit import Choice, Fitted, fitted
from models.learning.judge import JudgedRow, judged
from models.learning.table import Table
from models.savings.learned import KIND
from models.savings.learned_rows import FEATURES

NAME: Final = "learned-1"
SHARES: Final[Mapping[Part, float]] = {Part.TRAIN: 0.68, Part.CALIBRATE: 0.22, Part.TEST: 0.10}
"""Of the homes asked for. Those of the test part only judge what is finished."""
LEAST_HOMES: Final = 40
_DRAWN: Final[Mapping[Part, int]] = {Part.TRAIN: 1_000_000, Part.CALIBRATE: 2_000_000, Part.TEST: 3_000_000}
"""What is added to the seed, so that no part draws another's homes or weather, nor those of `evaluate`."""


def train_savings(seed: int, homes: int, step: Callable[[str], None]) -> Trained:
    """The model's files, and what to say of it; `step` is told what goes on. ValueError for too few homes."""
    if homes < LEAST_HOMES:
        raise ValueError(f"savings are learned from {LEAST_HOMES} homes or more")
    tables = {}
    for part in Part:
        count = max(round(SHARES[part] * homes), 8)
        step(f"savings: {count} homes to {part.value} with")
        tables[part] = training_table(seed + _DRAWN[part], count, (part,))
    step("savings: trees")
    apart = levels(tables[Part.TRAIN])
    model = fitted(between(tables[Part.TRAIN], apart, seed), between(tables[Part.CALIBRATE], apart, seed), seed=seed)
    test = tables[Part.TEST]
    step("savings: homes never seen")
    rows = judged(test, model.said(test), model.chosen)
    digest = sha256("".join(each.digest for each in tables.values()).encode()).hexdigest()
    made = Made(NAME, seed, installed(LIBRARY), digest, *(_homes(tables[part]) for part in Part))
    files = packed(KIND, NAME, seed=seed, data_digest=digest, facts=_facts(model), estimators=model.estimators)
    files["CARD.md"] = card(made, model.choices, apart, rows).encode()
    document = {
        "made": asdict(made),
        "levels_apart": {name: round(each, 3) for name, each in apart.items()},
        "choices": [{**asdict(one), "measures": list(one.measures), "learned": one.learned} for one in model.choices],
        "judged": [asdict(row) for row in rows],
    }
    return Trained(KIND, files, document, tuple(_lines(made, model.choices, rows)))


def _facts(model: Fitted) -> dict[str, Any]:
    return {
        "features": list(FEATURES),
        "chosen": list(model.chosen),
        "lifts": dict(model.lifts),
        "tails": {name: [round(each.below, 6), round(each.above, 6)] for name, each in model.tails.items()},
    }


def _homes(table: Table) -> int:
    return len(set(table.home.tolist()))


def _lines(made: Made, choices: tuple[Choice, ...], rows: list[JudgedRow]) -> Iterator[str]:
    yield (
        f"Savings {made.name}: {made.homes_trained} homes trained, {made.homes_calibrated} calibrated, "
        f"{made.homes_judged} judged"
    )
    left = [one.kind for one in choices if not one.learned]
    yield f"  learned: {', '.join(one.kind for one in choices if one.learned) or 'nothing'}"
    yield f"  left to the rule: {', '.join(left) or 'nothing'}; and all that moves to another fuel"
    yield f"  {'':<15}{'':<26}{'homes':>6} {'error':>12} {'bias':>14} {'coverage':>12} {'width':>12}"
    for row in rows:
        before, after = row.rule, row.learned
        yield (
            f"  {row.by:<15}{row.group:<26}{after.homes:>6} "
            f"{_share(before.median_absolute):>5} → {_share(after.median_absolute):>4} "
            f"{_share(before.bias, '+'):>6} → {_share(after.bias, '+'):>5} "
            f"{_share(before.coverage):>5} → {_share(after.coverage):>4} {_share(before.width):>5} → "
            f"{_share(after.width):>4}"
        )
    yield "  rule → as advised, on homes never seen; error: median |p50 − truth| ÷ truth, coverage: 80% is right"


def _share(value: float | None, sign: str = "") -> str:
    return "–" if value is None else f"{value:{sign}.0%}"
