"""Near a limit a real llama.cpp is asked to count, and what it says decides."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from backstage import Backstage
from serving import Serve, llama_cpp

from larouter.fleet.local.gguf import write_reply
from larouter.testing.fake_anthropic import KEY, FakeAnthropic

UNSAID = {"note": "x" * 4_000}  # about a thousand tokens for the estimate; no model is told of it
LLAMA = """
[backends.near]
kind = "llamacpp"
url = "{url}"
zone = "local"
models = [{{ id = "m", window = 800, tiers = ["SIMPLE", "MODERATE", "COMPLEX"] }}]
"""


def test_what_a_real_llama_cpp_counts_decides_whether_a_request_fits(serve: Serve, tmp_path: Path) -> None:
    model = tmp_path / "model.gguf"
    write_reply(model)
    with llama_cpp(model) as url:
        router = serve(LLAMA.format(url=url), LAROUTER_TOY="false")
        answered = router.chat("m", metadata=UNSAID, max_tokens=20)
        assert answered.status == 200
        prompt = answered.json()["usage"]["prompt_tokens"]
        router.story(answered.request_id)
        with contextlib.closing(sqlite3.connect(router.folder / "larouter.db")) as database:
            (record,) = database.execute("SELECT record FROM requests").fetchone()
        assert json.loads(record)["features"]["counted"] == [["near/m", prompt]]
        long = [
            {"role": "user", "content": "a" * 1_500}
        ]  # fits half of the estimate; its tokens are single letters
        refused = router.call(
            "POST", "/v1/chat/completions", {"model": "m", "messages": long, "metadata": UNSAID}
        )
        assert (refused.status, refused.error["code"]) == (400, "context_length_exceeded")


@pytest.mark.parametrize(("text", "asked"), [("Hello", 1), ("my password: Otter!5521x", 0)])
def test_what_must_not_travel_is_not_counted_elsewhere(
    serve: Serve, backstage: Backstage, text: str, asked: int
) -> None:
    fake = backstage.start(FakeAnthropic("claude-opus-5-5"))
    settings = (
        f'[backends.cloud]\nkind = "anthropic"\nurl = "{fake.url}"\nzone = "public"\nkey_env = "CLOUD_KEY"\n'
        'models = [{ id = "claude-opus-5-5", window = 800, tiers = ["SIMPLE", "MODERATE", "COMPLEX"] }]\n'
    )
    router = serve(settings, LAROUTER_TOY="false", CLOUD_KEY=KEY)
    messages = [{"role": "user", "content": text}]
    body = {"model": "auto", "messages": messages, "metadata": UNSAID, "max_tokens": 20}
    answer = router.call("POST", "/v1/chat/completions", body)
    counted = [request for request in fake.received if request.path.endswith("count_tokens")]
    assert (answer.status == 200, len(counted)) == (bool(asked), asked)
    assert asked or all(text.encode() not in request.body for request in fake.received)
