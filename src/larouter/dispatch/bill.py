"""What an attempt leaves behind when it ends: its row in the ledger, and a note in its deployment's pulse."""

import asyncio
from dataclasses import replace

from larouter.core.errors import BrokenStream, UpstreamError
from larouter.core.ledger import Attempt as Entry
from larouter.core.ledger import AttemptStatus
from larouter.core.money import MicroUSD
from larouter.core.prices import charge
from larouter.core.usage import NOTHING, Usage
from larouter.dispatch.attempt import CHARACTERS_PER_TOKEN, Attempt

CLIENT_LEFT = "client_closed_request"
HEDGE_LOST = "hedge_lost"


def end(attempt: Attempt, input_tokens: int, error: BaseException | None = None) -> Entry:
    """Close an attempt; returns its ledger entry. To be called once, however it ended.

    Args:
        attempt: Which one.
        input_tokens: Estimated length of the prompt, for an answer that says no usage.
        error: Why it ended early, or None.
    """
    now = attempt.close()
    status = _status(error)
    if attempt.began:
        reached = not isinstance(error, UpstreamError) or error.connected
        attempt.target.pulse.ended(well=_well(error, status), now=now, reached=reached)
    deployment = attempt.target.deployment
    usage, rates = _usage(attempt, status, input_tokens), deployment.rates
    if status == "ok" and not usage.estimated:
        attempt.target.pulse.counted(input_tokens, usage.input_tokens)
    if attempt.place is not None:
        attempt.place.leave(now, usage.output_tokens if status == "ok" else None)
    first = attempt.first_byte_at
    latency_ms = round((now - attempt.began) * 1000) if attempt.began else 0
    return Entry(
        number=attempt.number,
        deployment=deployment.name,
        backend=deployment.backend,
        model=attempt.dialogue.reader.model or deployment.model,
        zone=deployment.zone,
        tier=attempt.target.step.tier,
        status=status,
        error=_code(error, status),
        usage=usage,
        cost=charge(usage, rates, latency_ms) if rates.known else MicroUSD(0),
        cost_known=rates.known or usage == NOTHING,
        started_ms=attempt.began_ms,
        ttft_ms=round((first - attempt.began) * 1000) if first else None,
        latency_ms=latency_ms,
        queued_ms=round((attempt.place.began - attempt.place.joined) * 1000) if attempt.place else 0,
    )


def _status(error: BaseException | None) -> AttemptStatus:
    if error is None:
        return "ok"
    return "cancelled" if isinstance(error, asyncio.CancelledError | GeneratorExit) else "failed"


def _code(error: BaseException | None, status: AttemptStatus) -> str:
    if status == "cancelled":
        return HEDGE_LOST if error is not None and error.args == (HEDGE_LOST,) else CLIENT_LEFT
    return str(getattr(error, "code", "internal_error")) if error is not None else ""


def _well(error: BaseException | None, status: AttemptStatus) -> bool | None:
    """Whether the deployment did well; None when the end says nothing about it."""
    if error is None:
        return True
    fault = isinstance(error, UpstreamError) and (error.retryable or isinstance(error, BrokenStream))
    return False if fault and status == "failed" else None


def _at_least(usage: Usage, output_tokens: int) -> Usage:
    """The usage of an answer that was cut off: what was counted when it began tells nothing of what came since."""
    if output_tokens <= usage.output_tokens:
        return usage
    return replace(usage, output_tokens=output_tokens, estimated=True)


def _says_nothing(usage: Usage) -> bool:
    """Whether a count is none, as of servers that fill in zeros."""
    return not (usage.input_tokens or usage.output_tokens)


def _usage(attempt: Attempt, status: AttemptStatus, input_tokens: int) -> Usage:
    """As the backend counted; else by estimate, from what was sent and what came back."""
    reader = attempt.dialogue.reader
    if reader.usage is not None and not (_says_nothing(reader.usage) and reader.characters):
        used, served_as = reader.usage, attempt.served_as
        if status != "ok":
            used = _at_least(used, -(-reader.characters // CHARACTERS_PER_TOKEN))
        return replace(used, service=served_as) if served_as else used
    worked = status == "ok" or reader.characters or (status == "cancelled" and attempt.began)
    if not worked:
        return NOTHING
    return Usage(
        input_tokens=input_tokens * round(attempt.target.pulse.tokens) // 100,
        output_tokens=-(-reader.characters // CHARACTERS_PER_TOKEN),
        estimated=True,
    )
