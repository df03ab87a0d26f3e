"""What can go wrong with starting up and with background work: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

FOLDER_UNWRITABLE = Code(
    "embedded.folder_unwritable",
    Severity.REFUSAL,
    "We cannot write in the folder {folder}. Change its permissions, or choose another folder with GREENER_HOMES_VAR.",
    "Nous ne pouvons pas écrire dans le dossier {folder}. Changez ses permissions ou choisissez un autre dossier avec "
    "GREENER_HOMES_VAR.",
)
FOLDER_CLOSED = Code(
    "embedded.folder_closed",
    Severity.REFUSAL,
    "You are root, and PostgreSQL never runs as root: here it runs as the user {user}, who may not enter {folder}. "
    "Put the project in a folder that others may enter (for example /srv), or start it as an ordinary user. We did "
    "not change any permission.",
    "Vous êtes root et PostgreSQL ne tourne jamais sous root\u00a0: il tourne ici sous l’utilisateur {user}, qui ne "
    "peut pas entrer dans {folder}. Placez le projet dans un dossier ouvert aux autres (par exemple /srv) ou "
    "démarrez-le sous un utilisateur ordinaire. Nous n’avons changé aucune permission.",
)
NO_SYSTEM_USER = Code(
    "embedded.no_system_user",
    Severity.REFUSAL,
    "You are root, and PostgreSQL never runs as root. We could not add the user {user} for it: start as an ordinary "
    "user, or add that user yourself.",
    "Vous êtes root et PostgreSQL ne tourne jamais sous root. Nous n’avons pas pu ajouter l’utilisateur {user}\u00a0: "
    "démarrez sous un utilisateur ordinaire ou ajoutez cet utilisateur vous-même.",
)
PATH_TOO_LONG = Code(
    "embedded.path_too_long",
    Severity.REFUSAL,
    "The path {folder} is too long for a socket, and {fallback}, which we use instead, is not ours. Move the project "
    "to a shorter path, or choose a shorter folder with GREENER_HOMES_VAR.",
    "Le chemin {folder} est trop long pour une prise réseau, et {fallback}, que nous utilisons à la place, n’est pas à "
    "nous. Déplacez le projet vers un chemin plus court ou choisissez un dossier plus court avec GREENER_HOMES_VAR.",
)
NOT_STARTED = Code(
    "embedded.not_started",
    Severity.REFUSAL,
    "{server} did not start. Its last words are in {log}.",
    "{server} n’a pas démarré. Ses derniers messages sont dans {log}.",
)
ALREADY_RUNNING = Code(
    "run.already_running",
    Severity.REFUSAL,
    "Greener Homes is already running from this folder ({folder}). Stop it first with Ctrl-C where it runs.",
    "Maisons plus vertes tourne déjà dans ce dossier ({folder}). Arrêtez-le d’abord avec Ctrl-C là où il tourne.",
)
PORT_TAKEN = Code(
    "run.port_taken",
    Severity.REFUSAL,
    "Port {port} is taken by another program. Stop that program, or choose another port: PORT={other} make run",
    "Le port {port} est occupé par un autre programme. Arrêtez ce programme ou choisissez un autre port\u00a0: "
    "PORT={other} make run",
)
NOT_HEALTHY = Code(
    "run.not_healthy",
    Severity.REFUSAL,
    "{process} did not start in time. What it said is in {log}.",
    "{process} n’a pas démarré à temps. Ce qu’il a dit est dans {log}.",
)

JOB_CRASHED = Code(
    "job.crashed",
    Severity.OUTAGE,
    "This work stopped three times without an answer, so we set it aside. Our team has been told.",
    "Ce travail s’est arrêté trois fois sans réponse; nous l’avons mis de côté. Notre équipe est prévenue.",
)
JOB_FAULT = Code(
    "job.fault",
    Severity.OUTAGE,
    "Something went wrong on our side. Your data is safe, and our team has been told.",
    "Un problème est survenu de notre côté. Vos données sont en sécurité et notre équipe est prévenue.",
)
JOB_TIMED_OUT = Code(
    "job.timed_out",
    Severity.OUTAGE,
    "This work took longer than we allow, so we stopped it. Your data is safe, and our team has been told.",
    "Ce travail a pris plus de temps que permis; nous l’avons arrêté. Vos données sont en sécurité et notre équipe est "
    "prévenue.",
)

CODES = (
    FOLDER_UNWRITABLE,
    FOLDER_CLOSED,
    NO_SYSTEM_USER,
    PATH_TOO_LONG,
    NOT_STARTED,
    ALREADY_RUNNING,
    PORT_TAKEN,
    NOT_HEALTHY,
    JOB_CRASHED,
    JOB_FAULT,
    JOB_TIMED_OUT,
)
