"""What backends do wrong and what comes of it: what the tests expect, and the page that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from larouter.testing import faults
from larouter.testing.faults import Fault

DEADLINE = 0.8
"""Of the first byte and of the next part, in seconds, in the router of the tests."""
AT_ONCE, LATE, QUIET, RETRIED = "at once", "`first_byte`", "`idle`", "at once, and up to two retries"
NOTHING, PROMPT, ESTIMATE, EXACT = "nothing", "the prompt", "prompt and what came", "as counted"
PASSED_ON = "the backend's own words"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Something that goes wrong with an answer.

    Attributes:
        what: In words.
        where: How far the answer had come.
        stream: Whether a stream was asked for.
        fault: What the fake does.
        status: What the client gets when there is nobody else.
        code: The code of the error, or of the error event that ends a stream; empty for none.
        billed: What of the failed attempt is billed.
        lasts: How long until it is known.
        moved: Whether another permitted backend answers instead where there is one.
    """

    what: str
    where: str
    stream: bool
    fault: Fault
    status: int
    code: str
    billed: str = NOTHING
    lasts: str = AT_ONCE
    moved: bool = True

    @property
    def name(self) -> str:
        """For a test."""
        return f"{self.what}, {self.where}-{'stream' if self.stream else 'json'}"

    @property
    def begun(self) -> bool:
        """Whether bytes had reached the client."""
        return self.where == MIDWAY


HEAD, BEHIND, BODY, WORD, MIDWAY, OVER = (
    "before the head",
    "behind the head",
    "in the body",
    "before the first word",
    "midway",
    "behind the finish reason",
)


def _both(
    what: str, fault: Fault, status: int, code: str, lasts: str = AT_ONCE, where: str = HEAD
) -> Iterable[Scenario]:
    for stream in (False, True):
        yield Scenario(what, where, stream, fault, status, code, NOTHING, lasts)


def _refused(what: str, status: int, code: str, message: str) -> Iterable[Scenario]:
    fault = faults.Status(status, message=message, code=code)
    for stream in (False, True):
        yield Scenario(what, HEAD, stream, fault, status, code, moved=False)


def _body(what: str, fault: Fault, status: int, code: str, lasts: str = AT_ONCE) -> Scenario:
    return Scenario(what, BODY, False, fault, status, code, NOTHING, lasts)


def _word(what: str, fault: Fault, status: int, code: str, lasts: str = AT_ONCE) -> Scenario:
    return Scenario(what, WORD, True, fault, status, code, NOTHING, lasts)


def _midway(what: str, fault: Fault, lasts: str = AT_ONCE) -> Scenario:
    return Scenario(what, MIDWAY, True, fault, 200, "stream_error", ESTIMATE, lasts, moved=False)


def _over(what: str, fault: Fault) -> Scenario:
    return Scenario(what, OVER, True, fault, 200, "", ESTIMATE, AT_ONCE, moved=False)


SCENARIOS: Sequence[Scenario] = (
    *_both("the connection is reset", faults.ResetBeforeHeaders(), 502, "upstream_unreachable", RETRIED),
    *_both("half open: the request is never read", faults.HalfOpen(), 504, "upstream_timeout", LATE),
    *_both("silence", faults.SlowStart(30), 504, "upstream_timeout", LATE),
    *_both(
        "429 with a retry-after that is too late",
        faults.Status(429, retry_after="70"),
        429,
        "upstream_rate_limited",
    ),
    *_both("429 without retry-after", faults.Status(429), 429, "upstream_rate_limited"),
    *_both("500", faults.Status(500), 502, "upstream_error"),
    *_both("503", faults.Status(503), 502, "upstream_error", RETRIED),
    *_both("529", faults.Status(529), 502, "upstream_error", RETRIED),
    *_both("401: our key is wrong", faults.Status(401), 502, "upstream_error"),
    *_both(
        "403: our key may not", faults.Status(403, message="Your key has no access."), 502, "upstream_error"
    ),
    *_both("404: no such model", faults.Status(404), 502, "upstream_error"),
    *_both("302", faults.Status(302), 502, "upstream_error"),
    *_both("a web page with status 200", faults.Html(), 502, "upstream_malformed"),
    *_both("a web page with status 502", faults.Html(502), 502, "upstream_error", RETRIED),
    *_refused("400: content policy", 400, "content_policy_violation", "Your prompt is rude."),
    *_refused("403: moderation", 403, "content_policy_violation", "Your input was flagged."),
    *_refused("413: too long", 413, "context_length_exceeded", "Too long."),
    *_refused("422: a wrong parameter", 422, "invalid_value", "No such value."),
    *_both(
        "the connection is reset",
        faults.ResetAfterHeaders(),
        502,
        "upstream_unreachable",
        RETRIED,
        "behind the head",
    ),
    _body("the connection is reset", faults.Cut(1), 502, "upstream_unreachable", RETRIED),
    _body("the connection is closed", faults.ShortBody(), 502, "upstream_unreachable", RETRIED),
    _body("silence", faults.Stall(), 504, "upstream_timeout", LATE),
    _body("not JSON", faults.Malformed(), 502, "upstream_malformed"),
    _word("the connection is reset", faults.Cut(1), 502, "upstream_unreachable", RETRIED),
    _word("the stream ends", faults.Cut(0, "end"), 502, "upstream_malformed"),
    _word("an error event", faults.ErrorEvent(0), 502, "upstream_error"),
    _word("a malformed line", faults.Malformed(0), 502, "upstream_malformed"),
    _word("silence: a slow first token", faults.Stall(1), 504, "upstream_timeout", QUIET),
    _word("a web page instead of events", faults.WrongType(0), 502, "upstream_malformed"),
    _midway("the connection is reset after 4 words", faults.Cut(4)),
    _midway("the connection is reset after 40 words", faults.Cut(40)),
    _midway("the connection is reset after 60 words", faults.Cut(60)),
    _midway("the connection is closed", faults.Cut(4, "close")),
    _midway("the stream ends well framed, unfinished", faults.Cut(4, "end")),
    _midway("silence", faults.Stall(4), QUIET),
    _midway("a malformed line", faults.Malformed(4)),
    _midway("an error event", faults.ErrorEvent(4)),
    _midway("a web page instead of events", faults.WrongType(4)),
    _over("the connection is reset", faults.Cut(5)),
    _over("the connection is closed", faults.Cut(5, "close")),
    _over("the stream ends without `[DONE]`", faults.Cut(5, "end")),
)


def _client(it: Scenario) -> str:
    if it.where == OVER:
        return "the whole answer, with its terminator"
    if it.begun:
        return f"what came, then an error event `{it.code}`, no terminator"
    if not it.moved:
        return f"{it.status}, {PASSED_ON}"
    return f"{it.status} `{it.code}`"


def _elsewhere(it: Scenario) -> str:
    if it.where == OVER:
        return "the same"
    if it.begun:
        return 'the same; with `hold = "all"` the other one\'s answer'
    return "the other one's answer" if it.moved else "the same: nobody else is asked"


_BEFORE = """# Failures

What comes of it when a backend does something wrong. Every row is a test with a fake that does it, in
front of a real router; this page is written from what those tests expect. `scripts/write_failures.py`
writes it anew.

*Alone*: what the client gets when no other permitted backend is there. *With another*: when one is.
*Billed*: what of the failed attempt is in the ledger, as an estimate, since a backend that fails tells
no usage. *How long*: until the router knows; `first_byte` and `idle` are
[deadlines](configuration.md#deadlines-and-retries). A retry comes after a wait with full jitter, of one
second at most before the first and two before the second, and only while retries are less than a fifth
of the traffic.

| what goes wrong | when | asked for | alone | with another | billed | how long |
|---|---|---|---|---|---|---|
"""
_AFTER = """
## What else is held

| what happens | what comes of it |
|---|---|
| 429 with a `retry-after` that is soon | the same backend is asked again when it says |
| every backend of the target tier fails | a permitted lower tier answers, marked `x-larouter-degraded` |
| every local backend fails a request that must stay | the error of the last one; no cloud hears of it |
| there is none that it may reach | 403 `no_eligible_backend` |
| there is one, and its circuit is open | 503 `no_backend_available` with `Retry-After` |
| the client leaves, also while hedged, checked or escalated | they are cut off at once, 499, what was used is billed |
| three failures of a deployment in a row | it is left alone for a while, then one request tries it |
| the last chunk brings usage together with words | the usage is counted |
| a stream that was cut ends like one that was not | never: without a finish reason the end is an error event |
| a provider marks a refusal | it is passed on; no fallback, no escalation, no hedge repairs it |
"""


def page() -> str:
    """The page, from the scenarios; what comes to the same for JSON and streams is one row."""
    rows: list[tuple[Scenario, str]] = []
    for it in SCENARIOS:
        same = [at for at, (row, _) in enumerate(rows) if _alike(row, it)]
        if same:
            rows[same[0]] = (rows[same[0]][0], "either")
        else:
            rows.append((it, "a stream" if it.stream else "JSON"))
    lines = [
        f"| {it.what} | {it.where} | {asked} | {_client(it)} | {_elsewhere(it)} | {it.billed} | {it.lasts} |"
        for it, asked in rows
    ]
    return _BEFORE + "\n".join(lines) + "\n" + _AFTER


def _alike(one: Scenario, other: Scenario) -> bool:
    return one.stream != other.stream and (one.what, one.where, one.status, one.code, one.lasts) == (
        other.what, other.where, other.status, other.code, other.lasts
    )  # fmt: skip
