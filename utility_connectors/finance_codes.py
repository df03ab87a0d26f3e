"""What can be wrong with how an offer is written. Facts name columns and limits, never what somebody wrote."""

from __future__ import annotations

from models.findings import Code, Severity

MISSING = Code(
    "offer.missing", Severity.REFUSAL, "{column} is empty, and is needed.", "{column} est vide, et il le faut."
)
UNKNOWN = Code(
    "offer.unknown",
    Severity.REFUSAL,
    "The offer has a field we do not know. Leave it out, or look up how it is spelled.",
    "L’offre a un champ que nous ne connaissons pas. Retirez-le, ou vérifiez comment il s’écrit.",
)
NOT_ONE_OF = Code(
    "offer.not_one_of",
    Severity.REFUSAL,
    "{column} holds a word that is not in its list.",
    "{column} contient un mot qui n’est pas dans sa liste.",
)
NUMBER = Code(
    "offer.number",
    Severity.REFUSAL,
    "{column} is not a plain number such as 12500.00 (dollars), 6.125 (percent) or 120 (months).",
    "{column} n’est pas un nombre simple comme 12500.00 (dollars), 6.125 (pour cent) ou 120 (mois).",
)
TEXT = Code(
    "offer.text",
    Severity.REFUSAL,
    "{column} is longer than {maximum} characters, or holds characters that cannot be shown.",
    "{column} dépasse {maximum} caractères, ou contient des caractères qui ne s’affichent pas.",
)
KEY = Code(
    "offer.key",
    Severity.REFUSAL,
    "A key is 1 to 60 lower-case letters, digits and dashes, and begins with a letter or digit.",
    "Une clé a de 1 à 60 minuscules, chiffres et tirets, et commence par une lettre ou un chiffre.",
)
DAY = Code(
    "offer.day",
    Severity.REFUSAL,
    "{column} is not a day such as 2026-11-30.",
    "{column} n’est pas un jour comme 2026-11-30.",
)
MOMENT = Code(
    "offer.moment",
    Severity.REFUSAL,
    "stated_at is not a moment with its offset, such as 2026-11-30T09:00:00-05:00.",
    "stated_at n’est pas un moment avec son décalage, comme 2026-11-30T09:00:00-05:00.",
)
ADDRESS = Code(
    "offer.address",
    Severity.REFUSAL,
    "page_url is not the https address of a public page.",
    "page_url n’est pas l’adresse https d’une page publique.",
)
SHAPE = Code(
    "offer.shape",
    Severity.REFUSAL,
    "{column} is of the wrong kind. Amounts and rates are text, such as \u201c12500.00\u201d.",
    "{column} n’est pas du bon genre. Montants et taux sont du texte, comme «\u00a012500.00\u00a0».",
)
ROW = Code(
    "offer.row",
    Severity.REFUSAL,
    "The row does not have as many cells as the header.",
    "La ligne n’a pas autant de cellules que l’en-tête.",
)
TWICE = Code(
    "offer.twice",
    Severity.REFUSAL,
    "The same key is further up in this file.",
    "La même clé est plus haut dans ce fichier.",
)
UNREADABLE = Code(
    "offer_file.unreadable",
    Severity.REFUSAL,
    "This is neither CSV nor JSON in UTF-8. Nothing of it was stored.",
    "Ce n’est ni du CSV ni du JSON en UTF-8. Rien n’en a été gardé.",
)
TOO_LARGE = Code(
    "offer_file.too_large",
    Severity.REFUSAL,
    "A file of offers is at most {kilobytes} kB and holds at most {rows} offers.",
    "Un fichier d’offres a au plus {kilobytes} ko et contient au plus {rows} offres.",
)
HEADER = Code(
    "offer_file.header",
    Severity.REFUSAL,
    "The first line does not name our columns, each once. Missing or unknown: {count}.",
    "La première ligne ne nomme pas nos colonnes, chacune une fois. Manquantes ou inconnues\u00a0: {count}.",
)
EMPTY = Code(
    "offer_file.empty",
    Severity.REFUSAL,
    "There is no offer in this file.",
    "Il n’y a aucune offre dans ce fichier.",
)
COMES_NEW = Code(
    "offer_file.new",
    Severity.NOTE,
    "New offer: {key}.",
    "Nouvelle offre\u00a0: {key}.",
)
COMES_CHANGED = Code(
    "offer_file.changed",
    Severity.NOTE,
    "New version of {key}.",
    "Nouvelle version de {key}.",
)
COMES_LATE = Code(
    "offer_file.late",
    Severity.WARNING,
    "{key} is known in terms stated later. These are kept and do not count.",
    "{key} est connue sous des conditions énoncées plus tard. Celles-ci sont gardées et ne comptent pas.",
)
CODES = (
    MISSING,
    UNKNOWN,
    NOT_ONE_OF,
    NUMBER,
    TEXT,
    KEY,
    DAY,
    MOMENT,
    ADDRESS,
    SHAPE,
    ROW,
    TWICE,
    UNREADABLE,
    TOO_LARGE,
    HEADER,
    EMPTY,
    COMES_NEW,
    COMES_CHANGED,
    COMES_LATE,
)
