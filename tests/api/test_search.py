"""Requests found through the control API."""

import pytest
from cast import Cast
from serving import eventually


def ended(house: Cast, query: str) -> list[str]:
    told = house.router.control("GET", f"/api/requests?{query}")
    return [line["id"] for line in told["requests"]]


def test_a_request_is_found_by_what_it_was_and_how_it_went(house: Cast) -> None:
    model = house.fresh()
    request = house.router.chat(model).request_id
    zone = house.router.story(request)["attempts"][0]["zone"]
    other = "private" if zone == "local" else "local"
    for query in ("status=ok", f"status=ok&zone={zone}", "status=200", "max_latency_ms=99999"):
        assert ended(house, f"model={model}&{query}") == [request], query
    for query in ("status=error", f"zone={other}", "min_latency_ms=99999", "min_cost_usd=9"):
        assert ended(house, f"model={model}&{query}") == [], query


def test_pages_follow_each_other(house: Cast) -> None:
    model = house.fresh()
    made = [house.router.chat(model).request_id for _ in range(3)]
    eventually(lambda: len(ended(house, f"model={model}&status=ok")) == 3)
    seen: list[str] = []
    place = ""
    for _ in range(3):
        told = house.router.control("GET", f"/api/requests?model={model}&limit=1&before={place}")
        seen += [line["id"] for line in told["requests"]]
        place = told["next"]
    assert seen == made[::-1]


@pytest.mark.parametrize(
    "query", ["before=x", "status=abc", "tier=HUGE", "limit=0", "nothing=1", "before=1.%00"]
)
def test_what_cannot_be_meant_is_refused(house: Cast, query: str) -> None:
    answer = house.router.call("GET", f"/api/requests?{query}", key=house.router.admin)
    assert answer.status in (200, 400)
    assert (answer.status == 200) == (query == "before=1.%00")
