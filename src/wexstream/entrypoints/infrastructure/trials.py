"""Trying what is configured, without doing anything by it."""

from email.headerregistry import Address

from wexstream.adapters.mail.smtp import TROUBLE as MAIL_TROUBLE
from wexstream.adapters.mail.smtp import SmtpCarrier
from wexstream.adapters.system.clock import SystemClock
from wexstream.adapters.system.ids import SystemIds
from wexstream.adapters.valkey import push as valkey
from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.container import ice_servers, jitsi_server, smtp_settings
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.push import channel
from wexstream.entrypoints.settings.parts import Ice, Jitsi, Smtp


async def try_mail(sender: Address, smtp: Smtp) -> None:
    """Connect to the mail server as for a mail, and send none. Raises Failure."""
    carrier = SmtpCarrier(smtp_settings(sender, smtp), SystemClock())
    try:
        await carrier.try_out()
    except MAIL_TROUBLE as error:
        said = " ".join(str(part) for part in error.args) or type(error).__name__
        raise Failure(f"{smtp.host}, port {smtp.port}, does not do: {said}") from error


async def try_valkey(url: str, secret: bytes) -> None:
    """Tell by a Valkey what says nothing, and hear it. Raises Failure."""
    try:
        await valkey.try_out(url, channel=channel(secret))
    except valkey.TROUBLE as error:
        raise Failure(valkey.explained(error)) from error


def jitsi_script(jitsi: Jitsi) -> str:
    """Tell where the page fetches Jitsi's script. Raises WrongSettings."""
    return jitsi_server(jitsi).script_address


def relay_credentials(ice: Ice) -> tuple[str, str]:
    """Make name and password for the relays, as a browser gets them; of nobody's account."""
    clock, ids = SystemClock(), SystemIds()
    return ice_servers(ice).credentials(AccountId(ids.new()), at=clock.now())
