"""What becomes of deployments that are permitted and too busy: others take over, or the request waits after all."""

from collections.abc import Sequence
from dataclasses import replace

from larouter.core.decision import Dropped, Step
from larouter.core.live import OPEN
from larouter.decide.filters import Candidate, ceiling_of
from larouter.decide.peers import Ranked

BUSY = ("load", "latency")
NOBODY_ELSE = "its circuit is open, and so are those of all others, so it is tried all the same"


def wait_after_all(busy: Sequence[tuple[Ranked, Dropped]]) -> list[Ranked]:
    """The plan when nobody permitted meets the latency ceiling: those who come late, each with that said."""
    return [_late(entry) for entry, loss in busy if loss.rule == "latency"]


def is_left_alone(it: Candidate, loss: Dropped) -> bool:
    """Whether nothing but its circuit breaker keeps a deployment from being asked."""
    return loss.rule == "health" and it.live.up and not it.live.drained and it.live.breaker == OPEN


def try_after_all(busy: Sequence[tuple[Ranked, Dropped]]) -> list[Ranked]:
    """The plan when the circuits of all who are left are open, on two backends or more.

    That many do not break at once by themselves; it is rather the network, or this machine, and refusing everybody
    would make it worse. One backend alone is left alone.
    """
    alone = [entry for entry, loss in busy if loss.rule == "health"]
    if len({entry.it.deployment.backend for entry in alone}) < 2:
        return []
    return [
        entry._replace(step=replace(entry.step, reason=f"{entry.step.reason}; {NOBODY_ELSE}"))
        for entry in alone
    ]


def last_resorts(busy: Sequence[tuple[Ranked, Dropped]]) -> tuple[Step, ...]:
    """Whom nothing but an open circuit keeps out of the plan, best first."""
    alone = sorted([entry for entry, loss in busy if loss.rule == "health"], key=lambda entry: entry.key)
    return tuple([entry.step for entry in alone])


def spilled(first: Ranked, busy: Sequence[tuple[Ranked, Dropped]]) -> Ranked | None:
    """The first step with the reason why it stands in, when somebody nearer would have, were it not for the load."""
    zone = first.it.deployment.zone
    nearer = [
        (entry, loss) for entry, loss in busy if entry.key < first.key and entry.it.deployment.zone < zone
    ]
    if not nearer:
        return None
    entry, loss = min(nearer, key=lambda pair: pair[0].key)
    why = f"{first.step.reason}; spilled over from {entry.it.deployment.name}: {loss.reason}"
    return first._replace(step=replace(first.step, reason=why))


def _late(entry: Ranked) -> Ranked:
    live, ceiling = entry.it.live, ceiling_of(entry.it)
    why = (
        f"{entry.step.reason}; expected after {live.wait_ms + live.ttft_ms:,} ms, beyond the ceiling of "
        f"{ceiling:,} ms, and nobody permitted is quicker"
    )
    return entry._replace(step=replace(entry.step, reason=why))
