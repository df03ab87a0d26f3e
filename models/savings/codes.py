"""What can be said about an estimated saving: what evidence was missing, and whether experience corrected it."""

from __future__ import annotations

from models.findings import Code, Severity

USAGE_NONE = Code(
    "usage.none",
    Severity.WARNING,
    "We have no meter readings of this home, so these ranges come from similar homes and are wide.",
    "Nous n’avons aucun relevé de compteur de cette maison; ces fourchettes viennent de maisons semblables et sont "
    "larges.",
)
HEATING_NOT_MEASURED = Code(
    "usage.heating_not_measured",
    Severity.WARNING,
    "We have no readings of the fuel that heats this home, so what it saves on heating is a wide estimate.",
    "Nous n’avons pas de relevés de l’énergie qui chauffe cette maison; l’économie de chauffage est donc une "
    "estimation large.",
)
HEATING_NOT_SEEN = Code(
    "usage.no_heating_seen",
    Severity.WARNING,
    "The readings of the fuel you told us heats this home show hardly any heating. Please check which fuel heats it.",
    "Les relevés de l’énergie que vous avez indiquée ne montrent presque pas de chauffage. Vérifiez ce qui chauffe "
    "votre maison.",
)
SAVINGS_CORRECTED = Code(
    "savings.corrected_by_experience",
    Severity.NOTE,
    "Studies of real homes found {percent}\u00a0% of what was predicted for this work. We count only that much.",
    "Des études de vraies maisons ont trouvé {percent}\u00a0% de l’économie prévue pour ce genre de travaux. Nous ne "
    "comptons que cela.",
)
SAVINGS_UNCORRECTED = Code(
    "savings.no_study",
    Severity.NOTE,
    "No study we know of compared predicted and metered savings for this kind of work.",
    "Aucune étude connue de nous n’a comparé l’économie prévue et l’économie mesurée pour ce genre de travaux.",
)

CODES = (USAGE_NONE, HEATING_NOT_MEASURED, HEATING_NOT_SEEN, SAVINGS_CORRECTED, SAVINGS_UNCORRECTED)
