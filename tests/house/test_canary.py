"""No secret and no word of a prompt in any log line, error, database page or audit row, whatever goes wrong."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from serving import Answer as Said
from serving import Serving, launch

from larouter.testing import faults
from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace

KEY = "sk-canary-0f6d1b5c-of-the-backend"
PROMPT = "canary-7a1e93d4-in-the-prompt"
ANSWER = "canary-c40f2a8e-in-the-answer"
HEADER = "canary-b9d7e611-in-a-header"
STRANGER = "lr_canary-55aa0c27-of-a-stranger"
CANARIES = (KEY, PROMPT, ANSWER, HEADER, STRANGER)

ECHO = f"could not answer {PROMPT!r} with key {KEY}"
FAULTS = [
    faults.Status(500, message=ECHO, code=ECHO),
    faults.Status(401, message=ECHO),
    faults.Status(429, message=ECHO),
    faults.Status(400, message=ECHO, code="content_filter"),
    faults.ErrorEvent(0, ECHO),
    faults.ErrorEvent(3, ECHO),
    faults.Cut(3),
    faults.Malformed(3, f'data: {{"choices": "{PROMPT}", \n\n'.encode()),
    faults.Html(),
    faults.ShortBody(),
]
# A good answer after each, so that no breaker keeps the next fault away.
SCRIPT = [one for fault in FAULTS for one in (fault, None)]
TOOL = {"type": "function", "function": {"name": "look_up", "description": PROMPT}}


def body(*, stream: bool, **members: object) -> bytes:
    messages = [
        {"role": "system", "content": PROMPT},
        {"role": "user", "content": f"Explain {PROMPT}, please."},
    ]
    asked = {"model": "auto", "messages": messages, "stream": stream, "tools": [TOOL], "user": PROMPT}
    return json.dumps(asked | members).encode()


async def call(it: Serving, method: str, path: str, body: bytes, key: str, **headers: str) -> Said:
    """Ask beside the event loop, on which the backend runs."""
    return await asyncio.to_thread(it.call, method, path, body, key, **headers)


async def ask(it: Serving, raw: bytes, token: str = "") -> Said:
    headers = {"x_custom": HEADER, "cookie": HEADER, "user_agent": HEADER}
    return await call(it, "POST", "/v1/chat/completions", raw, token or it.token, **headers)


async def wrong_requests(it: Serving) -> list[Said]:
    """Errors that the router writes itself."""
    whole = body(stream=False)
    return [
        await ask(it, whole, STRANGER),
        await ask(it, whole[:-5]),
        await ask(it, whole.replace(b'"stream": false', b'"stream": NaN')),
        await ask(it, body(stream=False, model="nobody-has-this")),
        await ask(it, body(stream=False, max_tokens=-1)),
        await ask(it, body(stream=False, tools=PROMPT)),
        await ask(it, b"\xff" + whole),
        await call(it, "POST", "/v1/nothing", whole, HEADER),
        await call(it, "GET", "/api/usage", b"", HEADER),
        await call(it, "PATCH", "/api/config", b'{"log": 5}', HEADER),
    ]


async def insights(it: Serving) -> list[Said]:
    """Everything that the control API tells of what happened."""
    listed = await call(it, "GET", "/api/requests?limit=100", b"", it.admin)
    ids = [row["id"] for row in json.loads(listed.body)["requests"]]
    assert len(ids) > len(SCRIPT)
    paths = [
        *("/api/usage", "/api/usage/daily", "/api/usage/models", "/api/usage/export", "/api/backends"),
        *("/api/config", "/api/projects", "/api/projects/default", "/health", "/health/ready"),
        *[f"/api/requests/{ident}" for ident in ids],
    ]
    told = [listed, *[await call(it, "GET", path, b"", it.admin) for path in paths]]
    assert {one.status for one in told} == {200}
    return told


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sinks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, bytes]]:
    """Whatever a router wrote and said of itself in a bad hour, by place."""
    folder = tmp_path_factory.mktemp("canary")
    pace = Pace(token_seconds=0.005)
    async with FakeOpenAI(answer=Answer(ANSWER), faults=[None, None, *SCRIPT], pace=pace, key=KEY) as backend:
        environment = {
            "PRIVATE_CLOUD_URL": backend.url,
            "PRIVATE_CLOUD_API_KEY": KEY,
            "LAROUTER_LOG_LEVEL": "debug",
            "LAROUTER_TOY": "false",
        }
        it = await asyncio.to_thread(launch, folder, **environment)
        try:
            answers = [await ask(it, body(stream=stream)) for stream in (True, False)]
            assert [answer.status for answer in answers] == [200, 200]
            for fault in SCRIPT:
                await ask(it, body(stream=not isinstance(fault, faults.ShortBody)))
            assert not backend.faults
            wrong = await wrong_requests(it)
            assert all(400 <= one.status < 500 for one in wrong), [one.status for one in wrong]
            told = await insights(it)
            secrets = (it.token, it.admin)
        finally:
            await asyncio.to_thread(it.stop)
        assert {chat.headers["authorization"] for chat in backend.chats} == {f"Bearer {KEY}"}
    yield {
        **await asyncio.to_thread(_files, folder),
        "errors": b"\n".join(one.body for one in wrong),
        "insight": b"\n".join(one.body for one in told),
        "secrets": "\n".join(secrets).encode(),
    }


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("canary", CANARIES)
async def test_no_sink_holds(sinks: dict[str, bytes], canary: str) -> None:
    core = canary.split("-")[2] if canary == KEY else canary.split("-")[1]
    places = {name for name, written in sinks.items() if core.encode() in written and name != "secrets"}
    assert places == set()


@pytest.mark.asyncio(loop_scope="module")
async def test_the_keys_of_the_installation_stand_in_their_file_alone(sinks: dict[str, bytes]) -> None:
    for secret in sinks["secrets"].split(b"\n"):
        places = {name for name, written in sinks.items() if secret in written}
        # The banner shows the first project's token to the operator who has just started the router.
        assert places - {"stdout"} == {"secrets", "larouter.keys.json"}


@pytest.mark.asyncio(loop_scope="module")
async def test_the_sinks_are_not_empty(sinks: dict[str, bytes]) -> None:
    assert b"private-cloud answered 500" in sinks["stderr"]
    assert b"(content_filter)" in sinks["stderr"]
    assert b"private-cloud" in sinks["larouter.db"]
    assert b"private-cloud" in sinks["insight"]
    assert b"invalid_api_key" in sinks["errors"]
