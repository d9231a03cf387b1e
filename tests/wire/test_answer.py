"""Events folded into the whole answer."""

from larouter.core.usage import Usage
from larouter.wire.answer import (
    Answer,
    CallArguments,
    CallEnded,
    CallStarted,
    Ended,
    Failed,
    Finished,
    Pinged,
    RefusalDelta,
    Started,
    TextDelta,
    TextSealed,
    ThinkingDelta,
    Thought,
    Used,
)
from larouter.wire.neutral import Refusal, Seal, Text, Thinking, ToolCall

SEAL = Seal("S", "m")


def test_parts_are_folded_in_their_order() -> None:
    answer = Answer(
        [
            Started("m"), Pinged(),
            ThinkingDelta("h"), ThinkingDelta("m"), Thought(SEAL, id="rs_1"),
            Thought(SEAL, redacted=True),
            TextDelta("a"), TextDelta("b"),
            CallStarted(0, "c", "f"), CallArguments(0, "{"), CallArguments(0, "}"), CallEnded(0, SEAL),
            TextDelta("c"), TextSealed(SEAL),
            RefusalDelta("no"), Used(Usage(1, 1)), Used(Usage(1, 2)), Finished("stop"), Ended(),
        ]
    )  # fmt: skip
    choice = answer.choices[0]
    assert choice.parts == [
        Thinking("hm", SEAL, id="rs_1"),
        Thinking("", SEAL, redacted=True),
        Text("ab"),
        ToolCall("c", "f", "{}", seal=SEAL),
        Text("c", seal=SEAL),
        Refusal("no"),
    ]
    assert choice.finished == Finished("stop")
    assert (answer.model, answer.usage) == ("m", Usage(1, 2))


def test_choices_do_not_mix() -> None:
    answer = Answer(
        [TextDelta("a"), TextDelta("x", 1), TextDelta("b"), Finished("stop", choice=1), Finished("length")]
    )
    assert [choice.parts for _, choice in sorted(answer.choices.items())] == [[Text("ab")], [Text("x")]]


def test_a_seal_without_text_is_kept_and_an_error_is_noted() -> None:
    answer = Answer([TextSealed(SEAL), Failed(b"{}")])
    assert answer.choices[0].parts == [Text("", seal=SEAL)]
    assert answer.failed == Failed(b"{}")
