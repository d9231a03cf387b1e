"""Signatures of reasoning, labelled with the model that made them, for clients that echo them back.

A label is base64 throughout, because Google's clients accept nothing else in that place.
"""

import base64

from larouter.wire.neutral import Seal

MARK = "bGFyb3V0ZXI6"
"""How every label begins: `larouter:` in base64."""


def label(seal: Seal, kind: str = "") -> str:
    """The seal as one string that names its origin; as it is when the origin is not known.

    Args:
        seal: What to label.
        kind: What it signs, where it stands in for a place that the protocol has not: `call` or `text`.
    """
    if not seal.origin and not kind:
        return seal.value
    return base64.b64encode(f"larouter:{kind}:{seal.origin}:{seal.value}".encode()).decode()


def read_label(text: str) -> tuple[Seal, str]:
    """The seal behind a label and its kind; a seal of unknown origin when there is no label."""
    if not text.startswith(MARK):
        return Seal(text), ""
    try:
        inner = base64.b64decode(text, validate=True).decode()
    except ValueError:
        return Seal(text), ""
    kind, _, rest = inner.removeprefix("larouter:").partition(":")
    origin, _, value = rest.rpartition(":")
    return Seal(value, origin), kind
