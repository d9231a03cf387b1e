"""Every hard constraint lets pass what fits, and says in a sentence why the rest lost."""

import pytest
from candidates import candidate, deployment, priced

from larouter.core.features import Cap, Features
from larouter.core.live import OPEN, PROBING, Live
from larouter.core.money import UNKNOWN
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.decide import filters
from larouter.decide.filters import FILTERS, Candidate, names

CLOUD = deployment(name="cloud/large", backend="cloud", model="large", zone=Zone.PUBLIC, region="us")
TOOLS = Features(needs=frozenset({"vision", "tools"}))


@pytest.mark.parametrize(
    ("rule", "it", "sentence"),
    [
        (filters.named, candidate(request=Features(model="large")), "large was asked for by name"),
        (
            filters.zone,
            candidate(CLOUD, reach=Zone.PRIVATE),
            "public is beyond private, as far as this request may go",
        ),
        (
            filters.region,
            candidate(CLOUD, policy=Policy(regions=("eu", "ch"))),
            "its region is us; the policy permits eu, ch",
        ),
        (
            filters.region,
            candidate(policy=Policy(regions=("eu",))),
            "its region is not stated; the policy permits eu",
        ),
        (filters.allowed, candidate(CLOUD, policy=Policy(deny=("gpt-*", "cl*"))), "the policy denies cl*"),
        (filters.allowed, candidate(CLOUD, policy=Policy(deny=("lar?e",))), "the policy denies lar?e"),
        (filters.allowed, candidate(CLOUD, policy=Policy(allow=("a", "b"))), "the policy allows only a, b"),
        (filters.capable, candidate(request=TOOLS), "it cannot do tools, vision"),
        (
            filters.fits,
            candidate(deployment(window=2_048), Features(input_tokens=2_000)),
            "it needs about 2,256 tokens with room for an answer; its window is 2,048",
        ),
        (
            filters.alive,
            candidate(deployment(retires_on=20, replacement="new"), Features(today=20)),
            "its provider has retired it; new takes its place",
        ),
        (
            filters.affordable,
            priced(1_500, request=Features(remaining=1_499)),
            "it could cost $0.001500; the budget has $0.001499 left",
        ),
        (
            filters.priced,
            candidate(deployment(rates=UNKNOWN), Features(remaining=10**9)),
            "its price is not known, and a budget with a hard cap applies; set its price in the configuration",
        ),
        (filters.healthy, candidate(live=Live(up=False)), "its backend is not there"),
        (
            filters.healthy,
            candidate(live=Live(breaker=OPEN)),
            "it has failed lately and is left alone for a while (circuit open)",
        ),
        (
            filters.quick,
            candidate(policy=Policy(latency_ceiling_ms=1_000), live=Live(ttft_ms=900, wait_ms=101)),
            "its first token is expected after 1,001 ms, 101 ms of them in its queue; the ceiling is 1,000 ms",
        ),
        (
            filters.quick,
            candidate(policy=Policy(latency_ceiling_ms=1_000), live=Live(ttft_ms=1_900)),
            "its first token is expected after 1,900 ms; the ceiling is 1,000 ms",
        ),
        (
            filters.roomy,
            candidate(live=Live(queued=32, capacity=2, full=True)),
            "its queue is full: 32 requests wait for 2 slots",
        ),
    ],
)
def test_who_loses_is_told_why(rule: filters.Filter, it: Candidate, sentence: str) -> None:
    assert rule(it) == sentence


@pytest.mark.parametrize(
    ("rule", "it"),
    [
        (filters.named, candidate(request=Features(model="small"))),
        (filters.named, candidate(request=Features(model="here/small"))),
        (filters.zone, candidate(CLOUD, reach=Zone.PUBLIC)),
        (filters.region, candidate(CLOUD, policy=Policy(regions=("us",)))),
        (filters.allowed, candidate(CLOUD, policy=Policy(allow=("cloud",)))),
        (filters.allowed, candidate(CLOUD, policy=Policy(allow=("cloud/*",), deny=("here/*",)))),
        (filters.capable, candidate(deployment(capabilities=frozenset({"tools", "vision", "audio"})), TOOLS)),
        (filters.fits, candidate(deployment(window=0), Features(input_tokens=10**9))),
        (filters.fits, candidate(deployment(window=2_048), Features(input_tokens=1_792))),
        (filters.alive, candidate(deployment(retires_on=20), Features(today=19))),
        (filters.alive, candidate(request=Features(today=99_999))),
        (filters.priced, candidate(deployment(rates=UNKNOWN))),
        (filters.priced, candidate(request=Features(remaining=0))),
        (filters.affordable, priced(1_500, request=Features(remaining=1_500))),
        (filters.affordable, priced(10**12)),
        (filters.healthy, candidate(live=Live(breaker=PROBING))),
        (filters.quick, candidate(live=Live(ttft_ms=10**6))),
        (filters.quick, candidate(request=Features(latency_ceiling_ms=5, batch=True), live=Live(wait_ms=99))),
        (filters.roomy, candidate(live=Live(queued=31, capacity=2))),
    ],
)
def test_who_fits_passes(rule: filters.Filter, it: Candidate) -> None:
    assert rule(it) is None


def test_the_ceiling_of_the_request_comes_before_that_of_the_policy() -> None:
    slow = Live(ttft_ms=500)
    patient, strict = Policy(latency_ceiling_ms=1_000), Features(latency_ceiling_ms=100)
    assert filters.quick(candidate(policy=patient, live=slow)) is None
    assert filters.quick(candidate(request=strict, policy=patient, live=slow)) is not None


def test_denied_is_denied_whatever_is_allowed() -> None:
    policy = Policy(allow=("large",), deny=("cloud/large",))
    assert filters.allowed(candidate(CLOUD, policy=policy)) == "the policy denies cloud/large"


def test_a_deployment_is_called_by_the_model_or_as_the_backend_does_with_or_without_its_name() -> None:
    it = deployment(name="here/small", backend="here", model="small", upstream_id="org/small:q4")
    assert set(names(it)) == {"small", "here/small", "org/small:q4", "here/org/small:q4"}
    for name in names(it):
        assert filters.named(candidate(it, Features(model=name))) is None


def test_zone_is_asked_before_anything_that_depends_on_the_backend() -> None:
    rules = [rule for rule, _ in FILTERS]
    assert rules.index("zone") < min(rules.index(other) for other in rules if other not in ("model", "zone"))
    assert len(set(rules)) == len(rules)


@pytest.mark.parametrize(
    ("cap", "lost"),
    [
        (Cap("bud_1", 99), True),
        (Cap("bud_1", 100), False),
        (Cap("bud_1", None), False),
        (Cap("bud_1", 99, models=("other-*",)), False),
        (Cap("bud_1", 99, models=("*",)), True),
        (Cap("bud_1", 99, tiers=(Tier.FRONTIER,)), False),
        (Cap("bud_1", 99, tiers=(Tier.COMPLEX,)), True),
    ],
)
def test_a_cap_for_some_tiers_or_models_drops_only_what_it_covers(cap: Cap, *, lost: bool) -> None:
    it = priced(100, request=Features(caps=(cap,)))
    it.tier = Tier.COMPLEX
    assert (filters.affordable(it) is not None) is lost


def test_what_has_no_price_is_left_out_where_a_cap_covers_it() -> None:
    covered = Features(caps=(Cap("bud_1", 10**9),))
    assert filters.priced(candidate(deployment(rates=UNKNOWN), covered)) is not None
    elsewhere = Features(caps=(Cap("bud_1", 10**9, models=("other",)), Cap("bud_2", None)))
    assert filters.priced(candidate(deployment(rates=UNKNOWN), elsewhere)) is None


def test_the_window_is_held_against_what_the_models_prompts_really_count() -> None:
    request = Features(input_tokens=1_000, max_tokens=100)
    tight = deployment(window=1_500)
    assert filters.fits(candidate(tight, request)) is None
    said = filters.fits(candidate(tight, request, live=Live(tokens=150)))
    assert said == "it needs about 1,600 tokens with room for an answer; its window is 1,500"
