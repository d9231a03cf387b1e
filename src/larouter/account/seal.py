"""Values that only this installation can read: compressed, then sealed by AES-256-GCM under a key of their project.

The key derives from the secret of the installation and from what it is for; who has the database alone has nothing.
"""

import os
import zlib
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


@cache
def can_seal() -> bool:
    """Whether the package that encrypts is installed."""
    return find_spec("cryptography") is not None


@lru_cache(maxsize=512)
def key_of(secret: bytes, purpose: bytes, project_id: str) -> "AESGCM":
    """The key of a project for a purpose."""
    # Loaded when the first value is kept; most installations keep none.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose + project_id.encode())
    return AESGCM(derive.derive(secret))


def label_of(project_id: str, ident: str) -> bytes:
    """What a sealed row is bound to, so that it cannot be passed off as another."""
    return f"{project_id}\n{ident}".encode()


def seal(key: "AESGCM", label: bytes, value: object) -> bytes:
    """A value as bytes that mean nothing without the key."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + key.encrypt(nonce, zlib.compress(msgspec.json.encode(value), 1), label)


def unseal(key: "AESGCM", label: bytes, sealed: bytes) -> dict[str, Any]:
    """The value of a row.

    Raises:
        cryptography.exceptions.InvalidTag: It is damaged, or sealed under another installation's secret.
    """
    packed = key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], label)
    value: dict[str, Any] = msgspec.json.decode(zlib.decompress(packed))
    return value
