"""The demonstration: a made-up street whose data came in through the real doors.

Homes are simulated from a seed, written as Green Button files, accepted, read, assessed and, for some, reviewed
by the same services that serve residents. Nothing here writes a row by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from coach import assessment
from coach.cases import conduct, order, review
from coach.cases.order import Change, ChangeAction, Reason
from coach.cases.review import Decision
from coach.homes import questionnaire_wishes, similar, usage_shown
from coach.homes.example_street import ExampleHome, ExampleStreet, example_street
from greener_homes import audit, consent, db, homes, log, people, weather
from greener_homes.consent import Purpose
from greener_homes.db import Engine, Session
from greener_homes.homes import FactValue, HomeView, Relation
from greener_homes.people import Audience, Language, PersonView, Registration
from greener_homes.settings import Settings
from greener_homes.vault import Vault, open_vault
from web import (
    demo_agreements,
    demo_asking,
    demo_events,
    demo_homes,
    demo_partners,
    demo_projects,
    demo_referral,
    demo_reports,
    demo_twice,
    demo_visits,
)
from web.demo_sign_ins import SIGN_INS, STREET_HOMES, DemoSignIn, street_address

SEED = 1978
DAYS = 730
THIN_ATTIC_R = 25
STATION = "Example street (simulated)"
NOTES = {
    Language.ENGLISH: (
        "A sound house. Start with the first step before winter; the rest can follow when it suits you.",
        "I looked at your winter use. The first step is the one you will feel soonest.",
        "Nothing here is urgent. Do the small things first, and ask me before you sign anything.",
    ),
    Language.FRENCH: (
        "Une maison solide. Commencez par la première étape avant l’hiver; le reste suivra à votre rythme.",
        "J’ai regardé votre consommation d’hiver. La première étape est celle que vous sentirez le plus vite.",
        "Rien ne presse. Faites d’abord les petites choses, et parlez-moi avant de signer quoi que ce soit.",
    ),
}
QUESTION = {
    Language.ENGLISH: "How deep is the insulation in your attic? A photo or a guess in inches will do.",
    Language.FRENCH: "Quelle est l’épaisseur de l’isolant dans votre grenier? Une photo ou une estimation suffira.",
}
KEPT_FOR_LATER = {
    Language.ENGLISH: "Worth doing when this is due for replacement anyway. I would not hurry it.",
    Language.FRENCH: "À faire au moment du remplacement. Je ne me presserais pas.",
}


def seed_once(
    settings: Settings,
    engine: Engine,
    *,
    now: datetime | None = None,
    homes_count: int = STREET_HOMES,
    first_home: Callable[[], object] | None = None,
) -> bool:
    """The demonstration stands; True when something of it was made now, False when it stood already.

    One transaction a home, sign-ins first, so that people can look around while the street fills up: `first_home` is
    called as soon as there is one. A street that was interrupted is carried on with the next time.
    """
    if not settings.demo or settings.production:
        raise ValueError("the demonstration runs only where GREENER_HOMES_DEMO is on, and never in production")
    moment = now or datetime.now(UTC)
    vault = open_vault(settings)
    with db.transaction(engine) as session:
        if people.is_registered(session, vault, street_address(homes_count - 1)):
            return False
        consent.publish_statements(session, now=moment)
        staff = {one.email: _sign_in(session, vault, one, moment) for one in SIGN_INS}
        _empty_home(session, staff[SIGN_INS[1].email], moment)
        demo_partners.seed(session, staff.values(), now=moment)
        demo_agreements.seed(session, vault, demo_partners.UTILITY, now=moment)
        coach = next(staff[one.email] for one in SIGN_INS if one.audience is Audience.COACH)
        if not conduct.is_declared(session, coach, now=moment):
            conduct.declare(session, vault, coach, "", now=moment)
        demo_asking.offer_hours(session, coach, now=moment)
        programme = next(staff[one.email] for one in SIGN_INS if one.audience is Audience.PROGRAMME)
        demo_events.announce(session, programme, now=moment)
    last_day = moment.date() - timedelta(days=2)
    street = example_street(SEED, homes_count, first_day=last_day - timedelta(days=DAYS - 1), last_day=last_day)
    with db.transaction(engine) as session:
        weather.store_days(session, STATION, street.mean_c)
    for place, example in enumerate(_shown_first(street)):
        with db.transaction(engine) as session:
            _seed_home(session, vault, (staff[SIGN_INS[0].email], coach), example, place, moment)
        if place == 0 and first_home is not None:
            first_home()
    with db.transaction(engine) as session:
        demo_reports.make(session, vault, settings, staff[SIGN_INS[0].email], now=moment)
        similar.work_out(session, now=moment, step=demo_homes.no_step)
    log.get(__name__).info("demo.seeded", homes=len(street.homes))
    return True


def _seed_home(
    session: Session,
    vault: Vault,
    known: tuple[PersonView, PersonView],
    example: ExampleHome,
    place: int,
    now: datetime,
) -> None:
    """One home of the street, from its resident's first answer to where it stands today; once."""
    resident, coach = known
    if place:
        if people.is_registered(session, vault, street_address(place)):
            return
        resident = _street_resident(session, vault, place, now)
    elif homes.home_of(session, resident.id) is not None:
        return
    arrived = now - timedelta(days=1 + place * 12 % 19, hours=place % 7)
    home = demo_homes.settle(session, resident, example, _answers(example, place), STATION, now=arrived)
    counted = (Purpose.OPEN_DATA,) if place % 9 != 7 else ()
    demo_homes.agree(session, resident, home, (Purpose.ADVICE, Purpose.COACH_ACCESS, *counted), now=arrived)
    file = demo_homes.green_button(example.series, now=arrived)
    demo_homes.send(session, vault, resident, home.id, file, now=arrived)
    assessment.assess(session, home.id, now=arrived, step=demo_homes.no_step)
    usage_shown.keep(session, home.id, now=arrived)
    _review(session, coach, resident, home, place, now)
    demo_asking.ask(session, vault, (resident, coach), home.id, place, now=now)
    demo_visits.write(session, vault, (resident, coach), home.id, place, now=now)
    demo_projects.begin(session, vault, resident, home.id, place, now=now)
    demo_referral.ask(session, vault, resident, home, place, now=now)
    demo_twice.register(session, vault, (resident, home), example, place, STATION, now=now)


def _answers(example: ExampleHome, place: int) -> Mapping[str, FactValue]:
    """What the household says of itself; every second one that named a wish put all of them in order."""
    told = demo_homes.told(example)
    wishes = questionnaire_wishes.order_of(told)
    return {**told, **questionnaire_wishes.facts_of(wishes)} if wishes and place % 2 == 0 else told


def _shown_first(street: ExampleStreet) -> Iterator[ExampleHome]:
    """The street with a plain gas home at its head: the one behind the resident's sign-in."""
    head = next(
        (
            home
            for home in street.homes
            if home.is_plain
            and home.facts.get("heating_fuel") == "natural_gas"
            and home.facts.get("dwelling_type") == "detached"
            and _number(home.facts.get("attic_r"), 99) <= THIN_ATTIC_R
        ),
        street.homes[0],
    )
    yield head
    yield from (home for home in street.homes if home is not head)


def _sign_in(session: Session, vault: Vault, one: DemoSignIn, now: datetime) -> PersonView:
    found = people.find(session, vault, one.email)
    registration = Registration(one.email, one.name, one.password, one.audience)
    return found or people.register(session, vault, registration, now=now)


def _street_resident(session: Session, vault: Vault, place: int, now: datetime) -> PersonView:
    language = Language.FRENCH if place % 9 == 4 else Language.ENGLISH
    registration = Registration(street_address(place), f"Example household {place}", None, Audience.RESIDENT, language)
    return people.register(session, vault, registration, now=now)


def _empty_home(session: Session, person: PersonView, now: datetime) -> None:
    if homes.home_of(session, person.id) is None:
        homes.add_home(session, person.id, relation=Relation.OWNER, moved_in=None, now=now)


def _review(session: Session, coach: PersonView, person: PersonView, home: HomeView, place: int, now: datetime) -> None:
    """Some homes have been reviewed, one in nine was asked something, the rest wait."""
    waiting = review.latest(session, home.id)
    if waiting is None or not waiting.is_open or place % 3 == 1:
        return
    review.claim(session, coach, waiting.id, now=now)
    audit.record(
        session,
        coach.actor,
        audit.Action.USAGE_VIEWED,
        at=now,
        home_id=home.id,
        object_id=waiting.id,
        purpose=Purpose.COACH_ACCESS.value,
    )
    if place % 9 == 8:
        review.decide(session, coach, waiting.id, Decision.ASK, QUESTION[person.language], now=now)
        return
    shown = order.worked_order(session, home.id, waiting.assessment_id)
    if not shown:
        review.decide(session, coach, waiting.id, Decision.DECLINE, NOTES[person.language][2], now=now)
        return
    attic = next((item for item in shown if item.measure.startswith("ENV-ATTIC")), None)
    if place % 2 == 0 and attic is not None:
        first = Change(attic.measure, ChangeAction.MOVE, Reason.HOUSEHOLD_PRIORITY, rank=1)
        review.change(session, coach, waiting.id, first, now=now)
    if place % 4 == 2:
        _keep_for_later(session, coach, waiting.id, shown, person.language, now)
    notes = NOTES[person.language]
    review.decide(session, coach, waiting.id, Decision.APPROVE, notes[place % len(notes)], now=now)


def _keep_for_later(
    session: Session,
    coach: PersonView,
    review_id: uuid.UUID,
    shown: Sequence[order.CaseOpportunity],
    language: Language,
    now: datetime,
) -> None:
    dearest = max(shown, key=lambda item: _cost(item.numbers))
    change = Change(dearest.measure, ChangeAction.LATER, Reason.BETTER_TIMING, KEPT_FOR_LATER[language])
    review.change(session, coach, review_id, change, now=now)


def _cost(numbers: Mapping[str, object]) -> float:
    cost = numbers.get("cost_cad")
    return _number(cost.get("typical"), 0) if isinstance(cost, Mapping) else 0.0


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) else otherwise
