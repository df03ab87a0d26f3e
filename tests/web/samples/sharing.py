"""What a resident shares: asked, given, stopped, and what arrives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from greener_homes.consent import Purpose
from models.quantities import Commodity
from tests.web.samples.pages import RESIDENT, Page
from tests.web.samples.speaking import speaking
from web.commodities import commodity_names
from web.components import (
    Choice,
    Fact,
    Field,
    FieldError,
    Link,
    Notice,
    Problem,
    Provenance,
    Question,
    Step,
    StepState,
    Tag,
    Term,
    Tone,
)
from web.portal import brought_views, sharing_views
from web.portal.sharing_words import purpose_name
from web.text import gettext as _

BOTH = (Commodity.ELECTRICITY, Commodity.NATURAL_GAS)


def journey(language: str, now: int) -> tuple[Step, ...]:
    w = speaking(language)
    titles = (
        w("Choose what to share", "Choisir quoi partager"),
        w("Read and decide", "Lire et décider"),
        w("Send the file", "Envoyer le fichier"),
    )
    states = (StepState.DONE, StepState.NOW, StepState.NEXT)
    return tuple(Step(title, states[(i > now) - (i < now) + 1]) for i, title in enumerate(titles))


def connect(language: str) -> sharing_views.Connect:
    """Something is shared, and a first file is waited for."""
    return replace(settled(language), steps=journey(language, 2), past=(), sources=ways()[:2])


def settled(language: str) -> sharing_views.Connect:
    """Everything there can be."""
    w = speaking(language)
    return sharing_views.Connect(
        steps=(),
        sources=ways(coach=True),
        grants=(
            _grant(_("Files I send"), Purpose.ADVICE, renew_url="/consent"),
            _grant(_("Files I send"), Purpose.COACH_ACCESS),
            _grant(_("Bills I type in"), Purpose.ADVICE, place=Link(_("Type in a bill"), "/bills")),
            _grant(
                _("Readings that %(supplier)s sends once you sign in there", supplier="Lakeside Power"),
                Purpose.ADVICE,
                place=Link(_("See the connection"), "/utility"),
                by=_("Said by somebody in your household."),
                withdraw_url="",
            ),
        ),
        upload=sharing_views.Upload(
            "/import",
            _("Your usage file"),
            _("A Green Button file (.xml), a usage file (.csv) or a ZIP of them, up to 100 MB."),
            guide=(
                _("Sign in at your electricity or gas utility’s website."),
                _("Look for “Green Button”, “Download my data” or “Usage”."),
            ),
        ),
        past=(Link(_("File sent on %(when)s", when=w("21 November 2026", "21 novembre 2026")), "/import"),),
        more=(Link(_("Letters by e-mail"), "/consent"), Link(_("Research on homes"), "/consent")),
        watch=(
            Link(_("How complete my readings are"), "/health"),
            Link(_("Who can see what"), "/who"),
            Link(_("Who lives here"), "/household"),
            Link(_("Who looked at my data"), "/looked"),
            Link(_("Receipts for every answer"), "/receipts"),
            Link(_("Answers written down for you"), "/written_down"),
        ),
        written=Notice(
            Tone.INFO,
            _(
                "The program wrote down an answer of yours on %(day)s",
                day=w("21 November 2026", "21 novembre 2026"),
            ),
            icon="chat",
        ),
        written_url="/written_down",
        rights=(
            Link(_("Copy or delete everything"), "/my_data"),
            Link(_("I am moving out"), "/moving_out"),
            Link(_("Stop everything"), "/withdraw_all"),
        ),
    )


def newcomer(language: str) -> sharing_views.Connect:
    """Nothing shared yet."""
    full = settled(language)
    return sharing_views.Connect((), ways(), watch=full.watch, rights=full.rights[:2])


def ways(*, coach: bool = False) -> tuple[sharing_views.Source, ...]:
    """The ways for readings to come."""
    said = (
        (
            "users",
            _("A look by a Home Energy Coach"),
            _("%(source)s. So that a person checks the advice before you see it.", source=_("Files I send")),
        ),
        ("bolt", _("Connect my utility"), _("You sign in there once, and readings arrive by themselves.")),
        ("users", _("My supplier sends them"), _("With the account and meter number from your bill.")),
        ("file", _("A Green Button file from my utility"), _("Electricity and gas readings, up to two years of them.")),
        ("edit", _("Bills I type in"), _("Also oil, propane and wood.")),
        ("clipboard", _("My EnerGuide file"), _("What an energy advisor measured in your home.")),
    )
    return tuple(sharing_views.Source(icon, name, what, "/consent") for icon, name, what in said[0 if coach else 1 :])


def _grant(
    source: str,
    purpose: Purpose,
    *,
    renew_url: str = "",
    place: Link | None = None,
    by: str = "",
    withdraw_url: str = "/withdraw",
) -> sharing_views.Grant:
    return sharing_views.Grant(
        _("%(source)s: %(purpose)s", source=source, purpose=purpose_name(purpose).lower()),
        date(2026, 11, 21),
        date(2027, 11, 21),
        withdraw_url,
        what=commodity_names(BOTH),
        by=by or _("Said by you."),
        renew_url=renew_url,
        place=place,
    )


def consent(language: str) -> sharing_views.Consent:
    w = speaking(language)
    return sharing_views.Consent(
        steps=journey(language, 1),
        heading=w(
            "Share your energy readings with Greener Homes?", "Partager vos relevés d’énergie avec Maisons vertes?"
        ),
        lead=w(
            "You will send us your readings, so that we can show you your year and a coach can advise you.",
            "Vous nous enverrez vos relevés, pour voir votre année et recevoir les conseils d’un coach.",
        ),
        terms=(
            Term(
                "gauge",
                w("What we will get", "Ce que nous recevrons"),
                w(
                    "Hourly electricity use for the past 24 months. Not your password, payment details or balance.",
                    "Votre consommation horaire des 24 derniers mois. Jamais votre mot de passe.",
                ),
            ),
            Term(
                "eye",
                w("Who will see it", "Qui la verra"),
                w("You, your coach, and the few who keep the service running.", "Vous, votre coach et peu de gens."),
            ),
            Term("home", w("Why", "Pourquoi"), w("To draw your charts.", "Pour tracer vos graphiques.")),
            Term(
                "clock",
                w("For how long", "Pour combien de temps"),
                w("Until 21 November 2027, or until you stop.", "Jusqu’au 21 novembre 2027, ou jusqu’à votre arrêt."),
            ),
            Term(
                "stop",
                w("How to stop", "Comment arrêter"),
                w("One button. We stop collecting at once.", "Un bouton. La collecte cesse aussitôt."),
            ),
            Term(
                "info",
                w("What could go wrong", "Ce qui pourrait mal tourner"),
                w("Hourly readings can hint at when you are home.", "Les relevés peuvent trahir vos absences."),
            ),
        ),
        agree_url="/consent",
        agree_label=w("Agree, and send a file", "Accepter et envoyer un fichier"),
        after_agreeing=w("Nothing is sent before the next page.", "Rien n’est envoyé avant la page suivante."),
        statement="statement-1",
        legal=w(
            "Collected under the Municipal Freedom of Information and Protection of Privacy Act.",
            "Recueillis en vertu de la Loi sur l’accès à l’information municipale.",
        ),
        move_in=Field(
            "move_in",
            w("When did you move in?", "Quand avez-vous emménagé?"),
            hint=w("We store nothing from before that day.", "Nous ne gardons rien d’avant ce jour."),
            error=w("Write the day you moved in", "Écrivez le jour de votre emménagement"),
            kind="date",
        ),
        about=w("Source: files I send.", "Source\u00a0: fichiers que j’envoie."),
        kinds=Question(
            "commodity",
            w("Which kinds of energy?", "Quelles énergies?"),
            (
                Choice("electricity", w("Electricity", "Électricité")),
                Choice("natural_gas", w("Natural gas", "Gaz naturel")),
            ),
            many=True,
        ),
        holder=Question(
            "account_holder",
            w("Is the account yours?", "Le compte est-il à vous?"),
            (Choice("yes", w("Yes, my name is on the bill", "Oui, mon nom est sur la facture")),),
            many=True,
        ),
        errors=(FieldError("move_in", w("Write the day you moved in", "Écrivez le jour de votre emménagement")),),
        connect_url="/connect",
    )


def withdrawal(language: str) -> sharing_views.Withdrawal:
    w = speaking(language)
    return sharing_views.Withdrawal(
        w("Stop sharing your electricity readings?", "Ne plus partager vos relevés d’électricité?"),
        (w("All your electricity readings.", "Tous vos relevés d’électricité."),),
        (w("A record that you agreed and stopped.", "La trace de votre accord et de son arrêt."),),
        "/withdraw",
        "/connect",
        about=w("Files I send: to prepare advice", "Fichiers que j’envoie\u00a0: préparer des conseils"),
        effects=(w("Your advice is worked out again.", "Vos conseils sont recalculés."),),
        less=(Link(w("Stop only natural gas", "N’arrêter que le gaz naturel"), "/withdraw"),),
    )


def everything(language: str) -> sharing_views.Withdrawal:
    """Stopping all at once, where nothing was ever stored."""
    w = speaking(language)
    return sharing_views.Withdrawal(
        _("Stop everything?"),
        (),
        (w("That you agreed and stopped.", "Que vous avez accepté."),),
        "/connect",
        "/connect",
    )


def run(language: str, state: brought_views.ImportState = brought_views.ImportState.STORED) -> brought_views.Import:
    w = speaking(language)
    stored = state is brought_views.ImportState.STORED
    rejected = state is brought_views.ImportState.REJECTED
    return brought_views.Import(
        state=state,
        file_kind=w("Green Button file", "Fichier Bouton vert"),
        received_at=datetime(2026, 11, 21, 19, 6, tzinfo=UTC),
        steps=journey(language, 3 if stored else 2),
        counts=(
            Fact(w("Electricity", "Électricité"), w("8,760 readings", "8 760 relevés"), Tag(Provenance.MEASURED)),
            Fact(w("From", "Du"), w("1 November 2025", "1er novembre 2025")),
        )
        if stored
        else (),
        findings=(w("60 readings were estimated by your utility.", "60 relevés sont des estimations."),)
        if stored
        else (),
        problem=Problem(
            w("We could not read this file.", "Nous n’avons pas pu lire ce fichier."),
            w("It is not a Green Button file.", "Ce n’est pas un fichier Bouton vert."),
            w("No. Nothing was stored.", "Non. Rien n’a été enregistré."),
            (w("Download the file again from your utility.", "Téléchargez le fichier à nouveau."),),
        )
        if rejected
        else None,
        here_url="/import",
        next=Link(w("See my energy", "Voir mon énergie"), "/energy") if stored else None,
        again_url="" if state is brought_views.ImportState.READING else "/connect",
        reference="IM-7F3K",
    )


PAGES = {
    "connect": Page(RESIDENT, "portal/connect.html", lambda lang: {"connect": connect(lang)}),
    "connect_new": Page(RESIDENT, "portal/connect.html", lambda lang: {"connect": newcomer(lang)}),
    "connect_settled": Page(RESIDENT, "portal/connect.html", lambda lang: {"connect": settled(lang)}),
    "consent": Page(RESIDENT, "portal/consent.html", lambda lang: {"consent": consent(lang)}),
    "withdraw": Page(RESIDENT, "portal/withdraw.html", lambda lang: {"withdrawal": withdrawal(lang)}),
    "withdraw_all": Page(RESIDENT, "portal/withdraw.html", lambda lang: {"withdrawal": everything(lang)}),
    "import": Page(RESIDENT, "portal/import.html", lambda lang: {"run": run(lang)}),
    "import_running": Page(
        RESIDENT, "portal/import.html", lambda lang: {"run": run(lang, brought_views.ImportState.READING)}
    ),
    "import_rejected": Page(
        RESIDENT, "portal/import.html", lambda lang: {"run": run(lang, brought_views.ImportState.REJECTED)}
    ),
}
"""The pages of sharing."""
