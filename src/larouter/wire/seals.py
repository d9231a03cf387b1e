"""Signatures of reasoning, labelled with the model that made them, for clients that echo them back.

A label is base64 throughout, because Google's clients accept nothing else in that place.
"""

import base64
import binascii

from larouter.wire.neutral import Seal

MARK = "bGFyb3V0ZXI6"
"""How every label begins: `larouter:` in base64."""


def label(seal: Seal) -> str:
    """The seal as one string that names its origin; as it is when the origin is not known."""
    if not seal.origin:
        return seal.value
    return base64.b64encode(f"larouter:{seal.origin}:{seal.value}".encode()).decode()


def read_label(text: str) -> Seal:
    """The seal behind a label, or one of unknown origin when there is no label."""
    if not text.startswith(MARK):
        return Seal(text)
    try:
        inner = base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return Seal(text)
    origin, _, value = inner.removeprefix("larouter:").rpartition(":")
    return Seal(value, origin)
