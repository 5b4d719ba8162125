"""Other services by which people may sign in."""

from wexstream.domain.model.identity import Provider, service_name
from wexstream.entrypoints.settings import table
from wexstream.entrypoints.settings.parts import Client, Elsewhere, OpenId
from wexstream.entrypoints.settings.setting import Reading, Setting


def services(reading: Reading) -> Elsewhere:
    """Make those services of what was read that were named."""
    return Elsewhere(
        google=_client(reading, table.GOOGLE_CLIENT_ID, table.GOOGLE_CLIENT_SECRET),
        facebook=_client(reading, table.FACEBOOK_APP_ID, table.FACEBOOK_APP_SECRET),
        openid=_openid(reading),
    )


def _client(reading: Reading, name: Setting[str | None], secret: Setting[str | None]) -> Client | None:
    reading.require(name, [secret])
    given = reading[name]
    if given is None:
        return None
    if not reading.has(secret):
        reading.refuse(secret, f"is missing, as {name.name} is given")
    return Client(id=given, secret=reading[secret])


def _openid(reading: Reading) -> OpenId | None:
    parts = [table.OIDC_CLIENT_ID, table.OIDC_CLIENT_SECRET, table.OIDC_NAME]
    reading.require(table.OIDC_ISSUER, parts)
    issuer, name = reading[table.OIDC_ISSUER], reading[table.OIDC_CLIENT_ID]
    if issuer is None:
        return None
    if name is None:
        reading.refuse(table.OIDC_CLIENT_ID, "is missing, as WS_OIDC_ISSUER is given")
        return None
    client = Client(id=name, secret=reading[table.OIDC_CLIENT_SECRET])
    called = reading[table.OIDC_NAME] or service_name(Provider.OIDC, issuer)
    return OpenId(issuer=issuer, name=called, client=client)
