"""Who is on the telephone, between one page and the next: a signed word that only the same member of staff can use.

It holds opaque ids, is good for an hour, and is kept nowhere. The pages it opens say the resident's name.
"""

from __future__ import annotations

import uuid

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from greener_homes import written_callers
from greener_homes.errors import NotFound
from greener_homes.written_callers import Named
from web import current

GOOD_FOR_S = 3_600


def signed(found: Named) -> str:
    """The word that stands for this resident in an address."""
    return _signer().dumps([found.person_id.hex, found.home_id.hex, current.person().id.hex])


def named(caller: str) -> Named:
    """The resident it stands for. Raises NotFound: not ours, another's, or older than an hour."""
    try:
        person, home, staff = (uuid.UUID(one) for one in _signer().loads(caller, max_age=GOOD_FOR_S))
    except (BadData, ValueError, TypeError, AttributeError):
        raise NotFound from None
    if staff != current.person().id:
        raise NotFound
    return written_callers.named(current.session(), current.vault(), person, home)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="written answer, caller")
