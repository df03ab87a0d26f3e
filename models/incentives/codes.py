"""What can be said about money for work: its state, its doubts, why it is counted or not, what to do in which order.

Which facts are missing or rule money out: `codes_facts`; why a data file is refused: `codes_data`.
"""

from __future__ import annotations

from models.findings import Code, Severity
from models.incentives import codes_data, codes_facts


def _note(code: str, en: str, fr: str) -> Code:
    return Code(f"incentive.{code}", Severity.NOTE, en, fr)


def _warning(code: str, en: str, fr: str) -> Code:
    return Code(f"incentive.{code}", Severity.WARNING, en, fr)


# Whether a programme takes applications.
OPEN = _note(
    "open",
    "{programme} is open, as far as we know.",
    "{programme} est ouvert, à notre connaissance.",
)
VERIFY = _warning(
    "verify_status",
    "{programme} was open when we last checked ({last_seen}). Check that it is still open before you count on it.",
    "{programme} était ouvert lors de notre dernière vérification ({last_seen}). Vérifiez qu’il l’est toujours avant "
    "d’y compter.",
)
ENDS = _warning(
    "ends_on",
    "One source says {programme} runs only until {ends}, or until its money is spent. Check before you plan with it.",
    "Selon une source, {programme} se termine le {ends}, ou dès que son budget est épuisé. Vérifiez avant d’en tenir "
    "compte.",
)
MAY_HAVE_ENDED = _warning(
    "may_have_ended",
    "{programme} may have ended on {ends}. We do not count its money until someone has checked.",
    "{programme} a peut-être pris fin le {ends}. Nous ne comptons pas cet argent tant que personne n’a vérifié.",
)
UNKNOWN = _warning(
    "status_unknown",
    "We do not know if {programme} is still open (last seen {last_seen}). We do not count its money until someone has "
    "checked.",
    "Nous ne savons pas si {programme} est encore ouvert (dernière information\u00a0: {last_seen}). Nous ne comptons "
    "pas cet argent tant que personne n’a vérifié.",
)
NOT_OPEN_YET = _note(
    "not_open_yet",
    "{programme} did not take applications before {opens}.",
    "{programme} n’acceptait pas de demandes avant le {opens}.",
)
PAUSED = _note(
    "paused",
    "{programme} takes no applications for now (since {since}).",
    "{programme} n’accepte pas de demandes pour le moment (depuis le {since}).",
)
CLOSED = _note(
    "closed",
    "{programme} has taken no new applications since {since}.",
    "{programme} n’accepte plus de nouvelles demandes depuis le {since}.",
)

# What to mind.
ASSESSMENT = _note(
    "needs_assessment",
    "{programme} asks for a home energy assessment before and after the work.",
    "{programme} demande une évaluation énergétique avant et après les travaux.",
)
INCOME = _note(
    "income_tested",
    "{programme} is for households below an income limit. We do not count its money unless you tell us you qualify.",
    "{programme} s’adresse aux ménages dont le revenu est sous un seuil. Nous ne comptons pas cet argent à moins que "
    "vous nous disiez y avoir droit.",
)
NO_COST = _note(
    "no_cost_if_eligible",
    "If your household qualifies for {programme}, this work may cost you nothing.",
    "Si votre ménage est admissible à {programme}, ces travaux pourraient ne rien vous coûter.",
)
NOT_SEEN = _warning(
    "amount_not_seen",
    "We have not seen how much {programme} pays for this work, so we count nothing for it.",
    "Nous n’avons pas vu combien {programme} verse pour ces travaux; nous ne comptons donc rien.",
)
DISAGREE = _warning(
    "sources_disagree",
    "Our sources disagree about this amount: one says ${amount}, another ${other}.",
    "Nos sources ne s’accordent pas sur ce montant\u00a0: l’une dit {amount}\u00a0$, l’autre {other}\u00a0$.",
)
NET_METERING = _note(
    "excludes_net_metering",
    "You cannot have both the Home Renovation Savings solar rebate and net metering: you choose one.",
    "La remise solaire de Home Renovation Savings et la facturation nette ne vont pas ensemble\u00a0: vous choisissez "
    "l’une ou l’autre.",
)
FIRST_HEAT_PUMP = _note(
    "first_heat_pump_only",
    "This rebate is for the first heat pump in a home.",
    "Cette remise vise la première thermopompe d’une maison.",
)
FUEL_UNKNOWN = _note(
    "depends_on_fuel",
    "This rebate depends on how your home is heated. Tell us and we can say more.",
    "Cette remise dépend du chauffage de votre maison. Dites-le-nous et nous pourrons en dire plus.",
)
TOGETHER_UNSEEN = _warning(
    "together_unseen",
    "We have not seen whether these two programmes may pay for the same work, so we count only one of them.",
    "Nous n’avons pas vu si ces deux programmes peuvent payer les mêmes travaux; nous n’en comptons qu’un.",
)
LIKELY = _note(
    "likely_never_promised",
    "These amounts are likely, not promised: the programme decides on your application.",
    "Ces montants sont probables, non promis\u00a0: le programme décide de votre demande.",
)

# Why it is counted only in part, or not.
CAPPED = _note(
    "capped",
    "{programme} pays at most ${cap} for one home, so we do not count more.",
    "{programme} verse au plus {cap}\u00a0$ par maison; nous ne comptons donc pas davantage.",
)
CAPPED_TOGETHER = _note(
    "capped_together",
    "Several amounts have a common limit of ${cap}, so we do not count more.",
    "Plusieurs montants ont une limite commune de {cap}\u00a0$; nous ne comptons donc pas davantage.",
)
PAID_IN_FULL = _note(
    "paid_in_full",
    "Other money pays for all of this work already, so this is not counted.",
    "D’autres sommes paient déjà la totalité de ces travaux; celle-ci n’est donc pas comptée.",
)
LEFT_FOR_BETTER = _note(
    "left_for_better",
    "This money cannot be had together with other money that is worth more ({other}).",
    "Cet argent ne peut pas s’ajouter à un autre qui vaut davantage ({other}).",
)
LESS_SURE = _note(
    "maybe_not_counted",
    "You may be able to get this money, but too much about it is unknown to count on it.",
    "Vous pourriez obtenir cet argent, mais trop de choses sont inconnues pour y compter.",
)
NOT_MONEY = _note(
    "not_toward_work",
    "This does not pay toward the work itself.",
    "Ceci ne paie pas les travaux eux-mêmes.",
)
NEEDS_UPGRADES = _note(
    "needs_more_upgrades",
    "{programme} pays for this only with at least {least} of its upgrades in one application. Counted here: {have}.",
    "{programme} ne paie ces travaux qu’avec au moins {least} de ses améliorations dans une même demande. Comptées "
    "ici\u00a0: {have}.",
)
NEEDS_OTHERS = _note(
    "needs_other_work",
    "This money needs other work or another programme in the same application.",
    "Cet argent exige d’autres travaux ou un autre programme dans la même demande.",
)

# Steps, in the order they are done, and what to keep.
STEP_ASSESSMENT_BEFORE = _note(
    "step.assessment_before",
    "Have a registered energy advisor assess your home before any work begins.",
    "Faites évaluer votre maison par une conseillère ou un conseiller en énergie agréé avant le début des travaux.",
)
STEP_APPLY = _note(
    "step.apply",
    "Apply to the programme and wait for its answer.",
    "Présentez votre demande au programme et attendez sa réponse.",
)
STEP_WORK = _note("step.work", "Have the work done.", "Faites faire les travaux.")
STEP_ASSESSMENT_AFTER = _note(
    "step.assessment_after",
    "Have your home assessed again after the work.",
    "Faites évaluer votre maison de nouveau après les travaux.",
)
STEP_CLAIM = _note(
    "step.claim",
    "Send in your claim with the documents you kept.",
    "Envoyez votre demande de remise avec les documents conservés.",
)
STEP_ENROL = _note("step.enrol", "Enrol in the programme.", "Inscrivez-vous au programme.")
STEP_VISIT = _note(
    "step.visit",
    "The programme visits your home and says what it will do.",
    "Le programme visite votre maison et dit ce qu’il fera.",
)
STEP_WITHIN = _note(
    "step.within_days",
    "Within {days} days.",
    "Dans un délai de {days} jours.",
)
KEEP_REPORTS = _note(
    "keep.assessment_reports",
    "The reports of both energy assessments.",
    "Les rapports des deux évaluations énergétiques.",
)
KEEP_INVOICE = _note(
    "keep.invoice",
    "Invoices that show what was done, where, and what it cost.",
    "Les factures qui indiquent les travaux, le lieu et le prix.",
)
KEEP_MODEL = _note(
    "keep.listed_model",
    "The model number, from Natural Resources Canada’s list.",
    "Le numéro de modèle, tiré de la liste de Ressources naturelles Canada.",
)
KEEP_SIZING = _note(
    "keep.sizing",
    "The contractor’s sizing of the equipment.",
    "Le dimensionnement de l’appareil fait par l’entrepreneur.",
)
KEEP_INCOME = _note(
    "keep.income_proof",
    "Proof of your household’s income, or of a benefit you receive.",
    "Une preuve du revenu de votre ménage ou d’une aide que vous recevez.",
)

STEPS = {
    "assessment_before": STEP_ASSESSMENT_BEFORE,
    "apply": STEP_APPLY,
    "enrol": STEP_ENROL,
    "visit": STEP_VISIT,
    "work": STEP_WORK,
    "assessment_after": STEP_ASSESSMENT_AFTER,
    "claim": STEP_CLAIM,
}
"""The steps a programme may have, by the name its file uses."""
EVIDENCE = {
    "assessment_reports": KEEP_REPORTS,
    "invoice": KEEP_INVOICE,
    "listed_model": KEEP_MODEL,
    "sizing": KEEP_SIZING,
    "income_proof": KEEP_INCOME,
}
"""What is to be kept, by the name its file uses."""
DOUBTS = {
    "sources_disagree": DISAGREE,
    "excludes_net_metering": NET_METERING,
    "first_heat_pump_only": FIRST_HEAT_PUMP,
}
"""What is in doubt or to be minded about one offer, by the name its file uses."""

CODES = (
    OPEN, VERIFY, ENDS, MAY_HAVE_ENDED, UNKNOWN, NOT_OPEN_YET, PAUSED, CLOSED,
    ASSESSMENT, INCOME, NO_COST, NOT_SEEN, FUEL_UNKNOWN, TOGETHER_UNSEEN, LIKELY,
    CAPPED, CAPPED_TOGETHER, PAID_IN_FULL, LEFT_FOR_BETTER, LESS_SURE, NOT_MONEY, NEEDS_UPGRADES, NEEDS_OTHERS,
    STEP_WITHIN, *STEPS.values(), *EVIDENCE.values(), *DOUBTS.values(), *codes_facts.CODES, *codes_data.CODES,
)  # fmt: skip
