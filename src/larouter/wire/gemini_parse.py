"""Google Gemini: a request as a neutral conversation.

Source: `Content`, `Part`, `FunctionCall` and `FunctionResponse` of the `google-genai` package. Parts that
only Google's own tools make have no counterpart elsewhere and are refused by name.
"""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from larouter.core.chat import Body
from larouter.core.errors import BadRequest
from larouter.wire.gemini_names import member, object_of, objects_of, text_of
from larouter.wire.gemini_options import parse_options
from larouter.wire.neutral import (
    Audio,
    Conversation,
    Document,
    Image,
    Message,
    Object,
    Part,
    Seal,
    Source,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from larouter.wire.profiles import unsayable
from larouter.wire.seals import MARK, read_label

FILES = "generativelanguage.googleapis.com/"
REDACTED = "redacted"
_FOREIGN = ("executableCode", "codeExecutionResult", "toolCall", "toolResponse", "audioTranscription")
_encode = msgspec.json.Encoder().encode


def parse_generate(body: Body) -> Conversation:
    """The conversation of a request that `read_generate` has accepted; the path says whether it streams.

    Raises:
        BadRequest: A member is of the wrong kind; the error names it.
        Unsayable: A part or tool is Google's alone.
    """
    return replace(parse_options(body.members), messages=_Parser().messages(body.members))


def seal_of(signature: str) -> tuple[Seal, str]:
    """The seal behind a signature and its kind; Google's clients may write base64 in its URL-safe letters."""
    if signature.startswith(MARK):
        signature = signature.replace("-", "+").replace("_", "/")
    return read_label(signature)


class _Parser:
    """Reads contents; remembers the calls whose results are awaited, since ids may be left out."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str]] = []
        self._calls = 0

    def messages(self, members: Object) -> tuple[Message, ...]:
        """The system instruction and the contents."""
        said: list[Message] = []
        if system := self._parts(object_of(members, "systemInstruction"), "systemInstruction"):
            if not all(isinstance(part, Text) for part in system):
                raise BadRequest("systemInstruction may hold text only", param="systemInstruction")
            said.append(Message("system", system, where="systemInstruction"))
        for at, content in enumerate(objects_of(members, "contents")):
            where = f"contents[{at}]"
            model = str(content.get("role") or "").lower() == "model"
            parts = self._parts(content, where)
            last = said[-1] if said else None
            if model and last is not None and last.role == "assistant":
                # Clients give a streamed answer back as one content for each chunk.
                said[-1] = Message("assistant", _joined((*last.parts, *parts)), where=last.where)
            elif model:
                said.append(Message("assistant", _joined(parts), where=where))
            else:
                said.append(Message("user", parts, where=where))
        return tuple(said)

    def _parts(self, content: Object, where: str) -> tuple[Part, ...]:
        found = objects_of(content, "parts", f"{where}.")
        return tuple(
            [
                part
                for at, one in enumerate(found)
                if (part := self._part(one, f"{where}.parts[{at}]")) is not None
            ]
        )

    def _part(self, part: Object, where: str) -> Part | None:
        signature = member(part, "thoughtSignature")
        seal, kind = seal_of(signature) if isinstance(signature, str) and signature else (None, "")
        text = part.get("text")
        if part.get("thought") is True:
            return Thinking(str(text or ""), seal, kind == REDACTED)
        if (call := member(part, "functionCall")) is not None:
            return self._call(_object(call, f"{where}.functionCall"), seal, f"{where}.functionCall")
        if isinstance(text, str):
            return Text(text, seal=seal)
        if (answer := member(part, "functionResponse")) is not None:
            return self._answer(_object(answer, f"{where}.functionResponse"), f"{where}.functionResponse")
        for name in ("inlineData", "fileData"):
            if (media := member(part, name)) is not None:
                return _media(_object(media, f"{where}.{name}"), f"{where}.{name}", part)
        for name in _FOREIGN:
            if member(part, name) is not None:
                raise unsayable(f"{where}.{name}", "it belongs to a tool that runs at Google")
        return Text("", seal=seal) if seal else None

    def _call(self, call: Object, seal: Seal | None, where: str) -> ToolCall:
        name, identifier = text_of(call, "name", where), member(call, "id")
        self._calls += 1
        if not isinstance(identifier, str) or not identifier:
            identifier = f"call_{self._calls}"
        self._waiting.append((identifier, name))
        arguments = member(call, "args")
        return ToolCall(
            identifier, name, _encode(arguments if arguments is not None else {}).decode(), seal=seal
        )

    def _answer(self, answer: Object, where: str) -> ToolResult:
        name, identifier = text_of(answer, "name", where), member(answer, "id")
        if not isinstance(identifier, str) or not identifier:
            identifier = next((waiting for waiting, called in self._waiting if called == name), "")
            if not identifier:
                raise BadRequest(f"{where} answers a call of {name!r} that nobody made", param=where)
        self._waiting = [one for one in self._waiting if one[0] != identifier]
        response = object_of(answer, "response", f"{where}.")
        failed = "error" in response and "output" not in response
        parts: list[Text | Image | Document] = [Text(_result(response))]
        for at, inner in enumerate(objects_of(answer, "parts", f"{where}.")):
            media = self._part(inner, f"{where}.parts[{at}]")
            if not isinstance(media, Image | Document):
                raise unsayable(f"{where}.parts[{at}]", "a tool's result may hold text, images and documents")
            parts.append(media)
        return ToolResult(identifier, tuple(parts), failed, name)


def _result(response: Object) -> str:
    """The words of a result; a lone `output`, `result` or `error` that is text stands for itself."""
    if len(response) == 1:
        only = next(iter(response.items()))
        if only[0] in ("output", "error", "result") and isinstance(only[1], str):
            return only[1]
    return _encode(response).decode()


def _object(value: object, where: str) -> Object:
    if not isinstance(value, Mapping):
        raise BadRequest(f"{where} must be an object", param=where)
    return value


def _media(media: Object, where: str, part: Object) -> Part:
    kind = str(member(media, "mimeType") or "")
    if member(part, "videoMetadata") is not None or kind.startswith("video/"):
        raise unsayable(where, "it does not watch films")
    name = member(media, "displayName")
    source = _source(media, kind, where)
    family = kind.partition("/")[0]
    if family == "image":
        return Image(source)
    return Audio(source) if family == "audio" else Document(source, str(name or ""))


def _source(media: Object, kind: str, where: str) -> Source:
    address = member(media, "fileUri")
    if address is None:
        data = text_of(media, "data", where)
        return Source(kind, data.replace("-", "+").replace("_", "/"))
    uri = text_of(media, "fileUri", where)
    if uri.startswith(("http://", "https://")) and FILES not in uri:
        return Source(kind, url=uri)
    return Source(kind, file_id=uri)


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with the pieces of one thought, and of one text, put together; a signature ends either."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, Thinking) and isinstance(last, Thinking) and last.seal is None:
            joined[-1] = Thinking(last.text + part.text, part.seal, part.redacted)
        elif isinstance(part, Text) and isinstance(last, Text) and last.seal is None:
            joined[-1] = Text(last.text + part.text, seal=part.seal)
        elif not isinstance(part, Text) or part.text or part.seal:
            joined.append(part)
    return tuple(joined)
