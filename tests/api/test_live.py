"""The live feed over HTTP: what happens is told, and a listener that comes back goes on where it was."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cast import Cast
from signed import signed_in

from larouter.api.live import event


@contextmanager
def listening(house: Cast, **headers: str) -> Iterator[Iterator[tuple[str, str, Any]]]:
    """Events as name, id and value."""
    connection = http.client.HTTPConnection(*house.router.address, timeout=20)
    given = {"authorization": f"Bearer {house.router.admin}"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection.request("GET", "/api/live", headers=given)
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.getheader("content-type", "").startswith("text/event-stream")

    def events() -> Iterator[tuple[str, str, Any]]:
        name = number = ""
        for line in answer:
            field, _, value = line.decode().strip().partition(": ")
            if field == "event":
                name = value
            elif field == "id":
                number = value
            elif field == "data":
                yield name, number, json.loads(value)

    try:
        yield events()
    finally:
        connection.close()


def until(events: Iterator[tuple[str, str, Any]], request: str) -> str:
    """The place after which a request was told."""
    for name, number, value in events:
        if name == "requests" and any(line["id"] == request for line in value):
            return number
    raise AssertionError


def test_what_ends_is_told_with_sums_and_backends(house: Cast) -> None:
    with listening(house) as events:
        name, _, value = next(events)
        assert (name, list(value)) == ("hello", ["minutes"])
        request = house.router.chat(house.fresh()).request_id
        until(events, request)
        names = set()
        while not names >= {"totals"}:
            names.add(next(events)[0])


def test_a_listener_that_comes_back_hears_what_it_missed_and_nothing_twice(house: Cast) -> None:
    first = house.router.chat(house.fresh()).request_id
    with listening(house) as events:
        place = until(events, first)
    missed = house.router.chat(house.fresh()).request_id
    with listening(house, last_event_id=place) as events:
        heard = next(value for name, _, value in events if name == "requests")
        assert [line["id"] for line in heard] == [missed]


def test_a_viewer_hears_of_its_own_project_alone(house: Cast) -> None:
    token = house.router.project("listener")
    viewer = signed_in(house.router, token)
    house.router.chat(house.fresh())
    with listening(house, authorization="", cookie=viewer.cookie) as events:
        mine = house.router.chat(house.fresh(), token).request_id
        heard = next(value for name, _, value in events if name == "requests")
        assert [line["id"] for line in heard] == [mine]


def test_an_ended_session_ends_its_feed(house: Cast) -> None:
    admin = signed_in(house.router, house.router.admin)
    with listening(house, authorization="", cookie=admin.cookie) as events:
        next(events)
        assert admin.call("DELETE", "/api/session").status == 200
        assert "over" in [name for name, _, _ in events]


def test_nobody_hears_nothing(house: Cast) -> None:
    assert house.router.call("GET", "/api/live", key="").status == 401


def test_an_event_is_one_line_of_data_whatever_it_says() -> None:
    assert event("x", "a\n\nevent: forged") == b'event: x\ndata: "a\\n\\nevent: forged"\n\n'
