"""The coach's words: where a review stands, what was done with it, and why an opportunity was changed.

Keys are the stored words of coach/cases/order.py and coach/cases/review.py; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.words.measures import MEASURES
from web.words.phrase import Phrase

REASONS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "household_priority": Phrase("The household wants it so", "Choix du ménage"),
        "bill_must_not_rise": Phrase("Bill must not rise", "La facture ne doit pas monter"),
        "cost_too_high": Phrase("Costs too much to begin with", "Trop cher au départ"),
        "not_suitable": Phrase("Does not suit this home", "Ne convient pas à cette maison"),
        "safety_first": Phrase("Safety comes first", "La sécurité d’abord"),
        "fact_is_wrong": Phrase("A fact about the home is wrong", "Une donnée sur la maison est fausse"),
        "already_done": Phrase("Already done", "Déjà fait"),
        "better_timing": Phrase("A better time is coming", "Un meilleur moment viendra"),
        "seen_on_site": Phrase("Seen at the home", "Vu sur place"),
        "a_quote": Phrase("A quote says otherwise", "Une soumission dit autre chose"),
        "other": Phrase("Another reason", "Autre raison"),
    }
)
"""Why a coach changed something, by coach.cases.order.Reason."""

CHANGES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "move": Phrase("Move in the order", "Déplacer dans l’ordre"),
        "later": Phrase("Keep for later", "Garder pour plus tard"),
        "remove": Phrase("Take off the plan", "Retirer du plan"),
        "note": Phrase("Add a note only", "Ajouter seulement une note"),
        "range": Phrase("Give my own range", "Donner ma propre fourchette"),
        "wording": Phrase("Say it in my words", "Le dire dans mes mots"),
        "add": Phrase("Add work to the plan", "Ajouter des travaux au plan"),
    }
)
"""What a coach can do with an opportunity, by coach.cases.order.ChangeAction."""

STATES: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "waiting": Phrase("Waiting for a coach", "En attente d’un coach"),
        "claimed": Phrase("Being reviewed", "En cours de revue"),
        "approved": Phrase("Approved", "Approuvé"),
        "changed": Phrase("Approved with changes", "Approuvé avec changements"),
        "declined": Phrase("Declined", "Refusé"),
        "needs_information": Phrase("Waiting for the resident", "En attente de précisions"),
        "held": Phrase("On hold", "En pause"),
        "superseded": Phrase("Replaced by newer data", "Remplacé par des données plus récentes"),
    }
)
"""Where a review stands, by coach.cases.review.ReviewState."""

HISTORY: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "claim": Phrase("Taken for review", "Dossier pris en charge"),
        "release": Phrase("Given back to the queue", "Dossier rendu à la file"),
        "expire": Phrase(
            "The claim ran out, the case waits again", "La prise en charge a expiré: le dossier attend de nouveau"
        ),
        "approve": Phrase("Approved and published", "Approuvé et publié"),
        "change": Phrase("Approved with changes and published", "Approuvé avec changements et publié"),
        "decline": Phrase("Declined", "Refusé"),
        "ask": Phrase("The resident was asked for information", "Des précisions ont été demandées"),
        "answer": Phrase("The resident answered", "Une réponse est arrivée"),
        "supersede": Phrase("Newer data replaced this case", "Des données plus récentes ont remplacé ce dossier"),
        "override.move": Phrase("Moved in the order", "Déplacé dans l’ordre"),
        "override.later": Phrase("Kept for later", "Gardé pour plus tard"),
        "override.remove": Phrase("Taken off the plan", "Retiré du plan"),
        "override.note": Phrase("Note added", "Note ajoutée"),
        "hold": Phrase("Put on hold", "Mis en pause"),
        "come_back": Phrase("Came back from hold", "Revenu de pause"),
        "escalate": Phrase("Escalated to an expert", "Transmis à un expert"),
        "hand_back": Phrase("Handed back by the expert", "Rendu par l’expert"),
        "second_look.agreed": Phrase("A second coach agreed", "Un second coach est d’accord"),
        "second_look.returned": Phrase("A second coach returned it", "Un second coach l’a renvoyé"),
        "override.range": Phrase("A coach’s own range", "Fourchette du coach"),
        "override.wording": Phrase("A coach’s own words", "Mots du coach"),
        "override.add": Phrase("Added to the plan", "Ajouté au plan"),
        "override.undone": Phrase("Change undone", "Changement annulé"),
        "household.not_contacted": Phrase(
            "The household said that nobody had been in touch", "Le ménage a dit que personne ne l’avait joint"
        ),
        "bill.left_out": Phrase("A bill was left out", "Une facture a été mise de côté"),
        "bill.taken_back": Phrase("A bill counts again", "Une facture compte de nouveau"),
        "fact.stated": Phrase("Facts of the home were written down", "Des données de la maison ont été notées"),
    }
)
"""What happened to a review, by the action its event keeps."""

WAITING: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "new": Phrase("New plan to review", "Nouveau plan à revoir"),
        "answered": Phrase("The household answered", "Le ménage a répondu"),
        "superseded": Phrase("Newer data came in", "De nouvelles données sont arrivées"),
        "back_from_hold": Phrase("Back from hold", "De retour de pause"),
        "diverged": Phrase("Far from what a coach saw", "Loin de ce qu’un coach avait vu"),
        "escalated": Phrase("Escalated to an expert", "Transmis à un expert"),
        "handed_back": Phrase("Handed back by an expert", "Rendu par un expert"),
        "returned": Phrase("Returned by a second coach", "Renvoyé par un second coach"),
    }
)
"""Why a case waits, by the review's WaitingReason."""

LIFTS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "answered": Phrase("the household answered", "le ménage a répondu"),
        "back_from_hold": Phrase("it was on hold", "il était en pause"),
        "diverged": Phrase("published advice may be wrong", "des conseils publiés sont peut-être faux"),
        "escalated": Phrase("it was escalated", "il a été transmis"),
        "handed_back": Phrase("an expert handed it back", "un expert l’a rendu"),
        "returned": Phrase("a second coach returned it", "un second coach l’a renvoyé"),
        "income_qualified": Phrase("the household is income-qualified", "le ménage est admissible selon son revenu"),
        "not_contacted": Phrase(
            "the household says that nobody has been in touch", "le ménage dit que personne ne l’a joint"
        ),
    }
)
"""Why a case is moved up, by coach.cases.queue_order.Lift."""

DATA: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "none": Phrase("Good readings", "Bons relevés"),
        "questions": Phrase("Readings with questions", "Relevés à vérifier"),
        "no_readings": Phrase("No usable readings", "Aucun relevé utilisable"),
    }
)
"""How much readings can carry, by the review's DataProblem."""

LOOKS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "sample": Phrase("Drawn by chance", "Tiré au hasard"),
        "new_coach": Phrase("A new coach’s case", "Dossier d’un nouveau coach"),
        "escalated": Phrase("It was escalated", "Il avait été transmis"),
    }
)
"""Why a decided case is read again, by LookReason."""

LEFT_OUT: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "not_theirs": Phrase("Not this household’s", "N’est pas de ce ménage"),
        "misread": Phrase("Misread or mistyped", "Mal lue ou mal saisie"),
        "estimated": Phrase("Estimated, and far off", "Estimée, et loin du compte"),
        "unusual": Phrase("An unusual time", "Une période inhabituelle"),
        "vacant": Phrase("Nobody was home", "Personne n’était là"),
        "overlapping": Phrase("Overlaps another bill", "Chevauche une autre facture"),
        "other": Phrase("Another reason", "Autre raison"),
    }
)
"""Why a bill is left out, by LeftOutWhy."""

_OF: Final = Phrase("{what}: {about}", "{what}: {about}")
_BECAUSE: Final = Phrase("{what} ({reason})", "{what} ({reason})")
_NOTE: Final = Phrase("{what}. “{note}”", "{what}. « {note} »")


def reason_label(reason: str, language: str) -> str:
    """Why a coach changed something; the stored word when it has no words."""
    return _said(REASONS, reason, language)


def left_out_label(reason: str, language: str) -> str:
    """Why a bill is left out."""
    return _said(LEFT_OUT, reason, language)


def change_label(action: str, language: str) -> str:
    """What a coach can do with an opportunity; the stored word when it has no words."""
    return _said(CHANGES, action, language)


def state_label(state: str, language: str) -> str:
    """Where a review stands; the stored word when it has no words."""
    return _said(STATES, state, language)


def waiting_label(reason: str, language: str) -> str:
    """Why a case waits; the stored word when it has no words."""
    return _said(WAITING, reason, language)


def lift_label(lift: str, language: str) -> str:
    """Why a case is moved up; the stored word when it has no words."""
    return _said(LIFTS, lift, language)


def data_label(problem: str, language: str) -> str:
    """How much readings can carry; the stored word when it has no words."""
    return _said(DATA, problem, language)


def look_label(why: str, language: str) -> str:
    """Why a decided case is read again; the stored word when it has no words."""
    return _said(LOOKS, why, language)


def measure_label(measure: str, language: str) -> str:
    """What a measure is called; its id when it has no words."""
    words = MEASURES.get(measure)
    return words.title(language) if words else measure


def history_line(action: str, measure: str | None, reason: str | None, note: str | None, language: str) -> str:
    """One line of the history: “Moved in the order: Seal the air leaks (Bill must not rise). “Wait for spring””.

    `measure` is a measure's id, `reason` a key of REASONS, `note` what was written; each may be None or empty.
    """
    line = _said(HISTORY, action, language)
    if measure:
        line = _OF(language, what=line, about=measure_label(measure, language))
    if reason:
        line = _BECAUSE(language, what=line, reason=reason_label(reason, language))
    return _NOTE(language, what=line, note=note) if note else line


def _said(words: Mapping[str, Phrase], value: str, language: str) -> str:
    phrase = words.get(value)
    return phrase(language) if phrase else str(value)
