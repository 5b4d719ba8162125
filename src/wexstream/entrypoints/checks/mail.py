"""Mail: whether the server takes us in, or the mailbox can be written."""

from wexstream.entrypoints.checks.finding import Finding, works, wrong
from wexstream.entrypoints.checks.folders import look_at_folder
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.trials import try_mail
from wexstream.entrypoints.settings.parts import Mail

PART = "mail"
_LOOK_AT = "Look at WS_SMTP_HOST, _PORT, _TLS, _USER and _PASS."


async def look_at_mail(mail: Mail) -> Finding:
    """Sign in at the mail server; without one, write in the mailbox."""
    smtp = mail.smtp
    if smtp is None:
        finding, _ = look_at_folder(PART, mail.mailbox, "WS_DATA")
        if not finding.works:
            return finding
        return works(PART, f"no mail server is set: mails are kept in {mail.mailbox}")
    try:
        await try_mail(mail.sender, smtp)
    except Failure as failure:
        return wrong(PART, f"{failure}. {_LOOK_AT}")
    signed_in = f" and lets {smtp.user} in" if smtp.user else ""
    return works(PART, f"{smtp.host}, port {smtp.port}, answers{signed_in}")
