"""What the command line refuses, and why."""

from __future__ import annotations

from models.findings import Code, Severity

FILE_MISSING = Code(
    "command.file_missing",
    Severity.REFUSAL,
    "There is no file {name} that can be read.",
    "Il n’y a pas de fichier {name} qui se lise.",
)
DATABASE_MISSING = Code(
    "command.database_missing",
    Severity.REFUSAL,
    "This command needs a database: set DATABASE_URL, or start everything with “make run”.",
    "Cette commande demande une base de données\u00a0: définissez DATABASE_URL, ou démarrez tout avec "
    "«\u00a0make run\u00a0».",
)
ANCHOR_DAMAGED = Code(
    "command.anchor_damaged",
    Severity.REFUSAL,
    "The anchor file {name} holds a line that is no head of the audit.",
    "Le fichier d’ancrage {name} contient une ligne qui n’est pas une tête du journal.",
)
LIST_DAMAGED = Code(
    "command.list_damaged",
    Severity.REFUSAL,
    "The list {name} holds a line that is no erasure.",
    "La liste {name} contient une ligne qui n’est pas un effacement.",
)
OUT_UNWRITABLE = Code(
    "command.out_unwritable",
    Severity.REFUSAL,
    "The folder {name} cannot be written to.",
    "On ne peut pas écrire dans le dossier {name}.",
)
CODES = (FILE_MISSING, DATABASE_MISSING, ANCHOR_DAMAGED, LIST_DAMAGED, OUT_UNWRITABLE)
