"""Why a measure stands where it stands in the list: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

BILL = Code(
    "rank.saves_on_bills",
    Severity.NOTE,
    "You asked for lower bills. We weigh what this saves each year against what it costs.",
    "Vous voulez réduire vos factures. Nous comparons l’économie annuelle et le coût.",
)
CARBON = Code(
    "rank.cuts_carbon",
    Severity.NOTE,
    "You asked for less carbon. We put first what cuts the most, counting only what is likely.",
    "Vous voulez réduire vos émissions. Nous plaçons d’abord ce qui les réduit le plus, en comptant le probable.",
)
COMFORT = Code(
    "rank.adds_comfort",
    Severity.NOTE,
    "You asked for comfort. We put first what makes rooms more even and less draughty.",
    "Vous voulez du confort. Nous plaçons d’abord ce qui rend les pièces plus égales et sans courants d’air.",
)
UPFRONT = Code(
    "rank.costs_little",
    Severity.NOTE,
    "You asked for low cost now. We put first what pays back soonest.",
    "Vous voulez un faible coût immédiat. Nous plaçons d’abord ce qui se paie le plus vite.",
)
HEAT_PUMP_FIRST = Code(
    "rank.heat_pump_first",
    Severity.NOTE,
    "Your fuel is costly, so a heat pump saves the most on bills. We put it first.",
    "Votre énergie coûte cher; une thermopompe réduit le plus vos factures. Nous la plaçons en premier.",
)
FREE = Code(
    "rank.free",
    Severity.NOTE,
    "This costs nothing or very little.",
    "Cela ne coûte rien ou très peu.",
)
OUTSIDE_BUDGET = Code(
    "rank.outside_budget",
    Severity.NOTE,
    "This costs more than the budget you gave, so it stands lower.",
    "Cela dépasse votre budget; nous le plaçons donc plus bas.",
)
LARGE = Code(
    "rank.large_outlay",
    Severity.NOTE,
    "This is a lot of money at once. Until you tell us your budget, it stands after what costs less.",
    "C’est beaucoup d’argent à la fois. Tant que nous ne connaissons pas votre budget, cela vient après ce qui coûte "
    "moins.",
)

CODES = (BILL, CARBON, COMFORT, UPFRONT, HEAT_PUMP_FIRST, FREE, OUTSIDE_BUDGET, LARGE)
