"""Messages as Gemini's contents."""

from typing import Any

from larouter.core.chat import GEMINI, OPENAI_CHAT
from larouter.wire.exchange import Exchange
from larouter.wire.families import profile_of
from larouter.wire.gemini_contents import Contents
from larouter.wire.neutral import Document, Message, Refusal, Seal, Source, Text, Thinking, ToolResult
from larouter.wire.profiles import Losses

FLASH = "gemini-3.8-flash"


def written(*messages: Any, client: Any = OPENAI_CHAT) -> Any:
    profile = profile_of(FLASH, GEMINI)
    losses = Losses(profile)
    exchange = Exchange("req_1", client, GEMINI, FLASH, profile)
    return (*Contents(exchange, losses).contents(messages), losses.dropped)


def test_nothing_at_all_is_still_a_turn_of_the_user() -> None:
    assert written() == ([], [{"role": "user", "parts": [{"text": "(empty)"}]}], [])


def test_results_stand_before_other_words_of_their_turn() -> None:
    result = ToolResult("c1", (Text("found"),), name="f")
    _, contents, _ = written(Message("user", (Text("and"), result)))
    assert [list(part) for part in contents[0]["parts"]] == [["functionResponse"], ["text"]]


def test_a_signed_thought_of_the_model_stays_and_an_unsigned_one_is_listed() -> None:
    own, other = Thinking("hm", Seal("U0lH", FLASH)), Thinking("so")
    _, contents, dropped = written(
        Message("user", (Text("x"),)), Message("assistant", (own, other, Refusal("No.")))
    )
    assert contents[1]["parts"] == [
        {"text": "hm", "thought": True, "thoughtSignature": "U0lH"},
        {"text": "No."},
    ]
    assert dropped == ["reasoning"]


def test_a_document_of_plain_text_is_text_under_its_name() -> None:
    _, contents, _ = written(Message("user", (Document(Source("text/plain", text="words"), "a.txt"),)))
    assert contents[0]["parts"] == [{"text": "a.txt:\nwords"}]


def test_an_upload_at_google_is_known_to_google() -> None:
    upload = Document(
        Source("application/pdf", file_id="https://generativelanguage.googleapis.com/v1beta/files/a")
    )
    _, contents, _ = written(Message("user", (upload,)), client=GEMINI)
    assert contents[0]["parts"][0]["fileData"]["mimeType"] == "application/pdf"
