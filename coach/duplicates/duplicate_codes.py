"""Why two homes cannot be merged or parted now, in words for the coach, and for the resident who objects."""

from __future__ import annotations

from models.findings import Code, Severity

DECIDED = Code(
    "duplicate.decided",
    Severity.REFUSAL,
    "Somebody else has decided about these two homes meanwhile. Nothing was changed.",
    "Quelqu’un d’autre a décidé entre-temps pour ces deux maisons. Rien n’a été changé.",
)
CHANGED = Code(
    "duplicate.changed",
    Severity.REFUSAL,
    "Something of these homes has changed since the page was made. Read again what would happen.",
    "Quelque chose a changé depuis l’affichage de la page. Relisez ce qui se passerait.",
)
CHOOSE_ONE = Code(
    "duplicate.choose",
    Severity.REFUSAL,
    "Choose which of the two homes stays.",
    "Choisissez laquelle des deux maisons reste.",
)
CASE_TAKEN = Code(
    "duplicate.case_taken",
    Severity.REFUSAL,
    "A coach is working on the case of the home that would go. Let them finish, or give it back first.",
    "Un coach travaille au dossier de la maison qui partirait. Laissez-le finir, ou faites-le rendre d’abord.",
)
MERGED_ALREADY = Code(
    "duplicate.merged_already",
    Severity.REFUSAL,
    "One of these homes is part of another merge. Undo that first.",
    "L’une de ces maisons fait partie d’une autre fusion. Défaites d’abord celle-là.",
)
UNDONE = Code(
    "duplicate.undone",
    Severity.REFUSAL,
    "The two homes stand apart again already.",
    "Les deux maisons sont déjà de nouveau séparées.",
)
TOO_LATE = Code(
    "duplicate.too_late",
    Severity.REFUSAL,
    "This can be undone for {days} days only. Ask the program.",
    "Cela ne se défait que pendant {days} jours. Demandez au programme.",
)
CODES = (DECIDED, CHANGED, CHOOSE_ONE, CASE_TAKEN, MERGED_ALREADY, UNDONE, TOO_LATE)
