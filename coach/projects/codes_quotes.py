"""What is said of a quote: its price, its size, what it leaves out, how it was sold, and whether it still stands."""

from __future__ import annotations

from typing import Final

from greener_homes.tables.project import Pressure
from models.findings import Code, Severity


def _note(code: str, en: str, fr: str) -> Code:
    return Code(f"quote.{code}", Severity.NOTE, en, fr)


def _warning(code: str, en: str, fr: str) -> Code:
    return Code(f"quote.{code}", Severity.WARNING, en, fr)


def _refusal(code: str, en: str, fr: str) -> Code:
    return Code(f"quote.{code}", Severity.REFUSAL, en, fr)


PRICE_USUAL = _note(
    "price_usual",
    "The price is within what such work usually costs (${low} to ${high} before rebates, prices of {year}).",
    "Le prix est dans ce que de tels travaux coûtent d’ordinaire (de {low} à {high}\u00a0$ avant remises, prix de "
    "{year}).",
)
PRICE_HIGH = _warning(
    "price_high",
    "This is above what such work usually costs (${low} to ${high} before rebates, prices of {year}). Ask what is in "
    "it that others leave out.",
    "C’est plus que ce que de tels travaux coûtent d’ordinaire (de {low} à {high}\u00a0$ avant remises, prix de "
    "{year}). Demandez ce qu’elle comprend de plus que les autres.",
)
PRICE_LOW = _warning(
    "price_low",
    "This is below what such work usually costs (${low} to ${high} before rebates, prices of {year}). Ask what is left "
    "out.",
    "C’est moins que ce que de tels travaux coûtent d’ordinaire (de {low} à {high}\u00a0$ avant remises, prix de "
    "{year}). Demandez ce qui n’est pas compris.",
)
PRICE_UNKNOWN = _note(
    "price_unknown",
    "We have no range to hold this price against.",
    "Nous n’avons pas de fourchette à laquelle comparer ce prix.",
)
SIZE_FITS = _note(
    "size_fits",
    "The size ({size_kw} kW) suits what your home needs on the coldest nights: {low_kw} to {high_kw} kW, our estimate.",
    "La puissance ({size_kw}\u00a0kW) convient aux {low_kw} à {high_kw}\u00a0kW dont votre maison a besoin les nuits "
    "les plus froides, selon notre estimation.",
)
SIZE_LARGE = _warning(
    "size_large",
    "At {size_kw} kW this is more than your home needs on the coldest nights ({low_kw} to {high_kw} kW, our estimate). "
    "Too large costs more and runs in short bursts. Ask for the heat loss calculation (CSA F280).",
    "À {size_kw}\u00a0kW, c’est plus que ce dont votre maison a besoin les nuits les plus froides (de {low_kw} à "
    "{high_kw}\u00a0kW, notre estimation). Trop puissant coûte plus cher et fonctionne par à-coups. Demandez le calcul "
    "des pertes de chaleur (CSA F280).",
)
SIZE_SMALL = _warning(
    "size_small",
    "At {size_kw} kW this may not heat your home on the coldest nights ({low_kw} to {high_kw} kW, our estimate). Ask "
    "for the heat loss calculation (CSA F280), and what heats when it cannot.",
    "À {size_kw}\u00a0kW, cela pourrait ne pas chauffer votre maison les nuits les plus froides (de {low_kw} à "
    "{high_kw}\u00a0kW, notre estimation). Demandez le calcul des pertes de chaleur (CSA F280), et ce qui chauffe "
    "quand l’appareil n’y arrive pas.",
)
R_MISSING = _warning(
    "r_missing",
    "It does not say which R-value the insulation reaches. Have it written down.",
    "Elle ne dit pas quelle valeur R l’isolation atteint. Faites-la écrire.",
)
R_LOW = _warning(
    "r_low",
    "R-{r} is less than the R-{least} that this work is worth doing to. Rebates may ask for it too.",
    "R-{r} est moins que le R-{least} qui vaut la peine pour ces travaux. Des remises peuvent aussi l’exiger.",
)
AREA_MISSING = _warning(
    "area_missing",
    "It does not say how many square feet or metres are done.",
    "Elle ne dit pas combien de pieds ou de mètres carrés sont faits.",
)
SIZE_MISSING = _warning(
    "size_missing",
    "It does not say how large the equipment is. Nobody can tell if it fits your home.",
    "Elle ne dit pas la puissance de l’appareil. Personne ne peut dire s’il convient à votre maison.",
)
MODEL_MISSING = _warning(
    "model_missing",
    "It names no model. Rebates pay only for models on a list, and you cannot compare.",
    "Elle ne nomme aucun modèle. Les remises ne paient que des modèles d’une liste, et vous ne pouvez pas comparer.",
)
LEAKAGE_MISSING = _note(
    "leakage_missing",
    "Ask for a blower door test before and after: it is the only way to see what was sealed.",
    "Demandez un test d’infiltrométrie avant et après\u00a0: c’est la seule façon de voir ce qui a été scellé.",
)
EXPIRED = _warning(
    "expired",
    "It was valid until {day}. Ask whether the price still stands.",
    "Elle était valable jusqu’au {day}. Demandez si le prix tient toujours.",
)
EXPIRES_SOON = _note(
    "expires_soon",
    "It is valid until {day}. An honest contractor gives you the time to compare.",
    "Elle est valable jusqu’au {day}. Un entrepreneur honnête vous laisse le temps de comparer.",
)
NO_END = _note(
    "no_end",
    "It does not say until when the price stands. Ask.",
    "Elle ne dit pas jusqu’à quand le prix tient. Demandez-le.",
)
REBATE_UNSURE = _warning(
    "rebate_unsure",
    "It takes off ${assumed} for rebates; we count on ${counted}. If the rebate does not come, you pay the difference.",
    "Elle retire {assumed}\u00a0$ pour des remises; nous comptons sur {counted}\u00a0$. Si la remise n’arrive pas, "
    "vous payez la différence.",
)
TODAY_ONLY = _warning(
    "today_only",
    "A price for today only is pressure, not a discount. Prices of real work do not change overnight: wait.",
    "Un prix valable aujourd’hui seulement est une pression, non un rabais. Le prix de vrais travaux ne change pas en "
    "une nuit\u00a0: attendez.",
)
CAME_FORBIDDEN = _warning(
    "came_forbidden",
    "Nobody in Ontario may sell this at your door unless you asked them to come for it. A contract made that way is "
    "void. Do not sign; Consumer Protection Ontario helps at 1-800-889-9768.",
    "Personne en Ontario ne peut vendre cela à votre porte sans que vous l’ayez fait venir pour cela. Un contrat "
    "conclu ainsi est nul. Ne signez pas; Protection du consommateur de l’Ontario\u00a0: 1\u00a0800\u00a0889-9768.",
)
CAME_UNASKED = _warning(
    "came_unasked",
    "They came without being asked. What you sign at home you can cancel within ten days, without a reason.",
    "Ils sont venus sans être demandés. Ce que vous signez chez vous, vous pouvez l’annuler dans les dix jours, sans "
    "raison.",
)
RENTAL_OR_LIEN = _warning(
    "rental_or_lien",
    "It is a rental, or puts a claim on your house. Rented equipment has cost Durham homes many times its price. Show "
    "it to your coach before you sign.",
    "C’est une location, ou cela met une charge sur votre maison. Des appareils loués ont coûté à des foyers de Durham "
    "plusieurs fois leur prix. Montrez-la à votre coach avant de signer.",
)
NO_FUEL_LICENCE = _warning(
    "no_fuel_licence",
    "Work on gas, oil or propane needs a technician registered with the TSSA. Without one it is unsafe and uninsured.",
    "Les travaux au gaz, au mazout ou au propane exigent une personne inscrite à la TSSA. Sans elle, c’est dangereux "
    "et non assuré.",
)
NO_ELECTRICAL_LICENCE = _warning(
    "no_electrical_licence",
    "This needs a licensed electrical contractor and a permit from the Electrical Safety Authority. Ask for both.",
    "Ceci exige un entrepreneur électricien titulaire d’un permis et un avis à l’Office de la sécurité des "
    "installations électriques. Demandez les deux.",
)
NO_LICENCE = _warning(
    "no_licence",
    "They could not show insurance or a business licence. Ask again, in writing, before you pay anything.",
    "Ils n’ont pu montrer ni assurance ni permis d’affaires. Redemandez-les par écrit avant de payer quoi que ce soit.",
)
ALL_IN_ADVANCE = _warning(
    "all_in_advance",
    "All the money before any work leaves you with nothing to hold back. Pay a part, and the rest when it is done.",
    "Tout l’argent avant les travaux ne vous laisse rien à retenir. Payez une partie, et le reste à la fin.",
)
ONLY_ONE = _note(
    "only_one",
    "One quote cannot be compared. Three is a good number.",
    "Une seule soumission ne se compare pas. Trois, c’est un bon nombre.",
)
CONTRACTOR_NEEDED = _refusal(
    "contractor_needed",
    "Write who gave the quote, in at most {maximum} characters.",
    "Écrivez de qui vient la soumission, en {maximum} caractères au plus.",
)
TOTAL_NEEDED = _refusal("total_needed", "Write the total of the quote.", "Écrivez le total de la soumission.")
TAX_NEEDED = _refusal(
    "tax_needed", "Say whether the total is with or without HST.", "Dites si le total est avec ou sans la TVH."
)
DAYS_WRONG = _refusal(
    "days_wrong",
    "A quote was given today or earlier, and is valid from then on.",
    "Une soumission date d’aujourd’hui ou d’avant, et vaut à partir de ce jour.",
)
MODEL_LONG = _refusal(
    "model_long",
    "Write a model in at most {maximum} characters.",
    "Écrivez un modèle en {maximum} caractères au plus.",
)

OF_PRESSURE: Final = {
    Pressure.TODAY_ONLY: TODAY_ONLY,
    Pressure.RENTAL_OR_LIEN: RENTAL_OR_LIEN,
    Pressure.ALL_IN_ADVANCE: ALL_IN_ADVANCE,
}
"""What is said of pressure, whatever the work."""
CODES = (
    PRICE_USUAL, PRICE_HIGH, PRICE_LOW, PRICE_UNKNOWN, SIZE_FITS, SIZE_LARGE, SIZE_SMALL, R_MISSING, R_LOW,
    AREA_MISSING, SIZE_MISSING, MODEL_MISSING, LEAKAGE_MISSING, EXPIRED, EXPIRES_SOON, NO_END, REBATE_UNSURE,
    CAME_FORBIDDEN, CAME_UNASKED, NO_FUEL_LICENCE, NO_ELECTRICAL_LICENCE, NO_LICENCE, ONLY_ONE,
    CONTRACTOR_NEEDED, TOTAL_NEEDED, TAX_NEEDED, DAYS_WRONG, MODEL_LONG, *OF_PRESSURE.values(),
)  # fmt: skip
