"""The words of a measure’s money: payback, gain over its life, which kind of step it is, and which kind of no.

Knows no amount: those are facts of the phrases. Keys of tables are stored words of coach (kinds of no, answers,
moments, works); a test holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

WITHIN_YEARS: Final = Phrase("within {years} years", "en {years} ans ou moins")
FROM_TO_YEARS: Final = Phrase("in {low} to {high} years", "en {low} à {high} ans")
ABOUT_YEARS: Final = Phrase("in about {years} years", "en environ {years} ans")
ABOUT_A_YEAR: Final = Phrase("within a year", "en moins d’un an")
PERHAPS_NOT: Final = Phrase(
    "in {low} years at the soonest, perhaps not in its life of {life} years",
    "en {low} ans au plus tôt, peut-être pas pendant sa vie de {life} ans",
)
PERHAPS: Final = Phrase(
    "perhaps within a year, perhaps not in its life of {life} years",
    "peut-être en un an, peut-être pas pendant sa vie de {life} ans",
)
UNLIKELY: Final = Phrase(
    "unlikely in its life of {life} years; in {low} at the soonest",
    "peu probable pendant sa vie de {life} ans; en {low} ans au plus tôt",
)
NOT_IN_ITS_LIFE: Final = Phrase(
    "does not pay back in its life of {life} years", "ne se paie pas pendant sa vie de {life} ans"
)
NOT_AT_ALL: Final = Phrase("does not pay back", "ne se paie pas")
NOTHING_TO_PAY_BACK: Final = Phrase("nothing to pay back", "rien à récupérer")

OVER_LIFE: Final = Phrase("Gain or loss over its life", "Gain ou perte pendant sa vie")
OVER_YEARS: Final = Phrase("over {life} years", "sur {life} ans")
OVER_ONE_YEAR: Final = Phrase("in one year", "en un an")
AGAINST_LIKE: Final = Phrase("against buying the like again", "par rapport à racheter la même chose")

OLD_MUST_GO: Final = Phrase("The old one must go", "L’ancien doit partir")
OLD_IS_DUE: Final = Phrase("now: it is at the end of its life", "maintenant: il est en fin de vie")
IN_ABOUT: Final = Phrase("in about {years} years", "dans environ {years} ans")
COSTS_MORE_BY: Final = Phrase("It costs more by", "Cela coûte de plus")
BILLS_THEN: Final = Phrase("Your bills then, a year", "Vos factures alors, par an")
INSTEAD_OF_LIKE: Final = Phrase("Instead: {title}", "À la place: {title}")
BESIDE_LIKE: Final = Phrase("Beside the new one: {title}", "Avec le nouveau: {title}")
MORE_AND_BILLS: Final = Phrase(
    "{more} more than the like; your bills a year: {bills}",
    "{more} de plus que l’identique; vos factures par an: {bills}",
)
OWN_RANGE: Final = Phrase("your coach’s own range", "fourchette de votre coach")

BOUGHT_ANYWAY: Final = Phrase(
    "not asked: something must be bought then anyway", "sans objet: il faudra alors acheter quelque chose"
)
WORST: Final = Phrase("At worst", "Au pire")
WORST_RISE: Final = Phrase(
    "you pay {pay}, and your bills rise by {cad} a year", "vous payez {pay}, et vos factures montent de {cad} par an"
)
WORST_FALL: Final = Phrase(
    "you pay {pay}, and your bills fall by {cad} a year", "vous payez {pay}, et vos factures baissent de {cad} par an"
)
WORST_SAME: Final = Phrase(
    "you pay {pay}, and your bills stay as they are", "vous payez {pay}, et vos factures restent les mêmes"
)
WORST_NOTE: Final = Phrase("one time in ten it is worse still", "une fois sur dix, c’est encore pire")
IT_COSTS: Final = Phrase("It costs", "Prix des travaux")
REBATES: Final = Phrase("Rebates we count", "Remises comptées")
NO_REBATES: Final = Phrase("none we can count on", "aucune sur laquelle compter")
LIKELY: Final = Phrase("likely, never promised", "probables, jamais promises")
YOU_PAY: Final = Phrase("You pay", "Vous payez")
YEARLY_BILLS: Final = Phrase("Your bills, a year", "Vos factures, par an")
PAYS_BACK: Final = Phrase("Pays back", "Se rembourse")
CARBON: Final = Phrase("Carbon, a year", "Carbone, par an")
CARBON_MARGINAL: Final = Phrase("less, as the grid answers a change", "de moins, selon la réponse du réseau")
CARBON_AVERAGE: Final = Phrase("{amount} by the grid’s average", "{amount} selon la moyenne du réseau")
CARBON_LESS: Final = Phrase("less", "de moins")
CARBON_MORE: Final = Phrase("a minus means more carbon", "un moins veut dire plus de carbone")
A_MONTH: Final = Phrase("In hand each month, on average", "En main chaque mois, en moyenne")
LOAN: Final = Phrase("With the loan", "Avec le prêt")
LOAN_TERMS: Final = Phrase(
    "{payment} a month for {years} years, {total} in all", "{payment} par mois pendant {years} ans, {total} en tout"
)
FEEL: Final = Phrase("You will feel", "Vous sentirez")
WORKS_TAKE: Final = Phrase("The work", "Les travaux")
PRICES_OF: Final = Phrase("typical prices of {year}", "prix typiques de {year}")


@dataclass(frozen=True, slots=True)
class KindWords:
    """A group of steps: its name and one sentence under it."""

    title: Phrase
    text: Phrase


KINDS: Final[Mapping[str, KindWords]] = MappingProxyType(
    {
        "free": KindWords(
            Phrase("Costs nothing", "Ne coûte rien"),
            Phrase("Nothing to buy, nothing to sign.", "Rien à acheter, rien à signer."),
        ),
        "pays": KindWords(
            Phrase("Pays for itself", "Se paie tout seul"),
            Phrase("Likely brings back more than it costs.", "Rapporte sans doute plus que son prix."),
        ),
        "moment": KindWords(
            Phrase("When the old one goes", "Quand l’ancien partira"),
            Phrase(
                "Something must be bought then anyway. Decide before it fails.",
                "Il faudra alors acheter quelque chose. Décidez avant la panne.",
            ),
        ),
        "big": KindWords(
            Phrase("Big work", "De gros travaux"),
            Phrase("Take your time, and ask for three quotes.", "Prenez le temps, et demandez trois soumissions."),
        ),
        "slow": KindWords(
            Phrase("Comes back slowly", "Se rembourse lentement"),
            Phrase(
                "It may not pay for itself. There are other reasons to do it.",
                "Cela ne se paiera peut-être pas. Il y a d’autres raisons de le faire.",
            ),
        ),
    }
)
"""What a step asks of the purse, by web.advice.groups.Purse."""

NOS: Final[Mapping[str, KindWords]] = MappingProxyType(
    {
        "not_safe_yet": KindWords(
            Phrase("Not safe yet", "Pas encore sans danger"),
            Phrase("Something must be put right first.", "Il faut d’abord corriger quelque chose."),
        ),
        "worse_off": KindWords(
            Phrase("You would be worse off", "Vous y perdriez"),
            Phrase("At today’s prices your bills would rise.", "Aux prix d’aujourd’hui, vos factures monteraient."),
        ),
        "at_replacement": KindWords(
            Phrase("Wait until it must be replaced", "Attendre le remplacement"),
            Phrase("Not worth doing early. Choose well that day.", "Inutile de devancer. Choisissez bien ce jour-là."),
        ),
        "never_pays": KindWords(
            Phrase("Would not pay for itself", "Ne se paierait pas"),
            Phrase(
                "It saves something, but less than it costs.", "Cela épargne un peu, mais moins que ce que cela coûte."
            ),
        ),
        "another_suits_better": KindWords(
            Phrase("Another way suits better", "Une autre façon convient mieux"),
            Phrase("The same job is on your plan in another form.", "Votre plan règle cela autrement."),
        ),
        "data_cannot_support": KindWords(
            Phrase("Your readings cannot tell", "Vos relevés ne le disent pas"),
            Phrase("We would rather say nothing than guess.", "Mieux vaut ne rien dire que deviner."),
        ),
        "ask_first": KindWords(
            Phrase("We must ask first", "Une question d’abord"),
            Phrase("One answer decides it.", "Une réponse suffit pour décider."),
        ),
        "saves_nothing": KindWords(
            Phrase("Saves nothing here", "N’épargne rien ici"),
            Phrase("Fine elsewhere, not in this home.", "Utile ailleurs, pas dans cette maison."),
        ),
    }
)
"""Which kind of no, by coach.advising.kinds_of_no.No, in the order they are read."""
LEFT_OUT: Final = KindWords(
    Phrase("Your coach left these out", "Votre coach a retiré ceci"),
    Phrase("The computer had put them forward.", "L’ordinateur les avait proposées."),
)
WHAT_WOULD_CHANGE: Final = Phrase("What would change it", "Ce qui changerait la réponse")

ANSWERS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "eligible": Phrase("You likely qualify", "Vous y avez sans doute droit"),
        "maybe": Phrase("Maybe", "Peut-être"),
        "not": Phrase("Not for this home", "Pas pour cette maison"),
    }
)
"""The three answers about an offer of money, by models.incentives.said.Answer."""
TO_BORROW: Final = Phrase("To borrow, after all of these", "À emprunter, après tout cela")
COUNTED: Final = Phrase("We count {amount}", "Nous comptons {amount}")
NOT_COUNTED: Final = Phrase("We count nothing", "Nous ne comptons rien")
SEEN: Final = Phrase("Seen {day}", "Vu\u00a0: {day}")

WHEN: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "now": Phrase("Now, when it suits you", "Maintenant, quand cela vous convient"),
        "heating_at_end_of_life": Phrase("When the heating is due", "Au remplacement du chauffage"),
        "cooling_at_end_of_life": Phrase("When the air conditioner is due", "Au remplacement du climatiseur"),
        "water_heater_at_end_of_life": Phrase("When the water heater is due", "Au remplacement du chauffe-eau"),
        "windows_at_end_of_life": Phrase("When the windows are due", "Au remplacement des fenêtres"),
        "roof": Phrase("With the next roof", "Avec la prochaine toiture"),
        "renovation": Phrase("When the siding is renewed", "Avec le prochain revêtement"),
        "appliance_at_end_of_life": Phrase("When the old one wears out", "À l’usure de l’ancien appareil"),
        "together": Phrase("With the step it belongs to", "Avec l’étape qui va avec"),
    }
)
"""What brings a step’s moment, by models.measures.occasions.Trigger."""
AROUND: Final = Phrase("around {year}", "vers {year}")
AFTER_THAT: Final = Phrase("After that, when it suits you", "Ensuite, quand cela vous convient")
IT_IS_TIME: Final = Phrase("it is time", "c’est le moment")
ABOUT: Final = Phrase("about {amount}", "environ {amount}")

WORKS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "dry_foundation": Phrase("Dry the basement", "Assécher le sous-sol"),
        "radon_test": Phrase("Radon test", "Test de radon"),
        "ventilation": Phrase("Steady fresh air", "De l’air frais en continu"),
        "spillage_test": Phrase("Combustion safety test", "Test de sécurité de combustion"),
        "chimney_liner": Phrase("Chimney liner", "Gaine de cheminée"),
        "heat_load": Phrase("Heating load worked out", "Calcul de la charge de chauffage"),
        "panel": Phrase("Bigger electrical panel", "Panneau électrique plus gros"),
    }
)
"""Works that must go with a measure, by models.measures.enabling.Enabling."""

OTHER_PLANS: Final[Mapping[str, KindWords]] = MappingProxyType(
    {
        "free": KindWords(
            Phrase("Only what costs nothing", "Seulement ce qui ne coûte rien"),
            Phrase("A start without a dollar spent.", "Un début sans dépenser un dollar."),
        ),
        "budget": KindWords(
            Phrase("Within {aim}", "Avec {aim} au plus"),
            Phrase("The best that much money can buy.", "Le mieux que cette somme permet."),
        ),
        "target": KindWords(
            Phrase("Cutting {aim} a year", "Pour réduire de {aim} par an"),
            Phrase("The cheapest way to that much less carbon.", "La façon la moins chère d’y arriver."),
        ),
    }
)
"""Plans beside the main one, by the name they are stored under."""

YOURS: Final = Phrase("yours", "le vôtre")
NOT_SAID: Final = Phrase("taken as yours", "pris pour le vôtre")
OWN_HOURS: Final = Phrase(
    "Counted at your own hours of the last year.", "Compté à vos propres heures de la dernière année."
)
TYPICAL_HOURS: Final = Phrase(
    "Counted at the hours of similar homes, because we do not know yours.",
    "Compté aux heures de maisons semblables, car nous ne connaissons pas les vôtres.",
)


def word_for(table: Mapping[str, Phrase], name: str, language: str) -> str:
    """The word a stored name has in a table; the name itself when it has none."""
    words = table.get(name)
    return words(language) if words else name
