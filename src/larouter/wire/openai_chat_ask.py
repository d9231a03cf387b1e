"""OpenAI chat completions: a neutral conversation as a request to a backend.

Source: `CreateChatCompletionRequest`. Tool messages take text only there, so that the images of a tool result
follow in a user message.
"""

from collections.abc import Iterable

from larouter.core.chat import OPENAI_COMPLETIONS
from larouter.wire.call_ids import MOST_IN_CHATS, short
from larouter.wire.exchange import Exchange
from larouter.wire.fitting import (
    choice_for,
    effort_for,
    is_off,
    json_instruction,
    lose_extras,
    names_json,
    output_limit,
    quiet_for_tools,
    sampling_for,
    seal_for,
    tools_for,
    with_instruction,
)
from larouter.wire.neutral import (
    Audio,
    Cache,
    Conversation,
    Document,
    Image,
    Message,
    Part,
    Refusal,
    Source,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
)
from larouter.wire.profiles import NOT_OPENAI, Losses, unsayable

Json = dict[str, object]
_SOUNDS = {"audio/mpeg": "mp3", "audio/x-wav": "wav", "audio/wave": "wav"}


def ask_chat(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    """The body of the request.

    Raises:
        Unsayable: Something cannot be said in chat completions, or not to this model.
    """
    conversation = quiet_for_tools(conversation, exchange, losses)
    tools, (choice, instruction) = tools_for(conversation, losses), choice_for(conversation, losses)
    form, spoken = _format(conversation, losses)
    notes = " ".join(note for note in (instruction, spoken) if note)
    writer = _Writer(exchange, losses)
    body: Json = {
        "model": exchange.upstream_id,
        "messages": writer.messages(with_instruction(conversation.messages, notes)),
        **_answer(conversation, exchange, losses),
        **form,
    }
    if conversation.stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    if tools:
        body["tools"] = [_tool(tool, losses) for tool in tools]
        if choice is not None:
            body["tool_choice"] = _choice(choice, tools)
        if conversation.parallel is not None:
            body["parallel_tool_calls"] = conversation.parallel
    if conversation.user:
        body["user"] = conversation.user
    if exchange.client in (exchange.backend, OPENAI_COMPLETIONS):  # where they have the same names
        return body | _same_words(conversation, losses)
    lose_extras(conversation, losses)
    return body


def _same_words(conversation: Conversation, losses: Losses) -> Json:
    """The members that have no neutral word, but those that only other servers of this protocol take."""
    extras = dict(conversation.extras)
    if losses.profile.developer:
        for name in NOT_OPENAI & extras.keys():
            losses.lose(name)
            del extras[name]
    return extras


def _answer(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    sampling, profile = conversation.sampling, exchange.profile
    body: Json = {**sampling_for(conversation, exchange, losses)}
    if sampling.stop:
        if "stop" in profile.sampling:
            body["stop"] = list(sampling.stop)
        else:
            losses.lose("stop", "it takes no stop sequences")
    if sampling.answers > 1:
        body["n"] = sampling.answers
    if sampling.logprobs:
        if profile.thinks_unasked and not is_off(conversation, exchange):
            raise unsayable("logprobs", "it tells no log probabilities while it reasons")
        body["logprobs"] = True
        if sampling.top_logprobs is not None:
            body["top_logprobs"] = sampling.top_logprobs
    if (limit := output_limit(conversation, exchange)) is not None:
        body[profile.tokens_name] = limit
    if effort := effort_for(conversation, exchange, losses):
        body["reasoning_effort"] = effort
    return body


def _format(conversation: Conversation, losses: Losses) -> tuple[Json, str]:
    wanted = conversation.format
    if wanted is None:
        return {}, ""
    if wanted.kind == "grammar":
        if not losses.profile.grammar:
            raise unsayable("grammar", "it cannot be held to a grammar; use a JSON schema")
        return {"grammar": wanted.grammar}, ""
    if wanted.kind == "json":
        told = losses.profile.family == "OpenAI-compatible" or names_json(conversation.messages)
        return {"response_format": {"type": "json_object"}}, "" if told else json_instruction(wanted)
    if not losses.profile.schema:
        losses.drop("response_format.json_schema")
        return {"response_format": {"type": "json_object"}}, json_instruction(wanted)
    schema: Json = {"name": wanted.name or "answer", "schema": wanted.schema}
    if wanted.description:
        schema["description"] = wanted.description
    if wanted.strict is not None:
        schema["strict"] = wanted.strict
    return {"response_format": {"type": "json_schema", "json_schema": schema}}, ""


def _tool(tool: Tool, losses: Losses) -> Json:
    if tool.cache is not None:
        losses.lose("cache_control")
    if tool.custom is not None:
        custom: Json = {"name": tool.name, "description": tool.description}
        return {"type": "custom", "custom": custom | ({"format": tool.custom} if tool.custom else {})}
    function: Json = {"name": tool.name}
    if tool.description:
        function["description"] = tool.description
    if tool.schema is not None:
        function["parameters"] = tool.schema
    if tool.strict is not None:
        function["strict"] = tool.strict
    return {"type": "function", "function": function}


def _choice(choice: ToolChoice, tools: Iterable[Tool]) -> object:
    """Tools that may not be used are not offered, so that a mode is enough for several."""
    if choice.mode != "required" or len(choice.names) != 1:
        return choice.mode
    tool = next(tool for tool in tools if tool.name == choice.names[0])
    kind = "function" if tool.custom is None else "custom"
    return {"type": kind, kind: {"name": tool.name}}


class _Writer:
    """Writes messages; one is made for each request."""

    def __init__(self, exchange: Exchange, losses: Losses) -> None:
        self._exchange = exchange
        self._losses = losses

    def messages(self, messages: Iterable[Message]) -> list[Json]:
        """The messages, tool results as messages of their own."""
        written: list[Json] = []
        last = None
        for message in messages:
            if message.role == "assistant":
                written.append(self._assistant(message))
            elif message.role == "user":
                written += self._user(message)
            else:
                known = message.role == "system" or not self._exchange.profile.developer
                written.append(self._plain("system" if known else "developer", message.parts, message))
            last = message
        if last is not None and last.role == "assistant" and self._is_prefill():
            raise unsayable(last.where, "it does not continue an answer that was begun for it")
        return written

    def _is_prefill(self) -> bool:
        return self._exchange.client != self._exchange.backend and not self._exchange.profile.prefill

    def _user(self, message: Message) -> list[Json]:
        written: list[Json] = []
        pictures: list[Part] = []
        rest = []
        for part in message.parts:
            if isinstance(part, ToolResult):
                written.append(self._result(part, pictures))
            else:
                rest.append(part)
        if pictures or rest or not written:
            written.append(self._plain("user", (*pictures, *rest), message))
        return written

    def _result(self, result: ToolResult, pictures: list[Part]) -> Json:
        texts = [part for part in result.parts if isinstance(part, Text)]
        media = [part for part in result.parts if not isinstance(part, Text)]
        if media:
            note = f"Attached to the result of the tool call {result.id}:"
            pictures += (Text(note), *media)
        if result.failed:
            self._losses.lose("is_error")
        self._mark({}, result.cache)
        content = self._content(texts) if texts else "(see the attachment)" if media else ""
        return {"role": "tool", "tool_call_id": self._id(result.id), "content": content}

    def _id(self, identifier: str) -> str:
        return short(identifier, MOST_IN_CHATS) if self._exchange.profile.developer else identifier

    def _plain(self, role: str, parts: Iterable[Part], message: Message) -> Json:
        written: Json = {"role": role, "content": self._content(list(parts), message.where)}
        if message.name:
            written["name"] = message.name
        return written

    def _content(self, parts: "list[Text] | list[Part]", where: str = "messages") -> object:
        if not parts:
            return ""
        if len(parts) == 1 and isinstance(parts[0], Text) and parts[0].cache is None:
            return parts[0].text
        return [self._part(part, where) for part in parts]

    def _part(self, part: Part, where: str) -> Json:
        if isinstance(part, Text):
            return self._mark({"type": "text", "text": part.text}, part.cache)
        if isinstance(part, Image):
            image: Json = {"url": self._url(part.source, f"{where}.content")}
            if part.detail:
                image["detail"] = part.detail
            return self._mark({"type": "image_url", "image_url": image}, part.cache)
        if isinstance(part, Audio):
            if not part.source.data:
                raise unsayable(f"{where}.content", "it takes sounds as data only, not by address")
            kind = part.source.media_type
            sound = {"data": part.source.data, "format": _SOUNDS.get(kind, kind.rpartition("/")[2])}
            return self._mark({"type": "input_audio", "input_audio": sound}, part.cache)
        if isinstance(part, Document):
            return self._mark(self._document(part, where), part.cache)
        raise unsayable(f"{where}.content", f"a {type(part).__name__} cannot stand in a message of that role")

    def _document(self, document: Document, where: str) -> Json:
        source = document.source
        if source.text:
            title = f"{document.name}:\n" if document.name else ""
            return {"type": "text", "text": title + source.text}
        if source.url:
            raise unsayable(f"{where}.content", "it takes documents as data only, not by address")
        if source.file_id:
            return {"type": "file", "file": {"file_id": self._own(source, where)}}
        name = document.name or "document.pdf"
        return {"type": "file", "file": {"file_data": self._url(source, where), "filename": name}}

    def _url(self, source: Source, where: str) -> str:
        if source.file_id:
            raise unsayable(where, "an uploaded file is known only to the provider that has it")
        return source.url or f"data:{source.media_type};base64,{source.data}"

    def _own(self, source: Source, where: str) -> str:
        if self._exchange.client != self._exchange.backend:
            raise unsayable(f"{where}.content", "an uploaded file is known only to the provider that has it")
        return source.file_id

    def _mark(self, written: Json, cache: Cache | None) -> Json:
        if cache is None:
            return written
        if self._exchange.profile.cache == "breakpoint" and written:
            written["prompt_cache_breakpoint"] = {"mode": "explicit"}
        elif self._exchange.profile.cache == "cache_control" and written:
            ttl = {"ttl": cache.ttl} if cache.ttl in ("5m", "1h") else {}
            written["cache_control"] = {"type": "ephemeral", **ttl}
        else:
            self._losses.lose("cache_control")
        return written

    def _assistant(self, message: Message) -> Json:
        texts = [part for part in message.parts if isinstance(part, Text)]
        written: Json = {"role": "assistant", "content": "".join([part.text for part in texts])}
        calls = [self._call(part) for part in message.parts if isinstance(part, ToolCall)]
        if calls:
            written["tool_calls"] = calls
            if not texts:
                written["content"] = None
        if refusals := [part.text for part in message.parts if isinstance(part, Refusal)]:
            written["refusal"] = "".join(refusals)
        if message.name:
            written["name"] = message.name
        for text in texts:
            self._mark({}, text.cache)
        self._reasoning([part for part in message.parts if isinstance(part, Thinking)], written)
        for part in message.parts:
            if isinstance(part, Image | Audio | Document | ToolResult):
                raise unsayable(f"{message.where}.content", "an assistant message takes text only")
        return written

    def _reasoning(self, thoughts: list[Thinking], written: Json) -> None:
        back = self._exchange.profile.gives_back_reasoning
        own = [thought.text for thought in thoughts if back and (thought.seal is None or self._made(thought))]
        if own:
            written["reasoning_content"] = "".join(own)
        if len(own) < len(thoughts):
            self._losses.drop("reasoning")

    def _made(self, thought: Thinking) -> bool:
        return bool(seal_for(thought.seal, self._exchange, self._losses))

    def _call(self, call: ToolCall) -> Json:
        self._mark({}, call.cache)
        if call.custom:
            return {
                "id": self._id(call.id),
                "type": "custom",
                "custom": {"name": call.name, "input": call.arguments},
            }
        function = {"name": call.name, "arguments": call.arguments or "{}"}
        written: Json = {"id": self._id(call.id), "type": "function", "function": function}
        if signature := seal_for(call.seal, self._exchange, self._losses):
            written["extra_content"] = {"google": {"thought_signature": signature}}
        return written
