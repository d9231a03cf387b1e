"""Log probabilities between Google's shape and OpenAI's."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from larouter.wire.gemini_logprobs import LogprobsRead, google_logprobs

tokens = st.fixed_dictionaries({"token": st.text(max_size=4), "logProbability": st.floats(-20, 0)})


def test_the_bytes_of_a_token_are_told() -> None:
    google = {"chosenCandidates": [{"token": "é"}]}
    (token,) = msgspec.convert(google, LogprobsRead).openai()["content"]  # type: ignore[misc]
    assert token == {"token": "é", "logprob": 0.0, "bytes": [0xC3, 0xA9], "top_logprobs": []}


@given(st.lists(st.tuples(tokens, st.lists(tokens, max_size=3)), max_size=4))
def test_there_and_back_is_the_same(said: list[tuple[Any, list[Any]]]) -> None:
    google = {
        "chosenCandidates": [token for token, _ in said],
        "topCandidates": [{"candidates": tops} for _, tops in said],
    }
    openai: Any = msgspec.convert(google, LogprobsRead).openai()
    assert google_logprobs(openai["content"]) == google
