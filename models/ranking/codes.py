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

DUE = Code(
    "rank.due",
    Severity.NOTE,
    "Its moment is here: what this replaces, or goes with, is at the end of its life.",
    "C’est le bon moment\u00a0: ce que cela remplace ou accompagne est en fin de vie.",
)
WAITS = Code(
    "rank.waits",
    Severity.NOTE,
    "Its moment has not come: this is worth more when what it replaces, or goes with, must be renewed.",
    "Le bon moment n’est pas venu\u00a0: cela vaudra davantage quand ce que cela remplace ou accompagne devra être "
    "renouvelé.",
)
EARLY_BILL = Code(
    "rank.early_bill",
    Severity.NOTE,
    "This saves about ${cad} a year. For such a wish, coaches here begin with work that saves this much.",
    "Cela épargne environ {cad}\u00a0$ par an. Pour un tel souhait, les coachs d’ici commencent par ce qui épargne "
    "autant.",
)
LATE_BILL = Code(
    "rank.late_bill",
    Severity.NOTE,
    "This saves about ${cad} a year. For such a wish, coaches here leave what saves no more than that for after.",
    "Cela épargne environ {cad}\u00a0$ par an. Pour un tel souhait, les coachs d’ici laissent pour plus tard ce qui "
    "n’épargne pas davantage.",
)
EARLY_CARBON = Code(
    "rank.early_carbon",
    Severity.NOTE,
    "This cuts about {kg} kg of carbon a year. For such a wish, coaches here begin with work that cuts this much.",
    "Cela évite environ {kg} kg de carbone par an. Pour un tel souhait, les coachs d’ici commencent par ce qui en "
    "évite autant.",
)
LATE_CARBON = Code(
    "rank.late_carbon",
    Severity.NOTE,
    "This cuts about {kg} kg of carbon a year. For such a wish, coaches here leave what cuts no more than that for "
    "after.",
    "Cela évite environ {kg} kg de carbone par an. Pour un tel souhait, les coachs d’ici laissent pour plus tard ce "
    "qui n’en évite pas davantage.",
)
EARLY_COMFORT = Code(
    "rank.early_comfort",
    Severity.NOTE,
    "This adds comfort, {steps} on our scale of 3. For such a wish, coaches here begin with such work.",
    "Cela ajoute du confort, {steps} sur notre échelle de 3. Pour un tel souhait, les coachs d’ici commencent par là.",
)
LATE_COMFORT = Code(
    "rank.late_comfort",
    Severity.NOTE,
    "This adds little comfort, {steps} on our scale of 3. For such a wish, coaches here leave such work for after.",
    "Cela ajoute peu de confort, {steps} sur notre échelle de 3. Pour un tel souhait, les coachs d’ici laissent cela "
    "pour plus tard.",
)
EARLY_COST = Code(
    "rank.early_cost",
    Severity.NOTE,
    "This costs about ${cad} after rebates. For such a wish, coaches here begin with what costs no more than that.",
    "Cela coûte environ {cad}\u00a0$ après remises. Pour un tel souhait, les coachs d’ici commencent par ce qui ne "
    "coûte pas davantage.",
)
LATE_COST = Code(
    "rank.late_cost",
    Severity.NOTE,
    "This costs about ${cad} after rebates. For such a wish, coaches here leave what costs this much for after.",
    "Cela coûte environ {cad}\u00a0$ après remises. Pour un tel souhait, les coachs d’ici laissent pour plus tard ce "
    "qui coûte autant.",
)
EARLY_SURE = Code(
    "rank.early_sure",
    Severity.NOTE,
    "What this saves is known well: at least ${cad} a year in nine homes of ten. Coaches here begin with what is sure.",
    "On sait bien ce que cela épargne\u00a0: au moins {cad}\u00a0$ par an dans neuf maisons sur dix. Les coachs d’ici "
    "commencent par ce qui est sûr.",
)
LATE_SURE = Code(
    "rank.late_sure",
    Severity.NOTE,
    "What this saves is not known well. Coaches here leave what is unsure for after.",
    "On sait mal ce que cela épargne. Les coachs d’ici laissent pour plus tard ce qui est incertain.",
)
EARLY_MOMENT = Code(
    "rank.early_moment",
    Severity.NOTE,
    "Coaches here put what can be done now before what should wait, and first what is due.",
    "Les coachs d’ici placent ce qui peut se faire maintenant avant ce qui devrait attendre, et d’abord ce qui est dû.",
)
LATE_MOMENT = Code(
    "rank.late_moment",
    Severity.NOTE,
    "Coaches here leave for after what is better done when something else is renewed.",
    "Les coachs d’ici laissent pour plus tard ce qui se fait mieux lors d’un autre renouvellement.",
)

CODES = (
    BILL,
    CARBON,
    COMFORT,
    UPFRONT,
    HEAT_PUMP_FIRST,
    FREE,
    OUTSIDE_BUDGET,
    LARGE,
    DUE,
    WAITS,
    EARLY_BILL,
    LATE_BILL,
    EARLY_CARBON,
    LATE_CARBON,
    EARLY_COMFORT,
    LATE_COMFORT,
    EARLY_COST,
    LATE_COST,
    EARLY_SURE,
    LATE_SURE,
    EARLY_MOMENT,
    LATE_MOMENT,
)
