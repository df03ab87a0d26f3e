"""Consent as a value: asked for in exact words, given per purpose and source, required wherever usage is touched.

This is the door to it: `live` and `require` say what is permitted right now (consent_live), `grant` and `refuse`
keep answers (consent_answers), `statement` has the words (consent_statements). The rules they keep are written
down in docs/explanation/consent.md, and a test asks both about random histories.
"""

from __future__ import annotations

from greener_homes.consent_answers import LASTS as LASTS
from greener_homes.consent_answers import OF_THE_ACCOUNT as OF_THE_ACCOUNT
from greener_homes.consent_answers import Answer as Answer
from greener_homes.consent_answers import grant as grant
from greener_homes.consent_answers import refuse as refuse
from greener_homes.consent_answers import withdraw as withdraw
from greener_homes.consent_codes import CODES as CODES
from greener_homes.consent_codes import LEFT_BEFORE_MOVING_IN as LEFT_BEFORE_MOVING_IN
from greener_homes.consent_codes import MISSING as MISSING
from greener_homes.consent_codes import MOVED_IN_LATER as MOVED_IN_LATER
from greener_homes.consent_codes import NOT_ACCOUNT_HOLDER as NOT_ACCOUNT_HOLDER
from greener_homes.consent_codes import NOTHING_CHOSEN as NOTHING_CHOSEN
from greener_homes.consent_codes import REASON_NEEDED as REASON_NEEDED
from greener_homes.consent_codes import RECEIPT_NOT_OURS as RECEIPT_NOT_OURS
from greener_homes.consent_codes import STATEMENT_CHANGED as STATEMENT_CHANGED
from greener_homes.consent_grants import ASKED_AGAIN as ASKED_AGAIN
from greener_homes.consent_grants import STANDING as STANDING
from greener_homes.consent_grants import GrantView as GrantView
from greener_homes.consent_grants import in_force as in_force
from greener_homes.consent_grants import in_force_of as in_force_of
from greener_homes.consent_grants import lapsed as lapsed
from greener_homes.consent_grants import live_of as live_of
from greener_homes.consent_live import LOCAL as LOCAL
from greener_homes.consent_live import LiveConsent as LiveConsent
from greener_homes.consent_live import Window as Window
from greener_homes.consent_live import live as live
from greener_homes.consent_live import live_each as live_each
from greener_homes.consent_live import live_each_of as live_each_of
from greener_homes.consent_live import may_contact as may_contact
from greener_homes.consent_live import moment_of as moment_of
from greener_homes.consent_live import open_homes as open_homes
from greener_homes.consent_live import open_persons as open_persons
from greener_homes.consent_live import require as require
from greener_homes.consent_live import require_each as require_each
from greener_homes.consent_live import still_live as still_live
from greener_homes.consent_receipts import GRACE as GRACE
from greener_homes.consent_statements import ELEMENTS as ELEMENTS
from greener_homes.consent_statements import Statement as Statement
from greener_homes.consent_statements import publish_statements as publish_statements
from greener_homes.consent_statements import statement as statement
from greener_homes.consent_statements import statement_shown as statement_shown
from greener_homes.tables.consent import Channel as Channel
from greener_homes.tables.consent import ConsentAction as ConsentAction
from greener_homes.tables.consent import Purpose as Purpose
from greener_homes.tables.consent import ReferralField as ReferralField
from greener_homes.tables.consent import Source as Source
from greener_homes.tables.people import Language as Language
