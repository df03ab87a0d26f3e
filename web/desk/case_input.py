"""What a coach typed on the case page that did not go through, so that nothing is lost, and what to mend."""

from __future__ import annotations

from dataclasses import dataclass

from web.components import FieldError
from web.desk import views


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What a coach typed that did not go through, so that nothing is lost; empty on a first look."""

    measure: str = ""
    change: views.ChangeForm | None = None
    verdict: views.Verdict | None = None
    add: views.AddForm | None = None
    look_note: str = ""
    look_error: str = ""
    machine_order: bool = False


def errors_of(given: CaseInput) -> tuple[FieldError, ...]:
    """What did not go through, for the head of a long page; each leads to its field."""
    found: list[tuple[str, str]] = []
    if given.change is not None:
        found += [
            (f"{given.measure}-reason", given.change.reason_error),
            (f"{given.measure}-note", given.change.note_error),
        ]
        if given.change.own_range is not None:
            found += [
                (f"{given.measure}-bill_low", given.change.own_range.error),
                (f"{given.measure}-range-note", given.change.own_range.note_error),
            ]
        if given.change.wording is not None:
            found.append((f"{given.measure}-wording", given.change.wording.error))
    if given.verdict is not None:
        found += [
            ("approve-note", given.verdict.approve_error),
            ("ask-note", given.verdict.ask_error),
            ("decline-note", given.verdict.decline_error),
        ]
        for key, form in (
            ("hold", given.verdict.hold),
            ("escalate", given.verdict.escalate),
            ("hand_back", given.verdict.hand_back),
        ):
            if form is not None:
                found += [(f"{key}-until", form.until_error), (f"{key}-note", form.error)]
    if given.add is not None:
        found += [
            ("add-reason", given.add.reason_error),
            ("add-bill_low", given.add.own_range.error),
            ("add-note", given.add.own_range.note_error),
        ]
    found.append(("look-note", given.look_error))
    return tuple(FieldError(field, text) for field, text in found if text)
