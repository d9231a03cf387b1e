"""How fast a project and each of its tokens may call: requests and tokens a minute, and requests at once.

Requests go by GCRA, the generic cell rate algorithm (ITU-T I.371): one number for each caller, and no bursts at the
edges of minutes. Tokens are taken from a bucket when they are known, at the end of a request, so a caller may go into
debt by what was under way; it is let in again when the debt is worked off. The clock is an argument.
"""

from dataclasses import dataclass

from larouter.core.errors import TooManyRequests
from larouter.core.project import Pass, Rate

MINUTE = 60.0
Left = tuple[int, int, float]


@dataclass(slots=True)
class _State:
    """What one caller has used.

    Attributes:
        due: When its next request is due if it keeps to its rate, on the steady clock.
        tokens: What is left in its bucket of tokens.
        filled: When the bucket was last filled.
        size: Of the bucket, in tokens; 0 for none.
        in_flight: Its requests under way.
    """

    due: float = 0.0
    tokens: float = 0.0
    filled: float = 0.0
    size: int = 0
    in_flight: int = 0


class Allowance:
    """A request that was let in, and what its caller has left.

    Attributes:
        requests: Limit, what remains, and seconds until all of it is there again; None without a limit.
        tokens: The same for tokens.
    """

    __slots__ = ("_states", "requests", "tokens")

    def __init__(
        self, requests: Left | None = None, tokens: Left | None = None, states: tuple[_State, ...] = ()
    ) -> None:
        self.requests = requests
        self.tokens = tokens
        self._states = states

    def leave(self, tokens: int) -> None:
        """Count the request out, and take what it used; only the first time counts."""
        for state in self._states:
            state.in_flight -= 1
            state.tokens -= tokens
        self._states = ()

    def headers(self) -> list[tuple[bytes, bytes]]:
        """As OpenAI's `x-ratelimit-` headers; of two limits the one that leaves the smaller share."""
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
    """Lets requests in at the rate of their project and of their token."""

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}

    def enter(self, caller: Pass, now: float) -> Allowance:
        """Let a request in; its allowance's `leave` must follow, whatever becomes of it.

        Raises:
            TooManyRequests: It comes too early; `retry_after` says in how many seconds it would not.
        """
        project = caller.project
        each = project.token_rate if caller.rate is None else caller.rate
        if project.rate.free and each.free:
            return FREELY
        limits = [
            (rate, whose, self._state(key, rate, now))
            for rate, whose, key in (
                (project.rate, "project", project.id),
                (each, "token", caller.token_id),
            )
            if not rate.free
        ]
        left = [_check(rate, state, now, whose) for rate, whose, state in limits]
        for rate, _, state in limits:
            state.in_flight += 1
            if rate.requests_per_minute:
                state.due = max(state.due, now) + MINUTE / rate.requests_per_minute
        requests = _tighter([requests for requests, _ in left])
        tokens = _tighter([tokens for _, tokens in left])
        return Allowance(requests, tokens, tuple(state for _, _, state in limits))

    def in_flight(self, ident: str) -> int:
        """Requests of a project or a token under way, as far as its rate is limited."""
        state = self._states.get(ident)
        return state.in_flight if state is not None else 0

    def _state(self, key: str, rate: Rate, now: float) -> _State:
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = _State()
        if state.size != rate.tokens_per_minute:
            if not state.size:  # what was used while nothing was limited is no debt
                state.tokens, state.filled = rate.tokens_per_minute, now
            state.size = rate.tokens_per_minute
        return state


def _check(rate: Rate, state: _State, now: float, whose: str) -> tuple[Left | None, Left | None]:
    """What is left of a limit once the request is in; changes nothing but the filling of the bucket.

    Raises:
        TooManyRequests: Nothing is left.
    """
    requests, tokens = _requests_left(rate, state, now), _tokens_left(rate, state, now)
    error: TooManyRequests | None = None
    if rate.concurrency and state.in_flight >= rate.concurrency:
        error = TooManyRequests(
            f"{state.in_flight} requests of this {whose} are under way and its limit is {rate.concurrency}; "
            "wait for one of them",
            retry_after=1.0,
        )
    elif tokens is not None and state.tokens < 0:
        wait = -state.tokens * MINUTE / tokens[0]
        error = TooManyRequests(
            f"this {whose} has used its {tokens[0]:,} tokens a minute; it may call again in {wait:.1f} s",
            retry_after=wait,
        )
    elif requests is not None and requests[1] < 0:
        wait = requests[2] - MINUTE
        error = TooManyRequests(
            f"this {whose} may make {requests[0]:,} requests a minute; it may call again in {wait:.1f} s",
            retry_after=wait,
        )
    if error is not None:
        error.headers = Allowance(requests, tokens).headers()
        raise error
    return requests, tokens


def _tokens_left(rate: Rate, state: _State, now: float) -> Left | None:
    limit = rate.tokens_per_minute
    if not limit:
        return None
    state.tokens = min(float(limit), state.tokens + (now - state.filled) * limit / MINUTE)
    state.filled = now
    return limit, int(state.tokens), (limit - state.tokens) * MINUTE / limit


def _requests_left(rate: Rate, state: _State, now: float) -> Left | None:
    """As of after this request; less than nothing remains when it comes too early."""
    limit = rate.requests_per_minute
    if not limit:
        return None
    gap = MINUTE / limit
    due = max(state.due, now) + gap
    if due - now > MINUTE + 1e-9:
        return limit, -1, due - now
    return limit, int((MINUTE - (due - now)) / gap + 1e-9), due - now


def _tighter(several: list[Left | None]) -> Left | None:
    known = [left for left in several if left is not None]
    return min(known, key=lambda left: left[1] / left[0]) if known else None
