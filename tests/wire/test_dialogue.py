"""Laws that every pair of protocols keeps, and passing through byte for byte."""

import copy
import json
import random

import pytest
from anthropic.lib.streaming._messages import accumulate_event
from anthropic.types import Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.core.errors import RouterError
from larouter.wire.answer import NotTheProtocol
from larouter.wire.dialogue import TONGUES, open_dialogue
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.interpreter import Interpreter
from larouter.wire.members import read_object

REQUEST_ID = "req_01kaf0000000000000000000zz"
MODELS = {ANTHROPIC: "claude-opus-5", OPENAI_CHAT: "qwen3"}
PAIRS = [(client, backend) for client in MODELS for backend in MODELS]
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
name = st.text("abcxyz_", min_size=1, max_size=8)
arguments = st.dictionaries(name, st.one_of(st.integers(), text, st.lists(st.booleans(), max_size=2)), max_size=3)
thought = st.fixed_dictionaries({"thinking": text, "signature": st.one_of(st.just(""), st.just("Ab+/="))})
call = st.fixed_dictionaries({"name": name, "input": arguments})
reason = st.sampled_from(["stop", "length"])


@st.composite
def answers(draw):
    """An answer: thoughts, then text, then calls, as chat completions order them."""
    calls = draw(st.lists(call, max_size=3))
    said = draw(st.lists(text, max_size=1))
    thoughts = draw(st.lists(thought, max_size=1))
    return {
        "thoughts": thoughts,
        "text": said if said or calls else ["."],
        "calls": calls,
        "reason": "calls" if calls else draw(reason),
        "usage": {"input": draw(st.integers(0, 99)), "cached": draw(st.integers(0, 9)), "output": draw(st.integers(0, 99))},
    }


def pieces(draw, words):
    """The words, cut into pieces."""
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(words) - 1)), max_size=3)))
    bounds = [0, *[cut for cut in cuts if cut < len(words)], len(words)]
    return [words[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]


def event(data, named=""):
    head = f"event: {named}\n" if named else ""
    return f"{head}data: {data if isinstance(data, str) else json.dumps(data)}\n\n"


REASONS = {
    ANTHROPIC: {"stop": "end_turn", "length": "max_tokens", "calls": "tool_use"},
    OPENAI_CHAT: {"stop": "stop", "length": "length", "calls": "tool_calls"},
}


def claude_blocks(answer):
    yield from ({"type": "thinking", **one} for one in answer["thoughts"])
    yield from ({"type": "text", "text": one} for one in answer["text"])
    for at, one in enumerate(answer["calls"]):
        yield {"type": "tool_use", "id": f"toolu_{at}", **one}


def claude_usage(answer):
    usage = answer["usage"]
    return {"input_tokens": usage["input"], "cache_read_input_tokens": usage["cached"], "output_tokens": usage["output"]}


def claude_whole(answer):
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "m-1", "content": list(claude_blocks(answer)),
        "stop_reason": REASONS[ANTHROPIC][answer["reason"]], "stop_sequence": None, "usage": claude_usage(answer),
    }  # fmt: skip


def claude_stream(draw, answer):
    head = {**claude_whole(answer), "content": [], "stop_reason": None}
    said = [event({"type": "message_start", "message": head}, "message_start"), event({"type": "ping"}, "ping")]
    for index, block in enumerate(claude_blocks(answer)):
        empty, deltas = claude_deltas(draw, block)
        said.append(event({"type": "content_block_start", "index": index, "content_block": empty}, "content_block_start"))
        said += [
            event({"type": "content_block_delta", "index": index, "delta": one}, "content_block_delta") for one in deltas
        ]
        said.append(event({"type": "content_block_stop", "index": index}, "content_block_stop"))
    delta = {"stop_reason": REASONS[ANTHROPIC][answer["reason"]], "stop_sequence": None}
    said.append(event({"type": "message_delta", "delta": delta, "usage": claude_usage(answer)}, "message_delta"))
    return "".join([*said, event({"type": "message_stop"}, "message_stop")])


def claude_deltas(draw, block):
    if block["type"] == "text":
        return {"type": "text", "text": ""}, [{"type": "text_delta", "text": one} for one in pieces(draw, block["text"])]
    if block["type"] == "tool_use":
        written = json.dumps(block["input"])
        return {**block, "input": {}}, [
            {"type": "input_json_delta", "partial_json": one} for one in pieces(draw, written)
        ]
    deltas = [{"type": "thinking_delta", "thinking": one} for one in pieces(draw, block["thinking"])]
    if block["signature"]:
        deltas.append({"type": "signature_delta", "signature": block["signature"]})
    return {"type": "thinking", "thinking": "", "signature": ""}, deltas


def gpt_usage(answer):
    usage = answer["usage"]
    prompt = usage["input"] + usage["cached"]
    return {
        "prompt_tokens": prompt, "completion_tokens": usage["output"], "total_tokens": prompt + usage["output"],
        "prompt_tokens_details": {"cached_tokens": usage["cached"]},
    }  # fmt: skip


def gpt_calls(answer):
    for at, one in enumerate(answer["calls"]):
        function = {"name": one["name"], "arguments": json.dumps(one["input"])}
        yield {"id": f"call_{at}", "type": "function", "function": function}


def gpt_message(answer):
    message = {"role": "assistant", "content": "".join(answer["text"]) or None}
    if answer["thoughts"]:
        message["reasoning_content"] = answer["thoughts"][0]["thinking"]
    if answer["calls"]:
        message["tool_calls"] = list(gpt_calls(answer))
    return message


def gpt_whole(answer):
    choice = {"index": 0, "message": gpt_message(answer), "finish_reason": REASONS[OPENAI_CHAT][answer["reason"]]}
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m-1", "choices": [choice],
        "usage": gpt_usage(answer),
    }  # fmt: skip


def gpt_stream(draw, answer):
    message, deltas = gpt_message(answer), [{"role": "assistant", "content": ""}]
    for member in ("reasoning_content", "content"):
        deltas += [{member: one} for one in pieces(draw, message.get(member) or "") if one]
    for index, one in enumerate(message.get("tool_calls", ())):
        function = {**one["function"], "arguments": ""}
        deltas.append({"tool_calls": [{**one, "index": index, "function": function}]})
        deltas += [
            {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}
            for piece in pieces(draw, one["function"]["arguments"])
        ]
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m-1"}
    said = [event({**head, "choices": [{"index": 0, "delta": one, "finish_reason": None}]}) for one in deltas]
    end = {"index": 0, "delta": {}, "finish_reason": REASONS[OPENAI_CHAT][answer["reason"]]}
    said += [event({**head, "choices": [end]}), event({**head, "choices": [], "usage": gpt_usage(answer)})]
    return "".join([*said, event("[DONE]")])


WHOLE = {ANTHROPIC: claude_whole, OPENAI_CHAT: gpt_whole}
STREAM = {ANTHROPIC: claude_stream, OPENAI_CHAT: gpt_stream}


def datas(stream):
    for piece in stream.decode().split("\n\n"):
        data = [line[6:] for line in piece.split("\n") if line.startswith("data: ")]
        if data and data[0] != "[DONE]":
            yield json.loads(data[0])


def claude_fold(stream):
    """As the official SDK folds it."""
    snapshot, buffers = None, {}
    for data in datas(stream):
        if data["type"] not in ("ping", "message_stop"):
            raw = _event_of(data)
            snapshot = accumulate_event(event=raw, current_snapshot=snapshot, json_bufs=buffers)
    return snapshot.to_dict()


def _event_of(data):
    from anthropic._models import construct_type_unchecked  # noqa: PLC0415 - the SDK's own way, private
    from anthropic.types import RawMessageStreamEvent  # noqa: PLC0415

    return construct_type_unchecked(type_=RawMessageStreamEvent, value=data)


def gpt_fold(stream):
    """As the official SDK folds it."""
    state = ChatCompletionStreamState()
    for data in datas(stream):
        state.handle_chunk(ChatCompletionChunk.model_validate(data))
    return state.current_completion_snapshot.to_dict()


FOLD = {ANTHROPIC: claude_fold, OPENAI_CHAT: gpt_fold}


def comparable(protocol, answer):
    """An answer without what a stream says in another way: object names, indexes and nulls."""
    answer = json.loads(json.dumps(answer))
    if protocol == OPENAI_CHAT:
        answer.pop("object")
        for choice in answer["choices"]:
            for one in choice["message"].get("tool_calls") or ():
                one.pop("index", None)
    return _without_empty(answer)


def _without_empty(value):
    if isinstance(value, dict):
        return {key: _without_empty(one) for key, one in value.items() if one not in (None, "", [])}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value


def interpreter(client, backend):
    model = MODELS[backend]
    exchange = Exchange(REQUEST_ID, client, backend, model, profile_of(model, backend))
    return Interpreter(TONGUES[backend].hearer(exchange), TONGUES[client].teller(exchange))


def rechunked(draw, raw):
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=8)))
    return [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@QUIET
def test_the_fold_of_a_stream_is_the_whole_answer(client, backend, data, answer):
    raw = STREAM[backend](data.draw, answer).encode()
    streamed = interpreter(client, backend)
    out = b"".join([streamed.feed(chunk) for chunk in rechunked(data.draw, raw)]) + streamed.end()
    whole = interpreter(client, backend)
    said = json.loads(whole.whole(json.dumps(WHOLE[backend](answer)).encode()))
    assert comparable(client, FOLD[client](out)) == comparable(client, said)
    assert streamed.done
    assert (streamed.usage, streamed.model, streamed.finished) == (whole.usage, whole.model, True)
    assert streamed.characters == whole.characters or answer["calls"]


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(answer=answers())
@QUIET
def test_a_whole_answer_is_one_that_the_clients_sdk_accepts_and_loses_nothing(client, backend, answer):
    said = json.loads(interpreter(client, backend).whole(json.dumps(WHOLE[backend](answer)).encode()))
    {ANTHROPIC: Message, OPENAI_CHAT: ChatCompletion}[client].model_validate(said, strict=True)
    everything = json.dumps(said, ensure_ascii=False)
    for words in (*answer["text"], *(one["thinking"] for one in answer["thoughts"])):
        assert json.dumps(words, ensure_ascii=False)[1:-1] in everything
    for one in answer["calls"]:
        assert f'"name": "{one["name"]}"' in everything
    usage = said["usage"]
    prompt = answer["usage"]["input"] + answer["usage"]["cached"]
    told = usage.get("prompt_tokens", usage.get("input_tokens", 0) + usage.get("cache_read_input_tokens", 0))
    assert told == prompt


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@QUIET
def test_cutting_a_stream_at_every_byte_changes_nothing(client, backend, data, answer):
    raw = STREAM[backend](data.draw, answer).encode()
    at_once, by_byte = interpreter(client, backend), interpreter(client, backend)
    assert at_once.feed(raw) == b"".join([by_byte.feed(raw[at : at + 1]) for at in range(len(raw))])


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@pytest.mark.parametrize("passing", [False, True])
@given(data=st.data(), answer=answers())
@QUIET
def test_a_broken_stream_raises_nothing_but_that_it_is_not_the_protocol(client, backend, passing, data, answer):
    raw = bytearray(STREAM[backend](data.draw, answer).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    reader = passing_reader(backend) if passing else interpreter(client, backend)
    try:
        for chunk in rechunked(data.draw, bytes(raw)):
            reader.feed(chunk)
        reader.end()
    except NotTheProtocol:
        pass
    assert not (reader.done and reader.error)


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(dice=st.randoms(use_true_random=False), answer=answers())
@QUIET
def test_a_broken_whole_answer_raises_nothing_but_that_it_is_not_the_protocol(client, backend, dice, answer):
    value = WHOLE[backend](answer)
    mutate(value, dice)
    try:
        interpreter(client, backend).whole(json.dumps(value).encode())
    except NotTheProtocol:
        pass


ODD = (
    None, True, False, 0, 1, -1, 1.5, "", "x", "none", "data:image/png;base64,", [], {}, [{}], [None], ["x"], [[]],
    {"type": "text"}, {"type": "x"}, {"type": None}, {"text": "x"}, {"type": "tool_result"}, {"name": "x"},
)  # fmt: skip


def mutate(value, dice):
    """Put something odd somewhere inside."""
    spot, keys = value, []
    while isinstance(spot, dict | list) and spot:
        keys.append((spot, dice.choice(sorted(spot)) if isinstance(spot, dict) else dice.randrange(len(spot))))
        spot = spot[keys[-1][1]]
    holder, key = dice.choice(keys)
    holder[key] = copy.deepcopy(dice.choice(ODD))


def passing_reader(protocol):
    asked = {"model": "auto", "max_tokens": 5, "messages": [{"role": "user", "content": "x"}], "stream": True}
    chat = read(protocol, asked)
    return open_dialogue(chat, protocol, MODELS[protocol], request_id=REQUEST_ID).reader


def read(protocol, members):
    from larouter.wire.anthropic import read_messages  # noqa: PLC0415
    from larouter.wire.openai_chat import read_chat  # noqa: PLC0415

    reader = {OPENAI_CHAT: read_chat, ANTHROPIC: read_messages}[protocol]
    return reader(read_object(json.dumps(members).encode()))


PNG = "iVBORw0KGgo="
RICH = {
    OPENAI_CHAT: {
        "model": "auto",
        "messages": [
            {"role": "system", "content": "SYSTEM-A"},
            {"role": "developer", "content": [{"type": "text", "text": "DEV-B", "cache_control": {"type": "ephemeral"}}]},
            {"role": "user", "name": "NAME-C", "content": "USER-D"},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "PART-E"},
                    {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}", "detail": "low"}},
                    {"type": "image_url", "image_url": {"url": "https://example.com/F.png"}},
                    {"type": "file", "file": {"file_data": "data:application/pdf;base64,UERGLUc=", "filename": "G.pdf"}},
                ],
            },
            {
                "role": "assistant",
                "content": "TEXT-H",
                "reasoning_details": [
                    {"type": "reasoning.text", "text": "HM-I", "signature": "S", "model": "claude-opus-5", "index": 0}
                ],
                "tool_calls": [
                    {"id": "J1", "type": "function", "function": {"name": "tool_k", "arguments": '{"a":"ARG-L"}'}},
                    {"id": "J2", "type": "function", "function": {"name": "tool_k", "arguments": "{}"}},
                ],
            },
            {"role": "tool", "tool_call_id": "J2", "content": "RESULT-M"},
            {"role": "tool", "tool_call_id": "J1", "content": [{"type": "text", "text": "RESULT-N"}]},
            {"role": "user", "content": "USER-O"},
        ],
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "tool_k",
                    "description": "DESC-P",
                    "strict": True,
                    "parameters": {"type": "object", "properties": {"a": {"type": "string", "description": "DESC-Q"}}},
                },
            }
        ],
        "tool_choice": {"type": "function", "function": {"name": "tool_k"}},
        "parallel_tool_calls": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "n", "schema": {"type": "object", "properties": {"PROP-R": {"type": "number"}}}},
        },
        "max_tokens": 5000,
        "temperature": 0.5,
        "stop": ["STOP-S"],
        "reasoning_effort": "high",
        "user": "USER-T",
        "metadata": {"k": "v"},
    },
    ANTHROPIC: {
        "model": "auto",
        "max_tokens": 5000,
        "system": [{"type": "text", "text": "SYSTEM-A", "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
        "messages": [
            {"role": "user", "content": "USER-B"},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "PART-C"},
                    {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}},
                    {"type": "image", "source": {"type": "url", "url": "https://example.com/D.png"}},
                    {
                        "type": "document",
                        "title": "TITLE-E",
                        "source": {"type": "text", "media_type": "text/plain", "data": "DOC-F"},
                    },
                ],
            },
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "HM-G", "signature": "S"},
                    {"type": "text", "text": "TEXT-H"},
                    {"type": "tool_use", "id": "J1", "name": "tool_k", "input": {"a": "ARG-L"}},
                    {"type": "tool_use", "id": "J2", "name": "tool_k", "input": {}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "J2", "content": "RESULT-M", "is_error": True},
                    {
                        "type": "tool_result",
                        "tool_use_id": "J1",
                        "content": [
                            {"type": "text", "text": "RESULT-N"},
                            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "PIC-O="}},
                        ],
                    },
                    {"type": "text", "text": "USER-P"},
                ],
            },
        ],
        "tools": [{"name": "tool_k", "description": "DESC-Q", "input_schema": {"type": "object", "properties": {}}}],
        "tool_choice": {"type": "any", "disable_parallel_tool_use": True},
        "stop_sequences": ["STOP-S"],
        "thinking": {"type": "adaptive"},
        "output_config": {"effort": "high"},
        "metadata": {"user_id": "USER-T"},
        "temperature": 1,
    },
}
TARGETS = [
    (ANTHROPIC, "claude-opus-5"), (ANTHROPIC, "claude-sonnet-5-5"), (ANTHROPIC, "claude-sonnet-4-5"),
    (ANTHROPIC, "claude-opus-4-6"), (ANTHROPIC, "other"), (OPENAI_CHAT, "qwen3"), (OPENAI_CHAT, "gpt-4.1"),
    (OPENAI_CHAT, "gpt-6-luna"), (OPENAI_CHAT, "deepseek-chat"),
]  # fmt: skip
LISTED = {"HM-I": "reasoning", "HM-G": "reasoning", "NAME-C": "messages[2].name"}


@pytest.mark.parametrize("client", RICH)
@pytest.mark.parametrize(("backend", "model"), TARGETS)
def test_nothing_of_a_rich_request_is_lost_in_silence(client, backend, model):
    members = copy.deepcopy(RICH[client])
    opened = open_dialogue(read(client, members), backend, model, request_id=REQUEST_ID)
    said = opened.body.decode()
    for marker in markers(members):
        assert marker in said or LISTED.get(marker) in opened.dropped, (marker, opened.dropped)


def markers(value):
    if isinstance(value, dict):
        return {found for key, one in value.items() for found in (*markers(one), *markers(key))}
    if isinstance(value, list):
        return {found for one in value for found in markers(one)}
    if not isinstance(value, str):
        return set()
    return {value} if value[:-1].endswith("-") and value.isupper() else set()


@pytest.mark.parametrize("client", RICH)
@pytest.mark.parametrize(("backend", "model"), TARGETS)
@pytest.mark.parametrize("seed", range(4))
def test_an_odd_request_raises_nothing_but_our_own_errors(client, backend, model, seed):
    dice = random.Random(f"{client} {model} {seed}")
    for _ in range(100):
        members = copy.deepcopy(RICH[client])
        for _ in range(dice.randint(1, 3)):
            mutate(members, dice)
        check_odd(client, members, backend, model)


def check_odd(client, members, backend, model):
    try:
        opened = open_dialogue(read(client, members), backend, model, request_id=REQUEST_ID)
    except RouterError as error:
        assert error.status == 400
        assert error.caller_detail
    except Exception as error:
        raise AssertionError(json.dumps(members)) from error
    else:
        json.loads(opened.body)


@pytest.mark.parametrize("protocol", MODELS)
@given(data=st.data(), answer=answers())
@QUIET
def test_the_same_protocol_passes_byte_for_byte_when_the_client_named_the_model(protocol, data, answer):
    raw = STREAM[protocol](data.draw, answer).encode()
    asked = {
        "model": MODELS[protocol], "max_tokens": 5, "messages": [{"role": "user", "content": "x"}], "stream": True,
    }  # fmt: skip
    if protocol == OPENAI_CHAT:
        asked["stream_options"] = {"include_usage": True}
    chat = read(protocol, asked)
    opened = open_dialogue(chat, protocol, MODELS[protocol], request_id=REQUEST_ID)
    assert b"".join([opened.reader.feed(chunk) for chunk in rechunked(data.draw, raw)]) == raw
    assert opened.body == chat.body.text.encode()
    assert opened.reader.done
