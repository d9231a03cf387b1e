"""Kept answers: found by their project alone, until their time is over."""

import sqlite3

from larouter.store import responses


def test_an_answer_is_found_by_its_project_until_its_time_is_over(connection: sqlite3.Connection) -> None:
    responses.keep(connection, "a", "resp_1", (10, 20), b"sealed")
    assert responses.find(connection, "a", "resp_1", 19) == b"sealed"
    assert responses.find(connection, "a", "resp_1", 20) is None
    assert responses.find(connection, "b", "resp_1", 11) is None


def test_an_answer_of_the_same_name_takes_the_place_of_the_older(connection: sqlite3.Connection) -> None:
    responses.keep(connection, "a", "resp_1", (10, 20), b"old")
    responses.keep(connection, "a", "resp_1", (11, 30), b"new")
    responses.keep(connection, "b", "resp_1", (11, 30), b"another's")
    assert responses.find(connection, "a", "resp_1", 25) == b"new"


def test_an_answer_is_forgotten_once(connection: sqlite3.Connection) -> None:
    responses.keep(connection, "a", "resp_1", (10, 20), b"x")
    assert not responses.remove(connection, "b", "resp_1", 11)
    assert responses.remove(connection, "a", "resp_1", 11)
    assert not responses.remove(connection, "a", "resp_1", 11)


def test_what_has_expired_is_swept_away(connection: sqlite3.Connection) -> None:
    for number in range(3):
        responses.keep(connection, "a", f"resp_{number}", (0, 10 + number), b"x")
    assert responses.sweep(connection, 11) == 2
    assert responses.find(connection, "a", "resp_2", 11) == b"x"
