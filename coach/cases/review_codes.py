"""Why something cannot be done to a case: the codes of reviews, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

NOTE_MAXIMUM = 2_000
WORDING_MAXIMUM = 400

NOT_ALLOWED = Code(
    "review.not_allowed",
    Severity.REFUSAL,
    "This case has moved on and that can no longer be done with it.",
    "Ce dossier a évolué et cette action n’est plus possible.",
)
CLAIMED_BY_ANOTHER = Code(
    "review.claimed_by_another",
    Severity.REFUSAL,
    "Another coach is working on this case.",
    "Un autre coach travaille sur ce dossier.",
)
KEPT_FOR_ANOTHER = Code(
    "review.kept_for_another",
    Severity.REFUSAL,
    "This case is kept for the coach who knows it.",
    "Ce dossier est réservé au coach qui le connaît.",
)
EXPERTS_ONLY = Code(
    "review.experts_only",
    Severity.REFUSAL,
    "This case was escalated: only an expert takes it.",
    "Ce dossier a été transmis aux experts\u00a0: seul un expert le prend.",
)
NOTE_NEEDED = Code(
    "review.note_needed",
    Severity.REFUSAL,
    "Write what the resident will read.",
    "Écrivez ce que le résident lira.",
)
COLLEAGUE_NOTE_NEEDED = Code(
    "review.colleague_note_needed",
    Severity.REFUSAL,
    "Write what your colleague should know.",
    "Écrivez ce que votre collègue doit savoir.",
)
NOTE_LONG = Code(
    "review.note_long",
    Severity.REFUSAL,
    "That note is longer than {maximum} characters.",
    "Cette note dépasse {maximum} caractères.",
)
NOTHING_LEFT = Code(
    "review.nothing_left",
    Severity.REFUSAL,
    "Every opportunity has been removed. Decline the case instead, and say why.",
    "Toutes les possibilités ont été retirées. Refusez plutôt le dossier, et dites pourquoi.",
)
HOLD_DATE = Code(
    "review.hold_date",
    Severity.REFUSAL,
    "Choose a day after today, at most {maximum} days ahead.",
    "Choisissez un jour après aujourd’hui, au plus {maximum} jours plus tard.",
)
RANGE_WRONG = Code(
    "review.range_wrong",
    Severity.REFUSAL,
    "Give a lower and an upper end, the lower one first.",
    "Donnez une borne inférieure et une borne supérieure, la plus petite d’abord.",
)
WORDING_NEEDED = Code(
    "review.wording_needed",
    Severity.REFUSAL,
    "Write the sentence that stands in the place of ours, in at most {maximum} characters.",
    "Écrivez la phrase qui remplace la nôtre, en {maximum} caractères au plus.",
)
ADDED_ALREADY = Code(
    "review.added_already",
    Severity.REFUSAL,
    "That work is in this case already.",
    "Ces travaux sont déjà dans ce dossier.",
)
OWN_DECISION = Code(
    "review.own_decision",
    Severity.REFUSAL,
    "A second look is another coach’s, never that of the coach who decided.",
    "Un second regard revient à un autre coach, jamais à celui qui a décidé.",
)
DECLARATION_NEEDED = Code(
    "conduct.declaration_needed",
    Severity.REFUSAL,
    "Before you take the first home of the year, declare your interests.",
    "Avant de prendre la première maison de l’année, déclarez vos intérêts.",
)
INTERESTS_NEEDED = Code(
    "conduct.interests_needed",
    Severity.REFUSAL,
    "Say which interests you have, in at most {maximum} characters.",
    "Dites quels sont vos intérêts, en {maximum} caractères au plus.",
)
ANOTHER_STANDS = Code(
    "review.another_stands",
    Severity.REFUSAL,
    "This home was merged into another, whose case goes on. Open that one.",
    "Cette maison a été fusionnée avec une autre, dont le dossier continue. Ouvrez celui-là.",
)
NOT_A_COACH = Code(
    "desk.not_a_coach",
    Severity.REFUSAL,
    "Nobody with this address is registered as a coach. Use add-person first.",
    "Personne avec cette adresse n’est inscrit comme coach. Utilisez d’abord add-person.",
)
CODES = (
    NOT_A_COACH,
    NOT_ALLOWED,
    CLAIMED_BY_ANOTHER,
    KEPT_FOR_ANOTHER,
    EXPERTS_ONLY,
    NOTE_NEEDED,
    COLLEAGUE_NOTE_NEEDED,
    NOTE_LONG,
    NOTHING_LEFT,
    HOLD_DATE,
    RANGE_WRONG,
    WORDING_NEEDED,
    ADDED_ALREADY,
    OWN_DECISION,
    DECLARATION_NEEDED,
    INTERESTS_NEEDED,
    ANOTHER_STANDS,
)
