"""What a utility, or the way to it, can do to a permission: every reason with its sentence in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

_REFUSAL, _OUTAGE, _NOTE, _WARNING = Severity.REFUSAL, Severity.OUTAGE, Severity.NOTE, Severity.WARNING

# On the way there and back -------------------------------------------------------------------------------------
CLOSED = Code(
    "utility.closed",
    _REFUSAL,
    "This utility cannot be connected at the moment.",
    "Ce fournisseur ne peut pas être relié en ce moment.",
)
ALREADY_CONNECTED = Code(
    "utility.already_connected",
    _REFUSAL,
    "Your home is already connected to this utility.",
    "Votre domicile est déjà relié à ce fournisseur.",
)
DENIED = Code(
    "utility.denied",
    _NOTE,
    "You said no at your utility, so nothing was shared.",
    "Vous avez refusé chez votre fournisseur\u00a0: rien n’a été partagé.",
)
NO_RETURN = Code(
    "utility.no_return",
    _NOTE,
    "You did not come back from your utility in time, so nothing was shared.",
    "Vous n’êtes pas revenu à temps de chez votre fournisseur\u00a0: rien n’a été partagé.",
)
RETURN_UNKNOWN = Code(
    "utility.return_unknown",
    _REFUSAL,
    "We did not expect this answer from a utility: it was used before, is too old, or belongs to another browser.",
    "Nous n’attendions pas cette réponse d’un fournisseur\u00a0: elle a déjà servi, elle est trop ancienne ou elle "
    "vient d’un autre navigateur.",
)
RETURN_MISMATCH = Code(
    "utility.return_mismatch",
    _WARNING,
    "The answer that came back does not belong to the utility you went to. We did not use it.",
    "La réponse reçue ne vient pas du fournisseur où vous êtes allé. Nous ne l’avons pas utilisée.",
)
RETURN_BROKEN = Code(
    "utility.return_broken",
    _WARNING,
    "Your utility sent you back without a usable answer. Nothing was shared.",
    "Votre fournisseur vous a renvoyé sans réponse utilisable. Rien n’a été partagé.",
)

# Tokens --------------------------------------------------------------------------------------------------------
TOKEN_BROKEN = Code(
    "utility.token_broken",
    _WARNING,
    "Your utility’s answer about the permission could not be used. Nothing was shared.",
    "La réponse de votre fournisseur au sujet de la permission est inutilisable. Rien n’a été partagé.",
)
TOKEN_REFUSED = Code(
    "utility.token_refused",
    _WARNING,
    "Your utility no longer accepts the permission it gave us.",
    "Votre fournisseur n’accepte plus la permission qu’il nous avait donnée.",
)
CLIENT_REFUSED = Code(
    "utility.client_refused",
    _OUTAGE,
    "The utility does not recognise us. Our team has been told; you need do nothing.",
    "Le fournisseur ne nous reconnaît pas. Notre équipe est prévenue; vous n’avez rien à faire.",
)
FOREIGN_ADDRESS = Code(
    "utility.foreign_address",
    _WARNING,
    "Your utility’s answer pointed to a place that is not registered as its own. We did not go there.",
    "La réponse de votre fournisseur renvoyait à un endroit qui n’est pas enregistré comme le sien. Nous n’y sommes "
    "pas allés.",
)
SUBSCRIPTION_TAKEN = Code(
    "utility.subscription_taken",
    _WARNING,
    "Your utility’s answer names data that another home has already connected. We did not use it.",
    "La réponse de votre fournisseur désigne des données déjà reliées à un autre domicile. Nous ne l’avons pas "
    "utilisée.",
)
SCOPE_USELESS = Code(
    "utility.scope_useless",
    _WARNING,
    "What you agreed to at your utility does not include readings, so there is nothing we could use.",
    "Ce que vous avez accepté chez votre fournisseur ne comprend pas de relevés\u00a0: il n’y a rien que nous "
    "puissions utiliser.",
)
ENDED_THERE = Code(
    "utility.ended_there",
    _NOTE,
    "The permission was ended at your utility. What arrived before is kept until you ask us to delete it.",
    "La permission a pris fin chez votre fournisseur. Ce qui est arrivé avant reste gardé jusqu’à ce que vous nous "
    "demandiez de l’effacer.",
)
CONSENT_ENDED = Code(
    "utility.consent_ended",
    _NOTE,
    "The time you agreed to is over, so we fetch nothing more.",
    "La période que vous aviez acceptée est terminée\u00a0: nous n’allons plus rien chercher.",
)

# Fetching ------------------------------------------------------------------------------------------------------
NOT_READY = Code(
    "utility.not_ready",
    _NOTE,
    "Your utility is still preparing your readings. We will look again by ourselves.",
    "Votre fournisseur prépare encore vos relevés. Nous regarderons de nouveau de nous-mêmes.",
)
BUSY = Code(
    "utility.busy",
    _OUTAGE,
    "The utility asked us to come back later. We will.",
    "Le fournisseur nous a demandé de revenir plus tard. Nous le ferons.",
)
UNAVAILABLE = Code(
    "utility.unavailable",
    _OUTAGE,
    "The utility’s service is not working at the moment. We will try again by ourselves.",
    "Le service du fournisseur ne fonctionne pas en ce moment. Nous réessaierons de nous-mêmes.",
)
REFUSED = Code(
    "utility.refused",
    _WARNING,
    "Your utility refused to give us your readings. We will ask again by ourselves.",
    "Votre fournisseur a refusé de nous donner vos relevés. Nous redemanderons de nous-mêmes.",
)
NOTHING_THERE = Code(
    "utility.nothing_there",
    _WARNING,
    "Your utility says that it has no readings under this permission.",
    "Votre fournisseur dit n’avoir aucun relevé sous cette permission.",
)
NOT_DATA = Code(
    "utility.not_data",
    _WARNING,
    "Your utility sent something that is not a file of readings. Nothing of it was stored.",
    "Votre fournisseur a envoyé autre chose qu’un fichier de relevés. Rien n’a été gardé.",
)
OTHER_CUSTOMER = Code(
    "utility.other_customer",
    _WARNING,
    "Your utility sent data that belongs to another customer. Nothing of it was stored, and our team has been told.",
    "Votre fournisseur a envoyé les données d’un autre client. Rien n’a été gardé et notre équipe est prévenue.",
)
NOT_CONFIRMED = Code(
    "utility.not_confirmed",
    _WARNING,
    "We asked the utility to stop and it has not confirmed yet. We keep asking.",
    "Nous avons demandé au fournisseur d’arrêter et il n’a pas encore confirmé. Nous continuons de le lui demander.",
)

# Registering and hearing from a utility ------------------------------------------------------------------------
REGISTRATION = Code(
    "utility.registration",
    _REFUSAL,
    "This description of a utility cannot be used: {problem}.",
    "Cette description d’un fournisseur est inutilisable\u00a0: {problem}.",
)
NOTIFICATION_BROKEN = Code(
    "utility.notification_broken",
    _REFUSAL,
    "This is not a notification we can read. It was ignored.",
    "Ce n’est pas un avis que nous savons lire. Il a été ignoré.",
)

CODES = tuple(value for value in list(globals().values()) if isinstance(value, Code))
