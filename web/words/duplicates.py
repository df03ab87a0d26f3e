"""Why two homes may be one household, in a coach's words. Keys are greener_homes.home_likeness.Shared."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from greener_homes.home_likeness import Shared
from web.words.phrase import Phrase

EVIDENCE: Final[Mapping[Shared, Phrase]] = MappingProxyType(
    {
        Shared.METER: Phrase("Same account and meter at a supplier", "Même compte et compteur chez un fournisseur"),
        Shared.POINT: Phrase("Same meter in their files", "Même compteur dans leurs fichiers"),
        Shared.FILE: Phrase("The same file was sent to both", "Le même fichier a été envoyé aux deux"),
        Shared.PERSON: Phrase("Somebody lives in both", "Une même personne habite les deux"),
        Shared.ADDRESS: Phrase("Same address", "Même adresse"),
        Shared.SPELLING: Phrase("Same address, another spelling", "Même adresse, écrite autrement"),
        Shared.EMAIL: Phrase("Same e-mail box, another spelling", "Même boîte de courriel, écrite autrement"),
        Shared.INVITED: Phrase(
            "Somebody was invited into one and has the other", "Une personne invitée dans l’une a l’autre"
        ),
        Shared.OTHER_ADDRESS: Phrase("Against it: they gave other addresses", "Contre: leurs adresses diffèrent"),
        Shared.OTHER_TOWN: Phrase("Against it: other municipalities", "Contre: leurs municipalités diffèrent"),
    }
)


def evidence_label(shared: Shared, language: str) -> str:
    """One reason, as a coach reads it."""
    return EVIDENCE[shared](language)
