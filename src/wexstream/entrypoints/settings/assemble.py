"""Puts what was read into the parts that the program uses, and checks what has to fit together."""

from email.headerregistry import Address
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.settings import database, elsewhere, ice, jitsi, secrets, table
from wexstream.entrypoints.settings.parts import Http, Mail, Metrics, Settings, Smtp, Tls, is_local
from wexstream.entrypoints.settings.setting import Reading, WrongSettings

_UNNAMED_PROXY = (
    "WS_APP_HOST is https and WS_HTTPS is off, so people come through a proxy. Name it in "
    "WS_TRUSTED_PROXIES: else everybody has its address, and shares one limit of tries."
)
_UNUSED_HELP = "WS_STUN_URLS and WS_TURN_URLS have no effect, as WS_JITSI_HOST is set: Jitsi has its own."
THIS_MACHINE = ("127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what a server is for; while it is tried out, it is THIS_MACHINE


def assemble(reading: Reading, data_home: Path | None) -> Settings:
    """Make the settings of what was read. Raises WrongSettings with everything that is wrong.

    ``data_home`` is where this user's programs keep their data.
    """
    reading.read(table.SETTINGS.values())
    http = _http(reading)
    mail = _mail(reading, http, data := _data_folder(reading, data_home))
    named_database = database.named(reading)
    engine, help_ = jitsi.server(reading), ice.servers(reading)
    others = elsewhere.services(reading)
    metrics = _metrics(reading)
    if not http.local:
        secrets.refuse_placeholders(reading)
    secret = secrets.given_secret(reading)
    if reading.faults:
        raise WrongSettings(reading.faults)
    return Settings(
        data=data,
        secret=secret or secrets.kept_secret(data),
        http=http,
        database=named_database,
        valkey=reading[table.VALKEY_URL],
        pictures=reading[table.PICTURES] or data / "pictures",
        mail=mail,
        jitsi=engine,
        ice=help_,
        elsewhere=others,
        policy=Policy(
            admin_email=reading[table.ADMIN_EMAIL],
            default_language=reading[table.DEFAULT_LANGUAGE],
            link_lasts=reading[table.TOKEN_EXPIRE_AT],
            session_lasts=reading[table.JWT_EXPIRE_AT],
            presence_grace=reading[table.PRESENCE_GRACE],
            public_preview=reading[table.PUBLIC_PREVIEW],
            audit_kept=reading[table.AUDIT_KEPT],
            moderators_two_steps=reading[table.MODERATORS_SECOND_STEP],
        ),
        metrics=metrics,
    )


def advice(settings: Settings) -> list[str]:
    """Say what works and is probably not meant so."""
    proxied = settings.http.secure and settings.http.tls is None
    helped = settings.ice.stun or settings.ice.turn
    return [
        *([_UNNAMED_PROXY] if proxied and not settings.http.trusted_proxies else []),
        *([_UNUSED_HELP] if helped and settings.jitsi is not None else []),
    ]


def _http(reading: Reading) -> Http:
    port = reading[table.PORT]
    scheme = "https" if reading[table.HTTPS] else "http"
    url = reading[table.APP_HOST] or f"{scheme}://localhost:{port}"
    if url.startswith("http://"):
        if reading[table.HTTPS]:
            reading.refuse(table.APP_HOST, f"is {url}, while WS_HTTPS serves https")
        elif not is_local(url):
            reading.refuse(
                table.APP_HOST,
                f"is {url}: browsers give neither camera nor microphone to a page that comes without TLS",
            )
    listen = reading[table.LISTEN] or (THIS_MACHINE if is_local(url) else EVERYWHERE)
    return Http(
        listen=listen,
        port=port,
        tls=_tls(reading),
        public_url=url,
        trusted_proxies=reading[table.TRUSTED_PROXIES],
        page_size=reading[table.PAGE_SIZE],
    )


def _tls(reading: Reading) -> Tls | None:
    if not reading[table.HTTPS]:
        return None
    certificate, private_key = reading[table.CERTIFICATE], reading[table.PRIVATE_KEY]
    for setting, file in ((table.CERTIFICATE, certificate), (table.PRIVATE_KEY, private_key)):
        if file is None and not reading.has(setting):
            reading.refuse(setting, "is missing, as WS_HTTPS is on")
    if certificate is None or private_key is None:
        return None
    tls = Tls(certificate=certificate, private_key=private_key)
    try:
        tls.context()
    except OSError as error:  # ssl.SSLError too
        reading.refuse(table.CERTIFICATE, f"and WS_PRIVATE_KEY do not work together: {error}")
    return tls


def _metrics(reading: Reading) -> Metrics | None:
    reading.require(table.METRICS_PORT, [table.METRICS_LISTEN])
    port = reading[table.METRICS_PORT]
    if port is None:
        return None
    if port == reading[table.PORT]:
        reading.refuse(table.METRICS_PORT, f"is {port}, at which WS_PORT serves people")
    return Metrics(listen=reading[table.METRICS_LISTEN], port=port)


def _data_folder(reading: Reading, data_home: Path | None) -> Path:
    chosen = reading[table.DATA]
    if chosen is None and data_home is None:
        reading.refuse(table.DATA, "is missing, and this user has no home folder")
    return chosen or (data_home or Path()) / "wexstream"


def _mail(reading: Reading, http: Http, data: Path) -> Mail:
    reading.require(table.SMTP_HOST, [table.SMTP_PORT, table.SMTP_TLS, table.SMTP_USER, table.SMTP_PASS])
    if reading.has(table.SMTP_USER) != reading.has(table.SMTP_PASS):
        missing = table.SMTP_PASS if reading.has(table.SMTP_USER) else table.SMTP_USER
        reading.refuse(
            missing, "is missing: to sign in at the mail server takes both WS_SMTP_USER and WS_SMTP_PASS"
        )
    host, encryption = reading[table.SMTP_HOST], reading[table.SMTP_TLS]
    smtp = host and Smtp(
        host=host,
        port=reading[table.SMTP_PORT],
        encryption=encryption.value if encryption else None,
        user=reading[table.SMTP_USER],
        password=reading[table.SMTP_PASS],
    )
    sender = reading[table.SMTP_FROM] or _usual_sender(http.public_url)
    return Mail(sender=sender, smtp=smtp or None, mailbox=data / "mailbox")


def _usual_sender(public_url: str) -> Address:
    host = urlsplit(public_url).hostname or "localhost"
    try:
        address = ip_address(host)
    except ValueError:
        return Address("Wexstream", "no-reply", host)
    literal = f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"  # noqa: PLR2004 (RFC 5321, 4.1.3)
    return Address("Wexstream", "no-reply", literal)
