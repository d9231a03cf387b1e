"""What only Messages has, through the official Anthropic SDK and the router, to Anthropic and elsewhere."""

import base64
from collections.abc import Iterator
from typing import Any

import anthropic
import pytest
import talk_anthropic
from clouds import MODELS, Clouds
from conversation import PNG

from larouter.testing.completions import Answer, ToolCall
from larouter.testing.fake_anthropic import verify

USER = [{"role": "user", "content": "hello"}]
OPUS, HAIKU, ARGON, COMPATIBLE = (MODELS[name] for name in ("opus", "haiku", "argon", "compatible"))
MARK = {"type": "ephemeral", "ttl": "1h"}
TOOL = {"name": "look", "description": "Look.", "input_schema": {"type": "object", "properties": {}}}
IMAGE = {"type": "base64", "media_type": "image/png", "data": base64.b64encode(PNG).decode()}
LOOK = Answer("", tool_calls=(ToolCall("look", "{}", "call_look0001"),))


@pytest.fixture
def clouds(all_clouds: Clouds) -> Clouds:
    all_clouds.heal()
    all_clouds.say(Answer("Fine."))
    return all_clouds


@pytest.fixture
def api(clouds: Clouds) -> Iterator[anthropic.Anthropic]:
    with talk_anthropic.client(clouds.router.url, clouds.router.token, lambda _: None) as client:
        yield client


def ask(api: anthropic.Anthropic, model: str = OPUS, **members: Any) -> Any:
    return api.messages.create(**{"model": model, "max_tokens": 2000, "messages": USER, **members})


def test_marks_for_the_cache_reach_anthropic_and_its_counts_come_back(
    clouds: Clouds, api: anthropic.Anthropic
) -> None:
    clouds.say(Answer("Fine.", cached_tokens=5, written_tokens=3))
    system = [{"type": "text", "text": "Be brief.", "cache_control": MARK}]
    usage = ask(api, system=system, tools=[{**TOOL, "cache_control": MARK}]).usage
    heard = clouds.json("opus")
    assert heard["system"] == system
    assert heard["tools"][0]["cache_control"] == MARK
    assert (usage.cache_read_input_tokens, usage.cache_creation_input_tokens) == (5, 3)
    assert usage.cache_creation.ephemeral_5m_input_tokens == 3


def test_what_anthropic_is_sent_is_what_the_client_said(clouds: Clouds, api: anthropic.Anthropic) -> None:
    """Passed through, with no member more, less or changed but the model."""
    members = {
        "metadata": {"user_id": "u"},
        "service_tier": "auto",
        "stop_sequences": ["END"],
        "thinking": {"type": "adaptive", "display": "summarized"},
        "output_config": {"effort": "low"},
        "tools": [TOOL],
        "tool_choice": {"type": "auto", "disable_parallel_tool_use": True},
    }
    ask(api, **members)
    assert clouds.json("opus") == {
        "model": "claude-opus-5-5",
        "max_tokens": 2000,
        "messages": USER,
        **members,
    }


def test_the_clients_key_stays_here_and_the_providers_goes_there(
    clouds: Clouds, api: anthropic.Anthropic
) -> None:
    ask(api)
    head = clouds.fakes["opus"].received[-1].head.decode()
    assert clouds.router.token not in head
    assert "x-api-key: sk-ant-fake" in head.lower().replace("x-api-key:sk", "x-api-key: sk")


def test_either_header_may_carry_the_token(clouds: Clouds) -> None:
    body = {"model": OPUS, "max_tokens": 20, "messages": USER}
    for headers in ({"x_api_key": clouds.router.token}, {"authorization": f"Bearer {clouds.router.token}"}):
        assert clouds.router.call("POST", "/v1/messages", body, "", **headers).status == 200


def test_tokens_are_counted(api: anthropic.Anthropic) -> None:
    short = api.messages.count_tokens(model=OPUS, messages=USER)
    long = api.messages.count_tokens(model=OPUS, messages=USER, system="Be brief. " * 50, tools=[TOOL])
    assert 0 < short.input_tokens < long.input_tokens
    with pytest.raises(anthropic.BadRequestError):
        api.messages.count_tokens(model=OPUS, messages=[])


@pytest.mark.parametrize("backend", ["opus", "haiku", "argon", "compatible"])
def test_a_picture_in_a_tools_result_reaches_every_backend(
    clouds: Clouds, api: anthropic.Anthropic, backend: str
) -> None:
    clouds.say(LOOK, Answer("A point."))
    first = ask(api, MODELS[backend], tools=[TOOL])
    content = [{"type": "text", "text": "seen"}, {"type": "image", "source": IMAGE}]
    result = {"type": "tool_result", "tool_use_id": first.content[0].id, "content": content}
    turns = [*USER, first.to_param(), {"role": "user", "content": [result]}]
    second = ask(api, MODELS[backend], messages=turns, tools=[TOOL])
    assert second.content[0].text == "A point."
    assert IMAGE["data"] in clouds.heard(backend)


@pytest.mark.parametrize("model", [OPUS, HAIKU])
def test_thinking_that_is_not_shown_is_kept_all_the_same(
    clouds: Clouds, api: anthropic.Anthropic, model: str
) -> None:
    thinking = {"type": "enabled", "budget_tokens": 1024} if model == HAIKU else {"type": "adaptive"}
    clouds.say(Answer("", LOOK.tool_calls, reasoning="Hm."), Answer("Done."))
    first = ask(api, model, tools=[TOOL], thinking=thinking)
    assert first.content[0].type == "thinking"
    assert first.content[0].thinking == ("Hm." if model == HAIKU else "")
    result = {"type": "tool_result", "tool_use_id": first.content[1].id, "content": "x"}
    turns = [*USER, first.to_param(), {"role": "user", "content": [result]}]
    assert ask(api, model, messages=turns, tools=[TOOL], thinking=thinking).content[0].text == "Done."
    kept = clouds.json("opus")["messages"][1]["content"][0]
    assert verify(kept["signature"], model.partition("/")[2], kept["thinking"])


@pytest.mark.parametrize("model", [ARGON, COMPATIBLE])
def test_what_only_anthropic_can_do_is_refused_by_its_name(api: anthropic.Anthropic, model: str) -> None:
    search = {"type": "web_search_20250305", "name": "web_search"}
    with pytest.raises(anthropic.BadRequestError, match="web_search_20250305"):
        ask(api, model, tools=[search])


def test_features_in_beta_reach_anthropic_and_nobody_else(clouds: Clouds, api: anthropic.Anthropic) -> None:
    betas: Any = ["interleaved-thinking-2025-05-14", "files-api-2025-04-14"]
    asked: Any = {"max_tokens": 200, "messages": USER, "betas": betas}
    answer = api.beta.messages.with_raw_response.create(model=OPUS, **asked)
    assert answer.headers["x-larouter-dropped"] == betas[1]
    assert clouds.fakes["opus"].received[-1].headers["anthropic-beta"] == betas[0]
    elsewhere = api.beta.messages.with_raw_response.create(model=COMPATIBLE, **asked)
    assert elsewhere.headers["x-larouter-dropped"] == ", ".join(betas)
    assert "anthropic-beta" not in clouds.fakes["compatible"].received[-1].headers


def test_an_unknown_route_is_told_in_anthropics_shape(api: anthropic.Anthropic) -> None:
    with pytest.raises(anthropic.NotFoundError, match="not_found_error"):
        api.post("/v1/messages/elsewhere", cast_to=object, body={})
