"""Google Gemini: what a request says, in its path and in its body.

Source: `_GenerateContentParameters_to_mldev` and the types of the `google-genai` package;
ai.google.dev/api/generate-content. Members that are not known here are kept and passed on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import msgspec

from larouter.core.chat import GEMINI, Body, Chat, Turn
from larouter.core.errors import BadRequest, NoSuchRoute
from larouter.wire.checks import kind, number, read_model, strange, strings, texts_beside, whole
from larouter.wire.gemini_names import member, object_of, objects_of, other_name
from larouter.wire.hidden import note_code, note_codes, note_names
from larouter.wire.members import read_object
from larouter.wire.neutral import Object

MOST_TOKENS = 10_000_000
MOST_ANSWERS = 8
METHODS = {"generateContent": False, "streamGenerateContent": True}
_ROLES = {"": "user", "user": "user", "model": "assistant", "function": "tool"}
_NO_TEXT = frozenset(("contents", "systemInstruction", "system_instruction"))
_UNREAD = frozenset(("text", "thought", "thoughtSignature", "thought_signature"))
_CONTENT = frozenset(("role", "parts"))
_DATA = frozenset(("data",))
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Target:
    """What the path of a request names.

    Attributes:
        model: As asked for.
        stream: Whether the answer is wanted piece by piece.
    """

    model: str
    stream: bool


def read_target(path: str) -> Target:
    """What stands after `/v1beta/` in the decoded path: `models/{model}:generateContent`.

    Raises:
        NoSuchRoute: It is another method.
        BadRequest: The model's name cannot be one.
    """
    name, _, method = path.rpartition(":")
    if method not in METHODS or not name:
        raise NoSuchRoute(f"{method or path} is not offered; use {' or '.join(METHODS)} of models/{{model}}")
    return Target(read_model(name.removeprefix("models/")), METHODS[method])


def read_count(body: Body, path: str) -> Chat:
    """The request in `body`, which asks how long a prompt is; it may stand in a `generateContentRequest`.

    Args:
        body: The request.
        path: `models/{model}:countTokens`.

    Raises:
        BadRequest: As `read_generate`.
    """
    target = Target(read_model(path.rpartition(":")[0].removeprefix("models/")), stream=False)
    inner = body.members.get("generateContentRequest") or body.members.get("generate_content_request")
    if inner is None:
        return read_generate(body, target)
    if not isinstance(inner, dict):
        raise BadRequest("generateContentRequest must be an object", param="generateContentRequest")
    return read_generate(read_object(_encode(inner)), target)


def count_answer(tokens: int) -> bytes:
    """`CountTokensResponse`."""
    return _encode(
        {"totalTokens": tokens, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": tokens}]}
    )


def path_of(upstream_id: str, stream: bool) -> str:
    """Where a backend is asked."""
    method = "streamGenerateContent?alt=sse" if stream else "generateContent"
    return f"/v1beta/{model_path(upstream_id)}:{method}"


def model_path(upstream_id: str) -> str:
    """A model as a path and a member name it."""
    return upstream_id if upstream_id.startswith(("models/", "tunedModels/")) else f"models/{upstream_id}"


def read_generate(body: Body, target: Target) -> Chat:
    """The request in `body`, which is for the model of the path.

    Raises:
        BadRequest: A member is missing or of the wrong kind; the error names it and the cure.
    """
    members = body.members
    config = object_of(members, "generationConfig")
    for name, check in _CHECKS.items():
        if (value := member(config, name)) is not None:
            check(f"generationConfig.{name}", value)
    needs: set[str] = set()
    turns = _read_turns(members, needs)
    tools = _read_tools(members, needs)
    if tools:
        needs.add("tools")
    if member(config, "responseMimeType") == "application/json":
        schemas = ("responseSchema", "responseJsonSchema")
        has_schema = any(member(config, name) is not None for name in schemas)
        needs.add("json_schema" if has_schema else "json_object")
    return Chat(
        protocol=GEMINI,
        model=target.model,
        stream=target.stream,
        turns=turns,
        needs=frozenset(needs),
        tools=tools,
        definitions=texts_beside(body, _NO_TEXT),
        max_tokens=cast("int", member(config, "maxOutputTokens") or 0),
        answers=cast("int", member(config, "candidateCount") or 1),
        wants_usage=True,
        body=body,
    )


def _read_turns(members: Object, needs: set[str]) -> list[Turn]:
    contents = objects_of(members, "contents")
    if not contents:
        raise BadRequest("contents is required: a non-empty array of content objects", param="contents")
    turns = [_read_turn(content, f"contents[{at}]", needs) for at, content in enumerate(contents)]
    system = object_of(members, "systemInstruction")
    if not system:
        return turns
    return [Turn("system", _read_parts(system, "systemInstruction", needs)[0]), *turns]


def _read_turn(content: Object, where: str, needs: set[str]) -> Turn:
    role = str(content.get("role") or "").lower()
    if role not in _ROLES:
        raise BadRequest(f"{where}.role must be user or model; got {role!r}", param=f"{where}.role")
    text, calls, answers = _read_parts(content, where, needs)
    return Turn("tool" if answers else _ROLES[role], text, calls)


def _read_parts(content: Object, where: str, needs: set[str]) -> tuple[str, int, int]:
    """The text of some parts, and how many tools they call and answer."""
    texts, calls, answers = [], 0, 0
    for at, part in enumerate(objects_of(content, "parts", f"{where}.")):
        if (text := part.get("text")) is not None:
            if not isinstance(text, str):
                raise BadRequest(
                    f"{where}.parts[{at}].text must be a string", param=f"{where}.parts[{at}].text"
                )
            texts.append(text)
        if len(part) == 1 and text is not None:
            continue
        calls += member(part, "functionCall") is not None
        answers += member(part, "functionResponse") is not None
        rest = {name: value for name, value in part.items() if name not in _UNREAD}
        _note_media(rest, needs)
        if rest:
            texts.append(_encode(_without_data(rest)).decode())
            note_codes(rest, _DATA, texts)
        note_code(member(part, "thoughtSignature"), texts)
        note_names((part.get("thought"),), texts)
    strange(content, _CONTENT, texts)
    return "\n".join(texts), calls, answers


def _note_media(part: Object, needs: set[str]) -> None:
    for name in ("inlineData", "fileData"):
        media = member(part, name)
        if isinstance(media, dict):
            needs.add(need_of(str(member(media, "mimeType") or "")))
    answer = member(part, "functionResponse")
    if isinstance(answer, dict):
        for inner in objects_of(answer, "parts"):
            _note_media(inner, needs)


def need_of(media_type: str) -> str:
    """The capability without which a file of that type cannot be read."""
    family = media_type.partition("/")[0].lower()
    return {"image": "vision", "audio": "audio", "video": "video"}.get(family, "documents")


def _without_data(value: object) -> object:
    """Everything that may be inspected as text: files stay out, their names and addresses in."""
    if isinstance(value, dict):
        is_file = "mimeType" in value or "mime_type" in value
        return {name: _without_data(one) for name, one in value.items() if not (is_file and name == "data")}
    return [_without_data(one) for one in value] if isinstance(value, list) else value


def _read_tools(members: Object, needs: set[str]) -> tuple[str, ...]:
    """The names of the tools; one that runs at Google is a capability of its own, under its name."""
    names: list[str] = []
    for at, tool in enumerate(objects_of(members, "tools")):
        declarations = objects_of(tool, "functionDeclarations", f"tools[{at}].")
        for inner, declared in enumerate(declarations):
            name = declared.get("name")
            if not isinstance(name, str) or not name:
                where = f"tools[{at}].functionDeclarations[{inner}].name"
                raise BadRequest(f"{where} must be a string that is not empty", param=where)
            names.append(name)
        known = ("functionDeclarations", other_name("functionDeclarations"))
        hosted = [other for other in tool if other not in known]
        needs.update(hosted)
        names += hosted
    return tuple(names)


_CHECKS: dict[str, Callable[[str, object], None]] = {
    "temperature": number(0, 2),
    "topP": number(0, 1),
    "topK": number(0, 2**31),
    "candidateCount": whole(1, MOST_ANSWERS),
    "maxOutputTokens": whole(1, MOST_TOKENS),
    "stopSequences": strings,
    "presencePenalty": number(-2, 2),
    "frequencyPenalty": number(-2, 2),
    "seed": whole(-(2**31), 2**31 - 1),
    "responseLogprobs": kind(bool, "true or false"),
    "logprobs": whole(0, 20),
    "responseMimeType": kind(str, "a media type such as application/json"),
    "responseSchema": kind(dict, "a schema"),
    "thinkingConfig": kind(dict, "an object with a thinkingLevel or a thinkingBudget"),
}
