"""What has been read is known again by hash, and no text is kept."""

from larouter.inspect.memory import Memory, mark, trail


def test_a_text_is_known_again_by_a_mark_that_does_not_hold_it() -> None:
    assert mark("my card is 4556") == mark("my card " + "is 4556")
    assert mark("my card is 4556") != mark("my card is 4557")
    assert "card" not in repr(mark("my card is 4556"))


def test_each_beginning_of_a_conversation_has_a_mark_that_its_continuation_shares() -> None:
    shorter, longer = trail(["a", "b"]), trail(["a", "b", "c"])
    assert longer[:2] == shorter
    assert trail(["b", "a"])[-1] != shorter[-1]


def test_the_least_recently_used_is_forgotten() -> None:
    memory = Memory[int](size=2)
    memory.put("one", 1)
    memory.put("two", 2)
    assert memory.get("one") == 1
    memory.put("three", 3)
    assert (memory.get("one"), memory.get("two"), memory.get("three")) == (1, None, 3)
