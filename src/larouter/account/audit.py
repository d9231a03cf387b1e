"""The audit chain: what a request's rows said when it ended, and whether they still say it.

The last link is worth writing down elsewhere: with it, even a chain that somebody has made anew is found out.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import msgspec

from larouter.account.corrections import CORRECTION, unfounded
from larouter.account.retention import PREFIX, cut
from larouter.core.ledger import Attempt, Opening, Outcome, Passed
from larouter.store import acts, attempts, chain, outcomes, passed, requests
from larouter.store.chain import Link
from larouter.store.database import Connection

PAGE = 1000
MOST_FAULTS = 100
_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(slots=True)
class Verdict:
    """What a walk along the chain found.

    Attributes:
        links: How many requests, acts of operators and removals it vouches for.
        last: The last link, in hex; the same chain always ends in the same link.
        faults: What is wrong, a sentence each; empty when nothing was changed, removed or slipped in.
        removed: Requests whose record was removed by age; their links still vouch that they were there.
        removed_before_ms: Before which moment records were removed, in ms since 1970; 0 for never.
        acts: Acts of operators among the links.
    """

    links: int = 0
    last: str = chain.START.hex()
    faults: list[str] = field(default_factory=list)
    removed: int = 0
    removed_before_ms: int = 0
    acts: int = 0


def digest(
    opening: Opening, made: Sequence[Attempt], outcome: Outcome, over: tuple[Passed, ...] = ()
) -> bytes:
    """SHA-256 of everything that is written down about a request.

    The tier of an outcome is left out: its row holds that of the attempt it is counted under, which is hashed itself.
    So is whether it was spilled, which no row holds. Who was passed over is a fourth part, where anybody was.
    """
    # Attempts that ran side by side end in any order; their rows are read back in that of their numbers.
    made = sorted(made, key=_number) if len(made) > 1 else made
    sorted_tags = replace(opening, tags=tuple(sorted(opening.tags))) if opening.tags else opening
    told = (sorted_tags, tuple(made), _as_kept(outcome))
    return hashlib.sha256(_encode((*told, over) if over else told)).digest()


def _as_kept(it: Outcome) -> Outcome:
    return Outcome(it.status, it.error, it.answered_by, None, it.degraded, it.latency_ms, it.ttft_ms)


def _number(attempt: Attempt) -> int:
    return attempt.number


def digest_before(opening: Opening, made: Sequence[Attempt], outcome: Outcome) -> bytes | None:
    """The digest of rows from before attempts had a version of their price; None when they have more than rows had."""
    told = msgspec.to_builtins((opening, tuple(made), _as_kept(outcome)))
    told[0]["tags"] = sorted(told[0]["tags"])
    for attempt in told[1]:
        usage = attempt["usage"]
        if attempt.pop("price") or any([usage.pop(name) for name in _SINCE]):
            return None
    return hashlib.sha256(msgspec.json.encode(told)).digest()


_SINCE = (
    *("cache_write_1h_tokens", "audio_input_tokens", "image_input_tokens", "audio_output_tokens"),
    "service",
)


def vouch(
    connection: Connection,
    opening: Opening,
    made: Sequence[Attempt],
    outcome: Outcome,
    over: tuple[Passed, ...] = (),
) -> None:
    """Add the link of a request; belongs into the transaction that ends it."""
    chain.append(connection, opening.at_ms, opening.request_id, digest(opening, made, outcome, over))


def vouch_for_stored(connection: Connection, request_id: str) -> None:
    """Add the link of a request that was ended after a crash, from its rows."""
    found = _stored(connection, request_id)
    if found is not None:
        vouch(connection, *found)


def verify(connection: Connection) -> Verdict:
    """Walk the whole chain and hold every request against it; reads everything once."""
    verdict = Verdict(removed_before_ms=cut(connection))
    before, number = chain.START, 0
    while links := chain.page(connection, number, PAGE):
        for link in links:
            if link.number != number + 1:
                verdict.faults.append(f"links {number + 1} to {link.number - 1} have been removed")
            elif link.link != chain.next_link(before, link.digest):
                verdict.faults.append(
                    f"link {link.number} ({link.request_id}) does not follow from the one before"
                )
            elif (fault := _fault(connection, link, verdict)) is not None:
                verdict.faults.append(fault)
            before, number = link.link, link.number
            verdict.links += 1
            if len(verdict.faults) >= MOST_FAULTS:
                return verdict
    verdict.last = before.hex()
    verdict.faults += [
        f"{request_id} has an end and no link: it was slipped in, or its link removed"
        for request_id in chain.unlinked(connection, MOST_FAULTS)
    ]
    verdict.faults += [
        f"{act_id} has no link: it was slipped in, or its link removed"
        for act_id in acts.unlinked(connection, MOST_FAULTS)
    ]
    verdict.faults += islice(unfounded(connection), MOST_FAULTS)
    return verdict


def _fault(connection: Connection, link: Link, verdict: Verdict) -> str | None:
    if link.request_id.startswith(PREFIX):
        return None
    if link.request_id.startswith(acts.PREFIX):
        return _fault_of_act(connection, link, verdict)
    found = _stored(connection, link.request_id)
    if found is None and link.at_ms < verdict.removed_before_ms:
        verdict.removed += 1
        return None
    if found is None:
        return f"rows of {link.request_id} (link {link.number}) have been removed"
    over = passed.of_request(connection, link.at_ms, link.request_id)
    if link.digest != digest(*found, over) and (over or link.digest != digest_before(*found)):
        return f"rows of {link.request_id} (link {link.number}) have been changed"
    return None


def _fault_of_act(connection: Connection, link: Link, verdict: Verdict) -> str | None:
    act_id = link.request_id.removeprefix(acts.PREFIX)
    verdict.acts += 1
    act = acts.by_id(connection, act_id)
    if act is None:
        return f"the row of {act_id} (link {link.number}) has been removed"
    if acts.digest(act) != link.digest:
        return f"the row of {act_id} (link {link.number}) has been changed"
    return None


def _stored(connection: Connection, request_id: str) -> tuple[Opening, list[Attempt], Outcome] | None:
    opening = requests.by_id(connection, request_id)
    if opening is None:
        return None
    outcome = outcomes.of_request(connection, opening.at_ms, request_id)
    if outcome is None:
        return None
    made = attempts.of_request(connection, opening.at_ms, request_id)
    # What was corrected later has acts of its own in the chain.
    return opening, [one for one in made if one.status != CORRECTION], outcome
