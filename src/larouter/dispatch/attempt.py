"""One attempt: one call to one deployment, from the first byte sent to the last byte read."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

from larouter.core.chat import Chat
from larouter.core.decision import Step
from larouter.core.deployment import Deployment
from larouter.core.errors import BrokenStream, Malformed, RouterError, UpstreamError
from larouter.core.ledger import Attempt as Entry
from larouter.core.ledger import AttemptStatus
from larouter.core.money import MicroUSD, Rates
from larouter.core.pulse import Pulse
from larouter.core.usage import NOTHING, Usage
from larouter.dispatch.verdict import failure
from larouter.outbound.endpoint import Endpoint, Incoming, Limits, Outgoing
from larouter.outbound.permit import Permit
from larouter.outbound.transport import Transport
from larouter.wire.openai_stream import AnswerReader, NotTheProtocol

BYTES_PER_TOKEN = 4
MOST_ERROR_BYTES = 64 * 1024
MOST_ANSWER_BYTES = 64 * 1024 * 1024
CHAT_PATH = "/v1/chat/completions"


@dataclass(frozen=True, slots=True)
class Clock:
    """The clocks an attempt reads.

    Attributes:
        wall_ms: Milliseconds since 1970.
        steady: Seconds of a clock that only goes forward.
    """

    wall_ms: Callable[[], int]
    steady: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Errand:
    """What an attempt carries, the same for every attempt of a request.

    Attributes:
        chat: What was asked.
        permit: How far its bytes may go.
        input_tokens: Estimated length of the prompt, for the bill of an answer that says no usage.
        cap_output: Whether the answer must be kept to the length that was reserved for, because a budget applies.
        limits: Deadlines.
    """

    chat: Chat
    permit: Permit
    input_tokens: int
    cap_output: bool
    limits: Limits


class Attempt:
    """One call to one deployment.

    Attributes:
        number: 0 for the first attempt of the request.
        step: The step of the plan that it carries out.
        content_type: Of the answer.
        first_byte_at: When its first content came, on the steady clock; 0 before that.
    """

    def __init__(
        self,
        number: int,
        step: Step,
        deployment: Deployment,
        endpoint: Endpoint,
        pulse: Pulse,
        clock: Clock,
    ) -> None:
        self.number = number
        self.step = step
        self.deployment = deployment
        self.content_type = ""
        self._streams = False
        self.first_byte_at = 0.0
        self._endpoint = endpoint
        self._pulse = pulse
        self._clock = clock
        self._reader = AnswerReader(hide_usage=False)
        self._incoming: Incoming | None = None
        self._chunks: AsyncIterator[bytes]
        self._held = b""
        self._sent = False
        self._input_tokens = 0
        self._began_ms = 0
        self._began = 0.0
        self._over = False

    async def begin(self, errand: Errand, transport: Transport) -> None:
        """Call, and read until there is something to give to the client.

        Raises:
            UpstreamError: The deployment failed before its first content; nothing has reached the client.
        """
        chat = errand.chat
        self._streams = chat.stream
        self._input_tokens = errand.input_tokens
        self._reader = AnswerReader(hide_usage=chat.stream and not chat.wants_usage)
        self._began_ms, self._began = self._clock.wall_ms(), self._clock.steady()
        self._pulse.began(self._began)
        call = Outgoing(
            self._endpoint,
            "POST",
            CHAT_PATH,
            _body(chat, self.deployment, self.step, errand),
            limits=errand.limits,
        )
        self._sent = True
        self._incoming = await transport.send(call, errand.permit)
        self._chunks = self._incoming.chunks()
        if self._incoming.status != 200:
            raise failure(
                self._incoming.status,
                self._incoming.headers,
                await self._all(MOST_ERROR_BYTES),
                self._endpoint.name,
            )
        self.content_type = self._incoming.headers.get("content-type", "")
        wanted = "text/event-stream" if chat.stream else "application/json"
        if not self.content_type.lower().startswith(wanted):
            raise self._malformed(f"its answer is {self.content_type or 'of no stated type'}, not {wanted}")
        self._held = await (self._first_event() if chat.stream else self._whole())
        self.first_byte_at = self._clock.steady()
        self._pulse.first_token((self.first_byte_at - self._began) * 1000)

    async def _whole(self) -> bytes:
        body = await self._all(MOST_ANSWER_BYTES)
        try:
            self._reader.whole(body)
        except NotTheProtocol as error:
            raise self._malformed(str(error)) from None
        return body

    async def _first_event(self) -> bytes:
        """What comes up to the first content, or to the end of a stream that has none."""
        held = b""
        async for chunk in self._chunks:
            held += self._feed(chunk)
            if self._reader.error:
                raise UpstreamError(
                    "the backend failed at once", operator_detail=self._say(self._reader.error.decode())
                )
            if self._reader.characters or self._reader.finished or self._reader.done:
                return held
        raise self._malformed("its stream ended before it said anything")

    async def _all(self, most: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size > most:
                break
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _feed(self, chunk: bytes) -> bytes:
        try:
            return self._reader.feed(chunk)
        except NotTheProtocol as error:
            raise self._malformed(str(error)) from None

    def _say(self, what: str) -> str:
        return f"{self._endpoint.name}: {what[:300]}"

    def _malformed(self, what: str) -> Malformed:
        return Malformed("the backend's answer is not a chat completion", operator_detail=self._say(what))

    async def flow(self) -> AsyncIterator[bytes]:
        """The answer for the client, piece by piece.

        Raises:
            BrokenStream: The stream ended before its time.
        """
        if self._held:
            yield self._held
        if self.length is not None:
            return
        try:
            async for chunk in self._chunks:
                if part := self._feed(chunk):
                    yield part
                if self._reader.error:
                    break
            if part := self._reader.end():
                yield part
        except UpstreamError as error:
            if self.complete:
                return
            raise BrokenStream(
                f"the answer broke off: {error.caller_detail}", operator_detail=error.operator_detail
            ) from None
        self._check_end()

    def _check_end(self) -> None:
        """Whether the stream came to its proper end.

        Raises:
            BrokenStream: It did not.
        """
        if self._reader.error:
            raise BrokenStream(
                "the backend reported an error in the middle of its answer",
                operator_detail=self._say(self._reader.error.decode(errors="replace")),
            )
        if not self._reader.done and not self._reader.finished:
            raise BrokenStream(
                "the answer broke off: the backend closed the stream early",
                operator_detail=self._say("closed the stream without a finish reason"),
            )

    @property
    def complete(self) -> bool:
        """Whether what has been read so far is the whole answer."""
        return self._reader.done or self._reader.finished or not self._streams

    @property
    def length(self) -> int | None:
        """Bytes of the answer, or None for a stream."""
        return None if self._streams else len(self._held)

    @property
    def terminated(self) -> bool:
        """Whether the stream ended with the protocol's own terminator."""
        return self._reader.done

    def end(self, error: BaseException | None = None) -> Entry:
        """Close the attempt; returns its ledger entry. Safe to call once, however it ended."""
        if self._incoming is not None:
            self._incoming.close()
        status: AttemptStatus = "ok"
        if isinstance(error, asyncio.CancelledError | GeneratorExit):
            status = "cancelled"
        elif error is not None:
            status = "failed"
        self._note_pulse(error, status)
        usage = self._usage(status)
        now = self._clock.steady()
        return Entry(
            number=self.number,
            deployment=self.deployment.name,
            backend=self.deployment.backend,
            model=self._reader.model or self.deployment.model,
            zone=self.deployment.zone,
            tier=self.step.tier,
            status=status,
            error="client_closed_request"
            if status == "cancelled"
            else getattr(error, "code", "")
            if error
            else "",
            usage=usage,
            cost=MicroUSD(0),
            cost_known=self.deployment.rates.known or usage == NOTHING,
            started_ms=self._began_ms,
            ttft_ms=round((self.first_byte_at - self._began) * 1000) if self.first_byte_at else None,
            latency_ms=round((now - self._began) * 1000) if self._began else 0,
        )

    def _note_pulse(self, error: BaseException | None, status: AttemptStatus) -> None:
        if not self._began or self._over:
            return
        self._over = True
        fault = isinstance(error, UpstreamError) and (error.retryable or isinstance(error, BrokenStream))
        well = None if status == "cancelled" or (error is not None and not fault) else error is None
        self._pulse.ended(well=well, now=self._clock.steady())

    def _usage(self, status: AttemptStatus) -> Usage:
        """As the backend counted; else by estimate, from what was sent and what came back."""
        if self._reader.usage is not None:
            return self._reader.usage
        worked = status == "ok" or self._reader.characters or (status == "cancelled" and self._sent)
        if not worked:
            return NOTHING
        output = -(-self._reader.characters // BYTES_PER_TOKEN)
        return Usage(input_tokens=self._input_tokens, output_tokens=output, estimated=True)


def priced(entry: Entry, rates: Rates, charge: Callable[[Usage, Rates], MicroUSD]) -> Entry:
    """The entry with its price."""
    return replace(entry, cost=charge(entry.usage, rates)) if rates.known else entry


def _body(chat: Chat, deployment: Deployment, step: Step, errand: Errand) -> bytes:
    """The client's body with the model that was decided on, and what the accounts need."""
    changes = {"model": json.dumps(deployment.upstream_id)}
    members = chat.body.members
    if chat.stream and not chat.wants_usage:
        options = members.get("stream_options")
        asked = options if isinstance(options, dict) else {}
        changes["stream_options"] = json.dumps({**asked, "include_usage": True})
    if errand.cap_output:
        name = "max_completion_tokens" if "max_completion_tokens" in members else "max_tokens"
        limit = members.get(name)
        if not isinstance(limit, int) or limit > step.max_output:
            changes[name] = str(step.max_output)
    return chat.body.with_members(changes)


def is_retryable(error: RouterError) -> bool:
    """Whether the next deployment of the plan may do better."""
    return isinstance(error, UpstreamError) and error.retryable
