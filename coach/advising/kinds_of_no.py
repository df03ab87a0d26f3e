"""The kinds of no that advice knows."""

from __future__ import annotations

from enum import StrEnum


class No(StrEnum):
    """The kinds of no."""

    WORSE_OFF = "worse_off"
    NEVER_PAYS = "never_pays"
    AT_REPLACEMENT = "at_replacement"
    DATA = "data_cannot_support"
    NOT_SAFE = "not_safe_yet"
    ALTERNATIVE = "another_suits_better"
    SAVES_NOTHING = "saves_nothing"
    ASK = "ask_first"
