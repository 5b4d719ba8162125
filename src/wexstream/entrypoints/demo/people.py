"""Who is in the network of the demo, and who is connected to whom."""

from dataclasses import dataclass
from importlib.resources import files

from wexstream.domain.model.account import Language

ME = "clara"  # whose home the visitor sees first; a moderator


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the demo; ``key`` names the person here, in the address, and in the portrait's file."""

    key: str
    full_name: str
    bio: str
    location: str
    time_zone: str
    website: str | None = None
    language: Language = Language.ENGLISH
    messages_from_strangers: bool = True

    @property
    def email(self) -> str:
        """An address at which nobody is (RFC 2606, 3)."""
        return f"{self.key}@example.org"

    @property
    def portrait(self) -> bytes | None:
        """The picture, drawn for this demo (image/webp); not everybody has one."""
        file = files("wexstream.entrypoints.demo").joinpath("portraits", f"{self.key}.webp")
        return file.read_bytes() if file.is_file() else None


PEOPLE = (
    Person(
        key="clara",
        full_name="Clara Weiss",
        bio="Gardens, and talks about it",
        location="Freiburg",
        time_zone="Europe/Berlin",
        website="https://clara.example.org",
    ),
    Person(
        key="amal",
        full_name="Amal Haddad",
        bio="Reads aloud. Librarian in Marseille.",
        location="Marseille, France",
        time_zone="Europe/Paris",
        website="https://amal.example.org",
        language=Language.FRENCH,
    ),
    Person(
        key="kofi",
        full_name="Kofi Mensah",
        bio="Builds koras, and plays them when nobody wants a new one",
        location="Accra",
        time_zone="Africa/Accra",
    ),
    Person(
        key="yuki",
        full_name="Yuki Tanabe",
        bio="Eleven hives and a small bakery",
        location="Nagano",
        time_zone="Asia/Tokyo",
    ),
    Person(
        key="noor",
        full_name="Noor van Dijk",
        bio="Forty tomatoes on one balcony",
        location="Utrecht",
        time_zone="Europe/Amsterdam",
    ),
    Person(
        key="tomasz",
        full_name="Tomasz Zieliński",
        bio="Polish lessons, bad puns",
        location="Kraków",
        time_zone="Europe/Warsaw",
        website="https://tomasz.example.org",
    ),
    Person(
        key="zola",
        full_name="Zola Dlamini",
        bio="Conducts a choir that has never been in one room",
        location="Durban",
        time_zone="Africa/Johannesburg",
    ),
    Person(
        key="hassan",
        full_name="Hassan El Amrani",
        bio="Sound engineer. Sings bass.",
        location="Fès",
        time_zone="Africa/Casablanca",
        language=Language.ARABIC,
    ),
    Person(
        key="farah",
        full_name="Farah Nouri",
        bio="Rivers, and the towns that forget them",
        location="Tunis",
        time_zone="Africa/Tunis",
        language=Language.ARABIC,
    ),
    Person(
        key="ines",
        full_name="Inês Carvalho",
        bio="Sings in three choirs",
        location="Porto",
        time_zone="Europe/Lisbon",
    ),
    Person(
        key="peter",
        full_name="Peter Lindqvist",
        bio="Retired, not tired",
        location="Stockholm",
        time_zone="Europe/Stockholm",
    ),
    Person(
        key="mireille",
        full_name="Mireille Fontaine",
        bio="Translator",
        location="Lyon",
        time_zone="Europe/Paris",
        language=Language.FRENCH,
    ),
    Person(
        key="samuel",
        full_name="Samuel Okoye",
        bio="Third year of medicine, second of sleep",
        location="Lagos",
        time_zone="Africa/Lagos",
    ),
    Person(
        key="bea",
        full_name="Bea Lindgren",
        bio="Physics teacher",
        location="Uppsala",
        time_zone="Europe/Stockholm",
    ),
    Person(
        key="rui",
        full_name="Rui Martins",
        bio="Repairs accordions",
        location="Lisbon",
        time_zone="Europe/Lisbon",
        messages_from_strangers=False,
    ),
)

NETWORKS = {
    "clara": "amal kofi yuki noor tomasz zola hassan farah mireille samuel",
    "amal": "peter zola mireille farah hassan samuel",
    "kofi": "ines noor hassan zola samuel",
    "yuki": "hassan rui tomasz noor bea",
    "noor": "ines bea peter tomasz",
    "tomasz": "samuel mireille peter",
    "zola": "hassan farah ines mireille",
    "peter": "bea mireille",
    "rui": "ines kofi",
}
"""Who asked whom to connect, and was approved."""

REQUESTS = (("peter", "clara", 26), ("bea", "clara", 5), ("clara", "ines", 50), ("rui", "farah", 30))
"""Who asked whom, how many hours ago, and has no answer yet."""
