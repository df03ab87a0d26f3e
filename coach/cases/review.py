"""A coach's judgement of one assessment, from claiming it to deciding it. Only `decide` publishes advice.

This is the door to it: views and history (review_views), how a review begins (review_opening), claims (review_claims),
changes beside the machine's values (review_changes, order), decisions (review_decisions), and what waits for somebody
else (review_pauses). The states and the legal arrows between them are one table (review_states). The machine's values
are never overwritten.
"""

from __future__ import annotations

from coach.cases.review_changes import change as change
from coach.cases.review_changes import undo_change as undo_change
from coach.cases.review_claims import CLAIM_LASTS as CLAIM_LASTS
from coach.cases.review_claims import claim as claim
from coach.cases.review_claims import expire_claims as expire_claims
from coach.cases.review_claims import release as release
from coach.cases.review_codes import ADDED_ALREADY as ADDED_ALREADY
from coach.cases.review_codes import CLAIMED_BY_ANOTHER as CLAIMED_BY_ANOTHER
from coach.cases.review_codes import CODES as CODES
from coach.cases.review_codes import COLLEAGUE_NOTE_NEEDED as COLLEAGUE_NOTE_NEEDED
from coach.cases.review_codes import EXPERTS_ONLY as EXPERTS_ONLY
from coach.cases.review_codes import HOLD_DATE as HOLD_DATE
from coach.cases.review_codes import KEPT_FOR_ANOTHER as KEPT_FOR_ANOTHER
from coach.cases.review_codes import NOT_ALLOWED as NOT_ALLOWED
from coach.cases.review_codes import NOTE_LONG as NOTE_LONG
from coach.cases.review_codes import NOTE_MAXIMUM as NOTE_MAXIMUM
from coach.cases.review_codes import NOTE_NEEDED as NOTE_NEEDED
from coach.cases.review_codes import NOTHING_LEFT as NOTHING_LEFT
from coach.cases.review_codes import RANGE_WRONG as RANGE_WRONG
from coach.cases.review_codes import WORDING_MAXIMUM as WORDING_MAXIMUM
from coach.cases.review_codes import WORDING_NEEDED as WORDING_NEEDED
from coach.cases.review_decisions import SHOWN_AT_MOST as SHOWN_AT_MOST
from coach.cases.review_decisions import Decision as Decision
from coach.cases.review_decisions import decide as decide
from coach.cases.review_decisions import require_all_opened as require_all_opened
from coach.cases.review_decisions import require_opened as require_opened
from coach.cases.review_opening import open_for as open_for
from coach.cases.review_pauses import HELD_AT_MOST as HELD_AT_MOST
from coach.cases.review_pauses import answer as answer
from coach.cases.review_pauses import come_back as come_back
from coach.cases.review_pauses import escalate as escalate
from coach.cases.review_pauses import hand_back as hand_back
from coach.cases.review_pauses import hold as hold
from coach.cases.review_states import ARROWS as ARROWS
from coach.cases.review_states import DECIDED as DECIDED
from coach.cases.review_states import OPEN as OPEN
from coach.cases.review_states import Act as Act
from coach.cases.review_states import ReviewState as ReviewState
from coach.cases.review_views import EventView as EventView
from coach.cases.review_views import Lane as Lane
from coach.cases.review_views import ReviewView as ReviewView
from coach.cases.review_views import WaitingReason as WaitingReason
from coach.cases.review_views import get as get
from coach.cases.review_views import history as history
from coach.cases.review_views import history_of_home as history_of_home
from coach.cases.review_views import latest as latest
