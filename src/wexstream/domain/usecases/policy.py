"""What an operator decides, and the use cases follow."""

from dataclasses import dataclass
from datetime import timedelta

from wexstream.domain.model import audit, text
from wexstream.domain.model.account import Language
from wexstream.domain.model.session import LASTS_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The operator's choices."""

    terms_version: str = "1"
    admin_email: str | None = None
    default_language: Language = Language.ENGLISH
    link_lasts: timedelta = timedelta(hours=24)
    session_lasts: timedelta = LASTS_FOR
    presence_grace: timedelta = timedelta(seconds=60)
    public_preview: bool = False
    audit_kept: timedelta = audit.KEPT
    moderators_two_steps: bool = False

    @property
    def admin_key(self) -> str | None:
        """The administrator's address as it is compared."""
        return text.address_key(self.admin_email) if self.admin_email else None
