"""What can be said of the regulator's published rates: what stops a file, and what is worth knowing about it."""

from __future__ import annotations

from models.findings import Code, Severity

RATES_TOO_LARGE = Code(
    "rates.too_large",
    Severity.REFUSAL,
    "This file is larger than {max_mb} MB. The regulator’s files are about a tenth of one.",
    "Ce fichier dépasse {max_mb}\u00a0Mo. Ceux de l’organisme de réglementation en font environ un dixième.",
)
RATES_DOCTYPE = Code(
    "rates.doctype",
    Severity.REFUSAL,
    "This file has a document type declaration. The regulator’s files have none, so we do not open it.",
    "Ce fichier contient une déclaration de type de document. Ceux de l’organisme de réglementation n’en ont "
    "pas\u00a0: nous ne l’ouvrons pas.",
)
RATES_NOT_WELL_FORMED = Code(
    "rates.not_well_formed",
    Severity.REFUSAL,
    "This file is damaged or cut short near line {line}. Download it again.",
    "Ce fichier est abîmé ou incomplet près de la ligne {line}. Téléchargez-le de nouveau.",
)
RATES_NOT_A_TABLE = Code(
    "rates.not_a_table",
    Severity.REFUSAL,
    "This is not the Ontario Energy Board’s BillData.xml or GasBillData.xml.",
    "Ce n’est pas le fichier BillData.xml ni GasBillData.xml de la Commission de l’énergie de l’Ontario.",
)
RATES_FIELD = Code(
    "rates.field",
    Severity.REFUSAL,
    "A row of this file has no usable {field}. Nothing of it was stored.",
    "Une ligne de ce fichier n’a pas de {field} utilisable. Rien n’en a été enregistré.",
)
RATES_OUT_OF_RANGE = Code(
    "rates.out_of_range",
    Severity.REFUSAL,
    "{field} is {value}, which no tariff we know would have ({low} to {high}). Nothing of it was stored.",
    "{field} vaut {value}, ce qu’aucun tarif connu n’aurait (de {low} à {high}). Rien n’en a été enregistré.",
)
RATES_PRICES_DIFFER = Code(
    "rates.prices_differ",
    Severity.REFUSAL,
    "The rows of this file do not agree on {field}, which is one price for all of Ontario.",
    "Les lignes de ce fichier ne s’accordent pas sur {field}, qui est un prix unique pour tout l’Ontario.",
)
RATES_ORDER = Code(
    "rates.order",
    Severity.REFUSAL,
    "{lower} should not cost more than {higher}. Nothing of this file was stored.",
    "{lower} ne devrait pas coûter plus que {higher}. Rien de ce fichier n’a été enregistré.",
)
RATES_TAX = Code(
    "rates.tax_changed",
    Severity.REFUSAL,
    "This file counts with a sales tax of {value}, we with {ours}. Change the constant first, with its source.",
    "Ce fichier compte une taxe de vente de {value}, nous de {ours}. Changez d’abord la constante, avec sa source.",
)
RATES_NO_GAS = Code(
    "rates.no_gas_tariff",
    Severity.REFUSAL,
    "This file has no single row for Enbridge Gas, all service areas, rate class 1.",
    "Ce fichier n’a pas une ligne unique pour Enbridge Gas, toutes les zones, catégorie 1.",
)
RATES_BLOCKS = Code(
    "rates.gas_blocks",
    Severity.REFUSAL,
    "The delivery blocks of the gas tariff are not the four we know. Nothing of this file was stored.",
    "Les tranches de livraison du tarif de gaz ne sont pas les quatre connues. Rien de ce fichier n’a été enregistré.",
)
RATES_NEED_DATE = Code(
    "rates.need_date",
    Severity.REFUSAL,
    "Electricity files do not say since when their prices hold. Say it: --effective YYYY-MM-DD.",
    "Les fichiers d’électricité ne disent pas depuis quand leurs prix valent. Dites-le\u00a0: --effective AAAA-MM-JJ.",
)
RATES_OTHER_DATE = Code(
    "rates.other_date",
    Severity.REFUSAL,
    "This file says its prices began on {said}, not on {given}.",
    "Selon ce fichier, ses prix ont commencé le {said} et non le {given}.",
)
RATES_YEAR = Code(
    "rates.year_differs",
    Severity.WARNING,
    "The row of {distributor} is of rate year {year}, the day given is in {given}.",
    "La ligne de {distributor} est de l’année tarifaire {year}; le jour donné est en {given}.",
)
RATES_DISTRIBUTOR_MISSING = Code(
    "rates.distributor_not_found",
    Severity.WARNING,
    "This file has no single row for {distributor}, so its delivery prices stay as they were.",
    "Ce fichier n’a pas une ligne unique pour {distributor}; ses prix de livraison restent donc les mêmes.",
)
CODES = (
    RATES_TOO_LARGE,
    RATES_DOCTYPE,
    RATES_NOT_WELL_FORMED,
    RATES_NOT_A_TABLE,
    RATES_FIELD,
    RATES_OUT_OF_RANGE,
    RATES_PRICES_DIFFER,
    RATES_ORDER,
    RATES_TAX,
    RATES_NO_GAS,
    RATES_BLOCKS,
    RATES_NEED_DATE,
    RATES_OTHER_DATE,
    RATES_YEAR,
    RATES_DISTRIBUTOR_MISSING,
)
