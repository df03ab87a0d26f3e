"""Why a project could not be begun, moved or written to."""

from __future__ import annotations

from models.findings import Code, Severity


def _refusal(code: str, en: str, fr: str) -> Code:
    return Code(f"project.{code}", Severity.REFUSAL, en, fr)


NOT_ALLOWED = _refusal(
    "not_allowed",
    "This project has moved on, and that can no longer be done with it.",
    "Ce projet a avancé, et cela ne peut plus être fait.",
)
NOT_RECOMMENDED = _refusal(
    "not_recommended",
    "A project begins from what a coach has recommended. This is not on your plan now.",
    "Un projet commence par ce qu’un coach a recommandé. Ceci n’est pas dans votre plan actuel.",
)
UNDER_WAY = _refusal(
    "under_way",
    "You have a project for this work already.",
    "Vous avez déjà un projet pour ces travaux.",
)
TOO_MANY = _refusal(
    "too_many",
    "You have {maximum} projects under way. Finish one, or give one up first.",
    "Vous avez {maximum} projets en cours. Terminez-en un ou abandonnez-en un d’abord.",
)
DAY_NEEDED = _refusal(
    "day_needed",
    "Write the day it was finished.",
    "Écrivez le jour où les travaux ont pris fin.",
)
DAY_WRONG = _refusal(
    "day_wrong",
    "That day cannot be right: work is done today or earlier, and ends no sooner than it begins.",
    "Ce jour ne peut pas être juste\u00a0: des travaux finis le sont aujourd’hui ou avant, et finissent après avoir "
    "commencé.",
)
BOOKED_IN_PAST = _refusal(
    "booked_in_past",
    "Choose a day from today on, at most two years ahead.",
    "Choisissez un jour à partir d’aujourd’hui, au plus deux ans d’avance.",
)
REASON_NEEDED = _refusal(
    "reason_needed",
    "Say why, so that we learn from it.",
    "Dites pourquoi, pour que nous en tirions des leçons.",
)
WORDS_NEEDED = _refusal(
    "words_needed",
    "Say in a few words what is wrong, so that a coach can help.",
    "Dites en quelques mots ce qui ne va pas, pour qu’un coach puisse aider.",
)
TEXT_LONG = _refusal(
    "text_long",
    "That is longer than {maximum} characters.",
    "C’est plus long que {maximum} caractères.",
)
STEP_WRONG = _refusal(
    "step_wrong",
    "That step is not part of this project’s rebates.",
    "Cette étape ne fait pas partie des remises de ce projet.",
)
STEP_LATER = _refusal(
    "step_later",
    "A step is done today or earlier. Write the day it happened.",
    "Une étape est faite aujourd’hui ou avant. Écrivez le jour où elle a eu lieu.",
)
STEP_BEFORE = _refusal(
    "step_before",
    "The first assessment must come before the work, and the work began on {began}. Check both days.",
    "La première évaluation doit précéder les travaux, et ils ont commencé le {began}. Vérifiez les deux dates.",
)
TOO_MANY_QUOTES = _refusal(
    "too_many_quotes",
    "There are {maximum} quotes already. Take one away first.",
    "Il y a déjà {maximum} soumissions. Retirez-en une d’abord.",
)
TOO_MANY_PHOTOS = _refusal(
    "too_many_photos",
    "There are {maximum} photos already. Take one away first.",
    "Il y a déjà {maximum} photos. Retirez-en une d’abord.",
)
NO_PHOTO = _refusal("no_photo", "Choose a photo or a PDF first.", "Choisissez d’abord une photo ou un PDF.")

CODES = (
    NOT_ALLOWED, NOT_RECOMMENDED, UNDER_WAY, TOO_MANY, DAY_NEEDED, DAY_WRONG, BOOKED_IN_PAST, REASON_NEEDED,
    WORDS_NEEDED, TEXT_LONG, STEP_WRONG, STEP_LATER, STEP_BEFORE, TOO_MANY_QUOTES, TOO_MANY_PHOTOS, NO_PHOTO,
)  # fmt: skip
