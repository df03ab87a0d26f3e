"""Why a match is not made: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

NUMBER = Code(
    "match.number",
    Severity.REFUSAL,
    "Write the number exactly as your bill shows it: letters and digits, with nothing before or after.",
    "Écrivez le numéro exactement comme sur votre facture\u00a0: des lettres et des chiffres, sans rien avant ni "
    "après.",
)
TOKEN_UNKNOWN = Code(
    "match.token_unknown",
    Severity.REFUSAL,
    "This token is not known, was used before, or is too old. The customer can make a new one.",
    "Ce jeton est inconnu, a déjà servi ou est trop ancien. Le client peut en créer un autre.",
)
STILL_HELD = Code(
    "match.still_held",
    Severity.REFUSAL,
    "Another home is still matched with this account and meter. Undo that match first.",
    "Un autre logement est encore jumelé à ce compte et à ce compteur. Annulez d’abord ce jumelage.",
)
CODES = (NUMBER, TOKEN_UNKNOWN, STILL_HELD)
