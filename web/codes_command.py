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
    "Cette commande demande une base de données\u00a0: définissez DATABASE_URL, ou démarrez tout avec « make run ».",
)
CODES = (FILE_MISSING, DATABASE_MISSING)
