"""The tools: each one asks the router what a program would ask it over HTTP, and hands back what came."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from larouter.core.errors import RouterError
from larouter.mcp.asked import (
    Delegate,
    Delegated,
    ListedModel,
    Models,
    Noted,
    Nothing,
    Opinion,
    Period,
    Preview,
    read,
    schema,
)
from larouter.mcp.carry import Carry
from larouter.outbound.transport import Response

_OPEN: Mapping[str, Any] = {"type": "object"}
_CONFIDENTIAL = {"x-larouter-sensitivity": "confidential"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool has to say.

    Attributes:
        text: For the model that called it.
        structured: For its program; None when it failed.
    """

    text: str
    structured: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    Attributes:
        about: What it is for, in the words that a model reads.
        takes: Its arguments.
        gives: The JSON schema of its structured content.
        work: What it does.
        reads: Whether it only looks.
    """

    about: str
    takes: type[msgspec.Struct]
    gives: Mapping[str, Any]
    work: Callable[[Carry, Any], Awaitable[Told]]
    reads: bool = True


class _Refused(Exception):  # never leaves this module
    pass


async def call(name: str, arguments: Mapping[str, Any], carry: Carry) -> Told:
    """Use a tool; what goes wrong is told, not raised.

    Raises:
        KeyError: There is no such tool.
    """
    tool = TOOLS[name]
    try:
        return await tool.work(carry, read(tool.takes, arguments))
    except msgspec.ValidationError as error:
        return Told(f"the arguments of {name} do not fit: {error}")
    except RouterError as error:
        return Told(f"the router cannot be asked: {error.caller_detail}")
    except _Refused as error:
        return Told(str(error))


async def _delegate(carry: Carry, it: Delegate) -> Told:
    if it.local_only:
        await _be_sure_it_stays(carry, it)
    body = {**_body(it), "max_tokens": it.max_tokens}
    answer = await carry("POST", "/v1/chat/completions", body, _hints(it))
    said = _json(answer)
    choice = said["choices"][0]
    usage = said.get("usage") or {}
    request_id = answer.headers["x-larouter-request-id"]
    given = Delegated(
        content=choice["message"].get("content") or "",
        model=answer.headers["x-larouter-model"],
        tier=answer.headers["x-larouter-tier"],
        zone=answer.headers["x-larouter-zone"],
        degraded="x-larouter-degraded" in answer.headers,
        finish_reason=choice.get("finish_reason") or "",
        input_tokens=usage.get("prompt_tokens", 0),
        output_tokens=usage.get("completion_tokens", 0),
        cost_usd=await _cost(carry, request_id),
        request_id=request_id,
    )
    return Told(given.content, msgspec.to_builtins(given))


async def _be_sure_it_stays(carry: Carry, it: Delegate) -> None:
    """Ask first how far the bytes may go: a policy can let even confidential ones out of the local zone."""
    reach = _json(await carry("POST", "/api/route", _body(it), _hints(it)))["reach"]
    if reach != "local":
        raise _Refused(
            f"localOnly cannot be promised: this project's policy lets confidential content go as far as {reach}; "
            "its operator can set confidential to local in the policy"
        )


async def _cost(carry: Carry, request_id: str) -> float | None:
    """What the router booked for a request, in USD; None when a price is not known."""
    story = await carry("GET", f"/api/requests/{request_id}")
    if story.status != 200:
        return None
    told = json.loads(story.body)
    known = all(attempt["cost_known"] for attempt in told["attempts"])
    return float(told["cost_usd"]) if known else None


async def _models(carry: Carry, _it: Nothing) -> Told:
    listed = _json(await carry("GET", "/v1/models"))["data"]
    around = _json(await carry("POST", "/api/route", _body(Preview("Hello"))))
    down = {loss["deployment"] for loss in around["dropped"] if loss["rule"] == "health"}
    rows = [_row(row["id"], row["larouter"], down) for row in listed if "larouter" in row]
    given = msgspec.to_builtins(Models(rows))
    return Told(json.dumps(given, ensure_ascii=False), given)


def _row(name: str, about: Mapping[str, Any], down: set[str]) -> ListedModel:
    here = "running" if about["zone"] == "local" else "available"
    return ListedModel(
        id=name,
        name=about["deployment"],
        status="unavailable" if about["deployment"] in down else here,  # type: ignore[arg-type]
        tier=next(iter(about["tiers"]), None),
        tiers=about["tiers"],
        zone=about["zone"],
        context_window=about["context_window"],
        capabilities=about["capabilities"],
    )


async def _preview(carry: Carry, it: Preview) -> Told:
    decision = _json(await carry("POST", "/api/route", _body(it), _hints(it)))
    goes = decision["answered_by"] or "nowhere"
    return Told("\n".join([f"{decision['tier']} → {goes}", *decision["reasons"]]), decision)


async def _usage(carry: Carry, it: Period) -> Told:
    figures = _json(await carry("GET", f"/api/usage?period={it.period}"))
    text = (
        f"{figures['from']} to {figures['to']}: {figures['totalCalls']} calls, {figures['inputTokens']} tokens in, "
        f"{figures['outputTokens']} out, ${figures['totalCost']:.6f}"
    )
    return Told(text, figures)


async def _feedback(carry: Carry, it: Opinion) -> Told:
    body = {"request_id": it.request_id, "label": it.label, "comment": it.comment}
    said = _json(await carry("POST", "/v1/feedback", {**body, "score": it.score}))
    given = Noted(it.request_id, said["score"], said["label"], said["comment"])
    return Told("Noted; it is used when the router is fitted to its traffic.", msgspec.to_builtins(given))


def _body(it: Preview) -> dict[str, Any]:
    if it.tier and it.model:
        raise _Refused("give a tier or a model, not both")
    messages = [{"role": "system", "content": it.system}] if it.system else []
    model = f"auto:{it.tier.lower()}" if it.tier else it.model or "auto"
    return {"model": model, "messages": [*messages, {"role": "user", "content": it.prompt}]}


def _hints(it: Preview) -> Mapping[str, str]:
    return _CONFIDENTIAL if it.local_only else {}


def _json(answer: Response) -> dict[str, Any]:
    try:
        value = json.loads(answer.body)
        if answer.status < 400:
            return dict(value)
        error = value["error"]
        said = f"{error['message']} ({error['code']})"
    except (ValueError, KeyError, TypeError):
        raise _Refused(f"the router answered with status {answer.status} and no JSON") from None
    raise _Refused(said)


async def look_up(uri: str, carry: Carry) -> str:
    """A resource, as JSON.

    Raises:
        KeyError: There is no such resource.
        LookupError: The router does not tell it; in its own words.
    """
    path, _ = RESOURCES[uri]
    try:
        return json.dumps(_json(await carry("GET", path)), ensure_ascii=False)
    except RouterError as error:
        raise LookupError(f"the router cannot be asked: {error.caller_detail}") from None
    except _Refused as error:
        raise LookupError(str(error)) from None


RESOURCES: Mapping[str, tuple[str, str]] = {
    "larouter://models": ("/v1/models", "The models that this project may use."),
    "larouter://policy": ("/api/policy", "What this project's policy permits, and what it prefers."),
    "larouter://requests": (
        "/api/requests?limit=50",
        "The newest requests of this project, and who answered them.",
    ),
}
TOOLS: Mapping[str, Tool] = {
    "delegate_to_expert": Tool(
        "Ask an expert model. The router picks the cheapest model that is able enough and permitted for the "
        "content, or goes by the tier or model you name. Returns the answer with its model, tier, zone and cost.",
        Delegate,
        schema(Delegated),
        _delegate,
        reads=False,
    ),
    "list_available_models": Tool(
        "List the models that this project may use, with tier, zone and state.",
        Nothing,
        schema(Models),
        _models,
    ),
    "preview_route": Tool(
        "Tell which model a prompt would go to and why, without sending it.", Preview, _OPEN, _preview
    ),
    "usage_summary": Tool(
        "Sum up calls, tokens and cost of this project, by model and by tier.", Period, _OPEN, _usage
    ),
    "give_feedback": Tool(
        "Tell what an answer of delegate_to_expert was worth: a score, a label or a comment; the last word counts.",
        Opinion,
        schema(Noted),
        _feedback,
        reads=False,
    ),
}
