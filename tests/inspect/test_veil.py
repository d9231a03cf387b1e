"""A whole request with its findings replaced, whatever protocol it is in."""

import json
from collections.abc import Mapping

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.zones import Sensitivity
from larouter.ingress.read import read
from larouter.inspect.sense import Sense, texts_of
from larouter.inspect.sensitive import Inspector
from larouter.inspect.veil import Veil, veil

CARD = "4556 7375 8689 9855"
MAIL = "jana.novak88@gmail.com"
ASKED = f"Pay with {CARD} and write to {MAIL}."
ARGUMENTS = {"card": CARD, "note": f"é {MAIL}"}
CALL = {"id": "call_1", "type": "function", "function": {"name": "pay", "arguments": json.dumps(ARGUMENTS)}}
REQUESTS: Mapping[str, dict[str, object]] = {
    OPENAI_CHAT: {
        "model": "auto",
        "messages": [
            {"role": "system", "content": f"You serve {MAIL}."},
            {"role": "user", "content": [{"type": "text", "text": ASKED}]},
            {"role": "assistant", "content": None, "tool_calls": [CALL]},
            {"role": "tool", "tool_call_id": "call_1", "content": f"paid {CARD}"},
        ],
    },
    OPENAI_RESPONSES: {
        "model": "auto",
        "instructions": f"You serve {MAIL}.",
        "input": [
            {"role": "user", "content": [{"type": "input_text", "text": ASKED}]},
            {"type": "function_call", "call_id": "call_1", "name": "pay", "arguments": json.dumps(ARGUMENTS)},
            {"type": "function_call_output", "call_id": "call_1", "output": f"paid {CARD}"},
        ],
    },
    ANTHROPIC: {
        "model": "auto",
        "max_tokens": 9,
        "system": f"You serve {MAIL}.",
        "messages": [
            {"role": "user", "content": ASKED},
            {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "pay", "input": ARGUMENTS}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": f"paid {CARD}"}]},
        ],
    },
    GEMINI: {
        "systemInstruction": {"parts": [{"text": f"You serve {MAIL}."}]},
        "contents": [
            {"role": "user", "parts": [{"text": ASKED}]},
            {"role": "model", "parts": [{"functionCall": {"name": "pay", "args": ARGUMENTS}}]},
            {"role": "user", "parts": [{"functionResponse": {"name": "pay", "response": {"r": f"paid {CARD}"}}}]},
        ],
    },
}  # fmt: skip
PATHS = {GEMINI: "/v1beta/models/auto:generateContent"}


@pytest.fixture(scope="module")
def sense(inspector: Inspector) -> Sense:
    return Sense(lambda: inspector)


async def veiled(sense: Sense, members: Mapping[str, object]) -> Veil:
    found = await veil(members, sense)
    assert found is not None
    return found


@pytest.mark.parametrize("protocol", REQUESTS)
async def test_what_is_left_of_a_request_is_public_and_still_a_request(
    inspector: Inspector, sense: Sense, protocol: str
) -> None:
    members = REQUESTS[protocol]
    hidden = await veiled(sense, members)
    assert set(hidden.values.values()) == {CARD, MAIL}
    for value in (CARD, MAIL):
        assert value.encode() not in hidden.body
    rest = read(hidden.body, protocol, PATHS.get(protocol, ""))
    assert inspector.inspect(texts_of(rest)).level is Sensitivity.PUBLIC
    assert hidden.body.count(b"[CARD_1]") == 3
    assert hidden.body.count(b"[EMAIL_1]") == 3


async def test_the_next_request_of_a_conversation_gives_the_same_value_the_same_name(sense: Sense) -> None:
    first = [{"role": "user", "content": ASKED}]
    more = [*first, {"role": "user", "content": "Now 5425 2334 3010 9887, then " + CARD}]
    one, two = [(await veiled(sense, {"messages": messages})).values for messages in (first, more)]
    assert {name: two[name] for name in one} == one
    assert two["[CARD_2]"] == "5425 2334 3010 9887"


async def test_names_ids_and_media_stay_what_they_are(sense: Sense) -> None:
    members = {
        "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": f"data:{CARD}"}}]}],
        "tools": [{"type": "function", "function": {"name": "pay", "description": f"like {CARD}"}}],
        "model": CARD,
    }  # fmt: skip
    left = json.loads((await veiled(sense, members)).body)
    assert left["messages"] == members["messages"]
    assert left["model"] == CARD
    assert left["tools"][0]["function"] == {"name": "pay", "description": "like [CARD_1]"}


async def test_nothing_to_replace_is_no_veil(sense: Sense) -> None:
    assert await veil({"messages": [{"role": "user", "content": "hello"}]}, sense) is None


async def test_a_veil_that_fails_is_none(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Inspector:
        raise RuntimeError("no rules")

    assert await veil({"messages": []}, Sense(broken)) is None
    assert "it stays as it is" in caplog.text


def test_values_are_written_as_json_where_they_land_in_json() -> None:
    hidden = Veil(b"", {"[NAME_1]": 'a"b'})
    assert hidden.restorer(as_json=True).feed("[NAME_1]") == 'a\\"b'
    assert hidden.restorer(as_json=False).feed("[NAME_1]") == 'a"b'
