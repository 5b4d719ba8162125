from typing import TypeAlias, cast

import pytest

from tests.support.jitsi import (
    ABSENT,
    APP_ID,
    GUEST,
    HOST,
    NAMES,
    NOW,
    SECONDS,
    SPEAKER,
    TENANT,
    Jitsi,
    bytes_of,
    encoded,
    jitsi,
    parts,
    said,
)
from tests.support.prosody_verifier import Json, Refused
from wexstream.ports.meetings import Seat

# A row a claim: where it is, and what it is at a server of one's own with a shared secret, at one with a key
# server, and at JaaS.
Row: TypeAlias = tuple[str, object, object, object]


def everywhere(path: str, value: object) -> Row:
    return path, value, value, value


CLAIMS: list[Row] = [
    ("header.typ", "JWT", "JWT", "JWT"),
    ("header.alg", "HS256", "RS256", "RS256"),
    ("header.kid", ABSENT, "wexstream-2026", f"{TENANT}/4f4910"),
    ("iss", APP_ID, APP_ID, "chat"),
    everywhere("aud", "jitsi"),
    ("sub", HOST, HOST, TENANT),
    everywhere("room", SPEAKER.room),
    everywhere("nbf", SECONDS - 10),
    everywhere("exp", SECONDS + 600),
    everywhere("context.user.id", str(SPEAKER.account)),
    everywhere("context.user.name", SPEAKER.full_name),
    everywhere("context.user.avatar", SPEAKER.picture),
    everywhere("context.user.email", ABSENT),
    ("context.user.moderator", True, True, "true"),
    ("context.user.affiliation", "owner", "owner", ABSENT),
    ("context.features.livestreaming", True, True, "true"),
    ("context.features.recording", True, True, "true"),
    ("context.features.transcription", False, False, "false"),
    ("context.features.outbound-call", False, False, "false"),
    ("context.features.sip-outbound-call", False, False, "false"),
]
# What is otherwise for whoever is not the speaker, and has no picture.
CLAIMS_OF_GUESTS: list[Row] = [
    everywhere("context.user.id", str(GUEST.account)),
    everywhere("context.user.name", GUEST.full_name),
    everywhere("context.user.avatar", ABSENT),
    ("context.user.moderator", False, False, "false"),
    ("context.user.affiliation", "member", "member", ABSENT),
    ("context.features.livestreaming", False, False, "false"),
    ("context.features.recording", False, False, "false"),
]

# What spoils a token, everywhere; for the claims that only some servers look at, where.
SPOILT: list[tuple[str, object]] = [
    *[(path, ABSENT) for path in ("header.typ", "header.alg", "iss", "aud", "sub", "room", "exp")],
    *[(path, ABSENT) for path in ("context", "context.user", "context.features")],
    *[(path, None) for path in ("iss", "aud", "sub", "room", "exp", "nbf")],
    *[(path, None) for path in ("context.user.id", "context.user.name", "context.user.avatar")],
    ("header.typ", "JWS"),
    ("header.typ", "jwt"),
    *[("header.alg", other) for other in ("none", "", "HS384", "HS512", "RS512", "ES256")],
    ("iss", "somebody-else"),
    ("iss", APP_ID.upper()),
    ("aud", "somebody-else"),
    ("aud", ["jitsi"]),
    ("sub", "elsewhere.example.org"),
    ("sub", [HOST]),
    ("room", "another-room"),
    ("room", ""),
    ("room", [SPEAKER.room]),
    ("exp", str(SECONDS + 600)),
    ("exp", True),
    ("exp", SECONDS),
    ("exp", SECONDS - 1),
    ("nbf", str(SECONDS - 10)),
    ("nbf", SECONDS + 1),
    ("context.user.id", 7),
    ("context.user.name", ["Zoë"]),
    ("context.user.moderator", 1),
    ("context.user.moderator", None),
    ("context.features", ["recording"]),
    ("context.features.recording", None),
]
SPOILT_WITH_KEY_SERVER: list[tuple[str, object]] = [
    ("header.kid", ABSENT),
    ("header.kid", None),
    ("header.kid", "another-key"),
    ("header.alg", "HS256"),
]
SPOILT_AT_JAAS: list[tuple[str, object]] = [
    ("iss", TENANT),
    ("sub", "another-tenant"),
    ("context.user.moderator", True),
    ("context.features.recording", True),
]


@pytest.fixture(params=NAMES, scope="session")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("row", CLAIMS, ids=[row[0] for row in CLAIMS])
def test_the_speaker_s_token_says(name: str, row: Row) -> None:
    token = jitsi(name).meetings.admit(SPEAKER, at=NOW).token
    assert said(token, row[0]) == row[1 + NAMES.index(name)]


@pytest.mark.parametrize("row", CLAIMS_OF_GUESTS, ids=[row[0] for row in CLAIMS_OF_GUESTS])
def test_a_guest_s_token_says(name: str, row: Row) -> None:
    token = jitsi(name).meetings.admit(GUEST, at=NOW).token
    assert said(token, row[0]) == row[1 + NAMES.index(name)]


@pytest.mark.parametrize("seat", [SPEAKER, GUEST], ids=["speaker", "guest"])
def test_a_token_says_nothing_beyond_the_table(name: str, seat: Seat) -> None:
    paths = {row[0] for row in CLAIMS}
    header, claims = parts(jitsi(name).meetings.admit(seat, at=NOW).token)
    assert set(leaves(header, "header.")) | set(leaves(claims, "")) <= paths


def test_the_speaker_comes_in_as_moderator_who_may_record(name: str) -> None:
    pass_ = jitsi(name).meetings.admit(SPEAKER, at=NOW)
    admitted = jitsi(name).prosody.join(pass_.token, room=pass_.room, at=NOW)
    assert admitted.owner
    assert admitted.features == {"livestreaming", "recording"}


def test_a_guest_comes_in_as_neither(name: str) -> None:
    pass_ = jitsi(name).meetings.admit(GUEST, at=NOW)
    admitted = jitsi(name).prosody.join(pass_.token, room=pass_.room, at=NOW)
    assert not admitted.owner
    assert admitted.features == set()


@pytest.mark.parametrize(("path", "value"), SPOILT)
def test_jitsi_refuses_a_token_in_which_any_claim_is_wrong(name: str, path: str, value: object) -> None:
    refuses(jitsi(name), path, value)


@pytest.mark.parametrize("keyed", ["keys", "jaas"])
@pytest.mark.parametrize(("path", "value"), SPOILT_WITH_KEY_SERVER)
def test_a_server_that_looks_up_keys_refuses(keyed: str, path: str, value: object) -> None:
    refuses(jitsi(keyed), path, value)


@pytest.mark.parametrize(("path", "value"), SPOILT_AT_JAAS)
def test_jaas_refuses(path: str, value: object) -> None:
    refuses(jitsi("jaas"), path, value)


def test_jitsi_refuses_a_token_that_somebody_else_signed(name: str) -> None:
    pass_ = jitsi(name).meetings.admit(SPEAKER, at=NOW)
    head, _, signature = pass_.token.rpartition(".")
    other = encoded(bytes([bytes_of(signature)[0] ^ 1]) + bytes_of(signature)[1:])
    for token in (f"{head}.{other}", head, f"{head}.", f"{pass_.token}.", pass_.token + "=", "", "a.b.c"):
        with pytest.raises(Refused):
            jitsi(name).prosody.join(token, room=pass_.room, at=NOW)


def refuses(where: Jitsi, path: str, value: object) -> None:
    pass_ = where.meetings.admit(SPEAKER, at=NOW)
    header, claims = parts(pass_.token)
    where.prosody.join(where.signed(header, claims), room=pass_.room, at=NOW)
    part = header if path.startswith("header.") else claims
    *way, last = path.removeprefix("header.").split(".")
    for step in way:
        part = cast("Json", part[step])
    if value is ABSENT:
        del part[last]
    else:
        part[last] = value
    with pytest.raises(Refused):
        where.prosody.join(where.signed(header, claims), room=pass_.room, at=NOW)


def leaves(part: Json, prefix: str) -> list[str]:
    return [
        path
        for name, value in part.items()
        for path in (
            leaves(cast("Json", value), f"{prefix}{name}.") if isinstance(value, dict) else [prefix + name]
        )
    ]
