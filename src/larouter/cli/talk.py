"""One turn of a conversation: ask the router, hand on the answer as it comes, and tell how it came about."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from larouter.cli.client import Failure
from larouter.core.errors import TimedOut, UpstreamError
from larouter.core.zones import Zone
from larouter.outbound.endpoint import Endpoint, Incoming, Limits, Outgoing
from larouter.outbound.permit import OPERATOR
from larouter.outbound.transport import Transport
from larouter.wire.sse import DONE, Cutter, data_of

_LIMITS = Limits(connect=5, first_byte=3600, idle=3600, total=3600)
_KEPT_CONTROLS = "\n\t"


@dataclass(frozen=True, slots=True)
class Line:
    """To whom one talks.

    Attributes:
        url: Where the router is.
        token: A project's token.
    """

    url: str
    token: str = field(repr=False)

    def endpoint(self) -> Endpoint:
        """The router as a server to call."""
        return Endpoint("the router", self.url, Zone.PUBLIC, (("Authorization", f"Bearer {self.token}"),))


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer, and how it came about.

    Attributes:
        cost_usd: In USD; None when nobody has told what the model costs.
        elapsed_ms: From asking to the last byte.
    """

    text: str
    tier: str
    model: str
    zone: str
    degraded: bool
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    elapsed_ms: int

    def label(self) -> str:
        """On one line, for people."""
        cost = "cost unknown" if self.cost_usd is None else f"${self.cost_usd:.6f}"
        tier = self.tier + (" (degraded)" if self.degraded else "")
        tokens = f"{self.input_tokens} in, {self.output_tokens} out"
        return f"{tier} · {self.model} · {self.zone} · {tokens} · {cost} · {self.elapsed_ms:,} ms"


async def turn(
    line: Line, body: Mapping[str, Any], hints: Mapping[str, str], say: Callable[[str], None]
) -> Spoken:
    """Ask, and say the answer piece by piece.

    Raises:
        Failure: The router refused, broke off or is not there.
    """
    transport = Transport()
    began = time.monotonic()
    asked = {**body, "stream": True, "stream_options": {"include_usage": True}}
    raw = json.dumps(asked).encode()
    headers = (("Content-Type", "application/json"), *hints.items())
    call = Outgoing(line.endpoint(), "POST", "/v1/chat/completions", raw, headers, _LIMITS)
    try:
        incoming = await transport.send(call, OPERATOR)
        try:
            text, usage = await _listen(incoming, say)
        finally:
            incoming.close()
        elapsed_ms = round((time.monotonic() - began) * 1000)
        head = incoming.headers
        cost = await _cost(transport, line, head["x-larouter-request-id"])
    except TimedOut:
        raise Failure(f"the router at {line.url} takes too long to answer; its log may say why", 3) from None
    except UpstreamError:
        raise Failure(f"no router answers at {line.url}; start one with `larouter serve`", 3) from None
    finally:
        await transport.close()
    return Spoken(
        text,
        head["x-larouter-tier"],
        head["x-larouter-model"],
        head["x-larouter-zone"],
        "x-larouter-degraded" in head,
        usage.get("prompt_tokens", 0),
        usage.get("completion_tokens", 0),
        cost,
        elapsed_ms,
    )


async def _listen(incoming: Incoming, say: Callable[[str], None]) -> tuple[str, dict[str, Any]]:
    if incoming.status >= 400:
        said = b"".join([chunk async for chunk in incoming.chunks()])
        raise Failure(_error(said) or f"the router answered {incoming.status}")
    cutter, text, usage, ended = Cutter(), [], dict[str, Any](), False
    async for chunk in incoming.chunks():
        for event in cutter.feed(chunk):
            data = data_of(event)
            if data is None:
                continue
            if data == DONE:
                ended = True
                continue
            if error := _error(data):
                raise Failure(error)
            told = json.loads(data)
            usage = told.get("usage") or usage
            for choice in told.get("choices") or ():
                if piece := choice.get("delta", {}).get("content"):
                    text.append(piece)
                    say(plain(piece))
    if not ended:
        raise Failure("the answer broke off")
    return "".join(text), usage


def plain(text: str) -> str:
    """Text without control characters: an answer may not move the cursor or change the terminal."""
    if text.isprintable():
        return text
    return "".join([each for each in text if each in _KEPT_CONTROLS or not _is_control(each)])


def _is_control(character: str) -> bool:
    return ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0


def _error(data: bytes) -> str:
    """The message, when it is an error."""
    try:
        return str(json.loads(data)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return ""


async def _cost(transport: Transport, line: Line, request_id: str) -> float | None:
    answer = await transport.fetch(Outgoing(line.endpoint(), "GET", f"/api/requests/{request_id}"), OPERATOR)
    if answer.status != 200:
        return None
    story = json.loads(answer.body)
    known = all(attempt["cost_known"] for attempt in story["attempts"])
    return float(story["cost_usd"]) if known else None
