"""Vectors of texts, from a real llama.cpp and from every kind of backend, within zones and budgets."""

import base64
import math
import struct
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import openai
import pytest
from backstage import Backstage
from compatibility import EMBEDDERS, EMBEDDINGS, embeddings_sign
from serving import Serving, llama_cpp, running

from larouter.fleet.local.gguf import write_reply
from larouter.testing.fake_anthropic import KEY as ANTHROPIC_KEY
from larouter.testing.fake_anthropic import FakeAnthropic
from larouter.testing.fake_gemini import KEY as GOOGLE_KEY
from larouter.testing.fake_gemini import FakeGemini
from larouter.testing.fake_ollama import FakeOllama, OllamaModel
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.fake_responses import KEY as OPENAI_KEY
from larouter.testing.fake_responses import FakeResponses
from larouter.testing.fake_vllm import FakeVllm
from larouter.testing.scripted import Scripted
from larouter.testing.vectors import vector_of

SECRET = "My social security number is 078-05-1120 and my password is hunter2-Wint3r!"
DEAR = '{ id = "text-embedding-3-small", capabilities = ["embeddings"], price = { input = 100.0 } }'
SETTINGS = """
[backends.near]
url = "{near}"
zone = "local"

[backends.ollama]
kind = "ollama"
url = "{ollama}"
zone = "local"

[backends.office]
kind = "vllm"
url = "{vllm}"
zone = "private"
models = [{{ id = "bge-m3", price = {{ input = 1.0 }} }}]

[backends.cloud]
url = "{cloud}"
zone = "public"
models = [{dear}, {{ id = "talker" }}]

[backends.openai]
url = "{openai}"
zone = "public"
key_env = "OPENAI_API_KEY"
models = [{{ id = "text-embedding-3-large", capabilities = ["embeddings"] }}]

[backends.anthropic]
kind = "anthropic"
url = "{claude}"
zone = "public"
key_env = "ANTHROPIC_API_KEY"
models = [{{ id = "claude-haiku-4-5", capabilities = ["embeddings"] }}]

[backends.google]
kind = "google"
url = "{google}"
zone = "public"
key_env = "GOOGLE_API_KEY"
models = [
  {{ id = "gemini-embedding-001", price = {{ input = 0.15 }} }},
  {{ id = "gemini-embedding-2", capabilities = ["embeddings"] }},
]
"""


@dataclass
class Library:
    """The router and what it can ask for vectors."""

    router: Serving
    cloud: FakeOpenAI
    vllm: FakeVllm
    ollama: FakeOllama
    gemini: FakeGemini

    def embed(self, model: str, given: object, key: str | None = None, **members: object) -> Any:
        return self.router.call("POST", "/v1/embeddings", {"model": model, "input": given, **members}, key)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, backstage: Backstage) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("library")
    write_reply(folder / "m.gguf")
    cloud = backstage.start(FakeOpenAI("text-embedding-3-small", "talker"))
    vllm = backstage.start(FakeVllm("bge-m3"))
    embedder = OllamaModel("nomic-embed-text:latest", ("embedding",), trained=2048)
    ollama = backstage.start(FakeOllama(embedder, OllamaModel()))
    gemini = backstage.start(FakeGemini("gemini-embedding-001", "gemini-embedding-2"))
    embeds, claude = FakeResponses("text-embedding-3-large"), FakeAnthropic("claude-haiku-4-5")
    real = {"openai": backstage.start(embeds).url, "claude": backstage.start(claude).url}
    keys = {"GOOGLE_API_KEY": GOOGLE_KEY, "OPENAI_API_KEY": OPENAI_KEY, "ANTHROPIC_API_KEY": ANTHROPIC_KEY}
    with ExitStack() as stack:
        near = stack.enter_context(llama_cpp(folder / "m.gguf", "all-minilm-l6", embeds=True))
        settings = SETTINGS.format(
            near=near, ollama=ollama.url, vllm=vllm.url, cloud=cloud.url, google=gemini.url, dear=DEAR, **real
        )
        router = stack.enter_context(running(folder / "router", settings, **keys))
        yield Library(router, cloud, vllm, ollama, gemini)


@pytest.fixture(scope="module")
def sdk(library: Library) -> Iterator[openai.OpenAI]:
    url = f"{library.router.url}/v1"
    with openai.OpenAI(base_url=url, api_key=library.router.token, max_retries=0) as client:
        yield client


def asked(server: Scripted) -> list[dict[str, Any]]:
    return [request.json() for request in server.received if request.path == "/v1/embeddings"]


def test_a_real_llama_cpp_makes_unit_vectors_through_the_official_sdk(
    library: Library, sdk: openai.OpenAI
) -> None:
    answer = sdk.embeddings.create(model="all-minilm-l6", input=["one text", "another"])
    assert [row.index for row in answer.data] == [0, 1]
    assert len(answer.data[0].embedding) == 128
    assert math.isclose(math.hypot(*answer.data[0].embedding), 1.0, abs_tol=1e-4)
    assert answer.usage.prompt_tokens > 0
    said = library.embed("all-minilm-l6", "one text")
    assert said.headers["x-larouter-model"] == "near/all-minilm-l6"
    story = library.router.story(said.request_id)
    assert story["attempts"][0]["input_tokens"] == said.json()["usage"]["prompt_tokens"]


@pytest.mark.parametrize(
    ("model", "zone"),
    [
        ("nomic-embed-text:latest", "local"),
        ("bge-m3", "private"),
        ("text-embedding-3-small", "public"),
        ("gemini-embedding-001", "public"),
        ("gemini-embedding-2", "public"),
    ],
)
def test_every_kind_of_backend_makes_vectors_through_the_official_sdk(
    library: Library, sdk: openai.OpenAI, model: str, zone: str
) -> None:
    answer = sdk.embeddings.with_raw_response.create(model=model, input=["a", "b c"])
    assert answer.headers["x-larouter-zone"] == zone
    rows = answer.parse().data
    assert [row.embedding for row in rows] == [vector_of("a"), vector_of("b c")]
    floats = library.embed(model, "a", encoding_format="float").json()
    assert floats["data"][0]["embedding"] == pytest.approx(vector_of("a"))
    assert floats["usage"]["prompt_tokens"] > 0


@pytest.mark.parametrize("model", EMBEDDERS)
@pytest.mark.parametrize("asked", EMBEDDINGS)
def test_vectors_are_made_as_the_table_says(library: Library, model: str, asked: str) -> None:
    members, sign = EMBEDDINGS[asked][0], embeddings_sign(asked, model)
    token = library.router.project(f"{asked} {model}", zones={"internal": "public", "confidential": "public"})
    said = library.router.call("POST", "/v1/embeddings", {"model": model, **members}, token)
    if sign == "refused":
        assert (said.status, said.error["code"], said.error["param"]) == (
            400,
            "unsupported_parameter",
            "input",
        )
        return
    if sign == "refused by the server":
        assert (said.status, said.error["code"]) == (400, None)
        return
    assert said.status == 200, said.body
    dropped = said.headers.get("x-larouter-dropped", "")
    assert sign == (f"works, drops {dropped}" if dropped else "works") or sign.startswith("ignored")
    rows, given = said.json()["data"], members["input"]
    assert len(rows) == (len(given) if isinstance(given, list) and not isinstance(given[0], int) else 1)
    assert isinstance(rows[0]["embedding"], str) == (members.get("encoding_format") == "base64")
    if "dimensions" in members:
        assert (len(rows[0]["embedding"]) == 4) == (sign == "works")


@pytest.mark.parametrize("model", ["text-embedding-3-small", "gemini-embedding-001"])
def test_fewer_dimensions_are_unit_vectors_everywhere(library: Library, model: str) -> None:
    answer = library.embed(model, "a", dimensions=4, encoding_format="base64").json()
    packed = base64.b64decode(answer["data"][0]["embedding"])
    assert struct.unpack("<4f", packed) == pytest.approx(vector_of("a", 4))


def test_what_a_compatible_server_is_sent_is_what_the_client_said(library: Library) -> None:
    library.embed("text-embedding-3-small", ["a", "b"], user="u", dimensions=4)
    sent = {"model": "text-embedding-3-small", "input": ["a", "b"], "user": "u", "dimensions": 4}
    assert asked(library.cloud)[-1] == sent


def test_a_confidential_input_anywhere_in_a_list_keeps_all_of_it_local(library: Library) -> None:
    before = len(library.cloud.received)
    refused = library.embed("text-embedding-3-small", ["harmless", "harmless too", SECRET, "harmless"])
    assert refused.status == 403
    assert refused.error["code"] == "no_eligible_backend"
    assert len(library.cloud.received) == before
    assert library.embed("all-minilm-l6", ["harmless", SECRET]).status == 200


def test_token_ids_cannot_be_inspected_and_so_stay_local(library: Library) -> None:
    for given in ([1, 2, 3], [[1, 2], [3]]):
        refused = library.embed("text-embedding-3-small", given)
        assert (refused.status, refused.error["code"]) == (403, "no_eligible_backend")
        assert "inspector.unreadable" in refused.error["message"]
        answer = library.embed("all-minilm-l6", given)
        assert len(answer.json()["data"]) == (1 if isinstance(given[0], int) else 2)


def test_gemini_is_told_no_token_ids_even_where_they_may_go(library: Library) -> None:
    token = library.router.project("open", zones={"internal": "public", "confidential": "public"})
    refused = library.embed("gemini-embedding-001", [1, 2], token)
    assert (refused.status, refused.error["param"]) == (400, "input")
    assert library.embed("text-embedding-3-small", [1, 2], token).status == 200


def test_the_hard_cap_of_a_budget_holds_and_every_token_is_billed(library: Library) -> None:
    token = library.router.project("thrifty")
    library.router.control("PUT", "/api/projects/thrifty/budget", {"amount": 0.01})
    first = library.embed("text-embedding-3-small", "word " * 20, token)
    assert first.status == 200
    used = first.json()["usage"]["prompt_tokens"]
    story = library.router.story(first.request_id)
    assert story["attempts"][0]["cost_usd"] == pytest.approx(used * 100 / 1e6)
    refused = library.embed("text-embedding-3-small", "word " * 100, token)
    assert (refused.status, refused.error["code"]) == (402, "insufficient_quota")
    assert library.embed("gemini-embedding-2", "a", token).status == 402, "its price is not known"
    spent = library.router.call("GET", "/api/usage?period=all", key=token).json()["totalCostMicroUsd"]
    assert spent == used * 100


def test_without_a_name_nobody_guesses_whose_vectors_are_meant(library: Library) -> None:
    refused = library.embed("auto", "a")
    assert (refused.status, refused.error["param"]) == (400, "model")
    assert "cannot be compared" in refused.error["message"]
    token = library.router.project("one", allow=["bge-*", "talker"])
    answer = library.embed("auto", "a", token)
    assert answer.headers["x-larouter-model"] == "office/bge-m3"


def test_a_model_that_makes_vectors_answers_no_chat_and_the_other_way_round(library: Library) -> None:
    assert library.router.chat("text-embedding-3-small").status == 400
    assert library.embed("talker", "a").status == 400
    assert library.router.chat("nomic-embed-text:latest").status == 400
    for _ in range(3):
        assert "embed" not in library.router.chat("auto").headers["x-larouter-model"]


@pytest.mark.parametrize("given", [None, [], {}, [1, "a"], ["a", None], [[1], "a"], [True], [-1]])
def test_what_is_no_input_is_refused_by_its_name(library: Library, given: object) -> None:
    refused = library.embed("all-minilm-l6", given)
    assert (refused.status, refused.error["param"]) == (400, "input")


def test_a_backends_refusal_reaches_the_sdk_as_its_own_error(sdk: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="Unknown parameter"):
        sdk.embeddings.create(model="text-embedding-3-small", input="a", extra_body={"truncate": "END"})
    with pytest.raises(openai.BadRequestError, match="truncate"):
        sdk.embeddings.create(model="gemini-embedding-001", input="a", extra_body={"truncate": "END"})
