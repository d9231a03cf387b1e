"""OpenAI Responses: the output items of an answer as they grow, and the events that say so.

Source: `ResponseStreamEvent` of the `openai` package. The order is: an item is added, then each of its
content parts is added, grows by deltas and is done, then the item is done.
"""

import msgspec

from larouter.wire.answer import CallStarted, Logprobs, Thought
from larouter.wire.neutral import Seal
from larouter.wire.openai_responses_names import NO_HOMES, Homes
from larouter.wire.openai_responses_parse import REDACTED
from larouter.wire.seals import label
from larouter.wire.sse import event_of

Json = dict[str, object]
_encode = msgspec.json.Encoder().encode


class Items:
    """The output of one response.

    Args:
        suffix: Of the ids of its items.
        homes: The namespaces that tools stand in.

    Attributes:
        output: The finished items, in order.
    """

    __slots__ = (
        *(
            "_content",
            "_delta",
            "_homes",
            "_item",
            "_kind",
            "_number",
            "_pieces",
            "_suffix",
            "_tokens",
            "output",
        ),
    )

    def __init__(self, suffix: str, homes: Homes = NO_HOMES) -> None:
        self.output: list[Json] = []
        self._suffix = suffix
        self._homes = homes
        self._number = -1
        self._item: Json = {}
        self._content: list[Json] = []
        self._kind = ""
        self._pieces: list[str] = []
        self._tokens: list[object] = []
        self._delta = (b"", b"")

    def event(self, kind: str, members: Json) -> bytes:
        """An event of the stream, with the next number."""
        self._number += 1
        said = {"type": kind, "sequence_number": self._number, **members}
        return event_of(_encode(said), kind.encode())

    def words(self, kind: str, text: str) -> bytes:
        """More text of the message, or of its refusal."""
        if self._kind != kind:
            return self._begin_words(kind) + self._more(text)
        return self._more(text)

    def _more(self, text: str) -> bytes:
        self._pieces.append(text)
        self._number += 1
        before, after = self._delta
        return b'%b,"sequence_number":%d,"delta":%b%b' % (before, self._number, _encode(text), after)

    def _grow(self, kind: str, after: bytes = b"", **place: int) -> None:
        """Prepare what every delta of the open part has around it."""
        head = {"type": kind, **self._place(**place)}
        self._delta = (b"event: %b\ndata: %b" % (kind.encode(), _encode(head)[:-1]), after + b"}\n\n")

    def _place(self, **place: int) -> Json:
        return {"item_id": self._item["id"], "output_index": len(self.output), **place}

    def _begin_words(self, kind: str) -> bytes:
        in_message = self._kind in ("output_text", "refusal")
        said = self._end_words() if in_message else self.close()
        if not in_message:
            self._content = []
            head = {"type": "message", "role": "assistant", "content": []}
            said += self._add("msg", {**head, "status": "in_progress"})
        self._kind = kind
        self._grow(
            f"response.{kind}.delta",
            b',"logprobs":[]' if kind == "output_text" else b"",
            content_index=len(self._content),
        )
        place = self._place(content_index=len(self._content))
        return said + self.event("response.content_part.added", {**place, "part": _part(kind, "", [])})

    def _end_words(self) -> bytes:
        kind, said, tokens = self._kind, "".join(self._pieces), self._tokens
        self._pieces, self._tokens = [], []
        place = self._place(content_index=len(self._content))
        done: Json = {"text": said, "logprobs": tokens} if kind == "output_text" else {"refusal": said}
        part = _part(kind, said, tokens)
        self._content.append(part)
        return self.event(f"response.{kind}.done", {**place, **done}) + self.event(
            "response.content_part.done", {**place, "part": part}
        )

    def note(self, logprobs: Logprobs) -> None:
        """Log probabilities of the words just said."""
        tokens = logprobs.value.get("content")
        if isinstance(tokens, list) and self._kind == "output_text":
            self._tokens += tokens

    def thinking(self, text: str) -> bytes:
        """More of a thought."""
        if self._kind == "reasoning":
            return self._more(text)
        said = self.close() + self._add("rs", {"type": "reasoning", "summary": []})
        self._kind = "reasoning"
        self._grow("response.reasoning_summary_text.delta", summary_index=0)
        part = {"type": "summary_text", "text": ""}
        added = {**self._place(summary_index=0), "part": part}
        return said + self.event("response.reasoning_summary_part.added", added) + self._more(text)

    def thought(self, event: Thought) -> bytes:
        """The end of a thought, with what its model must get back."""
        if self._kind != "reasoning":
            return self.close() + (
                self.seal(event.seal, REDACTED if event.redacted else "") if event.seal else b""
            )
        sealed = label(event.seal, REDACTED if event.redacted else "") if event.seal else None
        return self._end_thinking(sealed)

    def _end_thinking(self, sealed: str | None) -> bytes:
        said, self._pieces, self._kind = "".join(self._pieces), [], ""
        place, part = self._place(summary_index=0), {"type": "summary_text", "text": said}
        events = self.event("response.reasoning_summary_text.done", {**place, "text": said}) + self.event(
            "response.reasoning_summary_part.done", {**place, "part": part}
        )
        return events + self._done({"summary": [part], **({"encrypted_content": sealed} if sealed else {})})

    def seal(self, seal: Seal, kind: str) -> bytes:
        """An item that says nothing, for the client to give back."""
        item: Json = {"type": "reasoning", "summary": [], "encrypted_content": label(seal, kind)}
        return self._add("rs", item) + self._done({})

    def call(self, event: CallStarted) -> bytes:
        """A call begins."""
        said = self.close()
        prefix, kind, key = ("ctc", "custom_tool_call", "input") if event.custom else _FUNCTION
        self._kind = kind
        item: Json = {"type": kind, "call_id": event.id, "name": event.name, key: "", "status": "in_progress"}
        if home := self._homes.get(event.name):
            item["namespace"], item["name"] = home
        said += self._add(prefix, item)
        self._grow(f"response.{kind}_{key}.delta")
        return said

    def arguments(self, fragment: str) -> bytes:
        """More of its arguments."""
        return self._more(fragment)

    def _end_call(self) -> bytes:
        kind, said = self._kind, "".join(self._pieces)
        self._pieces, self._kind = [], ""
        key = "input" if kind == "custom_tool_call" else "arguments"
        events = self.event(f"response.{kind}_{key}.done", {**self._place(), key: said})
        return events + self._done({key: said, "status": "completed"})

    def close(self, status: str = "completed") -> bytes:
        """End the item that is open, if one is."""
        if self._kind in ("output_text", "refusal"):
            said = self._end_words()
            self._kind = ""
            return said + self._done({"content": self._content, "status": status})
        if self._kind == "reasoning":
            return self._end_thinking(None)
        return self._end_call() if self._kind else b""

    def _add(self, prefix: str, item: Json) -> bytes:
        self._item = {"id": f"{prefix}_{self._suffix}_{len(self.output)}", **item}
        return self.event(
            "response.output_item.added", {"output_index": len(self.output), "item": self._item}
        )

    def _done(self, changes: Json) -> bytes:
        item = {**self._item, **changes}
        said = self.event("response.output_item.done", {"output_index": len(self.output), "item": item})
        self.output.append(item)
        return said


_FUNCTION = ("fc", "function_call", "arguments")


def _part(kind: str, text: str, tokens: list[object]) -> Json:
    if kind == "refusal":
        return {"type": "refusal", "refusal": text}
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": tokens}
