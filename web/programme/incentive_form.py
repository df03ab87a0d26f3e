"""Writing down what somebody saw of a programme, an offer or a limit: the form, and the proposal it becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from coach.fleet_wide import codes_incentives as codes
from coach.fleet_wide.incentive_choices import MOST_CAD
from coach.fleet_wide.incentive_shown import CapShown, OfferShown, ProgrammeShown, StandingShown
from greener_homes.errors import Refusal
from greener_homes.incentive_changes import ChangedPart, Proposal
from models.findings import Code
from web import forms, i18n
from web.components import Choice, Field, FieldError, Link, Question
from web.programme import incentive_seen
from web.programme import incentive_words as words
from web.text import gettext as _

Three = tuple[float, float, float]
AS_PROGRAMME = "as_programme"
STANDING = ("state", "last_seen", "since", "opens", "closes", "closes_certain")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the form is about; exactly one of the three is there beside its programme."""

    part: ChangedPart
    target: str
    programme: ProgrammeShown
    offer: OfferShown | None = None
    cap: CapShown | None = None

    @property
    def standing(self) -> StandingShown | None:
        """The state it has now; a limit has none."""
        return self.offer.standing if self.offer else None if self.cap else self.programme.standing

    @property
    def amounts(self) -> tuple[str, Three] | None:
        """The field of its amounts, and what they are; None where it has none to change."""
        if self.offer and self.offer.cad:
            return "pay.cad", self.offer.cad
        if self.offer and self.offer.percent:
            return "pay.percent", self.offer.percent
        return ("cad", self.cap.cad) if self.cap and self.cap.cad else None


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it is drawn; a part that does not concern its subject is empty."""

    heading: str
    lead: str
    url: str
    back_url: str
    back: str
    state: Question | None
    window: tuple[Field, ...]
    certain: Question | None
    amounts: tuple[Field, ...]
    seen: tuple[Field, ...]
    errors: tuple[FieldError, ...] = ()
    others: tuple[Link, ...] = ()


def subject(programme: ProgrammeShown, part: ChangedPart, target: str) -> Subject:
    """What is named. Its programme is known to have it."""
    offer = next((each for each in programme.offers if part is ChangedPart.OFFER and each.id == target), None)
    cap = next((each for each in programme.caps if part is ChangedPart.CAP and each.id == target), None)
    return Subject(part, target, programme, offer, cap)


def proposal(about: Subject, form: forms.Form, today: date) -> Proposal:
    """What was written, as a proposal: only fields that differ from what counts now. Raises Refusal."""
    seen = forms.day(form, "seen_on")
    if seen is None:
        raise Refusal(codes.SEEN_WHEN)
    fields = {**_standing(about, form, seen), **_amounts(about, form)}
    if not fields:
        raise Refusal(codes.NOTHING_CHANGES)
    return incentive_seen.proposal(about.part, about.target, fields, form, today)


def field_of(code: Code) -> str:
    """The field of the form that a refusal is about; the first one where the loader found it."""
    return incentive_seen.field_of(code, "state" if code is codes.NOTHING_CHANGES else "seen_on")


def drawn(
    about: Subject,
    given: forms.Form,
    today: date,
    urls: tuple[str, str],
    error: FieldError | None = None,
    others: tuple[Link, ...] = (),
) -> Form:
    """The form as its subject stands, or as it was typed."""
    typed = bool(given)
    wrong = {error.field: error.text} if error else {}

    def box(name: str, label: str, now: str, kind: str = "text", hint: str = "", suffix: str = "") -> Field:
        shown = forms.as_typed(given, name) if typed else now
        return Field(name, label, shown, hint, wrong.get(name, ""), kind, suffix=suffix)

    standing, amounts = about.standing, about.amounts
    return Form(
        heading=_heading(about),
        lead=_("Write down what you saw. Somebody else approves it before it counts."),
        url=urls[0],
        back_url=urls[1],
        back=about.programme.name,
        state=_state(about, given, wrong.get("state", "")) if standing else None,
        window=()
        if standing is None
        else (
            box("since", _("In this state since, if known"), standing.since or "", hint=_("Year, month or day.")),
            box("opens", _("First day applications are taken"), _iso(standing.opens), "date"),
            box("closes", _("Last day applications are taken"), _iso(standing.closes), "date"),
        ),
        certain=None
        if standing is None
        else Question(
            "closes_certain",
            _("Is that last day certain?"),
            (
                Choice(
                    "yes",
                    _("Yes, the program says so"),
                    chosen=forms.agreed(given, "closes_certain") if typed else standing.closes_certain,
                ),
            ),
            many=True,
        ),
        amounts=tuple(_amount_boxes(about, amounts, box)),
        seen=incentive_seen.boxes(given, today, wrong),
        others=others,
        errors=(error,) if error else (),
    )


def _heading(about: Subject) -> str:
    if about.offer:
        return about.offer.name(i18n.language())
    return _("A limit of %(programme)s", programme=about.programme.name) if about.cap else about.programme.name


def _state(about: Subject, given: forms.Form, error: str) -> Question:
    own = about.offer is None or about.offer.own_state
    standing = about.standing
    now = standing.state if own and standing else AS_PROGRAMME
    chosen = given.get("state", now)
    choices = [Choice(each, words.state_name(each), chosen=each == chosen) for each in words.STATES]
    if about.offer is not None:
        choices.insert(0, Choice(AS_PROGRAMME, _("As the program"), chosen=chosen == AS_PROGRAMME))
    return Question("state", _("Does it take applications?"), tuple(choices), error=error)


def _amount_boxes(about: Subject, amounts: tuple[str, Three] | None, box: Callable[..., Field]) -> list[Field]:
    found: list[Field] = []
    if amounts is not None:
        name, (low, typical, high) = amounts
        unit = "%" if name == "pay.percent" else "$"
        for key, label, now in (
            ("low", _("At least"), low),
            ("typical", _("Typical, which is counted"), typical),
            ("high", _("At best"), high),
        ):
            found.append(box(key, label, _plain(now), suffix=unit))
    if about.offer is not None and about.offer.rule != "no_cost":
        most = "" if about.offer.max_cad is None else _plain(about.offer.max_cad)
        found.append(box("most", _("Never more than, for one home"), most, suffix="$"))
    return found


def _standing(about: Subject, form: forms.Form, seen: date) -> dict[str, object]:
    standing = about.standing
    if standing is None:
        return {}
    chosen = form.get("state", "")
    own = about.offer is None or about.offer.own_state
    if chosen == AS_PROGRAMME and about.offer is not None:
        return dict.fromkeys(STANDING) if own else {}
    if chosen not in words.STATES:
        raise Refusal(forms.BAD_CHOICE)
    said: dict[str, object] = {
        "state": chosen,
        "last_seen": seen.isoformat(),
        "since": forms.text(form, "since", maximum=10) or None,
        "opens": _iso(forms.day(form, "opens")) or None,
        "closes": _iso(forms.day(form, "closes")) or None,
        "closes_certain": forms.agreed(form, "closes_certain"),
    }
    if not own:
        return said
    now = {
        "state": standing.state,
        "last_seen": standing.last_seen,
        "since": standing.since,
        "opens": _iso(standing.opens) or None,
        "closes": _iso(standing.closes) or None,
        "closes_certain": standing.closes_certain,
    }
    return {name: value for name, value in said.items() if now[name] != value}


def _amounts(about: Subject, form: forms.Form) -> dict[str, object]:
    found: dict[str, object] = {}
    if about.amounts is not None:
        name, now = about.amounts
        top = 100.0 if name == "pay.percent" else MOST_CAD
        said = [forms.number(form, key, low=0, high=top) for key in ("low", "typical", "high")]
        given = [was if each is None else each for each, was in zip(said, now, strict=True)]
        if tuple(given) != now:
            found[name] = incentive_seen.figures(given)
    if about.offer is not None and about.offer.rule != "no_cost":
        most = forms.number(form, "most", low=0, high=MOST_CAD)
        if most != about.offer.max_cad:
            found["pay.max_cad"] = None if most is None else incentive_seen.figure(most)
    return found


def _plain(value: float) -> str:
    return str(incentive_seen.figure(value))


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""
