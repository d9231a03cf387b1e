"""A waiting line before a backend that answers only so many requests at once: bounded, fair, and foreseen.

Fair is start-time fair queueing (Goyal, Vin and Cheng, "Start-time fair queueing", SIGCOMM 1996) over flows; a flow is
a project and a class. A request's tag is the virtual time of its arrival or the end of the one before it in its flow,
whichever is later; the lowest tag goes next. So a project with a hundred requests waiting delays another's first one
by no more than what is being answered, and eight interactive requests go for every batch request of their length. A
full line still takes one of each flow.

Foreseen is the wait as the workload vector of Kiefer and Wolfowitz ("On the theory of queues with many servers", 1955):
for every slot the seconds until it is free; each request ahead is put on the slot that is free first, and what the
slot that is free first then shows is the wait. How long each takes is what `Pace` has learned.

The clock is an argument: seconds of a clock that only goes forward.
"""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from larouter.core.pace import Pace

PLACES_PER_SLOT = 16
INTERACTIVE_WEIGHT = 8
LEAST_LEFT = 0.2
_BLEND = 0.2


class Flow(NamedTuple):
    """Whose requests go one after another."""

    project: str = ""
    batch: bool = False


class Size(NamedTuple):
    """How large a request is.

    Attributes:
        limit: The most tokens of answer that the client allows; 0 for any number.
        prompt_tokens: Length of the prompt.
    """

    limit: int = 0
    prompt_tokens: int = 0


ANYBODY = Flow()
USUAL = Size()


class Full(Exception):
    """Nobody may join the line now."""


class Place:
    """A request in a lane: it waits, then it is served, then it leaves.

    Attributes:
        flow: Whose it is.
        size: How large it is.
        seconds: How long it is expected to take once it is served.
        joined: When it came.
        began: When its turn came, or 0.
        waits: Whether it stands in the line.
        serving: Whether its turn has come and it has not left.
    """

    __slots__ = ("_lane", "_wake", "began", "flow", "joined", "seconds", "serving", "size", "tag", "waits")

    def __init__(self, lane: "Lane", flow: Flow, size: Size, now: float) -> None:
        self._lane = lane
        self.flow = flow
        self.size = size
        self.seconds = lane.pace.seconds(size.limit, size.prompt_tokens)
        self.joined = now
        self.began = 0.0
        self.tag = 0.0
        self._wake: Callable[[], None] | None = None
        self.waits = False
        self.serving = False

    def call(self, wake: Callable[[], None] | None) -> None:
        """Whom to call when its turn has come, or when it is sent away."""
        self._wake = wake

    def tell(self) -> None:
        """Call whoever waits in this place."""
        if self._wake is not None:
            self._wake()

    def is_in(self, lane: "Lane") -> bool:
        """Whether this is a place in that lane."""
        return self._lane is lane

    def leave(self, now: float, answer_tokens: int | None = None) -> None:
        """Go, whatever the state, and make room for the next; safe to call twice.

        Args:
            now: The time.
            answer_tokens: The length of a whole answer, which the lane learns from; None when there was none.
        """
        self._lane.left(self, now, answer_tokens)


class Lane:
    """The requests that a backend answers, and those that wait for it.

    Attributes:
        capacity: Requests that it answers at once; 0 when nobody has told, and then nobody waits.
        most: Requests that may wait.
        others: Requests of other clients that it has, as far as it tells.
        pace: How long it takes.
        waiting: How many wait.
        deepest: The most that ever waited at once.
    """

    __slots__ = (
        *("_ends", "_line", "_number", "_serving", "_usual", "_virtual", "capacity", "deepest"),
        *("most", "others", "pace", "waiting"),
    )

    def __init__(self, capacity: int = 0, most: int | None = None) -> None:
        self.capacity = capacity
        self.most = PLACES_PER_SLOT * capacity if most is None else most
        self.others = 0
        self._usual: float | None = None
        self.pace = Pace()
        self.waiting = 0
        self.deepest = 0
        self._serving: set[Place] = set()
        self._line: list[tuple[float, int, Place]] = []
        self._ends: dict[Flow, float] = {}
        self._virtual = 0.0
        self._number = 0

    @property
    def serving(self) -> int:
        """How many it answers now."""
        return len(self._serving)

    def is_full(self, flow: Flow) -> bool:
        """Whether a request of that flow may not join; the first of a flow may, however many of others wait."""
        if not self.capacity or self._room or self.waiting < self.most:
            return False
        return not self.most or any(place.waits and place.flow == flow for _, _, place in self._line)

    def join(self, flow: Flow, size: Size, now: float) -> Place:
        """Take a place; its turn may have come at once.

        Raises:
            Full: As many wait as may.
        """
        if self.is_full(flow):
            raise Full
        place = Place(self, flow, size, now)
        place.tag = max(self._virtual, self._ends.get(flow, 0.0))
        self._ends[flow] = place.tag + place.seconds / (1 if flow.batch else INTERACTIVE_WEIGHT)
        self._number += 1
        place.waits = True
        self.waiting += 1
        heappush(self._line, (place.tag, self._number, place))
        self._serve(now)
        self.deepest = max(self.deepest, self.waiting)
        return place

    def enter(self, flow: Flow, size: Size, now: float) -> Place | None:
        """Take a place only where its turn comes at once; None where it would have to wait."""
        if self.capacity and (self.waiting or not self._room or self._behind_others()):
            return None
        return self.join(flow, size, now)

    def adjust(self, capacity: int, most: int | None = None) -> None:
        """Go by another capacity, and another bound of the line (None for the usual), from the next change on."""
        self.capacity = capacity
        self.most = PLACES_PER_SLOT * capacity if most is None else most

    def share(self, others: int) -> None:
        """Take in how many requests of other clients the backend has; they make ours slower, and hold none back.

        They come and go while an answer is written, so the average of the last looks says how much slower.
        """
        self.others = others
        self._usual = float(others) if self._usual is None else self._usual + _BLEND * (others - self._usual)

    def dismiss(self) -> None:
        """Send away everybody who waits: the backend has gone."""
        line, self._line = self._line, []
        for _, _, place in line:
            if place.waits:
                self.waiting -= 1
                place.waits = False
                place.tell()
        self._rest()

    def left(self, place: Place, now: float, answer_tokens: int | None) -> None:
        """A place is given up; see `Place.leave`."""
        if place.waits:
            place.waits = False
            self.waiting -= 1
        elif place.serving:
            if answer_tokens is not None:
                limit, prompt = place.size
                alone = (now - place.began) / (self._stretch if self.capacity else 1.0)
                self.pace.learn(limit, prompt, answer_tokens, alone)
            place.serving = False
            self._serving.discard(place)
        self._serve(now)

    def wait(self, flow: Flow, now: float) -> float:
        """Seconds that a request of this flow would wait if it came now, in the line or at the backend."""
        if not self.capacity:
            return 0.0
        if self._room and not self.waiting:
            return self._behind_others()
        tag = max(self._virtual, self._ends.get(flow, 0.0))
        ahead = sorted(entry for entry in self._line if entry[2].waits and entry[0] <= tag)
        stretch, slots = self._stretch, self._slots(now)
        for _, _, place in ahead:
            heappush(slots, heappop(slots) + place.seconds * stretch)
        return slots[0]

    def _behind_others(self) -> float:
        """The wait at the backend itself, where other clients take the slots that are free here."""
        ahead = len(self._serving) + self.others + 1 - self.capacity
        if not self.others or ahead <= 0:
            return 0.0
        return (ahead - 0.5) * self.pace.seconds(0, 0) / self.capacity

    def _slots(self, now: float) -> list[float]:
        """For every slot the seconds until it is free, as a heap."""
        stretch = self._stretch
        busy = [
            max(place.seconds * stretch - (now - place.began), LEAST_LEFT * place.seconds)
            for place in self._serving
        ]
        free = [*[0.0] * (self.capacity - len(busy)), *busy]
        heapify(free)
        return free

    @property
    def _stretch(self) -> float:
        """How much longer an answer takes because requests of other clients share the slots."""
        return max(1.0, (len(self._serving) + self._usual) / self.capacity) if self._usual else 1.0

    @property
    def _room(self) -> bool:
        """Whether a slot is free."""
        return not self.capacity or len(self._serving) < self.capacity

    def _serve(self, now: float) -> None:
        while self.waiting and self._room:
            tag, _, place = heappop(self._line)
            if not place.waits:
                continue
            self.waiting -= 1
            self._virtual = max(self._virtual, tag)
            place.waits, place.serving, place.began = False, True, now
            self._serving.add(place)
            place.tell()
        self._rest()

    def _rest(self) -> None:
        """Forget what is over: places that were given up, and, when nobody is here, who came when."""
        if not self.waiting:
            self._line.clear()
            if not self._serving:
                self._ends.clear()
                self._virtual = 0.0
        elif len(self._line) > 2 * self.waiting + 64:
            self._line = [entry for entry in self._line if entry[2].waits]
            heapify(self._line)
