"""Why an answer that staff write down, or its confirmation, is refused."""

from __future__ import annotations

from models.findings import Code, Severity

SAME_PERSON = Code(
    "written.same_person",
    Severity.REFUSAL,
    "You wrote this answer down yourself. Somebody else has to confirm it.",
    "Vous avez vous-même inscrit cette réponse. Une autre personne doit la confirmer.",
)
NOT_WAITING = Code(
    "written.not_waiting",
    Severity.REFUSAL,
    "This answer no longer waits to be confirmed.",
    "Cette réponse n’attend plus d’être confirmée.",
)
OVERTAKEN = Code(
    "written.overtaken",
    Severity.REFUSAL,
    "The resident has answered this question since. The newer answer counts; decline this one.",
    "La personne a répondu à cette question depuis. La réponse plus récente compte; écartez celle-ci.",
)
NOTHING_TO_STOP = Code(
    "written.nothing_to_stop",
    Severity.REFUSAL,
    "The resident has said yes to nothing of this, so there is nothing to stop.",
    "La personne n’a rien accepté de cela\u00a0: il n’y a rien à arrêter.",
)
NOT_LIVING_THERE = Code(
    "written.not_living_there",
    Severity.REFUSAL,
    "This person has moved out. They can stop what they shared, and answer nothing more for this home.",
    "Cette personne a déménagé. Elle peut arrêter ce qu’elle partageait, sans plus répondre pour ce logement.",
)
CODES = (SAME_PERSON, NOT_WAITING, OVERTAKEN, NOTHING_TO_STOP, NOT_LIVING_THERE)
