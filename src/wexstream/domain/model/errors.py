"""What can go wrong, in the words of the domain.

Each error has a stable ``code`` in kebab-case for programs and a sentence for people that says what to do
next. Which HTTP status an error becomes is decided at the edge.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar


class DomainError(Exception):
    """Whatever the domain refuses."""

    code: ClassVar[str]
    message: ClassVar[str]

    def __init__(self, message: str | None = None) -> None:
        """Say ``message``, or the class's own sentence."""
        super().__init__(message or self.message)


class NotSignedIn(DomainError):
    """Nobody is signed in, or the session has ended."""

    code = "not-signed-in"
    message = "Sign in to go on."


class WrongCredentials(DomainError):
    """Address and password do not belong together; which of them is wrong is not told."""

    code = "wrong-credentials"
    message = "Address or password is wrong. Check both, or ask for a new password."


class Forbidden(DomainError):
    """Known and seen, but not allowed."""


class EmailNotVerified(Forbidden):
    """An unverified account may only manage itself."""

    code = "email-not-verified"
    message = "Open the link in the mail that we sent you to verify your address, then try again."


class AccountSuspended(Forbidden):
    """A suspended account may only take its data along, erase itself and sign out."""

    code = "account-suspended"
    message = "A moderator suspended this account. You can take your data along or erase the account."


class NotSpeaker(Forbidden):
    """Only the speaker does this with a conference."""

    code = "not-speaker"
    message = "Only the speaker of this conference can do that."


class NotModerator(Forbidden):
    """Only moderators do this."""

    code = "not-moderator"
    message = "Only a moderator can do that. Report what you want a moderator to look at."


class SecondStepRequired(Forbidden):
    """Moderators have to sign in by two steps here."""

    code = "second-step-required"
    message = "Moderators sign in by two steps here. Set up a second step or a passkey, then sign in again."


class WrongPassword(Forbidden):
    """The password of the account, or of the conference, is not this one."""

    code = "wrong-password"
    message = "The password is wrong. Check it and try again."


class Removed(Forbidden):
    """The speaker sent this person out of the conference."""

    code = "removed"
    message = "The speaker removed you from this conference. Only the speaker can let you in again."


class TicketExpired(Forbidden):
    """The ticket is none, or too old, or whom it let in has left."""

    code = "ticket-expired"
    message = "This ticket does not open the room any more. Join again."


class ProofRequired(Forbidden):
    """What cannot be undone wants the password, or a sign-in of the last minutes."""

    code = "proof-required"
    message = "Give your password, or sign in again first."


class SecondStepWanted(Forbidden):
    """Who signs in has shown one thing, and has to show another."""

    code = "second-step"
    message = "Now give the code that your app shows, or one of your recovery codes."


class WrongCode(Forbidden):
    """The code is not one of now, or was used already."""

    code = "wrong-code"
    message = "This code is wrong, too old, or used already. Wait for the next one, and try that."


class PasskeyRefused(Forbidden):
    """What was shown is no passkey of an account, or not one that its owner unlocked."""

    code = "passkey-refused"
    message = "This passkey does not open an account here. Use another one, or sign in in another way."


class AddressNotVouched(Forbidden):
    """A provider knows somebody, and does not say that the address is that one's."""

    code = "address-not-vouched"
    message = "That service does not vouch for your address. Sign up with a password, then link it."


class AddressBarred(Forbidden):
    """The address is that of somebody who was suspended."""

    code = "address-barred"
    message = "This address cannot be used here. Write to the operator of this server."


class ConsentRequired(Forbidden):
    """Who is new has to accept the terms first."""

    code = "consent-required"
    message = "There is no account for you yet. Accept the terms to sign up."


class SignInFailed(Forbidden):
    """A provider did not show who somebody is, or not to the browser that was sent there."""

    code = "sign-in-failed"
    message = "That service did not show who you are. Try again."


class SignInDeclined(Forbidden):
    """Whoever was asked by a provider said no."""

    code = "sign-in-declined"
    message = "You said no there, so nothing was done. Try again if that was a slip."


class SignInOutdated(Forbidden):
    """What came back from a provider belongs to no attempt of this browser, or to one that is too old."""

    code = "sign-in-outdated"
    message = "That took too long, or was begun elsewhere. Try again."


class NotFound(DomainError):
    """It does not exist, or not for this viewer: the two are told apart by nobody."""

    code = "not-found"
    message = "There is nothing here, or nothing for you."


class Conflict(DomainError):
    """The state of the thing does not allow it now."""


class AlreadyConnected(Conflict):
    """The two are connected already."""

    code = "already-connected"
    message = "You are connected already. Disconnect to undo that."


class NothingPending(Conflict):
    """There is no request that could be answered."""

    code = "nothing-pending"
    message = "There is no request to answer any more. Ask to connect yourself."


class OwnAccount(Conflict):
    """What needs two people cannot be done with oneself."""

    code = "own-account"
    message = "This is your own account. Choose somebody else."


class ConferenceFinished(Conflict):
    """A finished conference never goes live again."""

    code = "conference-finished"
    message = "This conference is finished. Create a new one."


class ConferenceNotLive(Conflict):
    """It has not begun yet."""

    code = "conference-not-live"
    message = "This conference is not live yet. Wait until its speaker starts it."


class RoomFull(Conflict):
    """As many people are in the room as can be."""

    code = "room-full"
    message = "This conference is full. Try again when somebody has left."


class AlreadyResolved(Conflict):
    """Another decision stands."""

    code = "already-resolved"
    message = "This report has been decided already. Look at the decision that stands."


class AlreadyAppealed(Conflict):
    """A decision is appealed against once."""

    code = "already-appealed"
    message = "You have appealed against this decision already. The moderators will answer, or have done so."


class NotInForce(Conflict):
    """The decision holds no more: it was lifted, withdrawn, replaced, or its time is over."""

    code = "not-in-force"
    message = "This decision does not hold any more. Look at it again."


class OwnDecision(Conflict):
    """Who has decided is not who looks at the appeal, where another moderator can."""

    code = "own-decision"
    message = "You made this decision yourself. Leave the appeal to another moderator."


class NotSuspended(Conflict):
    """The account cannot be restored, as it is not suspended."""

    code = "not-suspended"
    message = "This account is not suspended. Look at it again: another moderator may have restored it."


class NoOperator(Conflict):
    """Nobody is set up to read what people write to the operator."""

    code = "no-operator"
    message = "The operator of this server has not given an address to write to. Reach him in another way."


class IdentityTaken(Conflict):
    """The identity is another account's."""

    code = "identity-taken"
    message = "Another account is linked with this one there. Sign in with it, or unlink it there first."


class IdentityDiffers(Conflict):
    """The account is linked with somebody else at the same provider."""

    code = "identity-differs"
    message = "Your account is linked with another one there. Sign in as that one, or with your password."


class SecondStepOn(Conflict):
    """Signing in takes a second step already."""

    code = "second-step-on"
    message = "Signing in takes a second step already. Turn it off to set up another app."


class SecondStepOff(Conflict):
    """Signing in takes no second step, or setting it up took too long."""

    code = "second-step-off"
    message = "There is no second step, or setting it up took too long. Begin anew."


class PasskeyKnown(Conflict):
    """The passkey was added already."""

    code = "passkey-known"
    message = "This passkey is in use already. Make another one."


class PasskeysFull(Conflict):
    """An account has as many passkeys as it may."""

    code = "passkeys-full"
    message = "There are twenty passkeys already. Remove one that is not used any more."


class LastWayIn(Conflict):
    """Without it, nobody could sign in to the account any more."""

    code = "last-way-in"
    message = "Without it you could not sign in any more. Set a password first."


class LinkRefused(DomainError):
    """The link of a mail does not do what it says any more."""


class LinkUnknown(LinkRefused):
    """No such link was sent."""

    code = "link-unknown"
    message = "This link is not one of ours, or it is cut off. Copy it whole, or ask for a new one."


class LinkExpired(LinkRefused):
    """The link is too old, or a newer one was sent."""

    code = "link-expired"
    message = "This link is too old, or a newer one was sent. Ask for a new one."


class LinkUsed(LinkRefused):
    """The link works once."""

    code = "link-used"
    message = "This link has been used already. Ask for a new one."


class RecipientUnavailable(DomainError):
    """At least one recipient cannot be written to; whom and why is not told."""

    code = "recipient-unavailable"
    message = "One of these people cannot be written to. Nothing was sent; choose other recipients."


class KeyReused(DomainError):
    """The idempotency key was used for another request."""

    code = "idempotency-key-reused"
    message = "This Idempotency-Key was used for another request. Use a new key."


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """What is wrong with one field: its name, a stable code, a sentence for people."""

    field: str
    code: str
    message: str


class Invalid(DomainError):
    """What was given cannot be, whatever the state: the fields at fault are named."""

    code = "invalid"
    message = "Some of this cannot be accepted. Correct the fields that are named."

    def __init__(self, *faults: FieldFault) -> None:
        """Name the fields at fault."""
        super().__init__()
        self.faults = faults


class TooMany(DomainError):
    """Too often in too short a time."""

    code = "too-many-requests"
    message = "That was too often. Wait a little, then try again."

    def __init__(self, retry_after: timedelta) -> None:
        """Tell how long to wait."""
        super().__init__()
        self.retry_after = retry_after


class AddressTaken(DomainError):
    """Another account has this address. Never shown as such: no answer tells which addresses exist."""

    code = "address-taken"
    message = "Another account has this address."
