"""What becomes of deployments that are permitted and too busy: others take over, or the request waits after all."""

from collections.abc import Sequence
from dataclasses import replace

from larouter.core.decision import Dropped
from larouter.decide.filters import ceiling_of
from larouter.decide.peers import Ranked

BUSY = ("load", "latency")


def wait_after_all(busy: Sequence[tuple[Ranked, Dropped]]) -> list[Ranked]:
    """The plan when nobody permitted meets the latency ceiling: those who come late, each with that said."""
    return [_late(entry) for entry, loss in busy if loss.rule == "latency"]


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
