"""Words of projects: where one stands, what can be done, why it was given up, what to ask a contractor.

Keys are the stored words of coach/projects; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.phrase import Phrase

STATES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "planned": Phrase("Planned", "Prévu"),
        "quoted": Phrase("Quotes in hand", "Soumissions reçues"),
        "booked": Phrase("Booked", "Réservé"),
        "done": Phrase("Done", "Fait"),
        "verified": Phrase("Done, and checked", "Fait et vérifié"),
        "unsatisfactory": Phrase("Not as it should be", "Pas comme il faut"),
        "given_up": Phrase("Given up", "Abandonné"),
    }
)
"""Where a project stands, by coach.projects.states.ProjectState."""

HEADINGS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "planned": Phrase("Ask for three quotes", "Demandez trois soumissions"),
        "quoted": Phrase("Compare, then choose", "Comparez, puis choisissez"),
        "booked": Phrase("Before and on the day", "Avant et le jour venu"),
        "done": Phrase("Is it as it should be?", "Est-ce comme il faut?"),
        "verified": Phrase("It is done", "C’est fait"),
        "unsatisfactory": Phrase("Let us put it right", "Remettons cela en ordre"),
        "given_up": Phrase("You set this aside", "Vous l’avez mis de côté"),
    }
)
"""What to do now, as a heading."""

TEXTS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "planned": Phrase(
            "Write each quote down here and we say what looks odd. Small work needs none: say when it is done.",
            "Notez chaque soumission ici et nous disons ce qui paraît étrange. De petits travaux n’en demandent pas: "
            "dites quand c’est fait.",
        ),
        "quoted": Phrase(
            "The lowest price is not always the best work. Ask about what is marked, then say who does it and when.",
            "Le prix le plus bas n’est pas toujours le meilleur travail. Posez les questions marquées, puis dites qui "
            "le fait et quand.",
        ),
        "booked": Phrase(
            "Keep the quote at hand, take a picture before it is covered up, and ask for the invoice.",
            "Gardez la soumission sous la main, photographiez avant que tout soit recouvert, et demandez la facture.",
        ),
        "done": Phrase(
            "Look at it in daylight and on a cold day. You are the first to know if something is wrong.",
            "Regardez à la lumière du jour et par temps froid. Vous verrez les premiers si quelque chose cloche.",
        ),
        "verified": Phrase(
            "What it saves is for the meter to say; it stands below as soon as it can be said honestly.",
            "Ce que cela économise, c’est au compteur de le dire; vous le lirez plus bas dès que cela peut se dire "
            "honnêtement.",
        ),
        "unsatisfactory": Phrase(
            "Your coach sees this. Write to the contractor too, and hold back what you have not paid yet.",
            "Votre coach le voit. Écrivez aussi à l’entrepreneur, et retenez ce que vous n’avez pas encore payé.",
        ),
        "given_up": Phrase(
            "That is fine. Take it up again whenever you like; nothing is lost.",
            "C’est bien ainsi. Reprenez-le quand vous voulez; rien n’est perdu.",
        ),
    }
)
"""What to do now, in a sentence or two."""

ACTS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "start": Phrase("Begun", "Commencé"),
        "quote": Phrase("I have quotes on paper", "J’ai des soumissions sur papier"),
        "book": Phrase("It is booked", "C’est réservé"),
        "finish": Phrase("It is done", "C’est fait"),
        "verify": Phrase("It is as it should be", "C’est comme il faut"),
        "complain": Phrase("Something is wrong", "Quelque chose ne va pas"),
        "redo": Phrase("They come back", "Ils reviennent"),
        "unquote": Phrase("Look for others", "En chercher d’autres"),
        "unbook": Phrase("It was called off", "C’est annulé"),
        "not_done": Phrase("It is not done after all", "Ce n’est pas encore fait"),
        "give_up": Phrase("Give it up", "Abandonner"),
        "take_up": Phrase("Take it up again", "Reprendre"),
    }
)
"""What can be done, by coach.projects.states.Act; also how the history says it."""

GIVEN_UP: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "too_expensive": Phrase("It costs too much", "C’est trop cher"),
        "no_contractor": Phrase("Nobody to do it", "Personne pour le faire"),
        "no_rebate": Phrase("The rebate did not come", "La remise n’est pas venue"),
        "not_now": Phrase("Not now", "Pas maintenant"),
        "changed_mind": Phrase("We changed our minds", "Nous avons changé d’avis"),
        "moving": Phrase("We are moving", "Nous déménageons"),
        "not_possible": Phrase("It cannot be done in this house", "Impossible dans cette maison"),
        "other": Phrase("Another reason", "Autre raison"),
    }
)
"""Why it was given up, by coach.projects.projects.GivenUp."""

WORDS_OF: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "resident": Phrase("your household said so", "votre ménage l’a dit"),
        "coach": Phrase("a coach said so", "un coach l’a dit"),
        "meter": Phrase("the meter says so", "le compteur le dit"),
    }
)
"""Whose word it is, by coach.projects.projects.Word."""

PRESSURE: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "today_only": Phrase("The price was for today only", "Le prix ne valait qu’aujourd’hui"),
        "came_unasked": Phrase("They came or called without being asked", "Ils sont venus ou ont appelé sans demande"),
        "rental_or_lien": Phrase(
            "It is a rental, or a claim on the house", "Une location, ou une charge sur la maison"
        ),
        "no_licence": Phrase("No licence or insurance was shown", "Ni permis ni assurance montrés"),
        "all_in_advance": Phrase("All the money before the work", "Tout l’argent avant les travaux"),
    }
)
"""How it was sold, by coach.projects.quotes.Pressure."""

DUES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "assess_first": Phrase("Home assessment before this day", "Évaluation avant ce jour"),
        "rebate_step": Phrase("A rebate step is due", "Étape d’une remise à faire"),
        "programme_closes": Phrase("The rebate program may end", "Le programme de remises finit peut-être"),
        "quote_ends": Phrase("The last quote ends", "La dernière soumission expire"),
        "is_it_done": Phrase("Is it done?", "Est-ce fait?"),
    }
)
"""What a project's next day is about, by coach.projects.deadlines.DueWhat."""

ASK_ANYBODY: Final = (
    Phrase(
        "What exactly is done, and what is not? Is cleaning up in the price?",
        "Que fait-on exactement, et que ne fait-on pas? Le nettoyage est-il compris?",
    ),
    Phrase(
        "Which permits does it need, and who asks for them?",
        "Quels permis faut-il, et qui les demande?",
    ),
    Phrase(
        "May I see your insurance and your WSIB clearance?",
        "Puis-je voir votre assurance et votre attestation de la CSPAAT?",
    ),
    Phrase(
        "How long is the work guaranteed, and by whom?",
        "Combien de temps les travaux sont-ils garantis, et par qui?",
    ),
    Phrase(
        "When do I pay how much? Never all of it before the end.",
        "Quand est-ce que je paie combien? Jamais tout avant la fin.",
    ),
    Phrase(
        "Can I speak with two people whose home you did last year?",
        "Puis-je parler à deux personnes chez qui vous avez travaillé l’an dernier?",
    ),
)
"""To ask whoever gives a quote."""

ASK_ABOUT: Final[Mapping[str, tuple[Phrase, ...]]] = MappingProxyType(
    {
        "r_value": (
            Phrase(
                "Which R-value is there now, and which will there be everywhere?",
                "Quelle valeur R y a-t-il maintenant, et laquelle partout après?",
            ),
            Phrase("Is it sealed against air first?", "Colmatez-vous d’abord les fuites d’air?"),
        ),
        "size": (
            Phrase(
                "Which heat loss calculation (CSA F280) did you size it by? May I have it?",
                "D’après quel calcul de pertes de chaleur (CSA F280) l’avez-vous choisi? Puis-je l’avoir?",
            ),
        ),
        "model": (
            Phrase(
                "Is this model on the list of Natural Resources Canada that the rebate asks for?",
                "Ce modèle est-il sur la liste de Ressources naturelles Canada que la remise exige?",
            ),
        ),
        "leakage": (
            Phrase(
                "Do you test with a blower door before and after?",
                "Faites-vous un test d’infiltrométrie avant et après?",
            ),
        ),
        "electrical": (
            Phrase(
                "Who is the licensed electrical contractor, and do I get the certificate of inspection?",
                "Qui est l’entrepreneur électricien, et est-ce que je reçois le certificat d’inspection?",
            ),
        ),
        "fuel": (
            Phrase(
                "May I see the TSSA registration of whoever works on the gas?",
                "Puis-je voir l’inscription à la TSSA de la personne qui touche au gaz?",
            ),
        ),
    }
)
"""To ask of this kind of work, by what a quote must say or which licence it needs."""
