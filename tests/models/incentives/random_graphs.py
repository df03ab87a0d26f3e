"""Small random programmes as a file, and as plain values that somebody else can count on fingers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random

MEASURES = ("ENV-AIR", "ENV-ATTIC-MID", "HVAC-TSTAT")
SURE = {"sure": 3, "likely": 2, "unknown": 1}
_WHEN = {
    "sure": None,
    "likely": {"fact": "tenure", "among": ["owner"], "likely": True},
    "unknown": {"fact": "income_qualified", "is": True},
}


@dataclass
class MadeOffer:
    """An offer: whole dollars for each of its measures, its own most, how sure, what it needs, whether by the path."""

    id: str
    cad: dict[str, tuple[int, int, int]]
    most: int | None
    sure: str
    needs: list[list[str]]
    by_path: bool


@dataclass
class Made:
    """A graph: caps over offers that nest, groups of which one may be used, how many measures the path needs."""

    offers: list[MadeOffer]
    caps: list[tuple[list[str], tuple[int, int, int]]]
    exclusions: list[tuple[list[list[str]], bool]]
    least: int
    costs: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def text(self) -> str:
        """The same as a file of programmes."""
        lines = [
            '[[programmes]]\nid = "P"\nname = "P"\nadministrator = "A"\nstate = "open"\nlast_seen = "2026"',
            'source_id = "U"\n[[paths]]\nid = "PATH"\nprogramme = "P"',
            f'least_measures = {self.least}\nsteps = [{{ step = "work" }}]\nsource_id = "U"',
        ]
        for offer in self.offers:
            for measure, cad in offer.cad.items():
                lines += self._offer(offer, measure, cad)
        lines += self._ties()
        return "\n".join(lines)

    def _offer(self, offer: MadeOffer, measure: str, cad: tuple[int, int, int]) -> list[str]:
        # One amount an offer: an offer for two measures is written as two, with one cap over both.
        name = f"{offer.id}-{MEASURES.index(measure)}"
        lines = [f'[[offers]]\nid = "{name}"\nprogramme = "P"\nname_en = "x"\nname_fr = "y"']
        lines += [f'pay = {{ rule = "fixed", cad = {list(cad)} }}', f'work = [{{ measure = "{measure}" }}]']
        when = _WHEN[offer.sure]
        if when:
            lines.append(f"when = {_inline(when)}")
        if offer.needs:
            parts = [_inline({"any": [{"offer": each} for each in self.names(group)]}) for group in offer.needs]
            lines.append(f"needs = {{ all = [{', '.join(parts)}] }}")
        if offer.by_path:
            lines.append('path = "PATH"')
        return [*lines, 'source_id = "U"\nconfidence = "low"']

    def _ties(self) -> list[str]:
        caps = [*self.caps, *(([each.id], (each.most,) * 3) for each in self.offers if each.most is not None)]
        lines = []
        for at, (covers, cad) in enumerate(caps):
            names = json.dumps(self.names(covers))
            lines.append(f'[[caps]]\nid = "CAP-{at}"\ncovers = {names}\ncad = {list(cad)}')
            lines.append('source_id = "U"\nconfidence = "low"')
        return lines + self._exclusions()

    def _exclusions(self) -> list[str]:
        lines = []
        for at, (groups, same_job) in enumerate(self.exclusions):
            pairs = [(one, other) for one in self.names(groups[0]) for other in self.names(groups[1])]
            for number, pair in enumerate(pairs):
                lines.append(f'[[exclusions]]\nid = "EX-{at}-{number}"\nat_most_one = {json.dumps(pair)}')
                lines.append(f'same_job = {str(same_job).lower()}\nsource_id = "U"')
        return lines

    def names(self, offers: list[str]) -> list[str]:
        """What the file calls these offers."""
        held = {offer.id: offer for offer in self.offers}
        return [f"{each}-{MEASURES.index(measure)}" for each in offers for measure in held[each].cad]


def made(seed: int) -> Made:
    """Random programmes, small enough to try every choice."""
    random = Random(seed)
    ids = [f"O{at}" for at in range(random.randint(1, 4))]
    offers = [_made_offer(random, each, ids[:at]) for at, each in enumerate(ids)]
    shuffled = random.sample(ids, len(ids))
    inner = shuffled[: random.randint(1, len(ids))]
    caps = [(inner, _three(random, 40))] if random.random() < 0.7 else []
    caps += [(shuffled, _three(random, 70))] if random.random() < 0.5 else []
    exclusions = []
    for _ in range(random.randint(0, 3)):
        if len(ids) > 1:
            one, other = random.sample(ids, 2)
            exclusions.append(([[one], [other]], random.random() < 0.5))
    costs = {measure: _three(random, 60) for measure in MEASURES}
    return Made(offers, caps, exclusions, random.choice([1, 1, 2]), costs)


def _made_offer(random: Random, name: str, earlier: list[str]) -> MadeOffer:
    measures = random.sample(MEASURES, random.randint(1, 2))
    needs = (
        [random.sample(earlier, random.randint(1, min(2, len(earlier))))] if earlier and random.random() < 0.4 else []
    )
    return MadeOffer(
        name,
        {measure: _three(random, 40) for measure in measures},
        random.randint(1, 50) if random.random() < 0.4 else None,
        random.choice(["sure", "sure", "likely", "unknown"]),
        needs,
        random.random() < 0.4,
    )


def _three(random: Random, most: int) -> tuple[int, int, int]:
    low, typical, high = sorted(random.randint(0, most) for _ in range(3))
    return low, typical, high


def _inline(value: object) -> str:
    """A plain value as TOML on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(each) for each in value) + "]"
    return json.dumps(value)
