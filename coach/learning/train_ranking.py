"""A ranker trained from what coaches decided, when there is enough, and the gate that says who ranks.

Seeded and without a clock: the same decisions and seed give the same bytes. With too little, or when the rule is not
beaten, the files say so and hold no ranker that would be used. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from coach.codes import ALL_CODES
from coach.learning.train_types import Trained
from models.artifacts import packed
from models.findings import Finding
from models.ranking.decided import Decided, digest_of
from models.ranking.features import FEATURES
from models.ranking.fit import fitted
from models.ranking.gate import Figures, Gate, closed, judged, parts, too_little
from models.ranking.learned import KIND, SCORES, LearnedRanker
from models.ranking.rule import VERSION, RuleRanker

NAME: Final = "coaches-1"
_SENTENCES: Final = {code.code: code for code in ALL_CODES}


def train_ranking(decided: Sequence[Decided], seed: int, step: Callable[[str], None]) -> Trained:
    """The ranker's files, the comparison with the rule, and the same in words; `step` is told what goes on.

    The lineage in the manifest is a digest of every home learned from: whoever has a home's identifier can tell whether
    it was, and nobody can tell whose homes they are from the digests.
    """
    train, held = parts(decided)
    estimators: Mapping[str, Any] = {}
    if too_little(train, held):
        step("ranking: too little was decided to learn from")
        gate = closed(train, held)
    else:
        step(f"ranking: {len(train)} homes to train with, {len(held)} to judge by")
        estimators = {SCORES: fitted(train, seed=seed)}
        gate = judged(train, held, LearnedRanker.fitted(NAME, estimators[SCORES]), RuleRanker())
    facts = {
        "features": list(FEATURES),
        "rule": VERSION,
        "gate": gate.as_json(),
        "lineage": sorted(each.mark for each in train) if estimators else [],
    }
    digest = digest_of((*train, *held))
    files = packed(KIND, NAME, seed=seed, data_digest=digest, facts=facts, estimators=estimators)
    lines = tuple(_lines(gate))
    files["CARD.md"] = _card(gate, lines).encode()
    return Trained(KIND, files, {"made": {"name": NAME, "seed": seed, "digest": digest}, "gate": gate.as_json()}, lines)


def _lines(gate: Gate) -> Iterator[str]:
    homes = f"{gate.homes} homes decided by {gate.coaches} coaches, {gate.held_out} of them held out"
    yield f"Ranking {NAME}: {homes}"
    for finding in gate.because:
        yield f"  {_said(finding)}"
    if gate.rule is None or gate.learned is None or gate.better is None:
        return
    yield f"  {'':<14}{'':<18}{'homes':>6} {'NDCG@5':>15} {'top-3 regret':>16} {'first three, $ and kg a year':>34}"
    yield _row("all", "held-out homes", gate.held_out, gate.rule, gate.learned)
    for row in gate.groups:
        yield _row(row.by, row.group, row.homes, row.rule, row.learned)
    low, high = gate.better
    yield f"  rule → learned; NDCG@5 better by {low:+.3f} to {high:+.3f} in nine draws of ten"


def _row(by: str, group: str, homes: int, rule: Figures, learned: Figures) -> str:
    money = f"{rule.bill_cad:,.0f} → {learned.bill_cad:,.0f} $, {rule.carbon_kg:,.0f} → {learned.carbon_kg:,.0f} kg"
    return (
        f"  {by:<14}{group:<18}{homes:>6} {rule.ndcg:>6.3f} → {learned.ndcg:.3f} "
        f"{rule.regret:>7.1%} → {learned.regret:>6.1%} {money:>34}"
    )


def _said(finding: Finding) -> str:
    return _SENTENCES[finding.code].sentence("en", finding.facts)


def _card(gate: Gate, lines: Sequence[str]) -> str:
    """What was learned, from whom in numbers, and how it was judged."""
    who = "**It ranks.**" if gate.passed else "**It does not rank; the rule does.**"
    table = "\n".join(lines)
    return f"""# Ranking {NAME}

{who} Learned from the order coaches gave, what they kept for later or left out, and what residents took up.
It sees figures of the work, the wish and the list; never people, places, tenure, income, homes' sizes, notes, coaches.
Homes whose permission for advice or research has ended are not in it when it is trained again.
Method, limits and reasons: docs/explanation/ranking.md.

```
{table}
```
"""
