"""A decision is a value that goes through JSON unharmed."""

import msgspec

from larouter.core.decision import Decision, Dropped, Record, Step
from larouter.core.features import Difficulty, Features, Finding
from larouter.core.live import Live
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.core.zones import Zone

DECISION = Decision(
    target=Tier.COMPLEX,
    why_target="it is hard",
    reach=Zone.PRIVATE,
    why_reach="it is internal",
    plan=(Step("a/m", Tier.COMPLEX, MicroUSD(12), 4096, "serves it"),),
    dropped=(Dropped("b/m", "zone", "too far"),),
    policy_version="p",
    fleet_version="f",
)


def test_a_record_read_back_from_json_is_the_same_value() -> None:
    features = Features(
        tier=Tier.SIMPLE,
        difficulty=Difficulty(0.25, 0.5, ("short",)),
        findings=(Finding("iban", 2),),
        needs=frozenset({"tools", "vision"}),
        remaining=0,
    )
    record = Record(features, {"a/m": Live(in_flight=2)}, DECISION)
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record
