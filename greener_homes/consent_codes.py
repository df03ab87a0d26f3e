"""Why a question of consent, or its answer, is refused: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

MISSING = Code(
    "consent.missing",
    Severity.REFUSAL,
    "This needs a permission that has not been given, or has ended. Nothing was used.",
    "Il faut pour cela une permission qui n’a pas été donnée ou qui a pris fin. Rien n’a été utilisé.",
)
STATEMENT_CHANGED = Code(
    "consent.statement_changed",
    Severity.REFUSAL,
    "The words of this question have changed since you opened the page. Please read them again.",
    "Le texte de cette question a changé depuis l’ouverture de la page. Veuillez le relire.",
)
MOVED_IN_LATER = Code(
    "consent.moved_in_later",
    Severity.REFUSAL,
    "The move-in date cannot be in the future.",
    "La date d’emménagement ne peut pas être dans l’avenir.",
)
NOTHING_CHOSEN = Code(
    "consent.nothing_chosen",
    Severity.REFUSAL,
    "Tick at least one kind of energy, or say no.",
    "Cochez au moins une énergie, ou dites non.",
)
NOT_ACCOUNT_HOLDER = Code(
    "consent.not_account_holder",
    Severity.REFUSAL,
    "Only the person whose name is on the bill can let a utility share its readings.",
    "Seule la personne dont le nom figure sur la facture peut laisser un service public partager ses relevés.",
)
REASON_NEEDED = Code(
    "consent.reason_needed",
    Severity.REFUSAL,
    "Say how the person told you and why you write it down for them.",
    "Dites comment la personne vous a répondu et pourquoi vous l’inscrivez pour elle.",
)
RECEIPT_NOT_OURS = Code(
    "consent.receipt_not_ours",
    Severity.REFUSAL,
    "This receipt was not signed here, or was changed since.",
    "Ce reçu n’a pas été signé ici, ou a été modifié depuis.",
)
LEFT_BEFORE_MOVING_IN = Code(
    "consent.left_before_moving_in",
    Severity.REFUSAL,
    "The day you moved out cannot be before the day you moved in, nor more than a year ahead.",
    "Le jour de votre départ ne peut pas précéder celui de votre arrivée, ni être à plus d’un an.",
)
CODES = (
    MISSING,
    STATEMENT_CHANGED,
    MOVED_IN_LATER,
    NOTHING_CHOSEN,
    NOT_ACCOUNT_HOLDER,
    REASON_NEEDED,
    RECEIPT_NOT_OURS,
    LEFT_BEFORE_MOVING_IN,
)
