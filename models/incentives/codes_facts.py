"""Facts that incentives depend on, as codes: what to ask when one is missing, what to say when it rules money out.

Sentences never name the household's own answer: they reach logs and e-mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.findings import Code, Severity

_SAID: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "heating_fuel": (
        "Tell us what heats your home: this money depends on it.",
        "Dites-nous ce qui chauffe votre maison\u00a0: cet argent en dépend.",
        "This money is for homes with another kind of heating.",
        "Cet argent est destiné aux maisons chauffées autrement.",
    ),
    "hot_water_fuel": (
        "Tell us what heats your water: this money depends on it.",
        "Dites-nous ce qui chauffe votre eau\u00a0: cet argent en dépend.",
        "This money is for homes whose water is heated another way.",
        "Cet argent est destiné aux maisons dont l’eau est chauffée autrement.",
    ),
    "dwelling_type": (
        "Tell us what kind of home it is: this money depends on it.",
        "Dites-nous de quel type de logement il s’agit\u00a0: cet argent en dépend.",
        "This money is for another kind of home.",
        "Cet argent est destiné à un autre type de logement.",
    ),
    "tenure": (
        "Tell us if you own or rent your home: this money depends on it.",
        "Dites-nous si vous êtes propriétaire ou locataire\u00a0: cet argent en dépend.",
        "Whether you own or rent rules this money out.",
        "Cet argent ne s’adresse pas à votre situation de propriétaire ou de locataire.",
    ),
    "municipality": (
        "Tell us in which municipality you live: this money depends on it.",
        "Dites-nous dans quelle municipalité vous habitez\u00a0: cet argent en dépend.",
        "This money is for homes in another municipality.",
        "Cet argent est destiné aux maisons d’une autre municipalité.",
    ),
    "electricity_utility": (
        "Tell us who delivers your electricity: this money depends on it.",
        "Dites-nous qui distribue votre électricité\u00a0: cet argent en dépend.",
        "This money is for customers of another electricity utility.",
        "Cet argent est destiné aux clients d’un autre distributeur d’électricité.",
    ),
    "gas_utility": (
        "Tell us who delivers your gas: this money depends on it.",
        "Dites-nous qui distribue votre gaz\u00a0: cet argent en dépend.",
        "This money is for customers of another gas utility.",
        "Cet argent est destiné aux clients d’un autre distributeur de gaz.",
    ),
    "attic_r": (
        "Tell us how much insulation is in your attic: this money depends on it.",
        "Dites-nous combien d’isolant il y a dans votre grenier\u00a0: cet argent en dépend.",
        "This money is for attics with another amount of insulation.",
        "Cet argent est destiné aux greniers isolés autrement.",
    ),
    "wall_r": (
        "Tell us how much insulation is in your walls: this money depends on it.",
        "Dites-nous combien d’isolant il y a dans vos murs\u00a0: cet argent en dépend.",
        "This money is for walls with another amount of insulation.",
        "Cet argent est destiné aux murs isolés autrement.",
    ),
    "year_built": (
        "Tell us when your home was built: this money depends on it.",
        "Dites-nous quand votre maison a été construite\u00a0: cet argent en dépend.",
        "This money is for homes built at another time.",
        "Cet argent est destiné aux maisons construites à une autre époque.",
    ),
    "household_size": (
        "Tell us how many people live in your home: this money depends on it.",
        "Dites-nous combien de personnes vivent chez vous\u00a0: cet argent en dépend.",
        "This money is for households of another size.",
        "Cet argent est destiné aux ménages d’une autre taille.",
    ),
    "income_cad": (
        "Tell us your household’s income if you wish: this money depends on it.",
        "Dites-nous le revenu de votre ménage, si vous le souhaitez\u00a0: cet argent en dépend.",
        "This money is for households with another income.",
        "Cet argent est destiné aux ménages ayant un autre revenu.",
    ),
    "income_qualified": (
        "Tell us if your household’s income is below the programme’s limit: this money depends on it.",
        "Dites-nous si le revenu de votre ménage est sous le seuil du programme\u00a0: cet argent en dépend.",
        "This money is for households below an income limit.",
        "Cet argent est destiné aux ménages dont le revenu est sous un seuil.",
    ),
    "income_below_median": (
        "Tell us if your household’s income is below the median for your region: this money depends on it.",
        "Dites-nous si le revenu de votre ménage est sous la médiane de votre région\u00a0: cet argent en dépend.",
        "This money is for households with an income below the median.",
        "Cet argent est destiné aux ménages dont le revenu est sous la médiane.",
    ),
    "benefits": (
        "Tell us if you receive a benefit such as Ontario Works or ODSP: this money depends on it.",
        "Dites-nous si vous recevez une aide comme Ontario au travail ou le POSPH\u00a0: cet argent en dépend.",
        "This money is for households that receive certain benefits.",
        "Cet argent est destiné aux ménages qui reçoivent certaines aides.",
    ),
    "heat_pump": (
        "Tell us if your home has a heat pump already: this money depends on it.",
        "Dites-nous si votre maison a déjà une thermopompe\u00a0: cet argent en dépend.",
        "Whether your home has a heat pump already rules this money out.",
        "Qu’il y ait déjà une thermopompe ou non dans votre maison exclut cet argent.",
    ),
    "central_cooling": (
        "Tell us how your home is cooled: this money depends on it.",
        "Dites-nous comment votre maison est climatisée\u00a0: cet argent en dépend.",
        "This money is for homes with another kind of cooling.",
        "Cet argent est destiné aux maisons climatisées autrement.",
    ),
    "net_metering": (
        "Choose between net metering and this money: it depends on that.",
        "Choisissez entre la facturation nette et cet argent\u00a0: il en dépend.",
        "We count on net metering for your solar power, and that rules this money out.",
        "Nous comptons sur la facturation nette pour votre énergie solaire, ce qui exclut cet argent.",
    ),
    "work_started": (
        "Tell us if the work has begun: this money depends on it.",
        "Dites-nous si les travaux ont commencé\u00a0: cet argent en dépend.",
        "This money must be asked for before the work begins.",
        "Cet argent doit être demandé avant le début des travaux.",
    ),
    "previous": (
        "Tell us which programmes have already paid for work in your home: this money depends on it.",
        "Dites-nous quels programmes ont déjà payé des travaux chez vous\u00a0: cet argent en dépend.",
        "Your home has had money from a programme that rules this money out.",
        "Votre maison a déjà reçu de l’argent d’un programme qui exclut celui-ci.",
    ),
    "target_r": (
        "Ask how much insulation there will be after the work: this money depends on it.",
        "Demandez combien d’isolant il y aura après les travaux\u00a0: cet argent en dépend.",
        "The work would not reach the insulation this money asks for.",
        "Les travaux n’atteindraient pas l’isolation que cet argent exige.",
    ),
}

MISSING: Final[Mapping[str, Code]] = MappingProxyType(
    {fact: Code(f"incentive.missing.{fact}", Severity.NOTE, en, fr) for fact, (en, fr, _, _) in _SAID.items()}
)
"""By fact: what to say when nobody knows it."""
NOT_MET: Final[Mapping[str, Code]] = MappingProxyType(
    {fact: Code(f"incentive.not_met.{fact}", Severity.NOTE, en, fr) for fact, (_, _, en, fr) in _SAID.items()}
)
"""By fact: what to say when it rules the money out."""
CODES = (*MISSING.values(), *NOT_MET.values())
