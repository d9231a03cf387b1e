"""No byte of a request reaches a backend beyond its permitted zone, whatever fails; recorders listen at the sockets.

Random projects, conversations and faults through the whole router, in this process, with real sockets.
"""

import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from in_process import Running, running

from larouter.core.zones import Sensitivity, Zone
from larouter.testing import faults
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.faults import Fault

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]
ZONES = ("local", "private", "public")
PROJECTS, ASKED = 40, 8
SAID = {
    Sensitivity.PUBLIC: (
        "Explain how a heat pump works.",
        "Write a haiku about rain.",
        "def f(x): return x * 2",
    ),
    Sensitivity.INTERNAL: (
        "INTERNAL USE ONLY: shift plan for the north gate.",
        "ping db7.corp.internal fails",
    ),
    Sensitivity.CONFIDENTIAL: ("Charge 4556 7375 8689 9855, expires 11/29.", "my password: Otter!5521x"),
}
GOES_WRONG: tuple[Fault | None, ...] = (
    None,
    None,
    faults.Status(500),
    faults.Status(429),
    faults.ResetBeforeHeaders(),
    faults.ResetAfterHeaders(),
    faults.Cut(1, "reset"),
    faults.Html(),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backends() -> AsyncIterator[Mapping[str, FakeOpenAI]]:
    async with FakeOpenAI() as local, FakeOpenAI() as private, FakeOpenAI() as public:
        yield dict(zip(ZONES, (local, private, public), strict=True))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(
    tmp_path_factory: pytest.TempPathFactory, backends: Mapping[str, FakeOpenAI]
) -> AsyncIterator[Running]:
    folder = tmp_path_factory.mktemp("router")
    (folder / "larouter.toml").write_text(
        "".join(
            f'[backends.{zone}]\nurl = "{fake.url}"\nzone = "{zone}"\n'
            f'[[backends.{zone}.models]]\nid = "gpt-fake"\n'
            'tiers = ["HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER"]\n'
            "price = { input = 1, output = 2 }\n"
            for zone, fake in backends.items()
        )
    )
    async with running(folder) as it:
        yield it


def policy(rng: Random) -> tuple[dict[str, Any], tuple[Zone, ...]]:
    """A policy, and the widest zone that it permits for each sensitivity."""
    wide = sorted((rng.choice(list(Zone)) for _ in Sensitivity), reverse=True)
    names = dict(
        zip(("public", "internal", "confidential"), (zone.name.lower() for zone in wide), strict=True)
    )
    members: dict[str, Any] = {"zones": names, "dial": round(rng.random(), 2)}
    members["sensitivity"] = rng.choice(("public", "public", "internal", "confidential"))
    members["on_findings"] = rng.choice(("keep", "keep", "redact"))
    members["groups"] = {"any": [{"match": "public", "weight": 5}, "private", "local"]}
    members["aliases"] = rng.choice(({}, {"gpt-*": "any"}))
    members["hold"] = rng.choice(("none", "all"))
    if rng.random() < 0.5:
        members["rules"] = [{"name": "all", "use": ["any"]}]
    if rng.random() < 0.3:
        members["pins"] = {"SIMPLE": "public"}
    return members, tuple(wide)


async def ask(it: Running, rng: Random, key: str, number: int) -> tuple[Sensitivity, str]:
    """One request; what it is, and a mark that all of its bytes bear."""
    level = rng.choice(list(Sensitivity))
    mark = f"mark{number:05d}x"
    said = f"{mark} {rng.choice(SAID[level])}"
    turns = [{"role": "user", "content": said}]
    if rng.random() < 0.3:
        turns = [
            *turns,
            {"role": "assistant", "content": f"{mark} ok"},
            {"role": "user", "content": f"{mark} go on"},
        ]
    body = {"model": rng.choice(("auto", "auto:frontier", "gpt-fake", "public/gpt-fake")), "messages": turns}
    body["stream"] = rng.random() < 0.5
    with contextlib.suppress(Exception):  # how it ends does not matter here
        await it.ask("POST", "/v1/chat/completions", body, key=key)
    return level, mark


async def test_no_byte_reaches_a_backend_beyond_its_zone_whatever_fails(
    it: Running, backends: Mapping[str, FakeOpenAI]
) -> None:
    rng = Random(2026)
    number, left = 0, 0
    for at in range(PROJECTS):
        members, wide = policy(rng)
        made = await it.control("POST", "/api/projects", {"name": f"p{at}", "policy": members})
        assert made.status == 201, made.body
        floor = Sensitivity[str(members["sensitivity"]).upper()]
        for _ in range(ASKED):
            it.house.pulses._pulses.clear()  # no breaker stays open, so that faults are met anew
            for fake in backends.values():
                fake.faults.clear()
                fake.faults.extend(rng.choice(GOES_WRONG) for _ in range(rng.randint(0, 4)))
            before = {zone: len(fake.received) for zone, fake in backends.items()}
            level, mark = await ask(it, rng, made.json()["token"], number)
            number += 1
            redacts = members["on_findings"] == "redact" and level > Sensitivity.PUBLIC
            permitted = wide[floor] if redacts else wide[max(level, floor)]
            for zone, fake in backends.items():
                got = b"".join(request.body for request in fake.received[before[zone] :])
                left += mark.encode() in got
                if Zone[zone.upper()] > permitted:
                    assert mark.encode() not in got, (members, level, zone)
                if Zone[zone.upper()] > wide[max(level, floor)]:
                    for held in (b"4556 7375", b"Otter!", b"corp.internal", b"INTERNAL USE ONLY"):
                        assert held not in got, (members, level, zone)
    assert left > number / 4


async def test_with_every_local_backend_down_a_confidential_request_is_refused_and_says_why(
    tmp_path: Path,
) -> None:
    card = [{"role": "user", "content": SAID[Sensitivity.CONFIDENTIAL][0]}]
    async with FakeOpenAI() as public, FakeOpenAI() as local:
        (tmp_path / "larouter.toml").write_text(
            f'[backends.far]\nurl = "{public.url}"\nzone = "public"\nmodels = ["gpt-fake"]\n'
            f'[backends.near]\nurl = "{local.url}"\nzone = "local"\nmodels = ["gpt-fake"]\n'
        )
        async with running(tmp_path) as it:
            local.faults.extend([faults.Status(503)] * 20)
            said = await it.ask("POST", "/v1/chat/completions", {"model": "auto", "messages": card})
            assert said.status in (502, 503)
            assert not public.received[0:] or all(b"4556" not in request.body for request in public.received)
    async with FakeOpenAI() as public:
        (tmp_path / "larouter.toml").write_text(
            f'[backends.far]\nurl = "{public.url}"\nzone = "public"\nmodels = ["gpt-fake"]\n'
        )
        async with running(tmp_path) as it:
            said = await it.ask("POST", "/v1/chat/completions", {"model": "auto", "messages": card})
            assert (said.status, said.error["code"]) == (403, "no_eligible_backend")
            assert all(b"4556" not in request.body for request in public.received)


async def test_a_picture_at_a_url_is_passed_on_as_it_is_and_never_fetched(tmp_path: Path) -> None:
    async with FakeOpenAI() as cloud, FakeOpenAI() as elsewhere:
        (tmp_path / "larouter.toml").write_text(
            f'[backends.cloud]\nurl = "{cloud.url}"\nzone = "public"\n[[backends.cloud.models]]\nid = "gpt-fake"\n'
            'capabilities = ["vision", "tools"]\ntiers = ["SIMPLE"]\n'
        )
        picture = f"{elsewhere.url}/picture.png"
        content = [
            {"type": "text", "text": "what is this"},
            {"type": "image_url", "image_url": {"url": picture}},
        ]
        async with running(tmp_path) as it:
            body = {"model": "auto", "messages": [{"role": "user", "content": content}]}
            said = await it.ask("POST", "/v1/chat/completions", body)
            assert said.status == 200, said.body
            assert picture.encode() in cloud.received[-1].body
            assert (elsewhere.connections, elsewhere.received) == (0, [])


async def test_a_redirect_of_a_backend_is_a_failure_and_leads_nowhere(tmp_path: Path) -> None:
    async with FakeOpenAI() as near, FakeOpenAI() as elsewhere:
        (tmp_path / "larouter.toml").write_text(
            f'[backends.near]\nurl = "{near.url}"\nzone = "local"\nmodels = ["gpt-fake"]\n'
        )
        near.faults.extend([faults.Status(307)] * 5)
        async with running(tmp_path) as it:
            hello = [{"role": "user", "content": "hi"}]
            said = await it.ask("POST", "/v1/chat/completions", {"model": "auto", "messages": hello})
            assert said.status >= 400
            assert elsewhere.connections == 0


async def test_a_proxy_of_the_environment_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeOpenAI() as near, FakeOpenAI() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        (tmp_path / "larouter.toml").write_text(
            f'[backends.near]\nurl = "{near.url}"\nzone = "local"\nmodels = ["gpt-fake"]\n'
        )
        async with running(tmp_path) as it:
            hello = [{"role": "user", "content": "hi"}]
            said = await it.ask("POST", "/v1/chat/completions", {"model": "auto", "messages": hello})
            assert said.status == 200
            assert json.loads(near.received[-1].body)["messages"] == hello
            assert proxy.connections == 0
