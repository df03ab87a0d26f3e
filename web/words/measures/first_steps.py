"""First steps that several measures share, and what nobody from this program ever does."""

from __future__ import annotations

from typing import Final

from web.words.phrase import Phrase

NOBODY_COMES: Final = Phrase(
    "Nobody from this program will come to your door to sell you work.",
    "Personne de ce programme ne viendra à votre porte vous vendre des travaux.",
)
EVALUATE_THEN_QUOTES: Final = Phrase(
    "If a rebate needs an EnerGuide evaluation, book it before any work starts. Then get three written quotes.",
    "Si une remise exige une évaluation ÉnerGuide, faites-la faire avant le début des travaux. Demandez ensuite trois "
    "soumissions écrites.",
)
OWN_QUOTES: Final = Phrase(
    "Get three written quotes from companies you called yourself. Nobody from this program will come to your door.",
    "Demandez trois soumissions écrites à des entreprises que vous avez appelées vous-même. Personne de ce programme "
    "ne viendra à votre porte.",
)
REBATE_THEN_QUOTES: Final = Phrase(
    "Ask us which rebates are open and if you must apply before the work. Then get three written quotes.",
    "Demandez-nous quelles remises sont offertes et s’il faut s’inscrire avant les travaux. Obtenez ensuite trois "
    "soumissions écrites.",
)
SIZED_FOR_THE_HOUSE: Final = Phrase(
    "Ask each company for a CSA F280 heat loss calculation of the house as it will be after sealing and insulating.",
    "Demandez à chaque entreprise un calcul de pertes de chaleur CSA F280, pour la maison telle qu’elle sera une fois "
    "étanche et isolée.",
)
LOAD_AND_PERMIT: Final = Phrase(
    "Have a licensed electrical contractor check that the panel has room. The contractor takes out the permit from "
    "the Electrical Safety Authority (ESA).",
    "Faites vérifier par un entrepreneur-électricien agréé que le panneau suffit. C’est lui qui demande le permis de "
    "l’Office de la sécurité des installations électriques (ESA).",
)
GAS_LICENCE: Final = Phrase(
    "For gas work, choose a contractor registered with the TSSA, the Ontario fuel safety authority.",
    "Pour le gaz, choisissez un entrepreneur inscrit à la TSSA, l’organisme ontarien de sécurité des combustibles.",
)
ATTIC_SAFE: Final = Phrase(
    "Before anyone goes up, look from the hatch. Loose grey or gold pebbles (vermiculite) or wires on white knobs: "
    "touch nothing and tell us.",
    "Avant que quiconque y monte, regardez par la trappe. De petits cailloux gris ou dorés (vermiculite) ou des fils "
    "sur isolateurs blancs: ne touchez à rien et écrivez-nous.",
)
ATTIC_DRY: Final = Phrase(
    "Check that bathroom and kitchen fans blow outdoors, not into the attic, and that the roof does not leak.",
    "Vérifiez que les ventilateurs de salle de bain et de cuisine soufflent dehors, et non dans le grenier, et que le "
    "toit ne coule pas.",
)
ATTIC_SEAL_FIRST: Final = Phrase(
    "Ask each company to seal the leaks first, then insulate, and to keep the vents at the eaves clear.",
    "Demandez à chaque entreprise de colmater d’abord, d’isoler ensuite, et de laisser libres les évents de "
    "l’avant-toit.",
)
BASEMENT_DRY: Final = Phrase(
    "Watch the walls through a wet season. Leaks, stains or white powder: the water is dealt with before any "
    "insulation.",
    "Observez les murs pendant une saison humide. Fuites, taches ou poudre blanche: on règle l’eau avant d’isoler.",
)
BASEMENT_RADON: Final = Phrase(
    "Run a long-term radon test before the walls are covered, and another one after.",
    "Faites un test de radon de longue durée avant de couvrir les murs, et un autre après.",
)
BASEMENT_FIRE: Final = Phrase(
    "Ask how foam will be covered against fire, and keep air and room around the furnace and the water heater.",
    "Demandez comment la mousse sera protégée du feu, et gardez de l’air et de la place autour de la fournaise et du "
    "chauffe-eau.",
)
TANK_PLACE: Final = Phrase(
    "Check the place: a basement room of about 20 m³ or more that stays above 10 °C, with a drain close by.",
    "Vérifiez l’endroit: une pièce du sous-sol d’environ 20 m³ ou plus, toujours à plus de 10 °C, avec un drain tout "
    "près.",
)
TANK_RENTED: Final = Phrase(
    "If your water heater is rented, read how the contract ends before you sign anything new.",
    "Si votre chauffe-eau est loué, lisez comment le contrat prend fin avant de signer quoi que ce soit.",
)
