"""What the live feed tells is what the document says of its events."""

from ended import NOW, end
from pydantic import TypeAdapter

from larouter.api.answers.live import LiveEvents
from larouter.api.feed import Feed


def test_every_event_is_as_the_document_has_it() -> None:
    feed = Feed(lambda: NOW)
    empty = feed.totals(None)
    end(feed)
    (ended,), _, _ = feed.after(0, None, 10)
    told = {
        "hello": {"minutes": feed.minutes(None)},
        "requests": [ended.shape()],
        "lost": {"count": 1},
        "totals": feed.totals(None),
        "backends": {"near": True},
        "over": {},
    }
    check = TypeAdapter(LiveEvents).validate_python
    assert check(told) == told
    assert check({**told, "totals": empty})["totals"]["ttft_ms"] is None
