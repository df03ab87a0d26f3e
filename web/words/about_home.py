"""What the pages that ask a resident about their home say around the questions. The questions: `questions`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

GROUPS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "house": Phrase("The house", "La maison"),
        "heat": Phrase("Heating and cooling", "Chauffage et climatisation"),
        "shell": Phrase("What keeps the warmth in", "Ce qui garde la chaleur"),
        "living": Phrase("How you live in it", "Comment vous y vivez"),
    }
)
"""What each group of questions is called on the page of all answers."""

WE_HAVE: Final = Phrase("We have: {value}.", "Nous avons: {value}.")
USUAL: Final = Phrase("Most homes like yours", "La plupart des maisons comme la vôtre")
USUAL_IS: Final = Phrase("A typical home like yours has {value}.", "Une maison comme la vôtre a d’ordinaire {value}.")
YES_RIGHT: Final = Phrase("Yes, about {value}", "Oui, environ {value}")
OUTRANKED: Final = Phrase(
    "You said {value}. We go by the other source until your coach has looked at both.",
    "Vous avez dit {value}. Nous suivons l’autre source jusqu’à ce que votre coach ait regardé les deux.",
)
CHANGED_SINCE: Final = Phrase(
    "If it changed since, say so here. Your coach sees both.",
    "Si cela a changé depuis, dites-le ici. Votre coach voit les deux.",
)

MOVED_IN: Final = Phrase("When did you move in?", "Quand avez-vous emménagé?")
MOVED_IN_HINT: Final = Phrase("The first of the month will do.", "Le premier du mois suffit.")
MOVED_IN_UNSURE: Final = Phrase(
    "Then we ask again before you share readings.", "Nous le redemandons alors avant que vous partagiez vos relevés."
)
MOVED_IN_NAME: Final = Phrase("Moved in", "Emménagement")
MOVED_IN_FIXED: Final = Phrase(
    "It stands in your permissions. To change it, stop sharing and agree again.",
    "Ce jour figure dans vos permissions. Pour le changer, cessez le partage et acceptez de nouveau.",
)

ORDER_HINT: Final = Phrase("Put what matters most at the top.", "Mettez en haut ce qui compte le plus.")
ORDER_SAVE: Final = Phrase("This is my order", "C’est mon ordre")
ORDER_UNSURE: Final = Phrase("I don’t mind", "Peu m’importe")
ORDER_NOTE: Final = Phrase(
    "Your coach reads the whole order. The list itself follows the first one it can count. Nobody can count health in "
    "dollars or degrees, so if that is first, the list follows your second wish.",
    "Votre coach lit tout l’ordre. La liste, elle, suit le premier souhait qui se compte. La santé ne se compte ni en "
    "dollars ni en degrés: si elle vient en tête, la liste suit votre deuxième souhait.",
)
MOVE_UP: Final = Phrase("Move up: {name}", "Monter: {name}")
MOVE_DOWN: Final = Phrase("Move down: {name}", "Descendre: {name}")

PICKS: Final = Phrase("Or choose what you see from the hatch", "Ou choisissez ce que vous voyez par la trappe")
DEPTHS: Final[Mapping[int, Phrase]] = MappingProxyType(
    {
        0: Phrase("Bare boards", "Planches nues"),
        10: Phrase("About 10 cm", "Environ 10 cm"),
        20: Phrase("About 20 cm", "Environ 20 cm"),
        30: Phrase("About 30 cm", "Environ 30 cm"),
        40: Phrase("40 cm or more", "40 cm ou plus"),
    }
)
"""How deep the insulation lies, by its depth in cm."""
ABOUT_R: Final = Phrase("about R-{value}", "environ R-{value}")

ALL: Final = Phrase("Your home, as we know it", "Votre maison, telle que nous la connaissons")
NOTHING_YET: Final = Phrase(
    "Nothing yet. One short question a page, and you can stop whenever you like.",
    "Rien encore. Une courte question par page, et vous arrêtez quand vous voulez.",
)
GO_ON: Final = Phrase("Go on where you stopped", "Continuer où vous vous êtes arrêté")
BEGIN: Final = Phrase("Begin", "Commencer")
SOME: Final = Phrase(
    "You have answered {done} of {of}. Your answers are kept. Go on now, or another day.",
    "Vous avez répondu à {done} questions sur {of}. Vos réponses sont gardées. Continuez maintenant ou un autre jour.",
)
ENOUGH: Final = Phrase(
    "That is enough for a first plan. The other {left} make it sharper, today or another day.",
    "C’est assez pour un premier plan. Les {left} autres le précisent, aujourd’hui ou un autre jour.",
)
ENOUGH_ONE: Final = Phrase(
    "That is enough for a first plan. One more answer makes it sharper.",
    "C’est assez pour un premier plan. Une réponse de plus le précise.",
)
EVERYTHING: Final = Phrase(
    "You have answered everything. Read it once more: is all of it right?",
    "Vous avez répondu à tout. Relisez: est-ce que tout est exact?",
)
ANSWER_MORE: Final = Phrase("Answer more", "Répondre à d’autres questions")
SHARE: Final = Phrase("Next: share my readings", "Ensuite: partager mes relevés")
TO_HOME: Final = Phrase("To my home", "Vers ma maison")
NOT_ANSWERED: Final = Phrase("No answer yet.", "Pas encore de réponse.")
UNSURE: Final = Phrase("You don’t know.", "Vous ne savez pas.")
CHANGE: Final = Phrase("Change", "Modifier")
ANSWER: Final = Phrase("Answer", "Répondre")
PEOPLE: Final = Phrase("The people", "Les gens")
WHO: Final = Phrase("Who lives here", "Qui habite ici")
WHO_CHANGE: Final = Phrase("See or invite", "Voir ou inviter")
FROM_FILES: Final = Phrase("What else we know", "Ce que nous savons de plus")
COACH_TOLD: Final = Phrase("Thank you. Your coach carries on.", "Merci. Votre coach poursuit.")
