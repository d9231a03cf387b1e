"""What backends do wrong: a truthful error or another backend, never a silent cut, never a wider zone."""

import json
import time
from collections.abc import Iterator

import pytest
from cast import Cast
from serving import HELLO, eventually
from streams import LONG, events, words

from larouter.testing import faults
from larouter.testing.completions import Answer as Said
from larouter.testing.faults import Fault
from larouter.testing.http_server import Received
from larouter.testing.scripted import Pace, Script


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
    assert (answer.status, answer.error["code"]) == (503, "no_backend_available")
    assert int(answer.headers["retry-after"]) >= 1


def test_what_the_backend_refuses_is_passed_on_as_it_came_and_nobody_else_is_asked(cast: Cast) -> None:
    model = cast.fresh()
    cast.fail(faults.Status(400, message="Your prompt is rude.", code="content_policy_violation"))
    answer = cast.router.chat(model)
    assert answer.status == 400
    assert answer.error["code"] == "content_policy_violation"
    assert answer.body == bytes(cast.asked(model)[0].sent)
    assert cast.asked(model, "spare") == []


@pytest.fixture
def slow(cast: Cast) -> Iterator[Cast]:
    """The near backend answers a word every 20 ms, beginning after a while if asked to."""
    fake = cast.fakes["near"]
    before, fake._script = fake._script, Script(LONG, (), pace)
    yield cast
    fake._script = before


def pace(request: Received) -> Pace:
    return Pace(first_seconds=0.5 if request.json().get("user") == "late" else 0.0, token_seconds=0.02)


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
