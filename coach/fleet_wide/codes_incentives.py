"""Why a change to a programme or an offer cannot be proposed, with sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

NOTHING_CHANGES = Code(
    "incentive_change.nothing",
    Severity.REFUSAL,
    "This is how it is already. Change at least one value.",
    "C’est déjà ainsi. Modifiez au moins une valeur.",
)
SEEN_WHEN = Code(
    "incentive_change.seen_when",
    Severity.REFUSAL,
    "Write the day you looked it up: today or earlier, at most a year ago.",
    "Écrivez le jour où vous l’avez vérifié\u00a0: aujourd’hui ou avant, il y a un an au plus.",
)
REVIEW_WHEN = Code(
    "incentive_change.review_when",
    Severity.REFUSAL,
    "Say by when somebody looks again: after today, within {days} days.",
    "Dites d’ici quand quelqu’un vérifiera de nouveau\u00a0: après aujourd’hui, d’ici {days} jours.",
)
FROM_WHEN = Code(
    "incentive_change.from_when",
    Severity.REFUSAL,
    "Write the first day it counts: at most a year ago, at most two years ahead.",
    "Écrivez le premier jour où cela compte\u00a0: il y a un an au plus, dans deux ans au plus.",
)
SOURCE_WRONG = Code(
    "incentive_change.source",
    Severity.REFUSAL,
    "Say where you saw it: an address that begins with https, or an id of our list of sources such as S51.",
    "Dites où vous l’avez vu\u00a0: une adresse qui commence par https, ou un numéro de notre liste de sources comme "
    "S51.",
)
WHY_MISSING = Code(
    "incentive_change.why",
    Severity.REFUSAL,
    "Say in a sentence what changed, in English and in French. Households whose plan it touches read it.",
    "Dites en une phrase ce qui a changé, en anglais et en français. Les ménages dont le plan est touché la liront.",
)
CLOSE_INSTEAD = Code(
    "incentive_change.close_instead",
    Severity.REFUSAL,
    "Only a limit, or a rule of what goes together, can be taken away. Close a program or an offer instead, so that "
    "households still read what became of it.",
    "On ne peut retirer qu’un plafond, ou une règle de cumul. Fermez plutôt le programme ou l’offre, pour que les "
    "ménages sachent ce qu’il en est advenu.",
)
NAME_MISSING = Code(
    "incentive_change.name",
    Severity.REFUSAL,
    "Give it a name, in English and in French where both are asked.",
    "Donnez-lui un nom, en anglais et en français si les deux sont demandés.",
)
STEPS_TWICE = Code(
    "incentive_change.steps",
    Severity.REFUSAL,
    "Give each step a place of its own, and a deadline only to a step that has one.",
    "Donnez à chaque étape sa propre place, et un délai seulement à une étape qui en a une.",
)
CODES = (
    STEPS_TWICE,
    NOTHING_CHANGES,
    SEEN_WHEN,
    REVIEW_WHEN,
    FROM_WHEN,
    SOURCE_WRONG,
    WHY_MISSING,
    CLOSE_INSTEAD,
    NAME_MISSING,
)
