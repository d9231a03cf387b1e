"""A waiting line: bounded, fair between projects, foreseen; and it always comes back to nothing."""

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from larouter.core.lane import INTERACTIVE_WEIGHT, PLACES_PER_SLOT, Flow, Full, Lane, Place, Size

A, B, BATCH = Flow("prj_a"), Flow("prj_b"), Flow("prj_a", batch=True)
TEN = Size(10)


def steady(capacity: int, most: int = 100, seconds_per_token: float = 0.1) -> Lane:
    """A lane whose backend is known to take so long for a token, and nothing besides."""
    lane = Lane(capacity, most)
    for tokens in (1, 1000) * 20:
        lane.pace.learn(tokens, 0, tokens, tokens * seconds_per_token)
    return lane


def order(places: list[Place], lane: Lane) -> list[int]:
    """The order in which places are served when each leaves before the next comes on; their numbers."""
    served: list[int] = []
    while len(served) < len(places):
        now = next(number for number, place in enumerate(places) if place.serving and number not in served)
        served.append(now)
        places[now].leave(0.0)
    assert lane.waiting == lane.serving == 0
    return served


def test_as_many_as_there_are_slots_are_served_at_once_and_the_next_waits() -> None:
    lane = Lane(2)
    places = [lane.join(A, TEN, 0.0) for _ in range(3)]
    assert [place.serving for place in places] == [True, True, False]
    assert (lane.serving, lane.waiting) == (2, 1)
    places[0].leave(1.0)
    assert places[2].serving
    assert places[2].began == 1.0


def test_without_a_capacity_nobody_waits() -> None:
    lane = Lane()
    assert all(lane.join(A, TEN, 0.0).serving for _ in range(100))
    assert lane.wait(A, 0.0) == 0


def test_only_so_many_may_wait() -> None:
    lane = Lane(1)
    for _ in range(1 + PLACES_PER_SLOT):
        lane.join(A, TEN, 0.0)
    assert lane.is_full(A)
    with pytest.raises(Full):
        lane.join(A, TEN, 0.0)


def test_a_project_that_fills_the_line_does_not_keep_another_out() -> None:
    lane = Lane(1, most=3)
    for _ in range(4):
        lane.join(A, TEN, 0.0)
    assert lane.is_full(A)
    assert not lane.is_full(B)
    lane.join(B, TEN, 0.0)
    assert lane.is_full(B)


def test_where_nobody_may_wait_everybody_is_turned_away() -> None:
    lane = Lane(1, most=0)
    lane.join(A, TEN, 0.0)
    with pytest.raises(Full):
        lane.join(B, TEN, 0.0)


def test_one_who_gives_up_waiting_makes_room_for_another_to_wait() -> None:
    lane = Lane(1, most=1)
    lane.join(A, TEN, 0.0)
    lane.join(A, TEN, 0.0).leave(0.0)
    assert not lane.is_full(A)
    assert lane.waiting == 0


def test_within_a_project_first_come_is_first_served() -> None:
    lane = steady(1)
    places = [lane.join(A, Size(tokens), 0.0) for tokens in (10, 500, 1, 100)]
    assert order(places, lane) == [0, 1, 2, 3]


def test_a_project_with_many_waiting_does_not_hold_up_anothers_first() -> None:
    lane = steady(1)
    places = [lane.join(A, TEN, 0.0) for _ in range(10)] + [lane.join(B, TEN, 0.0)]
    assert order(places, lane).index(10) <= 2


def test_two_projects_take_turns_whoever_has_more_waiting() -> None:
    lane = steady(1)
    places = [lane.join(A, TEN, 0.0) for _ in range(20)] + [lane.join(B, TEN, 0.0) for _ in range(5)]
    first = order(places, lane)[:11]
    assert sum(number >= 20 for number in first) == 5


def test_who_waits_for_an_answer_goes_before_who_does_not() -> None:
    lane = steady(1)
    places = [lane.join(BATCH, TEN, 0.0) for _ in range(10)] + [lane.join(A, TEN, 0.0) for _ in range(3)]
    assert set(order(places, lane)[2:5]) >= {11, 12}


def test_a_batch_is_not_forgotten_while_others_keep_coming() -> None:
    lane = steady(1)
    places = [lane.join(BATCH, TEN, 0.0) for _ in range(3)]
    places += [lane.join(A, TEN, 0.0) for _ in range(5 * INTERACTIVE_WEIGHT)]
    served = order(places, lane)
    assert served.index(2) <= 3 + 2 * INTERACTIVE_WEIGHT + 1


def test_the_wait_is_that_of_the_slot_that_is_free_first() -> None:
    lane = steady(2)
    lane.join(A, Size(10), 0.0)  # 1 s
    lane.join(A, Size(40), 0.0)  # 4 s
    assert lane.wait(A, 0.0) == pytest.approx(1.0, rel=0.05)
    lane.join(A, Size(20), 0.0)  # from 1 to 3 s
    assert lane.wait(A, 0.0) == pytest.approx(3.0, rel=0.05)
    assert lane.wait(A, 0.5) == pytest.approx(2.5, rel=0.05)


def test_a_project_that_has_nobody_waiting_is_foreseen_to_go_first() -> None:
    lane = steady(1)
    for _ in range(10):
        lane.join(A, TEN, 0.0)
    assert lane.wait(B, 0.0) < lane.wait(A, 0.0) / 3


def test_an_answer_that_takes_longer_than_foreseen_may_still_take_a_while() -> None:
    lane = steady(1)
    lane.join(A, Size(10), 0.0)
    assert lane.wait(A, 100.0) > 0


def test_requests_of_other_clients_make_the_wait_longer_and_keep_no_slot_idle() -> None:
    lane = steady(2)
    lane.share(2)
    places = [lane.join(A, Size(10), 0.0) for _ in range(3)]
    assert [place.serving for place in places] == [True, True, False]
    assert lane.wait(B, 0.0) == pytest.approx(2.0, rel=0.05)
    lane.share(0)
    assert 1.5 < lane.wait(B, 0.0) < 2.0, "others come and go: the average of the last looks counts"
    for _ in range(40):
        lane.share(0)
    assert lane.wait(B, 0.0) == pytest.approx(1.0, rel=0.05)


def test_a_free_slot_that_another_client_has_taken_is_no_free_slot() -> None:
    lane = steady(2)
    assert lane.wait(A, 0.0) == 0
    lane.share(5)
    assert lane.wait(A, 0.0) > 0


def test_what_is_slow_because_of_others_is_not_learned_as_its_own_pace() -> None:
    lane = Lane(1)
    lane.share(1)
    lane.join(A, Size(100), 0.0).leave(10.0, 100)
    assert lane.pace.seconds(100, 0) == pytest.approx(5.0)


def test_who_enters_only_without_a_wait_takes_a_free_slot_and_never_stands_in_the_line() -> None:
    lane = steady(2)
    first = lane.enter(A, TEN, 0.0)
    assert first is not None
    assert first.serving
    lane.join(A, TEN, 0.0)
    assert lane.enter(A, TEN, 0.0) is None
    assert (lane.waiting, lane.serving) == (0, 2)
    first.leave(1.0)
    lane.share(2)  # other clients have taken the slot that is free here
    assert lane.enter(A, TEN, 1.0) is None
    lane.share(0)
    assert lane.enter(A, TEN, 1.0) is not None
    assert Lane().enter(A, TEN, 1.0) is not None


def test_when_the_backend_goes_everybody_who_waits_is_sent_away() -> None:
    lane, told = Lane(1), []
    first, second = lane.join(A, TEN, 0.0), lane.join(A, TEN, 0.0)
    second.call(lambda: told.append(second.serving))
    lane.dismiss()
    assert told == [False]
    assert (lane.waiting, first.serving, second.waits) == (0, True, False)


def test_more_slots_serve_more_from_the_next_change_on() -> None:
    lane = Lane(1)
    places = [lane.join(A, TEN, 0.0) for _ in range(4)]
    lane.adjust(3)
    places[0].leave(0.0)
    assert (lane.serving, lane.waiting, lane.most) == (3, 0, 3 * PLACES_PER_SLOT)


def test_it_learns_from_whole_answers_alone() -> None:
    lane = Lane(1)
    guess = lane.pace.seconds(100, 0)
    lane.join(A, Size(100), 0.0).leave(50.0)
    assert lane.pace.seconds(100, 0) == guess
    lane.join(A, Size(100), 0.0).leave(50.0, 100)
    assert lane.pace.seconds(100, 0) == pytest.approx(50.0)


@given(st.integers(1, 4), st.lists(st.integers(1, 300), min_size=1, max_size=40))
def test_where_answers_take_as_long_as_foreseen_so_do_the_waits(capacity: int, lengths: list[int]) -> None:
    lane, now = steady(capacity, most=1000), 0.0
    foreseen = []
    places = []
    for tokens in lengths:
        foreseen.append(lane.wait(A, now))
        places.append(lane.join(A, Size(tokens), now))
    ends: list[tuple[float, int]] = [
        (place.seconds, number) for number, place in enumerate(places) if place.serving
    ]
    heapq.heapify(ends)
    seen = {number for _, number in ends}
    while ends:
        now, number = heapq.heappop(ends)
        places[number].leave(now)
        for other, place in enumerate(places):
            if place.serving and other not in seen:
                seen.add(other)
                heapq.heappush(ends, (now + place.seconds, other))
    waited = [place.began - place.joined for place in places]
    assert waited == pytest.approx(foreseen, rel=0.01, abs=0.01)


class Traffic(RuleBasedStateMachine):
    """Requests come, are served, give up and leave in any order; slots come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.lane = Lane(2, most=6)
        self.here: list[Place] = []
        self.now = 0.0

    @rule(project=st.sampled_from("abc"), batch=st.booleans(), limit=st.integers(0, 500))
    def one_comes(self, project: str, batch: bool, limit: int) -> None:
        try:
            self.here.append(self.lane.join(Flow(project, batch), Size(limit), self.now))
        except Full:
            assert self.lane.waiting >= self.lane.most
            assert any(place.waits and place.flow == (project, batch) for place in self.here)

    @precondition(lambda self: self.here)
    @rule(data=st.data(), whole=st.booleans())
    def one_leaves(self, data: st.DataObject, whole: bool) -> None:
        place = self.here.pop(data.draw(st.integers(0, len(self.here) - 1)))
        place.leave(self.now, 50 if whole else None)
        place.leave(self.now)

    @rule(others=st.integers(0, 4))
    def others_come_and_go(self, others: int) -> None:
        self.lane.share(others)

    @rule()
    def the_backend_goes(self) -> None:
        self.lane.dismiss()
        self.here = [place for place in self.here if place.serving]

    @rule(seconds=st.floats(0, 10))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def the_counters_are_those_who_are_here(self) -> None:
        assert self.lane.serving == sum(place.serving for place in self.here)
        assert self.lane.waiting == sum(place.waits for place in self.here)
        assert self.lane.serving <= 2

    @invariant()
    def nobody_waits_beside_a_free_slot(self) -> None:
        if self.lane.waiting:
            assert self.lane.serving == 2

    @invariant()
    def the_wait_is_foreseen(self) -> None:
        assert self.lane.wait(Flow("a"), self.now) >= 0

    def teardown(self) -> None:
        for place in self.here:
            place.leave(self.now)
        assert (self.lane.waiting, self.lane.serving) == (0, 0)
        assert self.lane.wait(Flow("a"), self.now) == 0 or self.lane.others


TestTraffic = Traffic.TestCase
