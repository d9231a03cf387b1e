"""The same answer in the words of each protocol, whole and streamed, and streams folded by the official SDKs.

Written from the documentation, apart from the converters that it judges.
"""

import itertools
import json
import warnings
from typing import Any

from anthropic._models import construct_type_unchecked
from anthropic.lib.streaming._messages import accumulate_event
from anthropic.types import Message, RawMessageStreamEvent
from hypothesis import strategies as st
from openai._models import construct_type
from openai._types import omit
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.lib.streaming.responses._responses import ResponseStreamState
from openai.types import Completion
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseStreamEvent

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_COMPLETIONS, OPENAI_RESPONSES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from google.genai.types import GenerateContentResponse

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


def completion_fold(stream: Any) -> Any:
    """Texts joined for each choice; all else from the chunks that say it."""
    choices, last = {}, {}
    for last in datas(stream):
        for one in last["choices"]:
            before = choices.setdefault(one["index"], {**one, "text": ""})
            choices[one["index"]] = {**one, "text": before["text"] + one["text"]}
    return {**last, "choices": [choices[at] for at in sorted(choices)]}


FOLD = {
    ANTHROPIC: claude_fold,
    OPENAI_CHAT: chat_fold,
    GEMINI: gemini_fold,
    OPENAI_RESPONSES: responses_fold,
    OPENAI_COMPLETIONS: completion_fold,
}
SHAPE = {
    ANTHROPIC: Message,
    OPENAI_CHAT: ChatCompletion,
    GEMINI: GenerateContentResponse,
    OPENAI_RESPONSES: Response,
    OPENAI_COMPLETIONS: Completion,
}


def comparable(protocol: Any, answer: Any) -> Any:
    answer = json.loads(json.dumps(answer))
    if protocol == OPENAI_CHAT:
        answer.pop("object")
        for choice in answer["choices"]:
            for one in choice["message"].get("tool_calls") or ():
                one.pop("index", None)
    return _without_empty(answer)


def rechunked(draw: Any, raw: bytes) -> list[bytes]:
    """The bytes, cut anywhere."""
    cuts = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=8)))
    return [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(one) for key, one in value.items() if one not in (None, "", [])}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value
