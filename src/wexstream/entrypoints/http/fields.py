"""What people fill in, as the description of the API says it; the model decides."""

from typing import Annotated, TypeAlias

import msgspec

from wexstream.domain.model import account, conference, message, moderation, sanction, text

TERMS_VERSION_LONGEST = 40

Email: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=text.ADDRESS_LONGEST, examples=["amal@example.org"])
]
Secret: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=account.PASSWORD_LONGEST, examples=["correct horse battery"])
]
NewSecret: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        min_length=account.PASSWORD_SHORTEST,
        max_length=account.PASSWORD_LONGEST,
        examples=["correct horse battery"],
    ),
]
FullName: TypeAlias = Annotated[
    str, msgspec.Meta(min_length=1, max_length=account.NAME_LONGEST, examples=["Amal Haddad"])
]
Bio: TypeAlias = Annotated[str, msgspec.Meta(max_length=account.BIO_LONGEST)]
Location: TypeAlias = Annotated[str, msgspec.Meta(max_length=account.LOCATION_LONGEST)]
Website: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=text.WEBSITE_LONGEST, examples=["https://example.org"])
]
TimeZone: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=account.TIME_ZONE_LONGEST, examples=["Europe/Paris"])
]
Title: TypeAlias = Annotated[
    str, msgspec.Meta(min_length=1, max_length=conference.TITLE_LONGEST, examples=["Sunday reading circle"])
]
Description: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=conference.DESCRIPTION_LONGEST, examples=["Two chapters aloud, then tea"])
]
Lock: TypeAlias = Annotated[
    str, msgspec.Meta(min_length=1, max_length=conference.LOCK_LONGEST, examples=["open sesame"])
]
TriedLock: TypeAlias = Annotated[
    str, msgspec.Meta(max_length=conference.LOCK_LONGEST, examples=["open sesame"])
]
Subject: TypeAlias = Annotated[
    str, msgspec.Meta(min_length=1, max_length=message.SUBJECT_LONGEST, examples=["Seedlings"])
]
Body: TypeAlias = Annotated[
    str, msgspec.Meta(min_length=1, max_length=message.BODY_LONGEST, examples=["I bring the tomatoes."])
]
Reason: TypeAlias = Annotated[
    str,
    msgspec.Meta(min_length=1, max_length=moderation.REASON_LONGEST, examples=["Threats in the description"]),
]
Words: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=sanction.WORDS_LONGEST,
        description="What the person is told.",
        examples=["Threats are against the terms of use."],
    ),
]
Plea: TypeAlias = Annotated[
    str,
    msgspec.Meta(min_length=1, max_length=sanction.WORDS_LONGEST, examples=["Somebody else wrote that."]),
]
TermsVersion: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        max_length=TERMS_VERSION_LONGEST,
        description="The version of the terms that was accepted.",
        examples=["1"],
    ),
]
