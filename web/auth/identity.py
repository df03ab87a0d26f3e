"""Who is signed in: what Flask-Login keeps for a request. The cookie holds a token; the database says whose."""

from __future__ import annotations

from dataclasses import dataclass

from greener_homes.homes import HomeView
from greener_homes.people import PersonView


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with the token of the browser they are signed in with, and the home they lived in when it was asked."""

    person: PersonView
    token: str
    home: HomeView | None = None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token
