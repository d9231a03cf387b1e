"""A decision as bytes and back, with all that a replay needs beside the stored policy and fleet."""

import msgspec

from larouter.core.decision import Record

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


def encode(record: Record) -> bytes:
    """The record of a decision, as JSON of about a kilobyte."""
    return _encoder.encode(record)


def decode(record: bytes) -> Record:
    """The record back as values.

    Raises:
        msgspec.ValidationError: It is not a record of this version.
    """
    return _decoder.decode(record)
