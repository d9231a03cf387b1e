"""What must work between every client and every backend: one function a feature, which fails where it does not."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from clouds import MODELS, Clouds
from conversation import CLOCK, PDF, PNG, WEATHER, Prompt, Seen, Talk

from larouter.testing.completions import Answer, ToolCall
from larouter.testing.gemini_turns import EXEMPT

TEXT = "It rains in Oslo, as it did yesterday."
ANSWER = Answer(TEXT)
OSLO = ToolCall("get_weather", '{"city":"Oslo"}', "call_first001")
NOON = ToolCall("get_time", '{"city":"Oslo"}', "call_second02")
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "degrees": {"type": "integer"}},
    "required": ["city", "degrees"],
    "additionalProperties": False,
}
WITH_TOOLS = Prompt(tools=(WEATHER, CLOCK))


@dataclass(frozen=True)
class Cell:
    """One client in front of one backend."""

    clouds: Clouds
    client: str
    backend: str

    prompt = Prompt()

    def talk(self, prompt: Prompt | None = None, model: str = "") -> Talk:
        return self.clouds.talk(self.client, self.backend, prompt, model)

    def ask(self, *answers: Answer, prompt: Prompt | None = None, stream: bool = False) -> Seen:
        self.clouds.say(*answers)
        return self.talk(prompt).ask(stream=stream)

    @property
    def heard(self) -> str:
        return self.clouds.heard(self.backend)

    def heard_bytes(self, data: bytes) -> bool:
        """Whether the backend received them, in either alphabet of base 64."""
        alphabets = (base64.b64encode, base64.urlsafe_b64encode)
        return any(encode(data).decode().rstrip("=") in self.heard for encode in alphabets)


def chat(cell: Cell) -> None:
    seen = cell.ask(ANSWER)
    assert (seen.text, seen.end) == (TEXT, "stop")
    assert "How is the weather in Oslo?" in cell.heard


def stream(cell: Cell) -> None:
    seen = cell.ask(ANSWER, stream=True)
    assert (seen.text, seen.end) == (TEXT, "stop")
    assert seen.pieces > 3


def system(cell: Cell) -> None:
    cell.ask(ANSWER, prompt=Prompt(system="Be brief."))
    assert "Be brief." in cell.heard


def history(cell: Cell) -> None:
    cell.clouds.say(Answer("First."), Answer("Second."))
    talk = cell.talk()
    talk.ask()
    seen = talk.say("And tomorrow?")
    assert seen.text == "Second."
    assert "First." in cell.heard
    assert "And tomorrow?" in cell.heard


def usage(cell: Cell) -> None:
    answer = replace(ANSWER, cached_tokens=7)
    whole, streamed = cell.ask(answer), cell.ask(answer, stream=True)
    assert whole.cached == streamed.cached == 7
    assert whole.output == streamed.output == 8
    assert whole.input == streamed.input > 7


def length(cell: Cell) -> None:
    """Sixteen tokens, because Responses take no lower limit."""
    long = Answer("It rains" + " and rains" * 20)
    for streamed in (False, True):
        seen = cell.ask(long, prompt=Prompt(max_tokens=16), stream=streamed)
        assert (len(seen.text.split()), seen.end) == (16, "length")


def stop_sequence(cell: Cell) -> None:
    for streamed in (False, True):
        seen = cell.ask(
            Answer("It rained yesterday and today."), prompt=Prompt(stop="yesterday"), stream=streamed
        )
        if '"yesterday"' not in cell.heard:  # the model takes none, and the router cuts
            assert seen.text == "It rained "
            assert seen.end in ("stop", "stop_sequence")


def temperature(cell: Cell) -> None:
    cell.ask(ANSWER, prompt=Prompt(temperature=0.5))
    assert "0.5" in cell.heard or "temperature" in cell.clouds.dropped


def top_k(cell: Cell) -> None:
    assert cell.ask(ANSWER, prompt=Prompt(top_k=37)).text == TEXT
    assert ("37" in cell.heard) == ("top_k" not in cell.clouds.dropped)


def tool_call(cell: Cell) -> None:
    for streamed in (False, True):
        seen = cell.ask(Answer("", tool_calls=(OSLO,)), prompt=WITH_TOOLS, stream=streamed)
        assert [(call.name, call.arguments) for call in seen.calls] == [("get_weather", {"city": "Oslo"})]
        assert seen.end == "tools"


def tool_result(cell: Cell) -> None:
    for streamed in (False, True):
        cell.clouds.say(Answer("", tool_calls=(OSLO,)), ANSWER)
        talk = cell.talk(WITH_TOOLS)
        called = talk.ask(stream=streamed).calls
        seen = talk.results([(called[0], "rain, 7 degrees")], stream=streamed)
        assert (seen.text, seen.end) == (TEXT, "stop")
        assert "rain, 7 degrees" in cell.heard


def parallel_tools(cell: Cell) -> None:
    for streamed in (False, True):
        cell.clouds.say(Answer("Let me look.", tool_calls=(OSLO, NOON)), ANSWER)
        talk = cell.talk(WITH_TOOLS)
        first = talk.ask(stream=streamed)
        assert first.text == "Let me look."
        assert [call.name for call in first.calls] == ["get_weather", "get_time"]
        results = [(first.calls[0], "rain"), (first.calls[1], "noon")]
        assert talk.results(results, stream=streamed).text == TEXT


def forced_tool(cell: Cell) -> None:
    prompt = replace(WITH_TOOLS, force="get_weather")
    seen = cell.ask(Answer("", tool_calls=(OSLO,)), prompt=prompt)
    assert [call.name for call in seen.calls] == ["get_weather"]


def image(cell: Cell) -> None:
    assert cell.ask(ANSWER, prompt=Prompt(image=PNG)).text == TEXT
    assert cell.heard_bytes(PNG)


def document(cell: Cell) -> None:
    assert cell.ask(ANSWER, prompt=Prompt(pdf=PDF)).text == TEXT
    assert cell.heard_bytes(PDF)


def structured_output(cell: Cell) -> None:
    wanted = {"city": "Oslo", "degrees": 7}
    for streamed in (False, True):
        seen = cell.ask(Answer(json.dumps(wanted)), prompt=Prompt(schema=SCHEMA), stream=streamed)
        assert json.loads(seen.text) == wanted
        assert '"degrees"' in cell.heard


def reasoning(cell: Cell) -> None:
    answer = replace(ANSWER, reasoning="Let me think.")
    for streamed in (False, True):
        seen = cell.ask(answer, prompt=Prompt(think=True, max_tokens=4000), stream=streamed)
        assert seen.text == TEXT
        assert seen.reasoning == "Let me think."


def reasoning_kept(cell: Cell) -> None:
    """Signed thinking survives a tool call and its result: the strict fakes refuse it when it does not."""
    thought = Answer("", reasoning="Let me think.", tool_calls=(OSLO,))
    for streamed in (False, True):
        cell.clouds.say(thought, ANSWER)
        talk = cell.talk(replace(WITH_TOOLS, think=True, max_tokens=4000))
        called = talk.ask(stream=streamed).calls
        assert talk.results([(called[0], "rain")], stream=streamed).text == TEXT
        if cell.backend in ("opus", "argon"):
            assert "ignature" in cell.heard


def changed_model(cell: Cell) -> None:
    """A conversation that another provider began, with its signed thinking and its calls, goes on here."""
    before = "argon" if cell.backend == "opus" else "opus"
    thought = Answer("I look.", reasoning="Let me think.", tool_calls=(OSLO, NOON))
    for streamed in (False, True):
        cell.clouds.say(thought, ANSWER)
        talk = cell.clouds.talk(cell.client, before, replace(WITH_TOOLS, think=True, max_tokens=4000))
        called = talk.ask(stream=streamed).calls
        talk.move(MODELS[cell.backend])
        assert talk.results([(called[0], "rain"), (called[1], "noon")], stream=streamed).text == TEXT
        assert " look." in cell.heard
        assert "ignature" not in cell.heard or EXEMPT.intersection(json_strings(cell.heard))


def json_strings(text: str) -> set[str]:
    """Every string of a JSON text, names included."""
    return set(re.findall(r'"([^"\\\\]*)"', text))


def refusal(cell: Cell) -> None:
    for streamed in (False, True):
        seen = cell.ask(Answer("", refusal="I would rather not."), stream=streamed)
        assert seen.end == "refusal" or seen.refusal == "I would rather not."


FEATURES: Mapping[str, Callable[[Cell], None]] = {
    "chat": chat,
    "stream": stream,
    "system prompt": system,
    "history": history,
    "usage and cached tokens": usage,
    "length limit": length,
    "stop sequence": stop_sequence,
    "temperature": temperature,
    "top_k": top_k,
    "tool call": tool_call,
    "tool result": tool_result,
    "parallel tools": parallel_tools,
    "forced tool": forced_tool,
    "image": image,
    "document": document,
    "structured output": structured_output,
    "reasoning shown": reasoning,
    "reasoning kept": reasoning_kept,
    "change of model": changed_model,
    "refusal": refusal,
}
