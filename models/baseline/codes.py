"""What can be said about a baseline: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

NO_USE = Code(
    "baseline.no_use",
    Severity.DISQUALIFICATION,
    "We have no meter readings that we can use here.",
    "Nous n’avons aucun relevé de compteur utilisable ici.",
)
NO_TEMPERATURE = Code(
    "baseline.no_temperature",
    Severity.DISQUALIFICATION,
    "We do not know the outdoor temperature for the days of these readings.",
    "Nous ne connaissons pas la température extérieure des jours de ces relevés.",
)
TOO_FEW_POINTS = Code(
    "baseline.too_few_points",
    Severity.DISQUALIFICATION,
    "We have only {points} reading[|s] to learn from. We need at least {needed}.",
    "Il n’y a que {points} relevé[|s] à étudier. Il nous en faut au moins {needed}.",
)
TOO_SHORT = Code(
    "baseline.too_short",
    Severity.DISQUALIFICATION,
    "The readings cover {days} day[|s]. We need {needed} days to know a home’s whole year.",
    "Les relevés couvrent {days} jour[|s]. Il nous faut {needed} jours pour connaître toute l’année d’une maison.",
)
TOO_MANY_MISSING_DAYS = Code(
    "baseline.too_many_missing_days",
    Severity.DISQUALIFICATION,
    "{missing_days} day[|s] of the year [is|are] missing. We can do with at most {allowed_days}.",
    "Il manque {missing_days} jour[|s] de l’année. Nous pouvons en accepter au plus {allowed_days}.",
)
TEMPERATURE_COVERAGE = Code(
    "baseline.temperature_coverage",
    Severity.DISQUALIFICATION,
    "The outdoor temperature is unknown on {days} day[|s] that [has|have] readings. "
    "We can do with at most {allowed_days}.",
    "La température extérieure est inconnue pour {days} jour[|s] qui [a|ont] des relevés. "
    "Nous pouvons en accepter au plus {allowed_days}.",
)
NEGATIVE_USE = Code(
    "baseline.negative_use",
    Severity.DISQUALIFICATION,
    "{count} reading[|s] [is|are] below zero. A meter of this kind cannot run backward.",
    "{count} relevé[|s] [est|sont] sous zéro. Un compteur de ce type ne peut pas tourner à l’envers.",
)
NET_METERING = Code(
    "baseline.net_metering",
    Severity.WARNING,
    "This home also sends power to the grid. The numbers show what it drew, not all that it used.",
    "Cette maison envoie aussi de l’électricité au réseau. Les chiffres montrent ce qu’elle a tiré du réseau, "
    "et non tout ce qu’elle a consommé.",
)
NET_METERING_CHANGED = Code(
    "baseline.net_metering_changed",
    Severity.DISQUALIFICATION,
    "This home began to send power to the grid during the year, so the year is not one and the same home.",
    "Cette maison a commencé à envoyer de l’électricité au réseau pendant l’année\u00a0: "
    "le début et la fin de l’année ne se comparent pas.",
)
EXTREME_VALUES = Code(
    "baseline.extreme_values",
    Severity.WARNING,
    "{count} reading[|s] [is|are] far above what is usual for this home. Please check [it|them].",
    "{count} relevé[|s] [dépasse|dépassent] de loin l’habitude de cette maison. Veuillez [le|les] vérifier.",
)
ZERO_IS_MISSING = Code(
    "baseline.zero_is_missing",
    Severity.NOTE,
    "{count} reading[|s] of exactly zero [was|were] taken as missing: a home’s electricity hardly ever stops.",
    "{count} relevé[|s] d’exactement zéro [a été considéré comme manquant|ont été considérés comme manquants]\u00a0: "
    "l’électricité d’une maison ne s’arrête presque jamais.",
)
ZEROS_KEPT = Code(
    "baseline.zeros_kept",
    Severity.NOTE,
    "Zero shows up in {percent} % of the readings, too often for power failures. We took these zeros as real.",
    "Le zéro revient dans {percent}\u00a0% des relevés, trop souvent pour des pannes. "
    "Nous avons tenu ces zéros pour vrais.",
)
OFF_CYCLE_READS = Code(
    "baseline.off_cycle_reads",
    Severity.WARNING,
    "{count} bill[|s] [is|are] too short or too long to use ({days} day[|s] in all).",
    "{count} facture[|s] [est trop courte ou trop longue|sont trop courtes ou trop longues] pour servir "
    "({days} jour[|s] en tout).",
)
ESTIMATED_MERGED = Code(
    "baseline.estimated_reads_merged",
    Severity.NOTE,
    "{count} estimated bill[|s] [was|were] joined with the next bill that was read.",
    "{count} facture[|s] estimée[|s] [a été jointe|ont été jointes] à la facture suivante qui a été relevée.",
)
ESTIMATED_MISSING = Code(
    "baseline.estimated_reads_missing",
    Severity.WARNING,
    "{count} estimated bill[|s] [has|have] no true reading soon enough, so we left [it|them] out. "
    "We wait {max_days} days at most.",
    "{count} facture[|s] estimée[|s] [n’a|n’ont] aucun vrai relevé assez tôt; "
    "nous [l’avons laissée|les avons laissées] de côté. Nous attendons au plus {max_days} jours.",
)
ESTIMATED_SHARE = Code(
    "baseline.estimated_reads",
    Severity.WARNING,
    "The utility estimated {percent} % of these readings.",
    "Le fournisseur a estimé {percent}\u00a0% de ces relevés.",
)
LATEST_YEAR = Code(
    "baseline.latest_year_used",
    Severity.NOTE,
    "We used the latest {days} days and left out {left_out_days} older day[|s].",
    "Nous avons utilisé les {days} derniers jours et laissé de côté {left_out_days} jour[|s] plus ancien[|s].",
)
POOR_FIT = Code(
    "baseline.poor_fit",
    Severity.DISQUALIFICATION,
    "Use jumps around too much for a yearly pattern: the usual miss is {percent} % of the average, "
    "and we accept at most {allowed_percent} %.",
    "La consommation varie trop pour en tirer un profil annuel\u00a0: l’écart habituel est de {percent}\u00a0% "
    "de la moyenne, et nous acceptons au plus {allowed_percent}\u00a0%.",
)
NO_WEATHER_PATTERN = Code(
    "baseline.no_weather_pattern",
    Severity.NOTE,
    "Use does not follow the weather enough to tell heating or cooling apart from the rest.",
    "La consommation ne suit pas assez la météo pour distinguer le chauffage ou la climatisation du reste.",
)
BALANCE_POINT_AT_LIMIT = Code(
    "baseline.balance_point_at_limit",
    Severity.WARNING,
    "The outdoor temperature where heating or cooling starts came out at the edge of what is likely ({celsius} °C).",
    "La température extérieure où le chauffage ou la climatisation démarre est à la limite du vraisemblable "
    "({celsius}\u00a0°C).",
)

CODES = (
    NO_USE,
    NO_TEMPERATURE,
    TOO_FEW_POINTS,
    TOO_SHORT,
    TOO_MANY_MISSING_DAYS,
    TEMPERATURE_COVERAGE,
    NEGATIVE_USE,
    NET_METERING,
    NET_METERING_CHANGED,
    EXTREME_VALUES,
    ZERO_IS_MISSING,
    ZEROS_KEPT,
    OFF_CYCLE_READS,
    ESTIMATED_MERGED,
    ESTIMATED_MISSING,
    ESTIMATED_SHARE,
    LATEST_YEAR,
    POOR_FIT,
    NO_WEATHER_PATTERN,
    BALANCE_POINT_AT_LIMIT,
)
