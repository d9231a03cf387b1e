"""Rates: requests and tokens a minute, and requests at once; every counter is released."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.access.rate import FREELY, Turnstile
from larouter.core.errors import TooManyRequests
from larouter.core.policy import Policy
from larouter.core.project import UNLIMITED, Pass, Project, Rate


def caller(token: str = "tok_a", token_rate: Rate = UNLIMITED, **rate: int) -> Pass:
    return Pass(Project("prj_a", "a", Policy(), Rate(**rate), token_rate), token)


def test_without_a_limit_everybody_passes_and_nothing_is_counted() -> None:
    turnstile = Turnstile()
    assert turnstile.enter(caller(), 0.0) is FREELY
    assert turnstile.in_flight("prj_a") == 0


def test_a_minutes_requests_may_come_at_once_and_the_next_is_told_when_to_come() -> None:
    turnstile, who = Turnstile(), caller(requests_per_minute=6)
    left = [turnstile.enter(who, 100.0).requests for _ in range(6)]
    assert [it[1] for it in left if it] == [5, 4, 3, 2, 1, 0]
    with pytest.raises(TooManyRequests) as refused:
        turnstile.enter(who, 100.0)
    assert refused.value.retry_after == pytest.approx(10.0)
    turnstile.enter(who, 110.0)


def test_the_one_request_too_many_at_once_waits_for_another_to_leave() -> None:
    turnstile, who = Turnstile(), caller(concurrency=2)
    first = turnstile.enter(who, 0.0)
    turnstile.enter(who, 0.0)
    with pytest.raises(TooManyRequests, match="2 requests of this project are under way"):
        turnstile.enter(who, 0.0)
    first.leave(0)
    turnstile.enter(who, 0.0)


def test_tokens_may_go_into_debt_by_what_is_under_way_and_are_worked_off() -> None:
    turnstile, who = Turnstile(), caller(tokens_per_minute=600)
    turnstile.enter(who, 0.0).leave(700)
    with pytest.raises(TooManyRequests) as refused:
        turnstile.enter(who, 0.0)
    assert refused.value.retry_after == pytest.approx(10.0)
    assert turnstile.enter(who, 11.0).tokens is not None


def test_the_headers_are_openais() -> None:
    turnstile, who = Turnstile(), caller(requests_per_minute=60, tokens_per_minute=1000)
    headers = dict(turnstile.enter(who, 0.0).headers())
    assert headers[b"x-ratelimit-limit-requests"] == b"60"
    assert headers[b"x-ratelimit-remaining-requests"] == b"59"
    assert headers[b"x-ratelimit-remaining-tokens"] == b"1000"


def test_a_token_has_a_limit_of_its_own_within_that_of_its_project() -> None:
    turnstile, each = Turnstile(), Rate(requests_per_minute=2)
    for _ in range(2):
        turnstile.enter(caller("tok_a", each, requests_per_minute=3), 0.0)
    with pytest.raises(TooManyRequests, match="this token may make 2 requests a minute"):
        turnstile.enter(caller("tok_a", each, requests_per_minute=3), 0.0)
    turnstile.enter(caller("tok_b", each, requests_per_minute=3), 0.0)
    with pytest.raises(TooManyRequests, match="this project may make 3 requests a minute"):
        turnstile.enter(caller("tok_b", each, requests_per_minute=3), 0.0)


def test_one_token_may_have_limits_of_its_own_instead_of_what_each_has() -> None:
    turnstile, project = Turnstile(), Project("prj_a", "a", Policy(), UNLIMITED, Rate(concurrency=1))
    own, other = Pass(project, "tok_a", Rate(concurrency=3)), Pass(project, "tok_b")
    inside = [turnstile.enter(own, 0.0) for _ in range(3)]
    with pytest.raises(TooManyRequests, match="3 requests of this token are under way and its limit is 3"):
        turnstile.enter(own, 0.0)
    turnstile.enter(other, 0.0)
    with pytest.raises(TooManyRequests, match="its limit is 1"):
        turnstile.enter(other, 0.0)
    inside.pop().leave(0)
    turnstile.enter(own, 0.0)


def test_a_token_of_a_project_without_limits_is_limited_alone() -> None:
    turnstile, project = Turnstile(), Project("prj_a", "a", Policy())
    slow = Pass(project, "tok_a", Rate(requests_per_minute=1))
    headers = dict(turnstile.enter(slow, 0.0).headers())
    assert headers[b"x-ratelimit-limit-requests"] == b"1"
    with pytest.raises(TooManyRequests) as refused:
        turnstile.enter(slow, 0.0)
    assert dict(refused.value.headers)[b"x-ratelimit-remaining-requests"] == b"0"
    assert turnstile.enter(Pass(project, "tok_b"), 0.0) is FREELY


def test_what_was_used_before_there_was_a_limit_of_tokens_is_no_debt() -> None:
    turnstile = Turnstile()
    turnstile.enter(caller(concurrency=5), 0.0).leave(1_000_000)
    left = turnstile.enter(caller(concurrency=5, tokens_per_minute=600), 0.0).tokens
    assert left == (600, 600, 0.0)


def test_a_limit_takes_over_what_another_leaves_open() -> None:
    assert Rate(requests_per_minute=5).over(Rate(7, 70, 2)) == Rate(5, 70, 2)
    assert UNLIMITED.over(UNLIMITED).free


def test_who_is_refused_for_one_limit_has_used_nothing_of_the_other() -> None:
    turnstile = Turnstile()
    full = caller("tok_a", Rate(concurrency=1), requests_per_minute=10)
    turnstile.enter(full, 0.0)
    for _ in range(20):
        with pytest.raises(TooManyRequests, match="of this token are under way"):
            turnstile.enter(full, 0.0)
    left = turnstile.enter(caller("tok_b", requests_per_minute=10), 0.0).requests
    assert left is not None
    assert left[1] == 8
    assert (turnstile.in_flight("prj_a"), turnstile.in_flight("tok_a")) == (2, 1)


def test_the_headers_tell_of_the_limit_that_leaves_less_also_when_it_leaves_nothing() -> None:
    turnstile, who = Turnstile(), caller("tok_a", Rate(requests_per_minute=2), requests_per_minute=100)
    assert dict(turnstile.enter(who, 0.0).headers())[b"x-ratelimit-remaining-requests"] == b"1"
    turnstile.enter(who, 0.0)
    with pytest.raises(TooManyRequests) as refused:
        turnstile.enter(who, 0.0)
    headers = dict(refused.value.headers)
    assert (headers[b"x-ratelimit-limit-requests"], headers[b"x-ratelimit-remaining-requests"]) == (
        b"2",
        b"0",
    )


def test_a_policy_that_changes_meanwhile_leaves_no_counter_behind() -> None:
    turnstile = Turnstile()
    before = turnstile.enter(caller(), 0.0)
    limited = turnstile.enter(caller(concurrency=2), 0.0)
    before.leave(0)
    assert turnstile.in_flight("prj_a") == 1
    limited.leave(0)
    assert turnstile.in_flight("prj_a") == 0


@given(st.lists(st.tuples(st.floats(0, 5), st.booleans()), max_size=200), st.integers(1, 120))
def test_never_more_than_two_minutes_worth_pass_in_any_minute_and_none_is_left_over(
    steps: list[tuple[float, bool]], limit: int
) -> None:
    turnstile, who = Turnstile(), caller(requests_per_minute=limit, concurrency=1000)
    now, passed, inside = 0.0, [], 0
    for pause, leaves in steps:
        now += pause
        try:
            allowance = turnstile.enter(who, now)
        except TooManyRequests:
            continue
        passed.append(now)
        inside += 1
        if leaves:
            allowance.leave(0)
            allowance.leave(0)
            inside -= 1
    assert turnstile.in_flight("prj_a") == inside
    for begin in passed:
        assert sum(begin <= at < begin + 60 for at in passed) <= 2 * limit
