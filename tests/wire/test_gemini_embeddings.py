"""OpenAI embeddings to Gemini's batches, and its vectors back."""

import base64
import json
import struct
from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, GEMINI
from larouter.core.errors import Unsayable
from larouter.core.usage import Usage
from larouter.wire.answer import NotTheProtocol
from larouter.wire.dialogue import Dialogue, open_dialogue
from larouter.wire.members import read_object
from larouter.wire.openai_embeddings import read_embeddings


def ask(backend: str = GEMINI, **members: object) -> Dialogue:
    body = read_object(json.dumps({"model": "m", "input": "a"} | members).encode())
    return open_dialogue(read_embeddings(body), backend, "gemini-embedding-001", request_id="req_x")


def told(*vectors: list[float], **more: object) -> bytes:
    return json.dumps({"embeddings": [{"values": vector} for vector in vectors], **more}).encode()


def heard(dialogue: Dialogue, answer: bytes) -> Any:
    return json.loads(dialogue.reader.whole(answer))


def test_every_input_is_a_request_of_the_batch() -> None:
    dialogue = ask(input=["a", "b"], dimensions=5)
    assert dialogue.path == "/v1beta/models/gemini-embedding-001:batchEmbedContents"
    assert json.loads(dialogue.body) == {
        "requests": [
            {
                "model": "models/gemini-embedding-001",
                "content": {"parts": [{"text": text}]},
                "outputDimensionality": 5,
            }
            for text in ("a", "b")
        ]
    }


def test_vectors_come_back_in_openais_words() -> None:
    answer = heard(ask(input=["a", "b"]), told([1.0, 0.5], [0.0, 2.0]))
    assert [row["embedding"] for row in answer["data"]] == [[1.0, 0.5], [0.0, 2.0]]
    assert [row["index"] for row in answer["data"]] == [0, 1]
    assert (answer["object"], answer["model"]) == ("list", "gemini-embedding-001")


def test_usage_is_geminis_where_it_tells_and_an_estimate_where_it_does_not() -> None:
    silent, telling = ask(), ask()
    assert heard(silent, told([1.0]))["usage"]["prompt_tokens"] > 0
    assert silent.reader.usage is None
    assert heard(telling, told([1.0], usageMetadata={"promptTokenCount": 7}))["usage"] == {
        "prompt_tokens": 7,
        "total_tokens": 7,
    }
    assert telling.reader.usage == Usage(input_tokens=7)


def test_base64_is_of_little_endian_floats_and_shortened_vectors_get_the_length_one() -> None:
    answer = heard(ask(encoding_format="base64", dimensions=2), told([3.0, 4.0]))
    assert struct.unpack("<2f", base64.b64decode(answer["data"][0]["embedding"])) == pytest.approx((0.6, 0.8))
    assert heard(ask(dimensions=2), told([0.0, 0.0]))["data"][0]["embedding"] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("members", "param"),
    [({"input": [1]}, "input"), ({"input": ["a"] * 101}, "input"), ({"truncate": "x"}, "truncate")],
)
def test_what_gemini_cannot_be_told_is_refused_by_name(members: dict[str, object], param: str) -> None:
    with pytest.raises(Unsayable) as caught:
        ask(**members)
    assert caught.value.param == param


def test_who_asks_is_left_out_and_listed() -> None:
    assert ask(user="u").dropped == ("user",)


def test_anthropic_has_no_vectors() -> None:
    with pytest.raises(Unsayable):
        ask(ANTHROPIC)


@pytest.mark.parametrize(
    "answer", [b"", b"{}", told(), told([1.0], [1.0]), b'{"embeddings":[{"values":"a"}]}']
)
def test_what_is_no_batch_of_as_many_vectors_is_no_answer(answer: bytes) -> None:
    with pytest.raises(NotTheProtocol):
        heard(ask(), answer)
