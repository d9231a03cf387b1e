"""Laws that every pair of protocols keeps where Gemini or Responses is on one side, judged by the official SDKs."""

import contextlib
import copy
import itertools
import json
import random
import warnings
from typing import Any

import pytest
from anthropic._models import construct_type_unchecked
from anthropic.lib.streaming._messages import accumulate_event
from anthropic.types import Message, RawMessageStreamEvent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai._models import construct_type
from openai._types import omit
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.lib.streaming.responses._responses import ResponseStreamState
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.wire.answer import NotTheProtocol
from larouter.wire.dialogue import TONGUES
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.interpreter import Interpreter

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from google.genai.types import GenerateContentResponse

REQUEST_ID = "req_01kaf0000000000000000000zz"
MODELS = {
    ANTHROPIC: "claude-opus-5",
    OPENAI_CHAT: "qwen3",
    GEMINI: "gemini-3.8-flash",
    OPENAI_RESPONSES: "gpt-6-luna",
}
MINE = (GEMINI, OPENAI_RESPONSES)
PAIRS = [(client, backend) for client in MODELS for backend in MODELS if client in MINE or backend in MINE]
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
name = st.text("abcxyz_", min_size=1, max_size=8)
arguments = st.dictionaries(
    name, st.one_of(st.integers(-9, 9), text, st.lists(st.booleans(), max_size=2)), max_size=3
)


@st.composite
def answers(draw: Any) -> Any:
    """An answer: a thought, then text, then calls, as every protocol can order them."""
    calls = draw(st.lists(st.tuples(name, arguments), max_size=3))
    words = draw(st.lists(text, max_size=1))
    return {
        "thoughts": draw(st.lists(st.tuples(text, st.sampled_from(["", "QWIr"])), max_size=1)),
        "text": words if words or calls else ["."],
        "calls": [{"name": called, "input": given} for called, given in calls],
        "reason": "calls" if calls else draw(st.sampled_from(["stop", "length"])),
        "input": draw(st.integers(10, 99)),
        "cached": draw(st.integers(0, 9)),
        "output": draw(st.integers(10, 99)),
        "thought": draw(st.integers(0, 9)),
    }


def pieces(draw: Any, words: Any) -> Any:
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(words) - 1)), max_size=3)))
    bounds = [0, *[cut for cut in cuts if cut < len(words)], len(words)]
    return [words[a:b] for a, b in itertools.pairwise(bounds)]


def event(data: Any, named: Any = "") -> Any:
    head = f"event: {named}\n" if named else ""
    return f"{head}data: {data if isinstance(data, str) else json.dumps(data)}\n\n"


def gemini_usage(it: Any) -> Any:
    return {
        "promptTokenCount": it["input"], "cachedContentTokenCount": it["cached"], "thoughtsTokenCount": it["thought"],
        "candidatesTokenCount": it["output"] - it["thought"], "totalTokenCount": it["input"] + it["output"],
    }  # fmt: skip


def gemini_parts(it: Any) -> Any:
    for said, seal in it["thoughts"]:
        yield {"text": said, "thought": True, **({"thoughtSignature": seal} if seal else {})}
    yield from ({"text": said} for said in it["text"])
    for at, one in enumerate(it["calls"]):
        call = {"functionCall": {"id": f"c{at}", "name": one["name"], "args": one["input"]}}
        yield call if at else {**call, "thoughtSignature": "U0lH"}


def gemini_chunk(it: Any, parts: Any, **more: Any) -> Any:
    candidate = {"content": {"parts": parts, "role": "model"}, "index": 0, **more}
    return {
        "candidates": [candidate],
        "usageMetadata": gemini_usage(it),
        "modelVersion": "m-1",
        "responseId": "r",
    }


GEMINI_REASONS = {"stop": "STOP", "length": "MAX_TOKENS", "calls": "STOP"}


def gemini_whole(it: Any) -> Any:
    return gemini_chunk(it, list(gemini_parts(it)), finishReason=GEMINI_REASONS[it["reason"]])


def gemini_stream(draw: Any, it: Any) -> Any:
    said = []
    for part in gemini_parts(it):
        if "text" not in part:
            said.append(part)
            continue
        cut = pieces(draw, part["text"])
        thought = {"thought": True} if "thought" in part else {}
        said += [{"text": one, **thought} for one in cut[:-1]] + [{**part, "text": cut[-1]}]
    chunks = [gemini_chunk(it, [part]) for part in said]
    chunks.append(gemini_chunk(it, [{"text": ""}], finishReason=GEMINI_REASONS[it["reason"]]))
    return "".join([f"data: {json.dumps(chunk)}\r\n\r\n" for chunk in chunks])


def responses_items(it: Any) -> Any:
    for said, seal in it["thoughts"]:
        item = {"id": "rs_1", "type": "reasoning", "summary": [{"type": "summary_text", "text": said}]}
        yield item | ({"encrypted_content": seal} if seal else {})
    for said in it["text"]:
        content = [{"type": "output_text", "text": said, "annotations": [], "logprobs": []}]
        yield {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": content,
        }
    for at, one in enumerate(it["calls"]):
        yield {
            "id": f"fc_{at}", "type": "function_call", "call_id": f"c{at}", "name": one["name"],
            "arguments": json.dumps(one["input"]), "status": "completed",
        }  # fmt: skip


def responses_whole(it: Any) -> Any:
    return {
        "id": "resp_1", "object": "response", "created_at": 1, "model": "m-1", "output": list(responses_items(it)),
        "status": "incomplete" if it["reason"] == "length" else "completed", "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if it["reason"] == "length" else None,
        "usage": {
            "input_tokens": it["input"], "input_tokens_details": {"cached_tokens": it["cached"]},
            "output_tokens": it["output"], "output_tokens_details": {"reasoning_tokens": it["thought"]},
            "total_tokens": it["input"] + it["output"],
        },
    }  # fmt: skip


def responses_stream(draw: Any, it: Any) -> Any:
    whole = responses_whole(it)
    begun = {**whole, "status": "in_progress", "output": [], "usage": None}
    said = [
        {"type": "response.created", "response": begun},
        {"type": "response.in_progress", "response": begun},
    ]
    for at, item in enumerate(whole["output"]):
        where = {"item_id": item["id"], "output_index": at}
        if item["type"] == "function_call":
            said.append(
                {"type": "response.output_item.added", "output_index": at, "item": {**item, "arguments": ""}}
            )
            kind, words = "response.function_call_arguments.delta", item["arguments"]
        elif item["type"] == "message":
            said.append(
                {"type": "response.output_item.added", "output_index": at, "item": {**item, "content": []}}
            )
            kind, words = "response.output_text.delta", item["content"][0]["text"]
        else:
            said.append(
                {"type": "response.output_item.added", "output_index": at, "item": {**item, "summary": []}}
            )
            kind, words = "response.reasoning_summary_text.delta", item["summary"][0]["text"]
        said += [{"type": kind, **where, "delta": one} for one in pieces(draw, words)]
        said.append({"type": "response.output_item.done", "output_index": at, "item": item})
    said.append({"type": f"response.{whole['status']}", "response": whole})
    return "".join([event({**one, "sequence_number": n}, one["type"]) for n, one in enumerate(said)])


def claude_blocks(it: Any) -> Any:
    yield from ({"type": "thinking", "thinking": said, "signature": seal} for said, seal in it["thoughts"])
    yield from ({"type": "text", "text": one} for one in it["text"])
    for at, one in enumerate(it["calls"]):
        yield {"type": "tool_use", "id": f"toolu_{at}", **one}


def claude_whole(it: Any) -> Any:
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "m-1", "content": list(claude_blocks(it)),
        "stop_reason": {"stop": "end_turn", "length": "max_tokens", "calls": "tool_use"}[it["reason"]],
        "stop_sequence": None,
        "usage": {
            "input_tokens": it["input"] - it["cached"], "cache_read_input_tokens": it["cached"],
            "output_tokens": it["output"], "output_tokens_details": {"thinking_tokens": it["thought"]},
        },
    }  # fmt: skip


def claude_stream(draw: Any, it: Any) -> Any:
    whole = claude_whole(it)
    said = [
        {"type": "message_start", "message": {**whole, "content": [], "stop_reason": None}},
        {"type": "ping"},
    ]
    for index, block in enumerate(claude_blocks(it)):
        empty, deltas = claude_deltas(draw, block)
        said.append({"type": "content_block_start", "index": index, "content_block": empty})
        said += [{"type": "content_block_delta", "index": index, "delta": one} for one in deltas]
        said.append({"type": "content_block_stop", "index": index})
    delta = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    said += [{"type": "message_delta", "delta": delta, "usage": whole["usage"]}, {"type": "message_stop"}]
    return "".join([event(one, one["type"]) for one in said])


def claude_deltas(draw: Any, block: Any) -> Any:
    if block["type"] == "text":
        return {"type": "text", "text": ""}, [
            {"type": "text_delta", "text": one} for one in pieces(draw, block["text"])
        ]
    if block["type"] == "tool_use":
        cut = pieces(draw, json.dumps(block["input"]))
        return {**block, "input": {}}, [{"type": "input_json_delta", "partial_json": one} for one in cut]
    deltas = [{"type": "thinking_delta", "thinking": one} for one in pieces(draw, block["thinking"])]
    if block["signature"]:
        deltas.append({"type": "signature_delta", "signature": block["signature"]})
    return {"type": "thinking", "thinking": "", "signature": ""}, deltas


def chat_usage(it: Any) -> Any:
    return {
        "prompt_tokens": it["input"], "completion_tokens": it["output"], "total_tokens": it["input"] + it["output"],
        "prompt_tokens_details": {"cached_tokens": it["cached"]},
        "completion_tokens_details": {"reasoning_tokens": it["thought"]},
    }  # fmt: skip


def chat_message(it: Any) -> Any:
    message = {"role": "assistant", "content": "".join(it["text"]) or None}
    if it["thoughts"]:
        message["reasoning_content"] = it["thoughts"][0][0]
    calls = [
        {
            "id": f"c{at}",
            "type": "function",
            "function": {"name": one["name"], "arguments": json.dumps(one["input"])},
        }
        for at, one in enumerate(it["calls"])
    ]
    return message | ({"tool_calls": calls} if calls else {})


CHAT_REASONS = {"stop": "stop", "length": "length", "calls": "tool_calls"}


def chat_whole(it: Any) -> Any:
    choice = {"index": 0, "message": chat_message(it), "finish_reason": CHAT_REASONS[it["reason"]]}
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m-1"}
    return {**head, "choices": [choice], "usage": chat_usage(it)}


def chat_stream(draw: Any, it: Any) -> Any:
    message, deltas = chat_message(it), [{"role": "assistant", "content": ""}]
    for member in ("reasoning_content", "content"):
        deltas += [{member: one} for one in pieces(draw, message.get(member) or "") if one]
    for index, one in enumerate(message.get("tool_calls", ())):
        function = {**one["function"], "arguments": ""}
        deltas.append({"tool_calls": [{**one, "index": index, "function": function}]})
        cut = pieces(draw, one["function"]["arguments"])
        deltas += [{"tool_calls": [{"index": index, "function": {"arguments": piece}}]} for piece in cut]
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m-1"}
    said = [event({**head, "choices": [{"index": 0, "delta": one, "finish_reason": None}]}) for one in deltas]
    end = {"index": 0, "delta": {}, "finish_reason": CHAT_REASONS[it["reason"]]}
    said += [event({**head, "choices": [end]}), event({**head, "choices": [], "usage": chat_usage(it)})]
    return "".join([*said, event("[DONE]")])


WHOLE = {
    ANTHROPIC: claude_whole,
    OPENAI_CHAT: chat_whole,
    GEMINI: gemini_whole,
    OPENAI_RESPONSES: responses_whole,
}
STREAM = {
    ANTHROPIC: claude_stream, OPENAI_CHAT: chat_stream, GEMINI: gemini_stream, OPENAI_RESPONSES: responses_stream
}  # fmt: skip


def datas(stream: Any) -> Any:
    for piece in stream.decode().split("\n\n"):
        data = [line[6:] for line in piece.split("\n") if line.startswith("data: ")]
        if data and data[0] != "[DONE]":
            yield json.loads(data[0])


def claude_fold(stream: Any) -> Any:
    snapshot, buffers = None, {}
    for data in datas(stream):
        if data["type"] not in ("ping", "message_stop"):
            raw = construct_type_unchecked(type_=RawMessageStreamEvent, value=data)
            snapshot = accumulate_event(event=raw, current_snapshot=snapshot, json_bufs=buffers)
    return snapshot.to_dict()


def chat_fold(stream: Any) -> Any:
    state = ChatCompletionStreamState()
    for data in datas(stream):
        state.handle_chunk(ChatCompletionChunk.model_validate(data))
    return state.current_completion_snapshot.to_dict()


def gemini_fold(stream: Any) -> Any:
    """The parts of all chunks, adjacent pieces of one text or thought joined; all else from the last chunk."""
    parts, last = [], None
    for last in datas(stream):
        GenerateContentResponse.model_validate(last, strict=False)
        for part in last["candidates"][0]["content"]["parts"]:
            before = parts[-1] if parts else {}
            joins = "text" in part and "text" in before and part.get("thought") == before.get("thought")
            if joins and "thoughtSignature" not in before:
                parts[-1] = {**before, **part, "text": before["text"] + part["text"]}
            elif part != {"text": ""}:
                parts.append(part)
    last["candidates"][0]["content"]["parts"] = parts
    return last


def responses_fold(stream: Any) -> Any:
    """As the official SDK grows it from the deltas; its last event must say the same."""
    state, grown, numbers = ResponseStreamState(input_tools=[], text_format=omit), {}, []
    for data in datas(stream):
        raw = construct_type(type_=ResponseStreamEvent, value=data)
        numbers.append(raw.sequence_number)
        state.handle_event(raw)
        if raw.type == "response.output_item.done":
            grown[raw.output_index] = data["item"]
    assert numbers == list(range(len(numbers)))
    assert [grown[at] for at in range(len(grown))] == data["response"]["output"]
    return data["response"]


FOLD = {ANTHROPIC: claude_fold, OPENAI_CHAT: chat_fold, GEMINI: gemini_fold, OPENAI_RESPONSES: responses_fold}
SHAPE = {
    ANTHROPIC: Message,
    OPENAI_CHAT: ChatCompletion,
    GEMINI: GenerateContentResponse,
    OPENAI_RESPONSES: Response,
}


def comparable(protocol: Any, answer: Any) -> Any:
    answer = json.loads(json.dumps(answer))
    if protocol == OPENAI_CHAT:
        answer.pop("object")
        for choice in answer["choices"]:
            for one in choice["message"].get("tool_calls") or ():
                one.pop("index", None)
    return _without_empty(answer)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(one) for key, one in value.items() if one not in (None, "", [])}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value


SHOWING = {"generationConfig": {"thinkingConfig": {"includeThoughts": True}}}


def interpreter(client: Any, backend: Any, asked: Any = SHOWING) -> Any:
    model = MODELS[backend]
    exchange = Exchange(REQUEST_ID, client, backend, model, profile_of(model, backend), asked=asked)
    return Interpreter(TONGUES[backend].hearer(exchange), TONGUES[client].teller(exchange))


def rechunked(draw: Any, raw: Any) -> Any:
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=8)))
    return [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]


@pytest.mark.parametrize("asked", [{}, SHOWING], ids=["hiding", "showing"])
@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@QUIET
def test_the_fold_of_a_stream_is_the_whole_answer(
    client: Any, backend: Any, asked: Any, data: Any, answer: Any
) -> None:
    raw = STREAM[backend](data.draw, answer).encode()
    streamed = interpreter(client, backend, asked)
    out = b"".join([streamed.feed(chunk) for chunk in rechunked(data.draw, raw)]) + streamed.end()
    whole = interpreter(client, backend, asked)
    said = json.loads(whole.whole(json.dumps(WHOLE[backend](answer)).encode()))
    assert comparable(client, FOLD[client](out)) == comparable(client, said)
    assert streamed.done
    assert (streamed.usage, streamed.model, streamed.finished) == (whole.usage, whole.model, True)


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(answer=answers())
@QUIET
def test_a_whole_answer_is_one_that_the_clients_sdk_accepts_and_loses_nothing(
    client: Any, backend: Any, answer: Any
) -> None:
    reader = interpreter(client, backend)
    said = json.loads(reader.whole(json.dumps(WHOLE[backend](answer)).encode()))
    SHAPE[client].model_validate(said, strict=client != GEMINI)
    everything = json.dumps(said, ensure_ascii=False)
    for words in (*answer["text"], *(words for words, _ in answer["thoughts"])):
        assert json.dumps(words, ensure_ascii=False)[1:-1] in everything
    for one in answer["calls"]:
        assert f'"name": "{one["name"]}"' in everything
    used = reader.usage
    assert (used.input_tokens, used.cached_tokens) == (answer["input"], answer["cached"])
    assert (used.output_tokens, used.reasoning_tokens) == (answer["output"], answer["thought"])


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@settings(QUIET, max_examples=15)
def test_cutting_a_stream_at_every_byte_changes_nothing(
    client: Any, backend: Any, data: Any, answer: Any
) -> None:
    raw = STREAM[backend](data.draw, answer).encode()
    at_once, by_byte = interpreter(client, backend), interpreter(client, backend)
    said = b"".join([by_byte.feed(raw[at : at + 1]) for at in range(len(raw))])
    assert at_once.feed(raw) + at_once.end() == said + by_byte.end()


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(data=st.data(), answer=answers())
@QUIET
def test_a_broken_stream_raises_nothing_but_that_it_is_not_the_protocol(
    client: Any, backend: Any, data: Any, answer: Any
) -> None:
    raw = bytearray(STREAM[backend](data.draw, answer).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    reader = interpreter(client, backend)
    try:
        for chunk in rechunked(data.draw, bytes(raw)):
            reader.feed(chunk)
        reader.end()
    except NotTheProtocol:
        pass
    assert not (reader.done and reader.error)


ODD = (
    None, True, False, 0, 1, -1, 1.5, "", "x", "none", [], {}, [{}], [None], ["x"], [[]],
    {"type": "text"}, {"type": "x"}, {"type": None}, {"text": "x"}, {"name": "x"},
)  # fmt: skip


def mutate(value: Any, dice: Any) -> None:
    """Put something odd somewhere inside."""
    spot, keys = value, []
    while isinstance(spot, dict | list) and spot:
        keys.append(
            (spot, dice.choice(sorted(spot)) if isinstance(spot, dict) else dice.randrange(len(spot)))
        )
        spot = spot[keys[-1][1]]
    holder, key = dice.choice(keys)
    holder[key] = copy.deepcopy(dice.choice(ODD))


@pytest.mark.parametrize(("client", "backend"), PAIRS)
@given(seed=st.integers(0, 10**9), answer=answers())
@QUIET
def test_a_broken_whole_answer_raises_nothing_but_that_it_is_not_the_protocol(
    client: Any, backend: Any, seed: Any, answer: Any
) -> None:
    value, dice = WHOLE[backend](answer), random.Random(seed)
    for _ in range(3):
        mutate(value, dice)
    with contextlib.suppress(NotTheProtocol):
        interpreter(client, backend).whole(json.dumps(value).encode())
