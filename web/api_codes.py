"""What partners' software can be refused for, beyond what the services refuse."""

from __future__ import annotations

from models.findings import Code, Severity

TOKEN_MISSING = Code(
    "api.token_missing",
    Severity.REFUSAL,
    "Send a token: ask for one at /oauth/token and put it in the Authorization header as a Bearer.",
    "Envoyez un jeton\u00a0: demandez-en un à /oauth/token et mettez-le dans l’en-tête Authorization, comme Bearer.",
)
TOKEN_INVALID = Code(
    "api.token_invalid",
    Severity.REFUSAL,
    "This token is unknown, has ended or was taken back. Ask for a new one.",
    "Ce jeton est inconnu, terminé ou révoqué. Demandez-en un nouveau.",
)
SCOPE_MISSING = Code(
    "api.scope_missing",
    Severity.REFUSAL,
    "This token does not carry the scope that this address asks for.",
    "Ce jeton ne porte pas la portée que cette adresse demande.",
)
JSON_TYPE = Code(
    "api.json_type", Severity.REFUSAL, "Send JSON as application/json.", "Envoyez le JSON comme application/json."
)
JSON_BROKEN = Code(
    "api.json",
    Severity.REFUSAL,
    "This is not the JSON object we take: strict JSON in UTF-8, no name twice, at most {bytes} bytes and {depth} deep.",
    "Ce n’est pas l’objet JSON que nous prenons\u00a0: JSON strict en UTF-8, aucun nom en double, au plus {bytes} "
    "octets et {depth} niveaux.",
)
FIELDS = Code(
    "api.fields",
    Severity.REFUSAL,
    "Some fields are missing, unknown or not of their kind: {fields}.",
    "Des champs manquent, sont inconnus ou d’un autre genre\u00a0: {fields}.",
)
QUERY = Code(
    "api.query",
    Severity.REFUSAL,
    "A question in the address is unknown, given twice or not of its kind. See /api/v1/openapi.json.",
    "Un paramètre de l’adresse est inconnu, en double ou d’un autre genre. Voyez /api/v1/openapi.json.",
)
IDEMPOTENCY_KEY = Code(
    "api.idempotency_key",
    Severity.REFUSAL,
    "Send an Idempotency-Key header of 1 to {maximum} printable ASCII characters, new for each new file.",
    "Envoyez un en-tête Idempotency-Key de 1 à {maximum} caractères ASCII imprimables, nouveau pour chaque nouveau "
    "fichier.",
)
NO_FILE = Code(
    "api.no_file",
    Severity.REFUSAL,
    "There is no file in this request, or it is empty. Nothing was stored.",
    "Cette requête ne contient aucun fichier, ou il est vide. Rien n’a été stocké.",
)
TOO_LARGE = Code(
    "api.too_large",
    Severity.REFUSAL,
    "This file is larger than the {maximum} bytes we take. Nothing was stored.",
    "Ce fichier dépasse les {maximum} octets que nous prenons. Rien n’a été stocké.",
)
CODES = (
    TOKEN_MISSING,
    TOKEN_INVALID,
    SCOPE_MISSING,
    JSON_TYPE,
    JSON_BROKEN,
    FIELDS,
    QUERY,
    IDEMPOTENCY_KEY,
    NO_FILE,
    TOO_LARGE,
)
STATUS = {
    JSON_TYPE.code: 415,
    JSON_BROKEN.code: 400,
    FIELDS.code: 422,
    QUERY.code: 400,
    IDEMPOTENCY_KEY.code: 400,
    NO_FILE.code: 400,
    TOO_LARGE.code: 413,
}
"""How each is answered; the token's codes bring their own status."""
