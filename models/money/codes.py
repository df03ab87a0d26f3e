"""What can be said about a home's money: price plans, heat pumps beside a gas account, and when work is worth doing."""

from __future__ import annotations

from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.NOTE, en, fr)


def _warning(code: str, en: str, fr: str) -> Code:
    return Code(code, Severity.WARNING, en, fr)


_PLANS = {
    "tou": ("the time-of-use plan", "le tarif selon l’heure de consommation"),
    "ulo": ("the ultra-low overnight plan", "le tarif de nuit ultra-bas"),
    "tiered": ("the tiered plan", "le tarif par paliers"),
}
CHEAPER_PLAN = {
    plan: _note(
        f"plan.cheaper_{plan}",
        f"For what you use, {en} would likely cost less: about ${{cad}} a year (from ${{low}} to ${{high}}).",
        f"Pour ce que vous consommez, {fr} coûterait sans doute moins\u00a0: environ {{cad}}\u00a0$ par an (de "
        "{low}\u00a0$ à {high}\u00a0$).",
    )
    for plan, (en, fr) in _PLANS.items()
}
MAY_BE_CHEAPER_PLAN = {
    plan: _note(
        f"plan.may_be_cheaper_{plan}",
        f"For what you use, {en} may cost less: about ${{cad}} a year, at best ${{high}}. It could also cost ${{loss}} "
        "more.",
        f"Pour ce que vous consommez, {fr} coûterait peut-être moins\u00a0: environ {{cad}}\u00a0$ par an, au mieux "
        "{high}\u00a0$. Il pourrait aussi coûter {loss}\u00a0$ de plus.",
    )
    for plan, (en, fr) in _PLANS.items()
}
PLAN_IS_CHEAPEST = _note(
    "plan.is_cheapest",
    "For what you use, none of the other electricity price plans looks clearly cheaper than yours.",
    "Pour ce que vous consommez, aucun autre tarif d’électricité ne semble nettement moins cher que le vôtre.",
)
TYPICAL_HOURS = _note(
    "plan.typical_hours",
    "We do not know your own hours, so we took those of similar homes. Hourly readings would tell more.",
    "Nous ne connaissons pas vos propres heures; nous avons pris celles de maisons semblables. Des relevés horaires en "
    "diraient plus.",
)
CHEAPER_ON = {
    plan: _note(
        f"heat_pump.cheaper_on_{plan}",
        f"With this, {en} suits best: your energy bills would be about ${{cad}} a year lower than on your plan.",
        f"Avec cela, {fr} convient le mieux\u00a0: vos factures d’énergie seraient d’environ {{cad}}\u00a0$ par an "
        "plus basses qu’avec votre tarif.",
    )
    for plan, (en, fr) in _PLANS.items()
}
HEAT_PUMP_RAISES = _warning(
    "heat_pump.raises_bill",
    "At today’s prices a heat pump for all the heat would raise your bills by about ${cad} a year while the gas "
    "account stays.",
    "Aux prix d’aujourd’hui, une thermopompe pour toute la chaleur augmenterait vos factures d’environ {cad}\u00a0$ "
    "par an tant que le compte de gaz reste ouvert.",
)
CLOSING_SAVES = _note(
    "heat_pump.closing_saves",
    "Closing the gas account would save its fixed charge of about ${cad} a year. That needs everything that burns gas "
    "to go, hot water too.",
    "Fermer le compte de gaz épargnerait ses frais fixes d’environ {cad}\u00a0$ par an. Il faut pour cela que tout ce "
    "qui brûle du gaz parte, l’eau chaude aussi.",
)
HYBRID_RAISES = _note(
    "heat_pump.hybrid_raises",
    "A heat pump that leaves the coldest hours to the furnace would raise your bills by about ${cad} a year on your "
    "plan.",
    "Une thermopompe qui laisse les heures les plus froides à la fournaise augmenterait vos factures d’environ "
    "{cad}\u00a0$ par an avec votre tarif.",
)
HYBRID_LOWERS = _note(
    "heat_pump.hybrid_lowers",
    "A heat pump that leaves the coldest hours to the furnace would lower your bills by about ${cad} a year on your "
    "plan.",
    "Une thermopompe qui laisse les heures les plus froides à la fournaise réduirait vos factures d’environ "
    "{cad}\u00a0$ par an avec votre tarif.",
)
HYBRID_AT_NIGHT_BUT = _note(
    "heat_pump.hybrid_at_night_but",
    "On the ultra-low overnight plan, run at night only, the same would save about ${heat} a year on heating, but the "
    "rest of your power would cost about ${rest} more at the hours you use it now.",
    "Au tarif de nuit ultra-bas, la nuit seulement, la même épargnerait environ {heat}\u00a0$ par an sur le chauffage, "
    "mais le reste de votre électricité coûterait environ {rest}\u00a0$ de plus aux heures où vous l’utilisez.",
)
HYBRID_AT_NIGHT_RAISES = _note(
    "heat_pump.hybrid_at_night_raises",
    "The same on the ultra-low overnight plan, run at night only, would raise all your energy bills by about ${cad} a "
    "year.",
    "La même au tarif de nuit ultra-bas, la nuit seulement, augmenterait l’ensemble de vos factures d’énergie "
    "d’environ {cad}\u00a0$ par an.",
)
HYBRID_AT_NIGHT_LOWERS = _note(
    "heat_pump.hybrid_at_night_lowers",
    "The same on the ultra-low overnight plan, run at night only, would lower all your energy bills by about ${cad} a "
    "year.",
    "La même au tarif de nuit ultra-bas, la nuit seulement, réduirait l’ensemble de vos factures d’énergie d’environ "
    "{cad}\u00a0$ par an.",
)
IS_DUE = _note(
    "replacement.is_due",
    "What this replaces is at the end of its life. Against buying the like again, it costs about ${cad} more.",
    "Ce que cela remplace est en fin de vie. Par rapport à racheter la même chose, cela coûte environ {cad}\u00a0$ de "
    "plus.",
)
AT_REPLACEMENT = _note(
    "replacement.wait",
    "Do this when yours must be replaced, in about {years} year[|s]: then it costs about ${cad} more than buying the "
    "like again, and likely pays for that.",
    "Faites cela quand le vôtre devra être remplacé, dans environ {years} an[|s]\u00a0: cela coûtera alors environ "
    "{cad}\u00a0$ de plus que racheter la même chose, et se paiera sans doute.",
)
LIKE_IS_DUE = _note(
    "replacement.like_is_due",
    "Yours is at the end of its life, and something must be bought then anyway. Choose now, before it fails in the "
    "cold.",
    "Le vôtre est en fin de vie, et il faudra alors acheter quelque chose de toute façon. Choisissez maintenant, avant "
    "la panne en plein froid.",
)
LIKE_IS_SOON = _note(
    "replacement.like_is_soon",
    "Yours should last about {years} more year[|s]. Something must be bought then anyway: choose before it fails.",
    "Le vôtre devrait durer encore environ {years} an[|s]. Il faudra alors acheter quelque chose de toute façon\u00a0: "
    "choisissez avant la panne.",
)
LOAN_COSTS_MORE = _warning(
    "loan.costs_more_than_saved",
    "With this loan you would pay about ${cad} a month more than the work saves, until it is paid back.",
    "Avec ce prêt, vous paieriez environ {cad}\u00a0$ par mois de plus que ce que les travaux épargnent, jusqu’à son "
    "remboursement.",
)

CODES = (
    *(value for value in list(globals().values()) if isinstance(value, Code)),
    *CHEAPER_PLAN.values(),
    *MAY_BE_CHEAPER_PLAN.values(),
    *CHEAPER_ON.values(),
)
