"""What a decision knows of a request: counts, rule ids and numbers, never its text."""

from dataclasses import dataclass

from larouter.core.frozen import frozen
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity


@frozen
class Finding:
    """A sensitivity rule that fired, and how often; never what it matched."""

    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class Cap:
    """A budget that covers part of what a project does, or steps requests down as it is used up.

    Attributes:
        budget: `bud_…`.
        left: Micro-USD that it leaves; None when it is soft and never refuses.
        tiers: The tiers it covers; empty for all.
        models: Patterns of models, deployments or backends that it covers; empty for all.
        used: Per cent of it that are spent or set aside.
        pressure: Per cent from which it steps requests down; 0 for never.
    """

    budget: str
    left: int | None
    tiers: tuple[Tier, ...] = ()
    models: tuple[str, ...] = ()
    used: int = 0
    pressure: int = 0


@frozen
class Difficulty:
    """How hard a request is.

    Attributes:
        score: From 0 (a greeting) to 1 (research); meaningless when confidence is 0.
        confidence: From 0 (no idea) to 1.
        evidence: What speaks for it, in words that a person understands.
        likelihoods: How likely each tier is, or empty when nobody said.
    """

    score: float
    confidence: float
    evidence: tuple[str, ...] = ()
    likelihoods: tuple[float, ...] = ()


@frozen
class Features:
    """Everything about one request that a decision may depend on.

    Attributes:
        model: The model asked for by name, or empty.
        tier: The tier asked for by name, or None.
        difficulty: How hard it is.
        sensitivity: What its bytes are.
        findings: The rules that made it so.
        input_tokens: Estimated length of the prompt.
        worst_input_tokens: The length that the prompt will surely not exceed.
        max_tokens: The longest answer the client allows; 0 when it did not say.
        answers: How many alternative answers it wants.
        needs: Capabilities without which it cannot be answered.
        dice: 0 to 9,999, from the request id: all the randomness there is.
        today: Days since 1970-01-01.
        remaining: Micro-USD that the tightest hard cap leaves, or None when no cap applies.
        caps: Budgets that cover some tiers or models only, or step requests down as they are used up.
        service: The kind of service that is asked for, such as `priority`; empty for the usual one.
        parts: What it may hold that has a price of its own: sound, pictures, a cache kept for an hour.
        counted: What deployments themselves count as the prompt's tokens, where that was asked.
        latency_ceiling_ms: Longest acceptable time to the first token, or 0.
        affinity: The deployment that holds this conversation's prompt cache, or empty.
        minute: Minutes since Monday 0:00 UTC; -1 when nobody looked.
        tags: The caller's, as far as rules of the policy name them.
        headers: Of the request, in lower case, as far as rules of the policy name them.
        batch: Whether nobody waits for it, so that it may.
        in_loop: Whether it brings the results of tools that the last answer called.
        pictures: How many pictures it holds at most; their tokens are not in their bytes, least of all by address.
    """

    model: str = ""
    tier: Tier | None = None
    difficulty: Difficulty = Difficulty(0.0, 0.0)
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    findings: tuple[Finding, ...] = ()
    input_tokens: int = 0
    worst_input_tokens: int = 0
    max_tokens: int = 0
    answers: int = 1
    needs: frozenset[str] = frozenset()
    dice: int = 0
    today: int = 0
    remaining: int | None = None
    latency_ceiling_ms: int = 0
    affinity: str = ""
    minute: int = -1
    tags: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    batch: bool = False
    in_loop: bool = False
    caps: tuple[Cap, ...] = ()
    service: str = ""
    parts: frozenset[str] = frozenset()
    counted: tuple[tuple[str, int], ...] = ()
    pictures: int = 0

    @property
    def capped(self) -> bool:
        """Whether a hard cap may refuse it, so that its answer is kept to the length that is paid for."""
        return self.remaining is not None or any(cap.left is not None for cap in self.caps)
