"""Why a file of programmes is refused when it is read: for whoever keeps the file."""

from __future__ import annotations

from models.findings import Code, Fact, Severity


def _refusal(code: str, en: str, fr: str) -> Code:
    return Code(f"incentive_data.{code}", Severity.REFUSAL, en, fr)


UNREADABLE = _refusal(
    "unreadable",
    "This is not a readable file of programmes: {why}.",
    "Ce fichier de programmes est illisible\u00a0: {why}.",
)
FIELD_MISSING = _refusal(
    "field_missing", "{where}: “{field}” is missing.", "{where}\u00a0: il manque «\u00a0{field}\u00a0»."
)
FIELD_UNKNOWN = _refusal(
    "field_unknown",
    "{where}: nobody knows a field “{field}”.",
    "{where}\u00a0: le champ «\u00a0{field}\u00a0» est inconnu.",
)
FIELD_WRONG = _refusal(
    "field_wrong",
    "{where}: “{field}” cannot be this; it should be {wanted}.",
    "{where}\u00a0: «\u00a0{field}\u00a0» ne peut pas avoir cette valeur; attendu\u00a0: {wanted}.",
)
TWICE = _refusal("twice", "“{id}” is there twice.", "«\u00a0{id}\u00a0» figure deux fois.")
NAMES_NOTHING = _refusal(
    "names_nothing",
    "{where} names “{id}”, which is not there.",
    "{where} nomme «\u00a0{id}\u00a0», qui n’existe pas.",
)
CYCLE = _refusal(
    "prerequisites_in_a_circle",
    "These offers need each other in a circle: {path}.",
    "Ces offres s’exigent les unes les autres en boucle\u00a0: {path}.",
)
CAPS_CROSS = _refusal(
    "caps_cross",
    "The limits {one} and {other} cover some of the same offers, and neither holds all of the other.",
    "Les plafonds {one} et {other} couvrent en partie les mêmes offres, sans que l’un contienne l’autre.",
)
EXCLUDES_ITSELF = _refusal(
    "excludes_itself",
    "“{id}” needs what it excludes.",
    "«\u00a0{id}\u00a0» exige ce qu’il exclut.",
)
NEVER_HOLDS = _refusal(
    "never_holds",
    "No home could ever have “{id}”: its conditions contradict each other.",
    "Aucune maison ne pourrait jamais avoir «\u00a0{id}\u00a0»\u00a0: ses conditions se contredisent.",
)
TOO_TANGLED = _refusal(
    "too_tangled",
    "The conditions of “{id}” have too many alternatives to be checked. Write them more simply.",
    "Les conditions de «\u00a0{id}\u00a0» ont trop de variantes pour être vérifiées. Écrivez-les plus simplement.",
)
CODES = (
    UNREADABLE,
    FIELD_MISSING,
    FIELD_UNKNOWN,
    FIELD_WRONG,
    TWICE,
    NAMES_NOTHING,
    CYCLE,
    CAPS_CROSS,
    EXCLUDES_ITSELF,
    NEVER_HOLDS,
    TOO_TANGLED,
)


class DataRefused(ValueError):  # noqa: N818  said of the file, not of the program
    """The file cannot be used; `code` and `facts` say why and where."""

    def __init__(self, code: Code, **facts: Fact) -> None:
        super().__init__(code.sentence("en", facts))
        self.code = code
        self.facts = facts
