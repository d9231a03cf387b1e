"""What must stay stays, whatever fails: recorders at the sockets of every zone, through the real pipeline.

Fleets, policies, faults, hedges, escalations, second opinions and conversations are drawn at random; not a byte of a
request may reach a backend beyond the zone that its sensitivity permits, whether the caller says what it is or its
words do, and whichever turn of the conversation they stand in. `LAROUTER_LIVES` says how many conversations (`make
soak` asks for thousands); every hundred of them live in another fleet.
"""

import itertools
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tiered import Tiered, tiered

from larouter.core.zones import Zone
from larouter.dispatch.hedge import FEWEST
from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import Pace
from larouter.testing.faults import Fault

pytestmark = pytest.mark.asyncio(loop_scope="module")
PLACES = {
    "near": ("SIMPLE", "local"),
    "deep": ("MODERATE", "local"),
    "office": ("MODERATE", "private"),
    "suite": ("COMPLEX", "private"),
    "cloud": ("COMPLEX", "public"),
    "star": ("FRONTIER", "public"),
}
LEVELS = ("public", "internal", "confidential")
SAID = {
    "public": "Hello",
    "internal": "INTERNAL USE ONLY: shift plan for the north gate",
    "confidential": "My card is 4556 7375 8689 9855",
}
TIERS = ("SIMPLE", "MODERATE", "COMPLEX", "FRONTIER")
LIVES = int(os.environ.get("LAROUTER_LIVES", "60"))  # the soak sets 3,000
LIVES_IN_A_FLEET = 100
FLEETS = range(max(1, LIVES // LIVES_IN_A_FLEET))
HASTY = "[escalation]\nretry_delay = 5"
_marks = itertools.count(1)


def fleet(number: int) -> dict[str, tuple[str, str]]:
    """The first is the one above; in the others the same names stand anywhere."""
    if number == 0:
        return PLACES
    rng = Random(number)
    return {name: (rng.choice(TIERS), rng.choice(("local", "private", "public"))) for name in PLACES}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=FLEETS)
async def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Tiered]:
    folder = tmp_path_factory.mktemp("zones")
    places = fleet(request.param)
    async with tiered(folder, Pace(token_seconds=0.001), HASTY, places) as it:
        lateness = it.router.house.pipeline.road.lateness
        for name, stream, _ in itertools.product(places, (False, True), range(FEWEST)):
            lateness.note(f"{name}/{name}", 0.001, stream=stream)  # so that hedges are made at once
        yield it
        made = {status for status, _ in it.router.house.tally.attempts}
        many = places is PLACES and LIVES > LIVES_IN_A_FLEET
        expected = {"ok", "failed", "advice"} | ({"cancelled", "rejected"} if many else set())
        assert made >= expected, "too little has happened to prove anything"


wrong: st.SearchStrategy[Fault | None] = st.sampled_from(
    (
        None,
        faults.Status(500),
        faults.Status(429),
        faults.Status(403, message="flagged"),
        faults.Html(),
        faults.ResetBeforeHeaders(),
        faults.Cut(2),
        faults.Cut(4, "end"),
        faults.Malformed(2),
        faults.WrongType(3),
        faults.ErrorEvent(3),
        faults.SlowStart(0.05),
    )
)
answers = st.sampled_from(
    (
        Answer("It is Paris, as everybody knows."),
        Answer("I don't know the answer."),
        Answer(""),
        Answer("one by " * 60),
        Answer('{"good": false}'),
        Answer("The answer is 7."),
        Answer(refusal="I will not."),
    )
)
names = st.sampled_from(tuple(PLACES))
zones = st.lists(st.sampled_from(("local", "private", "public")), min_size=3, max_size=3).map(
    lambda drawn: dict(zip(LEVELS, sorted(drawn, key=("public", "private", "local").index), strict=True))
)
policies = st.fixed_dictionaries(
    {
        "zones": zones,
        "hold": st.sampled_from(("none", "first:3", "all")),
        "hedge": st.booleans(),
        "dial": st.floats(0, 1).map(lambda drawn: round(drawn, 2)),
        "deny": st.just([]) | st.lists(names, max_size=2, unique=True),
        "pins": st.sampled_from(({}, {}, {"SIMPLE": "cloud"}, {"SIMPLE": "office"})),
        "groups": st.lists(names, min_size=1, max_size=3, unique=True).map(lambda drawn: {"some": drawn}),
        "rules": st.sampled_from(([], [{"name": "all", "use": ["some"]}])),
        "escalation": st.fixed_dictionaries({"agreement": names | st.just(""), "judge": names | st.just("")}),
    }
).filter(lambda policy: not set(policy["deny"]) & {*policy["pins"].values(), *policy["groups"]["some"]})


@dataclass(frozen=True)
class Life:
    """What happens to a conversation.

    Attributes:
        policy: Of its project.
        level: How sensitive it is.
        told: Whether the caller says so, rather than the words of the first turn.
        model: What is asked for.
        stream: Whether streams are asked for.
        failing: What goes wrong at each backend, in turn.
        saying: What each backend says.
        turns: How many there are.
    """

    policy: dict[str, Any]
    level: str
    told: bool
    model: str
    stream: bool
    failing: dict[str, list[Fault | None]]
    saying: dict[str, Answer]
    turns: int


lives = st.builds(
    Life,
    policies,
    st.sampled_from(LEVELS),
    st.booleans(),
    st.sampled_from(("auto", "auto", "auto", "auto:frontier", "cloud/cloud")),
    st.booleans(),
    st.dictionaries(names, st.lists(wrong, max_size=3)),
    st.dictionaries(names, answers),
    st.integers(1, 3),
)


@pytest.mark.timeout(900)
@settings(
    max_examples=LIVES // len(FLEETS),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a life takes too long to be shrunk
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lives)
async def test_no_byte_of_a_request_goes_beyond_its_zone(house: Tiered, life: Life) -> None:
    house.reset()
    house.answers |= life.saying
    for name, script in life.failing.items():
        house.fakes[name].faults.extend(script)
    token = await house.project(life.policy)
    places = house.places
    permitted = Zone[life.policy["zones"][life.level].upper()]
    told = {"x_larouter_sensitivity": life.level} if life.told else {}
    messages, marks = [], []
    for turn in range(life.turns):
        marks.append(f"marker{next(_marks)}")
        words = "" if turn or life.told else f"{SAID[life.level]}.\n"
        text = f"{words}What is the capital, {marks[-1]}, and how old is it?"
        messages.append({"role": "user", "content": text})
        said = await house.ask(token, told, messages=messages, stream=life.stream, model=life.model)
        assert said.status in (200, 403, 404, 429, 502, 503, 504)
        messages.append({"role": "assistant", "content": "I see."})
    reached = {
        name: sum(mark.encode() in request.head + request.body for request in fake.received for mark in marks)
        for name, fake in house.fakes.items()
    }
    assert {
        name: seen for name, seen in reached.items() if seen and Zone[places[name][1].upper()] > permitted
    } == {}
    usage = (await house.router.control("GET", "/api/usage?period=all")).json()
    assert sum(part["costMicroUsd"] for part in usage["byZone"].values()) == usage["totalCostMicroUsd"]
    assert all(house.router.house.pulses.of(f"{name}/{name}").in_flight == 0 for name in PLACES)


async def test_with_every_local_backend_down_what_must_stay_is_refused_and_no_cloud_hears_of_it(
    house: Tiered,
) -> None:
    local = [name for name, (_, zone) in house.places.items() if zone == "local"]
    elsewhere = sorted(house.places.keys() - set(local))
    if not local or not any(zone == "public" for _, zone in house.places.values()):
        pytest.skip("this fleet has nothing at home, or nothing else")
    house.reset()
    everything = await house.project()
    nothing_local = await house.project({"deny": local})
    confidential = {"x_larouter_sensitivity": "confidential"}
    for name in local:
        await house.fakes[name].refuse()
    try:
        said = await house.ask(nothing_local, confidential)
        assert (said.status, said.error["code"]) == (403, "no_eligible_backend")
        for _ in range(5):
            said = await house.ask(everything, confidential)
            assert said.status == 503
            assert int(said.headers["retry-after"]) >= 1
        assert [house.asked(name) for name in elsewhere] == [0] * len(elsewhere)
        assert (await house.ask(everything, {"x_larouter_sensitivity": "public"})).status == 200
    finally:
        for name in local:
            await house.fakes[name].listen()
