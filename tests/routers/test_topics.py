"""Lists of words say what a prompt is about."""

from larouter.routers.topics import NAMES, counts


def test_each_word_counts_once_on_every_list_that_has_it() -> None:
    found = dict(zip(NAMES, counts(["why", "contract", "price", "hour", "fair"]), strict=True))
    assert (found["why"], found["law"], found["money"], found["time"]) == (1, 1, 1, 1)
    assert found["code"] == 0


def test_nothing_is_about_nothing() -> None:
    assert sum(counts([])) == sum(counts(["zzz"])) == 0
