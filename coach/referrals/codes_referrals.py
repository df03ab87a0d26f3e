"""Why a referral could not be made, fetched or told of."""

from __future__ import annotations

from models.findings import Code, Severity


def _refusal(code: str, en: str, fr: str) -> Code:
    return Code(f"referral.{code}", Severity.REFUSAL, en, fr)


NOTHING_CHOSEN = _refusal(
    "nothing_chosen",
    "Tick at least one thing to send.",
    "Cochez au moins une chose à envoyer.",
)
NO_PLAN = _refusal(
    "no_plan",
    "There is no plan to send yet. A coach has to approve one first.",
    "Il n’y a pas encore de plan à envoyer. Un coach doit d’abord en approuver un.",
)
CHANGED = _refusal(
    "changed",
    "What would be sent has changed since you looked. Please look again.",
    "Ce qui serait envoyé a changé depuis. Veuillez regarder de nouveau.",
)
EXTRA_FIELDS = _refusal(
    "extra_fields",
    "The resident did not agree to all of these fields.",
    "La personne n’a pas accepté tous ces champs.",
)
EVENT_USED = _refusal(
    "event_used",
    "This event id was used for something else. Give each event an id of its own.",
    "Cet identifiant a servi à un autre événement. Donnez à chaque événement le sien.",
)
NOT_THEN = _refusal(
    "not_then",
    "This cannot have happened then: it lies ahead, or before the referral was sent.",
    "Cela n’a pas pu arriver à ce moment\u00a0: il est à venir ou précède l’envoi de la demande.",
)
DOES_NOT_GO_WITH = _refusal(
    "does_not_go_with",
    "This kind of event needs other details than these.",
    "Ce genre d’événement demande d’autres précisions.",
)
NOT_YOURS_TO_SAY = _refusal(
    "not_yours_to_say",
    "Only a utility that lends on its bill can say this.",
    "Seul un service public qui prête sur sa facture peut dire cela.",
)
TOO_MANY = _refusal(
    "too_many",
    "There are {maximum} events on this referral already.",
    "Cette demande compte déjà {maximum} événements.",
)
LISTED_TWICE = _refusal(
    "listed_twice",
    "The list names a referral twice.",
    "La liste nomme deux fois la même demande.",
)
NOT_ASKABLE = _refusal(
    "not_askable",
    "This partner takes no requests now.",
    "Ce partenaire ne reçoit pas de demandes en ce moment.",
)
RESTS_ON_OTHER = _refusal(
    "rests_on_other",
    "What this yes rests on has changed since it was written down. Ask the resident again.",
    "Ce sur quoi repose ce oui a changé depuis qu’il est inscrit. Redemandez à la personne.",
)
CODES = (
    NOTHING_CHOSEN,
    NO_PLAN,
    CHANGED,
    EXTRA_FIELDS,
    EVENT_USED,
    NOT_THEN,
    DOES_NOT_GO_WITH,
    NOT_YOURS_TO_SAY,
    TOO_MANY,
    LISTED_TWICE,
    NOT_ASKABLE,
    RESTS_ON_OTHER,
)
