"""The four kinds of trouble: a Finding is a value; a Refusal, an Outage and a Fault are exceptions.

A *refusal* is something a person can act on (consent missing, file rejected): recorded, never retried.
An *outage* is nobody's mistake (utility unreachable): retried with backoff. Any other exception is a
*fault*: a bug, reported and alerted. A refusal's facts never hold personal data: they reach logs.
"""

from __future__ import annotations

from models.findings import Code, Fact, Severity


class Refusal(Exception):  # noqa: N818  the domain's word, not an error to be fixed by us
    """The request cannot be done as asked, and the person who asked can do something about it."""

    def __init__(self, code: Code, **facts: Fact) -> None:
        super().__init__(code.code)
        self.code = code
        self.facts = dict(facts)

    def sentence(self, language: str) -> str:
        """What the person reads, in "en" or "fr"."""
        return self.code.sentence(language, self.facts)


class Outage(Exception):  # noqa: N818
    """Something we depend on does not answer; trying again later may work."""

    def __init__(self, code: Code, **facts: Fact) -> None:
        super().__init__(code.code)
        self.code = code
        self.facts = dict(facts)


NOT_FOUND = Code("page.not_found", Severity.REFUSAL, "We could not find that.", "Nous n’avons pas trouvé cette page.")


class NotFound(Refusal):
    """There is no such thing, or it belongs to somebody else: both answer alike."""

    def __init__(self) -> None:
        super().__init__(NOT_FOUND)


CODES = (NOT_FOUND,)
