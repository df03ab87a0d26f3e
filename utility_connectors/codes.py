"""Every code that reading a usage file can say: what stops a file, and what is only worth knowing about it.

A code of severity *refusal* ends the reading and nothing is kept. The others travel as findings or as the
reason one row was left out. Facts are counts, limits and names from closed lists, never content of the file.
"""

from __future__ import annotations

from models.findings import Code, Severity

_REFUSAL, _WARNING, _NOTE = Severity.REFUSAL, Severity.WARNING, Severity.NOTE

# Any file -----------------------------------------------------------------------------------------------------
FILE_EMPTY = Code("usage_file.empty", _REFUSAL, "This file is empty.", "Ce fichier est vide.")
FILE_TOO_LARGE = Code(
    "usage_file.too_large",
    _REFUSAL,
    "This file is larger than {limit_mb} MB. Ask your utility for a shorter period and send it in parts.",
    "Ce fichier dépasse {limit_mb}\u00a0Mo. Demandez une période plus courte à votre fournisseur et envoyez-le "
    "en plusieurs parties.",
)
FILE_UNREADABLE = Code(
    "usage_file.unreadable", _REFUSAL, "We could not open this file.", "Nous n’avons pas pu ouvrir ce fichier."
)
FILE_UNKNOWN = Code(
    "usage_file.unknown_format",
    _REFUSAL,
    "This is not a usage file we can read. Send the Green Button file (XML), or a CSV, from your utility’s website.",
    "Ce n’est pas un fichier de consommation que nous savons lire. Envoyez le fichier du Bouton vert (XML), ou un "
    "CSV, du site de votre fournisseur.",
)
FILE_WEB_PAGE = Code(
    "usage_file.web_page",
    _REFUSAL,
    "This is a web page, not a usage file. Your utility’s site may have signed you out: sign in and download again.",
    "C’est une page Web, pas un fichier de consommation. Le site de votre fournisseur a peut-être fermé votre "
    "session\u00a0: connectez-vous et téléchargez de nouveau.",
)
FILE_SPREADSHEET = Code(
    "usage_file.spreadsheet",
    _REFUSAL,
    "This is an office file we do not open. Save it as an Excel workbook (.xlsx) or as CSV and send that.",
    "C’est un fichier de bureau que nous n’ouvrons pas. Enregistrez-le en classeur Excel (.xlsx) ou en CSV et envoyez "
    "celui-ci.",
)
SHEET_MACROS = Code(
    "usage_file.macros",
    _REFUSAL,
    "This workbook holds macros. Save it as an Excel workbook without macros (.xlsx) and send that.",
    "Ce classeur contient des macros. Enregistrez-le en classeur Excel sans macros (.xlsx) et envoyez celui-ci.",
)
SHEET_BROKEN = Code(
    "usage_file.workbook_broken",
    _REFUSAL,
    "This workbook is damaged, or is not written as Excel writes it. Save it again, or as CSV, and send that.",
    "Ce classeur est abîmé, ou n’est pas écrit comme Excel le fait. Enregistrez-le de nouveau, ou en CSV, et "
    "envoyez-le.",
)
SHEET_TAIL = Code(
    "usage_file.workbook_tail",
    _WARNING,
    "After {count} empty row[|s] in this workbook we read no further.",
    "Après {count} ligne[|s] vide[|s] dans ce classeur, nous n’avons pas lu plus loin.",
)
SHEET_TOO_LARGE = Code(
    "usage_file.workbook_too_large",
    _REFUSAL,
    "This workbook holds more than we open ({limit_mb} MB unpacked). Save it as CSV and send that.",
    "Ce classeur contient plus que nous n’ouvrons ({limit_mb}\u00a0Mo décompressés). Enregistrez-le en CSV et "
    "envoyez-le.",
)
NO_VALID_READINGS = Code(
    "usage_file.no_valid_readings",
    _REFUSAL,
    "{reason} Nothing is left in this file that we could use.",
    "{reason} Il ne reste rien dans ce fichier que nous puissions utiliser.",
)
NOTHING_TO_KEEP = Code(
    "usage_file.nothing_to_keep",
    _REFUSAL,
    "This file has {count} reading[|s], but [it is not|none of them is] an amount of energy or water we can keep.",
    "Ce fichier contient {count} relevé[|s], mais [ce n’est pas|aucun n’est] une quantité d’énergie ou d’eau que nous "
    "pouvons garder.",
)
TOO_MANY_METERS = Code(
    "usage_file.too_many_meters",
    _REFUSAL,
    "This file holds more than {limit} meters. Send it in parts.",
    "Ce fichier contient plus de {limit} compteurs. Envoyez-le en plusieurs parties.",
)

# XML and Green Button: the file ---------------------------------------------------------------------------------
XML_DOCTYPE = Code(
    "xml.doctype",
    _REFUSAL,
    "This file has a document type declaration. Usage files never need one, so we do not open it.",
    "Ce fichier contient une déclaration de type de document. Un fichier de consommation n’en a jamais besoin\u00a0: "
    "nous ne l’ouvrons pas.",
)
XML_NOT_WELL_FORMED = Code(
    "xml.not_well_formed",
    _REFUSAL,
    "This file is damaged or cut short near line {line}. Download it again and send the new copy.",
    "Ce fichier est abîmé ou incomplet près de la ligne {line}. Téléchargez-le de nouveau et envoyez la nouvelle "
    "copie.",
)
XML_ENCODING = Code(
    "xml.encoding",
    _REFUSAL,
    "The letters in this file are written in a way we do not read. Ask your utility for UTF-8.",
    "Les caractères de ce fichier sont codés d’une façon que nous ne lisons pas. Demandez l’UTF-8 à votre fournisseur.",
)
XML_TOO_DEEP = Code(
    "xml.too_deep",
    _REFUSAL,
    "This file nests more than {limit} levels deep, which no usage file does.",
    "Ce fichier a plus de {limit} niveaux imbriqués, ce qu’aucun fichier de consommation n’a.",
)
XML_TOO_MANY_ATTRIBUTES = Code(
    "xml.too_many_attributes",
    _REFUSAL,
    "One element in this file has more than {limit} attributes, which no usage file has.",
    "Un élément de ce fichier a plus de {limit} attributs, ce qu’aucun fichier de consommation n’a.",
)
XML_NODE_TOO_BIG = Code(
    "xml.node_too_big",
    _REFUSAL,
    "One part of this file is larger than {limit_mb} MB, which no usage file has.",
    "Une partie de ce fichier dépasse {limit_mb}\u00a0Mo, ce qu’aucun fichier de consommation n’a.",
)
XML_TOO_MANY_TAGS = Code(
    "xml.too_many_tags",
    _REFUSAL,
    "This file has more than {limit} elements. Ask your utility for a shorter period and send it in parts.",
    "Ce fichier a plus de {limit} éléments. Demandez une période plus courte à votre fournisseur et envoyez-le en "
    "plusieurs parties.",
)
XML_TOO_MANY_NAMES = Code(
    "xml.too_many_names",
    _REFUSAL,
    "This file uses more than {limit} different names for its elements and attributes. It is no usage file.",
    "Ce fichier donne plus de {limit} noms différents à ses éléments et attributs. Ce n’est pas un fichier de "
    "consommation.",
)
NOT_GREEN_BUTTON = Code(
    "espi.not_green_button",
    _REFUSAL,
    "This XML file is not a Green Button file.",
    "Ce fichier XML n’est pas un fichier du Bouton vert.",
)
NO_READINGS = Code(
    "espi.no_readings",
    _REFUSAL,
    "This Green Button file has no readings in it. Choose the download that includes your usage.",
    "Ce fichier du Bouton vert ne contient aucun relevé. Choisissez le téléchargement qui comprend votre consommation.",
)
CUSTOMER_ONLY = Code(
    "espi.customer_only",
    _REFUSAL,
    "This file holds only name and address details, which we do not need and did not keep. Send the usage file.",
    "Ce fichier ne contient que des coordonnées, dont nous n’avons pas besoin et que nous n’avons pas gardées. "
    "Envoyez le fichier de consommation.",
)
NOT_USAGE = Code(
    "espi.not_usage",
    _REFUSAL,
    "This Green Button file is about permission ({document}), not usage. Send the usage file.",
    "Ce fichier du Bouton vert concerne une autorisation ({document}), pas la consommation. Envoyez le fichier de "
    "consommation.",
)
TOO_MANY_RESOURCES = Code(
    "espi.too_many_resources",
    _REFUSAL,
    "This Green Button file has more than {limit} parts. Send it in smaller files.",
    "Ce fichier du Bouton vert a plus de {limit} parties. Envoyez-le en fichiers plus petits.",
)

# Green Button: a meter reading ----------------------------------------------------------------------------------
UNIT_UNKNOWN = Code(
    "espi.unit_unknown",
    _WARNING,
    "The file does not say what {count} reading[|s] [is|are] measured in, or names a unit we do not know. We left "
    "[it|them] out.",
    "Le fichier ne dit pas l’unité de {count} relevé[|s], ou la dit d’une façon que nous ne connaissons pas. Nous "
    "[l’avons laissé|les avons laissés] de côté.",
)
MULTIPLIER_UNKNOWN = Code(
    "espi.multiplier_unknown",
    _WARNING,
    "The scale of {count} reading[|s] is not one the standard allows. We left [it|them] out.",
    "L’échelle de {count} relevé[|s] n’est pas permise par la norme. Nous [l’avons laissé|les avons laissés] de côté.",
)
NOT_AN_AMOUNT = Code(
    "espi.not_an_amount",
    _WARNING,
    "{count} reading[|s] [is not an amount|are not amounts] used in a period (demand, reactive power, dial readings). "
    "We left [it|them] out.",
    "{count} relevé[|s] [n’est pas une quantité consommée|ne sont pas des quantités consommées] pendant une période "
    "(appel de puissance, énergie réactive, index). Nous [l’avons laissé|les avons laissés] de côté.",
)
COMMODITY_CONFLICT = Code(
    "espi.commodity_conflict",
    _WARNING,
    "The file contradicts itself about what {count} reading[|s] [measures|measure]. We left [it|them] out.",
    "Le fichier se contredit sur ce qui est mesuré pour {count} relevé[|s]. Nous [l’avons laissé|les avons laissés] "
    "de côté.",
)
GAS_AS_ENERGY = Code(
    "espi.gas_in_kwh",
    _WARNING,
    "{count} gas reading[|s] [is|are] in kWh. We kept [it|them] as gas energy and did not add [it|them] to "
    "electricity.",
    "{count} relevé[|s] de gaz [est|sont] en kWh. Nous [l’avons gardé|les avons gardés] comme énergie du gaz, sans "
    "[l’ajouter|les ajouter] à l’électricité.",
)
READING_TYPE_ASSUMED = Code(
    "espi.reading_type_assumed",
    _WARNING,
    "{count} reading[|s] [points|point] to a description the file does not have. We used the only one there is.",
    "{count} relevé[|s] [renvoie|renvoient] à une description absente du fichier. Nous avons utilisé la seule qui s’y "
    "trouve.",
)
LINK_MISSING = Code(
    "espi.link_missing",
    _WARNING,
    "{count} reading[|s] [does|do] not say which meter [it belongs|they belong] to. We took the meter named just "
    "before [it|them].",
    "{count} relevé[|s] [ne dit pas à quel compteur il appartient|ne disent pas à quel compteur ils appartiennent]. "
    "Nous avons pris le compteur nommé juste avant.",
)
SECOND_COPY = Code(
    "espi.second_copy",
    _NOTE,
    "{count} reading[|s] [repeats|repeat] the same use in another form (for example days beside hours). We keep the "
    "finer form.",
    "{count} relevé[|s] [répète|répètent] la même consommation sous une autre forme (par exemple des jours à côté des "
    "heures). Nous gardons la forme la plus fine.",
)
CLOCK_CHANGE_MERGED = Code(
    "espi.clock_change_merged",
    _WARNING,
    "{count} reading[|s] [shares its|share their] start with the next one, as some meters write when clocks change. "
    "We added the two.",
    "{count} relevé[|s] [a|ont] la même heure de début que le suivant, comme l’écrivent certains compteurs au "
    "changement d’heure. Nous avons additionné les deux.",
)
TIMES_FROM_BLOCK = Code(
    "espi.times_from_block",
    _NOTE,
    "{count} reading[|s] [takes its time from its place|take their time from their place] in the block, as the "
    "standard allows.",
    "{count} relevé[|s] [tire son heure de sa place|tirent leur heure de leur place] dans le bloc, comme le permet la "
    "norme.",
)
SUMMARIES_USED = Code(
    "espi.summaries_used",
    _NOTE,
    "{count} reading[|s] [is a whole billing period|are whole billing periods], taken from the bill summaries: the "
    "file has no finer readings there.",
    "{count} relevé[|s] [est une période de facturation entière, tirée|sont des périodes de facturation entières, "
    "tirées] des sommaires de facture\u00a0: le fichier n’a pas de relevés plus fins pour ce compteur.",
)
SUMMARY_UNFINISHED = Code(
    "espi.summary_unfinished",
    _WARNING,
    "{count} billing period[|s] [was|were] not over yet when the file was made. We left [it|them] out.",
    "{count} période[|s] de facturation [n’était pas terminée|n’étaient pas terminées] à la création du fichier. Nous "
    "[l’avons laissée|les avons laissées] de côté.",
)
OTHER_TIME_ZONE = Code(
    "espi.other_time_zone",
    _NOTE,
    "The file says its meter is {offset_s} from universal time. We show days in Eastern time.",
    "Le fichier dit que son compteur est à {offset_s} du temps universel. Nous montrons les jours à l’heure de l’Est.",
)
GAP = Code(
    "espi.gap",
    _WARNING,
    "Readings are missing: {missing_s} in all between the first and the last.",
    "Des relevés manquent\u00a0: {missing_s} en tout entre le premier et le dernier.",
)

# Any format: one reading ----------------------------------------------------------------------------------------
READING_VALUE = Code(
    "reading.value",
    _WARNING,
    "{count} reading[|s] [has|have] an amount that is not a number. We left [it|them] out.",
    "{count} relevé[|s] [a|ont] une quantité qui n’est pas un nombre. Nous [l’avons laissé|les avons laissés] de côté.",
)
READING_TIME = Code(
    "reading.time",
    _WARNING,
    "{count} reading[|s] [has|have] a time we cannot read. We left [it|them] out.",
    "{count} relevé[|s] [a|ont] une heure que nous ne pouvons pas lire. Nous [l’avons laissé|les avons laissés] de "
    "côté.",
)
READING_DURATION = Code(
    "reading.duration",
    _WARNING,
    "{count} reading[|s] [has|have] no length, or one that is too short or too long. We left [it|them] out.",
    "{count} relevé[|s] [n’a|n’ont] pas de durée, ou une durée trop courte ou trop longue. Nous [l’avons laissé|les "
    "avons laissés] de côté.",
)
READING_TOO_EARLY = Code(
    "reading.too_early",
    _WARNING,
    "{count} reading[|s] [is|are] dated before the year 2000. We left [it|them] out.",
    "{count} relevé[|s] [est daté|sont datés] d’avant l’an 2000. Nous [l’avons laissé|les avons laissés] de côté.",
)
READING_IN_FUTURE = Code(
    "reading.in_future",
    _WARNING,
    "{count} reading[|s] [is|are] dated in the future. We left [it|them] out.",
    "{count} relevé[|s] [est daté|sont datés] dans le futur. Nous [l’avons laissé|les avons laissés] de côté.",
)
READING_NEGATIVE = Code(
    "reading.negative",
    _WARNING,
    "{count} reading[|s] [is|are] below zero, which only a net meter can be. We left [it|them] out.",
    "{count} relevé[|s] [est|sont] sous zéro, ce que seul un compteur net peut donner. Nous [l’avons laissé|les avons "
    "laissés] de côté.",
)
READING_TOO_LARGE = Code(
    "reading.too_large",
    _WARNING,
    "{count} reading[|s] [is|are] more than a home can use. We left [it|them] out.",
    "{count} relevé[|s] [dépasse|dépassent] ce qu’une maison peut consommer. Nous [l’avons laissé|les avons laissés] "
    "de côté.",
)
READING_REPEATED = Code(
    "reading.repeated",
    _NOTE,
    "{count} reading[|s] [was|were] in the file more than once. We counted [it|each] once.",
    "{count} relevé[|s] [était|étaient] plusieurs fois dans le fichier. Nous [l’avons compté|avons compté chacun] une "
    "fois.",
)
READING_SUPERSEDED = Code(
    "reading.superseded",
    _NOTE,
    "{count} reading[|s] [was|were] corrected later in the same file. We kept the correction.",
    "{count} relevé[|s] [a été corrigé|ont été corrigés] plus loin dans le même fichier. Nous avons gardé la "
    "correction.",
)
READING_CONFLICT = Code(
    "reading.conflict",
    _WARNING,
    "{count} reading[|s] [gives|give] a different amount for a time we already had. We kept the first and marked it.",
    "{count} relevé[|s] [donne|donnent] une autre quantité pour une période déjà lue. Nous avons gardé le premier et "
    "l’avons marqué.",
)
READING_TRIMMED = Code(
    "reading.trimmed",
    _WARNING,
    "{count} reading[|s] [runs|run] a little into the next one, as where clocks change. We end [it|them] where the "
    "next begins.",
    "{count} relevé[|s] [déborde|débordent] un peu sur le suivant, comme au changement d’heure. Nous [l’arrêtons|les "
    "arrêtons] où le suivant commence.",
)
READING_OVERLAP = Code(
    "reading.overlap",
    _WARNING,
    "{count} reading[|s] [covers|cover] time that other readings already cover. We did not count it twice.",
    "{count} relevé[|s] [couvre|couvrent] une période déjà couverte par d’autres. Nous ne l’avons pas comptée deux "
    "fois.",
)

# CSV: the file --------------------------------------------------------------------------------------------------
CSV_ENCODING = Code(
    "csv.encoding",
    _REFUSAL,
    "The letters in this file are not UTF-8. Save it as “CSV UTF-8” and send it again.",
    "Les caractères de ce fichier ne sont pas en UTF-8. Enregistrez-le en «\u00a0CSV UTF-8\u00a0» et renvoyez-le.",
)
CSV_NUL = Code(
    "csv.nul",
    _REFUSAL,
    "This file holds bytes that no text file has. It may be damaged.",
    "Ce fichier contient des octets qu’aucun fichier texte n’a. Il est peut-être abîmé.",
)
CSV_LINE_TOO_LONG = Code(
    "csv.line_too_long",
    _REFUSAL,
    "One line of this file is too long for a usage file.",
    "Une ligne de ce fichier est trop longue pour un fichier de consommation.",
)
CSV_TOO_MANY_LINES = Code(
    "csv.too_many_lines",
    _REFUSAL,
    "This file has more than {limit} lines. Send it in parts.",
    "Ce fichier a plus de {limit} lignes. Envoyez-le en plusieurs parties.",
)
CSV_FIELD_TOO_LONG = Code(
    "csv.field_too_long",
    _REFUSAL,
    "One value near line {line} is too long. A quotation mark may be missing.",
    "Une valeur près de la ligne {line} est trop longue. Il manque peut-être un guillemet.",
)
CSV_TOO_MANY_COLUMNS = Code(
    "csv.too_many_columns",
    _REFUSAL,
    "This file has more than {limit} columns.",
    "Ce fichier a plus de {limit} colonnes.",
)
CSV_HEADER_REPEATED = Code(
    "csv.header_repeated",
    _REFUSAL,
    "Two columns have the same name, so we cannot tell which one to read.",
    "Deux colonnes portent le même nom\u00a0: nous ne savons pas laquelle lire.",
)
CSV_UNKNOWN_COLUMNS = Code(
    "csv.unknown_columns",
    _REFUSAL,
    "We do not recognize the columns of this file (form {fingerprint}). Its first line should name them.",
    "Nous ne reconnaissons pas les colonnes de ce fichier (forme {fingerprint}). Sa première ligne devrait les nommer.",
)
CSV_NO_ROWS = Code(
    "csv.no_rows",
    _REFUSAL,
    "This file has column names but no readings.",
    "Ce fichier a des noms de colonnes, mais aucun relevé.",
)
CSV_DAY_UNSAID = Code(
    "csv.day_unsaid",
    _REFUSAL,
    "The rows of this file have a time of day but no date, and no single day stands above them.",
    "Les lignes de ce fichier ont une heure mais pas de date, et aucun jour unique n’est écrit au-dessus.",
)
CSV_UNIT_UNKNOWN = Code(
    "csv.unit_unknown",
    _REFUSAL,
    "This file does not say what its amounts are measured in. Add a column named “unit”.",
    "Ce fichier ne dit pas en quelle unité sont ses quantités. Ajoutez une colonne nommée «\u00a0unit\u00a0».",
)
CSV_UNIT_ASSUMED = Code(
    "csv.unit_assumed",
    _WARNING,
    "This file does not name a unit. From its name and layout we read the amounts as {unit}.",
    "Ce fichier ne nomme pas d’unité. D’après son nom et sa forme, nous lisons les quantités en {unit}.",
)
CSV_DECIMALS_UNCLEAR = Code(
    "csv.decimals_unclear",
    _REFUSAL,
    "The amounts in this file could be thousands or thousandths (such as 1,234). Write them with a decimal point and "
    "no other mark.",
    "Les quantités de ce fichier pourraient être des milliers ou des millièmes (comme 1,234). Écrivez-les avec un "
    "point décimal et sans autre signe.",
)
CSV_DECIMAL_MARK = Code(
    "csv.decimal_mark",
    _NOTE,
    "The amounts in this file show “{mark}” before their decimals, and we read them so.",
    "Les quantités de ce fichier ont «\u00a0{mark}\u00a0» avant les décimales\u00a0; nous les lisons ainsi.",
)
CSV_DATES_MIXED = Code(
    "csv.dates_mixed",
    _REFUSAL,
    "Some dates in this file have the day first, and others could have the month first. Write them as 2026-01-31.",
    "Certaines dates de ce fichier commencent par le jour, d’autres peut-être par le mois. Écrivez-les comme "
    "2026-01-31.",
)
CSV_HOURS_UNCLEAR = Code(
    "csv.hours_unclear",
    _REFUSAL,
    "The hours in this file do not show whether the first of the day is 0 or 1. Send at least one whole day.",
    "Les heures de ce fichier ne montrent pas si la première du jour est 0 ou 1. Envoyez au moins un jour entier.",
)
CSV_SEVERAL_AT_ONCE = Code(
    "csv.several_at_once",
    _REFUSAL,
    "This file gives several amounts for the same time without a column we know that tells them apart. Send each meter "
    "and direction in a file of its own.",
    "Ce fichier donne plusieurs quantités pour la même période sans colonne connue qui les distingue. Envoyez chaque "
    "compteur et chaque sens dans son propre fichier.",
)
CSV_NET_UNSAID = Code(
    "csv.net_unsaid",
    _REFUSAL,
    "Many amounts in this file are below zero, as where export is taken off use. Name their column “net (kWh)”, or "
    "send use and export in columns of their own.",
    "Beaucoup de quantités de ce fichier sont sous zéro, comme quand l’exportation est déduite de la consommation. "
    "Nommez leur colonne «\u00a0net (kWh)\u00a0», ou envoyez la consommation et l’exportation dans deux colonnes.",
)
CSV_REGISTER = Code(
    "csv.register",
    _REFUSAL,
    "The amounts in this file only rise, as the dial of a meter does. Choose the download with the use in each period.",
    "Les quantités de ce fichier ne font que monter, comme l’index d’un compteur. Choisissez le téléchargement qui "
    "donne la consommation de chaque période.",
)
CSV_TIME_BY_ORDER = Code(
    "csv.time_by_order",
    _NOTE,
    "{count} reading[|s] [falls|fall] in the hour that happens twice when clocks go back. We followed the file’s "
    "order.",
    "{count} relevé[|s] [tombe|tombent] dans l’heure qui se répète au retour à l’heure normale. Nous avons suivi "
    "l’ordre du fichier.",
)
CSV_DATE_ORDER = Code(
    "csv.date_order",
    _WARNING,
    "No date in this file shows whether the day or the month comes first. We read {example}.",
    "Aucune date de ce fichier ne montre si le jour ou le mois vient d’abord. Nous lisons {example}.",
)
CSV_WINDOWS_LETTERS = Code(
    "csv.windows_letters",
    _NOTE,
    "This file is not in UTF-8. We read its letters as Windows writes them; no number is affected.",
    "Ce fichier n’est pas en UTF-8. Nous lisons ses lettres comme Windows les écrit\u00a0; aucun nombre n’en dépend.",
)
CSV_IGNORED = Code(
    "csv.ignored",
    _NOTE,
    "{count} row[|s] [is not a reading|are not readings] in this format, such as demand or prices. We passed over "
    "[it|them].",
    "{count} ligne[|s] [n’est pas un relevé|ne sont pas des relevés] dans ce format, mais par exemple une puissance "
    "ou un prix. Nous [l’avons passée|les avons passées].",
)
CSV_NO_AMOUNT = Code(
    "csv.no_amount",
    _NOTE,
    "{count} row[|s] [has|have] no amount. [It counts|They count] as missing, not as zero.",
    "{count} ligne[|s] [n’a|n’ont] pas de quantité. [Elle compte comme manquante, pas comme nulle|Elles comptent "
    "comme manquantes, pas comme nulles].",
)
CSV_MIDNIGHT = Code(
    "csv.midnight",
    _NOTE,
    "{count} row[|s] [has|have] a date without a time among others with one. We read [it|them] as midnight.",
    "{count} ligne[|s] [a|ont] une date sans heure parmi d’autres qui en ont une. Nous lisons minuit.",
)
CSV_DURATION_DIFFERS = Code(
    "csv.duration_differs",
    _NOTE,
    "{count} reading[|s] [is|are] followed sooner than the length [it states|they state]. We took the time to the "
    "next one.",
    "{count} relevé[|s] [est suivi plus tôt que la durée qu’il indique|sont suivis plus tôt que la durée qu’ils "
    "indiquent]. Nous avons pris le temps jusqu’au suivant.",
)
CSV_HOUR_TOGETHER = Code(
    "csv.hour_together",
    _NOTE,
    "{count} reading[|s] [stands|stand] for both hours that clocks repeat in autumn, as this format does.",
    "{count} relevé[|s] [vaut|valent] pour les deux heures qui se répètent à l’automne, comme le fait ce format.",
)
CSV_HOUR_ONCE = Code(
    "csv.hour_once",
    _NOTE,
    "{count} reading[|s] [is|are] of the first of the two hours that clocks repeat in autumn; this format has no "
    "second.",
    "{count} relevé[|s] [est|sont] de la première des deux heures qui se répètent à l’automne\u00a0; ce format n’a "
    "pas la seconde.",
)

# CSV: one row ---------------------------------------------------------------------------------------------------
CSV_FIELD_COUNT = Code(
    "csv.field_count",
    _WARNING,
    "{count} row[|s] [does|do] not have as many values as there are columns. We left [it|them] out.",
    "{count} ligne[|s] [n’a|n’ont] pas autant de valeurs que de colonnes. Nous [l’avons laissée|les avons laissées] "
    "de côté.",
)
CSV_QUOTING = Code(
    "csv.quoting",
    _WARNING,
    "{count} row[|s] [has|have] quotation marks out of place. We left [it|them] out.",
    "{count} ligne[|s] [a|ont] des guillemets mal placés. Nous [l’avons laissée|les avons laissées] de côté.",
)
CSV_ACCOUNT = Code(
    "csv.account",
    _WARNING,
    "{count} row[|s] [has|have] an account number with characters we do not accept. We left [it|them] out.",
    "{count} ligne[|s] [a|ont] un numéro de compte avec des caractères que nous n’acceptons pas. Nous [l’avons "
    "laissée|les avons laissées] de côté.",
)
CSV_METER = Code(
    "csv.meter",
    _WARNING,
    "{count} row[|s] [has|have] a meter number with characters we do not accept. We left [it|them] out.",
    "{count} ligne[|s] [a|ont] un numéro de compteur avec des caractères que nous n’acceptons pas. Nous [l’avons "
    "laissée|les avons laissées] de côté.",
)
CSV_COMMODITY = Code(
    "csv.commodity",
    _WARNING,
    "{count} row[|s] [names|name] something other than electricity, gas or water. We left [it|them] out.",
    "{count} ligne[|s] [nomme|nomment] autre chose que l’électricité, le gaz ou l’eau. Nous [l’avons laissée|les "
    "avons laissées] de côté.",
)
CSV_COMMODITY_UNSAID = Code(
    "csv.commodity_unsaid",
    _WARNING,
    "{count} row[|s] [has|have] a unit that several fuels or water share, and [does|do] not say which [it is|they "
    "are]. We left [it|them] out.",
    "{count} ligne[|s] [a|ont] une unité commune à plusieurs énergies ou à l’eau, sans dire laquelle. Nous [l’avons "
    "laissée|les avons laissées] de côté.",
)
CSV_UNIT = Code(
    "csv.unit",
    _WARNING,
    "{count} row[|s] [has|have] a unit we do not know, or one that does not fit. We left [it|them] out.",
    "{count} ligne[|s] [a|ont] une unité inconnue, ou qui ne convient pas. Nous [l’avons laissée|les avons laissées] "
    "de côté.",
)
CSV_QUALITY = Code(
    "csv.quality",
    _WARNING,
    "{count} row[|s] [has|have] a quality we do not know. We left [it|them] out.",
    "{count} ligne[|s] [a|ont] une qualité que nous ne connaissons pas. Nous [l’avons laissée|les avons laissées] de "
    "côté.",
)
CSV_FLOW = Code(
    "csv.flow",
    _WARNING,
    "{count} row[|s] [has|have] a flow that is neither import, export nor net. We left [it|them] out.",
    "{count} ligne[|s] [a|ont] un sens qui n’est ni import, ni export, ni net. Nous [l’avons laissée|les avons "
    "laissées] de côté.",
)
CSV_TIME_AMBIGUOUS = Code(
    "csv.time_ambiguous",
    _WARNING,
    "{count} row[|s] [falls|fall] in the hour that happens twice when clocks go back, without saying which. We left "
    "[it|them] out.",
    "{count} ligne[|s] [tombe|tombent] dans l’heure qui se répète au retour à l’heure normale, sans dire laquelle. "
    "Nous [l’avons laissée|les avons laissées] de côté.",
)
CSV_TIME_SKIPPED = Code(
    "csv.time_skipped",
    _WARNING,
    "{count} row[|s] [falls|fall] in the hour that does not exist when clocks go forward. We left [it|them] out.",
    "{count} ligne[|s] [tombe|tombent] dans l’heure qui n’existe pas au passage à l’heure avancée. Nous [l’avons "
    "laissée|les avons laissées] de côté.",
)
CSV_HOUR_BEYOND = Code(
    "csv.hour_beyond",
    _WARNING,
    "{count} reading[|s] [stands|stand] in an hour [its|their] day did not have. We left [it|them] out.",
    "{count} relevé[|s] [se trouve à une heure que son|se trouvent à une heure que leur] jour n’avait pas. Nous "
    "[l’avons laissé|les avons laissés] de côté.",
)

# ZIP ------------------------------------------------------------------------------------------------------------
ZIP_BROKEN = Code(
    "zip.broken",
    _REFUSAL,
    "This ZIP file is damaged or written in an unusual way. Make it again, or send the files one by one.",
    "Ce fichier ZIP est abîmé ou écrit d’une façon inhabituelle. Refaites-le, ou envoyez les fichiers un à un.",
)
ZIP_TOO_MANY_MEMBERS = Code(
    "zip.too_many_members",
    _REFUSAL,
    "This ZIP file holds more than {limit} files.",
    "Ce fichier ZIP contient plus de {limit} fichiers.",
)
ZIP_TOO_LARGE = Code(
    "zip.too_large",
    _REFUSAL,
    "This ZIP file unpacks to more than {limit_mb} MB, or to more than it says.",
    "Ce fichier ZIP dépasse {limit_mb}\u00a0Mo une fois ouvert, ou plus que ce qu’il annonce.",
)
ZIP_NAME = Code(
    "zip.name",
    _REFUSAL,
    "A file name inside this ZIP file is not allowed.",
    "Un nom de fichier dans ce fichier ZIP n’est pas permis.",
)
ZIP_LINK = Code(
    "zip.link",
    _REFUSAL,
    "This ZIP file holds links or devices, not just files.",
    "Ce fichier ZIP contient des liens ou des périphériques, pas seulement des fichiers.",
)
ZIP_ENCRYPTED = Code(
    "zip.encrypted",
    _REFUSAL,
    "This ZIP file has a password. Send it without one.",
    "Ce fichier ZIP a un mot de passe. Envoyez-le sans mot de passe.",
)
ZIP_NESTED = Code(
    "zip.nested",
    _REFUSAL,
    "There is an archive inside this ZIP file. Unpack it first.",
    "Il y a une archive dans ce fichier ZIP. Ouvrez-la d’abord.",
)
ZIP_REPEATED = Code(
    "zip.repeated",
    _REFUSAL,
    "Two files in this ZIP file have the same name or share the same bytes.",
    "Deux fichiers de ce fichier ZIP portent le même nom ou partagent les mêmes octets.",
)
ZIP_METHOD = Code(
    "zip.method",
    _REFUSAL,
    "This ZIP file is packed with a method we do not open. Make it again with an ordinary ZIP tool.",
    "Ce fichier ZIP est compressé d’une façon que nous n’ouvrons pas. Refaites-le avec un outil ZIP ordinaire.",
)
ZIP_NO_MEMBERS = Code(
    "zip.no_members",
    _REFUSAL,
    "There is no XML or CSV file in this ZIP file.",
    "Il n’y a aucun fichier XML ou CSV dans ce fichier ZIP.",
)
ZIP_MEMBER_SKIPPED = Code(
    "zip.member_skipped",
    _WARNING,
    "{count} file[|s] in this ZIP file [is|are] neither XML nor CSV. We did not open [it|them].",
    "{count} fichier[|s] de ce fichier ZIP [n’est|ne sont] ni XML ni CSV. Nous ne [l’avons pas ouvert|les avons pas "
    "ouverts].",
)
ZIP_MEMBER_REFUSED = Code(
    "zip.member_refused",
    _WARNING,
    "File number {member} in this ZIP file could not be read ({reason}). The others were.",
    "Le fichier numéro {member} de ce fichier ZIP n’a pas pu être lu ({reason}). Les autres l’ont été.",
)

CODES = tuple(value for value in list(globals().values()) if isinstance(value, Code))
