"""What is said about the heating there is: furnace, boiler, ducts, thermostat, care, settings, fresh air."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures.first_steps import GAS_LICENCE, OWN_QUOTES, SIZED_FOR_THE_HOUSE
from web.words.measures.words import MeasureWords
from web.words.phrase import Phrase

WORDS: Final[Mapping[str, MeasureWords]] = MappingProxyType(
    {
        "HVAC-FURN": MeasureWords(
            title=Phrase(
                "Replace the old furnace with an efficient one",
                "Remplacer la vieille fournaise par un modèle efficace",
            ),
            line=Phrase(
                "An old furnace sends part of your gas up the chimney. A new one keeps nearly all of that heat.",
                "Une vieille fournaise envoie une part de votre gaz par la cheminée. Une neuve garde presque toute "
                "cette chaleur.",
            ),
            lead=Phrase(
                "A condensing furnace also runs more quietly, on less electricity. It ties you to gas for many years, "
                "so compare it with a hybrid heat pump first.",
                "Une fournaise à condensation est aussi plus silencieuse et prend moins d’électricité. Elle vous lie "
                "au gaz pour longtemps: comparez-la d’abord à une thermopompe hybride.",
            ),
            start=(
                SIZED_FOR_THE_HOUSE,
                Phrase(
                    "If the water heater shares the chimney, ask how it will vent once the furnace leaves it. This is "
                    "about safety.",
                    "Si le chauffe-eau partage la cheminée, demandez comment il évacuera ses gaz quand la fournaise "
                    "la quittera. C’est une question de sécurité.",
                ),
                GAS_LICENCE,
                OWN_QUOTES,
            ),
            comfort=Phrase(
                "Steadier heat and a quieter fan.",
                "Une chaleur plus stable et un ventilateur plus discret.",
            ),
            disruption=Phrase(
                "One day, without heat for most of it.",
                "Une journée, presque toute sans chauffage.",
            ),
        ),
        "HVAC-BOILER": MeasureWords(
            title=Phrase(
                "Replace the boiler with a condensing one",
                "Remplacer la chaudière par un modèle à condensation",
            ),
            line=Phrase(
                "A boiler that follows the weather burns less gas for the same warm radiators.",
                "Une chaudière qui suit la météo brûle moins de gaz pour des radiateurs tout aussi chauds.",
            ),
            lead=Phrase(
                "A condensing boiler runs cooler water on mild days and takes more heat out of each cubic metre of "
                "gas. It works best where radiators or floors can run cooler.",
                "Une chaudière à condensation chauffe moins l’eau par temps doux et tire plus de chaleur de chaque "
                "mètre cube de gaz. Elle donne le meilleur là où radiateurs ou planchers peuvent être moins chauds.",
            ),
            start=(
                Phrase(
                    "Old pipe wrap may hold asbestos. Leave it alone, and have it tested before any work.",
                    "Le vieil isolant des tuyaux peut contenir de l’amiante. N’y touchez pas, et faites-le analyser "
                    "avant les travaux.",
                ),
                Phrase(
                    "Ask how hot the water has to be for your radiators, and where the new vent and drain will go.",
                    "Demandez à quelle température vos radiateurs doivent fonctionner, et où passeront l’évacuation "
                    "et le drain.",
                ),
                GAS_LICENCE,
                OWN_QUOTES,
            ),
            comfort=Phrase("Even, gentle heat.", "Une chaleur douce et égale."),
            disruption=Phrase(
                "One to three days without heat, best in summer.",
                "D’un à trois jours sans chauffage, l’été de préférence.",
            ),
        ),
        "HVAC-DUCT": MeasureWords(
            title=Phrase("Seal and balance the ducts", "Sceller et équilibrer les conduits"),
            line=Phrase(
                "Leaky ducts lose warm air before it reaches the rooms that need it.",
                "Des conduits qui fuient perdent l’air chaud avant qu’il atteigne les pièces.",
            ),
            lead=Phrase(
                "The joints are closed with mastic or with a mist from inside, and the flow to each room is set. It "
                "matters most in a garage, attic or crawl space, and before a heat pump.",
                "On ferme les joints au mastic, ou de l’intérieur par une fine brume, puis on règle le débit de "
                "chaque pièce. C’est surtout utile dans un garage, un grenier ou un vide sanitaire, et avant une "
                "thermopompe.",
            ),
            start=(
                Phrase(
                    "Simple things first: a clean filter, open registers and nothing standing on them.",
                    "Le plus simple d’abord: un filtre propre, des grilles ouvertes et rien dessus.",
                ),
                Phrase(
                    "White or grey paper tape on old ducts may hold asbestos. Do not pull it off, and have it tested.",
                    "Un ruban de papier blanc ou gris sur de vieux conduits peut contenir de l’amiante. Ne l’arrachez "
                    "pas et faites-le analyser.",
                ),
                Phrase(
                    "Get three quotes, with a leak test before and after. Duct cleaning is not the same work.",
                    "Demandez trois soumissions, avec un test de fuites avant et après. Le nettoyage de conduits est "
                    "autre chose.",
                ),
            ),
            comfort=Phrase(
                "The rooms at the end of the line get their share of heat.",
                "Les pièces les plus éloignées reçoivent leur part de chaleur.",
            ),
            disruption=Phrase(
                "Half a day to a day, with the furnace off.",
                "D’une demi-journée à une journée, fournaise arrêtée.",
            ),
        ),
        "HVAC-TSTAT": MeasureWords(
            title=Phrase("Fit a smart thermostat", "Poser un thermostat intelligent"),
            line=Phrase(
                "It turns the heat down when you sleep or go out, and brings it back before you notice.",
                "Il baisse le chauffage quand vous dormez ou sortez, et le remonte avant que vous le sentiez.",
            ),
            lead=Phrase(
                "You set the hours once, or let it follow your day. With a heat pump, choose one that can run it, and "
                "keep the night setback small.",
                "Vous réglez les heures une fois, ou le laissez suivre vos journées. Avec une thermopompe, choisissez "
                "un modèle compatible et baissez peu la nuit.",
            ),
            start=(
                Phrase(
                    "Switch the furnace off, lift the cover of the old thermostat and photograph the wires. A wire "
                    "marked C makes the job easier.",
                    "Coupez la fournaise, soulevez le couvercle du vieux thermostat et photographiez les fils. Un fil "
                    "marqué C facilite la pose.",
                ),
                Phrase(
                    "Check that the model suits your furnace, air conditioner or heat pump. Baseboards need a "
                    "different kind.",
                    "Vérifiez que le modèle convient à votre fournaise, à votre climatiseur ou à votre thermopompe. "
                    "Les plinthes en demandent un autre.",
                ),
                Phrase(
                    "Ask us if a rebate is open, and if you must apply before you buy.",
                    "Demandez-nous si une remise est offerte, et s’il faut s’inscrire avant l’achat.",
                ),
                Phrase(
                    "Try 20 °C while you are up and 18 °C at night, then adjust.",
                    "Essayez 20 °C le jour et 18 °C la nuit, puis ajustez.",
                ),
            ),
            comfort=Phrase(
                "Warm when you wake up, without having to think of it.",
                "Il fait bon au réveil, sans que vous ayez à y penser.",
            ),
            disruption=Phrase(
                "About an hour. You can do it yourself.",
                "Environ une heure. Vous pouvez le faire vous-même.",
            ),
        ),
        "HVAC-TUNE": MeasureWords(
            title=Phrase("Have the furnace serviced", "Faire entretenir la fournaise"),
            line=Phrase(
                "A clean filter and a yearly check keep the heating safe and stop it from wasting fuel.",
                "Un filtre propre et une visite par an gardent le chauffage sûr et évitent le gaspillage.",
            ),
            lead=Phrase(
                "A licensed technician cleans and tests the furnace and the air conditioner. Between visits, you "
                "change the filter.",
                "Un technicien qualifié nettoie et vérifie la fournaise et le climatiseur. Entre les visites, vous "
                "changez le filtre.",
            ),
            start=(
                Phrase(
                    "Change the filter now, then every three months. Write the date on its edge.",
                    "Changez le filtre maintenant, puis tous les trois mois. Inscrivez la date sur le côté.",
                ),
                Phrase(
                    "Book a visit from a company registered with the TSSA, before the cold comes if you can.",
                    "Prenez rendez-vous avec une entreprise inscrite à la TSSA, avant les froids si possible.",
                ),
                Phrase(
                    "Ask for a carbon monoxide check, and press the button on your alarms the same day.",
                    "Demandez une vérification du monoxyde de carbone, et essayez vos avertisseurs le même jour.",
                ),
            ),
            comfort=Phrase("Fewer breakdowns in the cold.", "Moins de pannes par grand froid."),
            disruption=Phrase("About an hour.", "Environ une heure."),
        ),
        "HVAC-HRV": MeasureWords(
            title=Phrase(
                "Bring in fresh air without losing the heat",
                "Renouveler l’air sans perdre la chaleur",
            ),
            line=Phrase(
                "A tight house needs a steady supply of fresh air, and this unit keeps most of the heat.",
                "Une maison étanche a besoin d’air frais, et cet appareil garde l’essentiel de la chaleur.",
            ),
            lead=Phrase(
                "A heat recovery ventilator, or HRV, passes the air going out beside the air coming in. It is for the "
                "air you breathe: it uses some electricity and may not lower your bill.",
                "Un ventilateur récupérateur de chaleur, ou VRC, fait se croiser l’air qui sort et l’air qui entre. "
                "Il sert à mieux respirer: il prend un peu d’électricité et ne baissera pas toujours la facture.",
            ),
            start=(
                Phrase(
                    "Watch the humidity this winter with a small gauge. Windows that stay wet mean the air needs "
                    "changing.",
                    "Surveillez l’humidité cet hiver avec un petit hygromètre. Des fenêtres toujours mouillées "
                    "montrent qu’il faut changer l’air.",
                ),
                Phrase(
                    "Plan it with the air sealing, and ask for an installer who measures and balances the flows at "
                    "the end.",
                    "Prévoyez-le avec le colmatage, et demandez un installateur qui mesure et équilibre les débits à "
                    "la fin.",
                ),
                Phrase(
                    "Ask where the air will come in. It has to be away from cars, the dryer and gas vents.",
                    "Demandez par où l’air entrera. Il faut être loin des autos, de la sécheuse et des évacuations de "
                    "gaz.",
                ),
                OWN_QUOTES,
            ),
            comfort=Phrase(
                "Fresher air, drier windows and fewer smells.",
                "Un air plus frais, des fenêtres plus sèches et moins d’odeurs.",
            ),
            disruption=Phrase(
                "One to three days. A ceiling or two may be opened for the ducts.",
                "D’un à trois jours. Un ou deux plafonds peuvent être ouverts pour les conduits.",
            ),
        ),
        "HVAC-ZONE": MeasureWords(
            title=Phrase("Lower the heat by about 1 °C", "Baisser le chauffage d’environ 1 °C"),
            line=Phrase(
                "Each degree less saves a little in every hour of the winter.",
                "Chaque degré de moins économise un peu, à chaque heure de l’hiver.",
            ),
            lead=Phrase(
                "Try one degree less for a week. If nobody minds, keep it.",
                "Essayez un degré de moins pendant une semaine. Si personne ne s’en plaint, gardez-le.",
            ),
            start=(
                Phrase(
                    "Lower the day setting by 1 °C, and the night setting too if it is above 18 °C.",
                    "Baissez le réglage de jour de 1 °C, et celui de nuit aussi s’il dépasse 18 °C.",
                ),
                Phrase(
                    "Keep 18 °C or more for babies, older people and anyone who is ill, and 16 °C or more in an empty "
                    "house so that pipes do not freeze.",
                    "Gardez au moins 18 °C pour les bébés, les personnes âgées ou malades, et au moins 16 °C dans une "
                    "maison vide pour que les tuyaux ne gèlent pas.",
                ),
                Phrase(
                    "With a heat pump, keep one even setting. Large night setbacks can cost more.",
                    "Avec une thermopompe, gardez un réglage égal. De fortes baisses la nuit peuvent coûter plus cher.",
                ),
            ),
            comfort=Phrase(
                "You may want a sweater in the evening.",
                "Le soir, vous voudrez peut-être un chandail.",
            ),
            disruption=Phrase("Nobody needs to come in.", "Personne n’a besoin de venir."),
        ),
    }
)
"""By measure id."""
