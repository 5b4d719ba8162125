"""What other sites and messengers show of a conference's link: Open Graph tags in the head of the page."""

from collections.abc import Mapping
from html import escape
from typing import Final
from uuid import UUID

from wexstream.domain.model.account import Language
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.errors import NotSignedIn
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.usecases.conferences import Conferences
from wexstream.ports import views
from wexstream.ports.persistence import StorageUnavailable

TITLE: Final = b"<title>Wexstream</title>"
"""What the page's document bears in the place of all this."""

_PICTURE: Final = "/icons/icon-512.png"
_PICTURE_SIDE: Final = "512"
_TERRITORIES: Final = {Language.ENGLISH: "en_GB", Language.FRENCH: "fr_FR", Language.ARABIC: "ar_AR"}
# A name stands in its own direction whatever stands around it.
_STATES: Final[Mapping[Language, Mapping[ConferenceState, str]]] = {
    Language.ENGLISH: {
        ConferenceState.CREATED: "\u2068{speaker}\u2069 is not live yet",
        ConferenceState.LIVE: "\u2068{speaker}\u2069 is live",
        ConferenceState.FINISHED: "\u2068{speaker}\u2069 has finished",
    },
    Language.FRENCH: {
        ConferenceState.CREATED: "\u2068{speaker}\u2069 n’est pas encore en direct",
        ConferenceState.LIVE: "\u2068{speaker}\u2069 est en direct",
        ConferenceState.FINISHED: "\u2068{speaker}\u2069 a terminé",
    },
    Language.ARABIC: {
        ConferenceState.CREATED: "لم يبدأ بث \u2068{speaker}\u2069 بعد",
        ConferenceState.LIVE: "\u2068{speaker}\u2069 على الهواء",
        ConferenceState.FINISHED: "انتهى بث \u2068{speaker}\u2069",
    },
}


def unfurled(document: bytes, preview: views.Preview, *, url: str, language: Language) -> bytes:
    """Write into the page's document what a conference is; ``url`` is the public address of the server."""
    state = _STATES[language][preview.state].format(speaker=preview.speaker)
    properties = {
        "og:type": "website",
        "og:site_name": "Wexstream",
        "og:title": preview.title,
        "og:description": state,
        "og:url": f"{url}/conference?c={preview.id}",
        "og:locale": _TERRITORIES[language],
        "og:image": f"{url}{_PICTURE}",
        "og:image:width": _PICTURE_SIDE,
        "og:image:height": _PICTURE_SIDE,
        "og:image:alt": "Wexstream",
    }
    names = {
        "description": state,
        "twitter:card": "summary",
        "twitter:title": preview.title,
        "twitter:description": state,
        "twitter:image": f"{url}{_PICTURE}",
    }
    head = [
        f"<title>{escape(preview.title)} · Wexstream</title>",
        *(f'<meta name="{name}" content="{escape(value)}" />' for name, value in names.items()),
        *(f'<meta property="{name}" content="{escape(value)}" />' for name, value in properties.items()),
    ]
    return document.replace(TITLE, "\n    ".join(head).encode(), 1)


async def previewed(conferences: Conferences, name: str) -> views.Preview | None:
    """Look up what anybody may see of a conference; nothing also while nothing can be looked up."""
    try:
        conference = ConferenceId(UUID(name))
    except ValueError:
        return None
    try:
        return await conferences.preview(conference)
    except (NotSignedIn, StorageUnavailable):
        return None
