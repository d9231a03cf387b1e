"""Random requests, policies and fleets for the properties of deciding."""

from hypothesis import strategies as st

from larouter.core.deployment import NOT_SERVED, Deployment, Fleet
from larouter.core.features import Cap, Difficulty, Features, Finding
from larouter.core.live import CLOSED, OPEN, PROBING, Live
from larouter.core.money import UNKNOWN, Rates
from larouter.core.policy import Policy
from larouter.core.routes import Alias, Canary, Clients, Hours, Peer, Rule
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone

CAPABILITIES = ("tools", "vision", "json_schema")
MODELS = ("alpha", "beta", "gamma", "delta")

zones = st.sampled_from(Zone)
tiers = st.sampled_from(Tier)
capabilities = st.frozensets(st.sampled_from(CAPABILITIES))
prices = st.integers(0, 50_000_000)
rates = st.one_of(st.builds(Rates, prices, prices, prices, prices), st.just(UNKNOWN))


@st.composite
def deployments(draw: st.DrawFn, index: int) -> Deployment:
    backend = f"backend{index}"
    model = draw(st.sampled_from(MODELS))
    return Deployment(
        name=f"{backend}/{model}",
        backend=backend,
        model=model,
        upstream_id=model,
        zone=draw(zones),
        region=draw(st.sampled_from(("", "eu", "us"))),
        places=tuple(draw(st.sampled_from((NOT_SERVED, 0, 1, 2))) for _ in Tier),
        capabilities=draw(capabilities),
        window=draw(st.sampled_from((0, 512, 8192, 1_000_000))),
        max_output=draw(st.sampled_from((0, 100, 8192))),
        rates=draw(rates),
        retires_on=draw(st.sampled_from((0, 20_000, 30_000))),
    )


lives = st.builds(
    Live,
    up=st.booleans(),
    breaker=st.sampled_from((CLOSED, OPEN, PROBING)),
    in_flight=st.integers(0, 50),
    capacity=st.integers(0, 8),
    ttft_ms=st.integers(0, 5000),
    wait_ms=st.integers(0, 5000),
    queued=st.integers(0, 50),
    others=st.integers(0, 5),
    full=st.booleans(),
    peak_ms=st.integers(0, 5000),
    failing=st.integers(0, 100),
    share=st.integers(10, 100),
)


@st.composite
def fleets(draw: st.DrawFn) -> Fleet:
    found = [draw(deployments(index)) for index in range(draw(st.integers(0, 6)))]
    live = {it.name: draw(lives) for it in found if draw(st.booleans())}
    return Fleet("fleet", found, live)


peers = st.lists(
    st.builds(Peer, st.sampled_from(("alpha", "backend0/*", "be*", "backend2")), st.integers(0, 3)),
    max_size=2,
).map(tuple)
rules = st.builds(
    Rule,
    name=st.just("rule"),
    models=st.sampled_from(((), ("auto*",), ("al*",))),
    tags=st.sampled_from(((), (("k", "v"),))),
    hours=st.sampled_from((None, Hours((0, 3), 0, 1440))),
    chain=st.sampled_from(((),)) | st.tuples(peers),
    groups=st.just(("one",)),
    tier=st.one_of(st.none(), tiers),
)
aliases = st.builds(Alias, match=st.sampled_from(("alpha", "auto", "nob*")), tier=tiers) | st.builds(
    Alias, match=st.sampled_from(("alpha", "auto", "nob*")), group=peers
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    wide = sorted(draw(st.lists(zones, min_size=3, max_size=3)), reverse=True)
    floor, ceiling = sorted(draw(st.lists(tiers, min_size=2, max_size=2)))
    thresholds = sorted(draw(st.lists(st.floats(0, 1), min_size=4, max_size=4)))
    patterns = st.lists(st.sampled_from(("alpha", "be*", "backend1/*", "gamma")), max_size=2).map(tuple)
    return Policy(
        zones=(wide[0], wide[1], wide[2]),
        sensitivity=draw(st.sampled_from(Sensitivity)),
        thresholds=(thresholds[0], thresholds[1], thresholds[2], thresholds[3]),
        min_confidence=draw(st.floats(0, 1)),
        abstain=draw(tiers),
        floor=floor,
        ceiling=ceiling,
        degrade_to=draw(tiers),
        allow=draw(patterns),
        deny=draw(patterns),
        regions=draw(st.lists(st.sampled_from(("eu", "us")), max_size=1).map(tuple)),
        latency_ceiling_ms=draw(st.sampled_from((0, 500, 3000))),
        waits=draw(st.booleans()),
        aliases=draw(st.lists(aliases, max_size=2).map(tuple)),
        rules=draw(st.lists(rules, max_size=2).map(tuple)),
        pins=draw(st.lists(st.tuples(tiers, st.sampled_from(("alpha", "be*"))), max_size=1).map(tuple)),
        canaries=draw(st.sampled_from(((), (Canary("beta", 5000),)))),
        clients=draw(st.builds(Clients, st.booleans(), st.booleans(), st.booleans())),
        version="policy",
    )


_CAPS = (
    Cap("bud_1", 100_000, (Tier.FRONTIER,), used=90, pressure=80),
    Cap("bud_2", 500, models=("al*",)),
    Cap("bud_3", None, used=100, pressure=50),
)


@st.composite
def requests(draw: st.DrawFn) -> Features:
    tokens = draw(st.integers(1, 200_000))
    return Features(
        model=draw(st.sampled_from(("", "", "", "alpha", "backend0/beta", "nobody"))),
        tier=draw(st.one_of(st.none(), tiers)),
        difficulty=Difficulty(draw(st.floats(0, 1)), draw(st.floats(0, 1)), ("because",)),
        sensitivity=draw(st.sampled_from(Sensitivity)),
        findings=draw(st.sampled_from(((), (Finding("iban", 2),)))),
        input_tokens=tokens,
        worst_input_tokens=tokens * 2,
        max_tokens=draw(st.sampled_from((0, 1, 500, 100_000))),
        answers=draw(st.sampled_from((1, 1, 3))),
        needs=draw(capabilities),
        dice=draw(st.integers(0, 9999)),
        today=draw(st.sampled_from((19_000, 25_000, 35_000))),
        remaining=draw(st.one_of(st.none(), st.integers(0, 5_000_000))),
        caps=draw(st.sampled_from(((), (), _CAPS))),
        latency_ceiling_ms=draw(st.sampled_from((0, 0, 1000))),
        affinity=draw(st.sampled_from(("", "backend0/alpha", "backend1/beta"))),
        batch=draw(st.booleans()),
        in_loop=draw(st.booleans()),
        minute=draw(st.sampled_from((-1, 5, 2000))),
        tags=draw(st.sampled_from(((), (("k", "v"),)))),
    )
