"""What can be said of a supplier's file as a whole: why it stops, and what is worth knowing about it."""

from __future__ import annotations

from models.findings import Code, Severity

KEY_REUSED = Code(
    "partner_file.key_reused",
    Severity.REFUSAL,
    "This idempotency key was used before, for another file. Use a new key for every file.",
    "Cette clé d’idempotence a déjà servi pour un autre fichier. Prenez une nouvelle clé pour chaque fichier.",
)
NOT_OPEN = Code(
    "partner_file.not_open",
    Severity.REFUSAL,
    "This file is already {state}. Send a new one if something has to change.",
    "Ce fichier est déjà à l’état «\u00a0{state}\u00a0». Envoyez-en un autre si quelque chose doit changer.",
)
NO_CUSTOMERS = Code(
    "partner_file.no_customers",
    Severity.WARNING,
    "Nobody in this file has agreed to share usage with us, so nothing was kept.",
    "Personne dans ce fichier n’a accepté de partager sa consommation avec nous\u00a0: rien n’a été gardé.",
)
DROPPED = Code(
    "partner_file.dropped",
    Severity.NOTE,
    "{rows} rows of {accounts} accounts that are not homes of ours were counted and dropped.",
    "{rows} lignes de {accounts} comptes qui ne sont pas des logements inscrits ont été comptées et écartées.",
)
NOT_AGREED = Code(
    "partner_file.not_agreed",
    Severity.NOTE,
    "{rows} rows are of homes or commodities without a permission in force. They were dropped.",
    "{rows} lignes concernent des logements ou des énergies sans permission en vigueur. Elles ont été écartées.",
)
OUTSIDE_WINDOW = Code(
    "partner_file.outside_window",
    Severity.NOTE,
    "{rows} rows are from before a resident moved in or after they moved out. They were dropped.",
    "{rows} lignes datent d’avant l’emménagement ou d’après le départ d’un résident. Elles ont été écartées.",
)
CODES = (KEY_REUSED, NOT_OPEN, NO_CUSTOMERS, DROPPED, NOT_AGREED, OUTSIDE_WINDOW)
