"""What Gemini refuses in a request to generateContent, and in which words.

Sources: the official SDK's types; the pages on function calling, thought signatures, thinking and structured output
at ai.google.dev; the texts of errors as users reported them in public issues.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from larouter.testing.gemini_shapes import DATA, REQUEST, snake
from larouter.testing.gemini_turns import wrong_turns
from larouter.testing.shapes import Deviation, Path, deviations

Body = Mapping[str, Any]

_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}")
_MEDIA = ("image/", "audio/", "video/", "text/", "application/pdf", "application/json")
_RANGES = {
    "temperature": (0, 2),
    "topP": (0, 1),
    "topK": (1, 1_000_000),
    "candidateCount": (1, 8),
    "maxOutputTokens": (1, 1_048_576),
    "presencePenalty": (-2, 2),
    "frequencyPenalty": (-2, 2),
}


@dataclass(frozen=True, slots=True)
class Family:
    """What differs from model to model.

    Attributes:
        budget: Whether `thinkingBudget` is accepted.
        levels: The values of `thinkingLevel` that are accepted.
        signed: Whether function calls must come back with their signatures.
    """

    budget: bool = True
    levels: tuple[str, ...] = ()
    signed: bool = False


# The first beginning that fits.
FAMILIES: Mapping[str, Family] = {
    "gemini-4": Family(False, ("LOW", "MEDIUM", "HIGH"), signed=True),
    "gemini-3.1-pro": Family(True, ("LOW", "MEDIUM", "HIGH"), signed=True),
    "gemini-3": Family(True, ("MINIMAL", "LOW", "MEDIUM", "HIGH"), signed=True),
}


def family_of(model: str) -> Family:
    """What is particular to a model; that of 2.5 where nothing is known."""
    return next((family for start, family in FAMILIES.items() if model.startswith(start)), Family())


def unknown_names(body: Body) -> list[tuple[str, str]]:
    """Every deviation from the request's shape: the field it is in, and the words."""
    return [_words(found) for found in deviations(REQUEST, body)]


def complaint(body: Body, model: str) -> str | None:
    """The first thing that is refused in a request of the right shape, or None.

    Args:
        body: The request, its members in camel case.
        model: From the path.
    """
    family = family_of(model)
    found = (
        *_wrong_parts(body),
        *_wrong_config(body.get("generationConfig", {})),
        *_wrong_thinking(body.get("generationConfig", {}).get("thinkingConfig", {}), family),
        *_wrong_tools(body),
        *wrong_turns(body.get("contents", []), signed=family.signed),
    )
    return found[0] if found else None


def _words(found: Deviation) -> tuple[str, str]:
    if found.kind == "unknown":
        field = _where(found.path[:-1])
        at = f" at '{field}'" if field else ""
        return (
            field,
            f'Invalid JSON payload received. Unknown name "{found.path[-1]}"{at}: Cannot find field.',
        )
    field = _where(found.path)
    return field, f"Invalid value at '{field}' ({found.expected.upper() or 'TYPE_ENUM'})"


def _where(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{snake(step)}"
    return text.removeprefix(".")


def _wrong_parts(body: Body) -> Iterator[str]:
    contents = body.get("contents", [])
    if not contents:
        yield "* GenerateContentRequest.contents: contents is not specified\n"
    named = [(f"contents[{at}]", content) for at, content in enumerate(contents)]
    if "systemInstruction" in body:
        named.append(("system_instruction", body["systemInstruction"]))
    for where, content in named:
        if not content.get("parts"):
            yield f"* GenerateContentRequest.{where}.parts: contents.parts must not be empty.\n"
        for index, part in enumerate(content.get("parts", ())):
            yield from _wrong_part(part, f"{where}.parts[{index}]")


def _wrong_part(part: Body, where: str) -> Iterator[str]:
    data = [name for name in part if name in DATA]
    empty = part.get("text") == "" and "thoughtSignature" not in part
    if not data or (empty and len(data) == 1):
        yield (
            f"* GenerateContentRequest.{where}.data: required oneof field 'data' must have one initialized field\n"
        )
    if len(data) > 1:
        yield f"Invalid value at '{where}' (oneof), oneof field 'data' is already set. Cannot set '{data[1]}'"
    blob = part.get("inlineData")
    if blob is not None:
        if not blob.get("mimeType", "").startswith(_MEDIA):
            yield f"Unsupported MIME type: {blob.get('mimeType', '')}"
        if not _is_base64(blob.get("data", "")):
            yield f"Invalid value at '{where}.inline_data.data' (TYPE_BYTES), Base64 decoding failed"
    if "fileData" in part and not part["fileData"].get("fileUri"):
        yield f"* GenerateContentRequest.{where}.file_data.file_uri: must not be empty.\n"


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text.translate({45: 43, 95: 47}), validate=True))
    except binascii.Error:
        return False


def _wrong_config(config: Body) -> Iterator[str]:
    for name, (least, most) in _RANGES.items():
        if name in config and not least <= config[name] <= most:
            yield f"* GenerateContentRequest.generation_config.{snake(name)}: {snake(name)} must be in the range"
    if len(config.get("stopSequences", ())) > 5:
        yield "* GenerateContentRequest.generation_config.stop_sequences: the number of stop sequences must be <= 5"
    given = [name for name in ("responseSchema", "responseJsonSchema") if name in config]
    if len(given) == 2:
        yield "response_schema and response_json_schema cannot be set at the same time."
    if given and config.get("responseMimeType") not in ("application/json", "text/x.enum"):
        yield "Response schema is only supported with response_mime_type 'application/json'."
    if "responseSchema" in config:
        yield from _wrong_schema(config["responseSchema"], "generation_config.response_schema")
    if "logprobs" in config and not config.get("responseLogprobs"):
        yield "generation_config.logprobs: logprobs is only allowed when response_logprobs is set"


def _wrong_thinking(config: Body, family: Family) -> Iterator[str]:
    level = config.get("thinkingLevel", "").upper()
    if level and "thinkingBudget" in config:
        yield "You can only set one of thinking budget and thinking level."
    if level and not family.levels:
        yield "Thinking level is not supported for this model."
    elif level and level not in family.levels:
        yield f"Thinking level {level} is not supported for this model. Please retry with other thinking level."
    if "thinkingBudget" in config and not family.budget:
        yield "Thinking budget is not supported for this model. Use thinking_level instead."


def _wrong_tools(body: Body) -> Iterator[str]:
    names: list[str] = []
    for at, tool in enumerate(body.get("tools", ())):
        for index, function in enumerate(tool.get("functionDeclarations", ())):
            where = f"tools[{at}].function_declarations[{index}]"
            names.append(function.get("name", ""))
            if not _NAME.fullmatch(names[-1]):
                yield (
                    f"* GenerateContentRequest.{where}.name: Invalid function name. Must start with a letter or an "
                    "underscore."
                )
            if "parameters" in function and "parametersJsonSchema" in function:
                yield f"{where}: parameters and parameters_json_schema cannot both be set"
            yield from _wrong_schema(function.get("parameters"), f"{where}.parameters")
    if len(set(names)) < len(names):
        yield "Duplicate function declaration found."
    calling = body.get("toolConfig", {}).get("functionCallingConfig", {})
    allowed = calling.get("allowedFunctionNames", ())
    if calling.get("mode") == "ANY" and not names:
        yield "Function calling mode is ANY, but no function_declarations are provided."
    if allowed and calling.get("mode") not in ("ANY", "VALIDATED"):
        yield "Allowed function names should be set only when the function calling mode is ANY."
    if set(allowed) - set(names):
        yield "allowed_function_names should be a subset of the declared functions."


def _wrong_schema(schema: object, where: str) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    kind = str(schema.get("type", "")).upper()
    if schema.get("enum") and kind != "STRING":
        yield f"* GenerateContentRequest.{where}.enum: only allowed for STRING type\n"
    if kind == "ARRAY" and "items" not in schema:
        yield f"* GenerateContentRequest.{where}.items: missing field.\n"
    properties = schema.get("properties", {})
    for index, name in enumerate(schema.get("required", ())):
        if name not in properties:
            yield f"* GenerateContentRequest.{where}.required[{index}]: property is not defined\n"
    for name, child in properties.items():
        yield from _wrong_schema(child, f"{where}.properties[{name}]")
    yield from _wrong_schema(schema.get("items"), f"{where}.items")
    for index, child in enumerate(schema.get("anyOf", ())):
        yield from _wrong_schema(child, f"{where}.any_of[{index}]")
