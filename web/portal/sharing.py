"""My data: what is shared and until when, what else can be, and the form that takes a file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, url_for

from coach.duplicates import merging
from coach.homes import energuide
from greener_homes import consent, homes, organisations, written_answers_kept
from greener_homes.consent import GrantView, Purpose, Source
from greener_homes.homes import HomeView
from greener_homes.page_questions import AtOnce
from greener_homes.written_answers import WrittenState
from greener_homes.written_answers_kept import WrittenView
from utility_connectors import custodians, imports
from utility_connectors.imports import Arrival
from web import current, i18n
from web.access import Access, access
from web.commodities import commodity_names
from web.components import Link, Notice, StepState, Tone
from web.formatting import TORONTO, moment
from web.portal import sharing_question, sharing_views
from web.portal.blueprint import portal
from web.portal.sharing_question import Question
from web.portal.sharing_steps import steps
from web.portal.sharing_words import local_day, purpose_name
from web.referral_shown import short_names
from web.text import gettext as _

MORE = (
    Purpose.CONTACT_EMAIL,
    Purpose.CONTACT_TELEPHONE,
    Purpose.CONTACT_POST,
    Purpose.RESEARCH,
    Purpose.OPEN_DATA,
)
"""Asked only where somebody looks for them: nothing here needs them."""


@portal.get("/sharing")
@access(Access.RESIDENT)
def sharing() -> str:
    """What is shared, how to share, and what came in."""
    return render_template("portal/connect.html", connect=connect_view(current.home(), error=""))


def connect_view(home: HomeView, *, error: str) -> sharing_views.Connect:
    """What is shared, what can be, the form to send a file, and what came before; `error` is about the form."""
    session, person = current.session(), current.person()
    asked = {"home": home.id, "person": person.id, "now": current.now(), **consent.moment_of(current.now())}
    standing, arrived, facts, *there = _THERE.ask(session, asked)
    is_merged, has_written, *open_ways = there
    grants, came = consent.in_force_of(standing), imports.arrivals(arrived)
    by_question = _by_question(grants)
    given = {(question.purpose, question.source) for question, _held in by_question}
    may_upload = (Purpose.ADVICE, Source.UPLOAD) in given
    journey = steps(grants, sent=bool(came)) if may_upload else ()
    past = [run for run in came if _is_this_household(run, home)]
    written = written_answers_kept.of_person(session, person.id) if has_written else ()
    ways = _ways(given, *open_ways, is_rated=bool(energuide.of_files(homes.facts_of(facts))))
    return sharing_views.Connect(
        steps=() if all(step.state is StepState.DONE for step in journey) else journey,
        sources=(*_coaches(by_question), *ways) if grants else ways,
        grants=tuple(_grant(question, held) for question, held in by_question),
        upload=_upload(error) if may_upload else None,
        past=tuple(_past(run) for run in past),
        more=tuple(
            Link(purpose_name(purpose), Question(purpose, _best_source(given, purpose)).url("portal.consent_asked"))
            for purpose in MORE
            if (purpose.is_contact or _best_source(given, purpose)) and purpose not in {one for one, _ in given}
        ),
        watch=(
            Link(_("How complete my readings are"), url_for("portal.health")),
            Link(_("Who can see what"), url_for("portal.who_sees")),
            Link(_("Who lives here"), url_for("portal.household")),
            Link(_("Which letters I get"), url_for("portal.letters")),
            Link(_("Is my home here twice?"), url_for("portal.address")),
            *((Link(_("Homes treated as one"), url_for("portal.merged")),) if is_merged else ()),
            Link(_("Who looked at my data"), url_for("portal.looked")),
            Link(_("Receipts for every answer"), url_for("portal.receipts")),
            *((Link(_("Answers written down for you"), url_for("portal.written_down")),) if written else ()),
        ),
        rights=(
            Link(_("Copy or delete everything"), url_for("portal.my_data")),
            Link(_("I am moving out"), url_for("portal.moving_out")),
            *((Link(_("Stop everything"), url_for("portal.stop_everything_asked")),) if grants else ()),
        ),
        written=_written_lately(written),
        written_url=url_for("portal.written_down"),
    )


_THERE = AtOnce(
    consent.STANDING,
    imports.ARRIVED,
    homes.STANDING,
    merging.IS_MERGED,
    written_answers_kept.IS_ANY_WRITTEN,
    custodians.IS_ANY_OPEN,
    organisations.IS_ANY_UTILITY,
)


def _written_lately(written: Sequence[WrittenView]) -> Notice | None:
    """Said for a month, so that nobody finds out late what was written down in their name."""
    lately = [
        one
        for one in written
        if one.state in (WrittenState.WAITING, WrittenState.COUNTS)
        and current.now() - one.written_at < written_answers_kept.WAITS
    ]
    if not lately:
        return None
    when = local_day(max(one.written_at for one in lately))
    return Notice(Tone.INFO, _("The program wrote down an answer of yours on %(day)s", day=when), icon="chat")


def _ways(
    given: set[tuple[Purpose, Source | None]], can_connect: bool, has_suppliers: bool, *, is_rated: bool
) -> tuple[sharing_views.Source, ...]:
    """The ways for readings to come that are open and not in use yet, the least work first; then an advisor's file."""
    ways = []
    if can_connect:
        ways.append(
            sharing_views.Source(
                "bolt",
                _("Connect my utility"),
                _("You sign in there once, and readings arrive by themselves."),
                url_for("portal.utilities"),
            )
        )
    if has_suppliers:
        ways.append(
            sharing_views.Source(
                "users",
                _("My supplier sends them"),
                _("With the account and meter number from your bill."),
                url_for("portal.suppliers"),
            )
        )
    if (Purpose.ADVICE, Source.UPLOAD) not in given:
        ways.append(
            sharing_views.Source(
                "file",
                _("A Green Button file from my utility"),
                _("Electricity and gas readings, up to two years of them."),
                Question(Purpose.ADVICE, Source.UPLOAD).url("portal.consent_asked"),
            )
        )
    if (Purpose.ADVICE, Source.BILLS) not in given:
        ways.append(
            sharing_views.Source(
                "edit",
                _("Bills I type in"),
                _("Also oil, propane and wood."),
                Question(Purpose.ADVICE, Source.BILLS).url("portal.consent_asked"),
            )
        )
    ways.append(
        sharing_views.Source(
            "clipboard",
            _("My EnerGuide file"),
            _("What an energy advisor measured in your home."),
            url_for("portal.energuide_shown"),
            live=is_rated,
        )
    )
    return tuple(ways)


def _coaches(by_question: Sequence[tuple[Question, Sequence[GrantView]]]) -> tuple[sharing_views.Source, ...]:
    """One line for each source that is shared and that no coach may look at."""
    questions = [question for question, _held in by_question]
    missing = [
        coach
        for question in questions
        if question.purpose is Purpose.ADVICE
        and (coach := Question(Purpose.COACH_ACCESS, question.source, question.supplier)) not in questions
    ]
    return tuple(
        sharing_views.Source(
            icon="users",
            name=_("A look by a Home Energy Coach"),
            what=_("%(source)s. So that a person checks the advice before you see it.", source=coach.source_name),
            href=coach.url("portal.consent_asked"),
        )
        for coach in missing
    )


def _by_question(grants: Sequence[GrantView]) -> list[tuple[Question, list[GrantView]]]:
    """Permissions that answer one question, together: each kind of energy is one, each person's is one."""
    found: dict[Question, list[GrantView]] = {}
    for grant in grants:
        found.setdefault(sharing_question.of_grant(grant), []).append(grant)
    return list(found.items())


def _grant(question: Question, held: Sequence[GrantView]) -> sharing_views.Grant:
    mine = [grant for grant in held if grant.person_id == current.person().id]
    ending = any(grant.is_ending(current.now()) for grant in mine)
    return sharing_views.Grant(
        source=question.title,
        what=short_names(tuple({field for grant in held for field in grant.fields}))
        if question.recipient is not None
        else commodity_names(grant.commodity for grant in held if grant.commodity is not None),
        by=_("Said by you.") if mine else _("Said by somebody in your household."),
        since=min(grant.granted_at for grant in held).astimezone(TORONTO).date(),
        until=min(grant.expires_at for grant in held).astimezone(TORONTO).date(),
        withdraw_url=question.url("portal.stop_asked") if mine else "",
        renew_url=question.url("portal.consent_asked") if ending else "",
        place=_place(question),
    )


def _place(question: Question) -> Link | None:
    """The page of what is shared, where it has one: a connection, a match, the typed bills, what went to a lender."""
    if question.recipient is not None:
        return Link(_("See what went"), url_for("portal.referrals"))
    if question.purpose is not Purpose.ADVICE:
        return None
    supplier = question.supplier
    if question.source is Source.UTILITY and supplier:
        return Link(_("See the connection"), url_for("portal.utility", key=supplier.key))
    if question.source is Source.PARTNER and supplier:
        return Link(_("See what is linked"), url_for("portal.supplier", key=supplier.key))
    if question.source is Source.BILLS:
        return Link(_("Type in a bill"), url_for("portal.typed_bills"))
    return None


def _best_source(given: set[tuple[Purpose, Source | None]], purpose: Purpose) -> Source | None:
    """What a question about more use of readings is about: the source that needs no supplier's name."""
    if purpose.is_contact:
        return None
    return next((one for one in (Source.UPLOAD, Source.BILLS) if (Purpose.ADVICE, one) in given), None)


def _is_this_household(run: Arrival, home: HomeView) -> bool:
    """What came before the resident moved in was somebody else's."""
    return home.moved_in is None or run.received_at.astimezone(TORONTO).date() >= home.moved_in


def _upload(error: str) -> sharing_views.Upload:
    return sharing_views.Upload(
        url=url_for("portal.upload"),
        label=_("Your usage file"),
        hint=_("A Green Button file (.xml), a usage file (.csv) or a ZIP of them, up to 100 MB."),
        error=error,
        guide=(
            _("Sign in at your electricity or gas utility’s website."),
            _("Look for “Green Button”, “Download my data” or “Usage”."),
            _("Choose the longest time it offers, and save the file. Then choose it here."),
        ),
        more=Link(_("Utility by utility"), url_for("public.help_article", slug="readings-from-your-utility")),
    )


def _past(run: Arrival) -> Link:
    when = moment(run.received_at.astimezone(TORONTO), i18n.language())
    return Link(_("File sent on %(when)s", when=when), url_for("portal.import_shown", run_id=run.id))
