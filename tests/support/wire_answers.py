"""The same answer in the words of each protocol, whole and streamed, and streams folded by the official SDKs.

Written from the documentation, apart from the converters that it judges.
"""

import itertools
import json
from typing import Any

from anthropic._models import construct_type_unchecked
from anthropic.lib.streaming._messages import accumulate_event
from anthropic.types import RawMessageStreamEvent
from hypothesis import strategies as st
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.types.chat import ChatCompletionChunk

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT

text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
name = st.text("abcxyz_", min_size=1, max_size=8)
arguments = st.dictionaries(
    name, st.one_of(st.integers(), text, st.lists(st.booleans(), max_size=2)), max_size=3
)
thought = st.fixed_dictionaries({"thinking": text, "signature": st.one_of(st.just(""), st.just("Ab+/="))})
call = st.fixed_dictionaries({"name": name, "input": arguments})
reason = st.sampled_from(["stop", "length"])


@st.composite
def answers(draw: Any) -> Any:
    """An answer: thoughts, then text, then calls, as chat completions order them."""
    calls = draw(st.lists(call, max_size=3))
    said = draw(st.lists(text, max_size=1))
    thoughts = draw(st.lists(thought, max_size=1))
    return {
        "thoughts": thoughts,
        "text": said if said or calls else ["."],
        "calls": calls,
        "reason": "calls" if calls else draw(reason),
        "usage": {
            "input": draw(st.integers(0, 99)),
            "cached": draw(st.integers(0, 9)),
            "output": draw(st.integers(0, 99)),
        },
    }


def pieces(draw: Any, words: str) -> Any:
    """The words, cut into pieces."""
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(words) - 1)), max_size=3)))
    bounds = [0, *[cut for cut in cuts if cut < len(words)], len(words)]
    return [words[a:b] for a, b in itertools.pairwise(bounds)]


def event(data: Any, named: str = "") -> str:
    head = f"event: {named}\n" if named else ""
    return f"{head}data: {data if isinstance(data, str) else json.dumps(data)}\n\n"


REASONS = {
    ANTHROPIC: {"stop": "end_turn", "length": "max_tokens", "calls": "tool_use"},
    OPENAI_CHAT: {"stop": "stop", "length": "length", "calls": "tool_calls"},
}


def claude_blocks(answer: Any) -> Any:
    yield from ({"type": "thinking", **one} for one in answer["thoughts"])
    yield from ({"type": "text", "text": one} for one in answer["text"])
    for at, one in enumerate(answer["calls"]):
        yield {"type": "tool_use", "id": f"toolu_{at}", **one}


def claude_usage(answer: Any) -> Any:
    usage = answer["usage"]
    return {
        "input_tokens": usage["input"],
        "cache_read_input_tokens": usage["cached"],
        "output_tokens": usage["output"],
    }


def claude_whole(answer: Any) -> Any:
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "m-1", "content": list(claude_blocks(answer)),
        "stop_reason": REASONS[ANTHROPIC][answer["reason"]], "stop_sequence": None, "usage": claude_usage(answer),
    }  # fmt: skip


def claude_stream(draw: Any, answer: Any) -> Any:
    head = {**claude_whole(answer), "content": [], "stop_reason": None}
    said = [
        event({"type": "message_start", "message": head}, "message_start"),
        event({"type": "ping"}, "ping"),
    ]
    for index, block in enumerate(claude_blocks(answer)):
        empty, deltas = claude_deltas(draw, block)
        said.append(
            event(
                {"type": "content_block_start", "index": index, "content_block": empty}, "content_block_start"
            )
        )
        said += [
            event({"type": "content_block_delta", "index": index, "delta": one}, "content_block_delta")
            for one in deltas
        ]
        said.append(event({"type": "content_block_stop", "index": index}, "content_block_stop"))
    delta = {"stop_reason": REASONS[ANTHROPIC][answer["reason"]], "stop_sequence": None}
    said.append(
        event({"type": "message_delta", "delta": delta, "usage": claude_usage(answer)}, "message_delta")
    )
    return "".join([*said, event({"type": "message_stop"}, "message_stop")])


def claude_deltas(draw: Any, block: Any) -> Any:
    if block["type"] == "text":
        return {"type": "text", "text": ""}, [
            {"type": "text_delta", "text": one} for one in pieces(draw, block["text"])
        ]
    if block["type"] == "tool_use":
        written = json.dumps(block["input"])
        return {**block, "input": {}}, [
            {"type": "input_json_delta", "partial_json": one} for one in pieces(draw, written)
        ]
    deltas = [{"type": "thinking_delta", "thinking": one} for one in pieces(draw, block["thinking"])]
    if block["signature"]:
        deltas.append({"type": "signature_delta", "signature": block["signature"]})
    return {"type": "thinking", "thinking": "", "signature": ""}, deltas


def gpt_usage(answer: Any) -> Any:
    usage = answer["usage"]
    prompt = usage["input"] + usage["cached"]
    return {
        "prompt_tokens": prompt, "completion_tokens": usage["output"], "total_tokens": prompt + usage["output"],
        "prompt_tokens_details": {"cached_tokens": usage["cached"]},
    }  # fmt: skip


def gpt_calls(answer: Any) -> Any:
    for at, one in enumerate(answer["calls"]):
        function = {"name": one["name"], "arguments": json.dumps(one["input"])}
        yield {"id": f"call_{at}", "type": "function", "function": function}


def gpt_message(answer: Any) -> Any:
    message = {"role": "assistant", "content": "".join(answer["text"]) or None}
    if answer["thoughts"]:
        message["reasoning_content"] = answer["thoughts"][0]["thinking"]
    if answer["calls"]:
        message["tool_calls"] = list(gpt_calls(answer))
    return message


def gpt_whole(answer: Any) -> Any:
    choice = {
        "index": 0,
        "message": gpt_message(answer),
        "finish_reason": REASONS[OPENAI_CHAT][answer["reason"]],
    }
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m-1", "choices": [choice],
        "usage": gpt_usage(answer),
    }  # fmt: skip


def gpt_stream(draw: Any, answer: Any) -> Any:
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


def datas(stream: Any) -> Any:
    for piece in stream.decode().split("\n\n"):
        data = [line[6:] for line in piece.split("\n") if line.startswith("data: ")]
        if data and data[0] != "[DONE]":
            yield json.loads(data[0])


def claude_fold(stream: Any) -> Any:
    """As the official SDK folds it."""
    snapshot, buffers = None, {}
    for data in datas(stream):
        if data["type"] not in ("ping", "message_stop"):
            raw = _event_of(data)
            snapshot = accumulate_event(event=raw, current_snapshot=snapshot, json_bufs=buffers)
    return snapshot.to_dict()


def _event_of(data: Any) -> Any:
    return construct_type_unchecked(type_=RawMessageStreamEvent, value=data)


def gpt_fold(stream: Any) -> Any:
    """As the official SDK folds it."""
    state = ChatCompletionStreamState()
    for data in datas(stream):
        state.handle_chunk(ChatCompletionChunk.model_validate(data))
    return state.current_completion_snapshot.to_dict()


FOLD = {ANTHROPIC: claude_fold, OPENAI_CHAT: gpt_fold}


def comparable(protocol: str, answer: Any) -> Any:
    """An answer without what a stream says in another way: object names, indexes and nulls."""
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
