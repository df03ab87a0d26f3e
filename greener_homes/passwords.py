"""What a password must be: long enough, not endless, and none of those that everybody tries first.

No rule about digits or signs: they make passwords harder to remember and hardly harder to guess (NIST SP 800-63B).
Nobody is asked over the network. The list is our own: words from published lists of the commonest, and the shapes
that long ones of those have.
"""

from __future__ import annotations

import re
import unicodedata

from greener_homes.errors import Refusal
from models.findings import Code, Severity

MINIMUM, MAXIMUM = 12, 256
LETTERS_KEPT = 5
"""Fewer different characters than this are a pattern, not a password."""
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789012345678901234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9j0",
    "aa11bb22cc33dd44ee55",
)
_WORDS = """
password passwort motdepasse passw0rd p4ssword pass word welcome bienvenue bonjour hello admin administrator root user
login letmein iloveyou jetaime princess princesse dragon monkey sunshine soleil football baseball hockey soccer superman
batman pokemon starwars shadow master michael jordan jessica ashley charlie thomas nicolas summer winter spring autumn
ete hiver january december monday sunday secret computer internet samsung google facebook qwerty azerty asdfgh zxcvbn
abc test guest changeme default trustno canada ontario toronto durham oshawa whitby ajax pickering quebec montreal
greener homes home house maison maisons vertes green energy energie mapleleafs blink whatever cheese chocolate chocolat
flower butterfly purple orange lovely family famille my to in the love is you i me for and one two three forever never
"""
WORDS = frozenset(_WORDS.split())
"""A password that is nothing but these, with digits and signs around them, is among the first that are tried."""
_LEFT = re.compile(r"[^a-z]+")

LENGTH = Code(
    "password.length",
    Severity.REFUSAL,
    "Choose a password of {minimum} to {maximum} characters.",
    "Choisissez un mot de passe de {minimum} à {maximum} caractères.",
)
COMMON = Code(
    "password.common",
    Severity.REFUSAL,
    "Many people use this password, or one like it. Choose another: four words that do not belong together are good.",
    "Beaucoup de gens utilisent ce mot de passe ou un semblable. Choisissez-en un autre\u00a0: quatre mots sans lien "
    "conviennent bien.",
)
CODES = (LENGTH, COMMON)


def check(password: str) -> None:
    """Nothing happens; Refusal for one that is too short, too long, or one that everybody tries."""
    if not MINIMUM <= len(password) <= MAXIMUM:
        raise Refusal(LENGTH, minimum=MINIMUM, maximum=MAXIMUM)
    if is_common(password):
        raise Refusal(COMMON)


def is_common(password: str) -> bool:
    """Whether it is a pattern, a run of keys, or nothing but the commonest words."""
    plain = unicodedata.normalize("NFKD", password).casefold()
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    squeezed = "".join(plain.split())
    if len(set(squeezed)) < LETTERS_KEPT or _repeats(squeezed):
        return True
    core = squeezed.strip("0123456789!@#$%&*?._-+=")
    if any(text in run * 2 or text in run[::-1] * 2 for run in RUNS for text in (squeezed, core)):
        return True
    spoken = core.translate(str.maketrans("013457@$!", "oleastasi"))
    return any(_only_words(_LEFT.sub("", text)) for text in (squeezed, spoken))


def _repeats(text: str) -> bool:
    """Whether a short piece said again and again makes it, the last time perhaps in part."""
    return any((text[:size] * len(text))[: len(text)] == text for size in range(1, len(text) // 2 + 1))


def _only_words(letters: str) -> bool:
    """Whether the letters are three or fewer of the words one after another; no letters at all are a number."""
    if not letters:
        return True
    fewest: list[int | None] = [0] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        counts = [
            before + 1
            for begin in range(max(0, end - 16), end)
            if (before := fewest[begin]) is not None and letters[begin:end] in WORDS
        ]
        fewest[end] = min(counts, default=None)
    whole = fewest[-1]
    return whole is not None and whole <= 3
