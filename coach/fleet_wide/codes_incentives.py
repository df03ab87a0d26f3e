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
CODES = (NOTHING_CHANGES, SEEN_WHEN, REVIEW_WHEN, FROM_WHEN, SOURCE_WRONG, WHY_MISSING)
