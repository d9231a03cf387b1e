"""OpenAI's older completions: what is read, what is passed on, and what becomes a chat."""

import json
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_COMPLETIONS, Chat
from larouter.core.errors import BadRequest, Unsayable
from larouter.wire.dialogue import Dialogue, open_dialogue
from larouter.wire.habits import UNKNOWN, habits_of
from larouter.wire.members import read_object
from larouter.wire.openai_completions import read_completions

BACKENDS = [(OPENAI_CHAT, "qwen3"), (ANTHROPIC, "claude-sonnet-4-5"), (GEMINI, "gemini-2.5-flash")]
LLAMA = habits_of("llamacpp")


def read(**members: object) -> Chat:
    return read_completions(read_object(json.dumps({"model": "m", "prompt": "Once"} | members).encode()))


def opened(
    backend: str = OPENAI_CHAT, model: str = "qwen3", *, passes: bool = False, **members: Any
) -> Dialogue:
    most = members.pop("most", None)
    habits = LLAMA if passes else UNKNOWN
    return open_dialogue(read(**members), backend, model, request_id="req_x", habits=habits, max_output=most)


@pytest.mark.parametrize(
    ("prompt", "texts", "answers"),
    [("a", ["a"], 1), (["a", "b"], ["a", "b"], 2), ([1, 2], [""], 1), ([[1], [2]], [""], 2)],
)
def test_every_prompt_is_a_turn_and_token_ids_are_opaque(
    prompt: object, texts: list[str], answers: int
) -> None:
    chat = read(prompt=prompt)
    assert [turn.text for turn in chat.turns] == texts
    assert (chat.protocol, chat.answers, chat.opaque) == (OPENAI_COMPLETIONS, answers, texts == [""])


def test_money_is_reserved_for_every_answer_that_is_made() -> None:
    assert read(prompt=["a", "b"], n=2, best_of=5).answers == 10
    assert read(best_of=0).answers == 1, "the best of none is what nobody asked for"


def test_what_is_said_beside_the_prompt_is_inspected_too() -> None:
    assert set(read(suffix="the end", user="me").definitions) == {'"the end"', '"me"'}


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"prompt": None}, "prompt"),
        ({"prompt": []}, "prompt"),
        ({"prompt": [1, "a"]}, "prompt"),
        ({"prompt": {"text": "a"}}, "prompt"),
        ({"n": 0}, "n"),
        ({"best_of": 1000}, "best_of"),
        ({"max_tokens": -1}, "max_tokens"),
        ({"logprobs": True}, "logprobs"),
        ({"echo": 1}, "echo"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
    ],
)
def test_what_is_wrong_is_named(members: dict[str, object], param: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read(**members)
    assert caught.value.param == param


def test_a_server_that_offers_completions_gets_the_clients_body() -> None:
    members = {"prompt": "a", "suffix": "z", "echo": True, "logprobs": 2, "best_of": 3, "odd": 1}
    found = opened(passes=True, **members)
    assert (found.path, found.passes) == ("/v1/completions", True)
    assert json.loads(found.body) == {"model": "qwen3"} | members


@pytest.mark.parametrize(
    ("wanted", "most", "sent"), [(None, 50, 50), (9, 50, 9), (90, 50, 50), (0, 50, 0), (90, None, 90)]
)
def test_an_answer_is_no_longer_than_was_reserved_for(
    wanted: int | None, most: int | None, sent: int
) -> None:
    body = json.loads(opened(passes=True, max_tokens=wanted, most=most).body)
    assert body["max_tokens"] == sent


def test_the_usage_of_a_stream_is_asked_for_and_kept_from_a_client_that_did_not() -> None:
    found = opened(passes=True, stream=True)
    assert json.loads(found.body)["stream_options"] == {"include_usage": True}
    said = b'data: {"choices":[{"index":0,"text":"a","finish_reason":"stop"}],"usage":null}\n\n'
    used = b'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}\n\n'
    out = found.reader.feed(said + used + b"data: [DONE]\n\n")
    assert b"usage" not in out
    assert (found.reader.usage.input_tokens, found.reader.finished) == (3, True)  # type: ignore[union-attr]


@pytest.mark.parametrize(("backend", "model"), BACKENDS)
def test_elsewhere_the_prompt_becomes_what_the_user_says(backend: str, model: str) -> None:
    found = opened(backend, model, prompt=["Once"], max_tokens=9, temperature=0.5, stop=["X"], seed=None)
    body = json.loads(found.body)
    assert (found.passes, found.dropped) == (False, ())
    said = {
        OPENAI_CHAT: {
            "model": "qwen3",
            "messages": [{"role": "user", "content": "Once"}],
            "max_tokens": 9,
            "temperature": 0.5,
            "stop": ["X"],
        },
        ANTHROPIC: {
            "model": model,
            "messages": [{"role": "user", "content": "Once"}],
            "max_tokens": 9,
            "temperature": 0.5,
            "stop_sequences": ["X"],
        },
        GEMINI: {
            "contents": [{"role": "user", "parts": [{"text": "Once"}]}],
            "generationConfig": {"maxOutputTokens": 9, "temperature": 0.5, "stopSequences": ["X"]},
        },
    }
    assert body == said[backend]


def test_what_has_the_same_name_in_a_chat_goes_on() -> None:
    body = json.loads(opened(logit_bias={"50256": -100}, min_p=0.1, n=2).body)
    assert (body["logit_bias"], body["min_p"], body["n"]) == ({"50256": -100}, 0.1, 2)


@pytest.mark.parametrize(
    "members",
    [
        {"prompt": ["a", "b"]},
        {"prompt": [1, 2]},
        {"suffix": "z"},
        {"best_of": 3},
        {"logprobs": 0},
        {"max_tokens": 0},
    ],
)
@pytest.mark.parametrize(("backend", "model"), BACKENDS)
def test_what_no_chat_can_do_is_refused_by_its_name(
    members: dict[str, object], backend: str, model: str
) -> None:
    with pytest.raises(Unsayable) as caught:
        opened(backend, model, **members)
    assert caught.value.param in members


def test_what_the_options_of_a_stream_say_is_inspected() -> None:
    assert "swordfish" in read(stream=True, stream_options={"x": "swordfish"}).definitions
