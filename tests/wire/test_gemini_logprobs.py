"""Log probabilities between Google's shape and OpenAI's."""

import json

import msgspec
from google.genai.types import LogprobsResult
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat.chat_completion import ChoiceLogprobs

from larouter.wire.gemini_logprobs import LogprobsRead, google_logprobs

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4)
chances = st.floats(-20, 0)
tops = st.lists(st.fixed_dictionaries({"token": words, "logprob": chances}), max_size=3)
tokens = st.fixed_dictionaries({"token": words, "logprob": chances, "top_logprobs": tops})


@given(st.lists(tokens, max_size=4))
def test_there_and_back_nothing_is_lost(said):
    google = google_logprobs(said)
    LogprobsResult.model_validate(google)
    back = msgspec.json.decode(json.dumps(google), type=LogprobsRead).openai()
    ChoiceLogprobs.model_validate(back)
    plain = [
        {
            "token": token["token"],
            "logprob": token["logprob"],
            "top_logprobs": [
                {name: top[name] for name in ("token", "logprob")} for top in token["top_logprobs"]
            ],
        }
        for token in back["content"]
    ]
    assert plain == said
    assert all(bytes(token["bytes"]).decode() == token["token"] for token in back["content"])


def test_tokens_without_alternatives_have_none():
    read = LogprobsRead(chosen_candidates=None)
    assert read.openai() == {"content": [], "refusal": None}
    found = msgspec.json.decode(b'{"chosenCandidates": [{"token": "a"}]}', type=LogprobsRead).openai()
    assert found["content"] == [{"token": "a", "logprob": 0.0, "bytes": [97], "top_logprobs": []}]


def test_what_is_no_token_is_left_out():
    assert google_logprobs(["x", None]) == {"chosenCandidates": [], "topCandidates": []}
