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


def project(kind: str, day: date | None, project_id: object, language: Language) -> Words:
    """Work the household began: what is near or open, in one sentence. Nothing of the home or its numbers is said."""
    subject, said = _PROJECT[kind][1 if language is Language.FRENCH else 0]
    when = format_date(day, "d MMMM y", locale=LOCALES[language]) if day else ""
    link = f"{PAGES}/projects/{project_id}"
    more = (
        "Tout est sur la page de votre projet\u00a0:" if language is Language.FRENCH else "It all stands on your page:"
    )
    return Words(subject, (said.format(day=when), more, link))


_PROJECT = {
    "assess_first": (
        (
            "Before the work begins",
            "Your work is booked for {day}. The rebate needs your home assessed before it begins, and that is not "
            "ticked off yet. An assessment afterwards does not count.",
        ),
        (
            "Avant le début des travaux",
            "Vos travaux sont prévus le {day}. La remise exige une évaluation de la maison avant qu’ils commencent, et "
            "elle n’est pas encore cochée. Une évaluation après coup ne compte pas.",
        ),
    ),
    "rebate_step": (
        ("A step of your rebate is due", "A step on the way to your rebate is due by {day}."),
        ("Une étape de votre remise arrive à échéance", "Une étape de votre remise est à faire d’ici le {day}."),
    ),
    "programme_closes": (
        (
            "A rebate program may end soon",
            "A program you may get money from may end on {day}, as far as we know. Check before you count on it.",
        ),
        (
            "Un programme de remises finit peut-être bientôt",
            "Un programme dont vous pourriez recevoir de l’argent finit peut-être le {day}, à notre connaissance. "
            "Vérifiez auprès de lui avant d’y compter.",
        ),
    ),
    "quote_ends": (
        ("Your quotes end soon", "The last of your quotes is valid until {day}."),
        ("Vos soumissions expirent bientôt", "La dernière de vos soumissions est valable jusqu’au {day}."),
    ),
    "is_it_done": (
        ("Is the work done?", "The day your work was booked for has passed. Is it done? One click tells us."),
        (
            "Les travaux sont-ils finis?",
            "Le jour prévu de vos travaux est passé. Sont-ils finis? Un clic nous le dit.",
        ),
    ),
    "result": (
        ("What the work brought", "There are enough readings now to say what changed since the work was done."),
        ("Ce que les travaux ont donné", "Il y a maintenant assez de relevés pour dire ce qui a changé depuis."),
    ),
    "stalled": (
        (
            "Still planning?",
            "You planned some work two months ago. If something stands in the way, your coach may be able to help. If "
            "you changed your mind, that is fine too.",
        ),
        (
            "Toujours prévu?",
            "Vous aviez prévu des travaux il y a deux mois. Si quelque chose bloque, votre coach peut peut-être aider. "
            "Si vous avez changé d’avis, c’est bien aussi.",
        ),
    ),
    "begun": (
        (
            "Your coach began a project for you",
            "It comes from your plan, and keeps your quotes, dates and papers together. Nothing is ordered or booked. "
            "If you do not want it, give it up there.",
        ),
        (
            "Votre coach a ouvert un projet pour vous",
            "Il vient de votre plan et garde ensemble vos soumissions, vos dates et vos papiers. Rien n’est commandé "
            "ni réservé. Si vous n’en voulez pas, abandonnez-le sur sa page.",
        ),
    ),
}
"""What each kind of reminder says, in English and in French: a subject and a sentence."""


def plan_ready(language: Language) -> Words:
    """A coach published a plan for the household."""
    link = f"{PAGES}/plan"
    if language is Language.FRENCH:
        return Words(
            "Votre plan est prêt", ("Votre coach a préparé un plan pour votre maison. Il est ici\u00a0:", link)
        )
    return Words("Your plan is ready", ("Your coach has prepared a plan for your home. It is here:", link))


def money_changed(language: Language) -> Words:
    """Programmes changed in a way that matters to the household's plan. Which, and how much, stands on their page."""
    link = f"{PAGES}/plan"
    if language is Language.FRENCH:
        return Words(
            "L’argent prévu pour votre plan a changé",
            (
                "Un programme d’aide a changé, et cela touche votre plan. Nous refaisons vos calculs et votre coach "
                "les vérifie. Avant de signer quoi que ce soit, lisez ce qui a changé\u00a0:",
                link,
            ),
        )
    return Words(
        "The money for your plan has changed",
        (
            "A rebate program has changed, and your plan is touched by it. We work your plan out again and your coach "
            "checks it. Before you sign anything, read what changed:",
            link,
        ),
    )


def referral_news(referral_id: object, language: Language, *, asks: bool) -> Words:
    """A lender said something of what the resident sent it. Who, and what, stands on their page and nowhere else."""
    link = f"{PAGES}/referrals/{referral_id}"
    if language is Language.FRENCH:
        if asks:
            said = (
                "Avant de répondre à votre demande, on a besoin de quelque chose de vous. Ce que c’est, et à qui "
                "l’envoyer, est ici\u00a0:"
            )
            return Words("Il manque quelque chose à votre demande", (said, link))
        return Words(
            "Du nouveau pour votre demande", ("Il y a du nouveau au sujet de votre demande. C’est ici\u00a0:", link)
        )
    if asks:
        said = (
            "Before your request is answered, something is needed from you. What that is, and where to send it, is "
            "here:"
        )
        return Words("Your request needs something from you", (said, link))
    return Words("News of your request", ("There is news of the request you made. It is here:", link))


def sent_on_their_word(referral_id: object, language: Language, *, by_telephone: bool) -> Words:
    """Something went to a partner on a yes that staff wrote down. What went, and to whom, stands on their page."""
    link, wrong = f"{PAGES}/referrals/{referral_id}", f"{PAGES}/sharing/written-down"
    if language is Language.FRENCH:
        how = "par téléphone" if by_telephone else "sur papier"
        return Words(
            "Ce que vous avez accepté a été envoyé",
            (
                f"Vous avez dit oui {how}, et le programme l’a inscrit pour vous. Ce qui est parti, à qui, et comment "
                "l’arrêter\u00a0:",
                link,
                "Si vous n’avez pas dit cela, un clic l’annule\u00a0:",
                wrong,
                "Vous pouvez aussi arrêter par téléphone ou par écrit, quand vous voulez.",
            ),
        )
    how = "by telephone" if by_telephone else "on paper"
    return Words(
        "What you agreed to was sent",
        (
            f"You said yes {how}, and the program wrote it down for you. What went, to whom, and how to stop it:",
            link,
            "If you did not say that, one click undoes it:",
            wrong,
            "You can also stop by telephone or in writing, at any time.",
        ),
    )


def visit_written(visit_id: object, language: Language) -> Words:
    """What a coach saw at a visit or call is there to read. Nothing of it stands in the letter."""
    link = f"{PAGES}/visits/{visit_id}"
    if language is Language.FRENCH:
        return Words(
            "Le plan de votre visite est prêt",
            ("Votre coach a noté ce qui a été vu et les prochaines étapes. C’est ici\u00a0:", link),
        )
    return Words(
        "The plan of your visit is ready",
        ("Your coach wrote down what was seen and what comes next. It is here:", link),
    )


def homes_merged(kept: str, gone: str, until: datetime, language: Language) -> Words:
    """Two homes are one household, a coach found."""
    link = f"{PAGES}/household/merged"
    last = format_date(until.astimezone(homes.LOCAL).date(), "d MMMM", locale=LOCALES[language])
    if language is Language.FRENCH:
        return Words(
            "Votre logement était inscrit deux fois",
            (
                f"Un coach a constaté que {kept} et {gone} sont le même logement. Désormais, un seul dossier avance.",
                "Personne ne voit vos relevés qui ne les voyait pas avant, et vos permissions restent les vôtres.",
                f"Si c’est une erreur, dites-le d’ici le {last}\u00a0: tout est remis en place aussitôt.",
                link,
            ),
        )
    return Words(
        "Your home was registered twice",
        (
            f"A coach found that {kept} and {gone} are the same home. From now on one case goes on for both.",
            "Nobody sees your readings who did not see them before, and your permissions stay yours.",
            f"If this is wrong, say so by {last}: everything is put back at once.",
            link,
        ),
    )


def homes_parted(kept: str, gone: str, language: Language) -> Words:
    """Two homes that were taken for one stand apart again."""
    link = f"{PAGES}/household/merged"
    if language is Language.FRENCH:
        return Words(
            "Votre logement est de nouveau seul",
            (f"{kept} et {gone} sont de nouveau deux logements. Tout est comme avant.", link),
        )
    return Words(
        "Your home stands by itself again",
        (f"{kept} and {gone} are two homes again. Everything is as it was.", link),
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
