"""A request as it came in: nobody has left until somebody says so."""

from larouter.core.chat import OPENAI_CHAT
from larouter.ingress.call import Call


async def nothing() -> bytes:
    return b""


def test_the_client_is_there_until_it_has_left() -> None:
    assert not Call("req_1", OPENAI_CHAT, "/v1/chat/completions", [], nothing, 1, 0.5).left()
