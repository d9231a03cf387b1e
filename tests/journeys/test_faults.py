"""What backends do wrong: a truthful error or another backend, never a silent cut, never a wider zone."""

import json
import time
from collections.abc import Iterator

import pytest
from cast import Cast
from serving import HELLO, Answer, eventually

from larouter.testing import faults
from larouter.testing.completions import Answer as Said
from larouter.testing.faults import Fault
from larouter.testing.http_server import Received
from larouter.testing.scripted import Pace, Script

AT_ONCE: list[tuple[str, Fault, int, str]] = [
    ("reset after the headers", faults.ResetAfterHeaders(), 502, "upstream_unreachable"),
    ("too slow", faults.SlowStart(5), 504, "upstream_timeout"),
    ("busy", faults.Status(429, retry_after="70"), 429, "upstream_rate_limited"),
    ("busy, it does not say how long", faults.Status(429), 429, "upstream_rate_limited"),
    ("broken", faults.Status(500), 502, "upstream_error"),
    ("overloaded", faults.Status(503), 502, "upstream_error"),
    ("wrong key", faults.Status(401), 502, "upstream_error"),
    ("no such model", faults.Status(404), 502, "upstream_error"),
    ("a web page", faults.Html(), 502, "upstream_malformed"),
    ("a web page as an error", faults.Html(502), 502, "upstream_error"),
    ("a redirect", faults.Status(302), 502, "upstream_error"),
]
NO_JSON: list[tuple[str, Fault, int, str]] = [
    ("a body cut short", faults.ShortBody(), 502, "upstream_unreachable"),
    ("malformed JSON", faults.Malformed(), 502, "upstream_malformed"),
    ("a stall", faults.Stall(), 504, "upstream_timeout"),
]
NO_STREAM: list[tuple[str, Fault, int, str]] = [
    ("a cut before the first word", faults.Cut(1), 502, "upstream_unreachable"),
    ("a stream that says nothing", faults.Cut(0, "end"), 502, "upstream_malformed"),
    ("an error as the first event", faults.ErrorEvent(0), 502, "upstream_error"),
    ("a malformed first chunk", faults.Malformed(0), 502, "upstream_malformed"),
    ("a stall before the first word", faults.Stall(1), 504, "upstream_timeout"),
]
BEFORE = [
    (name, fault, status, code, stream) for name, fault, status, code in AT_ONCE for stream in (False, True)
]
BEFORE += [(name, fault, status, code, False) for name, fault, status, code in NO_JSON]
BEFORE += [(name, fault, status, code, True) for name, fault, status, code in NO_STREAM]
before_the_first_word = pytest.mark.parametrize(
    ("fault", "status", "code", "stream"),
    [case[1:] for case in BEFORE],
    ids=[f"{name}-{'stream' if stream else 'json'}" for name, _, _, _, stream in BEFORE],
)


@before_the_first_word
def test_with_one_backend_the_error_is_truthful(
    solo: Cast, fault: Fault, status: int, code: str, stream: bool
) -> None:
    model = solo.fresh()
    if passes_by_itself(fault, code):
        solo.earn_retries()
    solo.fail(*[fault] * 3)
    answer = solo.router.chat(model, stream=stream)
    solo.heal()
    assert (answer.status, answer.error["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/json"
    assert "near" not in answer.error["message"]
    story = solo.router.story(answer.request_id)
    assert (story["outcome"]["status"], story["outcome"]["error"]) == (status, code)
    said = {(it["status"], it["error"], it["output_tokens"]) for it in story["attempts"]}
    assert said == {("failed", code, 0)}
    assert len(story["attempts"]) <= (3 if passes_by_itself(fault, code) else 1)


def passes_by_itself(fault: Fault, code: str) -> bool:
    """Whether a deployment that failed so is asked again when there is no other."""
    return code == "upstream_unreachable" or getattr(fault, "status", 0) in (502, 503, 529)


@before_the_first_word
def test_with_two_backends_the_second_answers(
    cast: Cast, fault: Fault, status: int, code: str, stream: bool
) -> None:
    model = cast.fresh()
    cast.fail(fault)
    answer = cast.router.chat(model, stream=stream)
    assert answer.status == 200
    assert answer.headers["x-larouter-model"] == f"spare/{model}"
    assert b"Hello" in answer.body
    story = cast.router.story(answer.request_id)
    assert story["outcome"]["answered_by"] == f"spare/{model}"
    assert [(it["deployment"], it["status"], it["error"]) for it in story["attempts"]] == [
        (f"near/{model}", "failed", code),
        (f"spare/{model}", "ok", None),
    ]


def test_a_reset_before_the_headers_is_tried_once_more_on_a_new_connection(solo: Cast) -> None:
    """A connection that was kept open may have been closed meanwhile; a new one tells the truth."""
    model = solo.fresh()
    solo.fail(None, faults.ResetBeforeHeaders(), None, *[faults.ResetBeforeHeaders()] * 9)
    assert [solo.router.chat(model).status for _ in range(2)] == [200, 200]
    answer = solo.router.chat(model)
    assert (answer.status, answer.error["code"]) == (502, "upstream_unreachable")
    solo.heal()
    assert len(solo.asked(model)) <= 9


def test_retry_after_is_passed_on(solo: Cast) -> None:
    solo.fail(faults.Status(429, retry_after="70"))
    assert solo.router.chat(solo.fresh()).headers["retry-after"] == "70"


def test_a_backend_that_says_to_come_back_soon_is_asked_again(solo: Cast) -> None:
    model = solo.fresh()
    solo.earn_retries()
    solo.fail(faults.Status(429, retry_after="1"))
    answer = solo.router.chat(model)
    assert answer.status == 200
    assert [it["status"] for it in solo.router.story(answer.request_id)["attempts"]] == ["failed", "ok"]


def test_a_backend_that_refuses_the_connection(solo: Cast) -> None:
    model = solo.fresh()
    solo.stage.run(solo.fakes["near"].refuse())
    try:
        answer = solo.router.chat(model)
    finally:
        solo.stage.run(solo.fakes["near"].listen())
    assert (answer.status, answer.error["code"]) == (502, "upstream_unreachable")


def test_what_the_backend_refuses_is_passed_on_as_it_came_and_nobody_else_is_asked(cast: Cast) -> None:
    model = cast.fresh()
    cast.fail(faults.Status(400, message="Your prompt is rude.", code="content_policy_violation"))
    answer = cast.router.chat(model)
    assert answer.status == 400
    assert answer.error["code"] == "content_policy_violation"
    assert answer.body == bytes(cast.asked(model)[0].sent)
    assert cast.asked(model, "spare") == []


LONG = Said("word " * 400)


@pytest.fixture
def slow(cast: Cast) -> Iterator[Cast]:
    """The near backend answers a word every 20 ms, beginning after a while if asked to."""
    fake = cast.fakes["near"]
    before, fake._script = fake._script, Script(LONG, (), pace)
    yield cast
    fake._script = before


def pace(request: Received) -> Pace:
    return Pace(first_seconds=0.5 if request.json().get("user") == "late" else 0.0, token_seconds=0.02)


MIDWAY: list[tuple[str, Fault]] = [
    ("reset", faults.Cut(4)),
    ("closed", faults.Cut(4, "close")),
    ("ended without its terminator", faults.Cut(4, "end")),
    ("stalled", faults.Stall(4)),
    ("malformed", faults.Malformed(4)),
    ("an error event", faults.ErrorEvent(4)),
]


def events(answer: Answer) -> list[dict]:
    """The events of a stream, each a JSON object; `[DONE]` is left out."""
    parts = answer.body.split(b"\n\n")
    assert parts.pop() == b"", "the last event is not whole"
    assert all(part.startswith(b"data: ") for part in parts)
    return [json.loads(part[6:]) for part in parts if part != b"data: [DONE]"]


def words(answer: Answer) -> str:
    return "".join(
        choice["delta"].get("content") or "" for it in events(answer) for choice in it.get("choices", [])
    )


@pytest.mark.parametrize("fault", [fault for _, fault in MIDWAY], ids=[name for name, _ in MIDWAY])
def test_a_stream_that_breaks_midway_says_so_and_nobody_else_goes_on(slow: Cast, fault: Fault) -> None:
    model = slow.fresh()
    slow.fail(fault)
    answer = slow.router.chat(model, stream=True)
    assert answer.status == 200
    assert "[DONE]" not in answer.body.decode()
    assert words(answer).startswith("word word")
    last = events(answer)[-1]
    assert set(last) == {"error"}
    assert all(slow.asked(model, at) == [] for at in ("spare", "office", "cloud"))
    story = slow.router.story(answer.request_id)
    assert story["outcome"]["error"] == "stream_error"
    attempt = story["attempts"][0]
    assert (attempt["status"], attempt["error"]) == ("failed", "stream_error")
    assert attempt["estimated"]
    assert attempt["output_tokens"] > 0
    assert attempt["cost_usd"] > 0


def test_our_error_event_has_openais_shape(cast: Cast) -> None:
    cast.fail(faults.Cut(4))
    answer = cast.router.chat(cast.fresh(), stream=True)
    error = events(answer)[-1]["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["code"] == "stream_error"


def test_a_stream_that_says_why_it_stopped_but_not_done_is_complete(cast: Cast) -> None:
    """The finish reason is the answer's own end; only `[DONE]` is missing, and is added."""
    cast.fail(faults.Cut(13, "end"))
    answer = cast.router.chat(cast.fresh(), stream=True)
    assert answer.body.endswith(b"data: [DONE]\n\n")
    assert events(answer)[-1]["choices"][0]["finish_reason"] == "stop"


@pytest.mark.parametrize("how", ["reset", "close"])
def test_a_connection_that_is_lost_after_the_finish_reason_has_lost_nothing(slow: Cast, how: str) -> None:
    model = slow.fresh()
    slow.fail(faults.Cut(5, how))
    answer = slow.router.chat(model, stream=True, max_tokens=3)
    assert words(answer) == "word word word"
    assert answer.body.endswith(b"data: [DONE]\n\n")
    assert slow.router.story(answer.request_id)["outcome"]["error"] is None


@pytest.mark.parametrize("how", ["reset", "close", "end"])
def test_a_second_alternative_that_is_cut_is_told_though_the_first_was_whole(slow: Cast, how: str) -> None:
    model = slow.fresh()
    slow.fail(faults.Cut(7, how))
    answer = slow.router.chat(model, stream=True, max_tokens=3, n=2)
    assert set(events(answer)[-1]) == {"error"}
    assert "[DONE]" not in answer.body.decode()
    assert slow.router.story(answer.request_id)["outcome"]["error"] == "stream_error"


def test_usage_adds_up_after_all_of_it(cast: Cast) -> None:
    usage = cast.router.control("GET", "/api/usage?period=all")
    for breakdown in ("byModel", "byTier", "byBackend", "byZone", "byProject"):
        parts = usage[breakdown].values()
        assert sum(part["costMicroUsd"] for part in parts) == usage["totalCostMicroUsd"]
        assert sum(part["calls"] for part in parts) == usage["totalCalls"]


def request_bytes(cast: Cast, model: str, **members: object) -> bytes:
    body = json.dumps({"model": model, "messages": HELLO, **members}).encode()
    head = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += f"Authorization: Bearer {cast.router.token}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_before_the_first_byte_cancels_the_backend(slow: Cast, stream: bool) -> None:
    model = slow.fresh()
    with slow.router.connect() as connection:
        connection.sendall(request_bytes(slow, model, stream=stream, user="late"))
        eventually(lambda: slow.asked(model))
    left = time.monotonic()
    eventually(slow.asked(model)[0].gone.is_set)
    assert time.monotonic() - left < 1.0
    story = slow.router.latest()
    assert (story["outcome"]["status"], story["outcome"]["error"]) == (499, "client_closed_request")
    assert story["attempts"][0]["status"] == "cancelled"
    assert story["attempts"][0]["input_tokens"] > 0
    assert all(slow.asked(model, at) == [] for at in ("spare", "office", "cloud"))


def test_a_client_that_leaves_midway_cancels_the_backend_and_pays_for_what_came(slow: Cast) -> None:
    model = slow.fresh()
    with slow.router.connect() as connection:
        connection.sendall(request_bytes(slow, model, stream=True))
        received = b""
        while received.count(b"data: ") < 6:
            received += connection.recv(65536)
    left = time.monotonic()
    request = slow.asked(model)[0]
    eventually(request.gone.is_set)
    assert time.monotonic() - left < 1.0
    assert request.sent.count(b"data: ") < 100
    story = slow.router.latest()
    assert story["outcome"]["status"] == 499
    attempt = story["attempts"][0]
    assert (attempt["status"], attempt["estimated"]) == ("cancelled", True)
    assert attempt["output_tokens"] >= 4
    assert attempt["cost_usd"] > 0


def test_a_client_that_leaves_before_its_request_is_complete_is_forgotten(solo: Cast) -> None:
    model = solo.fresh()
    with solo.router.connect() as connection:
        connection.sendall(request_bytes(solo, model)[:-10])
    assert solo.router.chat(model).status == 200
    assert len(solo.asked(model)) == 1


def test_a_client_that_reads_slowly_holds_the_backend_back_and_gets_everything(solo: Cast) -> None:
    fake = solo.fakes["near"]
    before, fake._script = fake._script, Script(Said("x" * 60_000 + " end"), (), Pace())
    model = solo.fresh()
    try:
        with solo.router.connect() as connection:
            connection.sendall(request_bytes(solo, model, stream=True, n=100))
            eventually(lambda: solo.asked(model))
            time.sleep(1)  # longer than the idle deadline: a slow reader is not a silent backend
            received = bytearray()
            while not received.endswith(b"data: [DONE]\n\n\r\n0\r\n\r\n"):
                part = connection.recv(1 << 20)
                assert part, received[-300:]
                received += part
    finally:
        fake._script = before
    assert received.count(b" end") == 100


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    "fault",
    [faults.Status(500), faults.ResetAfterHeaders(), faults.SlowStart(5), faults.Html(), faults.Status(429)],
)
def test_what_is_confidential_stays_whatever_fails(cast: Cast, fault: Fault, stream: bool) -> None:
    model = cast.fresh()
    cast.fail(*[fault] * 4, at="near")
    cast.fail(*[fault] * 4, at="spare")
    answer = cast.router.chat(model, stream=stream, x_larouter_sensitivity="confidential")
    cast.heal()
    assert answer.status in (429, 502, 504)
    asked = {at: len(cast.asked(model, at)) for at in ("near", "spare", "office", "cloud")}
    assert asked["near"] >= 1
    assert asked["spare"] >= 1
    assert asked["office"] == asked["cloud"] == 0
    story = cast.router.story(answer.request_id)
    assert not story["cloud_egress"]
    assert story["decision"]["reach"] == "local"
    assert {it["rule"] for it in story["decision"]["dropped"] if it["deployment"].endswith(f"/{model}")} == {
        "zone"
    }


def test_what_is_internal_goes_to_the_own_cloud_and_no_further(cast: Cast) -> None:
    model = cast.fresh()
    for at in ("near", "spare", "office"):
        cast.fail(faults.Status(500), at=at)
    answer = cast.router.chat(model, x_larouter_sensitivity="internal")
    assert answer.status == 502
    assert [len(cast.asked(model, at)) for at in ("near", "spare", "office", "cloud")] == [1, 1, 1, 0]


def test_what_is_public_goes_as_far_as_it_must(cast: Cast) -> None:
    model = cast.fresh()
    for at in ("near", "spare", "office"):
        cast.fail(faults.Status(500), at=at)
    answer = cast.router.chat(model)
    assert answer.headers["x-larouter-zone"] == "public"
    assert cast.router.story(answer.request_id)["cloud_egress"]


@pytest.mark.parametrize("name", ["cloud", "office"])
def test_asking_for_a_cloud_by_name_does_not_widen_the_zone(cast: Cast, name: str) -> None:
    model = cast.fresh()
    answer = cast.router.chat(f"{name}/{model}", x_larouter_sensitivity="confidential")
    assert (answer.status, answer.error["code"]) == (403, "no_eligible_backend")
    assert cast.asked(model, name) == []


def test_a_project_that_stays_local_stays_local(cast: Cast) -> None:
    token = cast.router.project("hermit", always_local=True)
    model = cast.fresh()
    for at in ("near", "spare"):
        cast.fail(faults.Status(500), at=at)
    assert cast.router.chat(model, token).status == 502
    assert cast.asked(model, "office") == cast.asked(model, "cloud") == []


def test_three_failures_open_the_circuit_and_the_next_request_does_not_try(solo: Cast) -> None:
    model = solo.fresh()
    solo.fail(*[faults.Status(500)] * 3)
    assert [solo.router.chat(model).status for _ in range(3)] == [502] * 3
    answer = solo.router.chat(model)
    assert (answer.status, answer.error["code"]) == (503, "no_backend_available")
    assert int(answer.headers["retry-after"]) >= 1
    assert len(solo.asked(model)) == 3
