"""Google's and OpenAI's own clients, speaking through a socket to what we read and write."""

import json
import threading
import warnings
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from openai import APIError, BadRequestError, OpenAI
from pydantic import BaseModel

from larouter.core.chat import ANTHROPIC, GEMINI, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.errors import RouterError
from larouter.wire.dialogue import open_dialogue
from larouter.wire.faults import Fault, fault_body, fault_event
from larouter.wire.gemini import read_generate, read_target
from larouter.wire.members import read_object
from larouter.wire.openai_responses import read_responses

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from google import genai
    from google.genai import errors, types

pytestmark = pytest.mark.filterwarnings("ignore")
REQUEST_ID = "req_01kaf0000000000000000000zz"
Json = dict[str, Any]


class Router(ThreadingHTTPServer):
    """Reads a client's request, keeps what a backend would get, and says a scripted answer of that backend.

    Attributes:
        backend: Protocol and model of the backend.
        answers: What the backend says, one for each request: JSON, or the events of a stream.
        asked: What the backend got.
        broken: Whether streams end with an error of ours.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.backend = (OPENAI_CHAT, "qwen3")
        self.answers: list[Json | list[Any]] = []
        self.asked: list[Json] = []
        self.broken = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Router

    def do_POST(self) -> None:
        body = read_object(self.rfile.read(int(self.headers["content-length"])))
        path = unquote(urlsplit(self.path).path)
        protocol = OPENAI_RESPONSES if path == "/v1/responses" else GEMINI
        try:
            if protocol == GEMINI:
                chat = read_generate(body, read_target(path.partition("/models/")[2]))
            else:
                chat = read_responses(body)
            dialogue = open_dialogue(chat, *self.server.backend, request_id=REQUEST_ID)
        except RouterError as error:
            fault = Fault(error.status, error.caller_detail, error.kind, error.code, error.param or "")
            self._send(error.status, fault_body(protocol, fault))
            return
        self.server.asked.append(json.loads(dialogue.body))
        answer = self.server.answers.pop(0)
        if not chat.stream:
            self._send(200, dialogue.reader.whole(json.dumps(answer).encode()))
            return
        said = [
            dialogue.reader.feed(b": waiting\n\n"),
            *[dialogue.reader.feed(written(one)) for one in answer],
        ]
        last = (
            fault_event(protocol, Fault(502, "the answer broke off"))
            if self.server.broken
            else dialogue.reader.end()
        )
        self._send(200, b"".join([*said, last]), "text/event-stream")

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def written(event: Json | str) -> bytes:
    named = f"event: {event['type']}\n" if isinstance(event, dict) and "type" in event else ""
    return f"{named}data: {event if isinstance(event, str) else json.dumps(event)}\n\n".encode()


@pytest.fixture
def router() -> Iterator[Router]:
    server = Router()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def google(router: Router) -> "genai.Client":
    return genai.Client(api_key="lr_x", http_options=types.HttpOptions(base_url=router.url))


@pytest.fixture
def openai(router: Router) -> Iterator[OpenAI]:
    with OpenAI(api_key="lr_x", base_url=f"{router.url}/v1", max_retries=0) as client:
        yield client


def chat_answer(reason: str = "stop", **message: Any) -> Json:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": None, **message},
        "finish_reason": reason,
    }
    usage = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "qwen3",
        "choices": [choice],
        "usage": usage,
    }


def chat_events(*deltas: Json, reason: str = "stop") -> list[Any]:
    said = [{"model": "qwen3", "choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    usage = {"prompt_tokens": 7, "completion_tokens": 5}
    end = {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}], "usage": usage}
    return [*said, end, "[DONE]"]


CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Rome"}'}}


class City(BaseModel):
    name: str
    people: int


def test_googles_client_reads_an_answer_of_a_chat_backend(google: Any, router: Any) -> None:
    router.answers = [chat_answer(content="Hello.", reasoning_content="hm")]
    answer = google.models.generate_content(
        model="auto:simple",
        contents="hi",
        config=types.GenerateContentConfig(
            system_instruction="be kind", max_output_tokens=9, stop_sequences=["x"]
        ),
    )
    assert answer.text == "Hello."
    assert answer.candidates[0].finish_reason == types.FinishReason.STOP
    assert (answer.usage_metadata.prompt_token_count, answer.usage_metadata.candidates_token_count) == (7, 5)
    assert router.asked[0]["messages"] == [
        {"role": "system", "content": "be kind"},
        {"role": "user", "content": "hi"},
    ]
    assert (router.asked[0]["max_tokens"], router.asked[0]["stop"]) == (9, ["x"])


def test_googles_client_reads_a_stream_of_a_chat_backend(google: Any, router: Any) -> None:
    router.answers = [chat_events({"content": "Hel"}, {"content": "lo"})]
    chunks = list(google.models.generate_content_stream(model="auto", contents="hi"))
    assert "".join([chunk.text or "" for chunk in chunks]) == "Hello"
    assert chunks[-1].candidates[0].finish_reason == types.FinishReason.STOP
    assert chunks[-1].usage_metadata.total_token_count == 12


def test_googles_client_calls_a_function_of_its_own_and_sends_the_result(google: Any, router: Any) -> Any:
    def weather(city: str) -> str:
        """The weather in a city."""
        return f"sunny in {city}"

    router.answers = [chat_answer("tool_calls", tool_calls=[CALL]), chat_answer(content="Sunny.")]
    answer = google.models.generate_content(
        model="auto", contents="weather?", config=types.GenerateContentConfig(tools=[weather])
    )
    assert answer.text == "Sunny."
    tool = router.asked[0]["tools"][0]["function"]
    assert tool["parameters"] == {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    }
    assert router.asked[1]["messages"][1]["tool_calls"][0]["id"] == "c1"
    assert router.asked[1]["messages"][2] == {
        "role": "tool",
        "tool_call_id": "c1",
        "content": "sunny in Rome",
    }


def test_googles_client_gets_an_answer_of_a_schema(google: Any, router: Any) -> None:
    router.answers = [chat_answer(content='{"name":"Rome","people":3}')]
    config = types.GenerateContentConfig(response_mime_type="application/json", response_schema=City)
    answer = google.models.generate_content(model="auto", contents="a city", config=config)
    assert answer.parsed == City(name="Rome", people=3)
    schema = router.asked[0]["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["people"]["type"] == "integer"
    assert schema["required"] == ["name", "people"]


def test_signed_thoughts_go_through_googles_chat_unchanged(google: Any, router: Any) -> None:
    router.backend = (ANTHROPIC, "claude-opus-5")
    use = {"type": "tool_use", "id": "t1", "name": "f", "input": {}}
    said = [
        {"type": "thinking", "thinking": "hm??>", "signature": "Ab+/Ab+/"},
        {"type": "text", "text": "Hello"},
        use,
    ]
    events: list[Any] = [
        {"type": "message_start", "message": {"model": "claude-opus-5", "usage": {"input_tokens": 1}}}
    ]
    for index, block in enumerate(said):
        events.append({"type": "content_block_start", "index": index, "content_block": block})
        if block["type"] == "thinking":
            delta = {"type": "signature_delta", "signature": block["signature"]}
            events.append({"type": "content_block_delta", "index": index, "delta": delta})
        events.append({"type": "content_block_stop", "index": index})
    usage = {"output_tokens": 3}
    events += [
        {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": usage},
        {"type": "message_stop"},
    ]
    router.answers = [events, [*events]]
    config = types.GenerateContentConfig(
        tools=[types.Tool(function_declarations=[types.FunctionDeclaration(name="f")])],
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )
    chat = google.chats.create(model="auto", config=config)
    list(chat.send_message_stream("hi"))
    answer = types.FunctionResponse(name="f", id="t1", response={"output": "done"})
    list(chat.send_message_stream([types.Part(function_response=answer)]))
    assert router.asked[1]["messages"][1]["content"] == said


def test_googles_client_is_told_of_an_error_and_of_a_stream_that_broke_off(google: Any, router: Any) -> None:
    with pytest.raises(errors.ClientError, match="googleSearch") as found:
        google.models.generate_content(
            model="auto",
            contents="x",
            config=types.GenerateContentConfig(tools=[types.Tool(google_search={})]),
        )
    assert found.value.status == "INVALID_ARGUMENT"
    router.broken, router.answers = True, [chat_events({"content": "Hel"})[:1]]
    with pytest.raises(errors.APIError, match="broke off"):
        list(google.models.generate_content_stream(model="auto", contents="hi"))


def test_openais_client_reads_a_response_of_a_chat_backend(openai: Any, router: Any) -> None:
    router.answers = [chat_answer(content="Hello.", reasoning_content="hm")]
    response = openai.responses.create(
        model="auto", input="hi", instructions="be kind", max_output_tokens=9, metadata={"a": "b"}
    )
    assert response.output_text == "Hello."
    assert [item.type for item in response.output] == ["reasoning", "message"]
    assert (response.status, response.instructions, response.usage.total_tokens) == (
        "completed",
        "be kind",
        12,
    )
    assert router.asked[0]["messages"] == [
        {"role": "system", "content": "be kind"},
        {"role": "user", "content": "hi"},
    ]


def test_openais_client_reads_the_events_of_a_stream_in_their_order(openai: Any, router: Any) -> None:
    deltas = (
        {"reasoning_content": "hm"},
        {"content": "Hel"},
        {"content": "lo"},
        {"tool_calls": [{**CALL, "index": 0}]},
    )
    router.answers = [chat_events(*deltas, reason="tool_calls")]
    with openai.responses.stream(model="auto", input="hi") as stream:
        kinds = [event.type.removeprefix("response.") for event in stream]
        final = stream.get_final_response()
    assert kinds == [
        "created", "in_progress",
        "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta",
        "reasoning_summary_text.done", "reasoning_summary_part.done", "output_item.done",
        "output_item.added", "content_part.added", "output_text.delta", "output_text.delta",
        "output_text.done", "content_part.done", "output_item.done",
        "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
        "completed",
    ]  # fmt: skip
    assert final.output_text == "Hello"
    assert (final.output[2].call_id, final.output[2].arguments) == ("c1", '{"city":"Rome"}')


def test_openais_client_sends_everything_back_and_the_model_gets_its_own_thoughts(
    openai: Any, router: Any
) -> None:
    router.backend = (ANTHROPIC, "claude-opus-5")
    said = [
        {"type": "thinking", "thinking": "hm", "signature": "Ab+/"},
        {"type": "redacted_thinking", "data": "Cd+/"},
        {"type": "text", "text": "Hello"},
        {"type": "tool_use", "id": "t1", "name": "f", "input": {"a": 1}},
    ]
    answer = {
        "type": "message",
        "model": "m",
        "content": said,
        "stop_reason": "tool_use",
        "usage": {"input_tokens": 1},
    }
    router.answers = [answer, answer]
    tools = [
        {"type": "function", "name": "f", "parameters": {"type": "object", "properties": {}}, "strict": False}
    ]
    first = openai.responses.create(model="auto", input="hi", tools=tools)
    asked = [
        {"role": "user", "content": "hi"},
        *[item.model_dump(exclude_none=True) for item in first.output],
    ]
    asked.append({"type": "function_call_output", "call_id": "t1", "output": "done"})
    openai.responses.create(model="auto", input=asked, tools=tools)
    assert router.asked[1]["messages"][1]["content"] == said
    result = router.asked[1]["messages"][2]["content"][0]
    assert (result["type"], result["tool_use_id"], result["content"]) == ("tool_result", "t1", "done")


def test_openais_client_gets_an_answer_of_a_schema(openai: Any, router: Any) -> None:
    router.answers = [chat_answer(content='{"name":"Rome","people":3}')]
    response = openai.responses.parse(model="auto", input="a city", text_format=City)
    assert response.output_parsed == City(name="Rome", people=3)
    assert router.asked[0]["response_format"]["json_schema"]["strict"] is True


def test_openais_client_is_told_that_nothing_is_kept_and_what_runs_elsewhere(
    openai: Any, router: Any
) -> None:
    with pytest.raises(BadRequestError) as found:
        openai.responses.create(model="auto", input="x", previous_response_id="resp_1")
    assert found.value.param == "previous_response_id"
    with pytest.raises(BadRequestError) as found:
        openai.responses.create(model="auto", input="x", tools=[{"type": "web_search"}])
    assert (found.value.code, found.value.param) == ("unsupported_parameter", "tools[0].type")


def test_openais_client_is_told_of_a_stream_that_broke_off(openai: Any, router: Any) -> None:
    router.broken, router.answers = True, [chat_events({"content": "Hel"})[:1]]
    try:
        events = list(openai.responses.create(model="auto", input="hi", stream=True))
    except APIError as error:
        assert "broke off" in str(error)  # noqa: PT017 - either is truthful
    else:
        assert events[-1].type == "error"
        assert "broke off" in events[-1].message
