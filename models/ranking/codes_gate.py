"""Why the rule keeps its place, or a learned ranker may take it: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

NO_DECISIONS = Code(
    "ranker.no_decisions",
    Severity.NOTE,
    "The rule ranks: no coach has decided anything that may be learned from.",
    "La règle classe\u00a0: aucun coach n’a encore rien décidé dont on puisse apprendre.",
)
FEW_HOMES = Code(
    "ranker.few_homes",
    Severity.NOTE,
    "The rule ranks: coaches have decided {homes} home[|s] that may be learned from, and {least} are needed.",
    "La règle classe\u00a0: les coachs ont décidé {homes} maison[|s] dont on peut apprendre, et il en faut {least}.",
)
FEW_HELD_OUT = Code(
    "ranker.few_held_out",
    Severity.NOTE,
    "The rule ranks: {homes} home[|s] were kept aside to judge by, and {least} are needed.",
    "La règle classe\u00a0: {homes} maison[|s] gardées à part pour juger, et il en faut {least}.",
)
FEW_COACHES = Code(
    "ranker.few_coaches",
    Severity.NOTE,
    "The rule ranks: {coaches} coach[|es] decided, and {least} are needed, or one person’s taste would rank for all.",
    "La règle classe\u00a0: {coaches} coach[|s] ont décidé, et il en faut {least}, sinon le goût d’une seule personne "
    "classerait pour tous.",
)
NOT_BETTER = Code(
    "ranker.not_better",
    Severity.NOTE,
    "The rule ranks: on homes kept aside, what was learned is not clearly nearer to what coaches decided (NDCG@5 "
    "better by {low} to {high} in nine draws of ten).",
    "La règle classe\u00a0: sur les maisons gardées à part, ce qui a été appris n’est pas nettement plus proche de ce "
    "que les coachs ont décidé (NDCG@5 meilleur de {low} à {high} neuf fois sur dix).",
)
MORE_REGRET = Code(
    "ranker.more_regret",
    Severity.NOTE,
    "The rule ranks: with what was learned, the first three would lose {learned} of what the coaches’ first three are "
    "worth, against {rule} with the rule.",
    "La règle classe\u00a0: avec ce qui a été appris, les trois premières perdraient {learned} de ce que valent les "
    "trois premières des coachs, contre {rule} avec la règle.",
)
GROUP_HARMED = Code(
    "ranker.group_harmed",
    Severity.NOTE,
    "The rule ranks: homes of one group ({by}, {group}) would be served worse than by the rule (NDCG@5 {learned} "
    "against {rule}).",
    "La règle classe\u00a0: les maisons d’un groupe ({by}, {group}) seraient moins bien servies que par la règle "
    "(NDCG@5 {learned} contre {rule}).",
)
GAP_WIDER = Code(
    "ranker.gap_wider",
    Severity.NOTE,
    "The rule ranks: what was learned would widen the gap between homes told apart by {by} ({learned} against {rule} "
    "in NDCG@5).",
    "La règle classe\u00a0: ce qui a été appris creuserait l’écart entre maisons distinguées par {by} ({learned} "
    "contre {rule} en NDCG@5).",
)
BEATEN = Code(
    "ranker.beaten",
    Severity.NOTE,
    "What was learned from {homes} homes ranks: on {held} others it is nearer to what coaches decided than the rule "
    "(NDCG@5 {learned} against {rule}).",
    "Ce qui a été appris de {homes} maisons classe\u00a0: sur {held} autres, c’est plus proche de ce que les coachs "
    "ont décidé que la règle (NDCG@5 {learned} contre {rule}).",
)
SIMULATED = Code(
    "ranker.simulated",
    Severity.NOTE,
    "These coaches are simulated: whatever comes out, it ranks no home.",
    "Ces coachs sont simulés\u00a0: quel que soit le résultat, il ne classe aucune maison.",
)
REFUSED = Code(
    "ranker.refused",
    Severity.WARNING,
    "A trained ranker lies here that cannot be verified ({code}); the rule ranks instead.",
    "Un modèle de classement se trouve ici, mais ne peut être vérifié ({code})\u00a0; la règle classe à sa place.",
)

CODES = (
    NO_DECISIONS,
    FEW_HOMES,
    FEW_HELD_OUT,
    FEW_COACHES,
    NOT_BETTER,
    MORE_REGRET,
    GROUP_HARMED,
    GAP_WIDER,
    BEATEN,
    SIMULATED,
    REFUSED,
)
