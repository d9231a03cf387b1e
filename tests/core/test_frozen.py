"""Values of the request path."""

import dataclasses

from larouter.core.frozen import frozen


@frozen
class Place:
    """Somewhere."""

    name: str
    floor: int = 0


def test_equal_values_are_one_key() -> None:
    assert {Place("hall"): 1}[Place("hall", 0)] == 1
    assert Place("hall") != Place("hall", 1)


def test_a_value_takes_no_attribute_that_it_does_not_have() -> None:
    assert Place.__slots__ == ("name", "floor")
    assert not hasattr(Place("hall"), "__dict__")


def test_a_changed_copy_leaves_the_first_as_it_was() -> None:
    first = Place("hall")
    assert dataclasses.replace(first, floor=2) == Place("hall", 2)
    assert first == Place("hall")
