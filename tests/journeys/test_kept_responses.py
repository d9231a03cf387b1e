"""Conversations that go on by `previous_response_id`, through the official SDK, where responses are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openai
import pytest
from backstage import Backstage
from serving import Serving, running

from larouter.testing.completions import Answer, ToolCall
from larouter.testing.fake_anthropic import KEY, FakeAnthropic
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.http_server import Received

SETTINGS = """
[responses]
keep = true

[backends.here]
url = "{here}"
zone = "local"
models = [{{ id = "small", tiers = ["SIMPLE"] }}]

[backends.anthropic]
kind = "anthropic"
url = "{claude}"
zone = "public"
key_env = "ANTHROPIC_API_KEY"
models = [{{ id = "claude-opus-5", tiers = [], capabilities = ["tools", "reasoning"] }}]
"""
SECRET = "My social security number is 078-05-1120 and my password is hunter2-Wint3r!"
TOOL: Any = {"type": "function", "name": "look", "parameters": {"type": "object", "properties": {}}}


@dataclass
class Library:
    router: Serving
    here: FakeOpenAI
    claude: FakeAnthropic
    said: list[Answer]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, backstage: Backstage) -> Iterator[Library]:
    said = [Answer("Fine.")]

    def answer(_: Received) -> Answer:
        return said.pop(0) if len(said) > 1 else said[0]

    here = backstage.start(FakeOpenAI("small", answer=answer))
    claude = backstage.start(FakeAnthropic("claude-opus-5", answer=answer))
    settings = SETTINGS.format(here=here.url, claude=claude.url)
    with running(tmp_path_factory.mktemp("kept"), settings, ANTHROPIC_API_KEY=KEY) as router:
        yield Library(router, here, claude, said)


@pytest.fixture
def api(library: Library) -> Iterator[openai.OpenAI]:
    library.said[:] = [Answer("Fine.")]
    with openai.OpenAI(
        base_url=f"{library.router.url}/v1", api_key=library.router.token, max_retries=0
    ) as client:
        yield client


def heard(library: Library) -> list[tuple[str, str]]:
    messages: Any = library.here.chats[-1].json()["messages"]
    return [(message["role"], message["content"]) for message in messages]


def test_a_conversation_goes_on_turn_by_turn(library: Library, api: openai.OpenAI) -> None:
    library.said[:] = [Answer("One."), Answer("Two."), Answer("Three.")]
    first = api.responses.create(model="small", input="a", instructions="Be brief.")
    assert (first.store, first.previous_response_id) == (True, None)  # type: ignore[attr-defined]
    second = api.responses.create(model="small", input="b", previous_response_id=first.id)
    assert second.previous_response_id == first.id
    api.responses.create(model="small", input="c", previous_response_id=second.id)
    turns = [("user", "a"), ("assistant", "One."), ("user", "b"), ("assistant", "Two."), ("user", "c")]
    assert heard(library) == turns, "instructions hold for their own request alone"
    api.responses.create(model="small", input="d", previous_response_id=first.id)
    assert heard(library) == [*turns[:2], ("user", "d")], "a conversation may fork"


def test_a_streamed_answer_is_kept_before_its_last_event(library: Library, api: openai.OpenAI) -> None:
    library.said[:] = [Answer("One two three."), Answer("Four.")]
    with api.responses.stream(model="small", input="a") as stream:
        for _ in stream:
            pass
        first = stream.get_final_response()
    assert api.responses.retrieve(first.id).output_text == "One two three."
    with api.responses.stream(model="small", input="b", previous_response_id=first.id) as stream:
        assert stream.get_final_response().output_text == "Four."
    assert heard(library)[1] == ("assistant", "One two three.")


def test_tools_and_signed_thinking_come_back_to_their_model(library: Library, api: openai.OpenAI) -> None:
    call = ToolCall("look", "{}", "toolu_1")
    library.said[:] = [Answer("", (call,), reasoning="Hm."), Answer("Seen.")]
    asked: Any = {"model": "anthropic/claude-opus-5", "tools": [TOOL], "reasoning": {"effort": "low"}}
    first = api.responses.create(**asked, input="Look.")
    called = next(item for item in first.output if item.type == "function_call")
    result: Any = {"type": "function_call_output", "call_id": called.call_id, "output": "a cat"}
    second = api.responses.create(**asked, input=[result], previous_response_id=first.id)
    assert second.output_text == "Seen."
    assert library.claude.refused == []
    blocks = library.claude.asked[-1].json()["messages"][1]["content"]  # type: ignore[index]
    assert [block["type"] for block in blocks] == ["thinking", "tool_use"]


def test_what_was_confidential_stays_so_in_what_follows(library: Library, api: openai.OpenAI) -> None:
    first = api.responses.create(model="small", input=SECRET)
    before = len(library.claude.received)
    with pytest.raises(openai.PermissionDeniedError):
        api.responses.create(
            model="anthropic/claude-opus-5", input="Translate that.", previous_response_id=first.id
        )
    assert len(library.claude.received) == before


def test_a_response_is_looked_up_and_deleted_as_the_sdk_expects(api: openai.OpenAI) -> None:
    made = api.responses.create(model="small", input="a", metadata={"k": "v"})
    found = api.responses.retrieve(made.id)
    assert (found.id, found.output_text, found.metadata) == (made.id, "Fine.", {"k": "v"})
    assert api.responses.delete(made.id) is None
    with pytest.raises(openai.NotFoundError) as caught:
        api.responses.retrieve(made.id)
    assert caught.value.code == "response_not_found"
    with pytest.raises(openai.NotFoundError):
        api.responses.delete(made.id)
    with pytest.raises(openai.BadRequestError) as refused:
        api.responses.create(model="small", input="b", previous_response_id=made.id)
    assert refused.value.param == "previous_response_id"


def test_what_a_response_was_given_is_listed_as_the_sdk_expects(api: openai.OpenAI) -> None:
    first = api.responses.create(model="small", input="a")
    second = api.responses.create(model="small", input="b", previous_response_id=first.id)
    items: Any = list(api.responses.input_items.list(second.id, order="asc", limit=2))
    said = [(item.role, item.content[0].text) for item in items]
    assert said == [("user", "a"), ("assistant", "Fine."), ("user", "b")], "page by page"
    newest: Any = api.responses.input_items.list(second.id).data[0]
    assert newest.id == items[-1].id
    for wrong in ({"limit": 0}, {"limit": 101}, {"extra_query": {"order": "up"}}, {"after": "msg_else"}):
        with pytest.raises(openai.BadRequestError):
            api.responses.input_items.list(second.id, **wrong)  # type: ignore[arg-type]
    with pytest.raises(openai.NotFoundError):
        api.responses.input_items.list("resp_nothing")


def test_items_that_a_request_refers_to_take_their_place(library: Library, api: openai.OpenAI) -> None:
    library.said[:] = [Answer("One."), Answer("Two.")]
    first = api.responses.create(model="small", input="a")
    given: Any = api.responses.input_items.list(first.id).data[0]
    referring: Any = [
        {"type": "item_reference", "id": given.id},
        {"type": "item_reference", "id": first.output[0].id},
        {"role": "user", "content": "b"},
    ]
    api.responses.create(model="small", input=referring)
    assert heard(library) == [("user", "a"), ("assistant", "One."), ("user", "b")]
    with pytest.raises(openai.BadRequestError, match="send the item itself") as caught:
        api.responses.create(model="small", input=[{"type": "item_reference", "id": "rs_else_0"}])
    assert caught.value.param == "input[0]"
    with openai.OpenAI(
        base_url=f"{library.router.url}/v1", api_key=library.router.project("stranger"), max_retries=0
    ) as other:
        with pytest.raises(openai.BadRequestError, match="not kept"):
            other.responses.create(model="small", input=referring)
        with pytest.raises(openai.NotFoundError):
            other.responses.input_items.list(first.id)


def test_a_confidential_item_stays_so_for_whoever_refers_to_it(library: Library, api: openai.OpenAI) -> None:
    first = api.responses.create(model="small", input=SECRET)
    item: Any = api.responses.input_items.list(first.id).data[0]
    before = len(library.claude.received)
    with pytest.raises(openai.PermissionDeniedError):
        api.responses.create(
            model="anthropic/claude-opus-5", input=[{"type": "item_reference", "id": item.id}]
        )
    assert len(library.claude.received) == before


def test_what_is_to_run_in_the_background_is_there_at_once(api: openai.OpenAI) -> None:
    made = api.responses.with_raw_response.create(model="small", input="a", background=True)
    assert made.headers["x-larouter-dropped"] == "background"
    response = made.parse()
    assert (response.status, response.background) == ("completed", False)
    assert api.responses.retrieve(response.id).output_text == "Fine."


def test_a_client_that_wants_nothing_kept_is_obeyed(api: openai.OpenAI) -> None:
    made = api.responses.create(model="small", input="a", store=False)
    assert made.store is False  # type: ignore[attr-defined]
    with pytest.raises(openai.NotFoundError):
        api.responses.retrieve(made.id)


def test_another_project_can_neither_read_nor_go_on_nor_delete(library: Library, api: openai.OpenAI) -> None:
    made = api.responses.create(model="small", input="a")
    with openai.OpenAI(
        base_url=f"{library.router.url}/v1", api_key=library.router.project("other"), max_retries=0
    ) as other:
        with pytest.raises(openai.NotFoundError):
            other.responses.retrieve(made.id)
        with pytest.raises(openai.NotFoundError):
            other.responses.delete(made.id)
        with pytest.raises(openai.BadRequestError):
            other.responses.create(model="small", input="b", previous_response_id=made.id)
    assert api.responses.retrieve(made.id).id == made.id


def test_nothing_that_was_said_can_be_read_in_the_folder_of_the_database(
    library: Library, api: openai.OpenAI
) -> None:
    library.said[:] = [Answer("Quokkas are marsupials.")]
    made = api.responses.create(model="small", input="Tell me about wombats.")
    assert "Quokkas" in api.responses.retrieve(made.id).output_text
    files = [path.read_bytes() for path in Path(library.router.folder).iterdir() if path.is_file()]
    assert any(made.id.encode() in text for text in files)
    assert not any(word in text for text in files for word in (b"Quokkas", b"wombats"))
