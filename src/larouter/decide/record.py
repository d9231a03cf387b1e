"""A decision as bytes and back, with all that a replay needs beside the stored policy and fleet."""

import msgspec

from larouter.core.decision import Decision, Record
from larouter.core.deployment import Fleet
from larouter.core.policy import Policy
from larouter.decide.decide import decide

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


def replay(record: Record, policy: Policy, fleet: Fleet) -> Decision:
    """Decide again from a record, under the policy and static fleet given."""
    return decide(record.features, policy, Fleet(fleet.version, fleet.deployments, record.live))
