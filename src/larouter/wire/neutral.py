"""A conversation in the words that every protocol shares; what a request is turned into and out of.

Converters go protocol -> neutral -> protocol. Read this first, then `answer.py` for the way back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Object: TypeAlias = Mapping[str, object]
Role: TypeAlias = Literal["system", "developer", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Cache:
    """The prompt up to and including this is worth caching.

    Attributes:
        ttl: How long, as the protocol writes it (`5m`, `1h`, `30m`); empty for the provider's default.
    """

    ttl: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a model signs its reasoning with; means nothing to any other model.

    Attributes:
        value: Opaque; to be given back unchanged.
        origin: The upstream id of the model that made it; empty when the protocol has no place to say so.
    """

    value: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an image, a sound or a document is; exactly one of data, url, file_id and text is set.

    Attributes:
        media_type: Such as `image/png`; empty when the protocol does not say (a URL).
        data: Base64, without a `data:` prefix.
        url: http or https.
        file_id: An upload at one provider, which means nothing to another.
        text: The content itself, of a plain text document.
    """

    media_type: str = ""
    data: str = ""
    url: str = ""
    file_id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words. The seal is Gemini's, which signs parts of every kind."""

    text: str
    cache: Cache | None = None
    seal: Seal | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `detail` is OpenAI's low, high, auto or original, and may be lost without harm."""

    source: Source
    detail: str = ""
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class Audio:
    """A sound."""

    source: Source
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF, or another file that a model reads."""

    source: Source
    name: str = ""
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model calls a tool.

    Attributes:
        id: What the result will refer to.
        name: Of the tool.
        arguments: JSON text as the model wrote it, which need not be valid; free text when `custom`.
        custom: Whether it is a free-text tool (OpenAI's custom tools).
        seal: Gemini's signature of the call.
        cache: A marker after it.
    """

    id: str
    name: str
    arguments: str
    custom: bool = False
    seal: Seal | None = None
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered; stands in a user message.

    Attributes:
        id: Of the call.
        parts: Text, images and documents; may be empty.
        failed: Whether the tool reports a failure.
        name: Of the tool, where known (Gemini needs it).
        cache: A marker after it.
    """

    id: str
    parts: "tuple[Text | Image | Document, ...]"
    failed: bool = False
    name: str = ""
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class Thinking:
    """Reasoning of the model.

    Attributes:
        text: As far as it may be read; empty when it is withheld.
        seal: What makes it acceptable to its own model again.
        redacted: Whether the seal is all there is (Anthropic's redacted thinking).
        id: Of the item, where the protocol has one (OpenAI Responses).
    """

    text: str
    seal: Seal | None = None
    redacted: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The model's words when it declines."""

    text: str


Part: TypeAlias = Text | Image | Audio | Document | ToolCall | ToolResult | Thinking | Refusal


@dataclass(frozen=True, slots=True)
class Message:
    """One message, as it stood; adjacent ones of the same role are merged only where a protocol demands it.

    Attributes:
        role: Tool results stand in a `user` message.
        parts: In order; may be empty.
        name: Of the participant.
        where: The place in the client's request, for errors: `messages[3]`.
    """

    role: Role
    parts: tuple[Part, ...]
    name: str = ""
    where: str = "messages"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool on offer.

    Attributes:
        name: Of the tool.
        description: What it does.
        schema: JSON Schema of its arguments; None when it takes none, or free text.
        strict: Whether arguments must match the schema; None when the client did not say.
        custom: The format of a free-text tool; None for a tool with a schema.
        cache: A marker after it.
    """

    name: str
    description: str = ""
    schema: Object | None = None
    strict: bool | None = None
    custom: Object | None = None
    cache: Cache | None = None


@dataclass(frozen=True, slots=True)
class ToolChoice:
    """How tools are to be used.

    Attributes:
        mode: `required` with one name forces that tool.
        names: The only tools permitted; empty for all.
    """

    mode: Literal["auto", "none", "required"]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """The form the answer must have.

    Attributes:
        kind: Any JSON object, JSON of a schema, or text of a grammar (GBNF, llama.cpp).
        name: Of the schema.
        description: Of the schema.
        schema: JSON Schema.
        strict: Whether the schema must be kept to; None when the client did not say.
        grammar: The grammar's text.
    """

    kind: Literal["json", "schema", "grammar"]
    name: str = ""
    description: str = ""
    schema: Object = field(default_factory=dict)
    strict: bool | None = None
    grammar: str = ""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn; None and empty mean that the client did not say."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    seed: int | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    stop: tuple[str, ...] = ()
    answers: int = 1
    logprobs: bool = False
    top_logprobs: int | None = None


@dataclass(frozen=True, slots=True)
class Reasoning:
    """How much the model is to think.

    Attributes:
        mode: `off` and `on` as the client demands, `auto` when the model decides, empty when nobody said.
        effort: none, minimal, low, medium, high, xhigh or max; empty when nobody said.
        budget: In tokens, or None.
        show: Whether the reasoning is to be shown; None when nobody said.
    """

    mode: Literal["", "off", "on", "auto"] = ""
    effort: str = ""
    budget: int | None = None
    show: bool | None = None


NO_SAMPLING = Sampling()
NO_REASONING = Reasoning()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A request for an answer.

    Attributes:
        messages: System messages included, where they stood.
        stream: Whether the answer is wanted piece by piece.
        max_tokens: The longest answer wanted, in tokens; None when the client did not say.
        tools: On offer.
        choice: How they are to be used; None when the client did not say.
        parallel: Whether several may be called at once; None when the client did not say.
        format: The form of the answer; None for free text.
        sampling: How tokens are drawn.
        reasoning: How much to think.
        user: Who asks, as an opaque identifier.
        extras: Members of the request that have no word here. A converter says each of them, or lists it as
            dropped where the profile permits, or refuses it by name.
    """

    messages: tuple[Message, ...]
    stream: bool = False
    max_tokens: int | None = None
    tools: tuple[Tool, ...] = ()
    choice: ToolChoice | None = None
    parallel: bool | None = None
    format: Format | None = None
    sampling: Sampling = NO_SAMPLING
    reasoning: Reasoning = NO_REASONING
    user: str = ""
    extras: Object = field(default_factory=dict)
