"""What the router finds: servers that come and go while it runs, and what the environment names."""

import socket
from pathlib import Path

import pytest
from backstage import Backstage
from serving import Serve, Serving, eventually, free_port, llama_cpp

from larouter.fleet.local.gguf import write_reply
from larouter.testing.completions import Answer as Said
from larouter.testing.fake_ollama import FakeOllama, OllamaModel
from larouter.testing.fake_openai import FakeOpenAI

SOON = 5.0


def models(router: Serving) -> set[str]:
    rows = router.call("GET", "/v1/models").json()["data"]
    return {row["id"] for row in rows if not row["id"].startswith("auto")}


def zones(router: Serving) -> dict[str, str]:
    rows = router.call("GET", "/v1/models").json()["data"]
    return {row["id"]: row["larouter"]["zone"] for row in rows if "larouter" in row}


def up(router: Serving) -> list[bool]:
    """Whether each backend is up; the toy, which steps back for any other, is left out."""
    backends = router.control("GET", "/api/backends")["backends"]
    return [backend["up"] for backend in backends if backend["name"] != "toy"]


def tiers(router: Serving) -> dict[str, list[str]]:
    backends = router.control("GET", "/api/backends")["backends"]
    return {it["name"]: it["tiers"] for backend in backends for it in backend["deployments"]}


def test_an_ollama_that_starts_later_is_found_and_takes_over_from_the_toy(
    serve: Serve, backstage: Backstage
) -> None:
    port = free_port()
    router = serve(LAROUTER_OLLAMA_URL=f"http://127.0.0.1:{port}")
    assert router.chat().headers["x-larouter-model"] == "toy/toy"
    fake = backstage.start(FakeOllama(OllamaModel("gemma4:e2b"), port=port))
    eventually(lambda: "gemma-4-e2b" in models(router), SOON)
    assert "toy" not in models(router)
    answer = router.chat()
    assert answer.status == 200
    assert answer.headers["x-larouter-model"].endswith("gemma-4-e2b")
    assert fake.chats[-1].json()["model"] == "gemma4:e2b"
    fake.models["qwen3:4b"] = OllamaModel("qwen3:4b")
    eventually(lambda: "qwen3:4b" in models(router), SOON)
    backstage.run(fake.refuse())
    eventually(lambda: up(router) == [False], SOON)
    gone = router.chat()
    assert (gone.status, gone.error["code"]) == (503, "no_backend_available")
    backstage.run(fake.listen())
    eventually(lambda: up(router) == [True], SOON)
    assert router.chat().status == 200


def test_models_in_ollamas_cloud_are_public(serve: Serve, backstage: Backstage) -> None:
    cloud = OllamaModel("gpt-oss:120b-cloud", remote_host="https://ollama.com:443")
    fake = backstage.start(FakeOllama(OllamaModel("gemma4:e2b"), cloud))
    router = serve(LAROUTER_OLLAMA_URL=fake.url, LAROUTER_TOY="false")
    assert zones(router) == {"gemma-4-e2b": "local", "gpt-oss:120b-cloud": "public"}
    answer = router.chat("gpt-oss:120b-cloud", x_larouter_sensitivity="confidential")
    assert answer.status == 403
    assert fake.chats == []


def test_a_real_llama_cpp_that_starts_later_is_found_and_leaves_again(serve: Serve, tmp_path: Path) -> None:
    port = free_port()
    quick = "[discovery]\nevery_seconds = 0.5\n"
    router = serve(quick, LAROUTER_LLAMACPP_URL=f"http://127.0.0.1:{port}", LAROUTER_TOY="false")
    assert router.chat().status == 503
    write_reply(tmp_path / "tiny.gguf", "Here I am.")
    with llama_cpp(tmp_path / "tiny.gguf", alias="tiny", port=port):
        eventually(lambda: "tiny" in models(router), SOON)
        answer = eventually(lambda: (it := router.chat()).status == 200 and it, SOON)
        assert answer.json()["choices"][0]["message"]["content"] == "Here I am."
    eventually(lambda: up(router) == [False], SOON)
    assert router.chat().status == 503


def test_servers_that_are_named_are_looked_at_though_discovery_is_off(
    serve: Serve, backstage: Backstage
) -> None:
    fake = backstage.start(FakeOllama(OllamaModel("gemma4:e2b")))
    router = serve(LAROUTER_OLLAMA_URL=fake.url, LAROUTER_TOY="false", LAROUTER_DISCOVERY="false")
    assert models(router) == {"gemma-4-e2b"}


def test_with_discovery_off_nothing_is_looked_for(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as bystander:
        bystander.settimeout(0.5)
        serve(LAROUTER_TOY="false", LAROUTER_CUSTOM_URL=f"http://127.0.0.1:{free_port()}")
        with pytest.raises(TimeoutError):
            bystander.accept()


def test_unknown_models_behind_named_servers_serve_the_tiers_of_their_zones(
    serve: Serve, backstage: Backstage
) -> None:
    near = backstage.start(FakeOpenAI("house-model-1", answer=Said("near")))
    private = backstage.start(FakeOpenAI("company-model-1", answer=Said("private"), key="pk"))
    public = backstage.start(FakeOpenAI("strange-model-1", answer=Said("public"), key="sk"))
    router = serve(
        LAROUTER_CUSTOM_URL=f"{near.url}/v1",
        PRIVATE_CLOUD_URL=private.url,
        PRIVATE_CLOUD_API_KEY="pk",
        OPENAI_API_KEY="sk",
        OPENAI_BASE_URL=f"{public.url}/v1/",
    )
    assert zones(router) == {
        "house-model-1": "local",
        "company-model-1": "private",
        "strange-model-1": "public",
    }
    assert tiers(router) == {
        "custom/house-model-1": ["HEARTBEAT", "SIMPLE", "MODERATE"],
        "private-cloud/company-model-1": ["COMPLEX", "FRONTIER"],
        "openai/strange-model-1": ["COMPLEX", "FRONTIER"],
    }
    assert router.chat("auto:simple").headers["x-larouter-zone"] == "local"
    assert router.chat("auto:complex").headers["x-larouter-zone"] == "private"
    assert router.chat("strange-model-1").headers["x-larouter-zone"] == "public"
    assert public.chats[-1].headers["authorization"] == "Bearer sk"
    assert (
        router.chat("auto:complex", x_larouter_sensitivity="confidential").headers["x-larouter-zone"]
        == "local"
    )
    for secret in ("pk", "sk"):
        assert f" {secret}" not in router.log + router.said


def test_a_key_that_is_wrong_says_so_to_the_operator_and_not_to_the_client(
    serve: Serve, backstage: Backstage
) -> None:
    fake = backstage.start(FakeOpenAI("m", key="right"))
    settings = f'[backends.paid]\nurl = "{fake.url}"\nzone = "public"\nkey_env = "PAID_KEY"\nmodels = ["m"]\n'
    router = serve(settings, PAID_KEY="wrong-key-5150", LAROUTER_TOY="false")
    answer = router.chat("m")
    assert answer.status == 502
    assert "credentials" in answer.error["message"]
    assert "paid" in router.log
    assert "wrong-key-5150" not in router.log + answer.body.decode()


def test_what_changes_at_run_time_is_in_force_at_once_and_kept(
    serve: Serve, backstage: Backstage, tmp_path: Path
) -> None:
    fake = backstage.start(FakeOpenAI("added"))
    router = serve(folder=tmp_path, LAROUTER_TOY="false")
    change = {"backends": {"added": {"url": fake.url, "zone": "private"}}}
    router.control("PATCH", "/api/config", change)
    eventually(lambda: "added" in models(router), SOON)
    router.stop()
    again = serve(folder=tmp_path, LAROUTER_TOY="false")
    assert zones(again) == {"added": "private"}
    refused = again.call("PATCH", "/api/config", {"backends": {"added": {"zone": "moon"}}}, again.admin)
    assert refused.status == 400
    assert "backends.added.zone" in refused.error["message"]
    assert zones(again) == {"added": "private"}


def test_the_banner_lists_what_was_found_and_which_tiers_that_covers(
    serve: Serve, backstage: Backstage
) -> None:
    fake = backstage.start(FakeOllama(OllamaModel("gemma4:e2b")))
    said = serve(LAROUTER_OLLAMA_URL=fake.url).said
    assert fake.url in said
    assert "ollama" in said
    assert "toy" not in said
    assert "gemma-4-e2b" in next(line for line in said.splitlines() if "HEARTBEAT" in line)
    assert "nobody" in next(line for line in said.splitlines() if "FRONTIER" in line)
