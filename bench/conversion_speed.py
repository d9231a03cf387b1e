"""What changing the protocol costs beside passing it through: python bench/conversion_speed.py.

Processor time of this process, median of many rounds, and as a ratio to passing through, which hardly depends on the
machine. Targets: a stream of 100 chunks at most 2 ms beyond passing it, 200 KB read and converted in at most 3 ms.
"""

import json
import statistics
import time
from collections.abc import Callable

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT
from larouter.wire.dialogue import open_dialogue
from larouter.wire.habits import UNKNOWN, Habits, habits_of
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat

CHUNKS = 100
WORD = "A few words. "
HEAD = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
TOOL = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}


def event(value: object, name: str = "") -> bytes:
    """A server-sent event."""
    return (f"event: {name}\n" if name else "").encode() + b"data: " + json.dumps(value).encode() + b"\n\n"


def chat_chunks() -> list[bytes]:
    """A stream of chat completions, chunk by chunk."""
    said = [
        event(HEAD | {"choices": [{"index": 0, "delta": {"content": WORD}, "finish_reason": None}]})
        for _ in range(CHUNKS)
    ]
    end = event(HEAD | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    return [*said, end, b"data: [DONE]\n\n"]


def claude_chunks() -> list[bytes]:
    """The same in Anthropic's events."""
    usage = {"input_tokens": 9, "output_tokens": CHUNKS}
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [],
        "usage": usage,
    }
    delta = {"type": "text_delta", "text": WORD}
    start = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    end = {
        "type": "message_delta",
        "delta": {"stop_reason": "end_turn", "stop_sequence": None},
        "usage": usage,
    }
    said = {"type": "content_block_delta", "index": 0, "delta": delta}
    return [
        event({"type": "message_start", "message": message}, "message_start"),
        event(start, "content_block_start"),
        *[event(said, "content_block_delta") for _ in range(CHUNKS)],
        event({"type": "content_block_stop", "index": 0}, "content_block_stop"),
        event(end, "message_delta"),
        event({"type": "message_stop"}, "message_stop"),
    ]


def gemini_chunks() -> list[bytes]:
    """The same in Gemini's."""
    usage = {"promptTokenCount": 9, "candidatesTokenCount": CHUNKS}

    def chunk(text: str, **more: object) -> bytes:
        candidate = {"content": {"parts": [{"text": text}], "role": "model"}, "index": 0, **more}
        return event({"candidates": [candidate], "usageMetadata": usage, "modelVersion": "m"})

    return [*[chunk(WORD) for _ in range(CHUNKS)], chunk("", finishReason="STOP")]


def stream_ms(
    backend: str, model: str, chunks: list[bytes], habits: Habits = UNKNOWN, *, tools: bool = False
) -> float:
    """Processor time of reading a stream for a client of chat completions, in milliseconds."""
    body = {"model": model, "messages": [{"role": "user", "content": "x"}], "stream": True}
    asked = body | {"stream_options": {"include_usage": True}} | ({"tools": [TOOL]} if tools else {})
    chat = read_chat(read_object(json.dumps(asked).encode()))

    def read() -> None:
        reader = open_dialogue(chat, backend, model, request_id="req_x", habits=habits).reader
        for chunk in chunks:
            reader.feed(chunk)
        reader.end()

    return median_ms(read, 300)


def request_ms(backend: str, model: str, kilobytes: int) -> float:
    """Processor time from bytes to the bytes for a backend, in milliseconds."""
    turns = [{"role": ("user", "assistant")[at % 2], "content": WORD * 75} for at in range(kilobytes - 1)]
    raw = json.dumps(
        {"model": model, "max_tokens": 9, "messages": [*turns, {"role": "user", "content": "x"}]}
    ).encode()

    def convert() -> None:
        open_dialogue(read_chat(read_object(raw)), backend, model, request_id="req_x")

    return median_ms(convert, 60)


def median_ms(work: Callable[[], None], rounds: int) -> float:
    """The median processor time of a piece of work, in milliseconds."""
    work()
    times = []
    for _ in range(rounds):
        start = time.process_time_ns()
        work()
        times.append(time.process_time_ns() - start)
    return statistics.median(times) / 1e6


def main() -> None:
    """Measure and print."""
    passed = stream_ms(OPENAI_CHAT, "qwen3", chat_chunks())
    print(f"{CHUNKS} chunks passed through: {passed:.2f} ms")
    for name, cost in (
        (
            "passed and mended (Ollama)",
            stream_ms(OPENAI_CHAT, "qwen3", chat_chunks(), habits_of("ollama"), tools=True),
        ),
        ("from Anthropic", stream_ms(ANTHROPIC, "claude-opus-5", claude_chunks())),
        ("from Gemini", stream_ms(GEMINI, "gemini-4-argon", gemini_chunks())),
    ):
        print(f"{CHUNKS} chunks {name}: {cost / passed:.1f} times that, {cost - passed:+.2f} ms beyond")
    whole = request_ms(OPENAI_CHAT, "qwen3", 200)
    print(f"200 KB read and passed through: {whole:.2f} ms")
    for name, backend, model in (
        ("for Anthropic", ANTHROPIC, "claude-opus-5"),
        ("for Gemini", GEMINI, "gemini-4-argon"),
    ):
        cost = request_ms(backend, model, 200)
        print(f"200 KB read and converted {name}: {cost / whole:.1f} times that, {cost:.2f} ms")


if __name__ == "__main__":
    main()
