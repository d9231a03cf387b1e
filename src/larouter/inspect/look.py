"""What a request is: how hard, how sensitive, how large and what it needs. Everything a decision may know of it."""

from collections.abc import Awaitable, Callable, Sequence

from larouter.core.chat import ANTHROPIC, EMBEDDINGS, GEMINI, Chat
from larouter.core.features import Cap, Difficulty, Features, Finding
from larouter.core.frozen import frozen
from larouter.core.prices import AN_HOUR, AUDIO, IMAGES, service_named
from larouter.core.tiers import Tier, tier_named
from larouter.core.zones import Sensitivity

BYTES_PER_TOKEN = 4.0
BYTES_PER_TOKEN_OF_JSON = 2.8
WORST_BYTES_PER_TOKEN = 2
TOKENS_PER_TURN = 8
PICTURE = '"image'  # stands at least once in each, whatever the protocol
# Who is told of tools is told how to call them, which no request shows: Anthropic bills up to 530 tokens for that
# (docs.anthropic.com, tool use pricing and tokens), templates of local models make a few hundred.
TOKENS_OF_TOOLS = 800
AUTO = "auto"
SERVICES = frozenset({"flex", "priority", "fast", "scale", "batch"})
NO_PARTS: frozenset[str] = frozenset()
VECTORS = Difficulty(0.0, 0.0, ("texts are turned into vectors, which is never hard",))
UNREADABLE = Finding("inspector.unreadable", 1)


@frozen
class Circumstances:
    """What is known of a request beside what it says.

    Attributes:
        dice: 0 to 9,999, from the request id.
        today: Days since 1970-01-01.
        remaining: Micro-USD that the tightest hard cap leaves, or None.
        caps: Budgets that cover some tiers or models only, or step requests down.
        sensitivity: What the caller says it is at least.
        latency_ceiling_ms: Longest acceptable time to the first token, or 0.
        lowered: What it counts as, whatever is found, because the policy trusts the caller; None for what is found.
        minute: Minutes since Monday 0:00 UTC, or -1.
        tags: As far as rules of the policy name them.
        headers: As far as rules of the policy name them.
    """

    dice: int = 0
    today: int = 0
    remaining: int | None = None
    caps: tuple[Cap, ...] = ()
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    latency_ceiling_ms: int = 0
    lowered: Sensitivity | None = None
    minute: int = -1
    tags: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


LOWERED = "caller.lowered"
Scorer = Callable[[Chat], Difficulty]
Detector = Callable[[Chat], Awaitable[tuple[Sensitivity, Sequence[Finding]]]]


async def look(chat: Chat, around: Circumstances, difficulty: Scorer, sensitivity: Detector) -> Features:
    """The features of a request."""
    model, tier = asked_for(chat.model)
    level, findings = await sensitivity(chat)
    if chat.opaque:
        level, findings = Sensitivity.CONFIDENTIAL, (*findings, UNREADABLE)
    if around.lowered is not None and around.lowered < level:
        level, findings = around.lowered, (*findings, Finding(LOWERED, 1))
    expected, worst = prompt_tokens(chat)
    return Features(
        model=model,
        tier=tier,
        difficulty=VECTORS if EMBEDDINGS in chat.needs else difficulty(chat),
        sensitivity=max(level, around.sensitivity),
        findings=tuple(findings),
        input_tokens=expected,
        worst_input_tokens=worst,
        max_tokens=chat.max_tokens,
        answers=chat.answers,
        needs=chat.needs,
        dice=around.dice,
        today=around.today,
        remaining=around.remaining,
        caps=around.caps,
        latency_ceiling_ms=around.latency_ceiling_ms,
        minute=around.minute,
        tags=around.tags,
        headers=around.headers,
        service=_service(chat),
        parts=_parts(chat),
        pictures=chat.body.text.count(PICTURE) if "vision" in chat.needs else 0,
    )


def _service(chat: Chat) -> str:
    members = chat.body.members
    said = members.get("service_tier")
    if said is None and chat.protocol == GEMINI:
        said = members.get("serviceTier")
    name = service_named(said)
    return name if name in SERVICES else ""


def _parts(chat: Chat) -> frozenset[str]:
    """What has a price of its own with some providers."""
    if chat.protocol != ANTHROPIC and not chat.needs:
        return NO_PARTS
    parts = {part for need, part in (("audio", AUDIO), ("vision", IMAGES)) if need in chat.needs}
    if chat.protocol == ANTHROPIC and '"1h"' in chat.body.text:
        parts.add(AN_HOUR)
    return frozenset(parts) if parts else NO_PARTS


def asked_for(model: str) -> tuple[str, Tier | None]:
    """What a model name means: nothing in particular (`auto`), a tier (`auto:complex`, `complex`) or a model."""
    name = model.removeprefix("larouter/")
    lowered = name.lower()
    if lowered == AUTO:
        return "", None
    if (tier := tier_named(lowered.removeprefix("auto:"))) is not None:
        return "", tier
    return name, None


def prompt_tokens(chat: Chat) -> tuple[int, int]:
    """The expected and the surely sufficient length of the prompt, in tokens.

    Bytes of UTF-8 by 4, by 2.8 when tools make most of it JSON: within -22 % and +40 % of three tokenizers on prose
    in several languages, code and JSON. The second figure is bytes by 2 and what a template and tools add.
    """
    size = chat.body.size
    by = BYTES_PER_TOKEN_OF_JSON if chat.tools else BYTES_PER_TOKEN
    overhead = TOKENS_PER_TURN * len(chat.turns) + (TOKENS_OF_TOOLS if chat.tools else 0)
    return int(size / by) + 1, size // WORST_BYTES_PER_TOKEN + overhead + 1
