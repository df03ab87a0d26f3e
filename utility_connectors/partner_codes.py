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
    "We counted and dropped {rows} row[|s] of {accounts} account[|s] that [is not a home|are not homes] of ours.",
    "Nous avons compté et écarté {rows} ligne[|s] de {accounts} compte[|s] qui [n’est pas un logement inscrit|ne sont "
    "pas des logements inscrits].",
)
NOT_AGREED = Code(
    "partner_file.not_agreed",
    Severity.NOTE,
    "{rows} row[|s] [is of a home or commodity|are of homes or commodities] without a permission in force. [It "
    "was|They were] dropped.",
    "{rows} ligne[|s] [concerne un logement ou une énergie|concernent des logements ou des énergies] sans permission "
    "en vigueur. [Elle a été écartée|Elles ont été écartées].",
)
OUTSIDE_WINDOW = Code(
    "partner_file.outside_window",
    Severity.NOTE,
    "{rows} row[|s] [is|are] from before a resident moved in or after they moved out. [It was|They were] dropped.",
    "{rows} ligne[|s] date[|nt] d’avant l’emménagement ou d’après le départ d’un résident. [Elle a été écartée|Elles "
    "ont été écartées].",
)
CODES = (KEY_REUSED, NOT_OPEN, NO_CUSTOMERS, DROPPED, NOT_AGREED, OUTSIDE_WINDOW)
