"""Other services by which people may sign in, as the settings name them."""

from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.facebook import Application, FacebookProvider
from wexstream.adapters.identity.openid import OpenIdProvider, OpenIdRegistration, google
from wexstream.domain.model.identity import Provider
from wexstream.entrypoints.settings.parts import Elsewhere
from wexstream.ports.clock import Clock
from wexstream.ports.identity import IdentityProvider, IdentityProviders


def identity_providers(elsewhere: Elsewhere, clock: Clock) -> IdentityProviders:
    """Make those by whom people may sign in, in the order in which they are offered."""
    made: dict[Provider, IdentityProvider] = {}
    if elsewhere.google is not None:
        known = google(elsewhere.google.id, elsewhere.google.secret or "")
        made[Provider.GOOGLE] = OpenIdProvider(known, Client(), clock)
    if elsewhere.facebook is not None:
        app = Application(app_id=elsewhere.facebook.id, secret=elsewhere.facebook.secret or "")
        made[Provider.FACEBOOK] = FacebookProvider(app, Client())
    if elsewhere.openid is not None:
        registration = OpenIdRegistration(
            provider=Provider.OIDC,
            name=elsewhere.openid.name,
            issuer=elsewhere.openid.issuer,
            client_id=elsewhere.openid.client.id,
            client_secret=elsewhere.openid.client.secret,
        )
        made[Provider.OIDC] = OpenIdProvider(registration, Client(), clock)
    return made
