"""One attempt in words: what to send to a backend, and who reads its answer.

Start here. `open_dialogue` is called once per attempt; it passes through when client and backend speak the
same protocol, and converts by way of `neutral.Conversation` and `answer.Event` when they do not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import msgspec

from larouter.core.chat import (
    ANTHROPIC,
    GEMINI,
    OPENAI_CHAT,
    OPENAI_COMPLETIONS,
    OPENAI_EMBEDDINGS,
    OPENAI_RESPONSES,
    Body,
    Chat,
)
from larouter.core.errors import Unsayable
from larouter.core.frozen import frozen
from larouter.wire import (
    anthropic,
    anthropic_ask,
    anthropic_betas,
    anthropic_hear,
    anthropic_parse,
    anthropic_pass,
    anthropic_tell,
    gemini,
    gemini_ask,
    gemini_embeddings,
    gemini_hear,
    gemini_parse,
    gemini_pass,
    gemini_tell,
    openai_chat_ask,
    openai_chat_hear,
    openai_chat_parse,
    openai_chat_tell,
    openai_completions,
    openai_completions_tell,
    openai_embeddings,
    openai_responses,
    openai_responses_ask,
    openai_responses_hear,
    openai_responses_parse,
    openai_responses_pass,
    openai_responses_tell,
)
from larouter.wire.exchange import Exchange, Hearer, Reader, Teller, stands_in
from larouter.wire.families import profile_of, without_top_k
from larouter.wire.habits import UNKNOWN, Habits, Server
from larouter.wire.interpreter import Interpreter
from larouter.wire.neutral import Conversation
from larouter.wire.passing import has_other_words, pass_chat
from larouter.wire.profiles import Losses, Profile, unsayable
from larouter.wire.restoring import Restorers, Restoring
from larouter.wire.stopping import Stopping
from larouter.wire.tool_names import renamed
from larouter.wire.unsaid import unsaid

Headers = tuple[tuple[str, str], ...]


@frozen
class Dialogue:
    """What one attempt sends, and who reads what comes back.

    Attributes:
        path: On the backend, after its base URL; `/v1` included.
        headers: What the protocol demands beside content type and credentials.
        body: The request.
        dropped: What the client asked for and the model cannot take, to be listed in a response header.
        reader: Reads the answer; serves this attempt only.
        passes: Whether client and backend speak the same protocol, so that the answer passes as it comes.
        cuts: Whether the answer may be over before the backend ends it, so that nothing more need be read then.
    """

    path: str
    headers: Headers
    body: bytes
    dropped: tuple[str, ...]
    reader: Reader
    passes: bool
    cuts: bool = False


@dataclass(frozen=True, slots=True)
class Tongue:
    """A protocol.

    Attributes:
        path: From the upstream id, and whether a stream is wanted.
        headers: What every request carries.
        parse: A client's request, which the protocol's own `read_…` has accepted, as a conversation.
        ask: A conversation as a request body.
        hearer: Makes a reader of a backend's answer.
        teller: Makes a writer of a client's answer.
        passes: A request that is passed on to a backend of the same protocol.
    """

    path: Callable[[str, bool], str]
    headers: Headers
    parse: Callable[[Body], Conversation]
    ask: Callable[[Conversation, Exchange, Losses], Mapping[str, object]]
    hearer: Callable[[Exchange], Hearer]
    teller: Callable[[Exchange], Teller]
    passes: Callable[[Chat, Exchange, Losses], tuple[bytes, Reader]] | None = None


TONGUES: Mapping[str, Tongue] = {
    OPENAI_CHAT: Tongue(
        path=lambda _model, _stream: "/v1/chat/completions",
        headers=(),
        parse=openai_chat_parse.parse_chat,
        ask=openai_chat_ask.ask_chat,
        hearer=openai_chat_hear.ChatHearer,
        teller=openai_chat_tell.ChatTeller,
        passes=pass_chat,
    ),
    ANTHROPIC: Tongue(
        path=lambda _model, _stream: anthropic.MESSAGES_PATH,
        headers=anthropic.HEADERS,
        parse=anthropic_parse.parse_messages,
        ask=anthropic_ask.ask_messages,
        hearer=anthropic_hear.MessagesHearer,
        teller=anthropic_tell.MessagesTeller,
        passes=anthropic_pass.pass_messages,
    ),
    OPENAI_RESPONSES: Tongue(
        path=lambda _model, _stream: openai_responses.RESPONSES_PATH,
        headers=(),
        parse=openai_responses_parse.parse_responses,
        ask=openai_responses_ask.ask_responses,
        hearer=openai_responses_hear.ResponsesHearer,
        teller=openai_responses_tell.ResponsesTeller,
        passes=openai_responses_pass.pass_responses,
    ),
    GEMINI: Tongue(
        path=gemini.path_of,
        headers=(),
        parse=gemini_parse.parse_generate,
        ask=gemini_ask.ask_generate,
        hearer=gemini_hear.GenerateHearer,
        teller=gemini_tell.GenerateTeller,
        passes=gemini_pass.pass_generate,
    ),
}

# Clients speak one protocol more, which no backend is spoken to in when it has to be converted.
CLIENTS: Mapping[str, tuple[Callable[[Body], Conversation], Callable[[Exchange], Teller]]] = {
    **{name: (tongue.parse, tongue.teller) for name, tongue in TONGUES.items()},
    OPENAI_COMPLETIONS: (
        openai_completions.parse_completions,
        openai_completions_tell.CompletionsTeller,
    ),
}

_encode = msgspec.json.Encoder().encode


def protocol_for(chat: Chat, backend: str, profile: Profile, habits: Habits) -> str:
    """The protocol to speak with a backend that knows two: Responses where a model needs it, or where nothing passes.

    What a model thinks is kept, and shown to those who ask, in Responses alone; so whoever speaks a protocol of
    another provider is served there.

    Args:
        chat: What is asked.
        backend: The protocol of the backend.
        profile: Of the model.
        habits: What the server offers beside its protocol.
    """
    if backend != OPENAI_CHAT or not habits.responses:
        return backend
    needed = OPENAI_RESPONSES in (profile.only, profile.tools_need if chat.tools else "", chat.protocol)
    foreign = chat.protocol not in (OPENAI_CHAT, OPENAI_COMPLETIONS) and profile.thinks != ""
    return OPENAI_RESPONSES if needed or foreign else backend


def open_dialogue(
    chat: Chat,
    backend: str,
    upstream_id: str,
    *,
    request_id: str,
    habits: Habits = UNKNOWN,
    max_output: int | None = None,
) -> Dialogue:
    """What to send for this request to that model, and who reads the answer.

    Args:
        chat: What was asked.
        backend: The protocol of the backend, such as `anthropic.messages`.
        upstream_id: The model, as the backend calls it.
        request_id: `req_…`; every id that has to be made derives from it.
        habits: What the server offers beside its protocol.
        max_output: Tokens that the answer may not exceed; None for no cap.

    Raises:
        Unsayable: The request has something that this model cannot be told, and that may not be left out.
        BadRequest: The request has a fault that only the conversion noticed.
    """
    server = Server(backend, upstream_id, habits)
    return open_veiled(chat, server, None, request_id=request_id, max_output=max_output)


def open_veiled(
    chat: Chat,
    server: Server,
    restore: Restorers | None,
    *,
    request_id: str,
    max_output: int | None = None,
) -> Dialogue:
    """What `open_dialogue` makes, for a request whose values are put back into the answer: nothing passes as it comes.

    Args:
        chat: What leaves.
        server: Who is spoken to.
        restore: Puts the values back; None for nothing, so that what needs no conversion passes.
        request_id: As for `open_dialogue`.
        max_output: As for `open_dialogue`.

    Raises:
        Unsayable: The request has something that this model cannot be told, and that may not be left out.
        BadRequest: The request has a fault that only the conversion noticed.
    """
    exchange = _exchange(chat, server, request_id, max_output)
    if chat.protocol == OPENAI_EMBEDDINGS:
        return _embed(chat, exchange, Losses(exchange.profile))
    try:
        return _speak(chat, exchange, server.habits, restore)
    except Unsayable:
        if exchange.backend in (server.protocol, chat.protocol, exchange.profile.only):
            raise
        return _speak(chat, replace(exchange, backend=server.protocol), server.habits, restore)


def _speak(chat: Chat, exchange: Exchange, habits: Habits, restore: Restorers | None) -> Dialogue:
    backend, losses, as_it_comes = exchange.backend, Losses(exchange.profile), restore is None
    completes = chat.protocol == OPENAI_COMPLETIONS and habits.completions and backend == OPENAI_CHAT
    if completes and as_it_comes:
        body, passing = openai_completions.pass_completions(chat, exchange)
        return Dialogue(openai_completions.COMPLETIONS_PATH, (), body, (), passing, passes=True)
    spoken = TONGUES[backend]
    passes = as_it_comes and chat.protocol == backend and spoken.passes is not None
    if passes and backend == OPENAI_CHAT and exchange.profile.developer:
        passes = not has_other_words(chat.body, exchange.profile)
    cuts = False
    if passes and spoken.passes is not None:
        body, reader = spoken.passes(chat, exchange, losses)
    else:
        body, reader, cuts = _convert(chat, exchange, losses, restore, strict=habits.official)
    headers = spoken.headers + _betas(chat, backend, losses) if chat.betas else spoken.headers
    path = spoken.path(exchange.upstream_id, chat.stream)
    return Dialogue(path, headers, body, tuple(losses.dropped), reader, passes, cuts)


def _betas(chat: Chat, backend: str, losses: Losses) -> Headers:
    """The header that asks Anthropic for features; what is not passed on is listed."""
    named = [beta for beta in chat.betas if backend == ANTHROPIC and anthropic_betas.passed(beta)]
    for beta in chat.betas:
        if beta not in named:
            losses.drop(beta)
    return ((anthropic_betas.HEADER, ",".join(named)),) if named else ()


def _exchange(chat: Chat, server: Server, request_id: str, max_output: int | None) -> Exchange:
    # What no row of the table knows at OpenAI itself is one of its own models, and no local one.
    habits, backend, upstream_id = server.habits, server.protocol, server.upstream_id
    profile = profile_of(upstream_id, OPENAI_RESPONSES if habits.official else backend)
    if backend == OPENAI_CHAT and chat.protocol in (ANTHROPIC, GEMINI) and not habits.top_k:
        profile = without_top_k(profile)
    spoken = protocol_for(chat, backend, profile, habits)
    alone = spoken == OPENAI_RESPONSES and OPENAI_RESPONSES in (backend, profile.only)
    return Exchange(
        request_id, chat.protocol, spoken, upstream_id, profile, chat.stream, chat.wants_usage, max_output,
        chat.body.members, chat.kept, chat.previous, habits.mends, alone or "stop" not in profile.sampling,
    )  # fmt: skip


def _embed(chat: Chat, exchange: Exchange, losses: Losses) -> Dialogue:
    if exchange.backend == GEMINI:
        path = f"/v1beta/{gemini.model_path(exchange.upstream_id)}:batchEmbedContents"
        body, reader = gemini_embeddings.ask_embeddings(chat, exchange, losses)
        return Dialogue(path, (), body, tuple(losses.dropped), reader, passes=False)
    if exchange.backend != OPENAI_CHAT:
        raise unsayable("input", "its provider makes no vectors of texts")
    body, passing = openai_embeddings.pass_embeddings(chat, exchange)
    return Dialogue(openai_embeddings.EMBEDDINGS_PATH, (), body, (), passing, passes=True)


def _convert(
    chat: Chat, exchange: Exchange, losses: Losses, restore: Restorers | None, *, strict: bool
) -> tuple[bytes, Reader, bool]:
    parse, teller = CLIENTS[chat.protocol]
    backend = TONGUES[exchange.backend]
    conversation = replace(parse(chat.body), stream=chat.stream)
    if chat.kept and "store" in conversation.extras:  # the router itself sees to it
        extras = {name: value for name, value in conversation.extras.items() if name != "store"}
        conversation = replace(conversation, extras=extras)
    for name in unsaid(chat.protocol, chat.body.members):
        losses.drop(name)
    conversation, back = renamed(conversation, exchange.backend, strict=strict)
    conversation, stopping = _without_stops(conversation, exchange)
    asked = backend.ask(conversation, exchange, losses)
    hearer = backend.hearer(exchange)
    if restore is not None:
        hearer = Restoring(hearer, restore, json=conversation.format is not None)
    stand_in = stands_in(conversation, exchange)
    reader = Interpreter(hearer, teller(exchange), stands_in=stand_in, back=back, stopping=stopping)
    return _encode(asked), reader, stopping is not None


def _without_stops(conversation: Conversation, exchange: Exchange) -> tuple[Conversation, Stopping | None]:
    """The conversation without the stop sequences that the router itself has to watch for, and what watches."""
    sampling = conversation.sampling
    if not sampling.stop or not exchange.cuts:
        return conversation, None
    silent = replace(conversation, sampling=replace(sampling, stop=()))
    return silent, Stopping(sampling.stop, sampling.answers)
