"""Log probabilities between Google's shape and OpenAI's."""

import msgspec

from larouter.wire.gemini_logprobs import LogprobsRead, google_logprobs


def test_there_and_back_is_the_same() -> None:
    token = {"token": "é", "logProbability": -0.5}
    google = {"chosenCandidates": [token], "topCandidates": [{"candidates": [token]}]}
    openai = msgspec.convert(google, LogprobsRead).openai()
    assert openai["content"][0]["bytes"] == [0xC3, 0xA9]
    assert google_logprobs(openai["content"]) == google
