"""What must work between every client and a real llama.cpp, whose toy model calls a tool that it is offered."""

from collections.abc import Callable, Mapping

from conversation import Prompt
from features import WITH_TOOLS, Cell

SAYS = "The tool has answered, and so have I."


def chat(cell: Cell) -> None:
    seen = cell.talk(Prompt(system="Be brief.")).ask()
    assert (seen.text, seen.end) == (SAYS, "stop")
    assert seen.input > 5
    assert seen.output > 5


def stream(cell: Cell) -> None:
    seen = cell.talk().ask(stream=True)
    assert (seen.text, seen.end) == (SAYS, "stop")
    assert seen.pieces > 3
    assert seen.output > 5


def length(cell: Cell) -> None:
    for streamed in (False, True):
        seen = cell.talk(Prompt(max_tokens=2)).ask(stream=streamed)
        assert seen.end == "length"
        assert seen.output == 2


def tool_result(cell: Cell) -> None:
    for streamed in (False, True):
        talk = cell.talk(WITH_TOOLS)
        first = talk.ask(stream=streamed)
        assert [(call.name, call.arguments) for call in first.calls] == [("get_weather", {"city": "Oslo"})]
        assert first.end == "tools"
        seen = talk.results([(first.calls[0], "rain")], stream=streamed)
        assert (seen.text, seen.end) == (SAYS, "stop")


LOCAL: Mapping[str, Callable[[Cell], None]] = {
    "chat with llama.cpp": chat,
    "stream from llama.cpp": stream,
    "length limit in llama.cpp": length,
    "tool result for llama.cpp": tool_result,
}
