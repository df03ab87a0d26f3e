"""How far what was said lies from the truth: relative error, bias of the sum, coverage, width and pinball loss.

Each is the plain textbook figure; nothing is smoothed. A question that was not answered is counted, never scored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.savings.rule import Range
from models.series import Floats

QUANTILES: Final = np.array([0.1, 0.5, 0.9])
RESAMPLES: Final = 200
_SEED: Final = 20261121


@dataclass(frozen=True, slots=True)
class Pair:
    """A truth of one home beside what was said of it; None when nothing was."""

    home: str
    truth: float
    said: Range | None


@dataclass(frozen=True, slots=True)
class Score:
    """How a set of pairs came out. None where nothing can be said: no answers, no ranges, only tiny truths.

    `median_absolute`: median |p50 − truth| / |truth| of truths that are not tiny. `bias`: Σp50 / Σtruth − 1.
    `coverage`: share of truths inside p10–p90, ends included; 0.80 would be right. `width`: mean (p90 − p10) / |truth|
    of truths that are not tiny. `pinball`: mean loss of the three quantiles over the mean |truth|.
    """

    homes: int
    pairs: int
    unanswered: int
    tiny: int
    median_absolute: float | None
    bias: float | None
    coverage: float | None
    width: float | None
    pinball: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """Between which figures nine in ten of other draws of homes like these would come out; None as in `Score`."""

    median_absolute: tuple[float, float] | None
    bias: tuple[float, float] | None
    coverage: tuple[float, float] | None


def score(pairs: Sequence[Pair], tiny: float) -> Score:
    """Every figure over these pairs; a truth of less than `tiny` has no relative error."""
    answered = [pair for pair in pairs if pair.said is not None]
    truth, said = _arrays(answered)
    large = np.abs(truth) >= tiny
    ranged = bool((said[:, 2] > said[:, 0]).any())
    total, size = float(truth.sum()), float(np.abs(truth).sum())
    return Score(
        homes=len({pair.home for pair in pairs}),
        pairs=len(pairs),
        unanswered=len(pairs) - len(answered),
        tiny=int((~large).sum()),
        median_absolute=_median(np.abs(said[large, 1] - truth[large]) / np.abs(truth[large])),
        bias=float(said[:, 1].sum()) / total - 1.0 if abs(total) >= tiny else None,
        coverage=_mean((said[:, 0] <= truth) & (truth <= said[:, 2])) if ranged else None,
        width=_mean((said[large, 2] - said[large, 0]) / np.abs(truth[large])) if ranged else None,
        pinball=float(pinball(truth, said).mean()) * truth.size / size if size >= tiny else None,
    )


def spread(pairs: Sequence[Pair], tiny: float) -> Spread:
    """How far the figures may be chance: whole homes are drawn again and again, never single rows; seeded."""
    answered = [pair for pair in pairs if pair.said is not None]
    truth, said = _arrays(answered)
    homes = list(dict.fromkeys(pair.home for pair in answered))
    rows: dict[str, list[int]] = {home: [] for home in homes}
    for place, pair in enumerate(answered):
        rows[pair.home].append(place)
    blocks = [np.array(rows[home]) for home in homes]
    if len(blocks) < 2:
        return Spread(None, None, None)
    random = np.random.default_rng(_SEED)
    drawn = [_figures(truth, said, blocks, random, tiny) for _ in range(RESAMPLES)]
    error, bias, coverage = (_tenths([each[place] for each in drawn]) for place in range(3))
    return Spread(error, bias, coverage)


def pinball(truth: Floats, said: Floats) -> Floats:
    """Mean pinball loss of p10, p50 and p90, in the truth's unit [n]; `said` is [n, 3]."""
    short = truth[:, None] - said
    loss: Floats = np.maximum(QUANTILES * short, (QUANTILES - 1.0) * short).mean(axis=1)
    return loss


def _arrays(answered: Sequence[Pair]) -> tuple[Floats, Floats]:
    truth = np.array([pair.truth for pair in answered])
    said = np.array([(pair.said.p10, pair.said.p50, pair.said.p90) for pair in answered if pair.said is not None])
    return truth, said.reshape(-1, 3)


def _figures(
    truth: Floats, said: Floats, blocks: Sequence[np.ndarray], random: np.random.Generator, tiny: float
) -> tuple[float | None, float | None, float | None]:
    """Error, bias and coverage of as many homes, drawn with replacement."""
    chosen = np.concatenate([blocks[place] for place in random.integers(len(blocks), size=len(blocks))])
    true, told = truth[chosen], said[chosen]
    large = np.abs(true) >= tiny
    total = float(true.sum())
    ranged = bool((told[:, 2] > told[:, 0]).any())
    return (
        _median(np.abs(told[large, 1] - true[large]) / np.abs(true[large])),
        float(told[:, 1].sum()) / total - 1.0 if abs(total) >= tiny else None,
        _mean((told[:, 0] <= true) & (true <= told[:, 2])) if ranged else None,
    )


def _tenths(values: Sequence[float | None]) -> tuple[float, float] | None:
    known = [each for each in values if each is not None]
    if not known:
        return None
    low, high = np.quantile(known, [0.05, 0.95])
    return float(low), float(high)


def _median(values: Floats) -> float | None:
    return float(np.median(values)) if values.size else None


def _mean(values: np.ndarray) -> float | None:
    return float(values.mean()) if values.size else None
