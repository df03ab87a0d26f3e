"""The small ESPI documents around the readings: permissions, the application, service status and notifications."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from utility_connectors.green_button.vocabulary import ATOM_NAMESPACE, NAMESPACE
from web.sandbox.memory import PERMISSION_LIFE_S, RESOURCES, Permission, Sandbox
from web.sandbox.registration import APPLICATION_ID, KEY, Registration

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def service_status() -> str:
    """ServiceStatus: normal."""
    return f'{XML}<ServiceStatus xmlns="{NAMESPACE}"><currentStatus>1</currentStatus></ServiceStatus>\n'


def batch_list(uris: Iterable[str]) -> str:
    """The notification that there is news at these addresses."""
    inner = "".join(f"<resources>{escape(uri)}</resources>" for uri in uris)
    return f'{XML}<BatchList xmlns="{NAMESPACE}">{inner}</BatchList>\n'


def authorization_entry(utility: Sandbox, permission: Permission) -> str:
    """One permission as a document of its own."""
    return XML + _authorization(utility, permission)


def authorization_feed(utility: Sandbox, permissions: Sequence[Permission]) -> str:
    """Permissions as a feed."""
    entries = "".join(_authorization(utility, one) for one in permissions)
    uri = f"{utility.base_url}{RESOURCES}/Authorization"
    return (
        f'{XML}<feed xmlns="{ATOM_NAMESPACE}"><id>urn:uuid:{uuid5(NAMESPACE_URL, uri)}</id>'
        f"<title>Authorizations</title><updated>{_moment(utility.clock.now())}</updated>{entries}</feed>\n"
    )


def application_entry(base_url: str, registration: Registration, *, now: int) -> str:
    """How the third party is registered; its secret is not said again."""
    oauth, resources = f"{base_url}/oauth", f"{base_url}{RESOURCES}"
    fields = [
        ("dataCustodianId", KEY),
        ("dataCustodianApplicationStatus", "2"),
        ("thirdPartyApplicationStatus", "2"),
        ("thirdPartyApplicationType", "1"),
        ("thirdPartyApplicationUse", "2"),
        ("authorizationServerUri", base_url),
        ("thirdPartyNotifyUri", registration.notify_uri),
        ("authorizationServerAuthorizationEndpoint", f"{oauth}/authorize"),
        ("authorizationServerTokenEndpoint", f"{oauth}/token"),
        ("dataCustodianBulkRequestURI", f"{resources}/Batch/Bulk"),
        ("dataCustodianResourceEndpoint", resources),
        ("client_name", registration.name),
        *(("redirect_uri", uri) for uri in registration.redirect_uris),
        ("client_id", registration.client_id),
        ("token_endpoint_auth_method", "client_secret_basic"),
        *(("grant_types", grant) for grant in ("authorization_code", "refresh_token", "client_credentials")),
        ("response_types", "code"),
    ]
    collection = f"{resources}/ApplicationInformation"
    entry = _entry("ApplicationInformation", f"{collection}/{APPLICATION_ID}", collection, fields, now, now)
    return XML + entry


def _authorization(utility: Sandbox, permission: Permission) -> str:
    period = f"<duration>{PERMISSION_LIFE_S}</duration><start>{permission.granted_at}</start>"
    history = permission.terms.history_s
    begin = permission.granted_at - history
    published = f"<duration>{history + PERMISSION_LIFE_S}</duration><start>{begin}</start>"
    inner = f"<authorizedPeriod>{period}</authorizedPeriod><publishedPeriod>{published}</publishedPeriod>"
    uri = utility.authorization_uri(permission.id)
    fields = [
        ("status", str(int(permission.status))),
        ("expires_at", str(permission.granted_at + PERMISSION_LIFE_S)),
        ("grant_type", "authorization_code"),
        ("scope", permission.scope),
        ("token_type", "Bearer"),
        ("resourceURI", utility.resource_uri(permission.id)),
        ("authorizationURI", uri),
    ]
    times = permission.granted_at, utility.clock.now()
    return _entry("Authorization", uri, uri.rpartition("/")[0], fields, *times, first=inner)


def _entry(
    name: str, uri: str, up: str, fields: Iterable[tuple[str, str]], published: int, updated: int, first: str = ""
) -> str:
    inner = first + "".join(f"<{field}>{escape(value)}</{field}>" for field, value in fields)
    return (
        f'<entry xmlns="{ATOM_NAMESPACE}"><id>urn:uuid:{uuid5(NAMESPACE_URL, uri)}</id>'
        f'<link rel="up" href="{escape(up)}"/><link rel="self" href="{escape(uri)}"/><title>{name}</title>'
        f'<content type="application/xml"><{name} xmlns="{NAMESPACE}">{inner}</{name}></content>'
        f"<published>{_moment(published)}</published><updated>{_moment(updated)}</updated></entry>"
    )


def _moment(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
