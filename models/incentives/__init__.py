"""Incentives as a graph: which money answers to which work in one home, and the best of it that may be had together.

One engine for pages and for advice. What callers use (all pure; amounts in CAD):

    profile_of(facts, assumed=frozenset(), **more) -> Profile           # models/incentives/profile.py
        The few facts incentives ask for, hashable, out of a HomeFacts; `assumed` names facts the stock filled.

    stack_for(measure_ids, costs, profile, on, *, more_work=False) -> Total   # models/incentives/stack.py
        measure_ids: Iterable[str]; costs: Mapping[str, Figure] (models.measures.economics.Figure, CAD, by measure id);
        on: the day of application. Total has .low_cad, .typical_cad, .high_cad. A plan counts on `typical_cad`.
        Cached by its arguments: the order of measures does not matter, ask as often as you like.
        `more_work=True` when other work may still join (one measure looked at alone); a whole plan leaves it False,
        and then rules such as “two upgrades or more” are held strictly.

    best_stack(measure_ids, costs, profile, on, *, more_work=False) -> Stack   # models/incentives/stack.py
        The same numbers with the offers used, what each pays for which measure, why others are not, steps, trace.

    beside_work(profile, on) -> tuple[Verdict, ...]                           # models/incentives/stack.py
        Offers that answer to no measure: help with bills, loans, grants that are closed and since when.

From a home to a profile: `coach.advising.rebates.profile_for`.
"""
