"""Every setting that there is, with its type, default, meaning and an example."""

from email.headerregistry import Address
from enum import StrEnum
from pathlib import Path
from typing import Any

from wexstream.domain.model.account import Language
from wexstream.domain.model.paging import LIMIT_LARGEST
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.settings import values
from wexstream.entrypoints.settings.setting import Setting

_DAY = 24 * 60 * 60


class Encryption(StrEnum):
    """How the way to the mail server is encrypted."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


PORT = Setting(
    name="WS_PORT",
    parse=values.whole(1, values.PORT_MOST),
    default=4003,
    meaning="The port that it listens on.",
    example="4003",
)
LISTEN: Setting[tuple[str, ...] | None] = Setting(
    name="WS_LISTEN",
    parse=values.listen,
    default=None,
    otherwise="this machine alone while `WS_APP_HOST` is a local one, else every network",
    meaning="The addresses of this machine that it listens on.",
    example="127.0.0.1",
)
APP_HOST: Setting[str | None] = Setting(
    name="WS_APP_HOST",
    parse=values.public_url,
    default=None,
    otherwise="`http://localhost` with the port, or https with `WS_HTTPS`",
    meaning="The address at which people reach it, and which links in mails bear.",
    example="https://meet.example.org",
)
HTTPS = Setting(
    name="WS_HTTPS",
    parse=values.switch,
    default=False,
    meaning="Whether it serves TLS by itself. Behind a proxy that does, leave it out.",
    example="true",
)
CERTIFICATE: Setting[Path | None] = Setting(
    name="WS_CERTIFICATE",
    parse=values.path,
    default=None,
    meaning="The file of the certificate and its chain (PEM), for `WS_HTTPS`.",
    example="/etc/ssl/wexstream.crt",
)
PRIVATE_KEY: Setting[Path | None] = Setting(
    name="WS_PRIVATE_KEY",
    parse=values.path,
    default=None,
    meaning="The file of the certificate's private key (PEM, without a passphrase), for `WS_HTTPS`.",
    example="/etc/ssl/wexstream.key",
)
TRUSTED_PROXIES: Setting[tuple[str, ...]] = Setting(
    name="WS_TRUSTED_PROXIES",
    parse=values.networks,
    default=(),
    otherwise="none",
    meaning="The addresses and networks of proxies in front of it, whose `X-Forwarded-For` tells who asks.",
    example="127.0.0.1,10.0.0.0/8",
)
PAGE_SIZE = Setting(
    name="WS_PAGE_SIZE",
    parse=values.whole(1, LIMIT_LARGEST),
    default=30,
    meaning="How many items a page of a list has, where the client does not say.",
    example="50",
)

DATA: Setting[Path | None] = Setting(
    name="WS_DATA",
    parse=values.path,
    default=None,
    otherwise="`wexstream` in `XDG_DATA_HOME`, or in `~/.local/share`",
    meaning="The folder of all that it keeps itself: the embedded PostgreSQL, pictures, mails, its secret.",
    example="/var/lib/wexstream",
)
PICTURES: Setting[Path | None] = Setting(
    name="WS_CDN",
    parse=values.path,
    default=None,
    otherwise="`pictures` in the data folder",
    meaning="The folder of people's pictures. Several servers share one.",
    example="/srv/wexstream/pictures",
)

DATABASE_URL: Setting[str | None] = Setting(
    name="WS_DATABASE_URL",
    parse=values.postgres,
    default=None,
    otherwise="what `WS_DB_HOST` says",
    meaning="The PostgreSQL database in one word (libpq's form), instead of all `WS_DB_…`.",
    example="postgresql://wexstream:password@db.example.org/wexstream?sslmode=require",
    secret=True,
)
DB_HOST: Setting[str | None] = Setting(
    name="WS_DB_HOST",
    parse=values.host_or_socket,
    default=None,
    otherwise="an embedded PostgreSQL in the data folder",
    meaning="The PostgreSQL server, or the folder of its Unix socket.",
    example="db.example.org",
)
DB_PORT = Setting(
    name="WS_DB_PORT",
    parse=values.whole(1, values.PORT_MOST),
    default=5432,
    meaning="Its port.",
    example="5432",
)
DB_USERNAME = Setting(
    name="WS_DB_USERNAME",
    parse=values.line,
    default="wexstream",
    meaning="The database's user.",
    example="wexstream",
)
DB_PASSWORD: Setting[str | None] = Setting(
    name="WS_DB_PASSWORD",
    parse=values.line,
    default=None,
    meaning="The user's password.",
    example="vZq4fG8tLw2n",
    secret=True,
)
DB_NAME = Setting(
    name="WS_DB_NAME",
    parse=values.line,
    default="wexstream",
    meaning="The database.",
    example="wexstream",
)
DB_SSL = Setting(
    name="WS_DB_SSL",
    parse=values.switch,
    default=False,
    meaning="Whether the connection must be encrypted and the server prove who it is.",
    example="true",
)
DB_SSL_CA: Setting[Path | None] = Setting(
    name="WS_DB_SSL_CA",
    parse=values.path,
    default=None,
    otherwise="the authorities that this machine trusts",
    meaning="The file of the authority that signed the server's certificate (PEM).",
    example="/etc/ssl/postgres-ca.pem",
)
DB_SSL_CERT: Setting[Path | None] = Setting(
    name="WS_DB_SSL_CERT",
    parse=values.path,
    default=None,
    meaning="The file of a certificate of our own (PEM), where the server asks for one.",
    example="/etc/ssl/wexstream-db.crt",
)
DB_SSL_KEY: Setting[Path | None] = Setting(
    name="WS_DB_SSL_KEY",
    parse=values.path,
    default=None,
    meaning="The file of that certificate's private key (PEM).",
    example="/etc/ssl/wexstream-db.key",
)

VALKEY_URL: Setting[str | None] = Setting(
    name="WS_VALKEY_URL",
    parse=values.valkey,
    default=None,
    otherwise="by PostgreSQL",
    meaning="The Valkey, or Redis, by which processes tell each other at once what has changed: at "
    "`valkey://` or `redis://`, with TLS at `valkeys://` or `rediss://` (with an authority of one's own: "
    "`?ssl_ca_certs=` and its file, PEM), or at a socket, `unix://` and its path.",
    example="valkeys://wexstream:password@valkey.example.org:6379",
    secret=True,
)

JWT_SECRET: Setting[str | None] = Setting(
    name="WS_JWT_SECRET",
    parse=values.line,
    default=None,
    otherwise="one that is made once and kept in the data folder",
    meaning="The server's secret, 32 characters or more: the keys of sessions, links in mails, signed "
    "addresses of pictures, hashes of banned addresses and what seals second steps are derived from it: with "
    "another one, nobody gets past a second step. Several servers share it.",
    example="<what openssl rand -base64 48 prints>",
    secret=True,
)
JWT_EXPIRE_AT = Setting(
    name="WS_JWT_EXPIRE_AT",
    parse=values.seconds(5 * 60, 30 * _DAY),
    default=Policy().session_lasts,
    meaning="For how many seconds one is signed in who did not choose to stay so (that is 30 days).",
    example="86400",
)
TOKEN_EXPIRE_AT = Setting(
    name="WS_TOKEN_EXPIRE_AT",
    parse=values.seconds(5 * 60, 7 * _DAY),
    default=Policy().link_lasts,
    meaning="For how many seconds a link in a mail works.",
    example="86400",
)

JITSI_HOST: Setting[str | None] = Setting(
    name="WS_JITSI_HOST",
    parse=values.host_and_port,
    default=None,
    otherwise="the built-in meetings, for up to six people each",
    meaning="The Jitsi server that carries the conferences.",
    example="jitsi.example.org",
)
JITSI_API: Setting[str | None] = Setting(
    name="WS_JITSI_API",
    parse=values.web_address,
    default=None,
    otherwise="`external_api.js` at `WS_JITSI_HOST`",
    meaning="The address of its script.",
    example="https://jitsi.example.org/external_api.js",
)
JITSI_APP_ID: Setting[str | None] = Setting(
    name="WS_JITSI_APP_ID",
    parse=values.line,
    default=None,
    meaning="The application's name there: `JWT_APP_ID` of Jitsi's own settings, or the AppID at JaaS.",
    example="wexstream",
)
JITSI_SECRET: Setting[str | None] = Setting(
    name="WS_JITSI_SECRET",
    parse=values.line,
    default=None,
    meaning="The secret shared with it, `JWT_APP_SECRET` of Jitsi's own settings.",
    example="<what openssl rand -hex 32 prints>",
    secret=True,
)
JITSI_PRIVATE_KEY: Setting[Path | None] = Setting(
    name="WS_JITSI_PRIVATE_KEY",
    parse=values.path,
    default=None,
    meaning="Instead of the secret: the file of an RSA private key (PEM) whose other half Jitsi has.",
    example="/etc/wexstream/jitsi.key",
)
JITSI_KEY_ID: Setting[str | None] = Setting(
    name="WS_JITSI_KEY_ID",
    parse=values.line,
    default=None,
    meaning="That key's id (`kid`).",
    example="wexstream-2026",
)
JITSI_SUB: Setting[str | None] = Setting(
    name="WS_JITSI_SUB",
    parse=values.domain,
    default=None,
    otherwise="the name in `WS_JITSI_HOST`",
    meaning="The subject of its tokens: its domain or tenant, the AppID at JaaS, or `*`.",
    example="meet.jitsi",
    formerly="WS_JWT_SUB",
)

STUN_URLS: Setting[tuple[str, ...]] = Setting(
    name="WS_STUN_URLS",
    parse=values.ice_addresses("stun", "stuns"),
    default=(),
    otherwise="none: browsers find each other within a network, or by TURN",
    meaning="For the built-in meetings: servers (STUN) that tell browsers how they are seen from outside.",
    example="stun:turn.example.org:3478",
)
TURN_URLS: Setting[tuple[str, ...]] = Setting(
    name="WS_TURN_URLS",
    parse=values.ice_addresses("turn", "turns"),
    default=(),
    otherwise="none: browsers that cannot reach each other directly do not meet",
    meaning="For the built-in meetings: relays (TURN) for browsers that cannot reach each other directly.",
    example="turn:turn.example.org:3478,turns:turn.example.org:5349?transport=tcp",
)
TURN_SECRET: Setting[str | None] = Setting(
    name="WS_TURN_SECRET",
    parse=values.line,
    default=None,
    meaning="The secret shared with them: `static-auth-secret` of coturn, with `use-auth-secret`.",
    example="<what openssl rand -hex 32 prints>",
    secret=True,
)

SMTP_HOST: Setting[str | None] = Setting(
    name="WS_SMTP_HOST",
    parse=values.host,
    default=None,
    otherwise="a mailbox in the data folder, to be read at `/dev/mailbox` on this machine",
    meaning="The server that takes mails.",
    example="smtp.example.org",
)
SMTP_PORT = Setting(
    name="WS_SMTP_PORT",
    parse=values.whole(1, values.PORT_MOST),
    default=587,
    meaning="Its port.",
    example="465",
)
SMTP_TLS: Setting[Encryption | None] = Setting(
    name="WS_SMTP_TLS",
    parse=values.one_of(Encryption),
    default=None,
    otherwise="what is usual at the port: `tls` at 465, `none` on this machine, else `starttls`",
    meaning="How the connection is encrypted: `none`, `starttls` or `tls`.",
    example="starttls",
)
SMTP_USER: Setting[str | None] = Setting(
    name="WS_SMTP_USER",
    parse=values.line,
    default=None,
    otherwise="nobody signs in",
    meaning="As whom to sign in there.",
    example="wexstream@example.org",
)
SMTP_PASS: Setting[str | None] = Setting(
    name="WS_SMTP_PASS",
    parse=values.line,
    default=None,
    meaning="That user's password.",
    example="vZq4fG8tLw2n",
    secret=True,
)
SMTP_FROM: Setting[Address | None] = Setting(
    name="WS_SMTP_FROM",
    parse=values.sender,
    default=None,
    otherwise="`no-reply` at the name in `WS_APP_HOST`",
    meaning="Whom mails are from.",
    example="Wexstream <no-reply@example.org>",
)

ADMIN_EMAIL: Setting[str | None] = Setting(
    name="WS_ADMIN_EMAIL",
    parse=values.email,
    default=None,
    otherwise="nobody: the contact form is closed",
    meaning="The operator's address: the account that verifies it is a moderator; what people write by the "
    "contact form is mailed there, and word of new reports and appeals.",
    example="operator@example.org",
)
MODERATORS_SECOND_STEP = Setting(
    name="WS_MODERATORS_SECOND_STEP",
    parse=values.switch,
    default=Policy().moderators_two_steps,
    meaning="Whether moderators have to sign in by two steps to moderate: by a passkey, or with the code of "
    "an app beside a password or another service. Until then they are like anybody else.",
    example="true",
)
DEFAULT_LANGUAGE = Setting(
    name="WS_DEFAULT_LANGUAGE",
    parse=values.one_of(Language),
    default=Policy().default_language,
    meaning="The language of those who have not chosen one: `en`, `fr` or `ar`.",
    example="fr",
)
PUBLIC_PREVIEW = Setting(
    name="WS_PUBLIC_PREVIEW",
    parse=values.switch,
    default=Policy().public_preview,
    meaning="Whether a public conference shows title, speaker and state to people who are not signed in, and "
    "to sites and messengers in which its link is posted.",
    example="true",
)
AUDIT_KEPT = Setting(
    name="WS_AUDIT_KEPT",
    parse=values.days(1, 3_650),
    default=Policy().audit_kept,
    otherwise=f"`{Policy().audit_kept.days}`",
    meaning="For how many days an entry of the log of moderators' and security events is kept. Those written "
    "already stay for as long as was said then.",
    example="180",
)
PRESENCE_GRACE = Setting(
    name="WS_PRESENCE_GRACE",
    parse=values.seconds(15, 3600),
    default=Policy().presence_grace,
    meaning="For how many seconds one whose page does not answer still counts as present.",
    example="60",
)

GOOGLE_CLIENT_ID: Setting[str | None] = Setting(
    name="WS_GOOGLE_CLIENT_ID",
    parse=values.line,
    default=None,
    otherwise="nobody signs in by Google",
    meaning="As what Google knows this server: the id of an OAuth client of the type web application.",
    example="1234567890-abc.apps.googleusercontent.com",
)
GOOGLE_CLIENT_SECRET: Setting[str | None] = Setting(
    name="WS_GOOGLE_CLIENT_SECRET",
    parse=values.line,
    default=None,
    meaning="That client's secret.",
    example="<what Google shows beside the id>",
    secret=True,
)
FACEBOOK_APP_ID: Setting[str | None] = Setting(
    name="WS_FACEBOOK_APP_ID",
    parse=values.line,
    default=None,
    otherwise="nobody signs in by Facebook",
    meaning="As what Facebook knows this server: the id of an app with Facebook Login.",
    example="1234567890123456",
)
FACEBOOK_APP_SECRET: Setting[str | None] = Setting(
    name="WS_FACEBOOK_APP_SECRET",
    parse=values.line,
    default=None,
    meaning="That app's secret.",
    example="<what Facebook shows beside the id>",
    secret=True,
)
OIDC_ISSUER: Setting[str | None] = Setting(
    name="WS_OIDC_ISSUER",
    parse=values.issuer,
    default=None,
    otherwise="nobody signs in by another provider",
    meaning="The address of an OpenID provider by which people may sign in, just as it calls itself. It is "
    "trusted to say whose an address is.",
    example="https://id.example.org/realms/main",
)
OIDC_CLIENT_ID: Setting[str | None] = Setting(
    name="WS_OIDC_CLIENT_ID",
    parse=values.line,
    default=None,
    meaning="As what it knows this server.",
    example="wexstream",
)
OIDC_CLIENT_SECRET: Setting[str | None] = Setting(
    name="WS_OIDC_CLIENT_SECRET",
    parse=values.line,
    default=None,
    otherwise="none: it knows this server as a public client",
    meaning="The secret that it has given.",
    example="<what it shows beside the id>",
    secret=True,
)
OIDC_NAME: Setting[str | None] = Setting(
    name="WS_OIDC_NAME",
    parse=values.line,
    default=None,
    otherwise="the name of its host",
    meaning="What people call it, on the button.",
    example="Example ID",
)

METRICS_PORT: Setting[int | None] = Setting(
    name="WS_METRICS_PORT",
    parse=values.whole(1, values.PORT_MOST),
    default=None,
    otherwise="there are none",
    meaning="The port at which `/metrics` can be read, by Prometheus and what understands the same. A server "
    "and a worker on one machine have one each.",
    example="9403",
)
METRICS_LISTEN: Setting[tuple[str, ...]] = Setting(
    name="WS_METRICS_LISTEN",
    parse=values.listen,
    default=("127.0.0.1",),
    otherwise="`127.0.0.1`, this machine alone",
    meaning="The addresses of this machine at which they can be read. They name nobody, but are nobody's "
    "business: let no stranger reach them.",
    example="10.0.0.5",
)

TABLE: dict[str, tuple[Setting[Any], ...]] = {
    "Where it is": (PORT, LISTEN, APP_HOST, HTTPS, CERTIFICATE, PRIVATE_KEY, TRUSTED_PROXIES, PAGE_SIZE),
    "Where data lies": (DATA, PICTURES),
    "Database": (
        *(DATABASE_URL, DB_HOST, DB_PORT, DB_USERNAME, DB_PASSWORD, DB_NAME),
        *(DB_SSL, DB_SSL_CA, DB_SSL_CERT, DB_SSL_KEY),
    ),
    "Between processes": (VALKEY_URL,),
    "Secret, sessions, links": (JWT_SECRET, JWT_EXPIRE_AT, TOKEN_EXPIRE_AT),
    "Conferences": (
        *(JITSI_HOST, JITSI_API, JITSI_APP_ID, JITSI_SECRET, JITSI_PRIVATE_KEY, JITSI_KEY_ID, JITSI_SUB),
        *(STUN_URLS, TURN_URLS, TURN_SECRET, PUBLIC_PREVIEW, PRESENCE_GRACE),
    ),
    "Signing in by other services": (
        *(GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, FACEBOOK_APP_ID, FACEBOOK_APP_SECRET),
        *(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME),
    ),
    "Mail": (SMTP_HOST, SMTP_PORT, SMTP_TLS, SMTP_USER, SMTP_PASS, SMTP_FROM),
    "People": (ADMIN_EMAIL, MODERATORS_SECOND_STEP, DEFAULT_LANGUAGE),
    "Watching over it": (AUDIT_KEPT, METRICS_PORT, METRICS_LISTEN),
}

SETTINGS: dict[str, Setting[Any]] = {
    setting.name: setting for settings in TABLE.values() for setting in settings
}

KNOWN = frozenset(SETTINGS) | {
    setting.formerly for setting in SETTINGS.values() if setting.formerly is not None
}
