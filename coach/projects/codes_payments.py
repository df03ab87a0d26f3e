"""What is said of money that programmes paid: why it differs from the plan, and when two paid for the same."""

from __future__ import annotations

from models.findings import Code, Severity


def _code(name: str, severity: Severity, en: str, fr: str) -> Code:
    return Code(f"payment.{name}", severity, en, fr)


UNKNOWN = _code(
    "unknown",
    Severity.REFUSAL,
    "Choose one of the programs that answer to this work.",
    "Choisissez un des programmes qui répondent à ces travaux.",
)
AMOUNT = _code(
    "amount",
    Severity.REFUSAL,
    "Write what was paid, in dollars: more than nothing, at most ${most}.",
    "Écrivez ce qui a été versé, en dollars\u00a0: plus que rien, au plus {most}\u00a0$.",
)
DAY = _code(
    "day",
    Severity.REFUSAL,
    "Write the day it was paid: today or earlier.",
    "Écrivez le jour du versement\u00a0: aujourd’hui ou avant.",
)
TOO_MANY = _code(
    "too_many",
    Severity.REFUSAL,
    "That is {maximum} payments already. Take one away that is wrong first.",
    "Il y a déjà {maximum} versements. Retirez d’abord celui qui est faux.",
)
LESS = _code(
    "less",
    Severity.WARNING,
    "Less came than was counted. Ask the program for its calculation; a limit for one home may have been reached.",
    "Il est venu moins que prévu. Demandez son calcul au programme; un plafond par maison est peut-être atteint.",
)
MORE = _code("more", Severity.NOTE, "More came than was counted.", "Il est venu plus que prévu.")
NOT_COUNTED = _code(
    "not_counted",
    Severity.NOTE,
    "The plan did not count on this one: it was less sure then.",
    "Le plan ne comptait pas dessus\u00a0: c’était moins sûr alors.",
)
WORK_FIRST = _code(
    "work_first",
    Severity.NOTE,
    "Nothing is paid before the work is done.",
    "Rien n’est versé avant la fin des travaux.",
)
WAITS = _code(
    "waits",
    Severity.NOTE,
    "Not paid yet. A claim usually takes about {months} [month|months] after the work.",
    "Pas encore versé. Une demande prend d’habitude environ {months} mois après les travaux.",
)
OVERDUE = _code(
    "overdue",
    Severity.WARNING,
    "Not paid, and it should have come by now. Ask the program where the claim stands.",
    "Pas versé, et cela aurait dû venir. Demandez au programme où en est la demande.",
)
CHANGED = _code(
    "changed",
    Severity.NOTE,
    "The program changed after you began: from {begins} on other rules hold.",
    "Le programme a changé après votre début\u00a0: d’autres règles valent depuis le {begins}.",
)
TWICE = _code(
    "twice",
    Severity.WARNING,
    "{one} and {other} do not pay for the same together. One of them may ask for its money back: call them before they "
    "do.",
    "{one} et {other} ne paient pas ensemble pour la même chose. L’un des deux peut redemander son argent\u00a0: "
    "appelez-les avant.",
)
TWICE_UNSEEN = _code(
    "twice_unseen",
    Severity.WARNING,
    "{one} and {other} paid for the same work. Nobody has seen whether both may. Ask them in writing.",
    "{one} et {other} ont payé pour les mêmes travaux. Personne n’a vu si les deux le peuvent. Demandez-le par écrit.",
)
CODES = (
    UNKNOWN,
    AMOUNT,
    DAY,
    TOO_MANY,
    LESS,
    MORE,
    NOT_COUNTED,
    WORK_FIRST,
    WAITS,
    OVERDUE,
    CHANGED,
    TWICE,
    TWICE_UNSEEN,
)
