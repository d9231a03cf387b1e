"""What an attempt makes of its request id, and whose seals it takes."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import ANTHROPIC, OPENAI_CHAT
from larouter.core.ids import request_id
from larouter.wire.exchange import Exchange, stands_in
from larouter.wire.families import profile_of
from larouter.wire.neutral import Conversation, Format, Seal


def exchange(identifier: str = "req_1", client: str = OPENAI_CHAT, model: str = "claude-opus-5") -> Any:
    return Exchange(identifier, client, ANTHROPIC, model, profile_of(model, ANTHROPIC))


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**80 - 1))
def test_the_time_of_the_answer_is_the_time_of_the_request_id(now_ms: int, entropy: int) -> None:
    assert exchange(request_id(now_ms, entropy)).created == now_ms // 1000


def test_an_id_without_a_time_has_none() -> None:
    assert exchange("req_1").created == 0
    assert exchange("something-else-altogether").created == 0


def test_a_seal_is_taken_from_its_own_model_or_bare_from_its_own_protocol() -> None:
    assert exchange().accepts(Seal("S", "claude-opus-5"))
    assert not exchange().accepts(Seal("S", "claude-opus-4-8"))
    assert not exchange().accepts(Seal("S"))
    assert exchange(client=ANTHROPIC).accepts(Seal("S"))
    assert not exchange().accepts(None)


def test_a_tool_stands_in_for_a_schema_only_where_there_is_no_word_for_one() -> None:
    wanted = Conversation((), format=Format("schema"))
    assert stands_in(wanted, exchange(model="other"))
    assert not stands_in(wanted, exchange())
    assert not stands_in(Conversation((), format=Format("json")), exchange(model="other"))
