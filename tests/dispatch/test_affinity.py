"""A conversation is recognised by what it said so far, and forgotten after a while."""

from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import Turn
from larouter.core.features import Features
from larouter.dispatch import affinity
from larouter.dispatch.affinity import KEPT_SECONDS, Continued, Memory, earlier, is_in_loop

SYSTEM, HELLO = Turn("system", "Be brief."), Turn("user", "Hello, who are you?")
ANSWER, MORE = Turn("assistant", "I am a model."), Turn("user", "Which one?")
CALL, RESULT = Turn("assistant", '{"city":"Oslo"}', tool_calls=1), Turn("tool", "rain")


def test_the_next_request_of_a_conversation_finds_who_answered_the_last() -> None:
    memory = Memory()
    memory.note("prj_a", [SYSTEM, HELLO], "here/m", 0.0)
    assert memory.find("prj_a", [SYSTEM, HELLO, ANSWER, MORE], 1.0) == "here/m"


def test_a_first_request_belongs_to_no_conversation() -> None:
    memory = Memory()
    memory.note("prj_a", [], "here/m", 0.0)
    assert memory.find("prj_a", [SYSTEM, HELLO], 1.0) == ""


def test_another_project_another_beginning_and_a_long_pause_are_another_conversation() -> None:
    memory = Memory()
    memory.note("prj_a", [SYSTEM, HELLO], "here/m", 0.0)
    assert memory.find("prj_b", [SYSTEM, HELLO, ANSWER, MORE], 1.0) == ""
    assert memory.find("prj_a", [HELLO, ANSWER, MORE], 1.0) == ""
    assert memory.find("prj_a", [SYSTEM, HELLO, ANSWER, MORE], KEPT_SECONDS) == ""


def test_an_answer_of_several_parts_is_one_answer() -> None:
    thought = Turn("assistant", "thinking")
    assert earlier([SYSTEM, HELLO, thought, CALL, RESULT, RESULT]) == [SYSTEM, HELLO]


def test_results_of_tools_are_a_loop_and_a_question_is_none() -> None:
    assert is_in_loop([HELLO, CALL, RESULT])
    assert is_in_loop([HELLO, CALL, Turn("user", "rain")])  # as Anthropic brings results
    assert not is_in_loop([HELLO, ANSWER, MORE])
    assert not is_in_loop([HELLO])
    assert not is_in_loop([])


def test_a_request_is_told_where_its_conversation_is_cached_as_far_as_the_policy_wants_it() -> None:
    memory = Memory()
    memory.note("prj_a", [HELLO], "here/m", 0.0)

    def placed(kept: str, *turns: Turn, batch: bool = False) -> tuple[str, bool, bool]:
        it = memory.place(Features(), Continued("prj_a", turns, batch), kept, 1.0)
        return it.affinity, it.in_loop, it.batch

    assert placed("conversation", HELLO, ANSWER, MORE) == ("here/m", False, False)
    assert placed("conversation", HELLO, CALL, RESULT) == ("here/m", True, False)
    assert placed("tools", HELLO, ANSWER, MORE) == ("", False, False)
    assert placed("tools", HELLO, CALL, RESULT, batch=True) == ("here/m", True, True)
    assert placed("off", HELLO, CALL, RESULT, batch=True) == ("", False, True)
    assert placed("conversation", MORE) == ("", False, False)


def test_only_so_many_are_kept_the_latest_ones() -> None:
    memory = Memory()
    for number in range(affinity.MOST_KEPT + 5):
        memory.note("prj_a", [Turn("user", str(number))], "here/m", 0.0)
    assert memory.find("prj_a", [Turn("user", "4"), ANSWER, MORE], 0.0) == ""
    assert memory.find("prj_a", [Turn("user", "5"), ANSWER, MORE], 0.0) == "here/m"
    assert len(memory._known) == affinity.MOST_KEPT


@given(
    st.lists(st.builds(Turn, st.sampled_from(("system", "user", "assistant", "tool")), st.text()), max_size=8)
)
def test_what_came_before_is_a_beginning_and_does_not_end_in_an_answer(turns: list[Turn]) -> None:
    before = earlier(turns)
    assert list(before) == turns[: len(before)]
    assert not before or before[-1].role != "assistant"
