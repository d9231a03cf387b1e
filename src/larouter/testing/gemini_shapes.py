"""What Gemini's generateContent accepts, as shapes, in the camel case of its JSON.

Source: the types of the official SDK, `google.genai.types` of release 3.3, and its conversions for the Gemini API
(`google.genai.models._*_to_mldev`). A schema here is the subset that `parameters` and `responseSchema` take; any
JSON schema may stand in `parametersJsonSchema` and `responseJsonSchema`.
"""

import re

from larouter.testing.shapes import (
    ANYTHING,
    NUMBER,
    OBJECT,
    TEXT,
    WHOLE,
    YES_NO,
    Items,
    Later,
    Leaf,
    Members,
    Shape,
    Table,
    one_of,
)

_TYPES = ("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL")
# An integer of 64 bits may come as a string.
_LENGTH = Leaf((int, str))

_schema = Later()
_schema.shape = Members(
    {},
    {
        "type": one_of(*_TYPES, *map(str.lower, _TYPES)),
        "format": TEXT,
        "title": TEXT,
        "description": TEXT,
        "nullable": YES_NO,
        "enum": Items(TEXT),
        "default": ANYTHING,
        "example": ANYTHING,
        "anyOf": Items(_schema),
        "items": _schema,
        "properties": Table(_schema),
        "propertyOrdering": Items(TEXT),
        "required": Items(TEXT),
        "maxItems": _LENGTH,
        "minItems": _LENGTH,
        "maxLength": _LENGTH,
        "minLength": _LENGTH,
        "maxProperties": _LENGTH,
        "minProperties": _LENGTH,
        "maximum": NUMBER,
        "minimum": NUMBER,
        "pattern": TEXT,
    },
)
SCHEMA: Shape = _schema

_BLOB = Members({}, {"mimeType": TEXT, "data": TEXT, "displayName": TEXT})
_FILE = Members({}, {"mimeType": TEXT, "fileUri": TEXT, "displayName": TEXT})
_CALL = Members({}, {"id": TEXT, "name": TEXT, "args": OBJECT})
_RESPONSE = Members(
    {},
    {
        "id": TEXT,
        "name": TEXT,
        "response": OBJECT,
        "parts": Items(Members({}, {"inlineData": _BLOB, "fileData": _FILE})),
        "willContinue": YES_NO,
        "scheduling": TEXT,
    },
)
DATA: dict[str, Shape] = {
    "text": TEXT,
    "inlineData": _BLOB,
    "fileData": _FILE,
    "functionCall": _CALL,
    "functionResponse": _RESPONSE,
    "executableCode": OBJECT,
    "codeExecutionResult": OBJECT,
    "toolCall": OBJECT,
    "toolResponse": OBJECT,
}
_PART = Members(
    {},
    {
        **DATA,
        "thought": YES_NO,
        "thoughtSignature": TEXT,
        "videoMetadata": OBJECT,
        "mediaResolution": ANYTHING,
        "partMetadata": OBJECT,
    },
)
_CONTENT = Members({}, {"role": TEXT, "parts": Items(_PART)})
_FUNCTION = Members(
    {},
    {
        "name": TEXT,
        "description": TEXT,
        "parameters": SCHEMA,
        "parametersJsonSchema": ANYTHING,
        "response": SCHEMA,
        "responseJsonSchema": ANYTHING,
        "behavior": TEXT,
    },
)
_TOOL = Members(
    {},
    {
        "functionDeclarations": Items(_FUNCTION),
        "googleSearch": OBJECT,
        "googleSearchRetrieval": OBJECT,
        "googleMaps": OBJECT,
        "codeExecution": OBJECT,
        "urlContext": OBJECT,
        "fileSearch": OBJECT,
        "computerUse": OBJECT,
        "mcpServers": Items(OBJECT),
    },
)
_CALLING = Members(
    {},
    {
        "mode": one_of("MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"),
        "allowedFunctionNames": Items(TEXT),
    },
)
_TOOL_CONFIG = Members(
    {},
    {
        "functionCallingConfig": _CALLING,
        "retrievalConfig": OBJECT,
        "includeServerSideToolInvocations": YES_NO,
    },
)
_LEVELS = ("THINKING_LEVEL_UNSPECIFIED", "MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH")
_THINKING = Members(
    {},
    {
        "includeThoughts": YES_NO,
        "thinkingBudget": WHOLE,
        "thinkingLevel": one_of(*_LEVELS, *map(str.lower, _LEVELS)),
    },
)
_GENERATION = Members(
    {},
    {
        "temperature": NUMBER,
        "topP": NUMBER,
        "topK": NUMBER,
        "candidateCount": WHOLE,
        "maxOutputTokens": WHOLE,
        "stopSequences": Items(TEXT),
        "responseLogprobs": YES_NO,
        "logprobs": WHOLE,
        "presencePenalty": NUMBER,
        "frequencyPenalty": NUMBER,
        "seed": WHOLE,
        "responseMimeType": TEXT,
        "responseSchema": SCHEMA,
        "responseJsonSchema": ANYTHING,
        "responseModalities": Items(TEXT),
        "mediaResolution": TEXT,
        "speechConfig": OBJECT,
        "thinkingConfig": _THINKING,
        "imageConfig": OBJECT,
        "enableEnhancedCivicAnswers": YES_NO,
        "continuationToken": TEXT,
    },
)
REQUEST = Members(
    {},
    {
        "model": TEXT,
        "contents": Items(_CONTENT),
        "systemInstruction": _CONTENT,
        "generationConfig": _GENERATION,
        "tools": Items(_TOOL),
        "toolConfig": _TOOL_CONFIG,
        "safetySettings": Items(Members({}, {"category": TEXT, "threshold": TEXT})),
        "cachedContent": TEXT,
        "serviceTier": TEXT,
        "labels": Table(TEXT),
        "store": YES_NO,
    },
)

_FREE = frozenset(
    {"args", "response", "parametersJsonSchema", "responseJsonSchema", "default", "example", "labels"}
)
_BY_NAME = frozenset({"properties"})


def camel(name: str) -> str:
    """A member's name in camel case, which stands for the one in snake case as well."""
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def snake(name: str) -> str:
    """A member's name as errors spell it."""
    return re.sub(r"[A-Z]", lambda found: "_" + found[0].lower(), name)


def in_camel_case(value: object, under: str = "") -> object:
    """A request with the members of the protocol in camel case; what callers name themselves stays."""
    if under in _FREE and not (under == "response" and _is_schema(value)):
        return value
    if isinstance(value, list):
        return [in_camel_case(item) for item in value]
    if not isinstance(value, dict):
        return value
    if under in _BY_NAME:
        return {name: in_camel_case(member) for name, member in value.items()}
    return {camel(name): in_camel_case(member, camel(name)) for name, member in value.items()}


def _is_schema(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("type"), str) and "properties" in value
