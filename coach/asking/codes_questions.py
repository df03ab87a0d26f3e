"""Why a question, an answer or a photo with it could not be kept."""

from __future__ import annotations

from models.findings import Code, Severity

TEXT_NEEDED = Code(
    "question.text_needed", Severity.REFUSAL, "Write your question or answer first.", "Écrivez d’abord votre texte."
)
TEXT_LONG = Code(
    "question.text_long",
    Severity.REFUSAL,
    "That is longer than {maximum} characters. Send it in two parts.",
    "C’est plus long que {maximum} caractères. Envoyez-le en deux parties.",
)
PHONE_NEEDED = Code(
    "question.phone_needed",
    Severity.REFUSAL,
    "Write the number to call: digits, with the area code.",
    "Écrivez le numéro à appeler\u00a0: des chiffres, avec l’indicatif régional.",
)
TOO_MANY_PHOTOS = Code(
    "question.too_many_photos",
    Severity.REFUSAL,
    "Send at most {maximum} files at once.",
    "Envoyez au plus {maximum} fichiers à la fois.",
)
TOO_MANY = Code(
    "question.too_many",
    Severity.REFUSAL,
    "You have written {maximum} messages today. Go on tomorrow, or ask for a call.",
    "Vous avez écrit {maximum} messages aujourd’hui. Continuez demain, ou demandez un appel.",
)
NOT_ALLOWED = Code(
    "question.not_allowed",
    Severity.REFUSAL,
    "This question has moved on and that can no longer be done with it.",
    "Cette question a évolué et cette action n’est plus possible.",
)
OF_ANOTHER = Code(
    "question.of_another",
    Severity.REFUSAL,
    "Another coach has this question. Take it over first.",
    "Un autre coach s’occupe de cette question. Reprenez-la d’abord.",
)
CODES = (TEXT_NEEDED, TEXT_LONG, PHONE_NEEDED, TOO_MANY_PHOTOS, TOO_MANY, NOT_ALLOWED, OF_ANOTHER)
