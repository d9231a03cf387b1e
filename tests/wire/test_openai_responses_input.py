"""Messages as input items of the Responses API."""

from typing import Any

import pytest

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT, OPENAI_RESPONSES
from larouter.core.errors import Unsayable
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.neutral import Audio, Cache, Document, Image, Message, Source, Text
from larouter.wire.openai_responses_input import Input
from larouter.wire.profiles import Losses

LUNA = "gpt-6-luna"


def written(*parts: Any, client: Any = OPENAI_CHAT, role: Any = "user") -> Any:
    profile = profile_of(LUNA, OPENAI_RESPONSES)
    exchange = Exchange("req_1", client, OPENAI_RESPONSES, LUNA, profile)
    return Input(exchange, Losses(profile)).items([Message(role, parts, where="messages[0]")])[0]["content"]


def test_files_are_parts_of_their_kind() -> None:
    assert written(
        Image(Source("image/png", "QQ=="), "low"),
        Image(Source(file_id="f1")),
        Document(Source("application/pdf", "QQ=="), "a.pdf"),
        Document(Source(url="https://x.y/z.pdf")),
        Document(Source("text/plain", text="words")),
    ) == [
        {"type": "input_image", "detail": "low", "image_url": "data:image/png;base64,QQ=="},
        {"type": "input_image", "detail": "auto", "file_id": "f1"},
        {"type": "input_file", "file_data": "data:application/pdf;base64,QQ==", "filename": "a.pdf"},
        {"type": "input_file", "file_url": "https://x.y/z.pdf"},
        {"type": "input_text", "text": "words"},
    ]


def test_a_cache_marker_is_a_breakpoint_where_the_model_has_them() -> None:
    marked = {"type": "input_text", "text": "A", "prompt_cache_breakpoint": {"mode": "explicit"}}
    assert written(Text("A", Cache())) == [marked]


def test_an_upload_elsewhere_and_a_sound_are_refused() -> None:
    with pytest.raises(Unsayable, match="uploaded"):
        written(Image(Source(file_id="f1")), client=ANTHROPIC)
    with pytest.raises(Unsayable, match="sound"):
        written(Audio(Source("audio/wav", "QQ==")))


def test_an_answer_that_was_begun_is_refused() -> None:
    with pytest.raises(Unsayable, match="begun"):
        written(Text("A"), role="assistant")
