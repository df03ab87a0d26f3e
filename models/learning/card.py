"""The model card: what was learned, from what, how well on homes never seen, and what it cannot do. Plain Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from models.evaluation.errors import Score
from models.learning.fit import Choice
from models.learning.judge import JudgedRow

_ABOUT: Final = """\
What share of an end use a measure saves in one home, as p10, p50 and p90, given what the platform sees of it.
Gradient-boosted trees with quantile loss (scikit-learn) on top of the rule's physics, held to be monotone in the
rule's expectation and in the present state of what is improved; ranges calibrated by conformal prediction for each
kind of evidence and type of dwelling. How and why: docs/explanation/learned-savings.md.
"""
_CHOICES: Final = """\
## Learned, or left to the rule

On archetypes kept from the trees. Learned where the loss is smaller, the middle no further off and the ranges honest.
Apart: the simulator's level over the rule's in homes that are well seen; truths were drawn between the two.

| Kind of work | homes | error: rule | learned | loss: rule | learned | coverage: rule | learned | apart | used |
|---|---|---|---|---|---|---|---|---|---|"""
_JUDGED: Final = """
## Homes never seen

Savings of the measures above in the fuel they save, rule \\| as advised. Error: median |p50 − truth| ÷ truth; bias: of
the sum; coverage: truths inside p10–p90 (80 % is right); width: mean (p90 − p10) ÷ truth.

| | | homes | error | bias | coverage | width |
|---|---|---|---|---|---|---|"""
_LIMITS: Final = """
## Limits

- It learned from simulated homes. How homes differ from our simulator was varied by our judgement; where all of our
  physics is wrong one way, so is this, and its ranges do not know it.
- Tenure is not known of simulated homes, so nothing can be said by tenure; no person's data was used.
- Wood, mobile homes, boilers and homes with heat pumps are few among the homes learned from.
- It says what physics saves. Correction by meters (realization rates) comes after it and is not part of it.
"""


@dataclass(frozen=True, slots=True)
class Made:
    """How a model was made."""

    name: str
    seed: int
    library: str
    data_digest: str
    homes_trained: int
    homes_calibrated: int
    homes_judged: int


def card(made: Made, choices: Sequence[Choice], apart: Mapping[str, float], rows: Sequence[JudgedRow]) -> str:
    """The card's text; `apart` the logarithms of the simulator's level over the rule's, by measure."""
    parts = (*_about(made), _CHOICES, *_choices(choices, apart), _JUDGED, *map(_judged, rows), _LIMITS)
    return "\n".join(parts)


def _about(made: Made) -> Iterator[str]:
    counts = f"{made.homes_trained}, {made.homes_calibrated}, {made.homes_judged}"
    yield f"# Model card: {made.name}"
    yield ""
    yield _ABOUT
    yield "| | |"
    yield "|---|---|"
    yield f"| Homes to train and choose, to calibrate, to judge | {counts}; of archetypes that share no home |"
    yield "| Data | homes of Durham's mix from NRCan's archetypes (S80), simulated, each with physics of its own |"
    yield f"| Seed, scikit-learn | {made.seed}, {made.library} |"
    yield f"| SHA-256 of the rows | `{made.data_digest}` |"
    yield ""


def _choices(choices: Sequence[Choice], apart: Mapping[str, float]) -> Iterator[str]:
    for one in choices:
        levels = ", ".join(f"{exp(apart[name]):.2f}" for name in one.measures if name in apart) or "–"
        yield (
            f"| {one.kind} | {one.homes} | {one.rule_error:.0%} | {one.learned_error:.0%} | {one.rule_loss:.3f} | "
            f"{one.learned_loss:.3f} | {one.rule_coverage:.0%} | {one.learned_coverage:.0%} | {levels} | "
            f"{'learned' if one.learned else 'rule'} |"
        )


def _judged(row: JudgedRow) -> str:
    before, after = row.rule, row.learned
    error, coverage, width = (_both(before, after, name) for name in ("median_absolute", "coverage", "width"))
    bias = _both(before, after, "bias", sign="+")
    return f"| {row.by} | {row.group} | {after.homes} | {error} | {bias} | {coverage} | {width} |"


def _both(before: Score, after: Score, name: str, sign: str = "") -> str:
    return " \\| ".join(
        "–" if (value := getattr(score, name)) is None else f"{value:{sign}.0%}" for score in (before, after)
    )
