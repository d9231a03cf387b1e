"""The feed counts everything, keeps a little, and tells who was too slow what is gone."""

from ended import NOW, end

from larouter.api.feed import KEPT, PROJECTS, Feed, percentiles
from larouter.core.zones import Zone


def test_everything_is_counted_for_all_and_for_each_project() -> None:
    feed = Feed(lambda: NOW)
    end(feed)
    end(feed, "prj_b", 502, Zone.PUBLIC)
    total = feed.totals(None)
    assert (total["requests"], total["errors"], total["tokens"], total["cost_usd"]) == (2, 1, 14, 10e-6)
    assert total["zones"] == {"local": 1, "private": 0, "public": 1}
    assert total["overhead_ms"] == {"p50": 10, "p95": 10}
    assert feed.totals("prj_b")["requests"] == 1
    assert feed.minutes("prj_b")[0]["errors"] == 1


def test_a_listener_gets_each_once_and_goes_on_where_it_was() -> None:
    feed = Feed(lambda: NOW)
    for _ in range(3):
        end(feed)
    first, place, lost = feed.after(0, None, 100)
    assert ([one.number for one in first], place, lost) == ([1, 2, 3], 3, 0)
    end(feed)
    again, place, lost = feed.after(place, None, 100)
    assert ([one.number for one in again], place, lost) == ([4], 4, 0)
    assert feed.after(place, None, 100) == ([], 4, 0)


def test_a_project_hears_of_its_own() -> None:
    feed = Feed(lambda: NOW)
    end(feed)
    end(feed, "prj_b")
    found, place, _ = feed.after(0, "prj_b", 100)
    assert ([one.opening.project_id for one in found], place) == (["prj_b"], 2)


def test_who_is_too_slow_is_told_how_much_is_gone() -> None:
    feed = Feed(lambda: NOW)
    for _ in range(KEPT + 7):
        end(feed)
    found, place, lost = feed.after(0, None, KEPT)
    assert (len(found), place, lost) == (KEPT, KEPT + 7, 7)
    found, _, lost = feed.after(0, None, 10)
    assert ([one.number for one in found], lost) == (list(range(KEPT - 2, KEPT + 8)), KEPT - 3)


def test_what_is_older_than_an_hour_is_forgotten() -> None:
    now = [NOW]
    feed = Feed(lambda: now[0])
    for _ in range(200):
        end(feed, at_ms=now[0])
        now[0] += 60_000
    assert len(feed.minutes(None)) == 59


def test_percentiles_of_nothing_are_nothing() -> None:
    assert percentiles([]) is None
    assert percentiles([3, 1, 2]) == {"p50": 2, "p95": 3}


def test_sums_are_kept_of_so_many_projects_and_the_quietest_makes_room() -> None:
    feed = Feed(lambda: NOW)
    end(feed, "first")
    for number in range(PROJECTS):
        end(feed, f"prj_{number}")
        end(feed, "busy")
    assert feed.totals("first")["requests"] == 0
    assert feed.totals("busy")["requests"] == PROJECTS
    assert feed.totals(f"prj_{PROJECTS - 1}")["requests"] == 1
    assert feed.totals(None)["requests"] == 2 * PROJECTS + 1
    assert len(feed._projects) == PROJECTS


def test_looking_at_a_project_that_was_never_heard_of_keeps_nothing() -> None:
    feed = Feed(lambda: NOW)
    assert feed.totals("nobody")["at_ms"] == NOW
    assert feed.minutes("nobody") == []
    assert not feed._projects
