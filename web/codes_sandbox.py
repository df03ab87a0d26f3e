"""What the sandbox utility and the check of partners' custodians refuse, and why."""

from __future__ import annotations

from models.findings import Code, Severity

IN_PRODUCTION = Code(
    "sandbox.in_production",
    Severity.REFUSAL,
    "The sandbox utility never runs in production.",
    "Le distributeur fictif ne fonctionne jamais en production.",
)
NOT_LOOPBACK = Code(
    "sandbox.not_loopback",
    Severity.REFUSAL,
    "The sandbox utility speaks only to this machine: use an http:// address of 127.0.0.1 for {what}.",
    "Le distributeur fictif ne parle qu’à cette machine\u00a0: donnez une adresse http:// de 127.0.0.1 pour {what}.",
)
NO_SCENARIO = Code(
    "sandbox.no_scenario",
    Severity.REFUSAL,
    "Name a scenario to play or an address to check. Scenarios: {scenarios}.",
    "Nommez un scénario à jouer ou une adresse à vérifier. Scénarios\u00a0: {scenarios}.",
)
BAD_UTILITY_FILE = Code(
    "sandbox.utility_file",
    Severity.REFUSAL,
    "The utility’s file is not as it must be: {problem}.",
    "Le fichier du distributeur n’est pas comme il le faut\u00a0: {problem}.",
)
CODES = (IN_PRODUCTION, NOT_LOOPBACK, NO_SCENARIO, BAD_UTILITY_FILE)
