"""The words of the letters about signing in, in both languages. None names its reader, and none asks for a password."""

from __future__ import annotations

from greener_homes.mail import Words
from greener_homes.people import Language
from greener_homes.tables.ways_in import LinkKind

NOT_YOU = {
    Language.ENGLISH: "If you did not ask for this, do nothing. Nobody comes in without this letter.",
    Language.FRENCH: "Si vous n’avez rien demandé, ne faites rien. Personne n’entre sans cette lettre.",
}
ONCE = {
    Language.ENGLISH: "The link works once, for 15 minutes. Keep it to yourself: whoever has it can come in.",
    Language.FRENCH: "Le lien fonctionne une fois, pendant 15 minutes. Gardez-le\u00a0: il ouvre votre compte.",
}
CONFIRM = {
    Language.ENGLISH: Words(
        "Confirm your e-mail address",
        (
            "Somebody, we hope it was you, began an account at Greener Homes with this address. To go on, open:",
            "{link}",
            "The link works once, for 24 hours.",
            "If it was not you, do nothing. Without this link the address is deleted here within a day.",
        ),
    ),
    Language.FRENCH: Words(
        "Confirmez votre adresse courriel",
        (
            "Quelqu’un, vous sans doute, a commencé un compte ici avec cette adresse. Pour continuer\u00a0:",
            "{link}",
            "Le lien fonctionne une fois, pendant 24 heures.",
            "Si ce n’était pas vous, ne faites rien. Sans ce lien, l’adresse est supprimée ici dans la journée.",
        ),
    ),
}
ALREADY = {
    Language.ENGLISH: Words(
        "You have an account already",
        ("Somebody, we hope it was you, tried to sign up with this address. It has an account. To come in, open:",),
    ),
    Language.FRENCH: Words(
        "Vous avez déjà un compte",
        ("Quelqu’un, vous sans doute, a voulu s’inscrire, mais cette adresse a déjà un compte. Pour entrer\u00a0:",),
    ),
}
ASKED = {
    LinkKind.SIGN_IN: {
        Language.ENGLISH: Words("Your link to sign in", ("To sign in to Greener Homes, open:",)),
        Language.FRENCH: Words("Votre lien pour vous connecter", ("Pour entrer chez Maisons vertes, ouvrez\u00a0:",)),
    },
    LinkKind.RECOVER: {
        Language.ENGLISH: Words("Choose a new password", ("To choose a new password at Greener Homes, open:",)),
        Language.FRENCH: Words(
            "Choisissez un nouveau mot de passe",
            ("Pour choisir un nouveau mot de passe chez Maisons vertes, ouvrez\u00a0:",),
        ),
    },
    LinkKind.CONNECT: {
        Language.ENGLISH: Words(
            "Connect another way to sign in",
            ("Somebody, we hope it was you, wants to sign in to your account through another service. To allow it:",),
        ),
        Language.FRENCH: Words(
            "Ajouter une façon de vous connecter",
            (
                "Quelqu’un, vous sans doute, veut entrer dans votre compte par un autre service. "
                "Pour le permettre, ouvrez\u00a0:",
            ),
        ),
    },
}


def link(kind: LinkKind, language: Language, address: str, *, already: bool) -> Words:
    """The letter that carries a link; `already`: its reader signed up although they have an account."""
    if kind is LinkKind.SIGN_UP:
        words = CONFIRM[language]
        return Words(words.subject, tuple(part.replace("{link}", address) for part in words.paragraphs))
    words = ALREADY[language] if already else ASKED[kind][language]
    return Words(words.subject, (*words.paragraphs, address, ONCE[language], NOT_YOU[language]))


def password_changed(language: Language, recover: str) -> Words:
    """Somebody chose a new password."""
    if language is Language.FRENCH:
        return Words(
            "Votre mot de passe a changé",
            (
                "Le mot de passe de votre compte vient de changer, et tout autre appareil a été déconnecté.",
                "Si ce n’était pas vous, choisissez-en un autre tout de suite\u00a0:",
                recover,
            ),
        )
    return Words(
        "Your password was changed",
        (
            "The password of your account was just changed, and every other device was signed out.",
            "If it was not you, choose another one right now:",
            recover,
        ),
    )


def second_factor_changed(language: Language, *, made: bool) -> Words:
    """An app for codes was added or taken away."""
    if language is Language.FRENCH:
        what = "ajoutée à" if made else "retirée de"
        return Words(
            "La seconde étape de votre connexion a changé",
            (f"Une application de codes vient d’être {what} votre compte. Si ce n’était pas vous, écrivez-nous.",),
        )
    what = "added to" if made else "taken from"
    return Words(
        "The second step of your sign-in has changed",
        (f"An app for codes was just {what} your account. If it was not you, tell us at once.",),
    )


def identity_linked(language: Language, provider: str, account: str) -> Words:
    """A provider's sign-in opens the account from now on."""
    if language is Language.FRENCH:
        return Words(
            "Une autre façon d’entrer dans votre compte",
            (f"On peut maintenant entrer dans votre compte par {provider}. Pour l’enlever\u00a0:", account),
        )
    return Words(
        "Another way into your account",
        (f"Your account can now be opened through {provider}. To take that away:", account),
    )


def passkey_added(language: Language, account: str) -> Words:
    """A passkey opens the account from now on."""
    if language is Language.FRENCH:
        return Words(
            "Une clé d’accès ouvre votre compte",
            (
                "Une clé d’accès vient d’être ajoutée à votre compte\u00a0: l’appareil qui la garde peut l’ouvrir.",
                "Si ce n’était pas vous, enlevez-la ici et choisissez un nouveau mot de passe\u00a0:",
                account,
            ),
        )
    return Words(
        "A passkey opens your account",
        (
            "A passkey was just added to your account: the device that keeps it can open it.",
            "If it was not you, take it away here and choose a new password:",
            account,
        ),
    )
