"""Keys: each purpose has one of its own, and all come from the server's one secret."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_SHORTEST = 32
KEY_LENGTH = 32


def derive(secret: bytes, purpose: str) -> bytes:
    """Derive the key of a purpose, 32 bytes (HKDF with SHA-256, RFC 5869); no key tells anything of another.

    Raises ValueError for a secret under 32 bytes.
    """
    if len(secret) < SECRET_SHORTEST:
        raise ValueError(
            f"The server's secret has {len(secret)} bytes and needs {SECRET_SHORTEST}; "
            "make one, for example with: openssl rand -base64 48"
        )
    hkdf = HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=f"wexstream/{purpose}".encode())
    return hkdf.derive(secret)
