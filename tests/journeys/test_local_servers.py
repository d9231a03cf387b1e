"""The contract with every kind of local server, through the router: real llama.cpp, fakes of the others, or live ones.

A live server takes the place of its fake where a variable names it: LIVE_LLAMACPP_URL, LIVE_OLLAMA_URL, LIVE_VLLM_URL,
LIVE_LMSTUDIO_URL, LIVE_MLX_URL. Where LAROUTER_LLAMA_SERVER or LAROUTER_MLX_SERVER names a program, it is started with
a tiny model of ours, llama-server in both ways of running it.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from backstage import Backstage
from installed import llama_router, llama_server, mlx_server, needs_llama_server, needs_mlx_server
from mlx_model import write_mlx
from serving import Serve, Serving, eventually, llama_cpp

from larouter.fleet.local.gguf import write_reply
from larouter.testing.fake_lmstudio import FakeLmStudio, LmStudioModel
from larouter.testing.fake_mlx import FakeMlx
from larouter.testing.fake_ollama import FakeOllama, OllamaModel
from larouter.testing.fake_vllm import FakeVllm
from larouter.testing.scripted import Scripted

KINDS = ("llamacpp", "ollama", "vllm", "lmstudio", "mlx")
INSTALLED = [
    pytest.param(("llamacpp", "llama-server"), marks=needs_llama_server, id="llama-server"),
    pytest.param(("llamacpp", "router mode"), marks=needs_llama_server, id="llama-server in router mode"),
    pytest.param(("mlx", "MLX"), marks=needs_mlx_server, id="installed server of MLX"),
]


@dataclass(frozen=True, slots=True)
class Found:
    """A router before one local server."""

    kind: str
    router: Serving
    server: Scripted | None

    def backend(self) -> dict[str, object]:
        rows = self.router.control("GET", "/api/backends")["backends"]
        return dict(next(row for row in rows if row["name"] == "it"))


def fake(kind: str) -> Scripted:
    if kind == "ollama":
        return FakeOllama(OllamaModel("gemma4:e2b"))
    if kind == "vllm":
        return FakeVllm()
    return FakeLmStudio(LmStudioModel()) if kind == "lmstudio" else FakeMlx()


def installed(what: str, folder: Path) -> contextlib.AbstractContextManager[str]:
    if what == "MLX":
        write_mlx(folder / "m")
        return mlx_server(folder / "m")
    (folder / "models").mkdir()
    write_reply(folder / "models" / "m.gguf")
    in_router_mode = what == "router mode"
    return llama_router(folder / "models") if in_router_mode else llama_server(folder / "models" / "m.gguf")


@pytest.fixture(params=[*(pytest.param((kind, ""), id=kind) for kind in KINDS), *INSTALLED])
def found(
    request: pytest.FixtureRequest, serve: Serve, backstage: Backstage, tmp_path: Path
) -> Iterator[Found]:
    kind, program = request.param
    with contextlib.ExitStack() as stack:
        server = None
        url = os.environ.get(f"LIVE_{kind.upper()}_URL", "")
        if program:
            url = stack.enter_context(installed(program, tmp_path))
        elif not url and kind == "llamacpp":
            write_reply(tmp_path / "m.gguf")
            url = stack.enter_context(llama_cpp(tmp_path / "m.gguf"))
        elif not url:
            server = backstage.start(fake(kind))
            url = server.url
        router = serve(f'[backends.it]\nurl = "{url}"\nzone = "local"\n', LAROUTER_TOY="false")
        yield Found(kind, router, server)


def test_it_is_recognised_and_answers_whole_and_as_a_stream(found: Found) -> None:
    eventually(lambda: found.router.call("GET", "/health/ready").status == 200)
    assert found.backend()["kind"] == found.kind
    whole = found.router.chat()
    assert (whole.status, whole.headers["x-larouter-zone"]) == (200, "local"), whole.body
    assert whole.json()["choices"][0]["message"]["content"]
    stream = found.router.chat(stream=True)
    assert stream.status == 200
    assert stream.body.rstrip().endswith(b"data: [DONE]")
    usage = found.router.story(whole.request_id)["attempts"][0]
    assert usage["output_tokens"] > 0


def test_a_model_that_it_does_not_have_is_refused_before_it_is_asked(found: Found) -> None:
    eventually(lambda: found.router.call("GET", "/health/ready").status == 200)
    assert found.router.chat("no-such-model").error["code"] == "model_not_found"
    assert found.server is None or found.server.chats == []


def test_a_prompt_that_ollama_might_cut_is_not_sent(serve: Serve, backstage: Backstage) -> None:
    ollama = backstage.start(FakeOllama(OllamaModel("gemma4:e2b"), default_window=4096))
    router = serve(f'[backends.it]\nurl = "{ollama.url}"\nzone = "local"\n', LAROUTER_TOY="false")
    fits = [{"role": "user", "content": "Tell me. " * 500}]
    assert router.chat(messages=fits).status == 200
    long = [{"role": "user", "content": "Tell me. " * 1000}]
    refused = router.chat(messages=long)
    assert (refused.status, refused.error["code"]) == (400, "context_length_exceeded")
    assert "its server cuts" in refused.error["message"]
    assert len(ollama.chats) == 1
