"""What is said about making, keeping and receiving electricity: solar, battery, car charger, panel."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import LOAD_AND_PERMIT, OWN_QUOTES
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "GEN-PV": MeasureWords(
            title=Phrase("Put solar panels on the roof", "Poser des panneaux solaires sur le toit"),
            line=Phrase(
                "A sunny roof can make part of the electricity you use.",
                "Un toit ensoleillé peut produire une partie de l’électricité que vous consommez.",
            ),
            lead=Phrase(
                "Panels last for decades and need little care. Use less first, then size them for what is left.",
                "Les panneaux durent des décennies et demandent peu de soins. Consommez moins d’abord, puis "
                "dimensionnez-les pour le reste.",
            ),
            start=(
                Phrase(
                    "Look at the roof: south, east or west, little shade, and shingles less than ten years old.",
                    "Regardez le toit: au sud, à l’est ou à l’ouest, peu d’ombre, et des bardeaux de moins de dix ans.",
                ),
                Phrase(
                    "Ask us before you sign: the solar rebate and net metering do not go together.",
                    "Demandez-nous conseil avant de signer: la remise solaire et la facturation nette ne vont pas "
                    "ensemble.",
                ),
                Phrase(
                    "Ask who applies for the connection agreement of your utility and for the permit of the "
                    "Electrical Safety Authority (ESA).",
                    "Demandez qui s’occupe de l’entente de raccordement avec votre distributeur et du permis de "
                    "l’Office de la sécurité des installations électriques (ESA).",
                ),
                OWN_QUOTES,
            ),
            disruption=Phrase(
                "Two to four days on the roof, and a short power cut.",
                "De deux à quatre jours sur le toit, et une courte coupure de courant.",
            ),
        ),
        "GEN-BATT": MeasureWords(
            title=Phrase("Add a home battery", "Ajouter une batterie à la maison"),
            line=Phrase(
                "A battery keeps cheap night power or your own solar for later, and carries you through an outage.",
                "Une batterie garde pour plus tard le courant de nuit ou celui de vos panneaux, et prend la relève "
                "lors d’une panne.",
            ),
            lead=Phrase(
                "On the bill alone it may never pay for itself. It makes sense if outages worry you, or beside solar "
                "panels and a night price plan.",
                "Sur la facture seule, elle ne sera peut-être jamais rentabilisée. Elle a du sens si les pannes vous "
                "inquiètent, ou avec des panneaux solaires et un tarif de nuit.",
            ),
            start=(
                Phrase(
                    "List what has to run in an outage, such as the fridge, the furnace fan and the sump pump.",
                    "Dressez la liste de ce qui doit fonctionner pendant une panne, comme le réfrigérateur, le "
                    "ventilateur de la fournaise et la pompe de puisard.",
                ),
                Phrase(
                    "Ask where it may stand. Fire rules limit the place.",
                    "Demandez où elle peut être installée. Les règles d’incendie limitent les endroits.",
                ),
                LOAD_AND_PERMIT,
                OWN_QUOTES,
            ),
            comfort=Phrase(
                "Lights and a fridge that stay on in an outage.",
                "De la lumière et un réfrigérateur qui fonctionnent pendant une panne.",
            ),
            disruption=Phrase(
                "One or two days, with a short power cut.",
                "Un ou deux jours, avec une courte coupure de courant.",
            ),
        ),
        "EV-L2": MeasureWords(
            title=Phrase("Install a car charger at home", "Installer une borne de recharge à la maison"),
            line=Phrase(
                "A home charger fills the car overnight, in the cheapest hours.",
                "Une borne à la maison recharge la voiture la nuit, aux heures les moins chères.",
            ),
            lead=Phrase(
                "A 240 V charger gives a full day of driving in a few hours. Many drivers manage on an ordinary "
                "outlet, so try that first.",
                "Une borne de 240 V donne une pleine journée de route en quelques heures. Bien des gens se contentent "
                "d’une prise ordinaire: essayez-la d’abord.",
            ),
            start=(
                Phrase(
                    "For two weeks, charge from an ordinary outlet and see if it is enough.",
                    "Pendant deux semaines, rechargez à une prise ordinaire et voyez si cela suffit.",
                ),
                LOAD_AND_PERMIT,
                Phrase(
                    "Ask about a load manager, which often avoids a larger panel, and set the charging to start at "
                    "night.",
                    "Informez-vous d’un gestionnaire de charge, qui évite souvent d’agrandir le panneau, et faites "
                    "démarrer la recharge la nuit.",
                ),
                Phrase("Get three written quotes.", "Demandez trois soumissions écrites."),
            ),
            disruption=Phrase(
                "Half a day, with a short power cut.",
                "Une demi-journée, avec une courte coupure de courant.",
            ),
        ),
        "PANEL-200": MeasureWords(
            title=Phrase("Make room on the electrical panel", "Faire de la place au panneau électrique"),
            line=Phrase(
                "A heat pump, a charger or an induction stove may need more than the panel can give.",
                "Une thermopompe, une borne ou une cuisinière à induction peut demander plus que le panneau ne donne.",
            ),
            lead=Phrase(
                "The calculation comes first: a device that manages the large loads is often enough. If not, the "
                "service is raised from 100 to 200 A.",
                "Le calcul vient d’abord: un appareil qui gère les grosses charges suffit souvent. Sinon, l’entrée "
                "électrique passe de 100 à 200 A.",
            ),
            start=(
                Phrase(
                    "List the electric things you plan for the next ten years, and share the list with your coach.",
                    "Dressez la liste des appareils électriques prévus d’ici dix ans, et montrez-la à votre coach.",
                ),
                LOAD_AND_PERMIT,
                Phrase(
                    "Ask for two quotes: one with load management, one with the larger service.",
                    "Demandez deux soumissions: une avec gestion des charges, une avec l’entrée agrandie.",
                ),
                Phrase(
                    "In a home from the late 1960s or the 1970s, ask for a look at any aluminium wiring.",
                    "Dans une maison de la fin des années 1960 ou des années 1970, faites vérifier s’il y a du "
                    "câblage d’aluminium.",
                ),
            ),
            disruption=Phrase(
                "One day, with the power off for most of it.",
                "Une journée, presque toute sans courant.",
            ),
        ),
    }
)
"""By measure id."""
