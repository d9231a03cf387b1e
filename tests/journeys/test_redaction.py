"""Redaction through the whole router: what leaves holds no finding, what comes back holds the values again."""

import json
from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio
from in_process import Running, Said, running

from larouter.testing import fake_anthropic, fake_gemini, fake_responses
from larouter.testing.completions import Answer, ToolCall
from larouter.testing.fake_anthropic import FakeAnthropic
from larouter.testing.fake_gemini import FakeGemini
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.fake_responses import FakeResponses

pytestmark = pytest.mark.asyncio(loop_scope="module")
CARD = "4556 7375 8689 9855"
MAIL = "jana.novak88@gmail.com"
ASKED = f"Charge {CARD} and write to {MAIL}."
SAID = Answer("I charged [CARD_1] and wrote to [EMAIL_1].", (ToolCall("pay", '{"card": "[CARD_1]"}'),))
REDACT = {"on_findings": "redact"}
SCHEMA = {"type": "object", "properties": {"card": {"type": "string"}}}
TOOL = {"name": "pay", "description": "Pay", "parameters": SCHEMA}
SAYING = ("text", "content", "delta", "arguments", "partial_json", "args", "input")


def chat(text: str, model: str, *, stream: bool) -> tuple[str, dict[str, object]]:
    tools = [{"type": "function", "function": TOOL}]
    said = [{"role": "user", "content": text}]
    return "/v1/chat/completions", {"model": model, "messages": said, "tools": tools, "stream": stream}


def responses(text: str, model: str, *, stream: bool) -> tuple[str, dict[str, object]]:
    tools = [{"type": "function", "strict": False} | TOOL]
    return "/v1/responses", {"model": model, "input": text, "tools": tools, "stream": stream}


def messages(text: str, model: str, *, stream: bool) -> tuple[str, dict[str, object]]:
    tool = {"name": "pay", "description": "Pay", "input_schema": TOOL["parameters"]}
    said = [{"role": "user", "content": text}]
    return "/v1/messages", {
        "model": model,
        "max_tokens": 99,
        "messages": said,
        "tools": [tool],
        "stream": stream,
    }


def generate(text: str, model: str, *, stream: bool) -> tuple[str, dict[str, object]]:
    method = "streamGenerateContent?alt=sse" if stream else "generateContent"
    body = {
        "contents": [{"role": "user", "parts": [{"text": text}]}],
        "tools": [{"functionDeclarations": [TOOL]}],
    }
    return f"/v1beta/models/{model}:{method}", body


PROTOCOLS = (chat, responses, messages, generate)
Clouds = Mapping[str, FakeOpenAI | FakeResponses | FakeAnthropic | FakeGemini]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def clouds() -> AsyncIterator[Clouds]:
    async with (
        FakeOpenAI(answer=SAID) as openai,
        FakeAnthropic("claude-x", answer=SAID) as anthropic,
        FakeGemini("gemini-x", answer=SAID) as gemini,
        FakeResponses("gpt-5-codex", answer=SAID) as codex,
    ):
        yield {"openai": openai, "anthropic": anthropic, "google": gemini, "codex": codex}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(tmp_path_factory: pytest.TempPathFactory, clouds: Clouds) -> AsyncIterator[Running]:
    folder = tmp_path_factory.mktemp("router")
    models = {
        "openai": '"gpt-fake"',
        "anthropic": '"claude-x"',
        "google": '"gemini-x"',
        # What only Responses have, by the word of its operator.
        "codex": '{ id = "gpt-5-codex", capabilities = ["tools", "responses"] }',
    }
    (folder / "larouter.toml").write_text(
        "".join(
            f'[backends.far-{name}]\nurl = "{cloud.url}"\nzone = "public"\n'
            f'kind = "{"openai" if name == "codex" else name}"\n'
            f"models = [{models[name]}]\n"
            f'key_env = "{name.upper()}_KEY"\n'
            for name, cloud in clouds.items()
        )
    )
    keys = {
        "OPENAI_KEY": "any",
        "ANTHROPIC_KEY": fake_anthropic.KEY,
        "GOOGLE_KEY": fake_gemini.KEY,
        "CODEX_KEY": fake_responses.KEY,
    }
    async with running(folder, **keys) as it:
        yield it


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def key(it: Running) -> str:
    made = await it.control("POST", "/api/projects", {"name": "veiled", "policy": REDACT})
    return str(made.json()["token"])


def words(said: Said) -> str:
    """All texts of an answer, whatever protocol it is in, a stream's deltas put together."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for name, one in value.items():
                if name in SAYING and isinstance(one, str):
                    found.append(one)
                else:
                    walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        elif isinstance(value, str):
            found.append(value)

    if said.body.lstrip().startswith(b"{"):
        walk(said.json())
        return "".join(found)
    for line in said.body.splitlines():
        if line.startswith(b"data: {"):
            walk(json.loads(line[6:]))
    return "".join(found)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("model", ["gpt-fake", "claude-x", "gemini-x", "gpt-5-codex"])
@pytest.mark.parametrize("ask", PROTOCOLS, ids=lambda ask: ask.__name__)
async def test_the_cloud_sees_placeholders_and_the_client_its_own_values(
    it: Running,
    key: str,
    clouds: Clouds,
    ask: object,
    model: str,
    *,
    stream: bool,
) -> None:
    path, body = ask(ASKED, model, stream=stream)  # type: ignore[operator]
    said = await it.ask("POST", path, body, key=key)
    assert said.status == 200, said.body
    assert said.headers["x-larouter-zone"] == "public"
    sent = b"".join(request.body for cloud in clouds.values() for request in cloud.received)
    assert CARD.encode() not in sent
    assert MAIL.encode() not in sent
    assert b"[CARD_1]" in sent
    answer = words(said)
    assert CARD in answer
    assert MAIL in answer
    assert "[CARD_1]" not in said.body.decode()
    told = (await it.control("GET", f"/api/requests/{said.headers['x-larouter-request-id']}")).body.decode()
    assert '"redacted"' in told
    assert CARD not in told


async def test_without_the_choice_of_the_policy_nothing_is_redacted_and_nothing_leaves(
    it: Running, clouds: Clouds
) -> None:
    before = [len(cloud.received) for cloud in clouds.values()]
    path, body = chat(ASKED, "gpt-fake", stream=False)
    assert (await it.ask("POST", path, body)).status == 403
    assert [len(cloud.received) for cloud in clouds.values()] == before


@pytest.mark.parametrize(
    "turns",
    [
        [f"STRICTLY CONFIDENTIAL. Charge {CARD}."],
        ["My card number begins with 4556 7375", "8689 9855 is the rest of it"],
        [f"Our server db7.corp.internal holds it. INTERNAL USE ONLY. {CARD}"],
    ],
)
async def test_what_is_left_decides_and_what_cannot_be_taken_out_stays(
    it: Running, key: str, clouds: Clouds, turns: list[str]
) -> None:
    before = [len(cloud.received) for cloud in clouds.values()]
    said = [{"role": "user", "content": turn} for turn in turns]
    body = {"model": "gpt-fake", "messages": said}
    assert (await it.ask("POST", "/v1/chat/completions", body, key=key)).status == 403
    assert [len(cloud.received) for cloud in clouds.values()] == before


async def test_what_is_hidden_in_a_code_is_taken_out_with_the_code(
    it: Running, key: str, clouds: Clouds
) -> None:
    hidden = "NDU1NiA3Mzc1IDg2ODkgOTg1NQ=="
    path, body = chat(f"It is {hidden} and my password: Otter!5521x", "gpt-fake", stream=False)
    assert (await it.ask("POST", path, body, key=key)).status == 200
    sent = clouds["openai"].received[-1].body
    assert hidden.encode() not in sent
    assert b"Otter" not in sent


async def test_a_caller_that_calls_it_confidential_is_believed(it: Running, key: str) -> None:
    path, body = chat(ASKED, "gpt-fake", stream=False)
    assert (await it.ask("POST", path, body, key=key, x_larouter_sensitivity="confidential")).status == 403


async def test_a_redactor_that_fails_lets_nothing_out(
    it: Running, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("redacting")

    monkeypatch.setattr("larouter.inspect.veil._veil", broken)
    path, body = chat(ASKED, "gpt-fake", stream=False)
    assert (await it.ask("POST", path, body, key=key)).status == 403
