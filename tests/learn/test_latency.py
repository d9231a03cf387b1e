"""Latency: the texts it is measured with, and what is reported."""

from labelled import examples

from larouter.learn.latency import SIZES, measure, texts


def test_texts_are_different_and_of_the_size_asked_for() -> None:
    found = texts(examples(), 50)
    assert len(set(found)) >= 20
    assert {len(text) for text in found} == {200}


def test_every_size_is_measured() -> None:
    found = measure(lambda _: None, examples(), rounds=1)
    assert list(found) == [str(size) for size in SIZES]
    assert all(one["p50"] <= one["p99"] for one in found.values())
