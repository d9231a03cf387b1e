"""Every protocol's answers can be heard as values, whole, streamed or half; opinions can be asked of every backend."""

import json

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.usage import Usage
from larouter.ingress.read import read
from larouter.wire.answer import Answer, Finished, NotTheProtocol, Started, TextDelta, Used
from larouter.wire.dialogue import TONGUES
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.habits import Server, habits_of
from larouter.wire.listening import ask_aside, conversation_of, heard
from larouter.wire.neutral import Conversation, Format, Message, Text

EVENTS = (Started("m"), TextDelta("It is "), TextDelta("Paris."), Finished("stop"), Used(Usage(3, 4)))
QUESTION = Conversation(
    (Message("system", (Text("Judge."),)), Message("user", (Text("This."),))),
    max_tokens=50,
    format=Format("schema", "v", schema={"type": "object", "properties": {"good": {"type": "boolean"}}}),
)


def exchange(protocol: str, *, stream: bool) -> Exchange:
    return Exchange("req_1", protocol, protocol, "m", profile_of("m", protocol), stream=stream)


def words(answer: Answer) -> str:
    choice = answer.choices[0]
    choice.close()
    return "".join(part.text for part in choice.parts if isinstance(part, Text))


@pytest.mark.parametrize("protocol", TONGUES)
def test_a_whole_answer_is_heard(protocol: str) -> None:
    told = TONGUES[protocol].teller(exchange(protocol, stream=False)).whole(Answer(EVENTS))
    answer = heard(told, protocol, stream=False)
    assert words(answer) == "It is Paris."
    assert answer.choices[0].finished is not None


@pytest.mark.parametrize("protocol", TONGUES)
def test_a_stream_is_heard_as_far_as_it_goes(protocol: str) -> None:
    teller = TONGUES[protocol].teller(exchange(protocol, stream=True))
    beginning = teller.tell(EVENTS[:3])
    assert words(heard(beginning, protocol, stream=True)) == "It is Paris."
    assert heard(beginning, protocol, stream=True).choices[0].finished is None
    whole = heard(beginning + teller.tell(EVENTS[3:]) + teller.end(), protocol, stream=True)
    finished = whole.choices[0].finished
    assert finished is not None
    assert finished.reason == "stop"


def test_what_is_no_answer_is_said_to_be_none() -> None:
    with pytest.raises(NotTheProtocol):
        heard(b"<html>", OPENAI_CHAT, stream=False)


@pytest.mark.parametrize("protocol", [OPENAI_CHAT, ANTHROPIC, OPENAI_RESPONSES, GEMINI])
def test_an_opinion_is_asked_in_the_backends_own_words(protocol: str) -> None:
    dialogue, listener = ask_aside(QUESTION, Server(protocol, "m"), request_id="req_1", max_output=40)
    assert "Judge." in dialogue.body.decode()
    assert not dialogue.passes
    told = TONGUES[protocol].teller(exchange(protocol, stream=False)).whole(Answer(EVENTS))
    assert dialogue.reader.whole(told) == told
    assert words(listener.answer) == "It is Paris."
    assert (listener.usage, listener.characters, listener.finished) == (Usage(3, 4), 12, True)


def test_a_model_that_is_offered_in_responses_alone_is_asked_in_them() -> None:
    server = Server(OPENAI_CHAT, "gpt-5-pro", habits_of("openai"))
    dialogue, _ = ask_aside(QUESTION, server, request_id="req_1", max_output=None)
    assert dialogue.path == "/v1/responses"


def test_an_opinion_that_is_none_is_an_error() -> None:
    _, listener = ask_aside(QUESTION, Server(OPENAI_CHAT, "m"), request_id="req_1", max_output=None)
    with pytest.raises(NotTheProtocol):
        listener.whole(b'{"error": {"message": "no"}}')
    assert (listener.feed(b"x"), listener.end()) == (b"", b"")


def test_a_request_can_be_asked_again_in_neutral_words() -> None:
    body = {"model": "auto", "messages": [{"role": "user", "content": "Hello?"}], "temperature": 0.5}
    again = conversation_of(read(json.dumps(body).encode(), OPENAI_CHAT, ""))
    assert again.messages[0].parts == (Text("Hello?"),)
    assert again.sampling.temperature == 0.5
