"""The words of our letters, in both languages, side by side. Short, with one thing to do and where to do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date, format_time

from greener_homes import homes
from greener_homes.mail import PAGES, Words
from greener_homes.people import Language

LOCALES = {Language.ENGLISH: "en_CA", Language.FRENCH: "fr_CA"}


def answered(text: str, thread_id: object, language: Language, *, asks_back: bool) -> Words:
    """A coach wrote, to somebody who asked to hear by e-mail."""
    link = f"{PAGES}/ask/{thread_id}"
    if language is Language.FRENCH:
        subject = "Votre coach vous demande quelque chose" if asks_back else "Réponse à votre question"
        return Words(subject, ("Votre coach écrit\u00a0:", text, "Pour répondre, ou pour lire la suite\u00a0:", link))
    subject = "Your coach asks you something" if asks_back else "An answer to your question"
    return Words(subject, ("Your coach writes:", text, "To answer, or to read what came before:", link))


def contact_check(token: str, language: Language) -> Words:
    """Ten working days after a case began to wait: has anybody been in touch?"""
    link = f"{PAGES}/contacted/{token}"
    if language is Language.FRENCH:
        return Words(
            "Vous a-t-on répondu?",
            (
                "Dix jours ouvrables ont passé depuis que votre maison est arrivée chez nous.",
                "Quelqu’un vous a-t-il joint? Qu’avez-vous fait? Deux questions, une minute, sans se connecter\u00a0:",
                link,
                "Le lien sert une seule fois, pendant trente jours.",
            ),
        )
    return Words(
        "Did you hear from us?",
        (
            "Ten working days have passed since your home came to us. We promised that you would hear by now.",
            "Has anybody been in touch? What did you do? Two questions, one minute, no need to sign in:",
            link,
            "The link works once, for thirty days.",
        ),
    )


def reminder(starts_at: datetime, is_visit: bool, language: Language) -> Words:
    """An appointment is near."""
    when, link = moment(starts_at, language), f"{PAGES}/appointments"
    if language is Language.FRENCH:
        what = "une visite" if is_visit else "un appel"
        return Words(
            f"Rappel\u00a0: {what} de votre coach",
            (f"Vous avez {what} de votre coach le {when}.", "Pour déplacer ou annuler\u00a0:", link),
        )
    what = "a visit from" if is_visit else "a call with"
    return Words(
        f"Reminder: {what} your coach", (f"You have {what} your coach on {when}.", "To move or cancel it:", link)
    )


def cancelled(starts_at: datetime, is_visit: bool, language: Language) -> Words:
    """A coach had to cancel."""
    when, link = moment(starts_at, language), f"{PAGES}/appointments"
    if language is Language.FRENCH:
        what = "La visite" if is_visit else "L’appel"
        return Words(
            "Votre rendez-vous est annulé",
            (f"{what} du {when} n’aura pas lieu. Nous en sommes désolés.", "Pour choisir un autre moment\u00a0:", link),
        )
    what = "The visit" if is_visit else "The call"
    return Words(
        "Your appointment is cancelled",
        (f"{what} on {when} will not take place. We are sorry.", "To choose another time:", link),
    )


def digest(lines: Sequence[tuple[str, str, int]], week: date, language: Language) -> Words:
    """A coach's week: lines of English, French and a count; nothing that names a home or a person."""
    spoken = language is Language.FRENCH
    said = "\n".join(f"{count}  {french if spoken else english}" for english, french, count in lines)
    day = format_date(week, "d MMMM", locale=LOCALES[language])
    if spoken:
        return Words(f"Votre semaine du {day}", ("Voici où vous en êtes.", said, f"{PAGES}/desk/questions"))
    return Words(f"Your week of {day}", ("This is where you stand.", said, f"{PAGES}/desk/questions"))


def moment(when: datetime, language: Language) -> str:
    """A day and a time of day in Durham, as a letter says them."""
    local = when.astimezone(homes.LOCAL)
    day = format_date(local.date(), "EEEE d MMMM", locale=LOCALES[language])
    if language is Language.FRENCH:
        return f"{day} à {local.hour}\u00a0h\u00a0{local.minute:02d}"
    return f"{day} at {format_time(local.time(), 'h:mm a', locale=LOCALES[language])}"
