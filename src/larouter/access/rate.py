"""How fast a project may call: requests and tokens a minute, and requests at once.

Requests go by GCRA, the generic cell rate algorithm (ITU-T I.371): one number for each caller, and no bursts at the
edges of minutes. Tokens are taken from a bucket when they are known, at the end of a request, so a project may go into
debt by what was under way; it is let in again when the debt is worked off. The clock is an argument.
"""

from dataclasses import dataclass

from larouter.core.errors import TooManyRequests
from larouter.core.frozen import frozen
from larouter.core.project import Pass, Rate

MINUTE = 60.0


@dataclass(slots=True)
class _State:
    """What one project has used.

    Attributes:
        due: When its next request is due if it keeps to its rate, on the steady clock.
        tokens: What is left in its bucket of tokens.
        filled: When the bucket was last filled.
        in_flight: Its requests under way.
    """

    due: float = 0.0
    tokens: float = 0.0
    filled: float = 0.0
    in_flight: int = 0


@frozen
class Allowance:
    """What a caller has left, for the headers of its answer.

    Attributes:
        requests: Limit, what remains, and seconds until all of it is there again; None without a limit.
        tokens: The same for tokens.
    """

    requests: tuple[int, int, float] | None = None
    tokens: tuple[int, int, float] | None = None

    def headers(self) -> list[tuple[bytes, bytes]]:
        """As OpenAI's `x-ratelimit-` headers."""
        found = []
        for name, values in (("requests", self.requests), ("tokens", self.tokens)):
            if values is not None:
                limit, remaining, reset = values
                found += [
                    (f"x-ratelimit-limit-{name}".encode(), str(limit).encode()),
                    (f"x-ratelimit-remaining-{name}".encode(), str(max(0, remaining)).encode()),
                    (f"x-ratelimit-reset-{name}".encode(), f"{reset:.3f}s".encode()),
                ]
        return found


FREELY = Allowance()


class Turnstile:
    """Lets requests in at the rate of their project."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}

    def enter(self, caller: Pass, now: float) -> Allowance:
        """Let a request in; `leave` must follow, whatever becomes of it.

        Raises:
            TooManyRequests: It comes too early; `retry_after` says in how many seconds it would not.
        """
        rate = caller.project.rate
        if rate.free:
            return FREELY
        state = self._states.setdefault(caller.project.id, _State(tokens=rate.tokens_per_minute, filled=now))
        _check_concurrency(rate, state)
        tokens = _check_tokens(rate, state, now)
        requests = _check_requests(rate, state, now)
        state.in_flight += 1
        return Allowance(requests, tokens)

    def leave(self, caller: Pass, tokens: int) -> None:
        """Count a request out, and take what it used."""
        state = self._states.get(caller.project.id)
        if state is not None:
            state.in_flight = max(0, state.in_flight - 1)
            state.tokens -= tokens

    def in_flight(self, project_id: str) -> int:
        """Requests of a project under way, as far as its rate is limited."""
        state = self._states.get(project_id)
        return state.in_flight if state is not None else 0


def _check_concurrency(rate: Rate, state: _State) -> None:
    if rate.concurrency and state.in_flight >= rate.concurrency:
        raise TooManyRequests(
            f"{state.in_flight} requests of this project are under way and its limit is {rate.concurrency}; "
            "wait for one of them",
            retry_after=1.0,
        )


def _check_tokens(rate: Rate, state: _State, now: float) -> tuple[int, int, float] | None:
    limit = rate.tokens_per_minute
    if not limit:
        return None
    state.tokens = min(float(limit), state.tokens + (now - state.filled) * limit / MINUTE)
    state.filled = now
    if state.tokens < 0:
        wait = -state.tokens * MINUTE / limit
        raise TooManyRequests(
            f"this project has used its {limit:,} tokens a minute; it may call again in {wait:.1f} s",
            retry_after=wait,
        )
    return limit, int(state.tokens), (limit - state.tokens) * MINUTE / limit


def _check_requests(rate: Rate, state: _State, now: float) -> tuple[int, int, float] | None:
    limit = rate.requests_per_minute
    if not limit:
        return None
    gap = MINUTE / limit
    due = max(state.due, now) + gap
    if due - now > MINUTE + 1e-9:
        wait = due - now - MINUTE
        raise TooManyRequests(
            f"this project may make {limit:,} requests a minute; it may call again in {wait:.1f} s",
            retry_after=wait,
        )
    state.due = due
    return limit, int((MINUTE - (due - now)) / gap + 1e-9), due - now
