"""Ten thousand recorded decisions, made again from what is stored: each the same in every word."""

from pathlib import Path
from random import Random
from typing import Any

from larouter.api.replay import Asked, decided_again
from larouter.config.policy import parse_policy, policy_json, policy_of
from larouter.core.decision import Record
from larouter.core.deployment import NOT_SERVED, Deployment, Fleet
from larouter.core.features import Difficulty, Features, Finding
from larouter.core.ledger import Opening
from larouter.core.live import Live
from larouter.core.money import UNKNOWN, Rates, rate
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.decide.decide import decide
from larouter.decide.record import encode
from larouter.fleet.snapshot import body, read_body
from larouter.store import fleets, policies, requests
from larouter.store.database import Connection
from larouter.store.sqlite import open_sqlite

COUNT = 10_000
MODELS = ("alpha", "beta", "gamma", "delta")


def policy(rng: Random) -> dict[str, Any]:
    low, high = sorted(rng.sample(range(len(Tier)), 2))
    wide = sorted(("local", "private", "public"), key=lambda _: rng.random())
    order = ("local", "private", "public")
    zones = dict(zip(("confidential", "internal", "public"), sorted(wide, key=order.index), strict=True))
    members: dict[str, Any] = {
        "zones": zones,
        "floor": Tier(low).name,
        "ceiling": Tier(high).name,
        "dial": round(rng.random(), 2),
        "regions": rng.choice(([], ["eu"])),
        "deny": rng.choice(([], ["delta"])),
        "groups": {"near": ["alpha", {"match": "b1/*", "weight": 3}], "far": ["gamma"]},
        "aliases": rng.choice(({}, {"gpt-*": "near"}, {"gpt-*": "beta"})),
        "canary": rng.choice(([], [{"match": "beta", "share": 0.3}])),
        "clients": {"model": rng.random() < 0.8, "tier": rng.random() < 0.8},
    }
    if rng.random() < 0.5:
        when = rng.choice(({"model": ["auto*"]}, {"tag": {"k": "v*"}}, {"between": ["22:00", "06:00"]}))
        members["rules"] = [{"name": "rule", "when": when, "use": ["near", "far"]}]
    if rng.random() < 0.3:
        members["pins"] = {Tier(low).name: "gamma"}
    return members


def deployment(rng: Random, at: int) -> Deployment:
    model = rng.choice(MODELS)
    prices = Rates(*(rate(str(rng.randint(0, 20))) for _ in range(4)))
    return Deployment(
        name=f"b{at}/{model}",
        backend=f"b{at}",
        model=model,
        upstream_id=model,
        zone=rng.choice(list(Zone)),
        region=rng.choice(("", "eu", "us")),
        places=tuple(rng.choice((NOT_SERVED, 0, 1, 2)) for _ in Tier),
        capabilities=frozenset(rng.sample(("tools", "vision"), rng.randint(0, 2))),
        window=rng.choice((0, 8192, 200_000)),
        rates=rng.choice((prices, UNKNOWN)),
    )


def features(rng: Random) -> Features:
    tokens = rng.randint(1, 20_000)
    return Features(
        model=rng.choice(("", "", "alpha", "gpt-4o")),
        tier=rng.choice((None, None, *Tier)),
        difficulty=Difficulty(round(rng.random(), 4), round(rng.random(), 4), ("asks for “this”",)),
        sensitivity=rng.choice(list(Sensitivity)),
        findings=rng.choice(((), (Finding("payment.iban", 2),))),
        input_tokens=tokens,
        worst_input_tokens=2 * tokens,
        needs=frozenset(rng.sample(("tools", "vision"), rng.randint(0, 1))),
        dice=rng.randint(0, 9999),
        today=20_000,
        remaining=rng.choice((None, 0, 100_000)),
        minute=rng.randint(0, 10_079),
        tags=rng.choice(((), (("k", "v1"),))),
    )


def live(rng: Random) -> Live:
    up, ttft = rng.random() < 0.9, rng.randint(0, 900)
    return Live(up=up, in_flight=rng.randint(0, 9), capacity=rng.randint(0, 4), ttft_ms=ttft)


def fleet_of(rng: Random) -> Fleet:
    found = sorted((deployment(rng, at) for at in range(rng.randint(1, 6))), key=lambda it: it.name)
    return read_body(body(found))


async def test_ten_thousand_decisions_come_out_the_same_in_every_word(tmp_path: Path) -> None:
    rng = Random(5)
    texts = [parse_policy(policy(rng)) for _ in range(60)]
    named = [fleet_of(rng) for _ in range(40)]
    database = open_sqlite(str(tmp_path / "larouter.db"), 1)

    def fill(connection: Connection) -> None:
        for text in texts:
            policies.keep(connection, policy_of(text).version, policy_json(text), 1)
        for fleet in named:
            fleets.keep(connection, fleet.version, body(fleet.deployments).decode(), 1)
        for number in range(COUNT):
            requests.add(connection, opening(number), "run")

    def opening(number: int) -> Opening:
        value, fleet = policy_of(rng.choice(texts)), rng.choice(named)
        seen = features(rng)
        moving = Fleet(fleet.version, fleet.deployments, {it.name: live(rng) for it in fleet.deployments})
        decision = decide(seen, value, moving)
        return Opening(
            request_id=f"req_{number:06d}",
            at_ms=1_000_000 + number,
            project_id="prj",
            token_id="tok",
            protocol="openai.chat",
            stream=False,
            asked_model=seen.model,
            target=decision.target,
            sensitivity=seen.sensitivity,
            reach=decision.reach,
            record=encode(Record(seen, moving.live, decision)),
            policy_version=value.version,
            fleet_version=fleet.version,
        )

    try:
        await database.write(fill)
        asked = Asked(since_ms=0, project=None, last=COUNT, policy=None)
        found = await database.read(lambda connection: decided_again(connection, asked, None))
    finally:
        await database.close()
    assert (found.decisions, found.identical, found.unreadable) == (COUNT, COUNT, 0)
    assert not found.moves
