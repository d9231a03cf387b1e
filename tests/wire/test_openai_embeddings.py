"""OpenAI embeddings: what is read of a request, and an answer that passes as it came."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import EMBEDDINGS, OPENAI_CHAT, OPENAI_EMBEDDINGS, Chat
from larouter.core.errors import BadRequest
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol
from larouter.wire.dialogue import open_dialogue
from larouter.wire.members import read_object
from larouter.wire.openai_embeddings import count_of_inputs, read_embeddings

ANSWER = (
    b'{"object": "list", "data": [{"object":"embedding","index":0,"embedding":"AACAPw=="}],'
    b' "model": "m", "usage": {"prompt_tokens": 3, "total_tokens": 3}, "x": 1e999}'
)


def read(**members: object) -> Chat:
    return read_embeddings(read_object(json.dumps({"model": "m", "input": "a"} | members).encode()))


def test_every_input_is_a_turn_and_the_need_is_named() -> None:
    chat = read(input=["a", "b"], user="someone", instruction="Represent this:")
    assert [(turn.role, turn.text) for turn in chat.turns] == [("user", "a"), ("user", "b")]
    assert chat.definitions == ('"someone"', '"Represent this:"')
    assert (chat.protocol, chat.needs, chat.stream, chat.opaque) == (
        OPENAI_EMBEDDINGS,
        {EMBEDDINGS},
        False,
        False,
    )


@pytest.mark.parametrize(("given_", "wanted"), [([1, 2], 1), ([[1, 2], [3]], 2)])
def test_token_ids_are_opaque(given_: object, wanted: int) -> None:
    chat = read(input=given_)
    assert (chat.opaque, list(chat.turns)) == (True, [])
    assert count_of_inputs(given_) == wanted


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"input": None}, "input"),
        ({"input": []}, "input"),
        ({"input": [1, "a"]}, "input"),
        ({"input": [[]]}, "input"),
        ({"input": [{"text": "a"}]}, "input"),
        ({"encoding_format": "hex"}, "encoding_format"),
        ({"dimensions": 0}, "dimensions"),
        ({"user": 1}, "user"),
        ({"model": ""}, "model"),
    ],
)
def test_what_is_wrong_is_named(members: dict[str, object], param: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read(**members)
    assert caught.value.param == param


def is_refused(given_: object) -> bool:
    try:
        read(input=given_)
    except BadRequest as error:
        return error.param == "input"
    return False


TEXT = st.text(st.characters(codec="utf-8"))


@given(st.recursive(st.none() | st.booleans() | st.integers() | TEXT, st.lists))
def test_any_input_is_read_or_refused_by_name(given_: object) -> None:
    if is_refused(given_):
        return
    chat = read(input=given_)
    assert chat.opaque == (not chat.turns)
    assert count_of_inputs(given_) == len(chat.turns) or chat.opaque


def test_the_body_goes_on_with_its_model_changed_and_the_answer_comes_back_as_it_was() -> None:
    chat = read(input="a", user="u")
    dialogue = open_dialogue(chat, OPENAI_CHAT, "up", request_id="req_x")
    assert (dialogue.path, dialogue.passes) == ("/v1/embeddings", True)
    assert json.loads(dialogue.body) == {"model": "up", "input": "a", "user": "u"}
    assert dialogue.reader.whole(ANSWER) == ANSWER
    assert dialogue.reader.usage == Usage(input_tokens=3)
    assert dialogue.reader.model == "m"


@pytest.mark.parametrize(
    "answer", [b"", b"{}", b"[]", b'{"data":[]}', b'{"data":[{},{}]}', b'{"data":3}', ANSWER[:-1]]
)
def test_what_is_no_list_of_as_many_vectors_is_not_passed_on(answer: bytes) -> None:
    reader = open_dialogue(read(), OPENAI_CHAT, "up", request_id="req_x").reader
    with pytest.raises(NotTheProtocol):
        reader.whole(answer)


def test_vectors_are_not_streamed() -> None:
    reader = open_dialogue(read(), OPENAI_CHAT, "up", request_id="req_x").reader
    with pytest.raises(NotTheProtocol):
        reader.feed(b"data: {}\n\n")
    assert reader.end() == b""
